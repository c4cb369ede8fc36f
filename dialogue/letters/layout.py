"""How the plain text of a letter is laid out: the same on screen, in DOCX and PDF.

A line alone that ends without punctuation is a title; lines that begin with a dash
are a list; all else is a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_MARKS = ".,;:!?»…"
_DASH = "– "
LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is title, text or list."""

    kind: str
    lines: tuple[str, ...]


def blocks(body: str) -> list[Block]:
    found: list[Block] = []
    for paragraph in body.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        found += _blocks_of(lines)
    return found


def _blocks_of(lines: list[str]) -> Iterator[Block]:
    if len(lines) == 1 and _is_title(lines[0]):
        yield Block("title", (lines[0],))
        return
    for is_list, some in groupby(lines, key=lambda line: line.startswith(_DASH)):
        if is_list:
            yield Block("list", tuple(line.removeprefix(_DASH) for line in some))
        else:
            yield Block("text", tuple(some))


def _is_title(line: str) -> bool:
    return (
        not line.startswith(_DASH)
        and len(line) <= LONGEST_TITLE
        and line[-1] not in _MARKS
    )
