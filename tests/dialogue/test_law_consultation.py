"""Dates of a consultation of the CSE: worked examples, warnings and sentences."""

from datetime import date

import pytest

from dialogue.law.books import consultation as rules
from dialogue.law.books.public_sector import NO_DEEMED_OPINION
from dialogue.law.consultation import (
    Facts,
    consultation_dates,
    days_left,
)
from projects.enums import Regime
from projects.workdays import Territory

START = date(2026, 3, 10)
MISSION = ["expert_demande", "expert_notification", "contestation_employeur"]


def dates_of(facts):
    return {
        found.code: (found.starts_on, found.strict, found.extended)
        for found in consultation_dates(facts).dates
    }


def warnings_of(facts):
    return [warning.code for warning in consultation_dates(facts).warnings]


def opinion_of(facts):
    return consultation_dates(facts).date_for("avis")


@pytest.mark.parametrize(
    ("start", "expert", "strict", "extended"),
    [
        # legal.md P2 and G-2
        (date(2024, 9, 26), True, date(2024, 11, 26), date(2024, 11, 26)),
        (date(2026, 1, 31), False, date(2026, 2, 28), date(2026, 3, 2)),
        (date(2026, 4, 14), False, date(2026, 5, 14), date(2026, 5, 15)),
        # never thirty days: a 30-day count would give 12 March
        (date(2026, 2, 10), False, date(2026, 3, 10), date(2026, 3, 10)),
        (date(2028, 1, 31), False, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 31), True, date(2027, 2, 28), date(2027, 3, 1)),
    ],
)
def test_the_opinion_is_due_in_months_and_told_twice(start, expert, strict, extended):
    facts = Facts(information_on=start, expert=expert)

    assert dates_of(facts)["avis"] == (start, strict, extended)


@pytest.mark.parametrize(
    ("start", "opinion", "report", "plain_report", "local", "plain_local"),
    [
        (
            date(2024, 8, 26),
            date(2024, 11, 26),
            date(2024, 11, 8),
            date(2024, 11, 11),
            date(2024, 11, 19),
            date(2024, 11, 19),
        ),
        (
            date(2025, 11, 30),
            date(2026, 2, 28),
            date(2026, 2, 13),
            date(2026, 2, 13),
            date(2026, 2, 20),
            date(2026, 2, 21),
        ),
        (
            date(2026, 2, 14),
            date(2026, 5, 14),
            date(2026, 4, 29),
            date(2026, 4, 29),
            date(2026, 5, 7),
            date(2026, 5, 7),
        ),
    ],
)
def test_backward_dates_move_earlier_to_a_working_day(
    start, opinion, report, plain_report, local, plain_local
):
    """Same ends as legal.md G-2, columns strict-15d and strict-7d."""
    facts = Facts(information_on=start, expert=True, two_levels=True)

    found = dates_of(facts)

    assert found["avis"][1] == opinion
    assert found["rapport_expert"] == (opinion, report, plain_report)
    assert found["avis_etablissement"] == (opinion, local, plain_local)


@pytest.mark.parametrize(
    ("expert", "two_levels", "end"),
    [
        (False, False, date(2026, 4, 10)),
        (False, True, date(2026, 4, 10)),
        (True, False, date(2026, 5, 10)),
        (True, True, date(2026, 6, 10)),
    ],
)
def test_only_an_expert_lengthens_the_period(expert, two_levels, end):
    facts = Facts(information_on=START, expert=expert, two_levels=two_levels)

    assert opinion_of(facts).strict == end
    assert opinion_of(facts).rule is rules.PERIOD_LENGTH


def test_the_expert_mission_has_steps_of_3_5_and_10_days():
    facts = Facts(
        information_on=START,
        expert=True,
        expert_named_on=date(2026, 4, 2),
        expert_asked_on=date(2026, 4, 4),
    )

    assert dates_of(facts) == {
        "avis": (START, date(2026, 5, 10), date(2026, 5, 11)),
        "rapport_expert": (date(2026, 5, 10), date(2026, 4, 24), date(2026, 4, 25)),
        "expert_demande": (date(2026, 4, 2), date(2026, 4, 5), date(2026, 4, 7)),
        "expert_notification": (
            date(2026, 4, 2),
            date(2026, 4, 12),
            date(2026, 4, 13),
        ),
        "employeur_reponse_expert": (
            date(2026, 4, 4),
            date(2026, 4, 9),
            date(2026, 4, 9),
        ),
        "contestation_employeur": (
            date(2026, 4, 2),
            date(2026, 4, 12),
            date(2026, 4, 13),
        ),
    }
    assert warnings_of(facts) == []


def test_a_holiday_of_the_territory_extends_the_period_there_only():
    start = date(2027, 3, 27)

    def extended(territory):
        facts = Facts(information_on=start, territory=territory)
        return opinion_of(facts).extended

    assert extended(Territory.MAYOTTE) == date(2027, 4, 28)
    assert extended(Territory.METROPOLE) == date(2027, 4, 27)


