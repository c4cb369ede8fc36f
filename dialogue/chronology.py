"""What happened on a consultation, by day: the same on its pages and in its PDF."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.enums import EventKind
from dialogue.models import Consultation, Event
from projects.models import Member
from projects.timeline import Kind, Moment

Row = tuple[date | None, str, Kind]
#: Told by the dates of the consultation itself.
_TOLD = (EventKind.INFORMATION, EventKind.OPINION)


def by_day(rows: Iterable[Row]) -> list[Moment]:
    """Oldest first; facts of one day stay in the order in which they were given."""
    run = [Moment(on, label, kind) for on, label, kind in rows if on is not None]
    return sorted(run, key=lambda moment: moment.day)


def project_rows(consultation: Consultation) -> list[Row]:
    project = consultation.project
    early = project.used_before_opinion
    return [
        (project.announced_on, _("projet annoncé"), "done"),
        (project.first_use_on, _("premier usage"), "warn" if early else "done"),
    ]


def rows(consultation: Consultation, member: Member) -> list[Row]:
    """What this person may know of it, in the order of a file's life."""
    log = Event.objects.visible_to(member).filter(consultation=consultation).live()
    return [
        (consultation.requested_on, _("information demandée"), "done"),
        (consultation.information_on, _("information remise"), "done"),
        *(
            (
                event.on,
                str(event),
                "warn" if event.kind == EventKind.CHALLENGE else "done",
            )
            for event in log.exclude(kind__in=_TOLD).order_by("on", "recorded_at", "pk")
        ),
        (consultation.opinion_on, _("avis rendu"), "done"),
        (consultation.deemed_on, _("avis réputé négatif"), "warn"),
        (consultation.follow_up_on, _("suivi ouvert"), "done"),
        (consultation.closed_on, _("consultation close"), "done"),
    ]


def batch_rows(consultation: Consultation) -> list[Row]:
    return [
        (timezone.localdate(batch.sent_at), _("questions transmises"), "done")
        for batch in consultation.batches.order_by("rank")
    ]
