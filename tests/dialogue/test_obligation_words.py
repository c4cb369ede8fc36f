"""Each verdict whole: its state, its sentence, its day, its doubt, and its rule."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogue.law.books import ai_act
from dialogue.law.duty import DutyState
from dialogue.law.owed.risk import Classified, RiskClass, classify
from projects.enums import AIFunction, Answer3
from projects.french import french
from tests.dialogue.test_obligations import (
    AI,
    NO_AI,
    OPINION,
    PRIVATE,
    TODAY,
    USED,
    duty,
    uses,
)

YES, NO = Answer3.YES, Answer3.NO
DUE, LATE, DONE = DutyState.DUE, DutyState.LATE, DutyState.DONE
NOT = DutyState.NOT_APPLICABLE
SOON = date(2027, 1, 4)
MARKED = date(2026, 12, 2)
NO_DATA: dict[str, Any] = {"personal_data": NO, "staff_data": NO, "monitoring": NO}
GENERATES: dict[str, Any] = {**AI, "ai_functions": frozenset({AIFunction.GENERATES})}
UPGRADE = (
    "À vérifier : une simple mise à jour n’appelle pas toujours une consultation, "
    "qu’est-ce qui change vraiment ?"
)
Whole = tuple[DutyState, str, date | None, bool]


def whole(code: str, known: dict[str, Any], today: date = TODAY) -> Whole:
    found = duty(code, replace(PRIVATE, **known), today)
    return found.state, french(found.reason), found.due_on, found.to_check


@pytest.mark.parametrize(
    ("code", "known", "expected"),
    [
        # a mere upgrade is a question, until the opinion is given
        ("consultation", uses("upgrade"), (DUE, UPGRADE, None, True)),
        (
            "consultation",
            {**uses("upgrade"), "start_planned_on": SOON},
            (DUE, UPGRADE, None, True),
        ),
        (
            "consultation",
            {**uses("upgrade"), "first_use_on": USED},
            (DUE, UPGRADE, None, True),
        ),
        (
            "consultation",
            {**uses("upgrade"), "opinion_on": OPINION},
            (DONE, "L’avis est rendu depuis le 2 novembre 2026.", None, False),
        ),
        (
            "consultation",
            {**uses(no="upgrade"), "start_planned_on": SOON},
            (
                DUE,
                "Aucune consultation n’est ouverte. La mise en service annoncée est "
                "le 4 janvier 2027.",
                None,
                False,
            ),
        ),
        # information: what was asked, given, or overtaken by the use
        (
            "information-ecrite",
            {"requested_on": USED, "start_planned_on": SOON},
            (
                DUE,
                "L’information demandée le 1er septembre 2026 n’est pas remise. La "
                "mise en service annoncée est le 4 janvier 2027.",
                None,
                False,
            ),
        ),
        (
            "information-ecrite",
            {"requested_on": USED, "information_on": OPINION},
            (
                DUE,
                "À vérifier : remise notée le 2 novembre 2026 ; était-elle précise et "
                "écrite ? La délégation en juge.",
                None,
                True,
            ),
        ),
        (
            "information-ecrite",
            {"requested_on": USED, "first_use_on": OPINION},
            (
                LATE,
                "L’outil sert depuis le 2 novembre 2026, sans information écrite au "
                "dossier.",
                OPINION,
                False,
            ),
        ),
        (
            "information-ecrite",
            {"start_planned_on": SOON},
            (
                DUE,
                "Aucune information écrite n’est au dossier. La mise en service "
                "annoncée est le 4 janvier 2027.",
                None,
                False,
            ),
        ),
        (
            "information-ecrite",
            {"information_on": OPINION, "first_use_on": USED},
            (
                LATE,
                "L’outil servait le 1er septembre 2026, avant l’information du 2 "
                "novembre 2026.",
                USED,
                False,
            ),
        ),
        (
            "information-ecrite",
            {"information_on": USED, "first_use_on": OPINION},
            (
                DUE,
                "À vérifier : remise notée le 1er septembre 2026 ; était-elle précise "
                "et écrite ? La délégation en juge.",
                None,
                True,
            ),
        ),
        # the checklist judges it where there is one
        (
            "information-ecrite",
            {"information_on": USED, "information_lines": 5, "information_short": 2},
            (
                DUE,
                "À vérifier : remise notée le 1er septembre 2026 ; informations "
                "attendues manquantes ou insuffisantes : 2 sur 5.",
                None,
                True,
            ),
        ),
        (
            "information-ecrite",
            {"information_on": USED, "information_lines": 5},
            (
                DONE,
                "Toutes les informations attendues sont notées reçues ; remise le "
                "1er septembre 2026.",
                None,
                False,
            ),
        ),
        (
            "gestion-du-personnel",
            {"staff_data": YES, "information_on": USED},
            (
                DUE,
                "À vérifier : remise notée le 1er septembre 2026 ; parlait-elle de ce "
                "point ?",
                None,
                True,
            ),
        ),
        # the impact assessment by two criteria
        (
            "analyse-d-impact",
            NO_DATA,
            (
                NOT,
                "Il est dit qu’il n’y a pas de données personnelles.",
                None,
                False,
            ),
        ),
        (
            "analyse-d-impact",
            {"monitoring": YES, "start_planned_on": SOON},
            (
                NOT,
                "L’analyse est déjà demandée par la liste de la CNIL.",
                None,
                False,
            ),
        ),
    ],
)
def test_a_verdict_is_whole(code: str, known: dict[str, Any], expected: Whole) -> None:
    state, reason, on, asked = expected

    assert whole(code, known) == (state, french(reason), on, asked)


def test_criteria_that_are_met_or_open_are_named_with_the_day_they_bind() -> None:
    known = {**NO_DATA, "staff_data": YES, "start_planned_on": SOON}

    met = whole("analyse-d-impact", {**known, **AI, **uses(no="impact_done")})
    asked = whole("analyse-d-impact", known)

    assert met == (
        DUE,
        french(
            "Critères réunis sans analyse : des personnes en situation de dépendance, "
            "un usage innovant."
        ),
        SOON,
        False,
    )
    assert asked == (
        DUE,
        french(
            "À vérifier : y a-t-il une évaluation de personnes, un usage innovant ?"
        ),
        SOON,
        True,
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (
            date(2026, 12, 1),
            (
                DUE,
                "À vérifier : l’outil était-il sur le marché avant le 2 août 2026 ? "
                "Sinon, le marquage est déjà dû ; si oui, il l’est à partir du 2 "
                "décembre 2026.",
                MARKED,
                True,
            ),
        ),
        (
            MARKED,
            (
                DUE,
                "À vérifier : ce que l’outil produit est-il marqué comme venant d’une "
                "IA ?",
                None,
                True,
            ),
        ),
    ],
)
def test_the_marking_of_what_is_generated_turns_on_one_day(
    today: date, expected: Whole
) -> None:
    state, reason, on, asked = expected

    assert whole("marquage", GENERATES, today) == (state, french(reason), on, asked)


NOTHING_HIGH: dict[str, Any] = {
    "monitoring": NO,
    **uses(no="recruitment appraisal allocation"),
}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            NO_AI,
            Classified(
                RiskClass.NO_AI, ai_act.CLASSES, "Il est dit qu’il n’y a pas d’IA."
            ),
        ),
        (
            {},
            Classified(
                RiskClass.UNKNOWN,
                ai_act.CLASSES,
                "À vérifier : y a-t-il de l’intelligence artificielle ?",
            ),
        ),
        (
            {**AI, **uses("emotions recruitment")},
            Classified(
                RiskClass.PROHIBITED,
                ai_act.EMOTIONS,
                "L’outil déduit des émotions ou classe d’après la voix ou le visage : "
                "à vérifier tout de suite, un usage interdit est possible.",
            ),
        ),
        (
            {**AI, **uses("recruitment")},
            Classified(RiskClass.HIGH, ai_act.RECRUITMENT, "L’outil sert à recruter."),
        ),
        (
            {**AI, **uses("appraisal", "recruitment")},
            Classified(
                RiskClass.HIGH,
                ai_act.WORK_DECISIONS,
                "L’outil nourrit les évaluations, les promotions ou les affectations.",
            ),
        ),
        (
            AI,
            Classified(
                RiskClass.UNKNOWN,
                ai_act.WORK_DECISIONS,
                "À vérifier : l’outil sert-il à recruter, à évaluer, à répartir les "
                "tâches selon le comportement ou à surveiller ?",
            ),
        ),
        (
            {**GENERATES, **NOTHING_HIGH},
            Classified(
                RiskClass.TRANSPARENCY,
                ai_act.CLASSES,
                "L’outil produit des contenus : ils doivent être marqués.",
            ),
        ),
        (
            {**AI, **NOTHING_HIGH},
            Classified(
                RiskClass.MINIMAL, ai_act.CLASSES, "Rien n’indique un usage à risque."
            ),
        ),
    ],
)
def test_a_class_comes_with_its_rule_and_its_reason(
    known: dict[str, Any], expected: Classified
) -> None:
    found = classify(replace(PRIVATE, **known))

    assert (found.found, found.rule) == (expected.found, expected.rule)
    assert french(found.reason) == french(expected.reason)
