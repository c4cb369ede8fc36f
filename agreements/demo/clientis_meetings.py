"""The meetings of the story: one held, with a substitute, and one to come."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time
from functools import partial

from agreements.demo.stage import Stage, after
from dialogue.actions import agenda, attendance, meetings, minutes
from dialogue.actions.attendance import Line
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import AttendanceStatus, MeetingKind, PointKind
from dialogue.models import AgendaPoint, Consultation, Meeting
from projects.enums import Side
from projects.models import Member

PRESENT, EXCUSED = AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED
PLACE, CHAIR = "Salle des Soies, Villeurbanne", "Claire Fontanet"
EXPERT = "Désignation d’un expert habilité"
SAID = {
    "Assistant IA du service client": (
        "La direction présente sa note d’information. Elle dit que l’assistant est en "
        "phase pilote depuis l’été sur deux plateaux.\n\nLes élu·es relèvent que le "
        "pilote est déjà une mise en œuvre, et demandent le contrat et le calendrier."
    ),
    EXPERT: (
        "La secrétaire propose de recourir à un expert habilité : le projet introduit "
        "une nouvelle technologie. La direction prend acte."
    ),
}


def prepare(stage: Stage, consultation: Consultation, *, actor: Member) -> Meeting:
    """The first meeting, its agenda with the consultation entered by law.

    In the six working days that follow the information: the agenda is received four
    of them before the meeting, which leaves the three days that the law asks for.
    """
    told = consultation.information_on
    assert told is not None
    with stage.on(after(told, 1), 17):
        meeting = meetings.plan(
            consultation.project,
            actor=actor,
            held_on=after(told, 6),
            starts_at=time(10),
            place=PLACE,
            chair=CHAIR,
            kind=MeetingKind.ORDINARY,
            health=True,
        )
        agenda.enter_by_law(meeting, actor=actor, consultation=consultation)
        agenda.add_point(
            meeting,
            actor=actor,
            title=EXPERT,
            kind=PointKind.RESOLUTION,
            project=consultation.project,
        )
    return meeting


def convene(
    meeting: Meeting, at: Callable[[int], AbstractContextManager[date]], *actors: Member
) -> None:
    """Proposed, agreed by the president, received by the members on the same day.

    `at`: the stage at an hour of that day.
    """
    secretary, management = actors
    with at(9) as day:
        meetings.propose(meeting, actor=secretary)
    with at(11):
        meetings.agree(
            meeting,
            actor=management,
            side=Side.MANAGEMENT,
            on=day,
            seen=agenda_mark(meeting),
        )
    with at(16):
        meetings.convene(meeting, actor=secretary, on=day)


def sit(
    stage: Stage, meeting: Meeting, secretary: Member, absent: Member, spare: Member
) -> None:
    """The sheet, with a substitute in place of a titulaire, then the vote."""
    with stage.on(meeting.held_on, 10):
        attendance.record_attendance(
            meeting,
            actor=secretary,
            lines=[
                Line(secretary, PRESENT),
                Line(absent, EXCUSED),
                Line(spare, PRESENT, absent),
            ],
        )
        attendance.open_sitting(meeting, actor=secretary)
    with stage.on(meeting.held_on, 11):
        attendance.record_vote(
            AgendaPoint.objects.get(meeting=meeting, title=EXPERT),
            actor=secretary,
            votes_for=2,
            votes_against=0,
            abstentions=0,
        )


def report(stage: Stage, meeting: Meeting, secretary: Member) -> None:
    """The minutes, written and sent within the fortnight."""
    day = after(meeting.held_on, 7)
    with stage.on(day, 16):
        for point in meeting.points.all():
            minutes.write(point, actor=secretary, text=SAID[point.title], base=0)
    with stage.on(day, 17):
        minutes.send(meeting, actor=secretary)


def prepare_next(
    stage: Stage, consultation: Consultation, secretary: Member, management: Member
) -> None:
    """The meeting where the opinion will be voted, in a few days."""
    with stage.at(9, 9):
        meeting = meetings.plan(
            consultation.project,
            actor=secretary,
            held_on=stage.day(-5),
            starts_at=time(14),
            place=PLACE,
            chair=CHAIR,
        )
        agenda.add_point(
            meeting,
            actor=secretary,
            title="Approbation du procès-verbal de la réunion précédente",
            kind=PointKind.RESOLUTION,
        )
        agenda.enter_by_law(meeting, actor=secretary, consultation=consultation)
    convene(meeting, partial(stage.at, 8), secretary, management)
