"""Rounds of one diagnostic, drawn: where each line passes, breaks, and says so."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from diagnostics.actions import assessments
from diagnostics.drawings_rounds import (
    FIRST,
    LAST,
    PLOT,
    TOP,
    Wave,
    evolution_panels,
)
from diagnostics.enums import Party, Round
from diagnostics.instruments import from_values
from diagnostics.models import Assessment
from diagnostics.papers import synthesis
from diagnostics.reading import evolution_table
from diagnostics.scoring import results
from projects.enums import Room
from tests.diagnostics.uses import grid_values, make_assessment, make_sheet
from tests.factories import World, make_world
from tests.projects.sheets import client_of, text_of
from tests.test_query_counts import queries

GRID = from_values(grid_values(("D1.1", "D1.2", "D2.1")), "essai")
SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("T0", "+6 mois", "+12 mois", "plus tard", "encore")
MIDDLE = (FIRST + LAST) / 2
BOTTOM = TOP + PLOT


def waves(*counts, grid=GRID):
    """One wave per mapping {code: {party: {level: number}}}."""
    return [
        Wave(label, f"mois {rank}", results(grid, one))
        for rank, (label, one) in enumerate(zip(LABELS, counts, strict=False))
    ]


def placed(**levels):
    """The first criterion, one answer for each party; a word is a kind of answer."""
    return {"D1.1": {party: {str(level): 1} for party, level in levels.items()}}


def drawn(*counts, grid=GRID):
    return ElementTree.fromstring(
        evolution_panels(waves(*counts, grid=grid))[0].drawing
    )


def lines(svg):
    return [
        [
            tuple(float(number) for number in point.split(","))
            for point in line.get("points").split()
        ]
        for line in svg.iter(f"{SVG}polyline")
    ]


def marks(svg):
    return len(list(svg.iter(f"{SVG}circle"))) + len(list(svg.iter(f"{SVG}polygon")))


def words(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


# ---- values to coordinates --------------------------------------------------------
def test_a_line_goes_from_the_foot_of_the_scale_to_its_head():
    svg = drawn(placed(users=-2), placed(users=0), placed(users=2))
    assert lines(svg) == [[(FIRST, BOTTOM), (MIDDLE, TOP + PLOT / 2), (LAST, TOP)]]


def test_a_scale_that_starts_at_zero_is_drawn_from_its_own_foot():
    values = grid_values()
    values["scale"] = {
        "kind": "ordinal",
        "weak": [0],
        "strong": [2],
        "level": [{"value": n, "label": f"degré {n}"} for n in range(3)],
    }
    grid = from_values(values, "essai")
    svg = drawn(placed(it=0), placed(it=2), grid=grid)
    assert lines(svg) == [[(FIRST, BOTTOM), (LAST, TOP)]]
    assert words(svg)[:2] == ["degré 2", "degré 0"]


def test_lines_that_meet_run_side_by_side_around_where_they_meet():
    svg = drawn(placed(users=0, management=0), placed(users=0, management=0))
    heights = [line[0][1] for line in lines(svg)]
    assert heights == [TOP + PLOT / 2 - 2.5, TOP + PLOT / 2 + 2.5]


def test_each_party_has_its_own_dashes():
    seven = {party.value: rank % 3 for rank, party in enumerate(Party)}
    svg = drawn(placed(**seven), placed(**seven))
    dashes = [line.get("stroke-dasharray") for line in svg.iter(f"{SVG}polyline")]
    assert len(dashes) == 7
    # Two are whole lines: a square tells one from the disc of the other.
    assert len(set(dashes)) == 6


def test_labels_of_seven_parties_at_one_place_never_overlap():
    same = dict.fromkeys((party.value for party in Party), 2)
    svg = drawn(*[placed(**same)] * 5)
    spots = [
        float(text.get("y"))
        for group in svg.iter(f"{SVG}g")
        if group.get("font-weight") == "600"
        for text in group
    ]
    steps = [after - one for one, after in pairwise(spots)]
    assert len(spots) == 10
    assert min(steps) == 15
    assert spots[-1] < float(svg.get("viewBox").split()[3])


# ---- what is missing --------------------------------------------------------------
def test_a_round_without_an_answer_breaks_the_line():
    svg = drawn(placed(users=1), placed(users=1), {}, placed(users=1), placed(users=1))
    step = (LAST - FIRST) / 4
    assert [[x for x, _y in line] for line in lines(svg)] == [
        [FIRST, FIRST + step],
        [FIRST + 3 * step, LAST],
    ]


def test_a_party_alone_between_two_silences_leaves_a_mark_without_a_line():
    svg = drawn({}, placed(users=1), {})
    assert (lines(svg), marks(svg)) == ([], 1)


def test_who_does_not_know_stands_below_the_scale_and_breaks_the_line():
    svg = drawn(placed(it=2), placed(it="unknown"), placed(it="not_applicable"))
    below = [
        min(float(point.split(",")[1]) for point in one.get("points").split())
        for one in svg.iter(f"{SVG}polygon")
        if one.get("fill") == "#fff"
    ]
    assert lines(svg) == []
    assert len(below) == 2
    assert min(below) > BOTTOM
    assert {"ne sait pas", "sans objet"} <= set(words(svg))


def test_without_any_of_them_no_row_is_kept_for_who_does_not_know():
    assert "ne sait pas" not in words(drawn(placed(it=2), placed(it=1)))


# ---- what is drawn at all ---------------------------------------------------------
def test_one_round_is_no_evolution():
    assert evolution_panels(waves(placed(users=1))) == []
    assert evolution_table(waves(placed(users=1))) == []


def test_a_dimension_that_nobody_answered_has_no_drawing():
    panels = evolution_panels(waves(placed(users=1), placed(users=2)))
    assert [panel.dimension.code for panel in panels] == ["D1"]


def test_the_drawing_is_told_in_words_party_by_party_and_without_a_total():
    svg = drawn(placed(users=-2, it="unknown"), placed(users=1), {})
    assert svg.get("role") == "img"
    title, told = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text == "Évolution : D1 Dimension D1"
    assert told.text == (
        "utilisatrices et utilisateurs : T0 entrave forte, +6 mois soutien,"
        " +12 mois pas de réponse\u00a0; informatique : T0 ne sait pas,"
        " +6 mois pas de réponse, +12 mois pas de réponse"
    ).replace(" :", "\u00a0:")


def test_words_of_a_grid_are_escaped():
    values = grid_values()
    values["dimension"][0]["title"] = "<script>x</script>"
    values["scale"]["level"][4]["label"] = 'fort "&" <b>'
    grid = from_values(values, "essai")
    panel = evolution_panels(waves(placed(it=2), placed(it=2), grid=grid))[0]
    assert "<script>" not in panel.drawing
    assert 'fort "&" <b>' in words(ElementTree.fromstring(panel.drawing))


def test_the_table_says_on_how_many_criteria_each_place_rests():
    table = evolution_table(waves(placed(users=1), placed(users="unknown"), {}))
    assert [(one["code"], len(one["rows"])) for one in table] == [("D1", 1)]
    assert table[0]["rows"][0]["cells"] == [
        {"words": "soutien", "answered": 1, "total": 2},
        {"words": "ne sait pas", "answered": 0, "total": 2},
        {"words": "pas de réponse", "answered": 0, "total": 2},
    ]


# ---- pages and paper --------------------------------------------------------------
@pytest.fixture
def world() -> World:
    return make_world()


def several(world: World, rounds: int, room: Room = Room.SHARED):
    row = make_assessment(world.project, world.secretary, room)
    for rank in range(rounds):
        if rank:
            row = assessments.repeat(row, actor=world.secretary, moment=Round.LATER)
        party = Party.REPRESENTATIVES
        make_sheet(row, world.secretary, party, D1_1=rank - 2, D2_1=1)
        row = assessments.close(row, actor=world.secretary)
    return row


def figures(page: str) -> int:
    return len(re.findall('<figure class="panel">', page))


@pytest.mark.django_db
def test_the_page_draws_every_dimension_from_the_second_round_on(world):
    client = client_of(world.employer)
    second = several(world, 2)
    pages = [client.get(row.get_absolute_url()) for row in (second.previous, second)]
    assert [figures(page.text) for page in pages] == [0, 2]
    assert "Voir l’évolution en tableau" in text_of(pages[1])


@pytest.mark.django_db
@pytest.mark.parametrize(("rounds", "expected"), [(1, 10), (2, 11), (3, 11), (5, 11)])
def test_however_many_rounds_are_read_at_once(world, rounds, expected):
    assert queries(world.secretary, several(world, rounds).get_absolute_url()) == (
        expected
    )


@pytest.mark.django_db
def test_the_rounds_are_those_that_this_one_comes_after(world):
    """Also where two follow one: rows of before, since no act does so any more."""
    second = several(world, 2)
    other = assessments.repeat(second, actor=world.secretary, moment=Round.LATER)
    Assessment.objects.filter(pk=other.pk).update(previous=second.previous)
    make_sheet(other, world.secretary, Party.REPRESENTATIVES, D1_1=2)
    other = assessments.close(other, actor=world.secretary)
    labels = [one["label"] for one in synthesis(other)["rounds"]]
    assert labels == ["T0", "plus tard"]
    assert synthesis(second.previous)["rounds"] == []


@pytest.mark.django_db
def test_the_synthesis_draws_the_rounds_that_were_frozen(world):
    row = several(world, 3)
    content = synthesis(row)
    paper = render_to_string("diagnostics/pdf/synthesis.html", content)
    assert figures(paper) == 2
    assert "+12 mois" not in paper
    assert paper.count("plus tard") > 1
