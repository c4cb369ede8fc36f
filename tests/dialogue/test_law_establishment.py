"""The committee of an establishment follows the end of the central one."""

from datetime import date

from dialogue.law.books import consultation as rules
from dialogue.law.books.expertise import EMPLOYER_CHALLENGE
from dialogue.law.consultation import Facts, consultation_dates
from projects.workdays import Territory

START = date(2026, 3, 10)
CENTRAL = date(2028, 5, 29)
#: Seven days before is a Monday, and a holiday in Martinique.
ABOLITION = date(2028, 5, 22)


def found(**known):
    facts = Facts(
        **{
            "information_on": START,
            "two_levels": True,
            "establishment": True,
            "central_ends_on": CENTRAL,
            **known,
        }
    )
    return consultation_dates(facts)


def test_it_has_until_seven_days_before_the_central_end():
    opinion = found().date_for("avis")

    assert (opinion.starts_on, opinion.strict, opinion.extended) == (
        CENTRAL,
        ABOLITION,
        ABOLITION,
    )
    assert opinion.rule is rules.ESTABLISHMENT_OPINION
    assert opinion.label == (
        "Dernier jour pour transmettre l’avis du CSE d’établissement"
    )
    assert opinion.consequence == (
        "Visez le 22 mai 2028\u00a0: transmis au CSE central moins de sept jours avant "
        "la fin du délai, l’avis d’un établissement est réputé négatif."
    )
    assert opinion.steps == (
        "Point de départ\u00a0: la fin de la consultation du CSE central, le lundi 29 "
        "mai 2028. En reculant de sept jours, on arrive au 22 mai 2028.",
        "Le lundi 22 mai 2028 est un jour ouvré.",
    )
    assert opinion.what_would_change == (
        "Si la fin de la consultation du CSE central bouge, celle-ci la suit.",
        "Un accord peut fixer un autre ordre ou d’autres délais.",
    )


def test_a_local_holiday_moves_it_earlier():
    opinion = found(territory=Territory.MARTINIQUE).date_for("avis")

    assert (opinion.strict, opinion.extended) == (date(2028, 5, 19), ABOLITION)
    assert "abolition de l’esclavage" in opinion.steps[-1]


def test_it_waits_for_the_central_end():
    answer = found(central_ends_on=None, expert=True)
    opinion = answer.date_for("avis")

    assert (opinion.starts_on, opinion.strict, opinion.extended) == (None, None, None)
    assert opinion.steps == (
        "La fin de la consultation du CSE central n’est pas connue.",
    )
    assert opinion.consequence == ""
    assert [each.code for each in answer.dates] == ["avis", "rapport_expert"]


def test_it_waits_for_no_other_establishment():
    assert [each.code for each in found().dates] == ["avis"]
    assert found(agreed_on=CENTRAL).date_for("avis").label == (
        "Dernier jour pour rendre l’avis du CSE"
    )


def test_its_expert_is_voted_before_its_own_end():
    in_time = found(expert=True, expert_named_on=ABOLITION)
    late = found(expert=True, expert_named_on=date(2028, 5, 23))

    assert in_time.date_for("rapport_expert").starts_on == ABOLITION
    assert in_time.warnings == ()
    assert late.date_for("rapport_expert") is None
    assert [(each.code, each.rule) for each in late.warnings] == [
        ("expert_hors_delai", rules.EXPERT_IN_TIME)
    ]


def test_a_challenge_is_said_and_moves_nothing():
    answer = found(suspended=((date(2026, 4, 1), None),))

    assert answer.date_for("avis").strict == ABOLITION
    assert [(each.code, each.rule) for each in answer.warnings] == [
        ("contestation_date_fixee", EMPLOYER_CHALLENGE)
    ]
    assert answer.warnings[0].message == (
        "La contestation de l’expertise n’est pas ajoutée à une date qui suit celle du "
        "CSE central\u00a0: vérifiez si elle la suspend."
    )
