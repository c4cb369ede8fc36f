"""The acts of a consultation follow the law of the workplace, in its words."""

from collections.abc import Callable

import pytest

from dialogue.enums import ConsultationState
from dialogue.models import Consultation, Event
from dialogue.views.offered_acts import OF_THE_PERIOD, offered
from projects.enums import Instance
from tests.dialogue.sittings import in_public_service
from tests.dialogue.stories import address, html_of, opened, prepared, signed_in
from tests.factories import World

PRIVATE_WORDS = ("BDESE", "L. 2312-15", "allonge le délai", "réputé négatif", "CSE")


def small(world: World) -> None:
    world.workplace.instance, world.workplace.headcount = Instance.CSE, 49
    world.workplace.save()
    world.project.refresh_from_db()


def act_url(world: World, consultation: Consultation, slug: str) -> str:
    return address(world, "consultation_act", consultation.pk, slug)


@pytest.mark.parametrize("place", [in_public_service, small])
def test_no_act_of_the_labour_code_where_it_does_not_rule(
    world: World, place: Callable[[World], None]
) -> None:
    row = opened(world)
    before = {act.slug for act in offered(row)}
    place(world)
    row.refresh_from_db()
    after = {act.slug for act in offered(row)}
    assert before >= OF_THE_PERIOD
    assert not after & OF_THE_PERIOD
    client = signed_in(world.secretary)
    statuses = {
        client.get(act_url(world, row, one)).status_code for one in before - after
    }
    assert statuses == {404}


def test_a_public_body_keeps_the_vote_of_an_expert_in_its_own_words(
    world: World,
) -> None:
    in_public_service(world)
    row = opened(world)
    told = {act.slug: str(act.explanation) for act in offered(row)}
    assert "certifié" in told["expertise"]
    assert not [word for word in PRIVATE_WORDS if word in " ".join(told.values())]


def test_the_form_that_opens_it_speaks_of_no_database(world: World) -> None:
    in_public_service(world)
    row = prepared(world)
    page = html_of(world.secretary, act_url(world, row, "ouverture"))
    assert "BDESE" not in page
    assert "aucun délai d’avis ne part ici" in page
    signed_in(world.secretary).post(
        act_url(world, row, "ouverture"), {"on": "2026-10-01"}
    )
    row.refresh_from_db()
    assert row.state == ConsultationState.OPEN
    assert [event.kind for event in Event.objects.filter(consultation=row)] == [
        "information"
    ]


@pytest.mark.parametrize("place", [in_public_service, small])
def test_preparing_promises_no_date_where_none_is_counted(
    world: World, place: Callable[[World], None]
) -> None:
    empty = address(world, "panel")
    before = html_of(world.secretary, empty)
    assert "les dates seront calculées" in before
    place(world)
    page = html_of(world.secretary, empty)
    assert "les dates seront calculées" not in page
    assert "Aucun délai d’avis n’est calculé ici." in page
    form = html_of(world.secretary, address(world, "consultation_new"))
    assert "BDESE" not in form


def test_a_small_workplace_is_offered_no_expert(world: World) -> None:
    small(world)
    assert "expertise" not in {act.slug for act in offered(prepared(world))}
