"""Advice by phase of a project, and the kinds of needs that it tells to follow."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.enums import Actor
from diagnostics.instruments.header import KEYS, Grounds, Header, grounds, keys_of
from diagnostics.source import Table, refuse_twins
from projects.enums import Phase


@dataclass(frozen=True, slots=True)
class Advice:
    """`proof`: what shows that it is done."""

    code: str
    text: str
    actors: tuple[Actor, ...]
    why: str
    proof: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase of the project, or all of them when `phase` is None."""

    code: str
    phase: Phase | None
    title: str
    other_names: tuple[str, ...]
    stake: str
    objectives: tuple[str, ...]
    watched: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    actors: tuple[str, ...]
    dialogue: str
    grounds: Grounds
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class NeedCategory:
    """A kind of well-being need (exigence non fonctionnelle, ENF)."""

    code: str
    title: str
    examples: tuple[str, ...]
    acceptance: str
    grounds: Grounds


@dataclass(frozen=True)
class AdviceBook:
    header: Header
    stages: tuple[Stage, ...]
    needs: tuple[NeedCategory, ...]


def read_advice(top: Table, header: Header) -> AdviceBook:
    top.only(*KEYS, "stage", "need")
    stages = top.tables("stage", least=1)
    needs = top.tables("need")
    refuse_twins(stages)
    refuse_twins(needs)
    refuse_twins(advice for one in stages for advice in one.tables("advice"))
    return AdviceBook(
        header=header,
        stages=tuple(_stage(one, header) for one in stages),
        needs=tuple(_need(one, header) for one in needs),
    )


def _stage(table: Table, header: Header) -> Stage:
    table.only(*keys_of(Stage))
    return Stage(
        code=table.code(),
        phase=table.among("phase", Phase) if "phase" in table.row else None,
        title=table.words("title", longest=160),
        other_names=table.several("other_names"),
        stake=table.words("stake"),
        objectives=table.several("objectives"),
        watched=table.several("watched"),
        inputs=table.several("inputs"),
        outputs=table.several("outputs"),
        actors=table.several("actors"),
        dialogue=table.words("dialogue", longest=1200),
        grounds=grounds(table, header),
        advice=tuple(_advice(one, header) for one in table.tables("advice", least=1)),
    )


def _advice(table: Table, header: Header) -> Advice:
    table.only(*keys_of(Advice))
    return Advice(
        code=table.code(),
        text=table.words("text"),
        actors=table.some_among("actors", Actor, least=1),
        why=table.words("why", needed=False),
        proof=table.words("proof"),
        grounds=grounds(table, header),
    )


def _need(table: Table, header: Header) -> NeedCategory:
    table.only(*keys_of(NeedCategory))
    return NeedCategory(
        code=table.code(),
        title=table.words("title", longest=120),
        examples=table.several("examples", least=1),
        acceptance=table.words("acceptance"),
        grounds=grounds(table, header),
    )
