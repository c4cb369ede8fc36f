"""Drawings of results: the same SVG on screen and in the PDF, each beside its table.

Pure. Colours are presentation attributes, as in projects/timeline.py; a party is told
apart by its dashes and its mark as well as by its colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diagnostics.drawn_words import lines_within
from diagnostics.enums import Party
from diagnostics.instruments.grids import Scale
from diagnostics.scoring import Results
from projects.french import french
from projects.markup import fill, fill_each
from projects.timeline import FONT, INK, LINE, SOFT


@dataclass(frozen=True, slots=True)
class Look:
    colour: str
    dashes: str
    #: Points of the mark around (0, 0), for a radius of 1; a disc when empty.
    mark: tuple[tuple[float, float], ...]


_SQUARE = ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))
_LOZENGE = ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0))
_UP = ((0.0, -1.2), (1.2, 0.9), (-1.2, 0.9))
_DOWN = ((0.0, 1.2), (1.2, -0.9), (-1.2, -0.9))
_LEFT = ((-1.2, 0.0), (0.9, -1.2), (0.9, 1.2))
_RIGHT = ((1.2, 0.0), (-0.9, -1.2), (-0.9, 1.2))
LOOKS: dict[Party, Look] = {
    Party.MANAGEMENT: Look("#a8321f", "", _SQUARE),
    Party.REPRESENTATIVES: Look("#2f3e8f", "", ()),
    Party.USERS: Look("#0b6458", "8 4", _UP),
    Party.IT: Look("#7a5600", "3 3", _LOZENGE),
    Party.SUPPLIER: Look("#545b6e", "10 3 2 3", _DOWN),
    Party.MANAGERS: Look("#7b2d6b", "5 5", _LEFT),
    Party.PUBLIC: Look("#1d6f9c", "1 4", _RIGHT),
}
Point = tuple[float, float]
RADAR, RADIUS = (720, 470), 165
#: Size of the names of the axes.
NAME = 14
#: On a phone the axes bear their codes alone.
NARROW_RADAR = (410, 400)


def degrees(value: float) -> str:
    """A number of degrees as people read it: 1,5 and not 1.5."""
    return f"{abs(value):.1f}".replace(".", ",").removesuffix(",0")


def words(scale: Scale, value: float) -> str:
    """A median in the words of the scale."""
    for level in scale.levels:
        if level.value == value:
            return level.label
    below, above = _around(scale, value)
    return _("entre « %(below)s » et « %(above)s »") % {"below": below, "above": above}


def nearly(scale: Scale, value: float) -> str:
    """A mean of medians, in the nearest words; half-way, in those of both sides."""
    nearest, next_ = sorted(scale.levels, key=lambda one: abs(one.value - value))[:2]
    if nearest.value == value or value - nearest.value == next_.value - value:
        return words(scale, value)
    return _("plutôt « %(label)s »") % {"label": nearest.label}


def _around(scale: Scale, value: float) -> tuple[str, str]:
    labels = [level.label for level in scale.levels if level.value < value][-1:]
    labels += [level.label for level in scale.levels if level.value > value][:1]
    return labels[0], labels[-1]


def mark(party: Party, x: float, y: float, size: float = 6) -> SafeString:
    look = LOOKS[party]
    if not look.mark:
        return fill(
            '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="#fff"/>',
            round(x, 1),
            round(y, 1),
            size,
            look.colour,
        )
    points = " ".join(
        f"{round(x + dx * size, 1)},{round(y + dy * size, 1)}" for dx, dy in look.mark
    )
    return fill('<polygon points="{}" fill="{}" stroke="#fff"/>', points, look.colour)


def hollow(party: Party, x: float, y: float, size: float = 6) -> SafeString:
    """The outline alone, for who has no place on the scale."""
    look = LOOKS[party]
    shape = look.mark or tuple(
        (cos(pi * step / 8), sin(pi * step / 8)) for step in range(16)
    )
    return fill(
        '<polygon points="{}" fill="#fff" stroke="{}" stroke-width="2"/>',
        points_of((x + dx * size, y + dy * size) for dx, dy in shape),
        look.colour,
    )


def legend_mark(party: Party) -> SafeString:
    """The mark alone, beside the party's name."""
    return fill(
        '<svg class="party-mark" viewBox="-10 -10 20 20" aria-hidden="true">{}</svg>',
        mark(party, 0, 0, 7),
    )


