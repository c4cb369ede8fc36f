"""The acts of a consultation are dated where the work is, not in Paris."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from dialogue.actions import consultations
from dialogue.models import Consultation
from projects.enums import MandateKind
from projects.errors import Refused
from projects.workdays import Territory
from tests.dialogue.avis import hands, ready
from tests.dialogue.stories import prepared, signed_in
from tests.factories import World, make_mandate, make_member


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def working_in(world: World, territory: Territory) -> None:
    world.workplace.territory = territory
    world.workplace.save()
    world.project.refresh_from_db()


@pytest.mark.parametrize("territory", [Territory.REUNION, Territory.MAYOTTE])
def test_a_day_begun_ahead_of_paris_is_today(
    world: World, clock: time_machine.Traveller, territory: Territory
) -> None:
    working_in(world, territory)
    clock.move_to("2026-11-10T23:30:00+01:00")
    tomorrow_in_paris = date(2026, 11, 11)
    asked = consultations.ask_information(
        prepared(world), actor=world.secretary, on=tomorrow_in_paris
    )
    consultations.open_consultation(asked, actor=world.secretary, on=tomorrow_in_paris)
    given = consultations.give_opinion(
        asked, actor=world.secretary, on=tomorrow_in_paris
    )
    consultations.start_follow_up(given, actor=world.secretary, on=tomorrow_in_paris)
    consultations.close(given, actor=world.secretary, on=tomorrow_in_paris)
    assert Consultation.objects.get().closed_on == tomorrow_in_paris


def test_a_day_not_begun_behind_paris_is_to_come(
    world: World, clock: time_machine.Traveller
) -> None:
    working_in(world, Territory.MARTINIQUE)
    opinion = ready(world)
    clock.move_to("2026-11-11T02:00:00+01:00")
    with pytest.raises(Refused, match="pas encore arrivée"):
        consultations.give_opinion(
            opinion.consultation, actor=world.secretary, on=date(2026, 11, 11)
        )
    with pytest.raises(Refused, match="dans l’avenir"):
        hands(world, opinion, held_on=date(2026, 11, 11))


def test_the_list_of_voters_is_that_of_the_day_at_the_workplace(
    world: World, clock: time_machine.Traveller
) -> None:
    working_in(world, Territory.REUNION)
    opinion = ready(world)
    starting = make_member(world.organisation)
    make_mandate(starting, MandateKind.FULL, starts_on=date(2026, 11, 11))
    clock.move_to("2026-11-10T23:30:00+01:00")
    page = signed_in(world.secretary).get(
        reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    )
    assert starting in [row.member for row in page.context["entitled"]]
    assert page.context["hands"]["held_on"].value() == date(2026, 11, 11)
