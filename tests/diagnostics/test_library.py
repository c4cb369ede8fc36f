"""Guides, glossary and the list of methods, open to whoever is signed in."""

import pytest
from django.urls import reverse

from diagnostics.actions import instruments
from diagnostics.enums import Party
from diagnostics.library import glossary, guides_about
from diagnostics.texts import Block, blocks
from tests.diagnostics.books import follow, make_guide, make_path
from tests.diagnostics.uses import make_assessment, make_instrument, make_sheet
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
    grid, other = make_instrument(), make_instrument("autre")
    assert [one.header.id for one in guides_about(grid.current_id)] == ["reperes"]
    assert guides_about(other.current_id) == []


def test_the_copy_of_a_copy_is_read_with_what_the_first_grid_was(world):
    make_guide()
    first = make_instrument()
    copied = instruments.copy(first.current, actor=world.secretary)
    version = instruments.publish(copied, actor=world.secretary)
    again = instruments.copy(version, actor=world.secretary)
    draft = again.versions.get()
    for one in (version, draft):
        assert [guide.header.id for guide in guides_about(one.pk)] == ["reperes"]
    assert copied.slug != first.slug


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


@pytest.mark.parametrize("copied", [False, True])
def test_what_to_read_is_said_beside_a_grid_at_each_of_its_uses(world, copied):
    grid = make_instrument()
    make_guide()
    if copied:
        grid = instruments.copy(grid.current, actor=world.secretary)
        instruments.publish(grid, actor=world.secretary)
    row = make_assessment(world.project, world.secretary, instrument=grid)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES)
    project, house = world.project.pk, world.secretary.organisation_id
    pages = [
        reverse("diagnostics:grid", args=[house, grid.pk]),
        reverse("diagnostics:grid_preview", args=[house, grid.pk]),
        f"{reverse('diagnostics:assessment_new', args=[project])}?grille={grid.pk}",
        reverse("diagnostics:sheet_step", args=[project, row.pk, sheet.pk, "D1.1"]),
    ]
    guide = reverse("diagnostics:guide", args=["reperes"])
    assert [guide in html_of(world.secretary, url) for url in pages] == [True] * 4


def test_what_to_read_is_said_beside_the_path_that_is_followed(world):
    make_guide(instruments=["parcours"])
    follow(world.project, world.secretary)
    page = html_of(
        world.secretary, reverse("diagnostics:path", args=[world.project.pk])
    )
    assert reverse("diagnostics:guide", args=["reperes"]) in page


def test_the_menu_leads_to_the_methods_and_they_to_glossary_and_quiz(world):
    library = reverse("diagnostics:library")
    for member in (world.secretary, world.employer):
        assert f'<a href="{library}">Méthodes</a>' in html_of(member, "/")
        page = html_of(member, library)
        assert f'<a href="{library}" aria-current="page">Méthodes</a>' in page
        main = page[page.index("<main") :]
        for name in ("glossary", "diag"):
            assert (
                f'<a class="btn quiet" href="{reverse(f"diagnostics:{name}")}">' in main
            )
