"""Bringing in a diagnostic that was exported, here or elsewhere."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.actions.assessments import count
from diagnostics.actions.instruments import keep_as_it_is
from diagnostics.enums import (
    AnswerKind,
    AssessmentState,
    Party,
    Trust,
)
from diagnostics.exchange import storable
from diagnostics.instruments import Grid, from_values
from diagnostics.models import (
    AgreedLevel,
    Answer,
    Assessment,
    Instrument,
    InstrumentVersion,
    Respondent,
)
from diagnostics.source import ContentError, Place, Table, refuse_twins
from diagnostics.tables import FORMAT
from projects import journal
from projects.enums import Room
from projects.models import Member, Project

_SHEET = ("party", "group", "label", "people", "answers")
_ANSWER = ("criterion", "kind", "level", "trust", "verbatim", "evidence", "private")


@transaction.atomic
def bring_in(
    project: Project, values: Mapping[str, Any], *, actor: Member, name: str
) -> Assessment:
    """Write the diagnostic of a file, closed, in the caucus.

    Never in the shared room: nobody speaks for another side by means of a file.
    Raises ContentError, with its place in the file, or Refused, writing nothing.
    """
    top = Table(values, Place(name))
    content, grid = _grid_in(top)
    sheets = top.tables("sheets", least=1)
    assessment = Assessment.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        version=_version_of(content, grid, actor),
        title=top.text("title", longest=160),
        about=top.text("about", longest=2000, needed=False),
        room=Room.CAUCUS,
        state=AssessmentState.CLOSED,
        closed_at=timezone.now(),
        created_by=actor,
    )
    for sheet in sheets:
        _bring_sheet(assessment, sheet, grid, actor)
    agreed = top.tables("agreed")
    refuse_twins(agreed, "criterion")
    for one in agreed:
        _bring_agreed(assessment, one, grid, actor)
    assessment.counts = count(assessment)
    assessment.save(update_fields=["counts"])
    journal.record(
        project,
        "assessment.imported",
        _("Diagnostic repris d’un fichier : %(title)s") % {"title": assessment.title},
        actor=actor,
        target=assessment,
        file=name,
    )
    return assessment


def _grid_in(top: Table) -> tuple[dict[str, Any], Grid]:
    if not storable(top.row):
        raise top.error(_("ce texte porte des signes qui ne s’écrivent pas."))
    top.only("format", "title", "about", "grid", "sheets", "agreed")
    if top.row.get("format") != FORMAT:
        raise top.error(_("ce fichier n’est pas un diagnostic de Navette."), "format")
    content = dict(top.table("grid").row)
    grid = from_values(content, top.place.name)
    if not isinstance(grid, Grid):
        raise top.error(_("« grid » n’est pas une grille."), "grid")
    return content, grid


def _version_of(
    content: dict[str, Any], grid: Grid, actor: Member
) -> InstrumentVersion:
    """The version with that very text if one is here, else a grid of one's own."""
    known = InstrumentVersion.objects.filter(
        instrument__in=Instrument.objects.visible_to(actor),
        instrument__slug=grid.header.id,
        published_at__isnull=False,
    ).select_related("instrument")
    for version in known:
        if version.content == content:
            return version
    return keep_as_it_is(content, actor=actor)


def _bring_sheet(
    assessment: Assessment, table: Table, grid: Grid, actor: Member
) -> None:
    table.only(*_SHEET)
    group = table.yes("group")
    respondent = Respondent.objects.create(
        assessment=assessment,
        party=table.among("party", Party),
        group=group,
        label=table.text("label", longest=120) if group else "",
        people=table.number("people", 2, 5000) if group else 1,
        held_by=actor,
        done_at=timezone.now(),
        imported=True,
    )
    answers = table.tables("answers")
    codes = [one.row.get("criterion") for one in answers]
    if len(set(map(str, codes))) != len(codes):
        raise table.error(_("un critère est répondu deux fois."), "answers")
    Answer.objects.bulk_create(_answer(respondent, one, grid, actor) for one in answers)


def _answer(respondent: Respondent, table: Table, grid: Grid, actor: Member) -> Answer:
    table.only(*_ANSWER)
    code = table.code("criterion")
    if code not in grid.by_code:
        raise _unknown(table, code)
    kind = table.among("kind", AnswerKind)
    if kind == AnswerKind.DRAFT:
        raise _no_degree(table, grid)
    level = _level(table, grid)
    if (kind == AnswerKind.LEVEL) != (level is not None):
        raise _no_degree(table, grid)
    trust = table.row.get("trust")
    if trust is not None and (type(trust) is not int or trust not in Trust.values):
        raise table.error(_("« trust » va de 1 à 3."), "trust")
    return Answer(
        respondent=respondent,
        criterion=code,
        kind=kind,
        level=level,
        trust=trust,
        verbatim=table.text("verbatim", longest=4000, needed=False),
        evidence=table.text("evidence", longest=2000, needed=False),
        private=table.yes("private"),
        side=actor.side,
    )


def _bring_agreed(
    assessment: Assessment, table: Table, grid: Grid, actor: Member
) -> None:
    table.only("criterion", "level", "note", "disagreement", "agreed_on")
    code, level = table.code("criterion"), _level(table, grid)
    if code not in grid.by_code:
        raise _unknown(table, code)
    disagreement = table.text("disagreement", longest=2000, needed=level is None)
    AgreedLevel.objects.create(
        assessment=assessment,
        criterion=code,
        level=level,
        note=table.text("note", longest=2000, needed=False),
        disagreement=disagreement,
        agreed_on=_day(table),
        recorded_by=actor,
    )


def _level(table: Table, grid: Grid) -> int | None:
    """True equals 1, and a list is no key: the type is looked at first."""
    level = table.row.get("level")
    if level is None:
        return None
    if type(level) is not int or level not in {one.value for one in grid.scale.levels}:
        raise _no_degree(table, grid)
    return level


def _no_degree(table: Table, grid: Grid) -> ContentError:
    """With the value as it was typed; an answer by a degree may also lack one."""
    level, scale = table.row.get("level"), grid.scale
    if level is None:
        return table.error(_("il manque le degré."), "level")
    sentence = _("« %(level)s » n’est pas un degré de l’échelle (%(low)s à %(high)s).")
    words = {"level": str(level)[:40], "low": scale.lowest, "high": scale.highest}
    return table.error(sentence % words, "level")


def _unknown(table: Table, code: str) -> ContentError:
    return table.error(
        _("le critère « %(code)s » n’est pas dans la grille.") % {"code": code}
    )


def _day(table: Table) -> date:
    try:
        return date.fromisoformat(table.words("agreed_on", longest=10))
    except ValueError as error:
        raise table.error(
            _("« agreed_on » est une date AAAA-MM-JJ."), "agreed_on"
        ) from error
