"""Pages of the logbook, of needs, of a path and of methods: how many queries."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from diagnostics.actions import needs, paths
from diagnostics.enums import AdviceState
from diagnostics.models import FollowedPath
from projects.enums import Room
from tests.diagnostics.books import (
    follow,
    make_book,
    make_guide,
    make_logbook,
    make_need,
    make_path,
    said,
)
from tests.factories import World
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db
Story = Callable[[World, int], str]
CODES = ("T1", "C1", "C2")


def address(world: World, name: str, *rest: object) -> str:
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def logbook(world: World, rows: int, room: Room = Room.SHARED) -> str:
    make_guide()
    row = make_logbook(world.project, world.secretary, room)
    for code in CODES[:rows]:
        said(row, world.elected, AdviceState.DONE, code, proof="Vu.")
    return address(world, "logbook")


def advice(world: World, rows: int) -> str:
    row = make_logbook(world.project, world.secretary)
    for rank in range(rows):
        said(row, world.elected, AdviceState.DOING, proof=f"Vu {rank} fois.")
    return address(world, "advice", "C1")


def need_list(world: World, rows: int) -> str:
    row = make_logbook(world.project, world.secretary)
    for _rank in range(rows):
        make_need(row, world.elected)
    return address(world, "needs")


def need(world: World, rows: int) -> str:
    one = make_need(make_logbook(world.project, world.secretary), world.elected)
    for rank in range(rows):
        needs.answer(one, actor=world.employer, answer=f"Réponse {rank}.")
    return address(world, "need", one.pk)


def need_export(world: World, rows: int) -> str:
    need_list(world, rows)
    return address(world, "need_export")


def path(world: World, rows: int) -> str:
    row = follow(world.project, world.secretary, circular=True)
    for _rank in range(rows):
        paths.move_on(row, actor=world.secretary, ticked=[0, 1], note="Vu.")
    return address(world, "path")


def to_share(world: World, rows: int) -> str:
    logbook(world, rows, Room.CAUCUS)
    return address(world, "logbook_share")


def need_new(world: World, rows: int) -> str:
    need_list(world, rows)
    return address(world, "need_new")


def choosing(world: World, rows: int) -> str:
    for rank in range(rows):
        make_path(f"parcours{rank}")
    return address(world, "path_new")


def left(world: World, rows: int) -> str:
    for rank in range(rows):
        row = follow(world.project, world.secretary, slug=f"parcours{rank}")
        paths.leave(row, actor=world.secretary, reason="Le projet a changé.")
    return address(world, "path")


def read(world: World, rows: int) -> str:
    path(world, rows)
    row = FollowedPath.objects.get()
    return address(world, "path_read", row.pk)


def library(world: World, rows: int) -> str:
    for rank in range(rows):
        make_guide(f"reperes{rank}")
        make_book(f"conseils{rank}")
    return reverse("diagnostics:library")


def glossary(world: World, rows: int) -> str:
    library(world, rows)
    return reverse("diagnostics:glossary")


def guide(world: World, rows: int) -> str:
    library(world, rows)
    return reverse("diagnostics:guide", args=["reperes0"])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("story", "secretary", "employer"),
    [
        (logbook, 9, 9),
        (advice, 10, 10),
        (need_list, 9, 9),
        (need, 11, 11),
        (need_export, 6, 6),
        (path, 11, 11),
        (read, 9, 9),
        (left, 8, 8),
        (library, 5, 5),
        (glossary, 5, 5),
        (guide, 6, 6),
    ],
)
def test_a_page_asks_as_many_queries_for_three_rows_as_for_one(
    world: World, story: Story, secretary: int, employer: int, rows: int
) -> None:
    url = story(world, rows)
    counted = queries(world.secretary, url), queries(world.employer, url)
    assert counted == (secretary, employer)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("story", "expected"), [(to_share, 9), (need_new, 7), (choosing, 7)]
)
def test_a_page_of_the_delegation_asks_as_many_for_three_rows_as_for_one(
    world: World, story: Story, expected: int, rows: int
) -> None:
    assert queries(world.secretary, story(world, rows)) == expected
