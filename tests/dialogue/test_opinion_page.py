"""How the page of an opinion lists its paragraphs: one name each, no empty form."""

from collections.abc import Iterator

import pytest
import time_machine

from dialogue.enums import PassageKind
from tests.dialogue.avis import point
from tests.dialogue.stories import address, html_of, opened
from tests.factories import World


@pytest.fixture(autouse=True)
def on_the_10th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        yield


def page(world: World) -> str:
    return html_of(world.elected, address(world, "opinion"))


def test_a_paragraph_alone_in_its_part_has_nowhere_to_move(world: World) -> None:
    consultation = opened(world)
    point(world, consultation, "Une réserve.", kind=PassageKind.RESERVE)
    assert "/deplacer/" not in page(world)
    point(world, consultation, "Une autre.", kind=PassageKind.RESERVE)
    shown = page(world)
    assert [shown.count(words) for words in ("/deplacer/", "Monter", "Descendre")] == [
        2,
        1,
        1,
    ]


def test_a_paragraph_without_a_title_is_numbered_once(world: World) -> None:
    consultation = opened(world)
    point(world, consultation, "Une réserve.", kind=PassageKind.RESERVE)
    point(world, consultation, "Un point.")
    shown = page(world)
    assert shown.count('<span class="ref"></span>') == 2
    assert "<h3>Réserve 1</h3>" in shown
    point(world, consultation, "Un vœu.", kind=PassageKind.WISH, title="Une étude")
    shown = page(world)
    assert '<span class="ref">1</span>' in shown
    assert "<h3>Une étude</h3>" in shown
