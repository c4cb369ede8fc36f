"""A grid as a file, and a file as a grid. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from diagnostics.enums import InstrumentKind
from diagnostics.instruments import read
from diagnostics.source import ContentError, Place, Table, read_toml, told
from diagnostics.syntax import json_fault, unread
from diagnostics.toml_text import toml_text

MOST_BYTES = 1_000_000


def as_toml(values: Mapping[str, Any]) -> str:
    return toml_text(values)


def as_json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


#: Written forms by what the name of the file ends with.
WRITERS = {"toml": as_toml, "json": as_json}


def values_of(text: str, name: str) -> dict[str, Any]:
    """The values of a grid; raises ContentError, with its place. A file has a name."""
    top = _read_json(text, name) if _is_json(text, name) else _read_toml(text, name)
    kind = top.row.get("kind")
    if kind != InstrumentKind.GRID:
        raise top.error("ce fichier n’est pas une grille (kind = grid).", "kind")
    read(top)
    values = dict(top.row)
    if not storable(values):
        sentence = "ce texte porte des signes qui ne s’écrivent pas."
        raise ContentError(told(name, sentence))
    return values


def _is_json(text: str, name: str) -> bool:
    return name.lower().endswith(".json") or text.lstrip().startswith("{")


def _read_toml(text: str, name: str) -> Table:
    try:
        return read_toml(text, name)
    except ContentError:
        raise
    except (ValueError, RecursionError) as error:
        raise ContentError(told(name, unread(error))) from error


def _read_json(text: str, name: str) -> Table:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        line, sentence = json_fault(error)
        raise ContentError(told(name, sentence, line=line), sentence) from error
    except (ValueError, RecursionError) as error:
        raise ContentError(told(name, unread(error))) from error
    if not isinstance(row, dict):
        sentence = "une grille commence par une accolade."
        raise ContentError(told(name, sentence, line=1))
    return Table(row, Place(name))


def storable(values: object) -> bool:
    """Neither NUL nor half of a character: the base could not keep them."""
    text = json.dumps(values, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
