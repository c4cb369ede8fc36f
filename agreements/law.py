"""Section D: what makes a collective agreement valid, and how long it lasts.

Pure: no query and no clock. Votes are counted in votes, never in rounded percentages.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from projects.workdays import add_months

#: Least head-count that makes the talks on jobs and career paths (GEPP) compulsory.
CAREER_TALKS_FROM = 300
#: What an agreement that says nothing of its term lasts (L2222-4), in months.
SILENT_MONTHS = 60


class Validity(StrEnum):
    """What the signatures alone make of an agreement (L2232-12)."""

    VALID = "valid"
    REFERENDUM = "referendum"
    VOID = "void"


class Route(StrEnum):
    """Who may conclude an agreement where there is no union delegate."""

    EMPLOYER_DRAFT = "employer_draft"
    MANDATED_ELECTED = "mandated_elected"
    ELECTED = "elected"
    MANDATED_EMPLOYEES = "mandated_employees"


def validity(signatories: int, representative: int) -> Validity:
    """Of the first-round votes of the last election of CSE titulars (D-01).

    `signatories`: votes for the unions that signed; `representative`: votes for all
    representative unions. Turnout does not count. Raises ValueError.
    """
    if not 0 <= signatories <= representative or representative == 0:
        raise ValueError(
            _("Les voix des signataires sont une part de celles comptées.")
        )
    if 2 * signatories > representative:
        return Validity.VALID
    if 10 * signatories > 3 * representative:
        return Validity.REFERENDUM
    return Validity.VOID


def majority_of_cast(votes_for: int, votes_cast: int) -> bool:
    """Whether a referendum approves: more than half of the votes cast, blank aside."""
    return 2 * votes_for > votes_cast


def two_thirds_of_staff(votes_for: int, staff: int) -> bool:
    """Whether the staff approves the employer's draft: two thirds of everybody."""
    return staff > 0 and 3 * votes_for >= 2 * staff


def employer_may_ask(signed_on: date, asked_on: date, *, opposed: bool) -> bool:
    """Whether the employer may ask for the referendum: the unions' month is over, and
    no signatory union opposes it."""
    return asked_on > add_months(signed_on, 1) and not opposed


def routes_without_delegate(headcount: int, *, has_cse: bool) -> tuple[Route, ...]:
    """Who may conclude an agreement without a union delegate, in the order of the law.

    From fifty employees on, each route opens only when those before it gave nothing.
    """
    if headcount < 11:
        return (Route.EMPLOYER_DRAFT,)
    if headcount < 50:
        draft = (Route.EMPLOYER_DRAFT,) if headcount <= 20 and not has_cse else ()
        elected = (Route.ELECTED,) if has_cse else ()
        return (*draft, Route.MANDATED_EMPLOYEES, *elected)
    elected_first = (Route.MANDATED_ELECTED, Route.ELECTED) if has_cse else ()
    return (*elected_first, Route.MANDATED_EMPLOYEES)


def career_talks_compulsory(headcount: int) -> bool:
    return headcount >= CAREER_TALKS_FROM


def effective_on(filed_on: date, stated: date | None = None) -> date:
    """The day the agreement states, else the one after its filing."""
    return stated or filed_on + timedelta(1)


def challenge_starts_on(
    *, notified_on: date | None, published_on: date | None, has_section: bool
) -> date | None:
    """Where the two months to contest start, None while they do not run (L2262-14)."""
    return notified_on if has_section else published_on


def ceases_on(effective: date, term: date | None = None) -> date:
    """First day without effect of an agreement for a fixed term, or silent on it.

    `term`: the last day it states. Silent: five years from the day it takes effect;
    that start is how we read a text which does not name one.
    """
    if term is not None:
        return term + timedelta(1)
    return add_months(effective, SILENT_MONTHS)
