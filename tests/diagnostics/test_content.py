"""Every file of content is read, whole, and says where each of its lines comes from."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import diagnostics
from diagnostics.enums import InstrumentKind, Mark
from diagnostics.instruments import Guide, Instrument, parse
from diagnostics.source import lines_of
from projects.enums import Phase

CONTENT = Path(diagnostics.__file__).with_name("content")
FILES = sorted(CONTENT.rglob("*.toml"))
FOLDERS = {
    "grids": InstrumentKind.GRID,
    "advice": InstrumentKind.ADVICE,
    "quizzes": InstrumentKind.QUIZ,
    "canvases": InstrumentKind.CANVAS,
    "paths": InstrumentKind.PATH,
    "interviews": InstrumentKind.INTERVIEW,
    "guides": InstrumentKind.GUIDE,
}


def read(path: Path) -> Instrument:
    return parse(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_read_whole_and_stands_under_its_own_name(path):
    header = read(path).header
    assert (header.id, header.kind) == (path.stem, FOLDERS[path.parent.name])


def test_no_instrument_nor_phase_is_without_a_guide_and_guides_name_none_else():
    texts = [read(path) for path in FILES]
    guides = [one for one in texts if isinstance(one, Guide)]
    others = {one.header.id for one in texts if not isinstance(one, Guide)}
    assert {name for guide in guides for name in guide.instruments} == others
    assert {phase for guide in guides for phase in guide.phases} == set(Phase)


#: The parts whose every row says where it comes from, in each kind of file.
MARKED = {
    "grids": ["dimension.criterion"],
    "advice": ["stage", "stage.advice", "need"],
    "quizzes": ["item"],
    "canvases": ["criterion"],
    "paths": ["stage", "lever"],
    "interviews": ["theme"],
    "guides": ["section", "term"],
}


def unsaid(text: str, name: str, parts: list[str]) -> list[str]:
    """« file:line: what is missing », for rows that leave source or mark to a default.

    The text itself is read: the reader of instruments would fill in what is not there.
    """
    lines = lines_of(text)
    return [
        f"{name}:{lines[path]}: {missing}"
        for part in parts
        for path, row in rows(tomllib.loads(text), part.split("."), ())
        for missing in ("source", "mark")
        if missing not in row
    ]


def rows(
    table: dict[str, Any], names: list[str], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    if not names:
        yield path, table
        return
    for index, row in enumerate(table.get(names[0], [])):
        yield from rows(row, names[1:], (*path, names[0], index))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_of_a_file_writes_its_source_and_its_mark(path):
    text = path.read_text(encoding="utf-8")
    assert unsaid(text, path.name, MARKED[path.parent.name]) == []


def test_a_line_without_source_or_mark_is_told_with_its_place():
    text = "\n".join(
        [
            "[[dimension]]",
            "[[dimension.criterion]]",
            'source = "ici"',
            'mark = "fact"',
            "[[dimension.criterion]]",
            'source = "ici"',
        ]
    )
    assert unsaid(text, "essai.toml", ["dimension.criterion"]) == ["essai.toml:5: mark"]


def test_a_grid_that_people_write_may_leave_both_to_the_first_source():
    path = CONTENT / "grids" / "isidor.toml"
    text = "\n".join(
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("source =", "mark ="))
    )
    grounds = {one.grounds for one in parse(text, path.name).criteria}
    assert {(one.source.id, one.mark) for one in grounds} == {("mdsn", Mark.PROPOSAL)}
