"""Meetings that come after the last day of an opinion: told to the delegation alone.

The days are those of the ledger, which the delegation keeps for itself: the employer
never learns from here when an opinion is due.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from dialogue.actions import clock
from dialogue.actions.meeting_remarks import Remark
from dialogue.enums import MeetingState
from dialogue.models import AgendaPoint, Consultation, Meeting
from dialogue.models.meetings import MeetingQuerySet
from projects.models import Deadline, Member
from projects.workdays import day_in_words

S = MeetingState
#: The meeting is to come: its day and its place may still change.
TO_COME = (S.DRAFT, S.PROPOSED, S.CONVENED)


def late_at(meeting: Meeting, member: Member, day: date | None = None) -> list[Remark]:
    """The opinions that its agenda treats too late, were it on `day` (its own)."""
    points = (
        AgendaPoint.objects.visible_to(member)
        .filter(meeting=meeting)
        .exclude(consultation=None)
        .select_related("consultation")
    )
    treated = [point.consultation for point in points if point.consultation]
    return late_opinions(day or meeting.held_on, treated, member)


def late_when_planned(meeting: Meeting, member: Member) -> list[Remark]:
    """The opinions of its project that no meeting to come treats before it."""
    rows = Consultation.objects.visible_to(member).filter(
        project=meeting.project_id, state__in=clock.COUNTED
    )
    waiting = [row for row in rows if not _treated_in_time(row)]
    return late_opinions(meeting.held_on, waiting, member)


def late_opinions(
    day: date, consultations: Iterable[Consultation], member: Member
) -> list[Remark]:
    """One remark for each whose opinion is due before a meeting held on `day`."""
    named = {clock.key_of(row, "avis"): row for row in consultations}
    if not named or not member.sees_caucus:
        return []
    due = (
        Deadline.objects.visible_to(member)
        .open()
        .filter(key__in=named, due_on__lt=day)
        .order_by("due_on", "key")
    )
    return [
        Remark(_sentence(named[row.key].subject, day, row), row.article) for row in due
    ]


def first_late_meeting(consultation: Consultation, member: Member) -> list[Remark]:
    """When the first meeting that treats it comes too late for its opinion."""
    if consultation.state not in clock.COUNTED or not member.sees_caucus:
        return []
    first = _treating(consultation).first()
    if first is None:
        return []
    return late_opinions(first.held_on, [consultation], member)


def _treated_in_time(consultation: Consultation) -> bool:
    first = _treating(consultation).first()
    due = consultation.due_on
    return first is not None and due is not None and first.held_on <= due


def _treating(consultation: Consultation) -> MeetingQuerySet:
    points = AgendaPoint.objects.filter(consultation=consultation)
    return Meeting.objects.filter(
        pk__in=points.values("meeting"), state__in=TO_COME
    ).order_by("held_on")


def _sentence(subject: str, day: date, due: Deadline) -> str:
    last = due.extended_on or due.due_on
    sentence = (
        _(
            "« %(subject)s » : une réunion le %(day)s vient après le %(due)s, dernier "
            "jour sûr pour rendre l’avis. Un report au %(last)s se plaide ; passé ce "
            "jour, l’avis est réputé négatif. Avancez la réunion, ou convenez d’une "
            "autre fin."
        )
        if day <= last
        else _(
            "« %(subject)s » : une réunion le %(day)s vient trop tard. L’avis est à "
            "rendre au plus tard le %(due)s ; il serait réputé négatif avant la "
            "réunion. Avancez-la, ou convenez d’une autre fin."
        )
    )
    return sentence % {
        "subject": subject,
        "day": day_in_words(day),
        "due": day_in_words(due.due_on),
        "last": day_in_words(last),
    }