def test_good_friday_moves_only_backward_dates():
    facts = Facts(
        information_on=date(2026, 2, 18),
        expert=True,
        territory=Territory.ALSACE_MOSELLE,
    )

    assert dates_of(facts)["rapport_expert"] == (
        date(2026, 4, 18),
        date(2026, 4, 2),
        date(2026, 4, 3),
    )


@pytest.mark.parametrize(
    ("named_on", "end", "codes", "warnings"),
    [
        (
            date(2026, 4, 10),
            date(2026, 5, 10),
            ["avis", "rapport_expert", *MISSION],
            [],
        ),
        (
            date(2026, 4, 11),
            date(2026, 4, 10),
            ["avis", *MISSION],
            ["expert_hors_delai"],
        ),
    ],
)
def test_an_expert_must_be_voted_before_the_end_of_the_first_month(
    named_on, end, codes, warnings
):
    facts = Facts(information_on=START, expert=True, expert_named_on=named_on)

    assert opinion_of(facts).strict == end
    assert list(dates_of(facts)) == codes
    assert warnings_of(facts) == warnings


def test_a_late_expert_is_explained_and_the_arguable_extension_is_said():
    facts = Facts(
        information_on=date(2026, 4, 14),
        expert=True,
        expert_named_on=date(2026, 5, 15),
    )

    assert [warning.message for warning in consultation_dates(facts).warnings] == [
        "L’expert a été désigné le 15 mai 2026, après la fin du délai, le 14 mai "
        "2026\u00a0: cette désignation ne prolonge pas le délai et le juge peut "
        "l’annuler. Un report de la fin au vendredi 15 mai 2026 se plaide."
    ]


def test_an_expert_voted_before_the_information_still_counts():
    facts = Facts(information_on=START, expert=True, expert_named_on=date(2026, 3, 1))

    assert opinion_of(facts).strict == date(2026, 5, 10)


def test_a_designation_without_expertise_lengthens_nothing_and_it_is_said():
    facts = Facts(information_on=START, expert_named_on=date(2026, 3, 12))

    assert list(dates_of(facts)) == ["avis", *MISSION]
    assert opinion_of(facts).strict == date(2026, 4, 10)
    assert warnings_of(facts) == ["expert_sans_expertise"]


@pytest.mark.parametrize(
    ("facts", "end", "rule", "warnings"),
    [
        (
            Facts(information_on=START, agreed_on=date(2026, 5, 31), expert=True),
            date(2026, 5, 31),
            rules.AGREED_PERIOD,
            [],
        ),
        (
            Facts(
                information_on=START,
                agreed_on=date(2026, 5, 31),
                judge_extended_to=date(2026, 6, 14),
            ),
            date(2026, 6, 14),
            rules.JUDGE_EXTENSION,
            [],
        ),
        (
            Facts(
                information_on=START,
                agreed_on=date(2026, 5, 31),
                judge_extended_to=date(2026, 5, 30),
            ),
            date(2026, 5, 30),
            rules.JUDGE_EXTENSION,
            ["prolongation_plus_courte"],
        ),
        (
            Facts(
                information_on=START,
                agreed_on=date(2026, 5, 31),
                suspended=((date(2026, 4, 1), None),),
            ),
            date(2026, 5, 31),
            rules.AGREED_PERIOD,
            ["contestation_date_fixee"],
        ),
        (
            Facts(
                information_on=START,
                agreed_on=date(2026, 4, 30),
                expert=True,
                expert_named_on=date(2026, 5, 1),
            ),
            date(2026, 4, 30),
            rules.AGREED_PERIOD,
            ["expert_hors_delai"],
        ),
    ],
)
def test_an_agreed_or_judged_date_replaces_the_decree(facts, end, rule, warnings):
    opinion = opinion_of(facts)

    assert (opinion.strict, opinion.extended, opinion.rule) == (end, end, rule)
    assert warnings_of(facts) == warnings


