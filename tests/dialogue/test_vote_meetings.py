"""An opinion is voted in a meeting: said before, never imposed, never invented."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from dialogue import documents
from dialogue.actions import agenda
from dialogue.models import Opinion, Vote
from projects.models import Item
from tests.dialogue.avis import hands, ready
from tests.dialogue.sittings import convened
from tests.dialogue.stories import signed_in
from tests.factories import World


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def page_of(world: World, opinion: Opinion) -> str:
    url = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    text: str = signed_in(world.secretary).get(url).text
    return text.replace("\xa0", " ").replace("\u202f", " ")


def treated(world: World, opinion: Opinion, on: date) -> None:
    meeting = convened(world, on)
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=opinion.consultation
    )


def text_of(opinion: Opinion) -> bool:
    part = documents.opinion_part(opinion, Item.objects.all())
    held: bool = part["vote"]["in_meeting"]
    return held


def test_a_vote_without_a_meeting_is_told_and_stays_possible(world: World) -> None:
    opinion = ready(world)
    assert "Un avis se rend en réunion" in page_of(world, opinion)
    assert "Aucune réunion convoquée dans Navette" in page_of(world, opinion)
    hands(world, opinion)
    assert Vote.objects.get().adopted
    assert text_of(Opinion.objects.get()) is False


def test_the_convened_meeting_to_come_is_named_with_its_day(
    world: World, clock: time_machine.Traveller
) -> None:
    opinion = ready(world)
    treated(world, opinion, date(2026, 11, 24))
    assert "est convoquée pour le 24 novembre 2026" in page_of(world, opinion)
    clock.move_to("2026-11-24T14:00:00+01:00")
    assert "Un avis se rend en réunion" not in page_of(world, opinion)
    hands(world, opinion, held_on=date(2026, 11, 24))
    assert text_of(Opinion.objects.get()) is True


def test_nobody_is_present_until_somebody_says_so(world: World) -> None:
    opinion = ready(world)
    boxes = page_of(world, opinion).partition('name="nominal-present"')
    assert boxes[1]
    assert "checked" not in boxes[2].partition("</form>")[0]
    url = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    refused = signed_in(world.secretary).post(url, {"mode": "nominal"})
    assert "il en faut au moins un" in refused.text
    assert Vote.objects.count() == 0
