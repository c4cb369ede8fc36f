"""What the PDF of a diagnostic says, as JSON: frozen when it is asked for.

One text for everybody in the room: what a side keeps for itself is in none of them.
"""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from diagnostics import paper_words, trust
from diagnostics.consents import level_words, moved_words
from diagnostics.enums import Round
from diagnostics.models import AgreedLevel, Assessment, Finding, Practice
from diagnostics.reading import (
    SHORT_ROUNDS,
    evolution_table,
    frozen_rounds,
    gap_line,
    levels_of,
    moves,
    party_names,
    profiles,
    results_of,
    said_alike,
    waves_of,
    whole_table,
    words_agreed,
)
from diagnostics.scoring import Results
from projects import reports
from projects.enums import ReportKind, Room
from projects.models import Member, Report

SYNTHESIS = "diagnostics/pdf/synthesis.html"
BLANK = "diagnostics/pdf/blank.html"
#: Of a title in the name of a file.
MOST_LETTERS = 40


def file_words(row: Assessment) -> str:
    """What tells one diagnostic of a project from another: its round, its title."""
    plain = row.title.translate({ord("’"): " ", ord("œ"): "oe", ord("Œ"): "Oe"})
    words = slugify(plain)
    if len(words) > MOST_LETTERS:
        words = words[:MOST_LETTERS].rpartition("-")[0] or words[:MOST_LETTERS]
    return f"{slugify(SHORT_ROUNDS[Round(row.round)])}-{words}".strip("-")


def ask_synthesis(row: Assessment, *, actor: Member) -> Report:
    return reports.ask(
        row.project,
        ReportKind.DIAGNOSTIC,
        subject=row.pk,
        room=Room(row.room),
        title=_("Diagnostic, dossier n° %(number)s") % {"number": row.project.number},
        template=SYNTHESIS,
        content=synthesis(row) | {"room": str(row.room), "file_words": file_words(row)},
        draft=False,
        actor=actor,
    )


def ask_blank(row: Assessment, *, actor: Member) -> Report:
    """The grid to fill in by hand, in a room without screens."""
    content = _common(row) | {"kind": "blank"}
    return reports.ask(
        row.project,
        ReportKind.DIAGNOSTIC,
        subject=row.version_id,
        room=Room(row.room),
        title=_("Grille à remplir, dossier n° %(number)s")
        % {"number": row.project.number},
        template=BLANK,
        content=content,
        draft=False,
        actor=actor,
    )


def _common(row: Assessment) -> dict[str, Any]:
    return {
        "heading": reports.heading_of(row.project),
        # The cover of every PDF prints it below the project, when it says more.
        "consultation": row.title,
        "version": str(row.version_id),
        "version_number": row.version.number,
        "grid": row.grid.header.title,
        "system": str(row.system) if row.system else "",
        "origin": row.grid.header.origin.printed(),
    }


def synthesis(row: Assessment) -> dict[str, Any]:
    """Profiles, gaps, words, what was agreed and what follows. Results are shown."""
    found = results_of(row)
    agreed = levels_of(row)
    names = party_names(row, found)
    rounds = frozen_rounds(row)
    return _common(row) | {
        "about": row.about,
        "round": row.get_round_display(),
        "counts": row.counts,
        "parties": list(names.values()),
        "answers": row.respondents.handed_in().count(),
        "profiles": profiles(found),
        "gaps": [gap_line(one, names) for one in found.gaps],
        "disagreements": len(found.disagreements),
        "strengths": said_alike(found, found.strengths),
        "brakes": said_alike(found, found.brakes),
        "table": _table(row, found, agreed),
        "agreed": [_agreed(one, found, row.room) for one in agreed.values()],
        "texts": paper_words.printed(row),
        "moves": moves(row, found),
        "rounds": rounds,
        "evolution": evolution_table(waves_of(found.grid, rounds)),
        "actions": _actions(row),
    }


def _table(
    row: Assessment, found: Results, agreed: dict[str, AgreedLevel]
) -> list[dict[str, Any]]:
    """Every criterion; under each, how sure those who gave a degree are."""
    parts = whole_table(found, words_agreed(agreed, found))
    trusts = trust.trusts_of(row)
    for part in parts:
        for line in part["rows"]:
            line["trust"] = trust.sentence(trusts.get(line["code"], {}))
    return parts


def _agreed(one: AgreedLevel, found: Results, room: str) -> dict[str, Any]:
    said = level_words(one, room)
    return {
        "code": one.criterion,
        "title": found.grid.by_code[one.criterion].title,
        "level": found.grid.scale.label(one.level) if one.level is not None else "",
        "note": one.note,
        "disagreement": one.disagreement,
        "on": one.agreed_on.isoformat(),
        "told": said.told,
        "against": [{"who": who, "words": words} for who, words in said.against],
    }


def _actions(row: Assessment) -> list[dict[str, str]]:
    """Findings and good practices that everyone in the room may read."""
    findings = Finding.objects.filter(assessment=row, item__withdrawn_at=None)
    if row.room == Room.SHARED:
        findings = findings.filter(item__room=Room.SHARED)
    practices = Practice.objects.filter(assessment=row, room=row.room)
    return [
        {"what": one.item.number, "text": one.text, "state": one.item.state}
        for one in findings.select_related("item")
    ] + [
        {
            "what": str(_("Bonne pratique")),
            "text": one.text,
            "state": moved_words(one) or str(one.get_state_display()),
        }
        for one in practices.select_related("moved_by__user")
    ]