@pytest.mark.parametrize(
    ("suspended", "end", "extended", "warnings"),
    [
        # ten days stopped, ten days added
        (
            ((date(2026, 4, 15), date(2026, 4, 25)),),
            date(2026, 5, 20),
            date(2026, 5, 20),
            [],
        ),
        # the second one starts inside the time gained by the first
        (
            (
                (date(2026, 5, 15), date(2026, 5, 20)),
                (date(2026, 4, 15), date(2026, 4, 25)),
            ),
            date(2026, 5, 25),
            date(2026, 5, 26),
            [],
        ),
        # overlapping days are counted once
        (
            (
                (date(2026, 4, 15), date(2026, 4, 25)),
                (date(2026, 4, 20), date(2026, 4, 27)),
            ),
            date(2026, 5, 22),
            date(2026, 5, 22),
            [],
        ),
        # days before the information gave no time to lose
        (
            ((date(2026, 3, 1), date(2026, 3, 12)),),
            date(2026, 5, 12),
            date(2026, 5, 12),
            [],
        ),
        (
            ((date(2026, 3, 1), date(2026, 3, 8)),),
            date(2026, 5, 10),
            date(2026, 5, 11),
            [],
        ),
        # filed on the last day, still in time
        (
            ((date(2026, 5, 10), date(2026, 5, 13)),),
            date(2026, 5, 13),
            date(2026, 5, 13),
            [],
        ),
        # filed the day after
        (
            ((date(2026, 5, 11), date(2026, 5, 13)),),
            date(2026, 5, 10),
            date(2026, 5, 11),
            ["contestation_tardive"],
        ),
        # judged on the day it was filed: nothing to give back
        (
            ((date(2026, 4, 15), date(2026, 4, 15)),),
            date(2026, 5, 10),
            date(2026, 5, 11),
            [],
        ),
        (
            ((date(2026, 5, 11), date(2026, 5, 11)),),
            date(2026, 5, 10),
            date(2026, 5, 11),
            ["contestation_tardive"],
        ),
        # one over before the period starts gives nothing, and hides no other
        (
            (
                (date(2026, 3, 1), date(2026, 3, 5)),
                (date(2026, 4, 15), date(2026, 4, 18)),
            ),
            date(2026, 5, 13),
            date(2026, 5, 13),
            [],
        ),
        (((date(2026, 4, 15), None),), None, None, ["suspendu"]),
        (
            ((date(2026, 4, 15), None), (date(2026, 4, 16), date(2026, 4, 20))),
            None,
            None,
            ["suspendu"],
        ),
    ],
)
def test_a_challenge_stops_the_clock_until_the_judgment_is_notified(
    suspended, end, extended, warnings
):
    facts = Facts(information_on=START, expert=True, suspended=suspended)

    assert dates_of(facts)["avis"] == (START, end, extended)
    assert warnings_of(facts) == warnings


def test_dates_that_hang_on_a_suspended_opinion_are_unknown_too():
    facts = Facts(
        information_on=START,
        expert=True,
        two_levels=True,
        suspended=((date(2026, 4, 1), None),),
    )

    assert dates_of(facts) == {
        "avis": (START, None, None),
        "avis_etablissement": (None, None, None),
        "rapport_expert": (None, None, None),
    }
    assert [found.consequence for found in consultation_dates(facts).dates] == [
        "Tant que le jugement n’est pas notifié, le silence ne vaut pas avis.",
        "",
        "",
    ]


def test_without_information_the_clock_has_not_started():
    facts = Facts(information_on=None, expert=True, expert_named_on=START)

    assert list(dates_of(facts)) == MISSION
    assert warnings_of(facts) == ["information_attendue"]


@pytest.mark.parametrize(
    ("start", "told"),
    [(date(2017, 12, 31), ["droit_anterieur"]), (date(2018, 1, 1), [])],
)
def test_before_the_cse_other_rules_applied_and_it_is_said(start, told):
    facts = Facts(information_on=start)

    assert opinion_of(facts).strict == date(2018, 1, 31) if told else date(2018, 2, 1)
    assert warnings_of(facts) == told


def test_an_agreed_date_holds_but_asks_for_the_day_of_the_information():
    facts = Facts(information_on=None, agreed_on=date(2026, 5, 31))

    assert dates_of(facts) == {"avis": (None, date(2026, 5, 31), date(2026, 5, 31))}
    assert [warning.message for warning in consultation_dates(facts).warnings] == [
        "Indiquez le jour où les informations ont été données\u00a0: sans elles, "
        "aucun délai ne court."
    ]


@pytest.mark.parametrize(
    ("facts", "warning", "rule"),
    [
        (
            Facts(information_on=START, regime=Regime.PUBLIC, expert=True),
            "sans_avis_repute",
            NO_DEEMED_OPINION,
        ),
        (
            Facts(information_on=START, has_cse=False, agreed_on=date(2026, 5, 1)),
            "sans_consultation",
            rules.CONSULTED_CSE,
        ),
    ],
)
def test_where_silence_is_not_an_opinion_no_date_is_given(facts, warning, rule):
    found = consultation_dates(facts)

    assert found.dates == ()
    assert [(each.code, each.rule) for each in found.warnings] == [(warning, rule)]


def test_an_association_with_a_cse_follows_the_private_sector():
    facts = Facts(information_on=START, regime=Regime.ASSOCIATION)

    assert opinion_of(facts).strict == date(2026, 4, 10)


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 3, 1), 11), (date(2026, 3, 12), 0), (date(2026, 3, 13), -1)],
)
def test_the_last_day_is_still_in_time(today, left):
    assert days_left(date(2026, 3, 12), today) == left
