"""The attendance sheet, the opening of a meeting, its quorum and its votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import meeting_dates, voters
from dialogue.actions.meetings import hold, is_joint, move, record, tell
from dialogue.enums import AttendanceStatus, MeetingState, PointKind
from dialogue.law.books.public_sector import QUORUM, SECOND_CONVENING
from dialogue.law.public_votes import public_result_sentence
from dialogue.law.votes import (
    Subject,
    check_counts,
    resolution_adopted,
    result_sentence,
)
from dialogue.models import AgendaPoint, Attendance, Meeting
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member
from projects.workdays import day_in_words

S = MeetingState
PRESENT = AttendanceStatus.PRESENT


@dataclass(frozen=True)
class Line:
    """One answer on the sheet; `replaces` only for a suppléant·e who is present."""

    member: Member
    status: AttendanceStatus
    replaces: Member | None = None


def sheet(meeting: Meeting) -> list[voters.Entitled]:
    """Who is expected on that day: titulaires, then suppléant·es."""
    return voters.entitled(meeting.organisation, meeting.held_on)


@transaction.atomic
def record_attendance(
    meeting: Meeting, *, actor: Member, lines: Sequence[Line]
) -> Meeting:
    """Write the whole sheet down; it may be corrected until the minutes are sent.

    A suppléant·e replaces one absent titulaire, and only then votes. Which one is said
    by hand: lists and colleges are not known here, and union names never are.
    """
    hold(meeting, S.CONVENED, S.HELD)
    _check_day(meeting)
    known = {row.member.pk: row.substitute for row in sheet(meeting)}
    _check_lines(lines, known)
    Attendance.objects.filter(meeting=meeting).delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            member=line.member,
            substitute=known[line.member.pk],
            status=line.status,
            replaces=line.replaces,
        )
        for line in lines
    )
    record(
        meeting,
        "attendance",
        _("Feuille de présence de la réunion du %(day)s enregistrée"),
        actor,
        voting=Attendance.objects.filter(meeting=meeting).voting().count(),
    )
    return meeting


def _check_day(meeting: Meeting) -> None:
    if meeting.held_on > meeting_dates.local_day(meeting):
        raise Refused(
            _("La réunion a lieu le %(day)s : attendez ce jour.")
            % {"day": day_in_words(meeting.held_on)}
        )


def _check_lines(lines: Sequence[Line], known: dict[Any, bool]) -> None:
    absent = {
        line.member.pk
        for line in lines
        if known.get(line.member.pk) is False and line.status != PRESENT
    }
    replaced = [line.replaces.pk for line in lines if line.replaces is not None]
    if any(line.member.pk not in known for line in lines):
        raise Refused(
            _("Seuls les membres élus dont le mandat est en cours sont sur la feuille.")
        )
    for line in lines:
        if line.replaces is None:
            continue
        words = {"name": line.member, "other": line.replaces}
        if not known[line.member.pk] or line.status != PRESENT:
            raise Refused(
                _(
                    "%(name)s ne remplace personne : il faut être suppléant·e et "
                    "présent·e."
                )
                % words
            )
        if line.replaces.pk not in absent:
            raise Refused(
                _("%(name)s ne peut pas remplacer %(other)s, qui n’est pas absent·e.")
                % words
            )
    if len(replaced) != len(set(replaced)):
        raise Refused(_("Un·e titulaire n’est remplacé·e que par une personne."))


@transaction.atomic
def open_sitting(meeting: Meeting, *, actor: Member) -> Meeting:
    """The meeting is held: the minutes are due from now on.

    In the public sector without quorum, it is not: it has to be convened again. One
    that takes up another sits whatever the number (R. 254-54).
    """
    hold(meeting, S.CONVENED)
    _check_day(meeting)
    rows = Attendance.objects.filter(meeting=meeting)
    if not rows.present().exists():
        raise Refused(_("Remplissez d’abord la feuille de présence."))
    if not has_quorum(meeting):
        raise Refused(
            _(
                "Le quorum n’est pas atteint : convoquez de nouveau les membres, dans "
                "les huit jours (article R. 254-54)."
            )
        )
    move(meeting, S.HELD)
    meeting.save(update_fields=["state"])
    meeting_dates.cancel_before(meeting)
    meeting_dates.put_dates(meeting, actor=actor)
    record(meeting, "held", _("Réunion du %(day)s tenue"), actor)
    return meeting


def has_quorum(meeting: Meeting) -> bool:
    """No quorum is asked of the CSE, nor of a sitting that takes up another."""
    if is_joint(meeting) or meeting.takes_up_id is not None:
        return True
    voting = voting_count(meeting)
    seats = sum(not row.substitute for row in sheet(meeting))
    return QUORUM.function(voting, seats)


@transaction.atomic
def convene_again(
    meeting: Meeting, *, actor: Member, on: date, held_on: date
) -> Meeting:
    """Without quorum: the same agenda, called within eight days (R. 254-54).

    `on`: the day of the new convening, which the eight days bind; `held_on`: that of
    the new sitting, which votes whatever the number.
    """
    hold(meeting, S.CONVENED)
    _check_day(meeting)
    if not Attendance.objects.filter(meeting=meeting).exists() or has_quorum(meeting):
        raise Refused(
            _("Le quorum est atteint, ou n’est pas connu : rien à reprendre.")
        )
    _check_second_convening(meeting, on, held_on)
    move(meeting, S.NO_QUORUM)
    meeting.save(update_fields=["state"])
    meeting_dates.cancel_before(meeting)
    meeting_dates.follow_day(meeting, actor=actor)
    again = _taken_up(meeting, actor, held_on, on)
    meeting_dates.put_dates(again, actor=actor)
    record(meeting, "no_quorum", _("Quorum non atteint le %(day)s"), actor)
    record(again, "convened", _("Réunion du %(day)s convoquée de nouveau"), actor)
    tell(again, _("Réunion du %(day)s convoquée de nouveau"), actor=actor)
    return again


def _check_second_convening(meeting: Meeting, on: date, held_on: date) -> None:
    if on > meeting_dates.local_day(meeting):
        raise Refused(_("La convocation ne peut pas être datée dans l’avenir."))
    if on < meeting.held_on:
        raise Refused(
            _("La nouvelle convocation ne peut pas précéder la séance sans quorum.")
        )
    last = meeting.held_on + timedelta(SECOND_CONVENING.function.days)
    if on > last:
        raise Refused(
            _(
                "La nouvelle convocation se fait dans les huit jours, au plus tard le "
                "%(day)s. Passé ce jour, préparez une autre réunion."
            )
            % {"day": day_in_words(last)}
        )
    if held_on <= meeting.held_on or held_on < on:
        raise Refused(
            _("La nouvelle séance doit suivre la première, et sa convocation.")
        )


def _taken_up(meeting: Meeting, actor: Member, held_on: date, on: date) -> Meeting:
    """The same agenda, blank: what was voted or written stays with the first."""
    again = Meeting.objects.create(
        organisation=meeting.organisation,
        project=meeting.project,
        held_on=held_on,
        starts_at=meeting.starts_at,
        place=meeting.place,
        chair=meeting.chair,
        kind=meeting.kind,
        video=meeting.video,
        health=meeting.health,
        state=S.CONVENED,
        convened_on=on,
        takes_up=meeting,
        created_by=actor,
    )
    points = list(meeting.points.all())
    for point in points:
        point.pk, point.meeting = uuid4(), again
        point.minutes, point.revision = "", 0
        point.votes_for = point.votes_against = point.abstentions = None
    AgendaPoint.objects.bulk_create(points)
    return again


@transaction.atomic
def record_vote(
    point: AgendaPoint,
    *,
    actor: Member,
    votes_for: int,
    votes_against: int,
    abstentions: int,
) -> AgendaPoint:
    """The result of a point voted à main levée; an opinion has its own vote."""
    meeting = point.meeting
    hold(meeting, S.CONVENED, S.HELD)
    if not point.to_vote:
        raise Refused(_("Ce point n’est pas mis au vote."))
    point.votes_for, point.votes_against = votes_for, votes_against
    point.abstentions = abstentions
    try:
        check_counts((votes_for, votes_against, abstentions), voting_count(meeting))
        sentence = point_result(point)
    except ValueError as error:
        raise Refused(str(error)) from error
    point.save(update_fields=["votes_for", "votes_against", "abstentions"])
    record(
        meeting,
        "voted",
        _("Vote sur « %(title)s » : %(result)s"),
        actor,
        room=Room.CAUCUS,
        title=point.title,
        result=sentence,
    )
    return point


def voting_count(meeting: Meeting) -> int:
    return Attendance.objects.filter(meeting=meeting).voting().count()


def point_adopted(point: AgendaPoint) -> bool:
    """Whether the recorded vote carries the text: in every body, by a majority of those
    present (C-03, B-07f)."""
    counts = (point.votes_for or 0, point.votes_against or 0, point.abstentions or 0)
    return resolution_adopted(counts[0], sum(counts))


def point_result(point: AgendaPoint) -> str:
    """The result of a recorded vote in words.

    Those present are the ones who were counted: the sheet may change afterwards.
    Raises ValueError when nobody voted.
    """
    counts = (point.votes_for or 0, point.votes_against or 0, point.abstentions or 0)
    if is_joint(point.meeting):
        return result_sentence(
            present_voting=sum(counts),
            votes_for=counts[0],
            against=counts[1],
            abstentions=counts[2],
            subject=Subject.RESOLUTION,
        )
    resolution = point.kind == PointKind.RESOLUTION
    return public_result_sentence(
        *counts,
        subject=Subject.RESOLUTION if resolution else Subject.OPINION,
        branch=point.meeting.project.workplace.known_branch,
    )
