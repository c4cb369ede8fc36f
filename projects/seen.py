"""A mark of what a page showed, so that two people never erase each other's words.

One short mark for each field: a late form then tells which fields its person changed,
which ones somebody else did, and which ones both.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from projects.errors import Stale
from projects.french import day

_SIZE = 8


def mark(row: object | None, names: Iterable[str]) -> str:
    """Changes as soon as one of these fields does; empty for a row not written yet.

    A row, or what stands for one: names and values.
    """
    if row is None:
        return ""
    return "".join(sorted(_piece(name, _value(row, name)) for name in names))


def mark_of(values: Any) -> str:
    """The same for what is no row: a text, a list of words, a part of a file."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def refuse_stale(
    row: object | None,
    given: Mapping[str, Any],
    seen: str | None,
    words: Mapping[str, str] | None = None,
    blank: Mapping[str, Any] | None = None,
) -> None:
    """Raises Stale when `row`, read under its lock, is not what `seen` marks any more.

    Never for who gives what is stored already. None is for acts that no page came
    before: a file, the demonstration. `words` tell what a value alone would not;
    `blank` is what a page offers for a row not written yet, where that is not nothing.
    """
    now = mark(row, given)
    if seen is None or _same(seen, now):
        return
    both: dict[str, str] = {}
    theirs: dict[str, str] = {}
    shown = _Shown(seen, blank or {})
    for name, value in given.items():
        stored = _value(row, name)
        if _plain(stored) == _plain(value) or shown.has(name, stored):
            continue
        said = (words or {}).get(name) or _words(row, name, stored)
        (theirs if shown.has(name, value) else both)[name] = said
    if not both and not theirs:
        return
    raise Stale(
        _(
            "Quelqu’un a écrit ici entre-temps, et rien n’est remplacé. Ce qui est "
            "enregistré est redit là où vos réponses diffèrent : comparez, puis "
            "enregistrez à nouveau."
        ),
        now,
        both,
        theirs,
    )


@dataclass(frozen=True)
class _Shown:
    """What the page showed of each field."""

    seen: str
    blank: Mapping[str, Any]

    def has(self, name: str, value: Any) -> bool:
        if self.seen:
            return _piece(name, value) in _pieces(self.seen)
        nothing = False if isinstance(value, bool) else ""
        return bool(_plain(value) == _plain(self.blank.get(name, nothing)))


def _same(seen: str, now: str) -> bool:
    """`seen` may mark more fields than those that are given."""
    return bool(seen) == bool(now) and _pieces(now) <= _pieces(seen)


def _value(row: object | None, name: str) -> Any:
    if isinstance(row, Mapping):
        return row.get(name, "")
    return getattr(row, name, "")


def _piece(name: str, value: Any) -> str:
    text = json.dumps([name, _plain(value)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_SIZE]


def _pieces(seen: str) -> set[str]:
    return {seen[at : at + _SIZE] for at in range(0, len(seen), _SIZE)}


def _plain(value: Any) -> Any:
    """One shape for what is stored and for what a form sends back of it."""
    if value is None or value == []:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | list | dict):
        return value
    return str(value).replace("\r\n", "\n").strip()


def _words(row: object | None, name: str, value: Any) -> str:
    """As a page says it; of another row nothing, since not everybody may read it."""
    if isinstance(value, Model):
        return str(_("une autre réponse"))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list) and value:
        return ", ".join(map(str, value))
    labelled = getattr(row, f"get_{name}_display", None)
    return str((labelled() if labelled else value) or _("rien"))
