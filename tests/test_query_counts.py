"""How many queries a page asks: the same number with one row and with three.

Pages counted beside their own tests are not counted again here.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogue.actions import expertise as acts
from dialogue.actions import opinions, votes
from dialogue.actions.levels import record_forwarded
from dialogue.enums import EventKind
from projects.actions.documents import add_version
from projects.enums import Room
from projects.models import Deadline, Member
from projects.uploads.checks import check_upload
from tests.dialogue.avis import TODAY, point, ready, titulaires
from tests.dialogue.stories import (
    address,
    drafted,
    happened,
    opened,
    sent,
    signed_in,
)
from tests.factories import World
from tests.projects.papers import filed, upload, url

Story = Callable[[World, int], str]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


def consultation(world: World, rows: int) -> str:
    row = opened(world)
    sent(world, row, *(f"Question {rank}" for rank in range(rows)))
    return row.get_absolute_url()


def expertise(world: World, rows: int) -> str:
    row = opened(world)
    for rank in range(rows):
        kind = (EventKind.EXPERT_NAMED, EventKind.TERMS_NOTIFIED, EventKind.REPORT)
        happened(world, row, kind[rank], TODAY)
    acts.describe(row, actor=world.secretary, ground="new_technology")
    return address(world, "expertise", row.pk)


def levels(world: World, rows: int) -> str:
    row = opened(world, two_levels=True)
    for rank in range(rows):
        record_forwarded(
            row,
            actor=world.secretary,
            establishment=f"Site {rank}",
            received_on=TODAY,
        )
    return address(world, "levels", row.pk)


def panel(world: World, rows: int) -> str:
    consultation(world, rows)
    return address(world, "panel")


def whole_week(world: World, rows: int) -> str:
    for rank in range(rows):
        Deadline.objects.create(
            organisation=world.organisation,
            project=world.project,
            label=f"Date {rank}",
            due_on=timezone.localdate() + timedelta(days=rank),
            room=Room.SHARED,
            key=f"essai:{rank}",
        )
    return reverse("projects:week") + "?tout"


def batch(world: World, rows: int) -> str:
    texts = (f"Question {rank}" for rank in range(rows))
    return address(world, "batch", sent(world, opened(world), *texts).pk)


def questions_to_send(world: World, rows: int) -> str:
    row = opened(world)
    for rank in range(rows):
        drafted(world, row, f"Question {rank}")
    return address(world, "questions_send")


def vote(world: World, rows: int) -> str:
    opinion = ready(world, *(f"Point {rank}" for rank in range(rows)))
    present = [world.secretary, *titulaires(world, rows)]
    row = votes.open_vote(opinion, actor=world.secretary, present=present)
    return address(world, "vote", row.pk)


def vote_to_open(world: World, rows: int) -> str:
    opinion = ready(world)
    titulaires(world, rows)
    return address(world, "vote_open", opinion.pk)


def opinion_to_transmit(world: World, rows: int) -> str:
    opinion = ready(world, *(f"Point {rank}" for rank in range(rows)))
    votes.record_hands(
        opinion,
        actor=world.secretary,
        held_on=TODAY,
        present=7,
        votes_for=4,
        votes_against=3,
        abstentions=0,
        sure=True,
    )
    return address(world, "transmit", opinion.pk)


def passage(world: World, rows: int) -> str:
    return address(world, "passage", saved(world, rows))


def passage_history(world: World, rows: int) -> str:
    return address(world, "passage_history", saved(world, rows))


def saved(world: World, times: int) -> object:
    row = point(world, opened(world))
    for rank in range(times):
        # Two people in turn: each sitting is a line of its own.
        actor = (world.secretary, world.elected)[rank % 2]
        opinions.save_passage(
            row, actor=actor, title="Point", text=f"Texte {rank}", base=row.revision
        )
        row.refresh_from_db()
    return row.pk


def document(world: World, rows: int) -> str:
    row = filed(world.project, world.secretary, room=Room.SHARED)
    for rank in range(rows):
        file = upload(content=f"Version {rank}".encode())
        add_version(row, actor=world.secretary, file=file, checked=check_upload(file))
    return url("document", world.project, row)


def queries(member: Member, path: str) -> int:
    client = signed_in(member)
    client.get(path)  # the first request of a session writes its hour
    headers = {"HX-Request": "true"} if "panneau" in path else {}
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, headers=headers)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("story", "secretary", "employer"),
    [
        (consultation, 16, 11),
        (panel, 12, 9),
        (whole_week, 6, 6),
        (batch, 7, 7),
        (document, 12, 8),
    ],
)
def test_a_shared_page_asks_as_many_queries_for_three_rows_as_for_one(
    world: World, story: Story, secretary: int, employer: int, rows: int
) -> None:
    path = story(world, rows)
    counted = queries(world.secretary, path), queries(world.employer, path)
    assert counted == (secretary, employer)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (expertise, 9),
        (levels, 10),
        (questions_to_send, 9),
        (vote, 10),
        (vote_to_open, 10),
        (opinion_to_transmit, 11),
        (passage, 7),
        (passage_history, 7),
    ],
)
def test_a_page_of_the_caucus_asks_as_many_queries_for_three_rows_as_for_one(
    world: World, story: Story, expected: int, rows: int
) -> None:
    assert queries(world.secretary, story(world, rows)) == expected
