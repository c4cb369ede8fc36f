"""Where the parties stand on a criterion, and the bar between the ends. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diagnostics.drawings import degrees, figure, mark, share, together, words
from diagnostics.drawn_words import fitting, lines_within
from diagnostics.enums import Party
from diagnostics.instruments.grids import Scale
from diagnostics.scoring import CriterionResult
from projects.french import cut, french
from projects.markup import fill, fill_each
from projects.timeline import FONT, INK, LINE, SOFT

#: AROUND leaves room for the marks of all the parties at one end of the scale.
ROW, LABELS, BAR, AROUND = 34, 300, 330, 40
#: On a phone each name stands above its bar.
NARROW_ROW = 58
#: Letters of the words at one end: both stand on one line.
END = 25
#: Size of the names: two lines of it stand beside one bar.
NAME = 13


def gaps_svg(
    rows: Sequence[CriterionResult],
    scale: Scale,
    *,
    ident: str = "ecarts",
    narrow: bool = False,
) -> SafeString:
    """For each criterion, where every party stands and the bar between the ends."""
    if not rows:
        return SafeString("")
    row, labels = (NARROW_ROW, 0) if narrow else (ROW, LABELS)
    width, height = labels + BAR + 2 * AROUND, row * len(rows) + 46

    def x(value: float) -> float:
        return labels + AROUND + BAR * share(scale, value)

    heights = [10 + row * rank for rank in range(1, len(rows) + 1)]
    lines = together(
        _gap_name(result, y, narrow=narrow) + _gap_row(result, y, x)
        for result, y in zip(rows, heights, strict=True)
    )
    aloud = [
        # In French the plural begins at two: 1,5 degré.
        (
            _("%(title)s : %(gap)s degré d’écart")
            if result.gap < 2
            else _("%(title)s : %(gap)s degrés d’écart")
        )
        % {"title": result.criterion.title, "gap": degrees(result.gap)}
        for result in rows
    ]
    return figure(
        ident,
        (width, height),
        _("Écarts entre les parties"),
        " ; ".join(aloud) + ".",
        _background(scale, height, x) + lines,
        look="figure bare-figure" if narrow else "figure",
    )


def gap_svg(result: CriterionResult, *, ident: str = "ecart") -> SafeString:
    """One criterion alone, on a page that says its name: readable on a phone."""
    if not result.middles:
        return SafeString("")
    scale, height = result.scale, ROW + 46

    def x(value: float) -> float:
        return AROUND + BAR * share(scale, value)

    return figure(
        ident,
        (BAR + 2 * AROUND, height),
        _("Écart entre les parties"),
        " ; ".join(
            f"{party.label} : {words(scale, middle)}"
            for party, middle in result.middles.items()
        ),
        _background(scale, height, x) + _gap_row(result, 44, x),
        look="figure bare-figure",
    )


def _background(scale: Scale, height: int, x: Callable[[float], float]) -> SafeString:
    """A line per degree, and the words of both ends."""
    grid = fill_each(
        '<line x1="{0}" x2="{0}" y1="24" y2="{1}" stroke="{2}"/>',
        (
            (round(x(level.value), 1), height - 12, SOFT if not level.value else LINE)
            for level in scale.levels
        ),
    )
    first, last = scale.levels[0], scale.levels[-1]
    return grid + fill(
        '<g font-family="{}" font-size="13" fill="{}"><text x="{}" y="15">{}</text>'
        '<text x="{}" y="15" text-anchor="end">{}</text></g>',
        FONT,
        SOFT,
        round(x(first.value), 1),
        french(cut(first.label, END)),
        round(x(last.value), 1),
        french(cut(last.label, END)),
    )


def _gap_row(
    result: CriterionResult, y: float, x: Callable[[float], float]
) -> SafeString:
    values = sorted(result.middles.values())
    bar = fill(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="{}"'
        ' stroke-linecap="round"/>',
        round(x(values[0]), 1),
        round(x(values[-1]), 1),
        y,
        y,
        INK if result.disagrees else SOFT,
        5 if result.disagrees else 3,
    )
    same: dict[float, list[Party]] = {}
    for party, value in result.middles.items():
        same.setdefault(value, []).append(party)
    # Marks of the same degree stand beside each other, not over each other.
    return bar + together(
        mark(party, x(value) + 9 * (shift - (len(parties) - 1) / 2), y)
        for value, parties in same.items()
        for shift, party in enumerate(parties)
    )


def _gap_name(result: CriterionResult, y: int, *, narrow: bool) -> SafeString:
    """Beside the bar at the height `y`, or above it."""
    name = f"{result.criterion.code} {result.criterion.title}"
    if narrow:
        # On screens alone: on paper the edge would be painted over the letters.
        return fill(
            '<text x="4" y="{}" font-family="{}" font-size="14" fill="{}"'
            ' stroke="#fff" stroke-width="4" paint-order="stroke">{}</text>',
            *(y - 20, FONT, INK, fitting(name, 14, BAR + 2 * AROUND - 8)),
        )
    lines = lines_within(name, NAME, LABELS - 4, 2)
    top = y + 5 - 7.5 * (len(lines) - 1)
    return fill(
        '<g font-family="{}" font-size="{}" fill="{}" text-anchor="end">{}</g>',
        *(FONT, NAME, INK),
        fill_each(
            '<text x="{}" y="{}">{}</text>',
            ((LABELS, top + 15 * rank, line) for rank, line in enumerate(lines)),
        ),
    )
