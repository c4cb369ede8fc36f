"""A scale as people answer on it: its degrees with their meaning, its poles apart."""

import re

import pytest
from django.urls import reverse

from diagnostics.enums import Party
from diagnostics.forms.instruments import PreviewForm
from diagnostics.instruments import from_values
from tests.diagnostics.uses import (
    grid_values,
    make_assessment,
    make_instrument,
    make_sheet,
)
from tests.dialogue.stories import html_of

MEANINGS = [
    "On est empêché.",
    "On s’en arrange.",
    "",
    "On est aidé.",
    "Cela change tout.",
]


def values(kind="bipolar"):
    found = grid_values()
    for level, meaning in zip(found["scale"]["level"], MEANINGS, strict=True):
        level["meaning"] = meaning
    found["scale"]["kind"] = kind
    return found


def form_of(kind):
    grid = from_values(values(kind), "essai")
    return str(PreviewForm(grid.scale, grid.by_code["D1.1"])["level"])


def words_with_id(html, key):
    found = re.search(rf'<\w+[^>]* id="{key}"[^>]*>(.*?)<', html)
    return found and found[1].replace("\u00a0", " ")


@pytest.mark.parametrize("kind", ["bipolar", "ordinal"])
def test_each_degree_is_told_with_what_it_means(kind):
    html = form_of(kind)
    said = [words_with_id(html, f"id_level_{rank}_meaning") for rank in range(5)]
    assert said == [one or None for one in MEANINGS]
    described = re.findall(r'value="1"[^>]*aria-describedby="([^"]*)"', html)
    assert described == ["id_level_3_meaning"]


def test_between_two_poles_their_sentences_stand_at_both_ends_of_the_degrees():
    html = form_of("bipolar")
    assert words_with_id(html, "id_level_low") == "entrave forte : rien ne va"
    assert words_with_id(html, "id_level_high") == "soutien fort : tout va"
    assert words_with_id(html, "id_level_0_name") == "entrave forte"
    places = [
        html.index(f'id="{key}"')
        for key in ("id_level_low", "id_level_0", "id_level_4", "id_level_high")
    ]
    assert places == sorted(places)
    # Neither « ne sait pas » nor « sans objet » is a place between the poles.
    assert html.index('value="unknown"') > places[-1]
    assert re.findall(r'aria-describedby="([^"]*id_level_(?:low|high))"', html) == [
        "id_level_0_meaning id_level_low",
        "id_level_4_meaning id_level_high",
    ]


def test_degrees_without_poles_tell_both_ends_themselves():
    html = form_of("ordinal")
    assert words_with_id(html, "id_level_0_name") == "entrave forte : rien ne va"
    assert words_with_id(html, "id_level_3_name") == "soutien"
    assert "bipolar" not in html
    assert 'id="id_level_low"' not in html


@pytest.mark.django_db
def test_a_sheet_shows_the_source_of_a_criterion_that_has_no_help(world):
    grid = make_instrument(values=values())
    row = make_assessment(world.project, world.secretary, instrument=grid)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    step = reverse(
        "diagnostics:sheet_step", args=[world.project.pk, row.pk, sheet.pk, "D1.1"]
    )
    page = html_of(world.secretary, step)
    assert "Aide pour répondre" not in page
    assert "Source" in page.partition('id="step-title"')[2].partition("<form")[0]
    assert "proposition de Navette" in page
    assert "On s’en arrange." in page
    assert re.findall(r'value="(-?\d)"[^>]*checked', page) == ["1"]
