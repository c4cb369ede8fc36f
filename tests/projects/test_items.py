"""The thread: one step, where it comes from and what became of it."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from projects import items
from projects.enums import ItemKind, Room
from projects.errors import Refused
from projects.models import Item, Project
from tests.factories import World
from tests.projects.sheets import client_of, text_of


def step(
    world: World,
    kind: ItemKind,
    title: str,
    room: str = Room.SHARED,
    origin: Item | None = None,
) -> Item:
    with transaction.atomic():
        return items.create(
            world.project,
            kind,
            title,
            actor=world.secretary,
            room=room,
            origin=origin,
        )


def page_url(item: Item, project: Project | None = None) -> str:
    owner = project.pk if project else item.project_id
    return reverse("projects:item", args=[owner, item.pk])


def knots(page: Any) -> list[str]:
    return [knot["number"] for knot in page.context["knots"]]


@pytest.fixture
def run(world: World) -> list[Item]:
    """Observation (caucus) -> question (shared) -> answer (shared)."""
    seen = step(world, ItemKind.OBSERVATION, "Pauses minutées", Room.CAUCUS)
    asked = step(world, ItemKind.QUESTION, "Qui lit le temps ?", origin=seen)
    return [seen, asked, step(world, ItemKind.ANSWER, "Le chef", origin=asked)]


def test_numbers_follow_by_kind(world: World, run: list[Item]) -> None:
    assert step(world, ItemKind.QUESTION, "Encore").number == "Q-2"


def test_chain_can_be_walked_both_ways(
    run: list[Item], secretary_client: Client
) -> None:
    seen, asked, answered = run
    page = secretary_client.get(page_url(asked))
    assert knots(page) == ["O-1", "Q-1", "R-1"]
    for other in (seen, answered):
        assert page_url(other) in text_of(page)
    assert knots(secretary_client.get(page_url(answered)))[-1] == ""


def test_item_stands_under_the_tab_of_its_kind(
    run: list[Item], secretary_client: Client
) -> None:
    tabs = [secretary_client.get(page_url(step)).context["tab"] for step in run]
    assert tabs == ["summary", "questions", "questions"]


def test_item_leads_to_its_own_page(run: list[Item], secretary_client: Client) -> None:
    asked = run[1]
    asked.url = "/projets/la-question/"
    asked.save(update_fields=["url"])
    assert 'href="/projets/la-question/"' in text_of(
        secretary_client.get(page_url(asked))
    )


def test_walk_of_the_employer_starts_in_the_shared_room(
    world: World, run: list[Item]
) -> None:
    client = client_of(world.employer)
    page = client.get(page_url(run[1]))
    assert knots(page) == ["Q-1", "R-1"]
    assert "Pauses minutées" not in text_of(page)
    assert client.get(page_url(run[0])).status_code == 404


def test_foreign_ids_do_not_exist(world: World, run: list[Item]) -> None:
    outsider = client_of(world.outsider)
    assert outsider.get(page_url(run[1])).status_code == 404
    assert outsider.get(page_url(run[1], world.other_project)).status_code == 404
    nowhere = reverse("projects:item", args=[world.project.pk, uuid.uuid4()])
    assert client_of(world.secretary).get(nowhere).status_code == 404


def test_origin_of_another_project_is_refused(world: World, run: list[Item]) -> None:
    with pytest.raises(Refused), transaction.atomic():
        items.create(
            world.other_project,
            ItemKind.QUESTION,
            "Prise ailleurs",
            actor=world.outsider,
            room=Room.CAUCUS,
            origin=run[0],
        )
