"""What the public calculator is asked, and every date that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.books.public_sector import TERRITORIAL_MINUTES
from dialogue.law.consultation import consultation_dates, report_date
from dialogue.law.facts import Computation, Facts, LegalDate
from dialogue.law.meetings import meeting_dates
from projects.enums import Regime
from projects.workdays import day_in_words


@dataclass(frozen=True, slots=True)
class Query:
    """`facts.has_cse` is False for an employer without a consulted instance."""

    facts: Facts
    meetings: tuple[date, ...] = ()
    #: False: the safe day of the minutes is the one of every public committee.
    branch_known: bool = True


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
        query.meetings,
        regime=facts.regime,
        territory=facts.territory,
        branch_known=query.branch_known,
    )
    if query.branch_known:
        around = [_with_the_territorial_day(legal, facts) for legal in around]
    dates = (*computation.dates, *_report_of_a_late_expert(facts, computation), *around)
    return replace(computation, dates=dates)


def _with_the_territorial_day(legal: LegalDate, facts: Facts) -> LegalDate:
    """A month is not the period of every public committee: the explanation says so."""
    if facts.regime != Regime.PUBLIC or legal.code != "pv" or legal.starts_on is None:
        return legal
    shorter = TERRITORIAL_MINUTES.on(legal.starts_on).function
    sooner = _(
        "Au comité social territorial, le procès-verbal est dû dans les quinze jours, "
        "au plus tard le %(day)s."
    ) % {"day": day_in_words(shorter(legal.starts_on, facts.territory).strict)}
    return replace(legal, steps=(*legal.steps, sooner))


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
