"""Two people changed one text: put both changes in, or say that they collide.

Pure, three-way, by sentence: `base` is what both started from. A change of one person
stands where the other left the text alone; two changes of the same sentence, or of two
places that touch, are never decided here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Beyond this, comparing could take seconds: the whole middle counts as changed.
MOST_PAIRS = 4_000_000

#: A sentence ends at its stop followed by a space, a line at its break. The spaces in
#: between are pieces of their own, so that neighbours may change separately.
_PIECES = re.compile(r"\n|[^\S\n]+(?=\n|$)|(?<=[.!?…;])[^\S\n]+")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Change:
    """Pieces `start` to `end` of the base become `pieces`."""

    start: int
    end: int
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text in a comparison: kept ("same"), added ("new") or gone ("old")."""

    kind: str
    text: str


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both texts in one, or None when they touch the same place.

    The order of `mine` and `theirs` does not matter.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    pieces = split(base)
    ours, others = _changes(pieces, split(mine)), _changes(pieces, split(theirs))
    together = sorted({*ours, *others}, key=lambda change: (change.start, change.end))
    result: list[str] = []
    at = 0
    for i, change in enumerate(together):
        if i and change.start <= together[i - 1].end:
            return None
        result += [*pieces[at : change.start], *change.pieces]
        at = change.end
    return "".join([*result, *pieces[at:]])


def split(text: str) -> list[str]:
    """Sentences and the spaces between them; joined again they give the text."""
    pieces = []
    at = 0
    for found in _PIECES.finditer(text):
        pieces += [text[at : found.start()], found.group()]
        at = found.end()
    return [piece for piece in [*pieces, text[at:]] if piece]


def _changes(base: list[str], new: list[str]) -> list[_Change]:
    return [_Change(i1, i2, tuple(new[j1:j2])) for i1, i2, j1, j2 in _moves(base, new)]


def compare(old: str, new: str) -> list[Part]:
    """Word by word, what became of `old` in `new`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    return [part for part in _parts(before, after) if part.text]


def _parts(before: list[str], after: list[str]) -> Iterator[Part]:
    at = 0
    for i1, i2, j1, j2 in _moves(before, after):
        yield Part("same", "".join(before[at:i1]))
        yield Part("old", "".join(before[i1:i2]))
        yield Part("new", "".join(after[j1:j2]))
        at = i2
    yield Part("same", "".join(before[at:]))


def _moves(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Places where the lists differ: from, to in `old`; from, to in `new`."""
    short = min(len(old), len(new))
    head = next((i for i in range(short) if old[i] != new[i]), short)
    rest = short - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(before) * len(after) > MOST_PAIRS:
        yield head, head + len(before), head, head + len(after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield head + i1, head + i2, head + j1, head + j2
