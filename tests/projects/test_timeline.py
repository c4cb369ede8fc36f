"""The drawing of a run of dates is legible whatever the dates are."""

import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from projects.timeline import FONT_SIZE, LABEL_WIDTH, Moment, text_width, timeline_svg

START = date(2026, 9, 26)
SVG = "{http://www.w3.org/2000/svg}"
LONG = "avis motivé du comité social et économique central, sinon réputé négatif"


def drawing(moments, today=START):
    return ElementTree.fromstring(timeline_svg(moments, today))


def boxes(root):
    """Left, top, right and bottom of each label."""
    found = []
    for group in root.findall(f"{SVG}g"):
        lines = group.findall(f"{SVG}text")
        half = max(text_width(line.text) for line in lines) / 2
        x = float(lines[0].get("x"))
        top = float(lines[0].get("y")) - FONT_SIZE
        found.append((x - half, top, x + half, float(lines[-1].get("y")) + 4))
    return found


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


RUNS = {
    "one": [0],
    "same day": [0] * 12,
    "every day": range(12),
    "crowded end": [0, *range(150, 161)],
    "crowded start": [*range(11), 400],
    "years apart": [0, 1, 365, 366, 900, 901, 902, 1400, 1401, 1402, 1403, 2000],
    "four": [0, 12, 45, 61],
}


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("label", ["avis", LONG, "anticonstitutionnellement " * 4])
def test_labels_never_overlap_nor_leave_the_drawing(run, label):
    moments = [Moment(START + timedelta(n), label, "due") for n in RUNS[run]]
    root = drawing(moments, START + timedelta(3))
    width, height = (float(n) for n in root.get("viewBox").split()[2:])
    found = boxes(root)
    assert [pair for pair in combinations(found, 2) if overlap(*pair)] == []
    assert [
        box
        for box in found
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
    ] == []


def test_widths_are_never_estimated_too_small():
    font = TTFont(Path(settings.BASE_DIR) / "static/fonts/atkinson.woff2")
    advances, glyphs = font["hmtx"], font.getBestCmap()
    samples = [LONG, "Réponse motivée de la direction", "WWWW mmmm œuvre", "26 sept."]
    too_small = [
        text
        for text in samples
        if sum(advances[glyphs[ord(c)]][0] for c in text) / 1000 * FONT_SIZE
        > text_width(text)
    ]
    assert too_small == []


def test_marks_stand_in_the_order_of_the_dates():
    moments = [Moment(START + timedelta(n), "x", "done") for n in (30, 0, 0, 10)]
    marks = [float(c.get("cx")) for c in drawing(moments).iter(f"{SVG}circle")]
    assert [later > sooner for sooner, later in pairwise(marks)] == [True] * 3


def test_each_kind_has_its_own_shape():
    kinds = ("done", "due", "warn", "today")
    root = drawing(
        [Moment(START + timedelta(i), "x", kind) for i, kind in enumerate(kinds)]
    )
    shapes = [root.findall(f"{SVG}circle"), root.findall(f"{SVG}polygon")]
    assert [len(found) for found in shapes] == [1, 3]


def test_the_drawing_is_read_aloud_in_order():
    moments = [
        Moment(date(2026, 11, 26), "avis", "due"),
        Moment(START, "information remise", "done"),
    ]
    root = drawing(moments, date(2026, 11, 20))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "frise-t frise-d"
    assert root.find(f"{SVG}desc").text == (
        "information remise\u00a0: 26 septembre 2026 (fait)\u00a0; "
        "aujourd’hui\u00a0: 20 novembre 2026\u00a0; "
        "avis\u00a0: 26 novembre 2026 (à venir)."
    )


def test_today_is_left_out_once_everything_is_past_and_done():
    svg = timeline_svg([Moment(START, "avis rendu", "done")], date(2028, 1, 1))
    assert "aujourd’hui" not in svg


def test_today_is_shown_beyond_a_date_that_was_missed():
    svg = timeline_svg([Moment(START, "avis", "due")], date(2026, 10, 1))
    assert "aujourd’hui" in svg


def test_no_moment_draws_nothing():
    assert timeline_svg([], START) == ""


def test_labels_are_escaped():
    svg = timeline_svg([Moment(START, "<b>&", "done")], START)
    assert "<b>" not in svg
    assert "&lt;b&gt;&amp;" in svg


def test_the_drawing_needs_no_style_attribute_nor_sheet():
    svg = timeline_svg([Moment(START, "avis", "due")], START)
    assert re.findall(r"style|<script", svg) == []


def test_a_label_is_cut_to_five_lines_at_most():
    root = drawing([Moment(START, "mot " * 200, "done")])
    lines = root.findall(f"{SVG}g")[0].findall(f"{SVG}text")
    assert len(lines) == 1 + 5
    assert max(text_width(line.text) for line in lines) <= LABEL_WIDTH + 10
