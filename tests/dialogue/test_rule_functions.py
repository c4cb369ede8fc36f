"""What the rules compute, by cases: head-counts, spans, money, votes, duties."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialogue.law.books import RULES
from dialogue.law.books.ai_duties import rights_assessment_required
from dialogue.law.books.committee import committee_compulsory, database_years
from dialogue.law.books.consultation import is_consulted
from dialogue.law.books.court import seised_in_time
from dialogue.law.books.expertise import Head, challenge_suspends
from dialogue.law.books.experts import (
    CSE_PAYS,
    EMPLOYER_PAYS,
    SHARED_COST,
    Ground,
    cost_share,
    equality_expert,
)
from dialogue.law.books.levels import Level, Measures, consulted_levels
from dialogue.law.books.meetings import (
    agenda_in_time,
    designated,
    meetings_per_year,
    receptions_per_year,
    video_allowed,
)
from dialogue.law.books.personal_data import impact_assessment_expected
from dialogue.law.books.public_scope import (
    Branch,
    committee_from,
    expertise_span,
    health_body_from,
)
from dialogue.law.books.public_sector import (
    PublicOpinion,
    examined_again,
    must_be_examined_again,
    public_opinion,
    quorum_met,
)
from dialogue.law.spans import Span
from projects.workdays import Territory

SPANS = {
    "A-02b": Span(months=12),
    "A-02b2": Span(months=12),
    "A-02c": Span(months=12),
    "A-05e": Span(days=15),
    "A-08": Span(days=7, backward=True),
    "A-11b": Span(months=12),
    "B-05a": Span(days=3),
    "B-05b": Span(days=5),
    "B-05c": Span(days=10),
    "B-05d": Span(days=15, backward=True),
    "B-05e": Span(days=8),
    "B-05f": Span(months=2),
    "B-05g": Span(months=2),
    "B-06": Span(days=10),
    "B-06a": Span(days=10),
    "B-06b": Span(days=10),
    "B-06d": Span(days=10),
    "B-06g": Span(days=10),
    "B-07d": Span(days=15, backward=True),
    "B-07d1": Span(days=8, backward=True),
    "B-07d2": Span(days=8, backward=True),
    "B-07d3": Span(months=2),
    "B-07e1": Span(days=8),
    "B-07h": Span(months=1),
    "B-07h1": Span(days=15),
    "B-07h2": Span(months=1),
    "B-07h3": Span(months=2),
    "C-02": Span(days=3, backward=True),
    "C-02e": Span(days=8, backward=True),
    "C-02f": Span(days=3, backward=True),
    "C-02g": Span(days=15, backward=True),
    "C-04": Span(days=15),
    "C-04c": Span(days=3),
    "C-04d": Span(days=1),
    "E-07c": Span(months=6),
}


def test_every_period_of_the_book_is_that_of_the_reference() -> None:
    found = {
        rule_id: rule.function
        for rule_id, rule in RULES.items()
        if isinstance(rule.function, Span)
    }
    assert found == SPANS


@pytest.mark.parametrize(
    ("headcount", "consulted", "meetings", "received", "committee", "equality"),
    [
        (1, False, 0, 0, False, False),
        (10, False, 0, 0, False, False),
        (11, False, 0, 12, False, False),
        (49, False, 0, 12, False, False),
        (50, True, 6, 0, False, False),
        (299, True, 6, 0, False, False),
        (300, True, 12, 0, True, True),
    ],
)
def test_head_count_opens_rights_step_by_step(
    headcount: int,
    consulted: bool,
    meetings: int,
    received: int,
    committee: bool,
    equality: bool,
) -> None:
    assert (
        is_consulted(headcount),
        meetings_per_year(headcount),
        receptions_per_year(headcount),
        committee_compulsory(headcount),
        equality_expert(headcount),
    ) == (consulted, meetings, received, committee, equality)


def test_a_hazardous_site_has_a_committee_whatever_its_size() -> None:
    assert committee_compulsory(12, hazardous_site=True)


@pytest.mark.parametrize(
    ("agents", "committee", "health"),
    [(49, False, False), (50, True, False), (199, True, False), (200, True, True)],
)
def test_agents_open_the_bodies_of_a_local_authority(
    agents: int, committee: bool, health: bool
) -> None:
    assert (committee_from(agents), health_body_from(agents)) == (committee, health)


@pytest.mark.parametrize("measures", list(Measures))
def test_the_central_committee_is_alone_unless_measures_are_local(
    measures: Measures,
) -> None:
    both = {Level.CENTRAL, Level.ESTABLISHMENT}
    alone = {Level.CENTRAL}
    assert consulted_levels(measures) == (
        both if measures is Measures.SPECIFIC else alone
    )


def test_the_judge_is_seised_in_time_up_to_the_last_day() -> None:
    end = date(2026, 3, 10)
    days = [end - timedelta(1), end, end + timedelta(1)]
    assert [seised_in_time(day, end) for day in days] == [True, True, False]


@pytest.mark.parametrize(
    ("ground", "share"),
    [
        (Ground.NEW_TECHNOLOGY, SHARED_COST),
        (Ground.IMPORTANT_PROJECT, SHARED_COST),
        (Ground.STRATEGY, SHARED_COST),
        (Ground.EQUALITY, SHARED_COST),
        (Ground.SERIOUS_RISK, EMPLOYER_PAYS),
        (Ground.ECONOMIC_SITUATION, EMPLOYER_PAYS),
        (Ground.SOCIAL_POLICY, EMPLOYER_PAYS),
        (Ground.REDUNDANCY, EMPLOYER_PAYS),
        (Ground.FREE, CSE_PAYS),
    ],
)
def test_the_ground_says_who_pays_the_expert(ground: Ground, share: object) -> None:
    assert cost_share(ground) == share


@pytest.mark.parametrize(
    ("ground", "suffices", "transferred", "share"),
    [
        (Ground.NEW_TECHNOLOGY, False, False, EMPLOYER_PAYS),
        (Ground.NEW_TECHNOLOGY, False, True, SHARED_COST),
        (Ground.NEW_TECHNOLOGY, True, True, SHARED_COST),
        (Ground.STRATEGY, False, False, EMPLOYER_PAYS),
        (Ground.FREE, False, False, CSE_PAYS),
        (Ground.SERIOUS_RISK, True, True, EMPLOYER_PAYS),
    ],
)
def test_a_short_budget_makes_the_employer_pay_unless_a_surplus_left(
    ground: Ground, suffices: bool, transferred: bool, share: object
) -> None:
    found = cost_share(
        ground, budget_suffices=suffices, surplus_transferred=transferred
    )
    assert found == share


def test_without_any_equality_indicator_the_employer_pays() -> None:
    assert cost_share(Ground.EQUALITY, equality_indicator=False) == EMPLOYER_PAYS


def test_shares_are_eighty_and_twenty() -> None:
    assert tuple(SHARED_COST) == (80, 20)
    assert tuple(EMPLOYER_PAYS) == (100, 0)
    assert tuple(CSE_PAYS) == (0, 100)


def test_only_a_challenge_of_the_final_cost_suspends_nothing() -> None:
    assert [head for head in Head if not challenge_suspends(head)] == [Head.FINAL_COST]


def test_the_longest_public_expertise_depends_on_the_branch() -> None:
    assert {branch: expertise_span(branch) for branch in Branch} == {
        Branch.STATE: Span(months=1),
        Branch.TERRITORIAL: Span(months=1),
        Branch.HOSPITAL: Span(days=45),
    }


@pytest.mark.parametrize(
    ("present", "members", "met"),
    [(5, 10, True), (4, 10, False), (5, 11, False), (6, 11, True)],
)
def test_a_public_sitting_opens_with_half(
    present: int, members: int, met: bool
) -> None:
    assert quorum_met(present, members) is met


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "present", "opinion", "again"),
    [
        (6, 4, 10, PublicOpinion.FAVOURABLE, False),
        (4, 6, 10, PublicOpinion.UNFAVOURABLE, False),
        (5, 5, 10, PublicOpinion.GIVEN, False),
        (4, 3, 10, PublicOpinion.GIVEN, False),
        (0, 10, 10, PublicOpinion.UNFAVOURABLE, True),
        (0, 9, 10, PublicOpinion.UNFAVOURABLE, False),
        (0, 0, 0, PublicOpinion.GIVEN, False),
    ],
)
def test_a_public_vote_gives_an_opinion_and_may_be_held_again(
    votes_for: int,
    votes_against: int,
    present: int,
    opinion: PublicOpinion,
    again: bool,
) -> None:
    assert public_opinion(votes_for, votes_against, present) is opinion
    assert must_be_examined_again(votes_against, present) is again


def test_a_project_refused_by_all_is_examined_again_within_a_window() -> None:
    assert tuple(examined_again(date(2026, 2, 20))) == (
        date(2026, 2, 28),
        date(2026, 3, 22),
    )


@pytest.mark.parametrize(
    ("hours", "in_time"), [(72, True), (71, False), (100, True), (0, False)]
)
def test_an_agenda_is_received_seventy_two_hours_before(
    hours: int, in_time: bool
) -> None:
    opens = datetime(2026, 3, 30, 9, tzinfo=UTC)
    assert agenda_in_time(opens - timedelta(hours=hours), opens) is in_time


@pytest.mark.parametrize(
    ("votes_for", "cast", "done"), [(4, 7, True), (3, 6, False), (0, 0, False)]
)
def test_a_designation_takes_more_than_half_of_the_votes_cast(
    votes_for: int, cast: int, done: bool
) -> None:
    assert designated(votes_for, cast) is done


@pytest.mark.parametrize(
    ("held", "agreed", "allowed"),
    [(0, False, True), (2, False, True), (3, False, False), (3, True, True)],
)
def test_three_meetings_a_year_may_be_held_by_video(
    held: int, agreed: bool, allowed: bool
) -> None:
    assert video_allowed(held, agreed=agreed) is allowed


def test_the_database_covers_six_years() -> None:
    assert list(database_years(2026)) == [2024, 2025, 2026, 2027, 2028, 2029]


@pytest.mark.parametrize(
    ("facts", "required"),
    [
        ({"public_body": True}, True),
        ({"public_body": False}, False),
        ({"public_body": False, "public_service": True}, True),
        ({"public_body": False, "credit_or_insurance": True}, True),
    ],
)
def test_a_public_employer_assesses_rights_and_a_private_one_does_not(
    facts: dict[str, bool], required: bool
) -> None:
    assert rights_assessment_required(**facts) is required


def test_two_criteria_out_of_nine_call_for_an_impact_assessment() -> None:
    assert [impact_assessment_expected(n) for n in (0, 1, 2, 9)] == [
        False,
        False,
        True,
        True,
    ]
    for impossible in (-1, 10):
        with pytest.raises(ValueError, match="neuf critères"):
            impact_assessment_expected(impossible)


def test_a_span_of_the_book_is_called_with_a_day_and_a_territory() -> None:
    ends = RULES["A-05e"].function(date(2026, 3, 13), Territory.METROPOLE)
    assert ends == (date(2026, 3, 28), date(2026, 3, 30))


def test_the_hour_lost_in_march_counts_between_moments_of_one_zone():
    paris = ZoneInfo("Europe/Paris")
    received = datetime(2027, 3, 26, 9, tzinfo=paris)

    assert not agenda_in_time(received, datetime(2027, 3, 29, 9, tzinfo=paris))
    assert agenda_in_time(received, datetime(2027, 3, 29, 10, tzinfo=paris))
