"""Who reads and agrees to what of a meeting: guests, other files, shared papers."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from dialogue import meeting_papers
from dialogue.actions import agenda, meetings, minutes, votes
from dialogue.models import Attendance, Meeting, Vote
from projects.enums import ReportKind, Role, Room
from projects.models import Member, Project, Report
from tests.dialogue.avis import hands, ready
from tests.dialogue.sittings import HELD_ON, convened, held, planned, with_point
from tests.dialogue.stories import html_of, signed_in
from tests.factories import World, make_guest, make_project

REJECTED = "L’avis n’est pas adopté"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def page(meeting: Meeting, project: Project) -> str:
    return reverse("dialogue:meeting", args=[project.pk, meeting.pk])


def after_a_rejected_vote(world: World, clock: time_machine.Traveller) -> Meeting:
    """Minutes sent of a meeting that voted the opinion down."""
    opinion = ready(world)
    meeting = convened(world)
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=opinion.consultation
    )
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    held(world, meeting)
    hands(world, opinion, held_on=HELD_ON, votes_for=1, votes_against=6)
    for point in meeting.points.all():
        minutes.write(point, actor=world.elected, text="Texte.", base=0)
    return minutes.send(meeting, actor=world.secretary)


def approved(
    world: World, meeting: Meeting, clock: time_machine.Traveller
) -> dict[str, list[str]]:
    """The votes told by each frozen paper, by room."""
    following = convened(world, HELD_ON.replace(month=12), on=HELD_ON)
    clock.move_to("2026-12-24T14:00:00+01:00")
    minutes.approve(meeting, actor=world.secretary, at=held(world, following))
    return {
        row.room: [line for point in row.content["points"] for line in point["votes"]]
        for row in Report.objects.filter(kind=ReportKind.MINUTES, frozen=True)
    }


# ---- votes ------------------------------------------------------------------------
def test_a_rejected_vote_is_told_to_the_delegation_alone(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = after_a_rejected_vote(world, clock)
    assert REJECTED in html_of(world.elected, page(meeting, world.project))
    assert REJECTED not in html_of(world.employer, page(meeting, world.project))
    told = approved(world, meeting, clock)
    assert [REJECTED in line for line in told[Room.CAUCUS]] == [True]
    assert told[Room.SHARED] == []


def test_an_adopted_vote_is_shared_only_once_the_opinion_is_sent(
    world: World, clock: time_machine.Traveller
) -> None:
    opinion = ready(world)
    vote = hands(world, opinion)
    assert not Vote.objects.shared().exists()
    opinion.refresh_from_db()
    opinion.state = "transmitted"
    opinion.save(update_fields=["state"])
    assert list(Vote.objects.shared()) == [vote]
    assert votes.result(vote).endswith("L’avis est adopté.")


# ---- the president's agreement ----------------------------------------------------
def test_the_employer_of_another_file_does_not_agree_for_the_president(
    world: World,
) -> None:
    other = make_project(world.workplace, world.secretary)
    guest = make_guest(other)
    meeting = planned(world)
    with_point(world, meeting)
    with_point(world, meeting, title="Ailleurs", project=other)
    meetings.propose(meeting, actor=world.secretary)
    answer = signed_in(guest).post(
        reverse(
            "dialogue:meeting_act", args=[other.pk, meeting.pk, "accord-presidence"]
        ),
        {"on": "2026-11-10"},
    )
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.president_agreed_on) == (403, None)
    assert "accord-presidence" not in html_of(guest, page(meeting, other))


# ---- attendance -------------------------------------------------------------------
def test_names_are_read_by_the_caucus_and_the_management_of_the_filing_project(
    world: World, clock: time_machine.Traveller
) -> None:
    other = make_project(world.workplace, world.secretary)
    readers: dict[str, tuple[Member, Project]] = {
        "elected": (world.elected, world.project),
        "employer": (world.employer, world.project),
        "supplier": (make_guest(world.project, Role.SUPPLIER), world.project),
        "employer elsewhere": (make_guest(other), other),
    }
    meeting = convened_with(world, other)
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    held(world, meeting)
    assert names_read(meeting, readers) == {"elected"}
    for point in meeting.points.all():
        minutes.write(point, actor=world.elected, text="Texte.", base=0)
    minutes.send(meeting, actor=world.secretary)
    assert names_read(meeting, readers) == {"elected", "employer"}
    for name, (member, project) in readers.items():
        shown = str(world.secretary) in html_of(member, page(meeting, project))
        assert shown == (name in {"elected", "employer"})


def convened_with(world: World, other: Project) -> Meeting:
    meeting = planned(world)
    with_point(world, meeting)
    with_point(world, meeting, title="Ailleurs", project=other)
    meetings.propose(meeting, actor=world.secretary)
    return meetings.convene(
        meeting, actor=world.secretary, on=meeting.created_at.date(), reason="x"
    )


def names_read(
    meeting: Meeting, readers: dict[str, tuple[Member, Project]]
) -> set[str]:
    return {
        name
        for name, (member, _project) in readers.items()
        if Attendance.objects.visible_to(member).filter(meeting=meeting).exists()
    }


def test_a_shared_paper_names_nobody_and_tells_how_many_voted(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = after_a_rejected_vote(world, clock)
    ours = meeting_papers.ask_minutes(meeting, world.project, actor=world.elected)
    theirs = meeting_papers.ask_minutes(meeting, world.project, actor=world.employer)
    assert [len(ours.content["attendance"]), ours.content["voting"]] == [2, 2]
    assert [theirs.content["attendance"], theirs.content["voting"]] == [[], 2]
