"""Public holidays, working days and periods of the code de procédure civile."""

from datetime import date

import pytest

from projects.workdays import (
    Territory,
    add_days,
    add_months,
    day_in_words,
    easter,
    is_working_day,
    next_working_day,
    previous_working_day,
    public_holidays,
)

METROPOLE = Territory.METROPOLE

# Good Friday, Easter Monday, Ascension, Whit Monday (legal.md G-3).
MOVABLE = {
    2026: ((4, 3), (4, 6), (5, 14), (5, 25)),
    2027: ((3, 26), (3, 29), (5, 6), (5, 17)),
    2028: ((4, 14), (4, 17), (5, 25), (6, 5)),
    2029: ((3, 30), (4, 2), (5, 10), (5, 21)),
    2030: ((4, 19), (4, 22), (5, 30), (6, 10)),
}
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@pytest.mark.parametrize("year", MOVABLE)
def test_metropole_has_the_eleven_holidays_of_the_code(year):
    _, *movable = MOVABLE[year]

    assert sorted(public_holidays(year, METROPOLE)) == sorted(
        date(year, month, day) for month, day in (*FIXED, *movable)
    )


def test_holidays_come_in_order_with_their_french_names():
    assert public_holidays(2026, METROPOLE) == {
        date(2026, 1, 1): "jour de l’An",
        date(2026, 4, 6): "lundi de Pâques",
        date(2026, 5, 1): "fête du Travail",
        date(2026, 5, 8): "victoire de 1945",
        date(2026, 5, 14): "Ascension",
        date(2026, 5, 25): "lundi de Pentecôte",
        date(2026, 7, 14): "fête nationale",
        date(2026, 8, 15): "Assomption",
        date(2026, 11, 1): "Toussaint",
        date(2026, 11, 11): "armistice de 1918",
        date(2026, 12, 25): "Noël",
    }


@pytest.mark.parametrize(
    ("territory", "month", "day"),
    [
        (Territory.ALSACE_MOSELLE, 12, 26),
        (Territory.MAYOTTE, 4, 27),
        (Territory.MARTINIQUE, 5, 22),
        (Territory.GUADELOUPE, 5, 27),
        (Territory.SAINT_MARTIN, 5, 27),
        (Territory.GUYANE, 6, 10),
        (Territory.SAINT_BARTHELEMY, 10, 9),
        (Territory.REUNION, 12, 20),
    ],
)
def test_each_territory_adds_its_own_day(territory, month, day):
    added = set(public_holidays(2026, territory)) - set(
        public_holidays(2026, METROPOLE)
    )

    assert added == {date(2026, month, day)}


@pytest.mark.parametrize("year", MOVABLE)
def test_good_friday_counts_in_alsace_moselle_only_when_uncertain_days_do(year):
    good_friday = date(year, *MOVABLE[year][0])
    sure = set(public_holidays(year, Territory.ALSACE_MOSELLE))
    with_uncertain = set(
        public_holidays(year, Territory.ALSACE_MOSELLE, uncertain=True)
    )

    assert with_uncertain - sure == {good_friday}
    assert good_friday not in public_holidays(year, METROPOLE, uncertain=True)


@pytest.mark.parametrize(
    ("year", "added"), [(2017, set()), (2018, {date(2018, 5, 28)})]
)
def test_saint_martin_also_keeps_28_may_by_circular_since_2018(year, added):
    sure = set(public_holidays(year, Territory.SAINT_MARTIN))
    with_uncertain = set(public_holidays(year, Territory.SAINT_MARTIN, uncertain=True))

    assert with_uncertain - sure == added


def test_two_holidays_on_one_day_are_both_named():
    names = public_holidays(2031, Territory.MARTINIQUE)

    assert names[date(2031, 5, 22)] == "Ascension, abolition de l’esclavage"


