"""The acts of a consultation follow the law of the workplace, in its words."""

import re
from collections.abc import Callable

import pytest

from dialogue.actions import expertise
from dialogue.enums import ConsultationState, ExpertGround
from dialogue.models import Consultation, Event
from dialogue.views.offered_acts import OF_THE_PERIOD, offered
from projects.enums import Branch, Instance
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


def around(world: World, row: Consultation) -> tuple[str, list[int]]:
    """The page of the consultation, and what its two neighbours answer."""
    page = html_of(world.secretary, row.get_absolute_url())
    client = signed_in(world.secretary)
    names = ("expertise", "expertise_edit", "levels", "levels_edit")
    return page, [
        client.get(address(world, name, row.pk)).status_code for name in names
    ]


def test_a_small_workplace_has_neither_levels_nor_expertise(world: World) -> None:
    row = opened(world)
    page, statuses = around(world, row)
    assert ("Niveaux consultés" in page, "Expertise" in page) == (True, True)
    assert statuses == [200, 200, 200, 200]
    small(world)
    page, statuses = around(world, row)
    words = ("Niveaux consultés", "un seul CSE", "Expertise", "CSE central")
    assert [word for word in words if word in page] == []
    assert statuses == [404, 404, 404, 404]


def test_a_sheet_left_over_stays_readable(world: World) -> None:
    row = opened(world)
    ground = ExpertGround.IMPORTANT_PROJECT
    expertise.describe(row, actor=world.secretary, ground=ground, firm="Cabinet Alpha")
    small(world)
    page, statuses = around(world, row)
    assert "Expertise" in page
    assert statuses == [200, 200, 404, 404]
    told = html_of(world.secretary, address(world, "expertise", row.pk))
    assert ("Cabinet Alpha" in told, "Inscrire le vote" in told) == (True, False)


@pytest.mark.parametrize(
    ("branch", "name"),
    [
        (None, "comité social d’administration (CSA, CST, CSE hospitalier)"),
        (Branch.TERRITORIAL, "comité social territorial (CST)"),
    ],
)
def test_a_public_body_is_named_as_it_is(
    world: World, branch: Branch | None, name: str
) -> None:
    in_public_service(world)
    world.workplace.branch = branch or ""
    world.workplace.save()
    row = opened(world)
    page, statuses = around(world, row)
    assert name in page
    words = ("Niveaux consultés", "un seul CSE", "CSE central")
    assert [word for word in words if word in page] == []
    assert statuses == [200, 200, 404, 404]


def test_the_expertise_of_a_public_body_cites_its_own_code(world: World) -> None:
    in_public_service(world)
    row = opened(world)
    path = address(world, "expertise", row.pk)
    empty = html_of(world.secretary, path)
    client = signed_in(world.secretary)
    form = html_of(world.secretary, address(world, "expertise_edit", row.pk))
    sent = {"ground": ExpertGround.SERIOUS_RISK, "firm": "Cabinet Alpha"}
    client.post(address(world, "expertise_edit", row.pk), sent)
    filled = html_of(world.secretary, path)
    assert "Cabinet Alpha" in filled
    assert "R.\u00a0253-54" in empty
    for page in (empty, filled, form):
        assert re.findall(r"[LR]\.\s?2\d{3}-\d+|budget de fonctionnement", page) == []
    offered_grounds = {one for one in ExpertGround if f'<option value="{one}"' in form}
    assert offered_grounds == {
        ExpertGround.SERIOUS_RISK,
        ExpertGround.IMPORTANT_PROJECT,
    }


def test_a_small_workplace_is_offered_no_expert(world: World) -> None:
    small(world)
    assert "expertise" not in {act.slug for act in offered(prepared(world))}
