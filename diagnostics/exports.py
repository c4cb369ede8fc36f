"""What the instruments hold about one person, for the export of their own data."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from diagnostics.models import Interview, InterviewNote, SharedTask, TaskCard
from diagnostics.models.tasks import FIELDS
from projects.exports import Open
from projects.models import Member, User


def part(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    """Their cards, the copies they shared, the notes of interviews they wrote.

    A note that they may no longer read is given by its date alone: it holds the words
    of somebody else.
    """
    owners = User.objects.filter(pk__in=places.values("user"))
    notes = InterviewNote.objects.filter(author__in=places)
    led = Q(pk__in=[])
    for member in still_open:
        led |= Q(pk__in=InterviewNote.objects.readable_by(member).values("pk"))
    return {
        "cartes_de_taches": list(
            TaskCard.objects.filter(user__in=owners).values("label", *FIELDS, "notes")
        ),
        "cartes_partagees": list(
            SharedTask.objects.filter(member__in=places).values(
                "label", *FIELDS, "note", "room"
            )
        ),
        "entretiens_menes": list(
            Interview.objects.filter(interviewers__in=places)
            .order_by("day")
            .values("day", "state", "notes_until")
        ),
        "notes_d_entretien": list(
            notes.order_by("written_at").values(
                ecrite_le=F("written_at"),
                mots_exacts=F("verbatim"),
                texte=Case(When(led, then=F("text")), default=None),
            )
        ),
    }