def test_changing_the_answer_does_not_change_the_next_one():
    public_holidays(2026, METROPOLE).clear()

    assert len(public_holidays(2026, METROPOLE)) == 11


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1954, date(1954, 4, 18)),
        (1981, date(1981, 4, 19)),
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),
        (2076, date(2076, 4, 19)),
    ],
)
def test_easter_is_right_in_the_years_where_short_formulas_fail(year, sunday):
    assert easter(year) == sunday


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 5, 13), True),
        (date(2026, 5, 14), False),
        (date(2026, 5, 15), True),
        (date(2026, 5, 16), False),
        (date(2026, 5, 17), False),
        (date(2026, 5, 18), True),
    ],
)
def test_saturdays_sundays_and_holidays_are_not_worked(day, worked):
    assert is_working_day(day, METROPOLE) is worked


@pytest.mark.parametrize(
    ("day", "territory", "following", "previous"),
    [
        (date(2026, 3, 12), METROPOLE, date(2026, 3, 12), date(2026, 3, 12)),
        (date(2022, 4, 16), METROPOLE, date(2022, 4, 19), date(2022, 4, 15)),
        (date(2026, 5, 14), METROPOLE, date(2026, 5, 15), date(2026, 5, 13)),
        (date(2027, 1, 1), METROPOLE, date(2027, 1, 4), date(2026, 12, 31)),
        (
            date(2026, 12, 26),
            Territory.ALSACE_MOSELLE,
            date(2026, 12, 28),
            date(2026, 12, 24),
        ),
        (date(2027, 4, 27), Territory.MAYOTTE, date(2027, 4, 28), date(2027, 4, 26)),
    ],
)
def test_moving_to_a_working_day(day, territory, following, previous):
    assert next_working_day(day, territory) == following
    assert previous_working_day(day, territory) == previous


def test_good_friday_moves_a_backward_period_but_never_lengthens_a_forward_one():
    good_friday = date(2026, 4, 3)

    assert next_working_day(good_friday, Territory.ALSACE_MOSELLE) == good_friday
    assert previous_working_day(good_friday, Territory.ALSACE_MOSELLE) == date(
        2026, 4, 2
    )
    assert next_working_day(
        good_friday, Territory.ALSACE_MOSELLE, uncertain=True
    ) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 9, 26), 2, date(2024, 11, 26)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 29)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 10, 25), 3, date(2027, 1, 25)),
    ],
)
def test_a_period_in_months_ends_on_the_same_day_number_or_the_last_day(
    start, months, end
):
    assert add_months(start, months) == end


def test_the_first_day_of_a_period_in_days_does_not_count():
    assert add_days(date(2022, 4, 6), 10) == date(2022, 4, 16)


def test_an_employer_challenge_due_on_easter_saturday_may_be_served_on_tuesday():
    """Cass. soc. 5 Feb 2025 n° 22-21.892 (legal.md P1)."""
    last_day = next_working_day(add_days(date(2022, 4, 6), 10), METROPOLE)

    assert last_day == date(2022, 4, 19)


@pytest.mark.parametrize(
    ("day", "words", "with_weekday"),
    [
        (date(2026, 3, 12), "12 mars 2026", "jeudi 12 mars 2026"),
        (date(2026, 2, 1), "1er février 2026", "dimanche 1er février 2026"),
        (date(2024, 11, 26), "26 novembre 2024", "mardi 26 novembre 2024"),
    ],
)
def test_a_day_is_written_as_it_is_said(day, words, with_weekday):
    assert day_in_words(day) == words
    assert day_in_words(day, weekday=True) == with_weekday


def test_every_territory_has_a_french_label():
    assert [str(label) for _, label in Territory.choices()] == [
        "Métropole, hors Alsace-Moselle",
        "Bas-Rhin, Haut-Rhin et Moselle",
        "Guadeloupe",
        "Martinique",
        "Guyane",
        "La Réunion",
        "Mayotte",
        "Saint-Martin",
        "Saint-Barthélemy",
    ]
