"""One's own tasks in two tabs: the older one brings no old words back."""

import pytest
from django.urls import reverse

from diagnostics.actions import tasks
from diagnostics.models import SharedTask
from tests.diagnostics.hearings import make_card, make_learning, make_shared
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db


def address(name, *rest):
    return reverse(f"diagnostics:{name}", args=rest)


def plain(page):
    return page.text.replace("\xa0", " ")


def tab(client, url):
    """What a page sends back when nothing is touched."""
    form = client.get(url).context["form"]
    return {name: form.initial.get(name) or "" for name in form.fields}


def test_an_older_tab_does_not_take_notes_back(world: World) -> None:
    make_learning()
    card = make_card(world.elected)
    client, url = signed_in(world.elected), address("task", card.pk)
    tasks.note(card, {"R1": "D’avant."})
    older = tab(client, url)
    client.post(url, older | {"R1": "De l’autre onglet."})
    page = client.post(url, older | {"R1": "Du vieil onglet."})
    card.refresh_from_db()
    assert card.notes == {"R1": "De l’autre onglet."}
    assert page.status_code == 422
    assert "Du vieil onglet.</textarea>" in plain(page)
    assert "Déjà enregistré : De l’autre onglet." in plain(page)
    again = page.context["form"].data["seen"]
    client.post(url, {"R1": "Les deux.", "seen": again})
    card.refresh_from_db()
    assert card.notes == {"R1": "Les deux."}


def test_an_older_tab_does_not_take_a_task_back(world: World) -> None:
    make_learning()
    card = make_card(world.elected)
    client, url = signed_in(world.elected), address("task_edit", card.pk)
    older = tab(client, url)
    client.post(url, older | {"label": "Le nouveau nom"})
    page = client.post(url, older | {"label": "Un autre nom"})
    card.refresh_from_db()
    assert card.label == "Le nouveau nom"
    assert "Déjà enregistré : Le nouveau nom" in plain(page)
    assert "Un autre nom" in plain(page)


def test_a_label_keeps_its_capitals(world: World) -> None:
    make_learning()
    page = signed_in(world.elected).get(address("task_new"))
    assert "Place de l’IA aujourd’hui" in plain(page)


@pytest.mark.parametrize("button", [{"cartes": "1"}, {}])
def test_a_card_taken_back_leads_where_one_was(world: World, button) -> None:
    make_learning()
    shared = make_shared(world, world.elected)
    cards = address("shared_tasks", world.project.pk)
    assert 'name="cartes"' in plain(signed_in(world.elected).get(cards))
    page = signed_in(world.elected).post(address("shared_retract", shared.pk), button)
    assert page.url == (cards if button else address("tasks"))
    assert not SharedTask.objects.exists()
