"""The map of a project's actors: rings for influence, sectors for sides.

Pure. Every label stands in one of two columns, joined to its mark by a line: whatever
the number of actors, two labels never meet. The table beside says the same, with the
numbers of the labels: names that are cut alike are still told apart. On a phone the
rings stand alone, and each mark has the number of its actor in the list below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from textwrap import wrap

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnostics.enums import Influence, Position, StakeSide
from projects.french import counted_on, cut, french
from projects.markup import fill, fill_each
from projects.timeline import FONT, INK, LINE, SOFT

WIDTH, ROW, TOP = 860, 56, 34
MIDDLE = WIDTH / 2
RINGS = {Influence.DECIDES: 88, Influence.WEIGHS: 131, Influence.UNDERGOES: 170}
SIZES = {Influence.DECIDES: 12, Influence.WEIGHS: 10, Influence.UNDERGOES: 8}
#: A mark that holds a number of two digits.
NUMBERED = 12
#: On each side of the top no mark stands: the names of the rings are there.
TOP_FREE = radians(26)
EDGE = 182
COLUMN = 226
#: Letters of a label that fit beside the drawing; capitals are wider.
LETTERS, CAPITALS = 27, 19
_NAME = '<text x="{}" y="{}" font-size="14" font-weight="700" fill="{}">{}</text>'
#: Fill and dashes of the mark; the words of the label say it as well.
LOOKS = {
    Position.CARRIES: ("#2f3e8f", "#2f3e8f", ""),
    Position.ACCEPTS: ("#3f9c8b", "#0b6458", ""),
    Position.RESERVED: ("#ffffff", "#7a5600", "4 2"),
    Position.OPPOSES: ("#a8321f", "#a8321f", ""),
    Position.UNKNOWN: ("#ffffff", "#545b6e", "1 3"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An actor of the map, with the words that stand beside its mark."""

    label: str
    side: StakeSide
    influence: Influence
    position: Position


@dataclass(frozen=True, slots=True)
class _Mark:
    actor: Placed
    x: float
    y: float
    label_y: float
    right: bool
    #: Radius of the mark that touches no other one.
    room: float


def actors_svg(actors: Sequence[Placed], *, ident: str = "carte") -> SafeString:
    """Draw the actors around the project, with numbers, from 1, in their order.

    `ident` is unique in the page.
    """
    if not actors:
        return SafeString("")
    ranked, angles = _placed(actors)
    rights = sum(cos(one) >= 0 for one in angles)
    rows = max(rights, len(ranked) - rights)
    height = max(2 * (EDGE + TOP), rows * ROW + TOP)
    numbers = _numbers(actors)
    marks = _marks(ranked, angles, height)
    return fill(
        '<svg class="figure wide-figure" xmlns="http://www.w3.org/2000/svg" role="img"'
        ' viewBox="0 0 {} {}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}{}{}{}</svg>',
        *(WIDTH, height, ident, ident, ident, _("Carte des acteurs"), ident),
        _sentence(ranked),
        _rings(height / 2),
        _borders(ranked, angles, height / 2),
        _ring_names(height / 2),
        fill_each("{}", ((_drawn(mark, numbers[id(mark.actor)]),) for mark in marks)),
        _centre(height / 2),
    )


def numbered_svg(actors: Sequence[Placed], *, ident: str = "carte-n") -> SafeString:
    """The rings alone, for a phone: numbers, from 1, in the order of `actors`."""
    if not actors:
        return SafeString("")
    ranked, angles = _placed(actors)
    numbers = _numbers(actors)
    edge = EDGE + 6
    return fill(
        '<svg class="figure" xmlns="http://www.w3.org/2000/svg" role="img"'
        ' viewBox="{} 0 {} {}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}{}{}{}</svg>',
        *(MIDDLE - edge, 2 * edge, 2 * edge, ident, ident, ident),
        *(_("Carte des acteurs"), ident, _sentence(ranked)),
        _rings(edge),
        _borders(ranked, angles, edge),
        _ring_names(edge),
        fill_each(
            "{}",
            (
                (_numbered(numbers[id(mark.actor)], mark),)
                for mark in _marks(ranked, angles, 2 * edge)
            ),
        ),
        _centre(edge),
    )


def _numbers(actors: Sequence[Placed]) -> dict[int, int]:
    """By the identity of the actor: two of them may be equal."""
    return {id(actor): rank for rank, actor in enumerate(actors, start=1)}


def _placed(actors: Sequence[Placed]) -> tuple[list[Placed], list[float]]:
    """The actors in the order of the circle, and the direction of each."""
    order = {side: rank for rank, side in enumerate(StakeSide)}
    rings = list(Influence)
    ranked = sorted(
        actors,
        key=lambda a: (order[a.side], rings.index(a.influence), counted_on(a.label)),
    )
    return ranked, _angles(ranked)


def _numbered(number: int, mark: _Mark) -> SafeString:
    x, y = round(mark.x, 1), round(mark.y, 1)
    dark = mark.actor.position in (Position.CARRIES, Position.OPPOSES)
    colour = "#ffffff" if dark else INK
    size = min(NUMBERED, mark.room)
    letters = min(12, round(1.1 * size, 1))
    return _dot(mark, size) + fill(
        '<text x="{}" y="{}" text-anchor="middle" font-family="{}" font-size="{}"'
        ' font-weight="700" fill="{}">{}</text>',
        *(x, round(y + letters / 3, 1), FONT, letters, colour, number),
    )


