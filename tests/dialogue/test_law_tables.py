"""The published cases, the derived ones and the vectors of dates, through the query.

The cases are those of decisions (P1 to P7), of the articles on periods, and of the
nights on which the clock changes.
"""

from datetime import date, datetime

import pytest
from django.http import QueryDict

from dialogue.forms.calculator import CalculatorForm
from dialogue.law.books.meetings import agenda_in_time
from dialogue.law.calculator import calculate
from dialogue.law.votes import resolution_adopted
from projects.workdays import Territory, public_holidays


def found(query):
    form = CalculatorForm(QueryDict(query))
    assert form.is_valid(), form.errors_by_name()
    return calculate(form.query)


def ends(query, code):
    """Both ends, as they are written."""
    legal = found(query).date_for(code)
    return str(legal.strict), str(legal.extended)


# ---- published cases --------------------------------------------------------------
def test_p1_ten_days_over_easter_end_on_the_tuesday():
    """Cass. soc., 5 février 2025, n° 22-21.892."""
    query = "information=2022-03-15&expertise=oui&expert_designe=2022-04-06"
    challenge = found(query).date_for("contestation_employeur")

    assert ends(query, "contestation_employeur") == ("2022-04-16", "2022-04-19")
    assert challenge.steps[-1] == (
        "Le samedi 16 avril 2022 n’est pas un jour ouvré\u00a0: le délai va jusqu’au "
        "mardi 19 avril 2022, minuit (Cass. soc., 5 février 2025, n° 22-21.892)."
    )
    assert challenge.consequence.startswith("Assigné après le 19 avril 2022")


def test_p2_two_months_were_not_over_on_the_day_of_the_writ():
    """TJ Nanterre, réf., 14 février 2025, RG 24/01457."""
    opinion = found("information=2024-09-26&expertise=oui").date_for("avis")

    assert opinion.strict == date(2024, 11, 26)
    assert date(2024, 11, 19) <= opinion.strict


def test_p4_an_item_asked_four_days_before_is_on_time_and_only_members_complain():
    """Cass. soc., 28 juin 2023, n° 22-10.586."""
    agenda = found("information=2020-10-12&reunion=2020-11-09").date_for(
        "ordre_du_jour"
    )

    assert date(2020, 11, 5) <= agenda.strict == date(2020, 11, 6)
    assert agenda.consequence.endswith(
        "seuls les membres du CSE peuvent s’en plaindre, jamais l’employeur."
    )


def test_p5_four_votes_of_seven_adopt_without_the_president():
    """Cass. soc., 25 janvier 1995, n° 92-16.778."""
    assert resolution_adopted(4, 7)


@pytest.mark.parametrize(
    ("end", "seven", "report"),
    [
        ("2024-11-26", ("2024-11-19", "2024-11-19"), ("2024-11-08", "2024-11-11")),
        ("2026-02-28", ("2026-02-20", "2026-02-21"), ("2026-02-13", "2026-02-13")),
        ("2026-05-14", ("2026-05-07", "2026-05-07"), ("2026-04-29", "2026-04-29")),
    ],
)
def test_p7_seven_and_fifteen_days_are_counted_back_from_the_central_end(
    end, seven, report
):
    query = (
        f"information=2024-09-02&accord={end}&expertise=oui"
        "&niveaux=central_et_etablissements"
    )

    assert ends(query, "avis_etablissement") == seven
    assert ends(query, "rapport_expert") == report


# ---- derived from the articles on periods -----------------------------------------
@pytest.mark.parametrize(
    ("query", "strict", "extended"),
    [
        ("2024-09-26&expertise=oui", "2024-11-26", "2024-11-26"),
        ("2026-01-31", "2026-02-28", "2026-03-02"),
        ("2026-04-14", "2026-05-14", "2026-05-15"),
        # the day number that the month of arrival has not
        ("2027-01-31", "2027-02-28", "2027-03-01"),
        ("2028-01-31", "2028-02-29", "2028-02-29"),
        ("2027-12-29&expertise=oui", "2028-02-29", "2028-02-29"),
        ("2028-02-29", "2028-03-29", "2028-03-29"),
        ("2028-02-29&expertise=oui", "2028-04-29", "2028-05-02"),
        ("2026-03-31", "2026-04-30", "2026-04-30"),
        ("2026-02-28", "2026-03-28", "2026-03-30"),
        # over the new year, and on its first day
        ("2026-12-01", "2027-01-01", "2027-01-04"),
        ("2026-11-30&expertise=oui", "2027-01-30", "2027-02-01"),
        # over the nights when the clock changes
        ("2026-09-25", "2026-10-25", "2026-10-26"),
        ("2027-02-28", "2027-03-28", "2027-03-30"),
        # one, two and three months from the same day
        ("2026-10-20", "2026-11-20", "2026-11-20"),
        ("2026-10-20&expertise=oui", "2026-12-20", "2026-12-21"),
        (
            "2026-10-20&expertise=oui&niveaux=central_et_etablissements",
            "2027-01-20",
            "2027-01-20",
        ),
    ],
)
def test_months_end_on_their_own_number(query, strict, extended):
    assert ends(f"information={query}", "avis") == (strict, extended)


