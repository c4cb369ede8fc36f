"""What was used is named as it was titled then, whatever it is called today."""

from collections.abc import Callable, Iterable

import pytest
from django.urls import reverse
from django.utils import timezone

from diagnostics.actions import syntheses
from diagnostics.models import Instrument, InstrumentVersion
from tests.diagnostics.hearings import make_guide, make_led
from tests.diagnostics.uses import make_assessment, make_instrument
from tests.dialogue.stories import html_of
from tests.factories import World
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db

Story = Callable[[World, Iterable[int]], None]


def renamed(instrument: Instrument, title: str) -> None:
    """A second version, with another title, is what is taken from now on."""
    first = instrument.versions.get(number=1)
    instrument.title = title
    instrument.current = InstrumentVersion.objects.create(
        instrument=instrument,
        number=2,
        content=first.content | {"title": title},
        published_at=timezone.now(),
    )
    instrument.save(update_fields=["title", "current"])


def assessments(world: World, ranks: Iterable[int]) -> None:
    for rank in ranks:
        grid = make_instrument(f"grille-{rank}")
        make_assessment(world.project, world.secretary, instrument=grid)
        renamed(grid, "Titre d’aujourd’hui")


def interviews(world: World, ranks: Iterable[int]) -> None:
    for rank in ranks:
        guide = make_guide(f"guide-{rank}")
        led = make_led(world, guide=guide)
        syntheses.write(
            world.project,
            led.version,
            "LIENS",
            actor=world.secretary,
            text="On se parle moins.",
            seen=syntheses.stamp(""),
        )
        renamed(guide, "Titre d’aujourd’hui")


PAGES: dict[str, Story] = {
    "assessments": assessments,
    "interviews": interviews,
    "syntheses": interviews,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_list_names_what_was_used_as_it_was_titled_then(
    world: World, name: str
) -> None:
    PAGES[name](world, [0])
    url = reverse(f"diagnostics:{name}", args=[world.project.pk])
    page = html_of(world.secretary, url)
    assert ("Grille d’essai" in page, "Titre d’aujourd’hui" in page) == (True, False)


@pytest.mark.parametrize("name", PAGES)
def test_three_uses_of_three_instruments_cost_no_more_queries_than_one(
    world: World, name: str
) -> None:
    url = reverse(f"diagnostics:{name}", args=[world.project.pk])
    counted = []
    for ranks in ([0], [1, 2]):
        PAGES[name](world, ranks)
        counted.append(queries(world.secretary, url))
    assert counted[0] == counted[1]


def test_the_pages_of_an_interview_name_its_guide_as_it_was_titled_then(
    world: World,
) -> None:
    guide = make_guide()
    led = make_led(world, guide=guide)
    renamed(guide, "Titre d’aujourd’hui")
    place = [world.project.pk, led.version_id]
    pages = [
        html_of(world.secretary, url)
        for url in (
            led.get_absolute_url(),
            reverse("diagnostics:synthesis_guide", args=place),
            reverse("diagnostics:synthesis_theme", args=[*place, "LIENS"]),
        )
    ]
    assert ["Grille d’essai" in page for page in pages] == [True] * 3
    assert ["Titre d’aujourd’hui" in page for page in pages] == [False] * 3
