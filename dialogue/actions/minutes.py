"""The minutes (procès-verbal): assembled, rewritten, sent, approved, frozen (C-04)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue import meeting_papers
from dialogue.actions import meeting_dates
from dialogue.actions.meetings import hold, move, record, tell
from dialogue.enums import MeetingState, QuestionState
from dialogue.models import AgendaPoint, Meeting, Question
from projects import journal
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Member
from projects.workdays import day_in_words

S = MeetingState
WRITTEN_IN = (S.HELD, S.SENT)


@transaction.atomic
def assemble(meeting: Meeting, *, actor: Member) -> int:
    """Propose a text for the points that have none; returns how many.

    From the questions sent on the consultation and their answers, word for word. What
    somebody already wrote is never replaced.
    """
    hold(meeting, *WRITTEN_IN)
    count = 0
    for point in meeting.points.filter(minutes="").select_related("consultation"):
        text = proposed_text(point)
        if text:
            point.minutes, point.revision = text, point.revision + 1
            point.save(update_fields=["minutes", "revision"])
            count += 1
            _tell_readers(point, actor)
    if count:
        _record(meeting, _("Procès-verbal de la réunion du %(day)s assemblé"), actor)
    return count


def proposed_text(point: AgendaPoint) -> str:
    """Questions put to the other side, with what was answered, as it was written."""
    if point.consultation is None:
        return ""
    questions = (
        Question.objects.filter(consultation=point.consultation, item__room=Room.SHARED)
        .exclude(state__in=[QuestionState.DRAFT, QuestionState.WITHDRAWN])
        .select_related("item")
        .order_by("item__rank")
        .prefetch_related("answers__item")
    )
    paragraphs = []
    for question in questions:
        paragraphs.append(
            _("Question %(number)s : %(text)s")
            % {"number": question.item.number, "text": question.text}
        )
        answers = sorted(question.answers.all(), key=lambda row: row.answered_at)
        paragraphs += [
            _("Réponse de la direction (%(number)s) : %(text)s")
            % {"number": answer.item.number, "text": answer.text}
            for answer in answers
        ]
        if not answers:
            paragraphs.append(_("Cette question est restée sans réponse."))
    return "\n\n".join(paragraphs)


@transaction.atomic
def write(point: AgendaPoint, *, actor: Member, text: str, base: int) -> AgendaPoint:
    """Save what the minutes say of a point; `base` is the revision it started from.

    Raises Conflict when somebody saved meanwhile: nothing is overwritten unseen.
    """
    meeting = point.meeting
    hold(meeting, *WRITTEN_IN)
    point.refresh_from_db(
        fields=["minutes", "revision"],
        from_queryset=AgendaPoint.objects.select_for_update(),
    )
    if point.revision != base and point.minutes != text:
        raise Conflict(
            _("Ce texte a changé pendant que vous l’écriviez : reprenez-le ici."),
            point.minutes,
        )
    if point.minutes != text:
        point.minutes, point.revision = text, point.revision + 1
        point.save(update_fields=["minutes", "revision"])
        sentence = _("Procès-verbal modifié : %(title)s")
        _record(meeting, sentence, actor, title=point.title)
        _tell_readers(point, actor)
    return point


@transaction.atomic
def send(meeting: Meeting, *, actor: Member) -> Meeting:
    """Send the minutes: guests read those of their points; the date is met or not."""
    hold(meeting, S.HELD)
    empty = [point.title for point in meeting.points.filter(minutes="")]
    if empty:
        raise Refused(
            _("Il manque le texte de : %(titles)s.") % {"titles": ", ".join(empty)}
        )
    today = meeting_dates.local_day(meeting)
    move(meeting, S.SENT)
    meeting.minutes_sent_on = today
    meeting.save(update_fields=["state", "minutes_sent_on"])
    meeting_dates.meet(meeting, "pv", on=today)
    sentence = _("Procès-verbal de la réunion du %(day)s envoyé")
    record(meeting, "sent", sentence, actor)
    tell(meeting, sentence, actor=actor)
    return meeting


@transaction.atomic
def approve(meeting: Meeting, *, actor: Member, at: Meeting) -> Meeting:
    """Approve the minutes at a later meeting: from now on they are frozen.

    One PDF for the delegation, whole; one per project for its guests, with its points.
    """
    hold(meeting, S.SENT)
    same = at.project.workplace_id == meeting.project.workplace_id
    if not same or at.held_on <= meeting.held_on:
        raise Refused(_("Un procès-verbal s’approuve à une réunion suivante."))
    if at.state not in (S.HELD, S.SENT, S.APPROVED):
        raise Refused(
            _("La réunion du %(day)s n’a pas encore été tenue.")
            % {"day": day_in_words(at.held_on)}
        )
    report = meeting_papers.freeze_minutes(meeting, at=at, actor=actor)
    move(meeting, S.APPROVED)
    meeting.approved_at, meeting.report = at, report
    meeting.save(update_fields=["state", "approved_at", "report"])
    sentence = _("Procès-verbal de la réunion du %(day)s approuvé")
    record(meeting, "approved", sentence, actor, report=str(report.pk))
    tell(meeting, sentence, actor=actor)
    return meeting


def _tell_readers(point: AgendaPoint, actor: Member) -> None:
    """Once sent, whoever reads the point is told that its text is another."""
    if point.meeting.state != S.SENT or point.project is None:
        return
    journal.record(
        point.project,
        "meeting.minutes_changed",
        _("Procès-verbal modifié après son envoi : %(title)s") % {"title": point.title},
        actor=actor,
        target=point.meeting,
        room=Room.SHARED,
    )


def _record(meeting: Meeting, sentence: str, actor: Member, **data: Any) -> None:
    record(meeting, "minutes", sentence, actor, room=Room.CAUCUS, **data)
