"""What answers say together: one profile per party, gaps, strengths and brakes.

Pure. Parties are never averaged into one, and no total is made: the spread is what
people then talk about (methods.md 10.1). A respondent counts once, a group as well;
what is not known or does not apply is told beside and weighs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from diagnostics.enums import AnswerKind, Party
from diagnostics.instruments.grids import Criterion, Dimension, Grid, Scale

#: {criterion: {party: {level, or kind when there is none: number of answers}}}
Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class View:
    """One party on one criterion; `levels` in order, each with its answers."""

    party: Party
    levels: tuple[tuple[int, int], ...]
    unknown: int
    not_applicable: int

    @property
    def answers(self) -> int:
        return sum(count for _level, count in self.levels)

    @property
    def middle(self) -> float | None:
        """The median, half-way between two degrees when answers split evenly."""
        places = [level for level, count in self.levels for _one in range(count)]
        if not places:
            return None
        half = len(places) // 2
        if len(places) % 2:
            return float(places[half])
        return (places[half - 1] + places[half]) / 2

    @property
    def spread(self) -> int:
        """Degrees between the lowest and the highest answer within the party."""
        return self.levels[-1][0] - self.levels[0][0] if self.levels else 0


@dataclass(frozen=True)
class CriterionResult:
    criterion: Criterion
    scale: Scale
    views: tuple[View, ...]

    @cached_property
    def middles(self) -> dict[Party, float]:
        return {v.party: m for v in self.views if (m := v.middle) is not None}

    @cached_property
    def gap(self) -> float:
        """Degrees between the party that places it lowest and the one highest."""
        values = self.middles.values()
        return max(values) - min(values) if len(values) > 1 else 0.0

    @property
    def lowest(self) -> list[Party]:
        return [p for p, m in self.middles.items() if m == min(self.middles.values())]

    @property
    def highest(self) -> list[Party]:
        return [p for p, m in self.middles.items() if m == max(self.middles.values())]

    def is_weak(self, party: Party) -> bool:
        weak = self.scale.weak
        return bool(weak) and self.middles[party] <= max(weak)

    def is_strong(self, party: Party) -> bool:
        strong = self.scale.strong
        return bool(strong) and self.middles[party] >= min(strong)

    @cached_property
    def disagrees(self) -> bool:
        """Half of the scale apart, or a brake for one and a strength for another."""
        half = (self.scale.highest - self.scale.lowest) / 2
        weak = any(map(self.is_weak, self.middles))
        strong = any(map(self.is_strong, self.middles))
        return self.gap >= half or (weak and strong)

    @cached_property
    def split(self) -> list[Party]:
        """Parties whose own answers are half of the scale apart."""
        half = (self.scale.highest - self.scale.lowest) / 2
        return [view.party for view in self.views if view.spread >= half]


@dataclass(frozen=True)
class DimensionResult:
    """`profile`: by party, the mean of the middles of the criteria it answered."""

    dimension: Dimension
    criteria: tuple[CriterionResult, ...]

    @cached_property
    def profile(self) -> dict[Party, float]:
        found: dict[Party, list[float]] = {}
        for result in self.criteria:
            for party, middle in result.middles.items():
                found.setdefault(party, []).append(middle)
        return {party: sum(all_) / len(all_) for party, all_ in found.items()}

    @cached_property
    def parties(self) -> set[Party]:
        """Those that said something here, be it that they do not know."""
        return {view.party for result in self.criteria for view in result.views}

    def apart(self, party: Party) -> AnswerKind | None:
        """Why a party that answered has no place on the scale; None when it has one."""
        if party in self.profile or party not in self.parties:
            return None
        views = [v for one in self.criteria for v in one.views if v.party == party]
        unknown = sum(view.unknown for view in views)
        aside = sum(view.not_applicable for view in views)
        return AnswerKind.UNKNOWN if unknown >= aside else AnswerKind.NOT_APPLICABLE

    def answered(self, party: Party) -> int:
        """How many of its criteria the party placed on the scale."""
        return sum(party in result.middles for result in self.criteria)


@dataclass(frozen=True, eq=False)
class Results:
    """One object per closing, known by itself: its drawings are kept with it."""

    grid: Grid
    dimensions: tuple[DimensionResult, ...]

    @property
    def criteria(self) -> Iterator[CriterionResult]:
        for dimension in self.dimensions:
            yield from dimension.criteria

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Those that answered, in the order of the list of parties."""
        seen = {view.party for result in self.criteria for view in result.views}
        return tuple(party for party in Party if party in seen)

    @cached_property
    def gaps(self) -> list[CriterionResult]:
        """Criteria on which parties differ, widest first."""
        found = [result for result in self.criteria if result.gap]
        return sorted(found, key=lambda result: -result.gap)

    @property
    def disagreements(self) -> list[CriterionResult]:
        return [result for result in self.gaps if result.disagrees]

    @cached_property
    def brakes(self) -> list[CriterionResult]:
        """What the parties that gave a degree all say to hold back."""
        return self._said_alike(CriterionResult.is_weak, 1)

    @cached_property
    def strengths(self) -> list[CriterionResult]:
        return self._said_alike(CriterionResult.is_strong, -1)

    def silent(self, result: CriterionResult) -> list[Party]:
        """Parties that answered the grid and gave no degree here."""
        return [party for party in self.parties if party not in result.middles]

    def _said_alike(
        self, holds: Callable[[CriterionResult, Party], bool], sign: int
    ) -> list[CriterionResult]:
        """The criteria that most parties placed first, then the furthest.

        Nobody is made to say what they did not: two parties at least gave their own
        degree when several answered the grid, and one that gave none takes nothing away
        from what the others say alike: it is named beside (`silent`).
        """
        least = 2 if len(self.parties) > 1 else 1
        found = [
            result
            for result in self.criteria
            if len(result.middles) >= least
            and all(holds(result, party) for party in result.middles)
        ]
        found.sort(
            key=lambda one: (-len(one.middles), sign * sum(one.middles.values()))
        )
        return found[:MOST_SHOWN]


def results(grid: Grid, counts: Counts) -> Results:
    """`counts` of a grid read as results. Criteria that nobody met have no view."""
    return Results(
        grid,
        tuple(
            DimensionResult(
                dimension,
                tuple(
                    CriterionResult(
                        criterion,
                        grid.scale,
                        tuple(_views(counts.get(criterion.code, {}))),
                    )
                    for criterion in dimension.criteria
                ),
            )
            for dimension in grid.dimensions
        ),
    )


def _views(by_party: Mapping[str, Mapping[str, int]]) -> Iterator[View]:
    for party in Party:
        if party not in by_party:
            continue
        counts = dict(by_party[party])
        unknown = counts.pop(AnswerKind.UNKNOWN, 0)
        not_applicable = counts.pop(AnswerKind.NOT_APPLICABLE, 0)
        levels = sorted((int(level), count) for level, count in counts.items())
        yield View(party, tuple(levels), unknown, not_applicable)


def evolution(now: Results, before: Results) -> dict[str, dict[Party, float]]:
    """By criterion, how far each party that answered twice has moved, in degrees."""
    earlier = {result.criterion.code: result.middles for result in before.criteria}
    return {
        result.criterion.code: {
            party: middle - earlier[result.criterion.code][party]
            for party, middle in result.middles.items()
            if party in earlier.get(result.criterion.code, {})
        }
        for result in now.criteria
    }
