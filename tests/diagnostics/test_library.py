"""Guides, glossary and the list of methods, open to whoever is signed in."""

import pytest
from django.urls import reverse

from diagnostics.library import glossary, guides_about
from diagnostics.texts import Block, blocks
from tests.diagnostics.books import make_guide, make_path
from tests.diagnostics.uses import make_instrument
from tests.dialogue.stories import html_of, signed_in

pytestmark = pytest.mark.django_db


def test_paragraphs_and_lists_are_told_apart():
    text = "Un.\nsuite\n\nAvant :\n- a\n- b\n  suite de b\n\nAprès."
    assert blocks(text) == [
        Block(words="Un. suite"),
        Block(words="Avant :"),
        Block(items=("a", "b suite de b")),
        Block(words="Après."),
    ]
    assert blocks("") == []


def test_a_guide_is_read_with_its_source_and_never_as_markup(world):
    make_guide()
    page = html_of(world.employer, reverse("diagnostics:guide", args=["reperes"]))
    assert "<li>premier &lt;b&gt;</li>" in page
    assert "Ici" in page
    assert "proposition de Navette" in page


def test_a_guide_that_is_not_there_is_not_found(world):
    make_path(slug="reperes")
    client = signed_in(world.secretary)
    assert client.get(reverse("diagnostics:guide", args=["reperes"])).status_code == 404


def test_words_stand_in_the_order_of_letters_without_accents(db):
    make_guide()
    make_guide("autres")
    assert [(one.term.term, one.letter, one.anchor) for one in glossary()] == [
        ("Écart", "E", "ecart"),
        ("Écart", "E", "ecart-2"),
        ("Recette", "R", "recette"),
        ("Recette", "R", "recette-2"),
    ]


def test_guides_say_beside_what_they_are_read(db):
    make_guide()
    assert [one.header.id for one in guides_about("essai")] == ["reperes"]
    assert guides_about("autre") == []


def test_the_list_says_how_each_stands_to_its_source(world):
    make_guide()
    make_path()
    page = html_of(world.employer, reverse("diagnostics:library"))
    assert page.index("Repères d’essai") < page.index("Parcours d’essai")
    assert "écrite par Navette" in page
    assert reverse("diagnostics:guide", args=["reperes"]) in page


def test_methods_are_for_people_who_signed_in(client, db):
    for name in ("library", "glossary"):
        assert client.get(reverse(f"diagnostics:{name}")).status_code == 302


def test_a_grid_about_to_be_used_says_what_to_read(world):
    make_instrument()
    make_guide()
    url = reverse("diagnostics:assessment_new", args=[world.project.pk])
    page = html_of(world.secretary, f"{url}?grille=essai")
    assert reverse("diagnostics:guide", args=["reperes"]) in page
