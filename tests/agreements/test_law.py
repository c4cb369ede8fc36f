"""Collective agreements: shares of votes, routes, days, and the purity of their law."""

import re
from datetime import date
from pathlib import Path

import pytest

from agreements import law
from agreements.books import CHAPTERS
from agreements.law import Route, Validity
from dialogue.law.spans import Span
from projects.workdays import Territory

RULES = {rule.id: rule for part in CHAPTERS for rule in part.rules}


@pytest.mark.parametrize(
    ("signatories", "representative", "validity"),
    [
        (501, 1000, Validity.VALID),
        (500, 1000, Validity.REFERENDUM),
        (301, 1000, Validity.REFERENDUM),
        (300, 1000, Validity.VOID),
        (0, 1000, Validity.VOID),
        (1, 1, Validity.VALID),
    ],
)
def test_an_agreement_needs_more_than_half_of_the_votes_or_more_than_thirty_percent(
    signatories: int, representative: int, validity: Validity
) -> None:
    assert law.validity(signatories, representative) is validity


@pytest.mark.parametrize(("signatories", "votes"), [(-1, 10), (11, 10), (0, 0)])
def test_impossible_votes_are_refused(signatories: int, votes: int) -> None:
    with pytest.raises(ValueError, match="une part de celles"):
        law.validity(signatories, votes)


@pytest.mark.parametrize(
    ("votes_for", "cast", "approved"), [(51, 100, True), (50, 100, False)]
)
def test_a_referendum_takes_more_than_half_of_the_votes_cast(
    votes_for: int, cast: int, approved: bool
) -> None:
    assert law.majority_of_cast(votes_for, cast) is approved


@pytest.mark.parametrize(
    ("votes_for", "staff", "approved"),
    [(6, 9, True), (5, 9, False), (7, 10, True), (6, 10, False), (0, 0, False)],
)
def test_two_thirds_of_all_the_staff_approve_the_employers_draft(
    votes_for: int, staff: int, approved: bool
) -> None:
    assert law.two_thirds_of_staff(votes_for, staff) is approved


@pytest.mark.parametrize(
    ("asked_on", "opposed", "may"),
    [
        (date(2026, 2, 28), False, False),
        (date(2026, 3, 1), False, True),
        (date(2026, 3, 1), True, False),
    ],
)
def test_the_employer_asks_for_a_vote_only_after_the_month_of_the_unions(
    asked_on: date, opposed: bool, may: bool
) -> None:
    signed_on = date(2026, 1, 31)
    assert law.employer_may_ask(signed_on, asked_on, opposed=opposed) is may


@pytest.mark.parametrize(
    ("headcount", "has_cse", "routes"),
    [
        (10, False, (Route.EMPLOYER_DRAFT,)),
        (10, True, (Route.EMPLOYER_DRAFT,)),
        (11, False, (Route.EMPLOYER_DRAFT, Route.MANDATED_EMPLOYEES)),
        (20, False, (Route.EMPLOYER_DRAFT, Route.MANDATED_EMPLOYEES)),
        (20, True, (Route.MANDATED_EMPLOYEES, Route.ELECTED)),
        (21, False, (Route.MANDATED_EMPLOYEES,)),
        (49, True, (Route.MANDATED_EMPLOYEES, Route.ELECTED)),
        (
            50,
            True,
            (Route.MANDATED_ELECTED, Route.ELECTED, Route.MANDATED_EMPLOYEES),
        ),
        (50, False, (Route.MANDATED_EMPLOYEES,)),
    ],
)
def test_without_a_delegate_the_head_count_says_who_concludes(
    headcount: int, has_cse: bool, routes: tuple[Route, ...]
) -> None:
    assert law.routes_without_delegate(headcount, has_cse=has_cse) == routes


def test_career_talks_are_compulsory_from_three_hundred() -> None:
    assert [law.career_talks_compulsory(n) for n in (299, 300)] == [False, True]


def test_an_agreement_takes_effect_the_day_after_filing_unless_it_says_so() -> None:
    assert law.effective_on(date(2026, 12, 31)) == date(2027, 1, 1)
    assert law.effective_on(date(2026, 12, 31), date(2027, 4, 1)) == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("has_section", "start"), [(True, date(2026, 3, 2)), (False, date(2026, 3, 20))]
)
def test_a_challenge_starts_from_notification_or_publication(
    has_section: bool, start: date
) -> None:
    found = law.challenge_starts_on(
        notified_on=date(2026, 3, 2),
        published_on=date(2026, 3, 20),
        has_section=has_section,
    )
    assert found == start
    challenge = RULES["D-06"].function
    assert challenge(start, Territory.METROPOLE).strict == start.replace(month=5)


def test_a_challenge_does_not_run_before_its_starting_event() -> None:
    starts = [
        law.challenge_starts_on(
            notified_on=None, published_on=date(2026, 3, 20), has_section=True
        ),
        law.challenge_starts_on(
            notified_on=date(2026, 3, 2), published_on=None, has_section=False
        ),
    ]
    assert starts == [None, None]


@pytest.mark.parametrize(
    ("effective", "term", "ceases"),
    [
        (date(2026, 1, 1), None, date(2031, 1, 1)),
        (date(2024, 2, 29), None, date(2029, 2, 28)),
        (date(2026, 1, 1), date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_an_agreement_silent_on_its_term_lasts_five_years(
    effective: date, term: date | None, ceases: date
) -> None:
    assert law.ceases_on(effective, term) == ceases


def test_every_period_of_an_agreement_is_that_of_the_reference() -> None:
    found = {
        rule_id: rule.function
        for rule_id, rule in RULES.items()
        if isinstance(rule.function, Span)
    }
    assert found == {
        "D-01b": Span(months=1),
        "D-01d": Span(months=1),
        "D-01f": Span(days=8),
        "D-01g": Span(months=2),
        "D-02": Span(days=15),
        "D-03b": Span(months=48),
        "D-04a": Span(months=48),
        "D-04b": Span(months=12),
        "D-04h": Span(months=1),
        "D-06": Span(months=2),
        "D-06b": Span(months=2),
    }


def test_the_law_of_agreements_knows_neither_database_nor_clock() -> None:
    folder = Path(law.__file__).parent
    paths = [folder / "law.py", *sorted((folder / "books").glob("*.py"))]
    impure = r"django\.(?:db|conf|utils\.timezone)|\.now\(|\.today\(|localdate"
    assert [path.name for path in paths if re.search(impure, path.read_text())] == []
