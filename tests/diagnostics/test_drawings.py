"""Gaps and the map of actors: marks in the picture, words that fit."""

from itertools import combinations
from math import dist
from xml.etree import ElementTree

import pytest

from diagnostics.drawings import radar_svg
from diagnostics.drawings_actors import Placed, actors_svg, numbered_svg
from diagnostics.drawings_gaps import AROUND, BAR, gap_svg, gaps_svg
from diagnostics.enums import Influence, Party, Position, StakeSide
from diagnostics.instruments import from_values
from diagnostics.scoring import results
from tests.diagnostics.uses import grid_values

SVG = "{http://www.w3.org/2000/svg}"


def first(levels, **over):
    grid = from_values(grid_values(**over), "essai")
    counts = {"D1.1": {party: {str(level): 1} for party, level in levels.items()}}
    return next(iter(results(grid, counts).criteria))


def spots(svg):
    """From left to right, the middle of each mark."""
    found = [float(disc.get("cx")) for disc in svg.iter(f"{SVG}circle")]
    for shape in svg.iter(f"{SVG}polygon"):
        across = [float(one.split(",")[0]) for one in shape.get("points").split()]
        found.append((min(across) + max(across)) / 2)
    return sorted(found)


def test_two_parties_stand_at_the_two_ends():
    svg = ElementTree.fromstring(gap_svg(first({"users": -2, "representatives": 2})))
    assert spots(svg) == [AROUND, AROUND + BAR]
    assert svg.find(f"{SVG}desc").text == (
        "représentant·es du personnel\u00a0: soutien fort\u00a0;"
        " utilisatrices et utilisateurs\u00a0: entrave forte"
    )


def test_seven_marks_at_one_end_stay_in_the_picture():
    everyone = {party.value: 2 for party in Party}
    for drawing in (
        gap_svg(first(everyone)),
        gaps_svg([first(everyone)], first(everyone).scale),
    ):
        svg = ElementTree.fromstring(drawing)
        width = float(svg.get("viewBox").split()[2])
        assert len(spots(svg)) == 7
        assert spots(svg)[-1] + 8 < width


def test_long_words_of_both_ends_fit_on_one_line():
    scale = grid_values()["scale"]
    for level in scale["level"]:
        level["label"] = f"{level['label']} et bien d’autres mots qui la précisent"
    svg = ElementTree.fromstring(gap_svg(first({"it": 1}, scale=scale)))
    ends = [text.text for text in svg.iter(f"{SVG}text")]
    assert [len(words) for words in ends] == [25, 25]


def names_on_the_map(*labels):
    placed = [
        Placed(label, StakeSide.IT, Influence.DECIDES, Position.CARRIES)
        for label in labels
    ]
    svg = ElementTree.fromstring(actors_svg(placed))
    bold = svg.iterfind(f".//{SVG}text[@font-size='14']")
    return [text.text.replace("\xa0", " ") for text in bold]


def test_a_name_in_capitals_takes_fewer_letters_on_the_map_of_actors():
    assert names_on_the_map("DIRECTION DES SYSTÈMES D’INFORMATION") == [
        "1. DIRECTION DES",
        "SYSTÈMES D’INFORMA…",
    ]
    assert names_on_the_map("Direction des systèmes d’information") == [
        "1. Direction des systèmes",
        "d’information",
    ]


def test_names_that_are_cut_alike_are_told_apart_by_their_number():
    label = "Direction départementale de la protection des populations, pôle {}"
    written = names_on_the_map(*(label.format(rank) for rank in range(1, 13)))
    cut = {line for line in written if line.endswith("…")}
    firsts = [line for line in written if line not in cut]
    assert cut == {"de la protection des popul…", "départementale de la prote…"}
    assert sorted(int(line.partition(".")[0]) for line in firsts) == [*range(1, 13)]


def marks_and_names_of_rings(count, draw):
    actors = [
        Placed(
            f"Direction n° {rank}", StakeSide.IT, Influence.DECIDES, Position.OPPOSES
        )
        for rank in range(1, count + 1)
    ]
    svg = ElementTree.fromstring(draw(actors))
    marks = [
        tuple(float(one.get(name)) for name in ("cx", "cy", "r"))
        for one in svg.iter(f"{SVG}circle")
        if one.get("fill") == "#a8321f"
    ]
    names = [
        (float(one.get("x")), float(one.get("y")) - 4)
        for one in svg.iter(f"{SVG}text")
        if one.text in ("décide", "pèse", "subit") and one.get("stroke")
    ]
    return marks, names


