"""Instruments named by a stage, a guide or the library, as links that open them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from diagnostics.enums import InstrumentKind
from diagnostics.library import of_navette
from diagnostics.models import Instrument
from diagnostics.permissions import can_start_assessment
from projects.models import Member, Project


@dataclass(frozen=True, slots=True)
class Offer:
    title: str
    kind: str
    url: str


def offers(slugs: Iterable[str], project: Project, member: Member) -> list[Offer]:
    """In the order they are named; one that is not installed is left out.

    A grid and an interview guide of one method share their name: both are offered. A
    path of that name is not, since one is being followed.
    """
    wanted = list(slugs)
    rows = of_navette().filter(slug__in=wanted).exclude(kind=InstrumentKind.PATH)
    return [
        Offer(row.title, str(row.get_kind_display()), _address(row, project, member))
        for row in sorted(rows, key=lambda row: wanted.index(row.slug))
    ]


def _address(row: Instrument, project: Project, member: Member) -> str:
    """Where it is used; for who may not use it there, its place among the methods."""
    match row.kind:
        case InstrumentKind.GRID if can_start_assessment(member):
            page = reverse("diagnostics:assessment_new", args=[project.pk])
            return f"{page}?grille={row.slug}"
        case InstrumentKind.ADVICE:
            return reverse("diagnostics:logbook", args=[project.pk])
        case InstrumentKind.GUIDE:
            return reverse("diagnostics:guide", args=[row.slug])
        case InstrumentKind.INTERVIEW if member.sees_caucus:
            return reverse("diagnostics:interviews", args=[project.pk])
        case InstrumentKind.QUIZ:
            return reverse("diagnostics:quiz")
        case InstrumentKind.CANVAS:
            return reverse("diagnostics:tasks")
    return f"{reverse('diagnostics:library')}#{row.kind}-{row.slug}"
