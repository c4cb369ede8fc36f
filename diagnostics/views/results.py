"""Results: profiles side by side, gaps first, and what people make of them."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from diagnostics import permissions
from diagnostics.actions.assessments import RESTED_ON
from diagnostics.drawings import legend_mark, radar_svg
from diagnostics.drawings_gaps import gaps_svg
from diagnostics.drawings_rounds import evolution_panels
from diagnostics.enums import Party
from diagnostics.models import Assessment, Finding, Respondent
from diagnostics.reading import (
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
from projects.enums import Room
from projects.models import Member

#: Stands for the code of a criterion in an address asked for once per page.
_CODE = "code"


def results_page(request: HttpRequest, row: Assessment, member: Member) -> HttpResponse:
    found = results_of(row)
    names = party_names(row, found)
    known = tuple(names.items())
    agreed = tuple(words_agreed(levels_of(row), found).items())
    waves = waves_of(found.grid, frozen_rounds(row))
    criteria = _address_of_criteria(row)
    context = around(row, member) | {
        "grid": found.grid,
        "legend": legend(names),
        "frozen": _frozen(found, known, criteria),
        "every_criterion": _every_criterion(found, known, criteria, agreed),
        "moves": moves(row, found),
        "waves": waves,
        "panels": evolution_panels(waves),
        "evolution": evolution_table(waves),
        **_acts(row, member),
        "may_note": permissions.can_note_finding(member),
        "findings": Finding.objects.visible_to(member)
        .filter(assessment=row)
        .select_related("item"),
        "findings_room": Room.CAUCUS if member.sees_caucus else Room.SHARED,
        "left_out": _left_out(row, member),
    }
    return render(request, "diagnostics/results.html", context)


def _left_out(row: Assessment, member: Member) -> list[Respondent]:
    """Sheets this person writes that were not handed in: they alone find them here."""
    mine = Respondent.objects.written_by(member).select_related("held_by")
    sheets = mine.filter(assessment=row, done_at=None)
    return [sheet for sheet in sheets if permissions.can_write(member, sheet)]


def _acts(row: Assessment, member: Member) -> dict[str, Any]:
    """Nothing is offered that would be refused: the page says why instead."""
    may_run = permissions.can_run_assessment(member, row)
    rested = may_run and Assessment.objects.rested_on().filter(pk=row.pk).exists()
    return {
        "may_run": may_run,
        "may_reopen": may_run and not rested,
        "rested_on": RESTED_ON,
    }


@lru_cache(maxsize=64)
def _frozen(
    found: Results, names: tuple[tuple[Party, str], ...], criteria: str
) -> SafeString:
    """What is the same for everybody: it changes only by closing again.

    Written once in a process. `names` and `criteria` as `party_names` and
    `_address_of_criteria` give them; nothing that depends on the reader comes in.
    """
    first, scale, labels = found.gaps[:12], found.grid.scale, dict(names)
    context = {
        "legend": legend(labels),
        "radar": radar_svg(found),
        "radar_on_phone": radar_svg(found, ident="radar-etroit", narrow=True),
        "profiles": profiles(found),
        "gaps_drawing": gaps_svg(first, scale),
        "gaps_on_phone": gaps_svg(first, scale, ident="ecarts-etroits", narrow=True),
        "gaps": [gap_line(one, labels) for one in found.gaps],
        "disagreements": len(found.disagreements),
        "split": any(one.split for one in found.criteria),
        "strengths": said_alike(found, found.strengths),
        "brakes": said_alike(found, found.brakes),
        "criteria": criteria,
    }
    return render_to_string("diagnostics/_frozen.html", context)


@lru_cache(maxsize=64)
def _every_criterion(
    found: Results,
    names: tuple[tuple[Party, str], ...],
    criteria: str,
    agreed: tuple[tuple[str, str], ...],
) -> SafeString:
    """The table of all criteria, written once for what `words_agreed` says of them."""
    labels = dict(names)
    context = {
        "legend": legend(labels),
        "labels": tuple(labels.values()),
        "dimensions": whole_table(found, dict(agreed)),
        "criteria": criteria,
    }
    return render_to_string("diagnostics/_every_criterion.html", context)


def _address_of_criteria(row: Assessment) -> str:
    """What stands before the code of a criterion: a page asks for one per line."""
    place = [row.project_id, row.pk, _CODE]
    return reverse("diagnostics:criterion", args=place).removesuffix(f"{_CODE}/")


def legend(names: dict[Party, str]) -> list[dict[str, Any]]:
    return [
        {"mark": legend_mark(party), "label": label} for party, label in names.items()
    ]


def around(row: Assessment, member: Member) -> dict[str, Any]:
    """What every page of one diagnostic hands to its template."""
    return {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row,
    }
