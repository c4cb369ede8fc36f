"""Beginnings of stories about a meeting, told through the public acts."""

from datetime import date
from typing import Any

from dialogue.actions import agenda, attendance, meetings
from dialogue.actions.attendance import Line
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import AttendanceStatus, PointKind
from dialogue.models import AgendaPoint, Meeting
from projects.enums import Instance, MandateKind, Regime, Side
from projects.models import Member
from tests.factories import World, make_mandate, make_member

#: A Tuesday; the meeting is a fortnight later, on a Tuesday too.
TODAY = date(2026, 11, 10)
HELD_ON = date(2026, 11, 24)


def planned(world: World, held_on: date = HELD_ON, **fields: Any) -> Meeting:
    return meetings.plan(world.project, actor=world.elected, held_on=held_on, **fields)


def with_point(world: World, meeting: Meeting, **fields: Any) -> AgendaPoint:
    given: dict[str, Any] = {
        "title": "Point d’étape",
        "kind": PointKind.INFORMATION,
        "project": world.project,
        "consultation": None,
        "to_vote": False,
    } | fields
    return agenda.add_point(meeting, actor=world.elected, **{"sure": True, **given})


def proposed(world: World, held_on: date = HELD_ON, **fields: Any) -> Meeting:
    meeting = planned(world, held_on, **fields)
    with_point(world, meeting)
    return meetings.propose(meeting, actor=world.secretary)


def convened(
    world: World, held_on: date = HELD_ON, on: date = TODAY, **fields: Any
) -> Meeting:
    meeting = proposed(world, held_on, **fields)
    if meetings.is_joint(meeting):
        meetings.agree(
            meeting,
            actor=world.employer,
            side=Side.MANAGEMENT,
            on=on,
            seen=agenda_mark(meeting),
        )
    return meetings.convene(meeting, actor=world.secretary, on=on)


def present(
    world: World, meeting: Meeting, *others: Line, elected: bool = True
) -> Meeting:
    """The secretary is there, the elected member too unless told otherwise."""
    status = AttendanceStatus.PRESENT if elected else AttendanceStatus.EXCUSED
    lines = [
        Line(world.secretary, AttendanceStatus.PRESENT),
        Line(world.elected, status),
        *others,
    ]
    return attendance.record_attendance(meeting, actor=world.secretary, lines=lines)


def held(world: World, meeting: Meeting) -> Meeting:
    """Today must be the day of the meeting."""
    present(world, meeting)
    return attendance.open_sitting(meeting, actor=world.secretary)


def substitute(world: World) -> Member:
    member = make_member(world.organisation)
    make_mandate(member, MandateKind.SUBSTITUTE)
    return member


def in_public_service(world: World) -> None:
    world.workplace.regime, world.workplace.instance = Regime.PUBLIC, Instance.CSA
    world.workplace.save()
    world.project.refresh_from_db()
