"""Every file of content is read, whole, and says where each of its lines comes from."""

from pathlib import Path

import pytest

import diagnostics
from diagnostics.enums import InstrumentKind
from diagnostics.instruments import Instrument, parse

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
