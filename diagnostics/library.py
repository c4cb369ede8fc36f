"""The instruments that come with Navette, as pages offer them beside what one does."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.text import slugify

from diagnostics.enums import InstrumentKind
from diagnostics.instruments import Guide
from diagnostics.instruments.learning import Term
from diagnostics.models import Instrument
from diagnostics.models.instruments import InstrumentQuerySet


def of_navette(kind: InstrumentKind | None = None) -> InstrumentQuerySet:
    rows = (
        Instrument.objects.filter(organisation=None)
        .published()
        .select_related("current")
        .defer("current__content")
    )
    return rows if kind is None else rows.filter(kind=kind)


def advice_book() -> Instrument | None:
    """The advice that a new logbook takes."""
    return of_navette(InstrumentKind.ADVICE).order_by("slug").first()


def guides() -> list[Guide]:
    return [
        text
        for row in of_navette(InstrumentKind.GUIDE)
        if row.current and isinstance(text := row.current.text, Guide)
    ]


def guides_about(version: UUID) -> list[Guide]:
    """What there is to read beside an instrument, or beside a copy of it."""
    first = first_id(version)
    return [guide for guide in guides() if first in guide.instruments]


@lru_cache(maxsize=512)
def first_id(version: UUID) -> str:
    """The id of the instrument that a version was first copied from, or its own.

    Asked once in a process: what a copy was made from does not change.
    """
    row = Instrument.objects.only("slug", "copied_from").get(versions=version)
    return row.slug if row.copied_from_id is None else first_id(row.copied_from_id)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the glossary, and the guide that explains it."""

    term: Term
    guide: Guide
    anchor: str

    @property
    def letter(self) -> str:
        return self.anchor[:1].upper()


def glossary() -> list[Word]:
    """Every word of every guide, in alphabetical order without accents.

    Two guides may explain one word, each its own way: both stay.
    """
    found = sorted(
        (
            (slugify(term.term), term, guide)
            for guide in guides()
            for term in guide.terms
        ),
        key=lambda one: (one[0], one[2].header.title),
    )
    seen: Counter[str] = Counter()
    words = []
    for anchor, term, guide in found:
        seen[anchor] += 1
        again = f"-{seen[anchor]}" if seen[anchor] > 1 else ""
        words.append(Word(term, guide, f"{anchor}{again}"))
    return words
