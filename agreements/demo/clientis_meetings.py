"""The meetings of the story: one held, with a substitute, and one to come."""

from datetime import time, timedelta

from agreements.demo.stage import Stage
from dialogue.actions import agenda, attendance, meetings, minutes
from dialogue.actions.attendance import Line
from dialogue.enums import AttendanceStatus, MeetingKind, PointKind
from dialogue.models import AgendaPoint, Consultation, Meeting
from projects.enums import Side
from projects.models import Member
from projects.workdays import SATURDAY

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
    """The first meeting, its agenda with the consultation entered by law."""
    with stage.at(50, 17):
        meeting = meetings.plan(
            consultation.project,
            actor=actor,
            held_on=stage.day(45),
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


def convene(stage: Stage, meeting: Meeting, days_ago: int, *actors: Member) -> None:
    """Proposed, agreed by the president, received by the members on the same day."""
    secretary, management = actors
    with stage.at(days_ago, 9) as day:
        meetings.propose(meeting, actor=secretary)
    with stage.at(days_ago, 11):
        meetings.agree(meeting, actor=management, side=Side.MANAGEMENT, on=day)
    with stage.at(days_ago, 16):
        meetings.convene(meeting, actor=secretary, on=day)


def sit(
    stage: Stage, meeting: Meeting, secretary: Member, absent: Member, spare: Member
) -> None:
    """The sheet, with a substitute in place of a titulaire, then the vote."""
    with stage.at(45, 10):
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
    with stage.at(45, 11):
        attendance.record_vote(
            AgendaPoint.objects.get(meeting=meeting, title=EXPERT),
            actor=secretary,
            votes_for=2,
            votes_against=0,
            abstentions=0,
        )


def report(stage: Stage, meeting: Meeting, secretary: Member) -> None:
    """The minutes, written and sent within the fortnight."""
    with stage.at(35, 15):
        for point in meeting.points.all():
            minutes.write(point, actor=secretary, text=SAID[point.title], base=0)
    with stage.at(34, 9):
        minutes.send(meeting, actor=secretary)


def prepare_next(
    stage: Stage, consultation: Consultation, secretary: Member, management: Member
) -> None:
    """The meeting where the opinion will be voted, in a few days."""
    held_on = stage.today + timedelta(days=5)
    held_on -= timedelta(days=max(0, held_on.weekday() - SATURDAY + 1))
    with stage.at(9, 9):
        meeting = meetings.plan(
            consultation.project,
            actor=secretary,
            held_on=held_on,
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
    convene(stage, meeting, 8, secretary, management)