def _angles(ranked: Sequence[Placed]) -> list[float]:
    """One direction each, a sector per side, from the top and clockwise."""
    first = max(TOP_FREE, pi / len(ranked))
    step = 2 * (pi - first) / max(1, len(ranked) - 1)
    return [-pi / 2 + first + rank * step for rank in range(len(ranked))]


def _marks(
    ranked: Sequence[Placed], angles: Sequence[float], height: float
) -> list[_Mark]:
    found = []
    apart = angles[1] - angles[0] if len(angles) > 1 else pi
    for right in (True, False):
        half = [
            (actor, MIDDLE + r * cos(angle), height / 2 + r * sin(angle))
            for actor, angle in zip(ranked, angles, strict=True)
            if (cos(angle) >= 0) == right
            for r in (RINGS[actor.influence],)
        ]
        half.sort(key=lambda one: one[2])
        top = (height - ROW * (len(half) - 1)) / 2
        found += [
            _Mark(actor, x, y, top + rank * ROW, right, _room(actor, apart))
            for rank, (actor, x, y) in enumerate(half)
        ]
    return found


def _room(actor: Placed, apart: float) -> float:
    """Half of what lies between two marks of this ring, less half of a stroke."""
    return max(2.0, round(RINGS[actor.influence] * sin(min(apart, pi) / 2) - 1.5, 1))


def _rings(y: float) -> SafeString:
    return fill_each(
        '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="1.5"/>',
        ((MIDDLE, y, radius, LINE) for radius in RINGS.values()),
    )


def _ring_names(y: float) -> SafeString:
    return fill_each(
        '<text x="{}" y="{}" text-anchor="middle" font-family="{}" font-size="12"'
        ' fill="{}" stroke="#ffffff" stroke-width="4" paint-order="stroke">{}</text>',
        (
            (MIDDLE, y - radius + 4, FONT, SOFT, french(influence.label))
            for influence, radius in RINGS.items()
        ),
    )


def _borders(ranked: Sequence[Placed], angles: Sequence[float], y: float) -> SafeString:
    """A line where one side ends and the next begins."""
    ends = [
        (angles[rank - 1] + angle) / 2 if rank else -pi / 2
        for rank, angle in enumerate(angles)
        if ranked[rank - 1].side != ranked[rank].side
    ]
    return fill_each(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.5"'
        ' stroke-dasharray="5 5"/>',
        (
            (
                round(MIDDLE + 46 * cos(end), 1),
                round(y + 46 * sin(end), 1),
                round(MIDDLE + EDGE * cos(end), 1),
                round(y + EDGE * sin(end), 1),
                LINE,
            )
            for end in ends
        ),
    )


def _drawn(mark: _Mark, number: int) -> SafeString:
    actor = mark.actor
    edge_x = WIDTH - COLUMN if mark.right else COLUMN
    text_x = edge_x + 6 if mark.right else edge_x - 6
    anchor = "start" if mark.right else "end"
    x, y = round(mark.x, 1), round(mark.y, 1)
    lines = _lines(actor.label, number)
    return (
        fill(
            '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"/>',
            *(x, y, edge_x, round(mark.label_y, 1), SOFT),
        )
        + _dot(mark, min(SIZES[actor.influence], mark.room))
        + fill(
            '<g font-family="{}" text-anchor="{}">{}<text x="{}" y="{}" font-size="12"'
            ' fill="{}">{}</text></g>',
            *(FONT, anchor, fill_each(_NAME, _named(mark, text_x, lines)), text_x),
            *(round(mark.label_y + 15 * len(lines), 1), SOFT),
            french(actor.position.label),
        )
    )


def _dot(mark: _Mark, size: float) -> SafeString:
    inside, edge, dashes = LOOKS[mark.actor.position]
    return fill(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2.5"'
        ' stroke-dasharray="{}"/>',
        *(round(mark.x, 1), round(mark.y, 1), size, inside, edge, dashes),
    )


def _lines(label: str, number: int) -> list[str]:
    """The number and the label on two lines at the most, cut between words."""
    shouted = sum(letter.isupper() for letter in label) > len(label) / 2
    most = CAPITALS if shouted else LETTERS
    # The no-break space keeps the number beside the name.
    named = f"{number}.\N{NO-BREAK SPACE}{french(label)}"
    lines = wrap(named, most, break_long_words=True)
    return [*lines[:1], *(cut(" ".join(lines[1:]), most) for _ in lines[1:2])]


def _named(
    mark: _Mark, x: float, lines: Sequence[str]
) -> list[tuple[float, float, str, str]]:
    return [
        (x, round(mark.label_y + 15 * rank, 1), INK, line)
        for rank, line in enumerate(lines)
    ]


def _centre(y: float) -> SafeString:
    return fill(
        '<circle cx="{}" cy="{}" r="38" fill="{}"/><text x="{}" y="{}" fill="#ffffff"'
        ' text-anchor="middle" font-family="{}" font-size="13" font-weight="700">{}'
        "</text>",
        *(MIDDLE, y, INK, MIDDLE, y + 4, FONT, _("le projet")),
    )


def _sentence(ranked: Sequence[Placed]) -> str:
    """The drawing read aloud: each side with its actors."""
    said = []
    for side in StakeSide:
        here = [one for one in ranked if one.side == side]
        if here:
            words = ", ".join(
                f"{one.label} ({one.influence.label}, {one.position.label})"
                for one in here
            )
            said.append(f"{side.label} : {words}")
    count = len(ranked)
    head = ngettext("%(count)d acteur", "%(count)d acteurs", count) % {"count": count}
    return french(f"{head}. {' ; '.join(said)}.")
