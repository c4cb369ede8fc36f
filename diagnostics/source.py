"""Reading an instrument's text, and saying where it is wrong.

Pure. The same checks serve the files of Navette (TOML, where a mistake has a line) and
those that people import or edit in the browser (where it has a path).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from diagnostics.syntax import toml_fault
from projects.french import french

Step = str | int
Path = tuple[Step, ...]

LONGEST = 600
LONGEST_TEXT = 6000
_TABLE = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
CODE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")


class ContentError(ValueError):
    """`str()` is what `told` says, or a whole sentence."""

    def __init__(self, said: str, sentence: str = "", path: Path = ()) -> None:
        super().__init__(said)
        self.sentence = sentence or said
        self.path = path


def told(name: str, sentence: str, *, line: int | None = None, where: str = "") -> str:
    """« file:line: sentence », or « file, path: sentence ».

    A text that was typed has no file: « Ligne 2 : sentence ».
    """
    if name:
        place = f":{line}" if line is not None else f", {where}" if where else ""
        return f"{name}{place}: {sentence}"
    if line is not None:
        return f"Ligne {line} : {sentence}"
    return (
        f"Dans « {where} » : {sentence}"
        if where
        else sentence[:1].upper() + sentence[1:]
    )


def lines_of(text: str) -> dict[Path, int]:
    """Line, from 1, of each table and each key of a TOML text."""
    found: dict[Path, int] = {}
    counts: Counter[Path] = Counter()
    here: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        table = _TABLE.match(line)
        if table:
            here = _enter(table[2].split("."), table[1] == "[[", counts)
            found[here] = number
        elif key := _KEY.match(line):
            found.setdefault((*here, key[1]), number)
    return found


def _enter(names: list[str], repeated: bool, counts: Counter[Path]) -> Path:
    """The path that a header opens; parts that repeat stand at their last row."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if repeated and position == len(names) - 1:
            counts[path] += 1
        if counts[path]:
            path = (*path, counts[path] - 1)
    return path


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text, to say so."""

    name: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    path: Path = ()

    def error(self, sentence: str, key: str = "") -> ContentError:
        path = (*self.path, key) if key else self.path
        known = next((self.lines[p] for p in _upwards(path) if p in self.lines), None)
        if known is not None:
            said = told(self.name, sentence, line=known)
            return ContentError(said, sentence, path)
        where = " ".join(str(s + 1) if isinstance(s, int) else s for s in path)
        return ContentError(told(self.name, sentence, where=where), sentence, path)


def _upwards(path: Path) -> Iterable[Path]:
    while path:
        yield path
        path = path[:-1]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the text, each key read with its check."""

    row: Mapping[str, Any]
    place: Place

    def only(self, *keys: str) -> None:
        """Refuse a key that is not one of `keys`: a mistyped one would be lost."""
        for key in self.row:
            if key not in keys:
                # A suite that nobody knows is where its first row is.
                first = (key, 0)
                known = (*self.place.path, *first) in self.place.lines
                place = self._place(*first) if known else self._place(key)
                raise place.error(f"le champ « {key} » n’existe pas.")

    def error(self, sentence: str, key: str = "") -> ContentError:
        return self.place.error(sentence, key)

    def words(self, key: str, *, longest: int = LONGEST, needed: bool = True) -> str:
        """One text, with the spaces of French typography. Empty when not `needed`."""
        return french(self.text(key, longest=longest, needed=needed).strip())

    def text(self, key: str, *, longest: int = LONGEST, needed: bool = True) -> str:
        """One text as it was typed. Empty when not `needed`."""
        value = self.row.get(key, "")
        if not isinstance(value, str):
            raise self.error(f"« {key} » est un texte, entre guillemets.", key)
        if needed and not value.strip():
            raise self.error(f"il manque « {key} ».", key)
        if len(value) > longest:
            raise self.error(f"« {key} » dépasse {longest} caractères.", key)
        return value

    def code(self, key: str = "code") -> str:
        value = self.row.get(key)
        if not isinstance(value, str) or not CODE.fullmatch(value) or len(value) > 40:
            raise self.error(
                f"« {key} » s’écrit avec des lettres sans accent, des chiffres, "
                "des points et des tirets.",
                key,
            )
        return value

    def number(self, key: str, lowest: int, highest: int) -> int:
        value = self.row.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(f"« {key} » est un nombre entier.", key)
        if not lowest <= value <= highest:
            raise self.error(f"« {key} » va de {lowest} à {highest}.", key)
        return value

    def yes(self, key: str) -> bool:
        value = self.row.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"« {key} » vaut true ou false.", key)
        return value

    def several(self, key: str, *, least: int = 0) -> tuple[str, ...]:
        """A list of texts, none empty, none twice."""
        value = self.row.get(key, [])
        if not isinstance(value, list) or any(
            not isinstance(one, str) or not one.strip() or len(one) > LONGEST
            for one in value
        ):
            raise self.error(f"« {key} » est une liste de textes non vides.", key)
        if len(value) < least:
            raise self.error(f"« {key} » a au moins {least} valeur(s).", key)
        found = tuple(french(one.strip()) for one in value)
        if len(set(found)) != len(found):
            raise self.error(f"« {key} » répète une valeur.", key)
        return found

    def among[C: TextChoices](
        self, key: str, kind: type[C], default: C | None = None
    ) -> C:
        value = self.row.get(key, default)
        return self._choice(value, key, kind)

    def some_among[C: TextChoices](
        self, key: str, kind: type[C], *, least: int = 0
    ) -> tuple[C, ...]:
        found = tuple(self._choice(one, key, kind) for one in self._list(key))
        if len(found) < least:
            raise self.error(f"« {key} » a au moins {least} valeur(s).", key)
        if len(set(found)) != len(found):
            raise self.error(f"« {key} » répète une valeur.", key)
        return found

    def _choice[C: TextChoices](self, value: object, key: str, kind: type[C]) -> C:
        if not isinstance(value, str) or value not in kind.values:
            known = ", ".join(kind.values)
            raise self.error(
                f"« {value} » n’est pas une valeur de « {key} » : {known}.", key
            )
        return kind(value)

    def _list(self, key: str) -> list[Any]:
        value = self.row.get(key, [])
        if not isinstance(value, list):
            raise self.error(f"« {key} » est une liste.", key)
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        value = self._list(key)
        if any(isinstance(one, bool) or not isinstance(one, int) for one in value):
            raise self.error(f"« {key} » est une liste de nombres entiers.", key)
        return tuple(value)

    def table(self, key: str) -> Table:
        value = self.row.get(key)
        if not isinstance(value, Mapping):
            raise self.error(f"il manque la partie « {key} ».", key)
        return Table(value, self._place(key))

    def tables(self, key: str, *, least: int = 0) -> tuple[Table, ...]:
        rows = self._list(key)
        if len(rows) < least:
            raise self.error(f"il faut au moins {least} « {key} ».", key)
        found = []
        for index, row in enumerate(rows):
            place = self._place(key, index)
            if not isinstance(row, Mapping):
                raise place.error(f"« {key} » est une suite de parties.")
            found.append(Table(row, place))
        return tuple(found)

    def _place(self, *steps: Step) -> Place:
        return Place(self.place.name, self.place.lines, (*self.place.path, *steps))


def refuse_twins(tables: Iterable[Table], key: str = "code") -> None:
    """Raises at the second of two tables that have the same `key`."""
    seen: set[str] = set()
    for table in tables:
        value = table.row.get(key)
        if not isinstance(value, str):
            continue  # said by the check of the key itself
        if value in seen:
            raise table.error(f"« {value} » est écrit deux fois.", key)
        seen.add(value)


def read_toml(text: str, name: str) -> Table:
    """Raises ContentError when the text is not TOML, with the line."""
    try:
        row = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, sentence = toml_fault(error, text)
        raise ContentError(told(name, sentence, line=line), sentence) from error
    return Table(row, Place(name, lines_of(text)))
