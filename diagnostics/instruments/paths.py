"""Paths of dialogue: stages that a project follows, and levers to pull on the way."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.enums import Availability, Moment
from diagnostics.instruments.header import KEYS, Grounds, Header, grounds, keys_of
from diagnostics.source import Table, refuse_twins
from projects.enums import Phase


@dataclass(frozen=True, slots=True)
class PathStage:
    """`exit`: what must be true before the next stage. `instruments`: their ids."""

    code: str
    title: str
    moment: Moment
    summary: str
    aims: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    roles: tuple[str, ...]
    bodies: tuple[str, ...]
    instruments: tuple[str, ...]
    exit: tuple[str, ...]
    phases: tuple[Phase, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Lever:
    """`stages`: codes of the stages at which it can be pulled; none means all."""

    code: str
    title: str
    text: str
    availability: Availability
    stages: tuple[str, ...]
    who: str
    grounds: Grounds


@dataclass(frozen=True)
class DialoguePath:
    """`circular`: after the last stage, the first again."""

    header: Header
    circular: bool
    stages: tuple[PathStage, ...]
    levers: tuple[Lever, ...]


def read_path(top: Table, header: Header) -> DialoguePath:
    top.only(*KEYS, "circular", "stage", "lever")
    stages = top.tables("stage", least=2)
    levers = top.tables("lever")
    refuse_twins(stages)
    refuse_twins(levers)
    codes = {str(one.row.get("code")) for one in stages}
    return DialoguePath(
        header,
        top.yes("circular"),
        tuple(_stage(one, header) for one in stages),
        tuple(_lever(one, header, codes) for one in levers),
    )


def _stage(table: Table, header: Header) -> PathStage:
    table.only(*keys_of(PathStage))
    return PathStage(
        code=table.code(),
        title=table.words("title", longest=160),
        moment=table.among("moment", Moment),
        summary=table.words("summary"),
        aims=table.several("aims", least=1),
        inputs=table.several("inputs"),
        outputs=table.several("outputs", least=1),
        roles=table.several("roles"),
        bodies=table.several("bodies"),
        instruments=table.several("instruments"),
        exit=table.several("exit", least=1),
        phases=table.some_among("phases", Phase),
        grounds=grounds(table, header),
    )


def _lever(table: Table, header: Header, codes: set[str]) -> Lever:
    table.only(
        *["code", "title", "text", "availability", "stages", "who", "source", "mark"]
    )
    stages = table.several("stages")
    for stage in stages:
        if stage not in codes:
            raise table.error(f"l’étape « {stage} » n’existe pas.", "stages")
    return Lever(
        code=table.code(),
        title=table.words("title", longest=160),
        text=table.words("text"),
        availability=table.among("availability", Availability),
        stages=stages,
        who=table.words("who", needed=False),
        grounds=grounds(table, header),
    )
