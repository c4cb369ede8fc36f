"""A text to vote meets the vote: an agenda, a day, and what the day changes."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import agenda, attendance, events, letters
from dialogue.actions.locks import hold_letter
from dialogue.enums import RESOLUTIONS, EventKind, LetterKind, PointKind
from dialogue.letters.designation import firm_named
from dialogue.letters.resolutions import VOTE_BLANK
from dialogue.models import AgendaPoint, Consultation, Letter, Meeting
from projects import journal
from projects.errors import Refused
from projects.french import french
from projects.models import Member
from projects.workdays import day_in_words


@transaction.atomic
def put_on_agenda(
    letter: Letter, *, actor: Member, meeting: Meeting, sure: bool = False
) -> AgendaPoint:
    """Enter the text as a point to vote of a meeting whose agenda is being set.

    `sure`: on an agenda already proposed, its subject is read at once by guests.
    """
    hold_letter(letter)
    if letter.kind not in RESOLUTIONS:
        raise Refused(_("Seule une délibération se vote."))
    if letter.adopted_on is not None:
        raise Refused(_("Cette délibération est déjà adoptée."))
    if letter.point is not None:
        raise Refused(_("Cette délibération est déjà à l’ordre du jour."))
    agenda.refuse_other_instance(meeting, letter.consultation)
    # Only the numbers of the vote are for later.
    letters.refuse_blank(letter, but=VOTE_BLANK)
    point = agenda.add_point(
        meeting,
        actor=actor,
        sure=sure,
        title=letter.subject,
        kind=PointKind.RESOLUTION,
        project=letter.consultation.project,
    )
    letter.point = point
    letter.save(update_fields=["point"])
    journal.record(
        letter.consultation.project,
        "letter.on_agenda",
        letters.named(_("Mise à l’ordre du jour : %(what)s"), letter),
        actor=actor,
        target=letter,
        meeting=meeting.held_on.isoformat(),
    )
    return point


@transaction.atomic
def adopt(letter: Letter, *, actor: Member, on: date) -> Letter:
    """Write the vote down; that of an expertise enters the log and moves the period.

    The figures of the point fill the line that waits for them. Raises Refused when the
    recorded vote of its point says otherwise, or when the expertise would be void.
    """
    hold_letter(letter)
    point = letter.point
    if point is not None and point.voted:
        _check_point(point, on)
        _copy_vote(letter, actor)
    letters.adopt(letter, actor=actor, on=on)
    if letter.kind == LetterKind.EXPERT and not _already_named(letter, on):
        events.record(
            letter.consultation,
            actor=actor,
            kind=EventKind.EXPERT_NAMED,
            on=on,
            note=letter.subject[:200],
        )
    return letter


def vote_words(letter: Letter) -> str:
    """The recorded vote of its point, as it will stand in the text; or nothing."""
    point = letter.point
    if point is None or not point.voted:
        return ""
    words = {
        "day": day_in_words(point.meeting.held_on),
        "result": attendance.point_result(point),
    }
    return french(_("Vote du %(day)s. %(result)s") % words)


def is_carried(letter: Letter) -> bool:
    """Whether the recorded vote of its point adopts the text."""
    point = letter.point
    return point is not None and point.voted and attendance.point_adopted(point)


def _copy_vote(letter: Letter, actor: Member) -> None:
    if VOTE_BLANK not in letter.body:
        return
    said = vote_words(letter)
    lines = letter.body.split("\n")
    letter.body = "\n".join(said if VOTE_BLANK in line else line for line in lines)
    letter.save(update_fields=["body"])
    journal.record(
        letter.consultation.project,
        "letter.vote_copied",
        letters.named(_("Résultat du vote porté dans le texte : %(what)s"), letter),
        actor=actor,
        target=letter,
        result=said,
    )


def _already_named(letter: Letter, on: date) -> bool:
    """The vote may have been written in the log before: then on the same day."""
    log = letter.consultation.events.live()
    event = log.filter(kind=EventKind.EXPERT_NAMED).first()
    if event is not None and event.on != on:
        raise Refused(
            _(
                "La consultation porte une expertise votée le %(day)s : corrigez ce "
                "jour, ou donnez-le ici."
            )
            % {"day": day_in_words(event.on)}
        )
    return event is not None


def sheet_proposed(
    consultation: Consultation, member: Member, letter_id: str
) -> dict[str, Any]:
    """What an adopted designation says of the expertise, to fill its sheet in."""
    try:
        wanted = UUID(letter_id)
    except ValueError:
        return {}
    letter = (
        Letter.objects.visible_to(member)
        .filter(consultation=consultation, kind=LetterKind.EXPERT, pk=wanted)
        .exclude(adopted_on=None)
        .select_related("point")
        .first()
    )
    if letter is None:
        return {}
    point = letter.point_id if letter.point and letter.point.voted else None
    return {
        "firm": firm_named(letter.body)[:160],
        "chosen_on": letter.adopted_on,
        "principle_vote": point,
        "choice_vote": point,
    }


def _check_point(point: AgendaPoint, on: date) -> None:
    held = point.meeting.held_on
    if on != held:
        raise Refused(
            _("Le vote est inscrit à la réunion du %(day)s.")
            % {"day": day_in_words(held)}
        )
    if not attendance.point_adopted(point):
        raise Refused(_("Le vote inscrit à cette réunion n’a pas adopté ce texte."))
