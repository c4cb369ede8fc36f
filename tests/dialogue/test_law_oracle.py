"""The engine against a slow calendar that walks day by day and shares no code."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialogue.law.consultation import Facts, consultation_dates
from projects.workdays import (
    Territory,
    add_months,
    next_working_day,
    previous_working_day,
    public_holidays,
)
from tests.dialogue.slow_calendar import (
    DAY,
    cases,
    slow_days_later,
    slow_earlier,
    slow_end,
    slow_is_holiday,
    slow_later,
    slow_months_later,
)

days = st.dates(date(2017, 1, 1), date(2035, 12, 31))
territories = st.sampled_from(list(Territory))


@given(day=days, territory=territories, uncertain=st.booleans())
@cases(3000)
def test_holidays_are_those_of_the_almanac(day, territory, uncertain):
    holidays = public_holidays(day.year, territory, uncertain=uncertain)

    assert (day in holidays) is slow_is_holiday(day, territory, uncertain=uncertain)


def test_every_holiday_of_every_territory_and_year_is_in_the_almanac():
    for year in range(2017, 2036):
        for territory in Territory:
            for uncertain in (False, True):
                day = date(year, 1, 1)
                expected = []
                while day.year == year:
                    if slow_is_holiday(day, territory, uncertain=uncertain):
                        expected.append(day)
                    day += DAY
                found = public_holidays(year, territory, uncertain=uncertain)
                assert list(found) == expected


@given(start=days, count=st.integers(0, 14))
@cases(2000)
def test_months_are_leafed_through_day_by_day(start, count):
    assert add_months(start, count) == slow_months_later(start, count)


def test_every_start_of_nineteen_years_gives_the_right_month():
    day = date(2017, 1, 1)
    while day < date(2036, 1, 1):
        assert add_months(day, 1) == slow_months_later(day, 1)
        day += DAY


@given(day=days, territory=territories)
@cases(2000)
def test_moving_to_a_working_day_never_skips_one(day, territory):
    assert next_working_day(day, territory) == slow_later(day, territory)
    assert previous_working_day(day, territory) == slow_earlier(day, territory)


@given(
    start=st.dates(date(2017, 1, 1), date(2035, 6, 30)),
    territory=territories,
    expert=st.booleans(),
    two_levels=st.booleans(),
)
@cases(1000)
def test_every_date_of_a_consultation_agrees_with_the_slow_calendar(
    start, territory, expert, two_levels
):
    facts = Facts(
        information_on=start, territory=territory, expert=expert, two_levels=two_levels
    )
    months = {(False, False): 1, (False, True): 1, (True, False): 2, (True, True): 3}
    end = slow_months_later(start, months[expert, two_levels])
    expected = {"avis": (end, slow_later(end, territory))}
    if two_levels:
        week_before = end - 7 * DAY
        expected["avis_etablissement"] = (
            slow_earlier(week_before, territory),
            week_before,
        )
    if expert:
        fortnight_before = end - 15 * DAY
        expected["rapport_expert"] = (
            slow_earlier(fortnight_before, territory),
            fortnight_before,
        )

    found = consultation_dates(facts).dates

    assert {each.code: (each.strict, each.extended) for each in found} == expected


@given(
    start=st.dates(date(2017, 1, 1), date(2034, 6, 30)),
    territory=territories,
    gaps=st.lists(
        st.tuples(st.integers(-20, 75), st.integers(0, 40)), min_size=1, max_size=4
    ),
)
@cases(1000)
def test_suspended_days_are_given_back_one_by_one(start, territory, gaps):
    pauses = tuple(
        (start + timedelta(after), start + timedelta(after + length))
        for after, length in gaps
    )
    facts = Facts(
        information_on=start, territory=territory, expert=True, suspended=pauses
    )

    opinion = consultation_dates(facts).date_for("avis")

    assert opinion.strict == slow_end(start, slow_months_later(start, 2), pauses)
    assert opinion.extended == slow_later(opinion.strict, territory)


@given(
    named=st.dates(date(2017, 1, 1), date(2035, 11, 30)),
    wait=st.integers(0, 30),
    territory=territories,
)
@cases(1000)
def test_the_steps_of_the_mission_count_whole_days_after_the_event(
    named, wait, territory
):
    asked = named + wait * DAY
    facts = Facts(
        information_on=None,
        territory=territory,
        expert=True,
        expert_named_on=named,
        expert_asked_on=asked,
    )
    ends = {
        "expert_demande": slow_days_later(named, 3),
        "expert_notification": slow_days_later(named, 10),
        "employeur_reponse_expert": slow_days_later(asked, 5),
        "contestation_employeur": slow_days_later(named, 10),
    }

    found = consultation_dates(facts).dates

    assert {each.code: (each.strict, each.extended) for each in found} == {
        code: (end, slow_later(end, territory)) for code, end in ends.items()
    }


@given(
    start=st.dates(date(2018, 1, 1), date(2035, 6, 30)),
    after=st.integers(-40, 120),
    territory=territories,
)
@cases(1000)
def test_an_expert_lengthens_the_period_only_if_voted_in_the_first_month(
    start, after, territory
):
    named = start + after * DAY
    facts = Facts(
        information_on=start, territory=territory, expert=True, expert_named_on=named
    )
    in_time = named <= slow_months_later(start, 1)

    found = consultation_dates(facts)

    assert found.date_for("avis").strict == slow_months_later(
        start, 2 if in_time else 1
    )
    assert [warning.code for warning in found.warnings] == (
        [] if in_time else ["expert_hors_delai"]
    )


@given(
    start=st.dates(date(2017, 1, 1), date(2035, 6, 30)),
    territory=territories,
    expert=st.booleans(),
)
@cases(500)
def test_the_safe_date_is_never_later_than_the_arguable_one(start, territory, expert):
    facts = Facts(
        information_on=start, territory=territory, expert=expert, two_levels=True
    )

    for each in consultation_dates(facts).dates:
        assert each.strict <= each.extended
