"""The library of questions (E3): read from a text file, checked line by line.

Pure: text in, values out. An error names the file, the line and says what to write.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.enums import Theme
from dialogue.law.books import RULES
from projects.enums import Answer3, Confidence, Phase, Use

CONTENT = Path(__file__).with_name("content") / "questions.toml"
#: Facts of a sheet that bring a question forward, beside those of `Use`.
SHEET = frozenset(
    {"ai", "generates", "monitoring", "staff_data", "personal_data", "pilot"}
)
FACTS = SHEET | set(Use.values)
LONGEST = 300
_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")
_KEYS = {"id", "theme", "phases", "text", "why", "rule", "method", "when"}
_HEADER = re.compile(r"^\s*\[\[question\]\]")


class LibraryError(ValueError):
    """`str()` is « file:line: sentence »."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a question comes from; `mark` says how far that source was read."""

    title: str
    link: str
    mark: str


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    id: str
    theme: Theme
    phases: tuple[Phase, ...]
    text: str
    why: str
    origin: Origin
    when: frozenset[str]


def parse(text: str, name: str) -> tuple[LibraryQuestion, ...]:
    """Raises LibraryError at the first thing that is not as it should be."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{name}: {error}") from error
    lines = list(_starts(text))
    methods = {
        key: _method(key, row, name) for key, row in data.get("methods", {}).items()
    }
    rows = data.get("question", [])
    found = tuple(
        _question(row, methods, _Place(name, line, text))
        for row, line in zip(rows, lines, strict=True)
    )
    _refuse_twins(found, lines, name)
    return found


def _starts(text: str) -> Iterator[int]:
    for number, line in enumerate(text.splitlines(), start=1):
        if _HEADER.match(line):
            yield number


@dataclass(frozen=True, slots=True)
class _Place:
    """The question that is being read, to say where something is wrong."""

    name: str
    line: int
    text: str

    def error(self, sentence: str, key: str = "") -> LibraryError:
        return LibraryError(f"{self.name}:{self._line_of(key)}: {sentence}")

    def _line_of(self, key: str) -> int:
        following = self.text.splitlines()[self.line :]
        for offset, line in enumerate(following, start=1):
            if line.startswith("["):
                break
            if key and re.match(rf"{re.escape(key)}\s*=", line):
                return self.line + offset
        return self.line


def _method(key: str, row: Mapping[str, Any], name: str) -> Origin:
    for field in ("title", "link", "fidelity"):
        if not isinstance(row.get(field), str) or not row[field]:
            raise LibraryError(f"{name}: la méthode « {key} » n’a pas de {field}.")
    mark = f"inspirée de, formulation propre, {row['fidelity']}"
    return Origin(row["title"], row["link"], mark)


def _question(
    row: Mapping[str, Any], methods: Mapping[str, Origin], place: _Place
) -> LibraryQuestion:
    for key in row:
        if key not in _KEYS:
            raise place.error(f"le champ « {key} » n’existe pas.", key)
    if not _ID.fullmatch(_words(row, "id", place)):
        raise place.error("l’identifiant s’écrit en minuscules et tirets.", "id")
    if not _words(row, "text", place).endswith("?"):
        raise place.error("une question finit par un point d’interrogation.", "text")
    return LibraryQuestion(
        id=row["id"],
        theme=Theme(_among(row.get("theme"), Theme.values, "theme", place)),
        phases=tuple(
            Phase(_among(phase, Phase.values, "phases", place))
            for phase in _several(row, "phases", place)
        ),
        text=row["text"],
        why=_words(row, "why", place),
        origin=_origin(row, methods, place),
        when=frozenset(
            _among(fact, sorted(FACTS), "when", place) for fact in row.get("when", ())
        ),
    )


def _words(row: Mapping[str, Any], key: str, place: _Place) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise place.error(f"il manque « {key} ».", key)
    if len(value) > LONGEST:
        raise place.error(f"« {key} » dépasse {LONGEST} caractères.", key)
    return value


def _several(row: Mapping[str, Any], key: str, place: _Place) -> list[Any]:
    value = row.get(key)
    if not isinstance(value, list) or not value:
        raise place.error(f"« {key} » est une liste d’au moins une valeur.", key)
    if len(value) != len(set(map(str, value))):
        raise place.error(f"« {key} » répète une valeur.", key)
    return value


def _among(value: object, known: list[str], key: str, place: _Place) -> str:
    if not isinstance(value, str) or value not in known:
        raise place.error(
            f"« {value} » n’est pas une valeur de « {key} » : {', '.join(known)}.", key
        )
    return value


def _origin(
    row: Mapping[str, Any], methods: Mapping[str, Origin], place: _Place
) -> Origin:
    if ("rule" in row) == ("method" in row):
        raise place.error("une question vient d’une règle ou d’une méthode, pas plus.")
    if "method" in row:
        return methods[_among(row["method"], sorted(methods), "method", place)]
    rule = RULES.get(row["rule"])
    if rule is None:
        raise place.error(f"la règle « {row['rule']} » n’existe pas.", "rule")
    return Origin(rule.article, rule.source, str(Confidence(rule.confidence).label))


def _refuse_twins(
    found: tuple[LibraryQuestion, ...], lines: list[int], name: str
) -> None:
    for field in ("id", "text"):
        values = [str(getattr(one, field)) for one in found]
        twice = {value for value, count in Counter(values).items() if count > 1}
        for value, line in zip(values, lines, strict=True):
            if value in twice:
                raise LibraryError(f"{name}:{line}: « {value} » est écrit deux fois.")


@cache
def questions() -> tuple[LibraryQuestion, ...]:
    return parse(CONTENT.read_text(encoding="utf-8"), CONTENT.name)


def facts_of_sheet(answers: Mapping[str, str], functions: list[str]) -> frozenset[str]:
    """What is true of a project, in the words of `when`; `answers` by field or use."""
    known = {name for name, value in answers.items() if value == Answer3.YES}
    if "generates" in functions:
        known.add("generates")
    return frozenset(known & FACTS)


def suggested(question: LibraryQuestion, facts: frozenset[str]) -> bool:
    return bool(question.when & facts)
