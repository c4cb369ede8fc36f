"""A convened meeting stands on the home page of who may read it, on its own day."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from dialogue.actions import attendance, meetings
from dialogue.models import Meeting
from projects.enums import MandateKind, Role, Room
from projects.models import Deadline, Entry, Member, Reminder
from tests.dialogue.sittings import (
    HELD_ON,
    convened,
    held,
    in_public_service,
    present,
    proposed,
)
from tests.dialogue.stories import html_of, signed_in
from tests.factories import World, make_guest, make_mandate, make_member, make_project

PLACE: dict[str, Any] = {"starts_at": time(14, 30), "place": "Salle Jaurès"}
LABEL = "Réunion ordinaire à 14\u00a0h\u00a030, Salle Jaurès"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def days(meeting: Meeting) -> list[tuple[str, date, str]]:
    """Words, day and state of what the ledger holds of its own day."""
    rows = Deadline.objects.filter(key=f"meeting:{meeting.pk}:reunion")
    found = rows.order_by("due_on", "state", "label")
    return [(row.label, row.due_on, str(row.state)) for row in found]


def shown(member: Member, address: str = "/") -> list[tuple[str, str]]:
    """Words and address of the dates of home; of whole cards for the employer."""
    context = signed_in(member).get(address).context
    cards = [(card["title"], card["url"]) for card in context["cards"]]
    return cards + [(due.label, due.url) for due in context.get("others", [])]


def test_a_convened_meeting_is_on_home_with_its_hour_and_place(world: World) -> None:
    meeting = convened(world, **PLACE)
    line = (LABEL, meeting.get_absolute_url())
    assert line in shown(world.elected)
    assert line in shown(world.reader)
    assert line in shown(world.employer)
    for stranger in (world.outsider, world.ex_member):
        assert line not in shown(stranger)
    page = html_of(world.elected, "/").replace("\u00a0", " ")
    assert "Réunion ordinaire à 14 h 30, Salle Jaurès</a>" in page
    assert "Dans 14 jours" in page


def test_a_guest_of_another_file_is_shown_nothing_of_it(world: World) -> None:
    other = make_project(world.workplace, world.secretary)
    guest = make_guest(other, Role.EMPLOYER)
    convened(world)
    assert shown(guest) == []


def test_a_meeting_that_is_only_planned_or_proposed_is_not_there(world: World) -> None:
    meeting = proposed(world, **PLACE)
    assert days(meeting) == []
    assert LABEL not in [title for title, _url in shown(world.elected)]


def test_the_whole_list_leads_everybody_to_the_meeting(world: World) -> None:
    convened(world, **PLACE)
    said = {}
    for member in (world.elected, world.reader, world.employer):
        cards = signed_in(member).get("/?tout=1").context["cards"]
        [card] = [card for card in cards if card["title"] == LABEL]
        said[member.role] = [act["label"] for act in card["acts"]]
    acts = ["Voir la réunion", "Ouvrir le dossier"]
    assert said == dict.fromkeys((Role.ELECTED, Role.READER, Role.EMPLOYER), acts)


def test_nobody_is_late_nor_reminded_for_the_day_itself(
    world: World, clock: time_machine.Traveller, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        meeting = convened(world)
    row = Deadline.objects.get(key=f"meeting:{meeting.pk}:reunion")
    assert Reminder.objects.filter(deadline=row).count() == 0
    clock.move_to("2026-11-26T10:00:00+01:00")
    page = html_of(world.elected, "/")
    assert "Ce jour est passé" in page
    assert "Dépassée" not in page


def test_the_line_follows_the_meeting_and_never_tells_why(world: World) -> None:
    meeting = convened(world, **PLACE)
    before = Entry.objects.latest("id").pk
    meetings.correct(meeting, actor=world.secretary, starts_at=time(9))
    meetings.correct(
        meeting, actor=world.secretary, held_on=date(2026, 12, 1), reason="Secret"
    )
    sooner = "Réunion ordinaire à 9\u00a0h, Salle Jaurès"
    moved = date(2026, 12, 1)
    assert days(meeting) == [
        (LABEL, HELD_ON, "cancelled"),
        (sooner, HELD_ON, "cancelled"),
        (sooner, moved, "open"),
    ]
    told = Entry.objects.filter(
        pk__gt=before, room=Room.SHARED, verb__startswith="deadline."
    )
    assert [line.sentence.replace("\u00a0", " ") for line in told.order_by("id")] == [
        "Échéance du 24 novembre 2026 : « Réunion ordinaire à 14 h 30, Salle Jaurès » "
        "devient « Réunion ordinaire à 9 h, Salle Jaurès »",
        "Échéance « Réunion ordinaire à 9 h, Salle Jaurès » : 24 novembre 2026 devient "
        "1er décembre 2026",
    ]
    shared = Entry.objects.filter(room=Room.SHARED)
    assert [line for line in shared if "Secret" in line.sentence] == []


def test_a_meeting_to_convene_again_leaves_home(
    world: World, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-12T10:00:00+01:00")
    meeting = convened(world, on=date(2026, 11, 12))
    meetings.correct(
        meeting, actor=world.secretary, held_on=date(2026, 11, 11), reason="Erreur"
    )
    assert [state for _label, _day, state in days(meeting)] == ["cancelled"]


def test_a_cancelled_meeting_leaves_home(world: World) -> None:
    meeting = convened(world)
    meetings.cancel(meeting, actor=world.secretary, reason="Report")
    assert days(meeting) == [("Réunion ordinaire", HELD_ON, "cancelled")]


def test_a_held_meeting_leaves_home(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = convened(world, video=True)
    clock.move_to("2026-11-24T18:00:00+01:00")
    held(world, meeting)
    words = "Réunion ordinaire, en visioconférence"
    assert days(meeting) == [(words, HELD_ON, "met")]


def test_without_quorum_the_new_sitting_takes_its_place(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    for _rank in range(3):
        make_mandate(make_member(world.organisation), MandateKind.FULL)
    meeting = convened(world, date(2026, 12, 8))
    clock.move_to("2026-12-08T18:00:00+01:00")
    present(world, meeting)
    again = attendance.convene_again(
        meeting,
        actor=world.secretary,
        on=date(2026, 12, 8),
        held_on=date(2026, 12, 15),
    )
    assert days(meeting) == [("Réunion ordinaire", date(2026, 12, 8), "cancelled")]
    assert days(again) == [("Réunion ordinaire", date(2026, 12, 15), "open")]


def test_the_page_of_the_meeting_does_not_tell_its_day_twice(world: World) -> None:
    meeting = convened(world, **PLACE)
    client: Client = signed_in(world.elected)
    page = client.get(meeting.get_absolute_url())
    assert [row.label for row in page.context["dates"] if row.label == LABEL] == []
