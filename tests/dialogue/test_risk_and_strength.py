"""The class of a system of AI, and the grid of the decisions, read from the sheet."""

from dataclasses import replace
from typing import Any

import pytest

from dialogue.law.owed.risk import RiskClass, classify, high_risk
from dialogue.law.owed.strength import Points, strength
from projects.enums import Answer3
from tests.dialogue.test_obligations import AI, NO_AI, PRIVATE, USED, uses


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({}, RiskClass.UNKNOWN),
        (NO_AI, RiskClass.NO_AI),
        (AI, RiskClass.UNKNOWN),
        ({**AI, **uses("emotions recruitment")}, RiskClass.PROHIBITED),
        ({**AI, **uses("recruitment")}, RiskClass.HIGH),
        ({**AI, **uses("appraisal")}, RiskClass.HIGH),
        ({**AI, **uses("allocation", "recruitment appraisal")}, RiskClass.UNKNOWN),
        (
            {
                **AI,
                "monitoring": Answer3.NO,
                **uses(no="recruitment appraisal allocation"),
            },
            RiskClass.MINIMAL,
        ),
        (
            {
                **AI,
                "monitoring": Answer3.NO,
                "ai_functions": frozenset({"generates"}),
                **uses(no="recruitment appraisal allocation"),
            },
            RiskClass.TRANSPARENCY,
        ),
    ],
)
def test_a_system_is_read_in_the_highest_class_it_may_have(
    known: dict[str, Any], found: RiskClass
) -> None:
    assert classify(replace(PRIVATE, **known)).found == found


@pytest.mark.parametrize("answer", list(Answer3))
def test_a_high_risk_is_as_sure_as_the_presence_of_ai(answer: Answer3) -> None:
    facts = replace(PRIVATE, uses_ai=answer, **uses("recruitment"))
    assert high_risk(facts) == answer


def test_the_grid_says_nothing_of_what_is_not_known() -> None:
    rows = strength(PRIVATE)
    assert {(row.answer, row.points, row.decisions) for row in rows} == {
        (Answer3.UNKNOWN, Points.OPEN, ())
    }


def test_the_grid_reads_each_answer_with_its_decisions() -> None:
    facts = replace(
        PRIVATE,
        **AI,
        first_use_on=USED,
        **uses("everyone appraisal", "upgrade compulsory substitution"),
    )
    rows = strength(facts)
    assert [(row.points.value, [d.id for d in row.decisions]) for row in rows] == [
        ("towards", ["F-02", "F-04", "F-05"]),
        ("towards", ["F-05", "F-06"]),
        ("towards", ["F-03"]),
        ("towards", ["F-06"]),
        ("against", ["F-07"]),
        ("towards", ["F-06"]),
        ("against", ["F-01"]),
    ]


def test_the_grid_never_adds_up() -> None:
    words = " ".join(str(row.sentence) for row in strength(PRIVATE))
    assert not any(sign in words for sign in "0123456789%")
