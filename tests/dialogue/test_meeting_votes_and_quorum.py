"""Votes that stay as they were counted; the public sector's quorum, words and dates."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue.actions import attendance, meetings, minutes
from dialogue.actions import meeting_dates as ledger
from dialogue.actions.attendance import point_result
from dialogue.enums import MeetingState, PointKind
from dialogue.law.meetings import meeting_dates
from dialogue.models import AgendaPoint, Meeting
from dialogue.views.meeting_counts import years
from projects.enums import Branch, MandateKind, Regime
from projects.errors import Refused
from projects.models import Deadline, Entry
from projects.workdays import Territory
from tests.dialogue.sittings import (
    HELD_ON,
    TODAY,
    convened,
    held,
    in_public_service,
    planned,
    present,
    with_point,
)
from tests.dialogue.stories import html_of, signed_in
from tests.factories import World, make_mandate, make_member

PUBLIC_DAY = date(2026, 12, 8)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def sitting(
    world: World, clock: time_machine.Traveller, day: date = HELD_ON
) -> AgendaPoint:
    """A point to vote, on the day of the sitting, with two voters."""
    meeting = planned(world, day)
    point = with_point(world, meeting, kind=PointKind.RESOLUTION)
    meetings.propose(meeting, actor=world.secretary)
    meetings.convene(meeting, actor=world.secretary, on=TODAY, reason="x")
    clock.move_to(f"{day}T14:00:00+01:00")
    present(world, meeting)
    return point


def vote(world: World, point: AgendaPoint, *counts: int) -> None:
    attendance.record_vote(
        point,
        actor=world.secretary,
        votes_for=counts[0],
        votes_against=counts[1],
        abstentions=counts[2],
    )


# ---- the sheet changes after a vote -----------------------------------------------
def test_a_sheet_corrected_after_a_vote_leaves_the_result_as_counted(
    world: World, clock: time_machine.Traveller
) -> None:
    point = sitting(world, clock)
    vote(world, point, 2, 0, 0)
    counted = point_result(point)
    present(world, point.meeting, elected=False)
    attendance.open_sitting(point.meeting, actor=world.secretary)
    assert point_result(AgendaPoint.objects.get()) == counted
    assert counted.startswith("Deux (2) membres présents votent")
    assert "La résolution est adoptée" in html_of(
        world.elected, point.meeting.get_absolute_url()
    )
    minutes.write(point, actor=world.elected, text="Texte.", base=0)
    assert minutes.send(point.meeting, actor=world.secretary).state == MeetingState.SENT


# ---- the public sector ------------------------------------------------------------
@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((2, 0, 0), "La résolution est adoptée."),
        ((0, 2, 0), "La résolution n’est pas adoptée."),
        ((1, 1, 0), "La résolution n’est pas adoptée."),
        ((1, 0, 1), "La résolution n’est pas adoptée."),
    ],
)
def test_a_public_resolution_passes_with_a_majority_of_those_present(
    world: World,
    clock: time_machine.Traveller,
    counts: tuple[int, int, int],
    told: str,
) -> None:
    in_public_service(world)
    point = sitting(world, clock, PUBLIC_DAY)
    attendance.record_vote(
        point,
        actor=world.secretary,
        votes_for=counts[0],
        votes_against=counts[1],
        abstentions=counts[2],
    )
    assert point_result(point).endswith(told)


def test_a_public_opinion_says_its_sense(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    point = sitting(world, clock, PUBLIC_DAY)
    point.kind = PointKind.OTHER
    attendance.record_vote(
        point, actor=world.secretary, votes_for=0, votes_against=2, abstentions=0
    )
    assert point_result(point).endswith(
        " contre, aucune (0) abstention. L’avis est défavorable."
    )


def without_quorum(world: World, clock: time_machine.Traveller) -> Meeting:
    in_public_service(world)
    for _rank in range(3):
        make_mandate(make_member(world.organisation), MandateKind.FULL)
    meeting = convened(world, PUBLIC_DAY)
    clock.move_to(f"{PUBLIC_DAY}T14:00:00+01:00")
    return present(world, meeting)


def test_the_convening_has_eight_days_and_the_sitting_is_free(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = without_quorum(world, clock)
    later = date(2027, 1, 12)
    clock.move_to("2026-12-18T10:00:00+01:00")
    for on, sentence in (
        (date(2026, 12, 17), "16 décembre 2026"),
        (date(2026, 12, 19), "dans l’avenir"),
        (date(2026, 12, 7), "précéder la séance"),
    ):
        with pytest.raises(Refused, match=sentence):
            attendance.convene_again(
                meeting, actor=world.secretary, on=on, held_on=later
            )
    with pytest.raises(Refused, match="suivre"):
        attendance.convene_again(
            meeting, actor=world.secretary, on=date(2026, 12, 16), held_on=PUBLIC_DAY
        )
    again = attendance.convene_again(
        meeting, actor=world.secretary, on=date(2026, 12, 16), held_on=later
    )
    assert (again.held_on, again.convened_on) == (later, date(2026, 12, 16))


def test_the_sitting_taken_up_starts_blank_with_the_date_of_its_documents(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = without_quorum(world, clock)
    AgendaPoint.objects.update(
        to_vote=True,
        votes_for=2,
        votes_against=0,
        abstentions=0,
        minutes="Déjà écrit.",
        revision=3,
    )
    again = attendance.convene_again(
        meeting, actor=world.secretary, on=PUBLIC_DAY, held_on=date(2027, 1, 12)
    )
    point = again.points.get()
    assert (point.voted, point.minutes, point.revision) == (False, "", 0)
    due = Deadline.objects.open().get(key=f"meeting:{again.pk}:documents")
    assert due.due_on == date(2027, 1, 4)
    assert meeting.points.get().minutes == "Déjà écrit."


def test_minutes_of_an_unknown_branch_keep_the_shortest_date_as_the_safe_one(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    meeting = convened(world, PUBLIC_DAY)
    clock.move_to(f"{PUBLIC_DAY}T14:00:00+01:00")
    held(world, meeting)
    due = Deadline.objects.get(key=f"meeting:{meeting.pk}:pv")
    assert (due.due_on, due.extended_on) == (date(2026, 12, 23), date(2027, 1, 8))
    assert any("comité social territorial" in step for step in due.explanation)
    [plain] = [
        legal
        for legal in meeting_dates(
            [PUBLIC_DAY], regime=Regime.PUBLIC, territory=Territory.METROPOLE
        )
        if legal.code == "pv"
    ]
    assert (plain.strict, plain.extended) == (date(2027, 1, 8), date(2027, 1, 8))


@pytest.mark.parametrize(
    ("branch", "safe", "other"),
    [
        (Branch.TERRITORIAL, date(2026, 12, 23), date(2026, 12, 23)),
        (Branch.STATE, date(2027, 1, 8), date(2027, 1, 8)),
        (Branch.HOSPITAL, date(2027, 1, 8), date(2027, 1, 8)),
    ],
)
def test_minutes_of_a_known_branch_have_its_own_days(
    world: World,
    clock: time_machine.Traveller,
    branch: Branch,
    safe: date,
    other: date,
) -> None:
    in_public_service(world)
    set_branch(world, branch)
    meeting = convened(world, PUBLIC_DAY)
    clock.move_to(f"{PUBLIC_DAY}T14:00:00+01:00")

    held(world, meeting)

    due = Deadline.objects.get(key=f"meeting:{meeting.pk}:pv")
    assert (due.due_on, due.extended_on) == (safe, other)


def test_a_branch_said_afterwards_offers_to_count_again(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    meeting = convened(world, PUBLIC_DAY)
    clock.move_to(f"{PUBLIC_DAY}T14:00:00+01:00")
    held(world, meeting)
    assert not ledger.is_stale(meeting)
    set_branch(world, Branch.STATE)
    meeting = Meeting.objects.get(pk=meeting.pk)
    page = signed_in(world.secretary).get(meeting.get_absolute_url()).content.decode()
    assert "Recalculer les dates" in page

    meetings.count_again(meeting, actor=world.secretary)

    assert not ledger.is_stale(meeting)
    due = Deadline.objects.open().get(key=f"meeting:{meeting.pk}:pv")
    assert due.due_on == date(2027, 1, 8)
    moved = Entry.objects.get(verb="deadline.moved", target=due.pk)
    assert moved.data["reason"] == "fiche du lieu de travail modifiée"


def test_a_date_to_argue_that_alone_moved_is_counted_again_too(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    meeting = convened(world, PUBLIC_DAY)
    clock.move_to(f"{PUBLIC_DAY}T14:00:00+01:00")
    held(world, meeting)

    Deadline.objects.open().filter(key=f"meeting:{meeting.pk}:pv").update(
        extended_on=date(2027, 1, 31)
    )

    assert ledger.is_stale(meeting)


@pytest.mark.parametrize(
    ("branch", "words"),
    [
        (Branch.HOSPITAL, "0 sur 4 au moins"),
        (Branch.TERRITORIAL, "0 sur 2 au moins"),
        ("", "0 sur 2 au moins (4 à l’hôpital)"),
    ],
)
def test_sittings_of_the_year_follow_the_branch(
    world: World, branch: str, words: str
) -> None:
    in_public_service(world)
    set_branch(world, branch)

    [year] = years(world.organisation, date(2026, 11, 10))

    [line] = year.lines
    also = f" ({line.also})" if line.also else ""
    assert f"{line.count} sur {line.wanted} au moins{also}" == words


def set_branch(world: World, branch: str) -> None:
    world.workplace.branch = branch
    world.workplace.save()
    world.project.refresh_from_db()