def radar_svg(
    results: Results, *, ident: str = "radar", narrow: bool = False
) -> SafeString:
    """One shape per party over the dimensions; empty for fewer than three of them."""
    dimensions = results.dimensions
    if len(dimensions) < 3 or not results.parties:
        return SafeString("")
    scale = results.grid.scale
    size = NARROW_RADAR if narrow else RADAR
    centre = size[0] / 2, size[1] / 2
    axes = [pi / 2 - 2 * pi * i / len(dimensions) for i in range(len(dimensions))]

    def point(axis: float, value: float) -> Point:
        reach = RADIUS * (0.12 + 0.88 * share(scale, value))
        return centre[0] + reach * cos(axis), centre[1] - reach * sin(axis)

    shapes = together(
        _shape(
            party,
            [
                point(axis, one.profile[party])
                for axis, one in zip(axes, dimensions, strict=True)
                if party in one.profile
            ],
            closed=all(party in one.profile for one in dimensions),
        )
        for party in results.parties
    )
    names = together(
        _axis_name(axis, size, one.dimension.code, one.dimension.title, narrow=narrow)
        for axis, one in zip(axes, dimensions, strict=True)
    )
    return figure(
        ident,
        size,
        _("Profils par dimension"),
        _profiles_aloud(results),
        _rings(scale, axes, point) + shapes + names,
        look="figure bare-figure" if narrow else "figure",
    )


def _rings(
    scale: Scale, axes: Sequence[float], point: Callable[[float, float], Point]
) -> SafeString:
    return fill_each(
        '<polygon points="{}" fill="none" stroke="{}" stroke-width="{}"/>',
        (
            (
                points_of(point(axis, level.value) for axis in axes),
                SOFT if level.value == 0 else LINE,
                1.5,
            )
            for level in scale.levels
        ),
    )


def together(parts: Iterable[SafeString]) -> SafeString:
    return fill_each("{}", ((part,) for part in parts))


def share(scale: Scale, value: float) -> float:
    return (value - scale.lowest) / (scale.highest - scale.lowest)


def points_of(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{round(x, 1)},{round(y, 1)}" for x, y in points)


def _shape(
    party: Party, points: Sequence[tuple[float, float]], *, closed: bool
) -> SafeString:
    """A closed outline; only marks when the party left dimensions unanswered."""
    look = LOOKS[party]
    outline = SafeString("")
    if closed:
        outline = fill(
            '<polygon points="{}" fill="{}" fill-opacity="0.06" stroke="{}"'
            ' stroke-width="2.5" stroke-dasharray="{}"/>',
            points_of(points),
            look.colour,
            look.colour,
            look.dashes or "none",
        )
    return outline + together(mark(party, x, y) for x, y in points)


def _axis_name(
    axis: float, size: Point, code: str, title: str, *, narrow: bool
) -> SafeString:
    x = size[0] / 2 + (RADIUS + 18) * cos(axis)
    y = size[1] / 2 - (RADIUS + 18) * sin(axis)
    side = cos(axis)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    beside = size[0] - x if side > 0 else x
    room = min(175, 2 * beside if anchor == "middle" else beside) - 2
    lines = lines_within(code if narrow else f"{code} {title}", NAME, room, 3)
    top = y - (len(lines) - 1) * 17 if sin(axis) > 0.5 else y
    rows = ((round(x, 1), round(top + 17 * i, 1), line) for i, line in enumerate(lines))
    return fill(
        '<g font-family="{}" font-size="{}" fill="{}" text-anchor="{}">{}</g>',
        FONT,
        NAME,
        INK,
        anchor,
        fill_each('<text x="{}" y="{}">{}</text>', rows),
    )


def few_lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in french(text).split(" "):
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        elif len(lines) == 3:
            lines[-1] = f"{lines[-1].rstrip(',')}…"
            break
        else:
            lines.append(word)
    return lines


def figure(
    ident: str,
    size: tuple[float, float],
    title: str,
    aloud: str,
    inside: SafeString,
    *,
    look: str = "figure",
) -> SafeString:
    return fill(
        '<svg class="{}" xmlns="http://www.w3.org/2000/svg" role="img"'
        ' viewBox="0 0 {} {}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        look,
        *size,
        ident,
        ident,
        ident,
        title,
        ident,
        french(aloud),
        inside,
    )


def _profiles_aloud(results: Results) -> str:
    """The radar read aloud, party by party."""
    scale = results.grid.scale
    return " ; ".join(
        f"{party.label} : "
        + ", ".join(
            f"{one.dimension.title} {nearly(scale, one.profile[party])}"
            for one in results.dimensions
            if party in one.profile
        )
        for party in results.parties
    )
