"""Repeats stand in one line: no moment twice, and no branch that forgets some."""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments
from diagnostics.enums import Party, Round
from projects.errors import Refused
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def show(row, actor):
    make_sheet(row, actor, Party.REPRESENTATIVES, D1_1=1)
    return assessments.close(row, actor=actor)


@pytest.fixture
def first(world):
    return show(make_assessment(world.project, world.secretary), world.secretary)


def repeat(row, world, moment):
    return assessments.repeat(row, actor=world.secretary, moment=moment)


def address(row, name="assessment_repeat"):
    return reverse(f"diagnostics:{name}", args=[row.project_id, row.pk])


def moments_offered(row, world):
    page = client_of(world.secretary).get(address(row))
    return [value for value, _label in page.context["form"].fields["moment"].choices]


def test_a_diagnostic_that_was_repeated_leads_to_its_last_repeat(world, first):
    second = show(repeat(first, world, Round.M6), world.secretary)
    with pytest.raises(Refused, match="a déjà été refait, « à six mois »"):
        repeat(first, world, Round.M6)
    with pytest.raises(Refused, match="partez de celui-là"):
        repeat(first, world, Round.LATER)
    third = show(repeat(second, world, Round.M12), world.secretary)
    page = client_of(world.secretary).get(address(first))
    assert page.context["form"] is None
    text = text_of(page)
    assert "à douze mois" in text
    assert third.get_absolute_url() in text
    assert address(third) in text


def test_while_the_repeat_is_open_the_page_says_to_show_its_results(world, first):
    second = repeat(first, world, Round.M6)
    text = text_of(client_of(world.secretary).get(address(first)))
    assert second.get_absolute_url() in text
    assert "Il est encore ouvert aux réponses" in text
    assert address(second) not in text


def test_no_moment_comes_twice_save_later(world, first):
    assert moments_offered(first, world) == ["m6", "m12", "later"]
    second = show(repeat(first, world, Round.M12), world.secretary)
    assert moments_offered(second, world) == ["later"]
    for moment in (Round.M6, Round.M12, Round.T0):
        with pytest.raises(Refused, match="Ce moment est déjà passé"):
            repeat(second, world, moment)
    third = show(repeat(second, world, Round.LATER), world.secretary)
    assert moments_offered(third, world) == ["later"]
    assert repeat(third, world, Round.LATER).previous == third


def test_a_cancelled_repeat_leaves_its_moment_free(world, first):
    wrong = repeat(first, world, Round.M6)
    assessments.cancel(wrong, actor=world.secretary, reason="Trop tôt.")
    assert moments_offered(first, world) == ["m6", "m12", "later"]
    assert repeat(first, world, Round.M6).round == Round.M6
    with pytest.raises(Refused, match="s’appuient"):
        assessments.reopen(first, actor=world.secretary, reason="Pour voir.")


def test_results_that_something_rests_on_offer_no_reopening(world, first):
    asks = address(first, "assessment_reopen")
    client = client_of(world.secretary)
    assert asks in text_of(client.get(first.get_absolute_url()))
    again = repeat(first, world, Round.M6)
    page = text_of(client.get(first.get_absolute_url()))
    assert asks not in page
    assert "refaites un diagnostic plutôt que de les changer" in page
    assert "<form" not in text_of(client.get(asks)).partition('id="form-title"')[2]
    with pytest.raises(Refused, match="s’appuient"):
        assessments.reopen(first, actor=world.secretary, reason="Pour voir.")
    assessments.cancel(again, actor=world.secretary, reason="Trop tôt.")
    assert asks in text_of(client.get(first.get_absolute_url()))


def test_a_reason_typed_before_something_was_drawn_is_not_lost(world, first):
    repeat(first, world, Round.M6)
    asks, reason = address(first, "assessment_reopen"), "Un atelier est arrivé tard."
    page = text_of(client_of(world.secretary).post(asks, {"reason": reason}))
    assert reason in page
    assert "s’appuient sur ces résultats" in page


def test_the_open_page_of_a_repeat_says_its_moment(world, first):
    again = repeat(first, world, Round.M6)
    page = text_of(client_of(world.employer).get(again.get_absolute_url()))
    assert "à six mois" in page