@pytest.mark.parametrize("draw", [actors_svg, numbered_svg])
@pytest.mark.parametrize("count", [1, 2, 7, 12, 30])
def test_no_mark_covers_another_nor_the_name_of_a_ring(draw, count):
    marks, names = marks_and_names_of_rings(count, draw)
    assert len(marks) == count
    assert len(names) == 3
    assert [
        (one, other)
        for one, other in combinations(marks, 2)
        if dist(one[:2], other[:2]) < one[2] + other[2] + 2.4
    ] == []
    # « décide » is some 44 wide and 12 high.
    assert [
        (x, y)
        for x, y, radius in marks
        for across, down in names
        if abs(x - across) < 22 + radius and abs(y - down) < 6 + radius
    ] == []


def test_the_map_of_a_phone_numbers_its_marks_in_the_order_of_the_list():
    actors = [
        Placed("Agents", StakeSide.USERS, Influence.UNDERGOES, Position.OPPOSES),
        Placed("DSI", StakeSide.IT, Influence.DECIDES, Position.CARRIES),
    ]
    svg = ElementTree.fromstring(numbered_svg(actors))
    numbers = [one.text for one in svg.iter(f"{SVG}text") if (one.text or "").isdigit()]
    assert sorted(numbers) == ["1", "2"]
    assert svg.get("viewBox") == "242.0 0 376 376"
    said = svg.find(f"{SVG}desc").text
    assert "DSI" in said
    assert "Agents" in said
    assert numbered_svg([]) == ""


def test_on_a_phone_a_name_stands_above_its_bar_in_a_narrower_picture():
    row = first({"it": -2, "users": 2})
    wide, narrow = (
        ElementTree.fromstring(gaps_svg([row], row.scale, narrow=narrow))
        for narrow in (False, True)
    )
    assert float(narrow.get("viewBox").split()[2]) == BAR + 2 * AROUND
    assert spots(narrow) == [AROUND, AROUND + BAR]
    name = narrow.findall(f"{SVG}text")[-1]
    bar = narrow.findall(f"{SVG}line")[-1]
    assert float(name.get("y")) < float(bar.get("y1"))
    assert narrow.find(f"{SVG}desc").text == wide.find(f"{SVG}desc").text


def test_on_a_phone_the_radar_names_its_axes_by_their_codes():
    codes = ("D1.1", "D2.1", "D3.1")
    grid = from_values(grid_values(codes), "essai")
    found = results(grid, {code: {"management": {"1": 1}} for code in codes})
    wide, narrow = (
        ElementTree.fromstring(radar_svg(found, narrow=narrow))
        for narrow in (False, True)
    )
    names = [[one.text for one in svg.iter(f"{SVG}text")] for svg in (wide, narrow)]
    assert names[1] == ["D1", "D2", "D3"]
    assert names[0] == ["D1 Dimension D1", "D2 Dimension D2", "D3 Dimension D3"]
    assert narrow.find(f"{SVG}desc").text == wide.find(f"{SVG}desc").text


def test_one_degree_and_a_half_is_still_singular_in_french():
    grid = from_values(grid_values(("D1.1", "D1.2", "D2.1")), "essai")
    counts = {
        "D1.1": {"it": {"0": 1}, "users": {"1": 1}},
        "D1.2": {"it": {"0": 1}, "users": {"1": 1, "2": 1}},
        "D2.1": {"it": {"0": 1}, "users": {"2": 1}},
    }
    svg = ElementTree.fromstring(gaps_svg(results(grid, counts).gaps, grid.scale))
    said = svg.find(f"{SVG}desc").text.replace("\xa0", " ")
    assert said == (
        "Critère D2.1 : 2 degrés d’écart ; Critère D1.2 : 1,5 degré d’écart ; "
        "Critère D1.1 : 1 degré d’écart."
    )
