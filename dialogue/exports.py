"""What the dialogue holds about one person, for the export of their own data."""

from typing import Any

from django.db.models import F, Q, QuerySet

from dialogue.models import Attendance, Event, Voter
from projects.exports import Open
from projects.models import Member


def part(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    """Presence, ballots, and the facts of a consultation they wrote down.

    Their own acts alone, so that a place that was closed shows nothing of the others.
    """
    recorded = Event.objects.filter(recorded_by__in=places)
    cancelled = Event.objects.filter(cancelled_by__in=places)
    return {
        "feuilles_de_presence": _renamed(
            Attendance.objects.filter(member__in=places).order_by("meeting__held_on"),
            organisation=F("meeting__organisation__name"),
            reunion_du=F("meeting__held_on"),
            suppleance=F("substitute"),
            presence=F("status"),
            remplace_une_personne=Q(replaces__isnull=False),
        ),
        "votes": _renamed(
            Voter.objects.filter(member__in=places).order_by("vote__held_on"),
            vote_du=F("vote__held_on"),
            choix=F("choice"),
            exprime_le=F("cast_at"),
        ),
        "faits_inscrits": _renamed(
            recorded.order_by("recorded_at", "on"),
            fait=F("kind"),
            le=F("on"),
            jusqu_au=F("until"),
            precision=F("note"),
            inscrit_le=F("recorded_at"),
        ),
        "faits_annules": _renamed(
            cancelled.order_by("cancelled_at", "on"),
            fait=F("kind"),
            le=F("on"),
            annule_le=F("cancelled_at"),
            motif=F("cancel_reason"),
        ),
    }


def _renamed(rows: QuerySet[Any], **names: Any) -> list[dict[str, Any]]:
    return list(rows.values(**names))
