"""A form that stayed open while its actor left the map gives the words back."""

import pytest
from django.urls import reverse
from django.utils.crypto import get_random_string

from diagnostics.actions import stakeholders
from diagnostics.models import Stakeholder
from projects.seen import mark
from tests.diagnostics.test_stale_forms import ACTOR
from tests.dialogue.stories import signed_in

pytestmark = pytest.mark.django_db


def address(world, name, *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


@pytest.fixture
def gone(world):
    """An actor that somebody took off, and the mark that a page had read."""
    row = stakeholders.add(world.project, actor=world.secretary, **ACTOR)
    pk, seen = row.pk, mark(row, stakeholders.FIELDS)
    stakeholders.remove(row, actor=world.elected)
    return pk, seen


def test_words_typed_on_an_actor_taken_off_are_given_back(world, gone):
    pk, seen = gone
    client, url = signed_in(world.secretary), address(world, "actor_edit", pk)
    words = ACTOR | {"stake": get_random_string(20), "seen": seen}
    page = client.post(url, words)
    assert page.status_code == 422
    assert "a déjà été retiré de la carte" in page.text
    assert f"{words['stake']}</textarea>" in page.text
    assert f'action="{address(world, "actor_new")}"' in page.text
    client.post(address(world, "actor_new"), words)
    assert Stakeholder.objects.on_map().get().stake == words["stake"]


def test_the_form_of_an_actor_taken_off_leads_to_the_map(world, gone):
    page = signed_in(world.secretary).get(
        address(world, "actor_edit", gone[0]), follow=True
    )
    assert page.redirect_chain == [(address(world, "actors"), 302)]
    assert "a déjà été retiré de la carte" in page.text


def test_an_actor_that_never_was_is_not_found(world, gone):
    client = signed_in(world.secretary)
    url = address(world, "actor_edit", world.project.pk)
    assert client.get(url).status_code == 404
    assert client.post(url, ACTOR).status_code == 404
    assert (
        signed_in(world.reader)
        .post(address(world, "actor_edit", gone[0]), ACTOR)
        .status_code
        == 403
    )
    assert (
        signed_in(world.employer).get(address(world, "actor_edit", gone[0])).status_code
        == 404
    )
