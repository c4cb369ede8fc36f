"""Bringing in a diagnostic that was exported, here or elsewhere."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics import proposals
from diagnostics.actions.assessments import count
from diagnostics.actions.imported_sheets import (
    bring_sheets,
    criterion_in,
    level_in,
)
from diagnostics.actions.instruments import keep_as_it_is
from diagnostics.enums import AssessmentState, Round
from diagnostics.exchange import storable
from diagnostics.instruments import Grid, from_values
from diagnostics.models import (
    AgreedLevel,
    Assessment,
    Instrument,
    InstrumentVersion,
)
from diagnostics.proposals import Proposal, Said
from diagnostics.source import Place, Table, refuse_twins
from diagnostics.tables import FORMAT
from projects import journal
from projects.enums import Room, Side
from projects.models import Member, Project, System

#: Of before any release. Its sheets tied each person's words to their degrees.
FORMAT_WITH_WORDS = "navette-diagnostic-1"
_TOP = (
    *("format", "title", "about", "round", "system", "grid"),
    *("sheets", "groups", "words", "agreed"),
)


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
    assessment = Assessment.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        system=_system_in(top, project, actor),
        version=_version_of(content, grid, actor),
        title=top.text("title", longest=160),
        about=top.text("about", longest=2000, needed=False),
        room=Room.CAUCUS,
        round=top.among("round", Round, Round.T0),
        imported=True,
        state=AssessmentState.CLOSED,
        closed_at=timezone.now(),
        created_by=actor,
    )
    bring_sheets(assessment, top, grid, actor)
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
    if top.row.get("format") == FORMAT_WITH_WORDS:
        sentence = _(
            "ce fichier date d’une version d’essai, où chaque texte tenait à ses "
            "degrés : exportez de nouveau le diagnostic."
        )
        raise top.error(sentence, "format")
    if top.row.get("format") != FORMAT:
        raise top.error(_("ce fichier n’est pas un diagnostic de Navette."), "format")
    top.only(*_TOP)
    content = dict(top.table("grid").row)
    grid = from_values(content, top.place.name)
    if not isinstance(grid, Grid):
        raise top.error(_("« grid » n’est pas une grille."), "grid")
    return content, grid


def _system_in(top: Table, project: Project, actor: Member) -> System | None:
    """The one of that very name on the project; elsewhere there may be none."""
    name = top.text("system", longest=160, needed=False)
    rows = System.objects.visible_to(actor).filter(project=project)
    return rows.filter(name=name).first() if name else None


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


def _bring_agreed(
    assessment: Assessment, table: Table, grid: Grid, actor: Member
) -> None:
    table.only("criterion", "level", "note", "disagreement", "agreed_on", "proposal")
    code, level = criterion_in(table, grid), level_in(table, grid)
    disagreement = table.text("disagreement", longest=2000, needed=level is None)
    AgreedLevel.objects.create(
        assessment=assessment,
        criterion=code,
        level=level,
        note=table.text("note", longest=2000, needed=False),
        disagreement=disagreement,
        agreed_on=_day(table, "agreed_on"),
        recorded_by=actor,
        from_file=_proposal_in(table),
    )


def _proposal_in(table: Table) -> dict[str, Any]:
    """Who proposed it and what each side said there; a file may not tell it."""
    if "proposal" not in table.row:
        return {}
    told = table.table("proposal")
    told.only("room", "side", "on", "said")
    answers = told.tables("said")
    refuse_twins(answers, "side")
    for one in answers:
        one.only("side", "agrees", "words", "on")
    return proposals.as_values(
        Proposal(
            told.among("room", Room),
            told.among("side", Side),
            _day(told, "on"),
            tuple(
                Said(
                    one.among("side", Side),
                    one.yes("agrees"),
                    one.text("words", longest=500, needed=False),
                    _day(one, "on"),
                )
                for one in answers
            ),
        )
    )


def _day(table: Table, key: str) -> date:
    try:
        return date.fromisoformat(table.words(key, longest=10))
    except ValueError as error:
        sentence = _("« %(key)s » est une date AAAA-MM-JJ.") % {"key": key}
        raise table.error(sentence, key) from error
