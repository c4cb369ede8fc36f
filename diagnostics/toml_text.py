"""Plain values as TOML text: what `tomllib` reads back as the same values.

Tables, lists of tables, lists, texts, whole numbers, true and false; nothing else is
written, so that a file is always read again.
"""

import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 88
#: Escaped besides quotes and backslashes: what TOML refuses raw, and what ends a line
#: for some readers and not for others.
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def toml_text(values: Mapping[str, Any]) -> str:
    """Raises TypeError at a value that has no place in such a text."""
    return "\n".join(_table(values, ())).strip("\n") + "\n"


def _table(row: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    """A table without its header: its own keys, then the tables that it holds."""
    own, inner = [], []
    for key, value in row.items():
        here = (*path, key)
        header = ".".join(_key(one) for one in here)
        if isinstance(value, Mapping):
            inner += ["", f"[{header}]", *_table(value, here)]
        elif _is_tables(value):
            for one in value:
                inner += ["", f"[[{header}]]", *_table(one, here)]
        else:
            own.append(f"{_key(key)} = {_value(value)}")
    return own + inner


def _is_tables(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, Mapping) for one in value)
    )


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _line(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _block(value) if "\n" in value else _line(value)
    if isinstance(value, list):
        return _list(value)
    raise TypeError(f"no TOML for {type(value).__name__}")


def _list(value: list[Any]) -> str:
    """On one line when it fits; a line each otherwise. Texts stay on their line."""
    found = [_line(one) if isinstance(one, str) else _value(one) for one in value]
    line = f"[{', '.join(found)}]"
    if len(line) <= _WIDE:
        return line
    return "\n".join(["[", *(f"  {one}," for one in found), "]"])


def _line(text: str) -> str:
    return f'"{_escaped(text)}"'


def _block(text: str) -> str:
    """A text of several lines; the first end of line is not part of it."""
    lines = [_escaped(line) for line in text.split("\n")]
    return '"""\n' + "\n".join(lines) + '"""'


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return _CONTROL.sub(lambda sign: _SHORT.get(sign[0]) or _code(sign[0]), text)


def _code(sign: str) -> str:
    return f"\\u{ord(sign):04x}"
