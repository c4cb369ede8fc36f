"""Meetings of the year against what the law asks for, as information (C-01, C-07)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from dialogue.enums import MeetingState
from dialogue.law.books import meetings as book
from dialogue.law.books import public_sector as public
from dialogue.law.rules import AnyRule
from dialogue.models import Meeting
from projects.enums import Branch, Instance, Regime
from projects.models import Organisation, Workplace

S = MeetingState
#: A meeting that was cancelled, or that had no quorum, was not held.
COUNTED = ~Q(state__in=[S.CANCELLED, S.NO_QUORUM, S.DRAFT])


@dataclass(frozen=True)
class Tally:
    """One line: how many, against how many, on which rule and how sure it is."""

    label: Any
    count: int
    wanted: int
    most: bool
    rule: AnyRule
    #: Another number for some bodies, in words.
    also: Any = ""


@dataclass(frozen=True)
class Year:
    """The lines of one workplace."""

    workplace: Workplace
    lines: list[Tally]


def years(organisation: Organisation, today: date) -> list[Year]:
    """Two queries: the workplaces, and their meetings of the civil year."""
    counted: dict[Any, dict[str, Any]] = {
        row["project__workplace"]: dict(row)
        for row in Meeting.objects.filter(
            COUNTED, organisation=organisation, held_on__year=today.year
        )
        .order_by()
        .values("project__workplace")
        .annotate(
            held=Count("pk"),
            health_ones=Count("pk", filter=Q(health=True)),
            video_ones=Count("pk", filter=Q(video=True)),
        )
    }
    nothing = {"held": 0, "health_ones": 0, "video_ones": 0}
    found = [
        Year(workplace, _lines(workplace, counted.get(workplace.pk, nothing)))
        for workplace in organisation.workplaces.all()
    ]
    return [row for row in found if row.lines]


def _sittings(branch: Branch | None) -> tuple[int, Any]:
    """How many a year; while the branch is not known, the hospital's beside it."""
    if branch is Branch.HOSPITAL:
        return public.HOSPITAL_SITTINGS_A_YEAR, ""
    also = _("%(count)s à l’hôpital") % {"count": public.HOSPITAL_SITTINGS_A_YEAR}
    return public.SITTINGS_A_YEAR, "" if branch else also


def _lines(workplace: Workplace, count: dict[str, Any]) -> list[Tally]:
    if workplace.instance == Instance.NONE:
        return []
    held, health = _("Réunions de l’année"), _("Sur la santé et la sécurité")
    if workplace.regime == Regime.PUBLIC:
        wanted, also = _sittings(workplace.known_branch)
        return [Tally(held, count["held"], wanted, False, public.SITTINGS, also)]
    wanted = book.meetings_per_year(workplace.headcount)
    if not wanted:
        return []
    return [
        Tally(held, count["held"], wanted, False, book.FREQUENCY),
        Tally(
            health,
            count["health_ones"],
            book.HEALTH_MEETINGS_A_YEAR,
            False,
            book.HEALTH_MEETINGS,
        ),
        Tally(
            _("En visioconférence"),
            count["video_ones"],
            book.MOST_VIDEO_MEETINGS,
            True,
            book.VIDEO,
        ),
    ]
