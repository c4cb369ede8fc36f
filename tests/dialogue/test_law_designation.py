"""The rule and the words behind each doubt on a designation, and who pays."""

from datetime import date

import pytest

from dialogue.law.books import experts as law
from dialogue.law.books.expertise import OTHER_REPORT
from dialogue.law.books.experts import Field, Ground, cost_rule
from dialogue.law.books.levels import Measures, level_rule
from dialogue.law.books.public_scope import EXPERT, NOT_TECHNOLOGY_ALONE
from dialogue.law.consultation import Facts, consultation_dates
from dialogue.law.designation import Designation, doubts
from projects.enums import Regime

NEW = Ground.NEW_TECHNOLOGY


@pytest.mark.parametrize(
    ("known", "code", "rule", "opening"),
    [
        (
            {"ground": Ground.FREE, "lengthens": True},
            *("expert_libre", law.FREE_EXPERT_COST, "Cet expert est payé librement"),
        ),
        (
            {"valid_until": date(2026, 3, 1), "voted_on": date(2026, 3, 2)},
            *("certificat_expire", law.CERTIFIED, "Le certificat était valable"),
        ),
        (
            {"uses_ai": True, "fields": [Field.EQUALITY]},
            *("domaine_inadapte", law.AI_FIELD, "Le projet utilise l’IA"),
        ),
        (
            {"ground": Ground.EQUALITY, "headcount": 299},
            *("effectif_insuffisant", law.EQUALITY, "L’entreprise a moins de trois"),
        ),
        (
            {"ground": Ground.SERIOUS_RISK},
            *("risque_grave", OTHER_REPORT, "L’expertise pour risque grave suit"),
        ),
        (
            {"regime": Regime.PUBLIC},
            *("technologie_seule", NOT_TECHNOLOGY_ALONE, "Dans la fonction publique,"),
        ),
        (
            {
                "regime": Regime.PUBLIC,
                "ground": Ground.SERIOUS_RISK,
                "valid_until": date(2026, 3, 1),
                "voted_on": date(2026, 3, 2),
            },
            *("certificat_expire", EXPERT, "Le certificat était valable jusqu’au"),
        ),
    ],
)
def test_a_doubt_names_its_rule_and_says_why(known, code, rule, opening):
    facts = Designation(**{"ground": NEW, "headcount": 412, "uses_ai": False, **known})
    [doubt] = doubts(facts)

    assert (doubt.code, doubt.rule) == (code, rule)
    assert doubt.message.startswith(opening)


def test_who_pays_is_told_by_the_ordinary_rule_when_nothing_else_is_said():
    assert cost_rule(Ground.EQUALITY) is law.COST
    assert cost_rule(Ground.STRATEGY) is law.COST
    assert cost_rule(Ground.STRATEGY, budget_suffices=False) is law.SHORT_BUDGET


def test_each_kind_of_measures_has_its_own_rule():
    assert [level_rule(measures).id for measures in Measures] == [
        *("A-09", "A-09a", "A-09b", "A-09c"),
    ]


def test_terms_notified_on_the_day_of_the_designation_are_possible():
    day = date(2026, 3, 20)
    facts = Facts(information_on=None, expert_named_on=day, terms_notified_on=day)

    assert [each.starts_on for each in consultation_dates(facts).dates] == [day] * 4
