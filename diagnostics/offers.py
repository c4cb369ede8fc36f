"""Instruments named by a stage, a guide or the library, as links that open them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from diagnostics.enums import InstrumentKind
from diagnostics.library import of_navette
from diagnostics.models import Instrument
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Offer:
    title: str
    kind: str
    url: str


def offers(slugs: Iterable[str], project: Project) -> list[Offer]:
    """In the order they are named; one that is not installed is left out."""
    wanted = list(slugs)
    known = {row.slug: row for row in of_navette().filter(slug__in=wanted)}
    return [_offer(known[slug], project) for slug in wanted if slug in known]


def _offer(row: Instrument, project: Project) -> Offer:
    return Offer(row.title, str(row.get_kind_display()), _address(row, project))


def _address(row: Instrument, project: Project) -> str:
    match row.kind:
        case InstrumentKind.GRID:
            page = reverse("diagnostics:assessment_new", args=[project.pk])
            return f"{page}?grille={row.slug}"
        case InstrumentKind.ADVICE:
            return reverse("diagnostics:logbook", args=[project.pk])
        case InstrumentKind.PATH:
            page = reverse("diagnostics:path_new", args=[project.pk])
            return f"{page}?parcours={row.slug}"
        case InstrumentKind.GUIDE:
            return reverse("diagnostics:guide", args=[row.slug])
    return f"{reverse('diagnostics:library')}#{row.slug}"
