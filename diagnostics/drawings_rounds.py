"""What became of each dimension from one round to the next, a small drawing each.

Pure. One line per party on the scale of the grid, and no total. A round without an
answer breaks the line: it is never a zero. Who only does not know, or finds nothing
that applies, stands apart, below the scale. The table beside says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diagnostics.drawings import (
    LOOKS,
    few_lines,
    figure,
    hollow,
    mark,
    nearly,
    points_of,
    share,
    together,
)
from diagnostics.enums import AnswerKind, Party
from diagnostics.instruments.grids import Dimension, Scale
from diagnostics.scoring import DimensionResult, Results
from projects.french import cut, french
from projects.markup import fill, fill_each
from projects.timeline import FONT, INK, LINE, SOFT

WIDTH, FIRST, LAST, TOP = 420, 34, 284, 26
LABELS, LETTERS, LABEL_LINE = 306, 17, 15
#: The scale itself: no less than this, more when the labels beside it need it.
PLOT, STRIP = 136, 38
#: Marks nearer than this would hide each other, so they are set this far apart.
APART = 5.0


@dataclass(frozen=True, slots=True)
class Wave:
    """One round with its results: `label` under the drawing, `when` below it."""

    label: str
    when: str
    results: Results


@dataclass(frozen=True, slots=True)
class Panel:
    dimension: Dimension
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class _Place:
    """A party at one round: on the scale, or apart when `kind` says why."""

    party: Party
    rank: int
    x: float
    y: float
    kind: AnswerKind


def parties_of(waves: Sequence[Wave]) -> list[Party]:
    """Those that answered once at least."""
    return [
        party for party in Party if any(party in wave.results.parties for wave in waves)
    ]


def evolution_panels(waves: Sequence[Wave], *, ident: str = "evolution") -> list[Panel]:
    """A drawing per dimension somebody answered; none for a single round."""
    if len(waves) < 2:
        return []
    found = []
    for rank, dimension in enumerate(waves[0].results.grid.dimensions):
        rounds = [wave.results.dimensions[rank] for wave in waves]
        if any(one.parties for one in rounds):
            drawing = _panel(waves, rounds, f"{ident}-{rank}")
            found.append(Panel(dimension, drawing))
    return found


def _panel(
    waves: Sequence[Wave], rounds: Sequence[DimensionResult], ident: str
) -> SafeString:
    scale = waves[0].results.grid.scale
    here = [p for p in parties_of(waves) if any(p in one.parties for one in rounds)]
    names = {party: few_lines(str(party.label), LETTERS) for party in here}
    tall = sum(LABEL_LINE * len(lines) + 4 for lines in names.values())
    bottom = TOP + max(PLOT, tall)
    strips = _strips(rounds, here, bottom + 24)
    base = bottom + 24 + STRIP * len(strips)
    places = list(_places(rounds, here, scale, bottom, strips))
    drawn = (
        _frame(scale, bottom)
        + _columns(waves, base)
        + _strips_drawn(strips)
        + together(_line(party, places) for party in here)
        + together(_marked(place) for place in places)
        + _labels(names, places, base)
    )
    dimension = rounds[0].dimension
    return figure(
        ident,
        (WIDTH, base + 38),
        _("Évolution : %(title)s") % {"title": f"{dimension.code} {dimension.title}"},
        _aloud(waves, rounds, here, scale),
        drawn,
    )


def _strips(
    rounds: Sequence[DimensionResult], here: Sequence[Party], top: float
) -> dict[AnswerKind, float]:
    """Where those without a degree stand, one row for each reason that was given."""
    given = {one.apart(party) for one in rounds for party in here}
    kinds = [kind for kind in AnswerKind if kind in given]
    return {kind: top + STRIP * rank + 26 for rank, kind in enumerate(kinds)}


def _x(rank: int, rounds: int) -> float:
    return FIRST + (LAST - FIRST) * rank / (rounds - 1)


def _places(
    rounds: Sequence[DimensionResult],
    here: Sequence[Party],
    scale: Scale,
    bottom: float,
    strips: Mapping[AnswerKind, float],
) -> Iterator[_Place]:
    for rank, one in enumerate(rounds):
        x = _x(rank, len(rounds))
        placed = {
            party: bottom - (bottom - TOP) * share(scale, one.profile[party])
            for party in here
            if party in one.profile
        }
        for party, y in _spread(placed).items():
            yield _Place(party, rank, x, y, AnswerKind.LEVEL)
        for kind, y in strips.items():
            aside = [party for party in here if one.apart(party) == kind]
            for shift, party in enumerate(aside):
                beside = 13 * (shift - (len(aside) - 1) / 2)
                yield _Place(party, rank, x + beside, y, kind)


def _spread(placed: Mapping[Party, float]) -> dict[Party, float]:
    """Lines that meet run side by side, around where they meet."""
    bunches: list[list[Party]] = []
    for party in sorted(placed, key=lambda one: placed[one]):
        if bunches and placed[party] - placed[bunches[-1][-1]] < APART:
            bunches[-1].append(party)
        else:
            bunches.append([party])
    found = {}
    for bunch in bunches:
        middle = sum(placed[party] for party in bunch) / len(bunch)
        for shift, party in enumerate(sorted(bunch, key=list(Party).index)):
            found[party] = middle + APART * (shift - (len(bunch) - 1) / 2)
    return found


def _frame(scale: Scale, bottom: float) -> SafeString:
    """A line per degree, darker at the middle of two poles; the words of both ends."""
    lines = fill_each(
        '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}"/>',
        (
            (
                FIRST - 22,
                LAST + 12,
                round(bottom - (bottom - TOP) * share(scale, level.value), 1),
                LINE if level.value else SOFT,
            )
            for level in scale.levels
        ),
    )
    return lines + fill(
        '<g font-family="{}" font-size="12" fill="{}"><text x="{}" y="{}">{}</text>'
        '<text x="{}" y="{}">{}</text></g>',
        *(FONT, SOFT, FIRST - 22, TOP - 10, french(cut(scale.levels[-1].label, 44))),
        *(FIRST - 22, bottom + 16, french(cut(scale.levels[0].label, 44))),
    )


def _columns(waves: Sequence[Wave], base: float) -> SafeString:
    """Under the drawing, the rounds in order."""
    return fill_each(
        '<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}"/><g font-family="{4}"'
        ' text-anchor="middle"><text x="{0}" y="{5}" font-size="12" font-weight="700"'
        ' fill="{6}">{7}</text><text x="{0}" y="{8}" font-size="11" fill="{9}">{10}'
        "</text></g>",
        (
            (
                *(round(_x(rank, len(waves)), 1), TOP, base, LINE, FONT),
                *(base + 15, INK, wave.label, base + 30, SOFT, wave.when),
            )
            for rank, wave in enumerate(waves)
        ),
    )


def _strips_drawn(strips: Mapping[AnswerKind, float]) -> SafeString:
    return fill_each(
        '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}"'
        ' stroke-dasharray="2 4"/><text x="{0}" y="{4}" font-family="{5}"'
        ' font-size="12" fill="{3}">{6}</text>',
        (
            (FIRST - 22, LAST + 12, y - 24, SOFT, y - 11, FONT, kind.label)
            for kind, y in strips.items()
        ),
    )


def _line(party: Party, places: Sequence[_Place]) -> SafeString:
    """The rounds that follow each other, joined; a round left out breaks the line."""
    mine = [p for p in places if p.party == party and p.kind == AnswerKind.LEVEL]
    runs: list[list[_Place]] = []
    for place in mine:
        if runs and place.rank == runs[-1][-1].rank + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    look = LOOKS[party]
    return fill_each(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5"'
        ' stroke-dasharray="{}"/>',
        (
            (points_of((p.x, p.y) for p in run), look.colour, look.dashes or "none")
            for run in runs
            if len(run) > 1
        ),
    )


def _marked(place: _Place) -> SafeString:
    draw = mark if place.kind == AnswerKind.LEVEL else hollow
    return draw(place.party, place.x, place.y, 5)


def _labels(
    names: Mapping[Party, Sequence[str]], places: Sequence[_Place], base: float
) -> SafeString:
    """Each party beside the last mark it left, tied to it by a thin line."""
    last = {place.party: place for place in sorted(places, key=lambda p: p.rank)}
    tops = _stacked(
        {party: last[party].y for party in names},
        {party: LABEL_LINE * len(names[party]) + 4 for party in names},
        base,
    )
    return together(
        _label(last[party], lines, tops[party]) for party, lines in names.items()
    )


def _stacked(
    wanted: Mapping[Party, float], heights: Mapping[Party, float], base: float
) -> dict[Party, float]:
    """The top of each label, as near to its mark as the others allow."""
    order = sorted(wanted, key=lambda party: wanted[party])
    tops: dict[Party, float] = {}
    free = TOP - 16.0
    for party in order:
        tops[party] = max(free, wanted[party] - heights[party] / 2)
        free = tops[party] + heights[party]
    most = float(base)
    for party in reversed(order):
        tops[party] = min(tops[party], most - heights[party])
        most = tops[party]
    return tops


def _label(place: _Place, lines: Sequence[str], top: float) -> SafeString:
    middle = top + LABEL_LINE * len(lines) / 2
    tie = fill(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width=".75"/>',
        *(round(place.x + 8, 1), round(place.y, 1), LABELS - 4, round(middle, 1), SOFT),
    )
    rows = (
        (LABELS, round(top + LABEL_LINE * rank + 12, 1), line)
        for rank, line in enumerate(lines)
    )
    return tie + fill(
        '<g font-family="{}" font-size="13" font-weight="600" fill="{}">{}</g>',
        FONT,
        LOOKS[place.party].colour,
        fill_each('<text x="{}" y="{}">{}</text>', rows),
    )


def said(one: DimensionResult, party: Party, scale: Scale) -> str:
    """Where a party stands in one round, in words."""
    if party in one.profile:
        return nearly(scale, one.profile[party])
    kind = one.apart(party)
    return str(kind.label) if kind else _("pas de réponse")


def _aloud(
    waves: Sequence[Wave],
    rounds: Sequence[DimensionResult],
    here: Sequence[Party],
    scale: Scale,
) -> str:
    return " ; ".join(
        f"{party.label} : "
        + ", ".join(
            f"{wave.label} {said(one, party, scale)}"
            for wave, one in zip(waves, rounds, strict=True)
        )
        for party in here
    )
