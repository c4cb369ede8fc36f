"""How « de » and « à » meet a name, and where an address may be cut."""

import pytest

from projects.french import of_person, to_the
from projects.templatetags.ui import breakable


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Inès Garnier", "d’Inès Garnier"),
        ("Élodie", "d’Élodie"),
        ("Claire", "de Claire"),
        ("Yves", "d’Yves"),
        ("Yann", "de Yann"),
        ("Hélène", "d’Hélène"),
        ("Hamid", "de Hamid"),
        ("Œdipe", "d’Œdipe"),
    ],
)
def test_of_elides_before_a_vowel(name: str, words: str) -> None:
    assert of_person(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Cabinet Arpège", "au cabinet Arpège"),
        ("CSE Clientis", "au CSE Clientis"),
        ("Section Nord", "à la section Nord"),
        ("Association Nord", "à l’association Nord"),
        ("Arpège", "à Arpège"),
        ("Cabinet", "au cabinet"),
    ],
)
def test_to_takes_the_article_of_the_name(name: str, words: str) -> None:
    assert to_the(name) == words


def test_an_address_is_cut_after_its_at_and_stays_escaped() -> None:
    assert breakable("a<b@c.example") == "a&lt;b@<wbr>c.example"
