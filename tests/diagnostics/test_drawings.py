"""Gaps and the map of actors: marks in the picture, words that fit."""

from xml.etree import ElementTree

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


def test_a_name_in_capitals_takes_fewer_letters_on_the_map_of_actors():
    def lines(label):
        placed = Placed(label, StakeSide.IT, Influence.DECIDES, Position.CARRIES)
        svg = ElementTree.fromstring(actors_svg([placed]))
        bold = svg.iterfind(f".//{SVG}text[@font-size='14']")
        return [text.text for text in bold]

    assert lines("DIRECTION DES SYSTÈMES D’INFORMATION") == [
        "DIRECTION DES",
        "SYSTÈMES D’INFORMA…",
    ]
    assert lines("Direction des systèmes d’information") == [
        "Direction des systèmes",
        "d’information",
    ]


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
