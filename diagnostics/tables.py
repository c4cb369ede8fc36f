"""A diagnostic as a table and as a file that can be brought in again."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from diagnostics import proposals, trust
from diagnostics.enums import AnswerKind, Party
from diagnostics.instruments import Grid
from diagnostics.models import Answer, Assessment
from diagnostics.proposals import proposal_of
from diagnostics.reading import party_names, results_of
from projects.french import french
from projects.models import Member

FORMAT = "navette-diagnostic-2"
#: What a file says of one answer, and what it says of words, apart.
DEGREE = ("criterion", "kind", "level", "trust")
WORDS = ("criterion", "party", "verbatim", "evidence", "private")


def rows(row: Assessment, member: Member) -> Iterator[list[object]]:
    """Answers counted by criterion and party, then the words this person may read.

    Words stand apart from degrees: nothing says which answer they came with. A file
    goes on without its page: it says by itself which words a side keeps.
    """
    said, kept = _said(row, member)
    head: list[object] = [
        _("Dimension"),
        _("Code"),
        _("Critère"),
        _("Partie"),
        _("Degré"),
        _("En mots"),
        _("Nombre de réponses"),
        _("Groupe"),
        _("Ce qui se dit"),
        _("Ce qui le montre"),
        _("Gardé pour notre partie"),
        _("Assurance"),
        _("Réponses avec cette assurance"),
    ]
    yield head
    yield from _counted(row)
    yield from said
    if kept:
        # After the table: spreadsheets read their heads on the first line.
        warning = _(
            "Ce fichier contient des mots gardés pour notre partie : ne pas le "
            "remettre à une autre partie."
        )
        yield [french(warning), *([""] * (len(head) - 1))]


def _counted(row: Assessment) -> Iterator[list[object]]:
    grid = row.grid
    found = results_of(row)
    names = party_names(row, found)
    trusts = trust.trusts_of(row)
    for result in found.criteria:
        head = _head(grid, result.criterion.code)
        for view in result.views:
            label = names[view.party]
            for level, count in view.levels:
                yield [*head, label, level, grid.scale.label(level), count, *[""] * 6]
            for kind, count in (
                (AnswerKind.UNKNOWN, view.unknown),
                (AnswerKind.NOT_APPLICABLE, view.not_applicable),
            ):
                if count:
                    yield [*head, label, "", str(kind.label), count, *[""] * 6]
            # A count of its own: which degree is a sure one is said nowhere.
            sure = trusts.get(result.criterion.code, {}).get(view.party)
            for words, count in trust.lines(sure):
                yield [*head, label, *[""] * 7, words, count]


def _said(row: Assessment, member: Member) -> tuple[list[list[object]], bool]:
    """The lines of words, and whether one of them is kept for this person's side."""
    texts = (
        Answer.objects.filter(respondent__assessment=row)
        .texts_for(member)
        .select_related("respondent")
        .order_by("criterion", "respondent__party", "pk")
    )
    lines, kept = [], False
    for one in texts:
        party = str(Party(one.respondent.party).label)
        words = [one.respondent.said_by, one.verbatim, one.evidence]
        ours = _("oui") if one.private else _("non")
        head = _head(row.grid, one.criterion)
        lines.append([*head, party, "", "", "", *words, ours, "", ""])
        kept = kept or one.private
    return lines, kept


def _head(grid: Grid, code: str) -> list[object]:
    return [grid.dimension_of[code].title, code, grid.by_code[code].title]


def as_values(row: Assessment, member: Member) -> dict[str, Any]:
    """The whole diagnostic, JSON only: its grid, its sheets, what was agreed.

    Sheets hold degrees alone. Words and groups stand apart, by party: nothing tells
    which degrees they came with. Each list is in the order of what it says, since the
    journal tells in which one people joined. Of the words that a side keeps, those of
    `member`'s own side alone.
    """
    return {
        "format": FORMAT,
        "title": row.title,
        "about": row.about,
        "round": row.round,
        "system": str(row.system) if row.system else "",
        "grid": row.version.content,
        "sheets": _sheets(row),
        "groups": _groups(row),
        "words": _words(row, member),
        "agreed": [
            {
                "criterion": one.criterion,
                "level": one.level,
                "note": one.note,
                "disagreement": one.disagreement,
                "agreed_on": one.agreed_on.isoformat(),
                "proposal": proposals.as_values(proposal_of(one, row.room)),
            }
            for one in row.agreed.select_related("recorded_by").prefetch_related(
                "consents"
            )
        ],
    }


def _sheets(row: Assessment) -> list[dict[str, Any]]:
    given = Answer.objects.given().defer("verbatim", "evidence")
    found = row.respondents.handed_in().prefetch_related(Prefetch("answers", given))
    sheets = [
        {
            "party": sheet.party,
            "answers": [
                {name: getattr(one, name) for name in DEGREE}
                for one in sheet.answers.all()
            ],
        }
        for sheet in found
    ]
    return sorted(sheets, key=json.dumps)


def _groups(row: Assessment) -> list[dict[str, Any]]:
    groups = row.respondents.handed_in().filter(group=True)
    found = [dict(one) for one in groups.values("party", "label", "people")]
    return sorted(found, key=json.dumps)


def _words(row: Assessment, member: Member) -> list[dict[str, Any]]:
    texts = (
        Answer.objects.filter(respondent__assessment=row)
        .texts_for(member)
        .exclude(verbatim="", evidence="")
        .annotate(party=F("respondent__party"))
    )
    return sorted(texts.values(*WORDS), key=json.dumps)
