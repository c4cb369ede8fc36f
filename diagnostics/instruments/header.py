"""What every instrument says of itself first: its method, its sources, its fidelity."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from diagnostics.enums import Fidelity, InstrumentKind, Mark, Party, Reading
from diagnostics.source import Table, refuse_twins

KEYS = ("id", "kind", "title", "summary", "minutes", "parties", "origin")
_is_link = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was drawn from; `url` may be empty for a printed one."""

    id: str
    title: str
    url: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Origin:
    method: str
    carrier: str
    fidelity: Fidelity
    note: str
    licence: str
    sources: tuple[Source, ...]

    def printed(self) -> dict[str, Any]:
        """As JSON, for a paper that is frozen when it is asked for."""
        return {
            "method": self.method,
            "fidelity": str(self.fidelity.label),
            "note": self.note,
            "licence": self.licence,
            "sources": [
                {"title": one.title, "url": one.url, "reading": str(one.reading.label)}
                for one in self.sources
            ],
        }


@dataclass(frozen=True, slots=True)
class Header:
    """`minutes`: time to fill it, 0 when unknown. `parties`: whom it is written for."""

    id: str
    kind: InstrumentKind
    title: str
    summary: str
    minutes: int
    parties: tuple[Party, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where one line of an instrument comes from, and how sure that is."""

    source: Source
    mark: Mark

    def printed(self) -> str:
        """In a line of a paper."""
        return f"{self.source.title} ({self.mark.label})"


def read_header(top: Table) -> Header:
    return Header(
        id=top.code("id"),
        kind=top.among("kind", InstrumentKind),
        title=top.words("title", longest=160),
        summary=top.words("summary"),
        minutes=top.number("minutes", 1, 2000) if "minutes" in top.row else 0,
        parties=top.some_among("parties", Party),
        origin=_origin(top.table("origin")),
    )


def _origin(table: Table) -> Origin:
    table.only("method", "carrier", "fidelity", "note", "licence", "source")
    sources = table.tables("source", least=1)
    refuse_twins(sources, "id")
    return Origin(
        method=table.words("method", longest=160),
        carrier=table.words("carrier", longest=200, needed=False),
        fidelity=table.among("fidelity", Fidelity),
        note=table.words("note"),
        licence=table.words("licence"),
        sources=tuple(_source(one) for one in sources),
    )


def _source(table: Table) -> Source:
    table.only("id", "title", "url", "reading")
    url = table.words("url", longest=300, needed=False)
    if url:
        try:
            _is_link(url)
        except ValidationError as error:
            raise table.error(f"« {url} » n’est pas une adresse.", "url") from error
    return Source(
        id=table.code("id"),
        title=table.words("title", longest=200),
        url=url,
        reading=table.among("reading", Reading),
    )


def keys_of(kind: type[Any]) -> list[str]:
    """What a table may hold to make one `kind` of value."""
    names = [field.name for field in fields(kind)]
    return [*(name for name in names if name != "grounds"), "source", "mark"]


def grounds(table: Table, header: Header) -> Grounds:
    """`source` and `mark` of one line: unless said, the first, and a proposal."""
    known = {one.id: one for one in header.origin.sources}
    name = table.row.get("source", header.origin.sources[0].id)
    if not isinstance(name, str) or name not in known:
        raise table.error(f"la source « {name} » n’est pas dans « origin ».", "source")
    return Grounds(known[name], table.among("mark", Mark, Mark.PROPOSAL))
