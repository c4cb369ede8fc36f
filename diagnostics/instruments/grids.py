"""Grids: dimensions, criteria with their question and the two ends of their scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnostics.enums import Component, ScaleKind
from diagnostics.instruments.header import KEYS, Grounds, Header, grounds, keys_of
from diagnostics.source import Table, refuse_twins


@dataclass(frozen=True, slots=True)
class Level:
    """One degree. What is not known or does not apply is no degree."""

    value: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Scale:
    """`weak` and `strong` are the values that make a brake or a strength."""

    kind: ScaleKind
    levels: tuple[Level, ...]
    weak: tuple[int, ...]
    strong: tuple[int, ...]

    @property
    def lowest(self) -> int:
        return self.levels[0].value

    @property
    def highest(self) -> int:
        return self.levels[-1].value

    def label(self, value: int) -> str:
        return next(level.label for level in self.levels if level.value == value)


@dataclass(frozen=True, slots=True)
class Criterion:
    """`low`, `high`: the two ends. `ask`, `propose`: what to do when it is weak."""

    code: str
    title: str
    question: str
    follow_ups: tuple[str, ...]
    help: str
    evidence: tuple[str, ...]
    component: Component | None
    low: str
    high: str
    ask: str
    propose: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Dimension:
    code: str
    title: str
    summary: str
    component: Component | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Grid:
    header: Header
    scale: Scale
    dimensions: tuple[Dimension, ...]

    @property
    def criteria(self) -> Iterator[Criterion]:
        for dimension in self.dimensions:
            yield from dimension.criteria

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        return {one.code: one for one in self.criteria}

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        return {c.code: d for d in self.dimensions for c in d.criteria}


def read_grid(top: Table, header: Header) -> Grid:
    top.only(*KEYS, "scale", "dimension")
    dimensions = top.tables("dimension", least=1)
    refuse_twins(dimensions)
    refuse_twins(
        criterion for one in dimensions for criterion in one.tables("criterion")
    )
    return Grid(
        header=header,
        scale=_scale(top.table("scale")),
        dimensions=tuple(_dimension(one, header) for one in dimensions),
    )


def _scale(table: Table) -> Scale:
    table.only("kind", "level", "weak", "strong")
    kind = table.among("kind", ScaleKind)
    rows = table.tables("level", least=2)
    levels = tuple(_level(one) for one in rows)
    values = [level.value for level in levels]
    if sorted(set(values)) != values:
        raise table.error("les degrés vont du plus bas au plus haut.", "level")
    if kind == ScaleKind.BIPOLAR and values != [-value for value in reversed(values)]:
        raise table.error("les deux pôles ont autant de degrés.", "level")
    return Scale(
        kind=kind,
        levels=levels,
        weak=_some_values(table, "weak", values),
        strong=_some_values(table, "strong", values),
    )


def _level(table: Table) -> Level:
    table.only("value", "label", "meaning")
    return Level(
        value=table.number("value", -5, 10),
        label=table.words("label", longest=80),
        meaning=table.words("meaning", needed=False),
    )


def _some_values(table: Table, key: str, values: list[int]) -> tuple[int, ...]:
    found = table.numbers(key)
    for value in found:
        if value not in values:
            raise table.error(f"{value} n’est pas un degré de l’échelle.", key)
    return found


def _dimension(table: Table, header: Header) -> Dimension:
    table.only("code", "title", "summary", "component", "criterion")
    return Dimension(
        code=table.code(),
        title=table.words("title", longest=160),
        summary=table.words("summary"),
        component=_component(table),
        criteria=tuple(
            _criterion(one, header) for one in table.tables("criterion", least=1)
        ),
    )


def _criterion(table: Table, header: Header) -> Criterion:
    table.only(*keys_of(Criterion))
    question = table.words("question")
    if not question.endswith(("?", ".")):
        raise table.error("une question finit par « ? » ou par un point.", "question")
    return Criterion(
        code=table.code(),
        title=table.words("title", longest=160),
        question=question,
        follow_ups=table.several("follow_ups"),
        help=table.words("help", needed=False),
        evidence=table.several("evidence"),
        component=_component(table),
        low=table.words("low", longest=300),
        high=table.words("high", longest=300),
        ask=table.words("ask", needed=False),
        propose=table.words("propose", needed=False),
        grounds=grounds(table, header),
    )


def _component(table: Table) -> Component | None:
    if "component" not in table.row:
        return None
    return table.among("component", Component)
