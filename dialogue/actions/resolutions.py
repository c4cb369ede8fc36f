"""A text to vote meets the vote: an agenda, a day, and what the day changes."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import agenda, attendance, events, letters
from dialogue.actions.locks import hold_letter
from dialogue.enums import RESOLUTIONS, EventKind, LetterKind, PointKind
from dialogue.letters.resolutions import VOTE_BLANK
from dialogue.models import AgendaPoint, Letter, Meeting
from projects import journal
from projects.errors import Refused
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

    Raises Refused when the recorded vote of its point says otherwise, or when the
    expertise would be void.
    """
    point = letter.point
    if point is not None and point.voted:
        _check_point(point, on)
    letters.adopt(letter, actor=actor, on=on)
    if letter.kind == LetterKind.EXPERT:
        events.record(
            letter.consultation,
            actor=actor,
            kind=EventKind.EXPERT_NAMED,
            on=on,
            note=letter.subject[:200],
        )
    return letter


def _check_point(point: AgendaPoint, on: date) -> None:
    held = point.meeting.held_on
    if on != held:
        raise Refused(
            _("Le vote est inscrit à la réunion du %(day)s.")
            % {"day": day_in_words(held)}
        )
    if not attendance.point_adopted(point):
        raise Refused(_("Le vote inscrit à cette réunion n’a pas adopté ce texte."))
