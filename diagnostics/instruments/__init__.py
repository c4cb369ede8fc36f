"""Instruments as values: one reader for files, imports and what is kept in the base."""

from collections.abc import Callable, Mapping
from typing import Any

from diagnostics.enums import InstrumentKind
from diagnostics.instruments.advice import AdviceBook, read_advice
from diagnostics.instruments.grids import Grid, read_grid
from diagnostics.instruments.header import Header, read_header
from diagnostics.instruments.learning import (
    Canvas,
    Guide,
    InterviewGuide,
    Quiz,
    read_canvas,
    read_guide,
    read_interview,
    read_quiz,
)
from diagnostics.instruments.paths import DialoguePath, read_path
from diagnostics.source import Place, Table, read_toml

Instrument = Grid | AdviceBook | Quiz | Canvas | DialoguePath | InterviewGuide | Guide

_READERS: dict[InstrumentKind, Callable[[Table, Header], Instrument]] = {
    InstrumentKind.GRID: read_grid,
    InstrumentKind.ADVICE: read_advice,
    InstrumentKind.QUIZ: read_quiz,
    InstrumentKind.CANVAS: read_canvas,
    InstrumentKind.PATH: read_path,
    InstrumentKind.INTERVIEW: read_interview,
    InstrumentKind.GUIDE: read_guide,
}


def read(top: Table) -> Instrument:
    """Raises ContentError at the first thing that is not as it should be."""
    header = read_header(top)
    return _READERS[header.kind](top, header)


def parse(text: str, name: str) -> Instrument:
    """An instrument from the text of a TOML file called `name`."""
    return read(read_toml(text, name))


def from_values(values: Mapping[str, Any], name: str) -> Instrument:
    """The same from what the base keeps, or from an imported file."""
    return read(Table(values, Place(name)))


__all__ = [
    "AdviceBook",
    "Canvas",
    "DialoguePath",
    "Grid",
    "Guide",
    "Header",
    "Instrument",
    "InterviewGuide",
    "Quiz",
    "from_values",
    "parse",
    "read",
]
