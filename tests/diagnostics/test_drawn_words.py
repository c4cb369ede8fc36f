"""Words in drawings: whole within the picture, and painted on paper."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from diagnostics.drawings import radar_svg
from diagnostics.drawings_gaps import gaps_svg
from diagnostics.drawings_rounds import Wave, evolution_panels
from diagnostics.drawn_words import fitting, lines_within, width
from diagnostics.enums import Party
from diagnostics.instruments import from_values
from diagnostics.scoring import results
from tests.diagnostics.uses import grid_values

SVG = "{http://www.w3.org/2000/svg}"
FONT = Path("static/fonts/atkinson.woff2")
CODES = ("D1.1", "D2.1", "D3.1", "D4.organisation", "D5.1")
TITLES = {
    "real": "Charge et rythme de travail, marges de manœuvre",
    "long": "Transparence des traitements automatisés qui décident de l’ordre des "
    "dossiers, des horaires et de l’affectation des agent·es d’un service à l’autre",
    "capitals": "ORGANISATION DU TRAVAIL ET DES MARGES DE MANŒUVRE DE L’ENCADREMENT",
    "one word": "Anticonstitutionnellementinternationalisationdéshumanisation" * 2,
}


def filled(title):
    values = grid_values(CODES)
    for level in values["scale"]["level"]:
        level["label"] = f"{level['label']}, {title}"[:80]
    for dimension in values["dimension"]:
        dimension["title"] = title
        dimension["criterion"][0]["title"] = title
    counts = {
        code: {
            party.value: {str(level): 1}
            for party, level in zip(Party, (-2, 2, 1, 0, -1, 2, -2), strict=True)
        }
        for code in CODES
    }
    return results(from_values(values, "essai"), counts)


def drawings(found):
    yield radar_svg(found)
    yield radar_svg(found, narrow=True)
    yield gaps_svg(found.gaps, found.grid.scale)
    yield gaps_svg(found.gaps, found.grid.scale, narrow=True)
    waves = [Wave("T0", "nov. 2026", found), Wave("+12 mois", "sept. 2027", found)]
    for panel in evolution_panels(waves):
        yield panel.drawing


def words_of(svg):
    """Each text with its size and its anchor, that it may have from its group."""
    for parent in svg.iter():
        for text in parent.findall(f"{SVG}text"):
            given = {**parent.attrib, **text.attrib}
            anchor = given.get("text-anchor", "start")
            yield text, float(given["font-size"]), anchor


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_every_word_of_a_drawing_stands_within_its_picture(title):
    outside = []
    for drawing in drawings(filled(title)):
        svg = ElementTree.fromstring(drawing)
        _left, _top, across, down = map(float, svg.get("viewBox").split())
        for text, size, anchor in words_of(svg):
            long = width(text.text, size)
            x, y = float(text.get("x")), float(text.get("y"))
            start = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            if start < 0 or start + long > across or not size * 0.8 < y < down - 2:
                outside.append((text.text, start, start + long, y))
    assert outside == []


def test_nothing_on_paper_paints_an_edge_over_its_letters():
    """The PDF engine knows no `paint-order`: it puts the edge over the letters."""
    found = filled(TITLES["real"])
    on_paper = [radar_svg(found), gaps_svg(found.gaps, found.grid.scale)]
    waves = [Wave("T0", "", found), Wave("+6 mois", "", found)]
    on_paper += [panel.drawing for panel in evolution_panels(waves)]
    edged = [
        text.text
        for drawing in on_paper
        for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")
        if text.get("stroke")
    ]
    assert edged == []
    assert len(on_paper) == 7


@pytest.mark.parametrize("weight", [400, 600])
def test_no_sign_is_wider_in_the_font_than_drawings_count(weight):
    font = instantiateVariableFont(TTFont(FONT), {"wght": weight})
    unit, advances = font["head"].unitsPerEm, font["hmtx"]
    wider = {
        chr(sign): advances[name][0] / unit
        for sign, name in font.getBestCmap().items()
        if chr(sign).isprintable() and advances[name][0] / unit > width(chr(sign), 1)
    }
    assert wider == {}


def test_words_are_cut_only_when_their_room_is_too_short():
    assert fitting("Autonomie", 10, 100) == "Autonomie"
    assert fitting("Autonomie", 10, 40) == "Auto…"
    assert lines_within("Charge et rythme", 10, 60, 2) == ["Charge et", "rythme"]
    assert lines_within("Charge et rythme de travail", 10, 60, 2) == [
        "Charge et",
        "rythme d…",
    ]
