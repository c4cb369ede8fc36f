"""What is due on a project: case by case, on a day that each case names."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogue.law import obligations
from dialogue.law.books import RULES
from dialogue.law.duty import Duty, DutyState, Moment
from dialogue.law.owed.questions import QUESTIONS
from dialogue.law.project_facts import ProjectFacts
from projects.enums import Answer3, Instance, Phase, Regime, Use

TODAY = date(2026, 11, 20)
DUE, LATE, DONE = DutyState.DUE, DutyState.LATE, DutyState.DONE
NOT = DutyState.NOT_APPLICABLE
PRIVATE = ProjectFacts(regime=Regime.PRIVATE, instance=Instance.CSE, headcount=412)
PUBLIC = ProjectFacts(regime=Regime.PUBLIC, instance=Instance.CSA, headcount=412)
OPINION = date(2026, 11, 2)
USED = date(2026, 9, 1)


def duty(code: str, facts: ProjectFacts, today: date = TODAY) -> Duty:
    found = {row.code: row for row in obligations.duties(facts, today)}
    return found[code]


def uses(yes: str = "", no: str = "") -> dict[str, Any]:
    return {
        "said_yes": frozenset(map(Use, yes.split())),
        "said_no": frozenset(map(Use, no.split())),
    }


AI: dict[str, Any] = {"uses_ai": Answer3.YES}
NO_AI: dict[str, Any] = {"uses_ai": Answer3.NO}
SENT = {"questions_sent": 3, "questions_waiting": 1}
CASES: list[tuple[str, dict[str, Any], DutyState, bool, date | None]] = [
    # code, what is known, state, to check, due on
    ("consultation", {}, DUE, False, None),
    (
        "consultation",
        {"start_planned_on": date(2027, 1, 4), "pilot_planned_on": date(2026, 12, 1)},
        *(DUE, False, None),
    ),
    (
        "consultation",
        {"start_planned_on": date(2026, 11, 19)},
        *(DUE, True, None),
    ),
    ("consultation", {"start_planned_on": TODAY}, DUE, False, None),
    ("consultation", {"phase": Phase.DEPLOYMENT}, LATE, False, None),
    ("consultation", {"first_use_on": USED}, LATE, False, USED),
    ("consultation", {"opinion_on": OPINION}, DONE, False, None),
    ("consultation", {"deemed_on": OPINION}, DONE, False, None),
    ("consultation", {"opinion_on": OPINION, "first_use_on": USED}, DONE, False, None),
    ("consultation", uses("upgrade"), DUE, True, None),
    (
        "consultation",
        {**uses("upgrade"), "opinion_on": OPINION},
        *(DONE, False, None),
    ),
    ("consultation", {"headcount": 49}, NOT, False, None),
    ("consultation", {"headcount": 50}, DUE, False, None),
    (
        "consultation",
        {"headcount": 8, "instance": Instance.CENTRAL_CSE},
        *(DUE, False, None),
    ),
    ("consultation", {"instance": Instance.NONE}, NOT, False, None),
    ("consultation", {"regime": Regime.ASSOCIATION}, DUE, False, None),
    ("avant-la-decision", {"first_use_on": USED}, LATE, False, USED),
    (
        "avant-la-decision",
        {"opinion_on": OPINION, "first_use_on": USED},
        *(LATE, False, USED),
    ),
    (
        "avant-la-decision",
        {"opinion_on": OPINION, "first_use_on": OPINION},
        *(DONE, False, None),
    ),
    ("avant-la-decision", {"opinion_on": OPINION}, DONE, False, None),
    ("avant-la-decision", {}, DUE, False, None),
    ("conditions-de-travail", {}, DUE, True, None),
    ("conditions-de-travail", uses(no="conditions"), NOT, False, None),
    ("conditions-de-travail", uses("conditions"), DUE, False, None),
    ("environnement", {}, DUE, True, None),
    ("environnement", {"opinion_on": OPINION}, NOT, False, None),
    ("etapes", {}, DUE, True, None),
    ("etapes", uses("staged"), DUE, False, None),
    ("etapes", uses(no="staged"), NOT, False, None),
    ("niveau", {}, NOT, False, None),
    ("niveau", {"instance": Instance.CENTRAL_CSE}, DUE, True, None),
    (
        "niveau",
        {"instance": Instance.CENTRAL_CSE, "deemed_on": OPINION},
        *(NOT, False, None),
    ),
    ("information-ecrite", {}, DUE, False, None),
    ("information-ecrite", {"requested_on": USED}, DUE, False, None),
    ("information-ecrite", {"information_on": USED}, DUE, True, None),
    (
        "information-ecrite",
        {"information_on": USED, "information_lines": 2, "information_short": 1},
        *(DUE, True, None),
    ),
    (
        "information-ecrite",
        {"information_on": USED, "information_lines": 2},
        *(DONE, False, None),
    ),
    ("information-ecrite", {"first_use_on": USED}, LATE, False, USED),
    (
        "information-ecrite",
        {"information_on": OPINION, "first_use_on": USED},
        *(LATE, False, USED),
    ),
    ("reponses", {}, NOT, False, None),
    ("reponses", SENT, DUE, False, None),
    ("reponses", {**SENT, "answers_wanted_on": USED}, DUE, False, USED),
    ("reponses", {**SENT, "answers_wanted_on": TODAY}, DUE, False, TODAY),
    ("reponses", {**SENT, "questions_waiting": 0}, DONE, False, None),
    ("expertise", {"opinion_due_on": TODAY}, DUE, False, TODAY),
    ("expertise", {"expert_named_on": USED}, DONE, False, None),
    ("expertise", {"deemed_on": OPINION}, NOT, False, None),
    ("suite-de-l-avis", {}, NOT, False, None),
    ("suite-de-l-avis", {"deemed_on": OPINION}, NOT, False, None),
    ("suite-de-l-avis", {"opinion_on": OPINION}, DUE, False, None),
    (
        "suite-de-l-avis",
        {"opinion_on": OPINION, "followed_up_on": TODAY},
        *(DONE, False, None),
    ),
    ("controle", {}, DUE, True, None),
    ("controle", {"monitoring": Answer3.NO}, NOT, False, None),
    (
        "controle",
        {"monitoring": Answer3.YES, "first_use_on": USED},
        *(LATE, False, USED),
    ),
    ("recrutement", {}, DUE, True, None),
    ("recrutement", uses("recruitment"), DUE, False, None),
    ("recrutement", uses(no="recruitment"), NOT, False, None),
    ("gestion-du-personnel", {}, DUE, True, None),
    ("gestion-du-personnel", {"staff_data": Answer3.YES}, DUE, False, None),
    (
        "gestion-du-personnel",
        {"staff_data": Answer3.YES, "information_on": USED},
        *(DUE, True, None),
    ),
    (
        "gestion-du-personnel",
        {"staff_data": Answer3.NO, **uses(no="appraisal allocation")},
        *(NOT, False, None),
    ),
    ("suspension", {}, NOT, False, None),
    ("suspension", {"first_use_on": USED}, LATE, False, None),
    ("suspension", {"first_use_on": USED, "opinion_on": OPINION}, NOT, False, None),
    ("consultation-publique", {}, NOT, False, None),
    ("information-des-personnes", {}, DUE, True, None),
    ("information-des-personnes", {"staff_data": Answer3.YES}, DUE, True, None),
    (
        "information-des-personnes",
        {"staff_data": Answer3.NO, "monitoring": Answer3.NO},
        *(NOT, False, None),
    ),
    (
        "information-des-personnes",
        {"monitoring": Answer3.YES, **uses("people_told")},
        *(DONE, False, None),
    ),
    (
        "information-des-personnes",
        {"monitoring": Answer3.YES, **uses(no="people_told")},
        *(DUE, False, None),
    ),
    (
        "information-des-personnes",
        {
            "monitoring": Answer3.YES,
            "first_use_on": USED,
            **uses(no="people_told"),
        },
        *(LATE, False, USED),
    ),
    ("candidats", uses("recruitment"), DUE, True, None),
    ("candidats", uses(no="recruitment"), NOT, False, None),
    ("proportion", {}, DUE, True, None),
    (
        "proportion",
        {"staff_data": Answer3.NO, "monitoring": Answer3.NO},
        *(NOT, False, None),
    ),
    ("analyse-d-impact-cnil", {}, NOT, False, None),
    ("analyse-d-impact-cnil", uses("appraisal"), DUE, True, None),
    ("analyse-d-impact-cnil", uses("appraisal impact_done"), DONE, False, None),
    ("analyse-d-impact-cnil", uses("appraisal", "impact_done"), DUE, False, None),
    (
        "analyse-d-impact-cnil",
        {"first_use_on": USED, **uses("recruitment", "impact_done")},
        *(LATE, False, USED),
    ),
    ("analyse-d-impact", {}, DUE, True, None),
    ("analyse-d-impact", uses("appraisal"), NOT, False, None),
    ("analyse-d-impact", {**AI, "staff_data": Answer3.YES}, DUE, True, None),
    (
        "analyse-d-impact",
        {**AI, "staff_data": Answer3.YES, **uses("impact_done")},
        *(DONE, False, None),
    ),
    (
        "analyse-d-impact",
        {
            **NO_AI,
            "personal_data": Answer3.NO,
            "staff_data": Answer3.NO,
            "monitoring": Answer3.NO,
        },
        *(NOT, False, None),
    ),
    (
        "analyse-d-impact",
        {
            **NO_AI,
            "personal_data": Answer3.YES,
            "staff_data": Answer3.YES,
            "monitoring": Answer3.NO,
            **uses(no="appraisal recruitment"),
        },
        *(NOT, False, None),
    ),
    ("decision-automatisee", {}, DUE, True, None),
    (
        "decision-automatisee",
        uses(no="recruitment appraisal allocation"),
        *(NOT, False, None),
    ),
    ("maitrise-de-l-ia", {}, DUE, True, None),
    ("maitrise-de-l-ia", NO_AI, NOT, False, None),
    ("maitrise-de-l-ia", AI, DUE, True, None),
    ("maitrise-de-l-ia", {**AI, **uses("training")}, DONE, False, None),
    ("maitrise-de-l-ia", {**AI, **uses(no="training")}, DUE, False, None),
    (
        "maitrise-de-l-ia",
        {**AI, "first_use_on": USED, **uses(no="training")},
        *(LATE, False, USED),
    ),
    ("usages-interdits", AI, DUE, True, None),
    ("usages-interdits", {**AI, **uses(no="emotions")}, NOT, False, None),
    ("usages-interdits", {**AI, **uses("emotions")}, DUE, False, None),
    (
        "usages-interdits",
        {**AI, "first_use_on": USED, **uses("emotions")},
        *(LATE, False, USED),
    ),
    ("transparence", AI, DUE, True, None),
    ("marquage", AI, NOT, False, None),
    (
        "marquage",
        {**AI, "ai_functions": frozenset({"generates"})},
        *(DUE, True, date(2026, 12, 2)),
    ),
    (
        "information-haut-risque",
        {**AI, **uses("recruitment")},
        *(NOT, False, date(2027, 12, 2)),
    ),
    ("information-haut-risque", AI, NOT, False, date(2027, 12, 2)),
    (
        "information-haut-risque",
        {
            **AI,
            "monitoring": Answer3.NO,
            **uses(no="recruitment appraisal allocation"),
        },
        *(NOT, False, None),
    ),
    ("droits-fondamentaux", {**AI, **uses("appraisal")}, NOT, False, None),
    (
        "explications",
        {**AI, **uses("appraisal")},
        *(NOT, False, date(2027, 12, 2)),
    ),
    ("plateforme", uses("platform"), NOT, False, date(2026, 12, 2)),
]


@pytest.mark.parametrize(("code", "known", "state", "checked", "on"), CASES)
def test_a_duty_stands_where_the_facts_put_it(
    code: str,
    known: dict[str, Any],
    state: DutyState,
    checked: bool,
    on: date | None,
) -> None:
    found = duty(code, replace(PRIVATE, **known))
    assert (found.state, found.to_check, found.due_on) == (state, checked, on)


PUBLIC_CASES: list[tuple[str, dict[str, Any], DutyState, bool, date | None]] = [
    ("consultation", {}, NOT, False, None),
    ("consultation-publique", {}, DUE, True, None),
    ("consultation-publique", uses("conditions"), DUE, False, None),
    ("consultation-publique", uses(no="conditions"), NOT, False, None),
    ("consultation-publique", uses("conditions reorganisation"), NOT, False, None),
    ("consultation-publique", {"instance": Instance.NONE}, NOT, False, None),
    ("reorganisation", uses("reorganisation"), DUE, False, None),
    ("changements-importants", uses("allocation"), DUE, False, None),
    ("outils-numeriques", {}, DUE, False, None),
    ("outils-numeriques", {"opinion_on": OPINION}, DONE, False, None),
    ("documents-de-seance", {"information_on": USED}, DUE, True, None),
    ("expertise-publique", {}, DUE, True, None),
    ("expertise-publique", uses("conditions"), DUE, False, None),
    ("expertise-publique", uses(no="conditions"), NOT, False, None),
    ("expertise-publique", uses("reorganisation"), NOT, False, None),
    ("expertise-publique", {"expert_named_on": USED}, DONE, False, None),
    ("suites-publiques", {}, NOT, False, None),
    ("suites-publiques", {"opinion_on": OPINION}, DUE, False, date(2027, 1, 2)),
    (
        "suites-publiques",
        {"opinion_on": date(2026, 9, 19)},
        *(LATE, False, date(2026, 11, 19)),
    ),
    (
        "suites-publiques",
        {"opinion_on": date(2026, 9, 20)},
        *(DUE, False, date(2026, 11, 20)),
    ),
    (
        "suites-publiques",
        {"opinion_on": OPINION, "followed_up_on": TODAY},
        *(DONE, False, None),
    ),
    ("information-des-personnes", {"staff_data": Answer3.YES}, NOT, False, None),
    (
        "droits-fondamentaux",
        {**AI, **uses("recruitment")},
        *(NOT, False, date(2027, 12, 2)),
    ),
    ("suspension", {"first_use_on": USED}, NOT, False, None),
]


@pytest.mark.parametrize(("code", "known", "state", "checked", "on"), PUBLIC_CASES)
def test_the_public_service_has_its_own_duties(
    code: str,
    known: dict[str, Any],
    state: DutyState,
    checked: bool,
    on: date | None,
) -> None:
    found = duty(code, replace(PUBLIC, **known))
    assert (found.state, found.to_check, found.due_on) == (state, checked, on)


HIGH = replace(PRIVATE, **AI, **uses("recruitment"))


@pytest.mark.parametrize(
    ("day", "state", "on"),
    [
        (date(2024, 7, 31), NOT, date(2026, 8, 2)),
        (date(2026, 7, 26), NOT, date(2026, 8, 2)),
        (date(2026, 7, 27), NOT, date(2027, 12, 2)),
        (date(2027, 12, 1), NOT, date(2027, 12, 2)),
        (date(2027, 12, 2), DUE, None),
    ],
)
def test_high_risk_is_dated_by_the_law_of_the_day(
    day: date, state: DutyState, on: date | None
) -> None:
    found = duty("information-haut-risque", HIGH, day)
    if day < date(2024, 8, 1):
        on = None
        assert found.reason == "Cette règle n’était pas encore en vigueur."
    assert (found.state, found.due_on, found.later) == (state, on, on is not None)


def test_from_its_day_on_an_unknown_risk_is_a_question() -> None:
    facts = replace(PRIVATE, **AI)
    codes = (
        *("information-haut-risque", "controle-humain", "journaux"),
        *("personnes-visees", "explications"),
    )
    found = [duty(code, facts, date(2027, 12, 2)) for code in codes]
    assert {(row.state, row.to_check) for row in found} == {(DUE, True)}
    sure = [duty(code, HIGH, date(2027, 12, 2)) for code in codes]
    assert [row.to_check for row in sure] == [False, True, True, True, True]


def test_a_public_employer_assesses_the_effects_on_rights() -> None:
    facts = replace(PUBLIC, **AI, **uses("recruitment"))
    found = duty("droits-fondamentaux", facts, date(2027, 12, 2))
    assert (found.state, found.reason) == (
        DUE,
        "À vérifier : l’évaluation des effets sur les droits est-elle faite ?",
    )


@pytest.mark.parametrize(
    ("code", "day", "state"),
    [
        ("maitrise-de-l-ia", date(2025, 2, 1), NOT),
        ("maitrise-de-l-ia", date(2025, 2, 2), DUE),
        ("usages-interdits", date(2025, 2, 2), DUE),
        ("transparence", date(2026, 8, 1), NOT),
        ("transparence", date(2026, 8, 2), DUE),
    ],
)
def test_duties_on_ai_begin_on_their_day(
    code: str, day: date, state: DutyState
) -> None:
    assert duty(code, replace(PRIVATE, **AI), day).state == state


def test_marks_and_platforms_are_questions_once_their_day_has_come() -> None:
    day = date(2026, 12, 2)
    writing = replace(PRIVATE, **AI, ai_functions=frozenset({"generates"}))
    assert duty("marquage", writing, day).to_check
    assert duty("plateforme", replace(PRIVATE, **uses("platform")), day).to_check


def test_a_platform_is_spoken_of_only_where_there_is_one() -> None:
    codes = [row.code for row in obligations.duties(PRIVATE, TODAY)]
    assert "plateforme" not in codes


def test_a_duty_names_rules_of_the_book_and_its_version_of_the_day() -> None:
    for facts in (PRIVATE, PUBLIC, replace(PRIVATE, **uses("platform"))):
        for row in obligations.duties(facts, TODAY):
            rules = (row.rule, *row.outline.also)
            assert [RULES[rule.id] for rule in rules] == list(rules)
    old = duty("maitrise-de-l-ia", replace(PRIVATE, **AI), date(2026, 7, 26))
    assert old.rule == RULES["E-06"].earlier


def test_codes_are_unique_and_each_reason_is_one_sentence() -> None:
    for facts in (PRIVATE, PUBLIC):
        found = obligations.duties(facts, TODAY)
        codes = [row.code for row in found]
        assert len(codes) == len(set(codes))
        assert [row.reason for row in found if row.reason[-1] not in ".?"] == []


def test_what_nobody_knows_is_asked_and_has_a_question_ready() -> None:
    for facts in (PRIVATE, PUBLIC, replace(PRIVATE, **uses("platform"))):
        asked = [
            row
            for row in obligations.duties(facts, date(2027, 12, 2))
            if row.to_check and row.code not in QUESTIONS
        ]
        public = ["documents-de-seance", "expertise-publique"]
        assert [row.code for row in asked] == (public if facts.public else [])


def test_the_phase_opens_the_duties_one_after_the_other() -> None:
    facts = replace(PRIVATE, **AI, first_use_on=USED)
    found = obligations.duties(facts, TODAY)
    framing, design, deployment = (
        obligations.owed_now(found, phase)
        for phase in (Phase.FRAMING, Phase.DESIGN, Phase.DEPLOYMENT)
    )
    assert {row.outline.moment for row in framing if row.state == DUE} == {
        *(Moment.DECISION, Moment.PERIOD)
    }
    assert {row.outline.moment for row in design if row.state == DUE} == {
        *(Moment.DECISION, Moment.PERIOD, Moment.USE)
    }
    assert len(deployment) == len([row for row in found if row.is_open])
    states = [row.state for row in deployment]
    assert states == sorted(states, key=lambda state: state != LATE)
