"""What the public calculator is asked, and every date that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.consultation import consultation_dates, report_date
from dialogue.law.facts import Computation, Facts, LegalDate
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
    dates = (*computation.dates, *_report_of_a_late_expert(facts, computation), *around)
    return replace(computation, dates=dates)


def _report_of_a_late_expert(facts: Facts, computation: Computation) -> list[LegalDate]:
    """The day by which a report could have served, which no dossier has to keep.

    Whoever asks with an expert is answered about the report, even when the expert was
    voted too late.
    """
    opinion = computation.date_for("avis")
    if opinion is None or not facts.expert or computation.date_for("rapport_expert"):
        return []
    consequence = _(
        "Désigné après la fin du délai, l’expert ne peut plus tenir cette date : son "
        "rapport arriverait après l’avis."
    )
    return [report_date(facts, opinion, consequence=consequence)]
