"""What is wrong in the form of a TOML or JSON text, in French. Pure.

The libraries say it in English, in words made for who programs. What they said is
matched by its beginning; what is not known here gets a general sentence.
"""

import json
import re
import tomllib

_CLOSE = "un texte n’est pas fermé par son guillemet"
_TWICE = "ce champ ou cette partie est déjà écrit plus haut"
_SLASH = "une barre oblique inverse s’écrit deux fois"
_LIST = "une liste n’est pas fermée par son crochet"
_HEAD = "le titre d’une partie n’est pas fermé par ses crochets"
_AFTER = "quelque chose suit, qui n’a pas sa place ici"
_SIGN = "un signe ne s’écrit pas ici"

_TOML = (
    (r"Illegal character '\\n'", _CLOSE),
    (r"Unterminated string", _CLOSE),
    (r"Expected (\"'|'\"|\"'''\"|'\"\"\"')", _CLOSE),
    (r"Illegal character|Found invalid character", _SIGN),
    (r"Cannot (overwrite|declare|redefine|mutate)|Duplicate inline", _TWICE),
    (r"Invalid value", "la valeur manque, ou n’est pas entre guillemets"),
    (r"Expected '=' after a key", "il manque le signe = après le nom du champ"),
    (r"Expected '\]", _HEAD),
    (r"Unclosed array", _LIST),
    (r"Unclosed inline table", "une accolade n’est pas fermée"),
    (r"Unescaped|Invalid hex|Escaped character", _SLASH),
    (r"Invalid date", "cette date n’existe pas"),
    (r"Expected newline", _AFTER),
    (r"Invalid (statement|initial)", "cette ligne ne commence pas par un nom de champ"),
)
_JSON = (
    (r"Expecting value", "une valeur manque, ou n’est pas entre guillemets"),
    (r"Expecting property name", "un nom de champ entre guillemets est attendu"),
    (r"Expecting ':'", "il manque le signe : après le nom du champ"),
    (r"Expecting ','", "il manque une virgule, ou ce qui ferme une suite"),
    (r"Illegal trailing comma", "une virgule est de trop"),
    (r"Unterminated string|Invalid control character", _CLOSE),
    (r"Invalid \\", _SLASH),
    (r"Extra data", _AFTER),
)
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")


def toml_fault(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """The line, from 1, and what is wrong there."""
    said = str(error)
    place = _PLACE.search(said)
    if place is None:
        why = _matching(_TOML, said)
        line = _opened(text) if why == _CLOSE else _last_line(text)
        return line, _sentence("TOML", why)
    line, column = int(place[1]), int(place[2])
    mistyped = _mistyped(text.split("\n"), line)
    if mistyped is not None:
        return mistyped
    return line, _sentence("TOML", _matching(_TOML, said), column)


def json_fault(error: json.JSONDecodeError) -> tuple[int, str]:
    why = _matching(_JSON, error.msg)
    return error.lineno, _sentence("JSON", why, error.colno)


def unread(error: ValueError | RecursionError) -> str:
    """What a reader gives up on, without a line."""
    if isinstance(error, RecursionError):
        return "ce texte ne se lit pas : trop de parties y tiennent l’une dans l’autre."
    return "ce texte ne se lit pas : un nombre est trop long."


def _matching(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((french for words, french in known if re.match(words, said)), "")


def _sentence(form: str, why: str, column: int | None = None) -> str:
    place = "" if column is None else f", vers le signe {column} de la ligne"
    if not why:
        why = "il ne se lit pas" + (" à partir d’ici" if column else " jusqu’au bout")
    return f"ce texte n’est pas du {form} : {why}{place}."


def _last_line(text: str) -> int:
    return text.rstrip("\n").count("\n") + 1


def _opened(text: str) -> int:
    """Where the text that runs to the end opens: nothing closes after its mark."""
    marks = ("'''", '"""', "'", '"')
    at = next((text.rfind(one) for one in marks if one in text), 0)
    return text.count("\n", 0, at) + 1


def _mistyped(lines: list[str], at: int) -> tuple[int, str] | None:
    """A header with one wrong letter: its parts come under a name not opened yet.

    The library complains further down, where the name is spelt well.
    """
    refused = _HEADER.match(lines[at - 1]) if at <= len(lines) else None
    if refused is None:
        return None
    name = refused[1].split(".")
    opened: tuple[int, list[str]] | None = None
    for number, line in enumerate(lines[: at - 1], start=1):
        header = _HEADER.match(line)
        if header is None:
            continue
        parts = header[1].split(".")
        if parts[: len(name)] == name:
            return _unlike(opened, name) if len(parts) > len(name) else None
        if len(parts) == len(name):
            opened = number, parts
    return None


def _unlike(
    opened: tuple[int, list[str]] | None, name: list[str]
) -> tuple[int, str] | None:
    if opened is None:
        return None
    number, parts = opened
    said = f"la partie « {'.'.join(parts)} » n’existe pas"
    return number, f"{said} : « {'.'.join(name)} » est attendu."