def test_an_end_on_a_day_of_rest_is_shown_with_its_rule():
    opinion = found("information=2026-09-25").date_for("avis")

    assert opinion.steps[-1] == (
        "Le dimanche 25 octobre 2026 n’est pas un jour ouvré. Il reste le dernier jour "
        "sûr\u00a0; un report au lundi 26 octobre 2026 se plaide, mais il est à "
        "vérifier."
    )


@pytest.mark.parametrize(
    ("received", "opens", "in_time"),
    [
        # 02:30 comes twice on 25 October 2026: three nights are 73 hours
        ("2026-10-24T02:30+02:00", "2026-10-27T02:30+01:00", True),
        ("2026-10-24T03:30+02:00", "2026-10-27T02:30+01:00", True),
        ("2026-10-24T03:31+02:00", "2026-10-27T02:30+01:00", False),
        # it never comes on 28 March 2027: three nights are 71 hours
        ("2027-03-26T09:00+01:00", "2027-03-29T09:00+02:00", False),
        ("2027-03-26T08:00+01:00", "2027-03-29T09:00+02:00", True),
    ],
)
def test_seventy_two_hours_are_real_hours(received, opens, in_time):
    moments = datetime.fromisoformat(received), datetime.fromisoformat(opens)

    assert agenda_in_time(*moments) is in_time


# ---- public holidays --------------------------------------------------------------
FIXED = "01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25"
#: Good Friday, then Easter Monday, Ascension and Whit Monday.
MOVABLE = {
    2024: ("03-29", "04-01 05-09 05-20"),
    2025: ("04-18", "04-21 05-29 06-09"),
    2026: ("04-03", "04-06 05-14 05-25"),
    2027: ("03-26", "03-29 05-06 05-17"),
    2028: ("04-14", "04-17 05-25 06-05"),
    2029: ("03-30", "04-02 05-10 05-21"),
    2030: ("04-19", "04-22 05-30 06-10"),
}
OWN = {
    "metropole": "",
    "alsace-moselle": "12-26",
    "guadeloupe": "05-27",
    "martinique": "05-22",
    "guyane": "06-10",
    "reunion": "12-20",
    "mayotte": "04-27",
    "saint-martin": "05-27",
    "saint-barthelemy": "10-09",
}


def test_every_territory_of_the_query_is_in_the_table():
    assert [value for value, _label in Territory.choices()] == list(OWN)


@pytest.mark.parametrize("year", MOVABLE)
@pytest.mark.parametrize("territory", OWN)
def test_the_holidays_of_a_territory_are_these_and_no_other(year, territory):
    good_friday, movable = MOVABLE[year]
    sure = {*FIXED.split(), *movable.split(), *OWN[territory].split()}
    doubtful = {"alsace-moselle": {good_friday}, "saint-martin": {"05-28"}}

    def named(*, uncertain):
        days = public_holidays(year, Territory(territory), uncertain=uncertain)
        return {day.isoformat().removeprefix(f"{year}-") for day in days}

    assert named(uncertain=False) == sure
    assert named(uncertain=True) == sure | doubtful.get(territory, set())


@pytest.mark.parametrize("territory", OWN)
def test_a_holiday_of_a_territory_moves_its_periods_and_no_other(territory):
    """A month before each own day of 2026 that is not at a week-end."""
    for name, day in OWN.items():
        if not day or date.fromisoformat(f"2027-{day}").weekday() > 4:
            continue
        holiday = f"2027-{day}"
        month = int(day[:2]) - 1
        query = f"information=2027-{month:02}-{day[3:]}&territoire={territory}"
        strict, extended = ends(query, "avis")
        shared = OWN[territory] == OWN[name]

        assert strict == holiday
        assert (extended > holiday) is shared
