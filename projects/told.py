"""What a line of the journal tells beside its sentence: the words it keeps, a page.

A line bears them as data; the floor that writes a verb says how they are read.
"""

from collections.abc import Callable, Iterable
from typing import Any

from projects.models import Entry

#: From the data of a line to what it keeps: the name of a field, and its words.
Words = Callable[[dict[str, Any]], Iterable[tuple[str, str]]]
#: From a line to the page of what it is about, for whoever may read the line.
Address = Callable[[Entry], str]

_words: dict[str, Words] = {}
_addresses: dict[str, Address] = {}


def add_words(verb: str, words: Words) -> None:
    """Have the lines of `verb` show what they keep; said once, at the start."""
    _words[verb] = words


def add_address(topic: str, address: Address) -> None:
    """Have the lines whose verb begins with `topic` lead somewhere."""
    _addresses[topic] = address


def words_of(entry: Entry) -> list[tuple[str, str]]:
    reader = _words.get(entry.verb)
    if reader is None:
        return []
    return [(str(name), words) for name, words in reader(entry.data) if words]


def address_of(entry: Entry) -> str:
    """Its address, or nothing: of a line of the organisation, of what has no page."""
    address = _addresses.get(entry.verb.partition(".")[0])
    return address(entry) if address and entry.project_id else ""
