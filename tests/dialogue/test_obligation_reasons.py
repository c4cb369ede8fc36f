"""What one answer alone changes in the duties, and the words that say why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogue.law.duty import DutyState
from dialogue.law.owed.risk import RiskClass, classify
from dialogue.law.owed.strength import Points, strength
from projects.enums import Answer3, Instance
from projects.workdays import Territory
from tests.dialogue.test_obligations import (
    AI,
    NO_AI,
    OPINION,
    PRIVATE,
    PUBLIC,
    TODAY,
    USED,
    duty,
    uses,
)

YES, NO = Answer3.YES, Answer3.NO
DUE, LATE, DONE = DutyState.DUE, DutyState.LATE, DutyState.DONE
NOT = DutyState.NOT_APPLICABLE
SOON = date(2027, 1, 4)
NO_DATA: dict[str, Any] = {"personal_data": NO, "staff_data": NO, "monitoring": NO}


@pytest.mark.parametrize(
    ("code", "known", "state", "reason"),
    [
        # one yes is enough
        *(
            ("gestion-du-personnel", {"staff_data": NO, **uses(yes)}, DUE, "")
            for yes in ("appraisal", "allocation")
        ),
        ("information-des-personnes", {**NO_DATA, "staff_data": YES}, DUE, "À vérif"),
        ("information-des-personnes", {**NO_DATA, "monitoring": YES}, DUE, "À vérif"),
        # every no is needed
        (
            "gestion-du-personnel",
            {"staff_data": NO, **uses(no="appraisal allocation")},
            *(NOT, "Rien n’indique un traitement de gestion du personnel."),
        ),
        *(
            ("gestion-du-personnel", {"staff_data": NO, **uses(no=no)}, DUE, "À vérif")
            for no in ("appraisal", "allocation")
        ),
        (
            "information-des-personnes",
            NO_DATA,
            *(NOT, "Il est dit que rien n’est recueilli sur le personnel."),
        ),
        *(
            (
                "analyse-d-impact",
                {**NO_AI, **NO_DATA, name: Answer3.UNKNOWN},
                *(DUE, "À vérifier"),
            )
            for name in ("staff_data", "monitoring")
        ),
        (
            "analyse-d-impact",
            {**NO_AI, **NO_DATA, "personal_data": YES},
            *(NOT, "Moins de deux critères européens semblent réunis."),
        ),
        (
            "analyse-d-impact",
            {**AI, **NO_DATA, "staff_data": YES, **uses(no="impact_done")},
            DUE,
            "des personnes en situation de dépendance, un usage innovant.",
        ),
        *(
            ("decision-automatisee", {**NO_DATA, name: YES}, DUE, "À vérifier")
            for name in ("personal_data", "staff_data")
        ),
        ("decision-automatisee", NO_DATA, NOT, "Rien n’indique une décision"),
        # the sentence says the right days
        (
            "information-ecrite",
            {"requested_on": USED},
            *(DUE, "1er septembre 2026"),
        ),
        ("expertise", {"expert_named_on": USED}, DONE, "1er septembre 2026"),
        (
            "suite-de-l-avis",
            {"opinion_on": OPINION},
            *(DUE, "2 novembre 2026"),
        ),
        (
            "avant-la-decision",
            {"opinion_on": OPINION, "first_use_on": USED},
            *(LATE, "1er septembre 2026"),
        ),
        (
            "information-ecrite",
            {"information_on": OPINION, "first_use_on": USED},
            *(LATE, "1er septembre 2026"),
        ),
        (
            "maitrise-de-l-ia",
            {**AI, "first_use_on": USED, **uses(no="training")},
            *(LATE, "1er septembre 2026"),
        ),
        (
            "reponses",
            {"questions_sent": 1, "questions_waiting": 1, "answers_wanted_on": USED},
            *(DUE, "1er septembre 2026"),
        ),
        (
            "reponses",
            {"questions_sent": 1, "questions_waiting": 1, "answers_wanted_on": TODAY},
            *(DUE, "Des questions transmises attendent une réponse."),
        ),
        (
            "suite-de-l-avis",
            {"opinion_on": OPINION, "followed_up_on": USED},
            *(DONE, "1er septembre 2026"),
        ),
        (
            "information-des-personnes",
            {"staff_data": YES, "first_use_on": USED, **uses(no="people_told")},
            *(LATE, "1er septembre 2026"),
        ),
        (
            "analyse-d-impact-cnil",
            {"monitoring": YES, "first_use_on": USED, **uses(no="impact_done")},
            *(LATE, "L’usage ressemble à un cas de la liste"),
        ),
        ("suspension", {"first_use_on": USED}, LATE, "1er septembre 2026"),
        ("plateforme", uses("platform"), NOT, "2 décembre 2026"),
        (
            "consultation",
            {"opinion_on": OPINION, "first_use_on": USED},
            DONE,
            "L’avis date du 2 novembre 2026, mais l’outil servait déjà le 1er "
            "septembre 2026.",
        ),
        ("consultation", {"opinion_on": OPINION}, DONE, "rendu depuis le 2 novembre"),
        (
            "consultation",
            {"deemed_on": OPINION},
            *(DONE, "réputé négatif depuis le 2 novembre"),
        ),
        (
            "avant-la-decision",
            {"opinion_on": OPINION, "first_use_on": USED},
            *(
                LATE,
                "L’outil servait le 1er septembre 2026, avant l’avis du 2 novembre",
            ),
        ),
        (
            "information-ecrite",
            {"information_on": USED, "first_use_on": USED},
            *(DUE, "À vérifier : remise notée"),
        ),
        ("consultation", {"headcount": 49}, NOT, "En dessous de cinquante"),
        ("consultation", {"instance": Instance.NONE}, NOT, "Il n’y a pas ici de CSE"),
        ("controle", {"monitoring": NO}, NOT, "Il est dit que l’outil ne permet pas"),
        ("recrutement", uses(no="recruitment"), NOT, "Il est dit que l’outil ne sert"),
        ("candidats", uses(no="recruitment"), NOT, "Il est dit que l’outil ne sert"),
    ],
)
def test_one_answer_decides_in_the_private_sector(
    code: str, known: dict[str, Any], state: DutyState, reason: str
) -> None:
    found = duty(code, replace(PRIVATE, **known))

    assert found.state == state
    assert reason in found.reason


@pytest.mark.parametrize(
    ("code", "known", "state", "reason"),
    [
        *(
            ("changements-importants", uses(yes), DUE, "")
            for yes in ("conditions", "allocation")
        ),
        (
            "changements-importants",
            uses(no="conditions allocation"),
            *(NOT, "Rien n’indique un changement important"),
        ),
        *(
            ("changements-importants", uses(no=no), DUE, "À vérifier")
            for no in ("conditions", "allocation")
        ),
        ("consultation-publique", uses(no="conditions"), NOT, "La condition manque"),
        ("expertise-publique", {"expert_named_on": USED}, DONE, "1er septembre 2026"),
        (
            "suites-publiques",
            {"opinion_on": OPINION, "followed_up_on": USED},
            *(DONE, "1er septembre 2026"),
        ),
        (
            "suites-publiques",
            {"opinion_on": USED},
            *(LATE, "au plus tard le 1er novembre 2026"),
        ),
        ("information-des-personnes", {}, NOT, "le RGPD"),
    ],
)
def test_one_answer_decides_in_the_public_sector(
    code: str, known: dict[str, Any], state: DutyState, reason: str
) -> None:
    found = duty(code, replace(PUBLIC, **known))

    assert found.state == state
    assert reason in found.reason


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("information-des-personnes", {"staff_data": YES}),
        ("information-des-personnes", {"staff_data": YES, **uses(no="people_told")}),
        ("candidats", uses("recruitment")),
        ("analyse-d-impact-cnil", {"monitoring": YES}),
        ("analyse-d-impact-cnil", {"monitoring": YES, **uses(no="impact_done")}),
    ],
)
def test_a_planned_start_is_the_day_of_what_must_come_before_it(
    code: str, known: dict[str, Any]
) -> None:
    assert duty(code, replace(PRIVATE, start_planned_on=SOON, **known)).due_on == SOON


@pytest.mark.parametrize(
    "code", ["consultation", "avant-la-decision", "information-ecrite"]
)
def test_a_planned_start_is_no_limit_of_what_precedes_the_decision(code: str) -> None:
    found = duty(code, replace(PRIVATE, start_planned_on=SOON))

    assert found.due_on is None
    assert found.reason.endswith("La mise en service annoncée est le 4 janvier 2027.")


def test_article_50_binds_the_provider_first() -> None:
    facts = replace(PRIVATE, **AI)

    assert [
        str(duty(code, facts).outline.who) for code in ("transparence", "marquage")
    ] == [
        "Le fournisseur (l’employeur s’il conçoit lui-même l’outil), point à vérifier"
    ] * 2


def test_the_environment_is_due_with_the_opinion() -> None:
    assert duty("environnement", replace(PRIVATE, opinion_due_on=SOON)).due_on == SOON


def test_the_follow_up_of_a_territory_is_counted_there() -> None:
    facts = replace(PUBLIC, opinion_on=USED, territory=Territory.MARTINIQUE)

    assert duty("suites-publiques", facts).due_on == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("known", "found", "rule"),
    [
        (NO_AI, RiskClass.NO_AI, "E-03"),
        ({**AI, **uses("emotions")}, RiskClass.PROHIBITED, "E-05"),
        ({**AI, **uses("recruitment")}, RiskClass.HIGH, "E-04"),
        ({**AI, **uses("appraisal")}, RiskClass.HIGH, "E-04"),
        (
            {**AI, "monitoring": NO, **uses("allocation", "recruitment appraisal")},
            *(RiskClass.UNKNOWN, ""),
        ),
        (
            {**AI, "monitoring": YES, **uses(no="recruitment appraisal allocation")},
            *(RiskClass.UNKNOWN, ""),
        ),
        (
            {**AI, "monitoring": NO, **uses(no="recruitment allocation")},
            *(RiskClass.UNKNOWN, ""),
        ),
    ],
)
def test_the_class_names_the_rule_it_reads(
    known: dict[str, Any], found: RiskClass, rule: str
) -> None:
    classified = classify(replace(PRIVATE, **known))

    assert classified.found == found
    assert classified.rule.id.startswith(rule)


def test_a_reading_keeps_its_question_its_answer_and_its_sentence() -> None:
    rows = strength(replace(PRIVATE, **uses("allocation", "appraisal")))
    [appraisal] = [row for row in rows if "évaluations" in str(row.question)]
    [compulsory] = [row for row in rows if "obligé" in str(row.question)]

    assert (appraisal.answer, appraisal.points) == (YES, Points.TOWARDS)
    assert "les affectations a compté" in str(appraisal.sentence)
    assert (compulsory.answer, compulsory.points) == (Answer3.UNKNOWN, Points.OPEN)
    assert str(compulsory.sentence).startswith("Tant que la réponse manque")
