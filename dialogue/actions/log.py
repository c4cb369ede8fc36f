"""The rows of a consultation's log, written by the acts that live the event."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from dialogue.actions import clock
from dialogue.enums import EventKind
from dialogue.law.events import KEEPS
from dialogue.models import Consultation, Event
from projects import deadlines
from projects.enums import DeadlineState, Room
from projects.errors import Refused
from projects.models import Document, Member

K = EventKind
#: The employer lives these days too; the rest is the delegation's own count.
SHARED = frozenset({K.INFORMATION, K.DATABASE, K.CHALLENGE, K.JUDGMENT, K.OPINION})


def cancel(event: Event, actor: Member, reason: str) -> None:
    event.cancelled_at, event.cancelled_by = timezone.now(), actor
    event.cancel_reason = reason
    event.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])


def write(
    consultation: Consultation,
    kind: EventKind,
    on: date,
    *,
    actor: Member,
    until: date | None = None,
    head: str = "",
    note: str = "",
    evidence: Document | None = None,
) -> Event:
    """Save one event and close the date it keeps; journal and count are the act's.

    Raises Refused when the database would refuse: one that happens once is there.
    """
    event = Event(
        organisation_id=consultation.organisation_id,
        project_id=consultation.project_id,
        consultation=consultation,
        kind=kind,
        on=on,
        until=until,
        head=head,
        room=Room.SHARED if kind in SHARED else Room.CAUCUS,
        note=note,
        evidence=evidence,
        recorded_by=actor,
    )
    try:
        event.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    event.save(force_insert=True)
    if kind in KEEPS:
        key = clock.key_of(consultation, KEEPS[kind])
        deadlines.close(consultation.project, key, DeadlineState.MET)
    return event
