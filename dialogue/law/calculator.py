"""What the public calculator is asked, and every date that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dialogue.law.consultation import consultation_dates
from dialogue.law.facts import Computation, Facts
from dialogue.law.meetings import meeting_dates


@dataclass(frozen=True, slots=True)
class Query:
    """`facts.has_cse` is False for an employer without a consulted instance."""

    facts: Facts
    meetings: tuple[date, ...] = ()


def calculate(query: Query) -> Computation:
    """The dates of the consultation, then those of each meeting.

    Raises ImpossibleFactsError. Without an instance there is no date at all, nor
    meetings to prepare.
    """
    facts = query.facts
    computation = consultation_dates(facts)
    if not facts.has_cse:
        return computation
    around = meeting_dates(
        query.meetings, regime=facts.regime, territory=facts.territory
    )
    return replace(computation, dates=(*computation.dates, *around))
