"""A grid written as a file is read again as the same grid, whatever it says."""

import json
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.exchange import WRITERS, values_of
from diagnostics.instruments import from_values
from diagnostics.loading import CONTENT
from diagnostics.source import ContentError
from diagnostics.toml_text import toml_text
from tests.diagnostics.test_source import TEXT
from tests.diagnostics.uses import grid_values

UNREAD = "ce texte ne se lit pas :"
GRIDS = sorted((CONTENT / "grids").glob("*.toml"))
keys = st.text(min_size=1, max_size=8)
plain = st.one_of(
    st.text(), st.integers(), st.booleans(), st.lists(st.text() | st.integers())
)
tables: st.SearchStrategy[Mapping[str, Any]] = st.recursive(
    st.dictionaries(keys, plain, max_size=4),
    lambda inner: st.dictionaries(
        keys, plain | inner | st.lists(inner, min_size=1, max_size=3), max_size=4
    ),
    max_leaves=12,
)


@given(tables)
def test_what_is_written_is_read_again_as_the_same_values(values):
    assert tomllib.loads(toml_text(values)) == values


@given(st.text(alphabet='"\\\n\r\t\x00\x7f\x85\u2028a '))
def test_signs_that_mean_something_to_toml_come_back(text):
    assert tomllib.loads(toml_text({"a": text, "b": [text]})) == {
        "a": text,
        "b": [text],
    }


def test_a_value_without_a_place_in_toml_is_refused():
    with pytest.raises(TypeError, match="no TOML for float"):
        toml_text({"a": 1.5})


def test_a_grid_is_written_to_be_read_by_people():
    written = toml_text(grid_values(("D1.1",)))
    assert '[[dimension.criterion]]\ncode = "D1.1"\n' in written
    assert "weak = [-2, -1]" in written


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("path", GRIDS, ids=lambda path: path.stem)
def test_every_grid_of_navette_comes_back_from_its_export(path, form):
    values = tomllib.loads(path.read_text("utf-8"))
    again = values_of(WRITERS[form](values), f"grille.{form}")
    assert again == values
    assert from_values(again, "") == from_values(values, "")


def test_a_whole_text_is_read_in_both_forms():
    values = values_of(TEXT, "essai.toml")
    assert values_of(json.dumps(values), "essai.json") == values
    assert values_of(json.dumps(values), "") == values


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        (TEXT.replace('low = "rien"', ""), "g.toml", "g.toml:35: il manque « low »."),
        (TEXT.replace("[scale]", "[scale"), "g.toml", "g.toml:17: ce texte n’est pas"),
        ('{\n"id": "a",\nb}', "g.json", "g.json:3: ce texte n’est pas du JSON"),
        ('{"id": }', "g.json", "g.json:1: ce texte n’est pas du JSON : une valeur"),
        ('{\n"id": "a', "g.json", "g.json:2: ce texte n’est pas du JSON : un texte"),
        ('{\n"id" 1}', "g.json", "g.json:2: ce texte n’est pas du JSON : il manque"),
        ("[]", "g.json", "g.json:1: une grille commence par une accolade."),
        ("[" * 100_000, "g.json", f"g.json: {UNREAD} trop de parties"),
        (f"a = {'[' * 100_000}", "g.toml", f"g.toml: {UNREAD} trop de parties"),
        (f"a = {'9' * 10_000}", "g.toml", f"g.toml: {UNREAD} un nombre est trop long"),
        ('{"kind": "quiz"}', "g.json", "g.json, kind: ce fichier n’est pas une grille"),
        ('kind = "quiz"', "g.toml", "g.toml:1: ce fichier n’est pas une grille"),
        (TEXT.replace('low = "rien"', ""), "", "Ligne 35 : il manque « low »."),
        (TEXT.replace("[scale]", "[scale"), "", "Ligne 17 : ce texte n’est pas"),
        ('{\n"id": "a",\nb}', "", "Ligne 3 : ce texte n’est pas du JSON"),
        ('{"kind": "quiz"}', "", "Dans « kind » : ce fichier n’est pas une grille"),
        (f"a = {'9' * 10_000}", "", "Ce texte ne se lit pas"),
    ],
)
def test_a_file_that_is_no_grid_is_refused_with_its_place(text, name, sentence):
    with pytest.raises(ContentError) as error:
        values_of(text, name)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_signs_that_the_base_cannot_keep_are_refused(sign):
    values = grid_values(title=f"Grille{sign}")
    with pytest.raises(ContentError, match="qui ne s’écrivent pas"):
        values_of(json.dumps(values), "g.json")


@pytest.mark.parametrize(
    "broken",
    [
        {"dimension": [{"code": ["D1"]}]},
        {"dimension": [{"code": "D1", "criterion": 3}]},
        {"origin": {**grid_values()["origin"], "source": [{"id": ["ici"]}]}},
        {"scale": []},
        {"minutes": 1.5},
    ],
)
def test_values_of_an_unexpected_kind_are_refused_in_words(broken):
    with pytest.raises(ContentError):
        values_of(json.dumps(grid_values(**broken)), "g.json")


def test_a_source_that_is_no_word_is_refused_in_words():
    values = grid_values()
    values["dimension"][0]["criterion"][0]["source"] = ["ici"]
    with pytest.raises(ContentError, match="n’est pas dans « origin »"):
        values_of(json.dumps(values), "g.json")
