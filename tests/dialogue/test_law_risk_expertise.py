"""An expertise for a serious risk: its own two months, the avis keeps its one."""

from datetime import date
from typing import Any

import pytest

from dialogue.law.books.expertise import EMPLOYER_CHALLENGE, OTHER_REPORT
from dialogue.law.consultation import consultation_dates
from dialogue.law.facts import Computation, Facts
from projects.french import french
from projects.workdays import Territory

START, NAMED = date(2026, 3, 2), date(2026, 3, 12)


def computed(**facts: Any) -> Computation:
    given: dict[str, Any] = {
        "information_on": START,
        "expert": True,
        "expert_named_on": NAMED,
        "risk_expert": True,
    }
    return consultation_dates(Facts(**given | facts))


def test_the_report_has_two_months_from_the_designation() -> None:
    found = computed().date_for("rapport_expert")

    assert found is not None
    assert (found.rule, found.starts_on, found.head) == (OTHER_REPORT, NAMED, "")
    assert (found.strict, found.extended) == (date(2026, 5, 12), date(2026, 5, 12))
    assert found.label == "Dernier jour pour remettre le rapport de l’expert"
    assert [french(step) for step in found.steps] == [
        french("Point de départ : la désignation de l’expert, le jeudi 12 mars 2026."),
        french(
            "Un délai en mois finit le jour qui porte le même numéro : le 12 mai 2026."
        ),
        french(
            "Le mardi 12 mai 2026 est un jour ouvré : aucun report n’est à discuter."
        ),
    ]
    assert found.consequence == (
        "Sans rapport au plus tard le 12 mai 2026, demandez-le à l’expert ; la date de "
        "l’avis ne bouge pas."
    )
    assert found.what_would_change == (
        "L’employeur et la majorité des titulaires du CSE peuvent convenir de deux "
        "mois de plus, une seule fois.",
        "Un accord d’entreprise peut prévoir d’autres délais.",
    )


@pytest.mark.parametrize(
    ("named_on", "territory", "strict", "extended"),
    [
        (date(2026, 3, 24), Territory.METROPOLE, date(2026, 5, 24), date(2026, 5, 26)),
        (date(2026, 3, 22), Territory.METROPOLE, date(2026, 5, 22), date(2026, 5, 22)),
        (date(2026, 3, 22), Territory.MARTINIQUE, date(2026, 5, 22), date(2026, 5, 26)),
    ],
)
def test_its_end_may_be_argued_after_the_holidays_of_the_place(
    named_on: date, territory: Territory, strict: date, extended: date
) -> None:
    facts = {"expert_named_on": named_on, "territory": territory}
    found = computed(**facts).date_for("rapport_expert")

    assert found is not None
    assert (found.strict, found.extended) == (strict, extended)
    assert ("jour ouvré : aucun" in found.steps[2].replace("\u00a0", " ")) is (
        strict == extended
    )


def test_the_avis_keeps_its_month_and_says_why() -> None:
    found = computed().date_for("avis")

    assert found is not None
    assert found.strict == date(2026, 4, 2)
    assert found.steps[1] == (
        "Durée : un mois, car l’expertise pour risque grave se mène hors de la "
        "consultation."
    )


def test_one_warning_tells_it_and_no_other() -> None:
    [warning] = computed().warnings

    assert (warning.code, warning.rule) == ("expert_risque_grave", OTHER_REPORT)
    assert warning.message == (
        "L’expertise pour risque grave se mène hors de la consultation : elle "
        "n’allonge pas le délai de l’avis."
    )


def test_it_can_be_voted_after_the_period_of_the_avis() -> None:
    late = computed(expert_named_on=date(2026, 6, 1))

    assert [warning.code for warning in late.warnings] == ["expert_risque_grave"]
    report = late.date_for("rapport_expert")
    assert report is not None
    assert report.strict == date(2026, 8, 1)


def test_before_its_vote_there_is_nothing_to_count() -> None:
    found = computed(expert_named_on=None)

    assert found.date_for("rapport_expert") is None
    assert found.warnings == ()
    avis = found.date_for("avis")
    assert avis is not None
    assert avis.strict == date(2026, 4, 2)


def test_the_writ_is_compared_with_the_month_of_the_avis() -> None:
    codes = [each.code for each in computed(writ_on=date(2026, 4, 3)).warnings]

    assert codes == ["expert_risque_grave", "saisine_tardive"]


def test_the_judge_is_compared_with_the_month_of_the_avis() -> None:
    found = computed(judge_extended_to=date(2026, 4, 20))

    assert [each.code for each in found.warnings] == ["expert_risque_grave"]


def test_a_challenge_to_it_leaves_the_safe_date_and_gives_one_to_argue() -> None:
    found = computed(suspended=((date(2026, 3, 20), date(2026, 3, 31)),))

    avis = found.date_for("avis")
    assert avis is not None
    assert (avis.strict, avis.extended) == (date(2026, 4, 2), date(2026, 4, 13))
    codes = [each.code for each in found.warnings]
    assert codes == ["contestation_risque_grave", "expert_risque_grave"]
    assert found.warnings[0].rule == EMPLOYER_CHALLENGE
    assert found.warnings[0].message in avis.steps
    assert "Aucun texte lu ne dit" in found.warnings[0].message


def test_until_its_judgment_nobody_knows_the_date_to_argue() -> None:
    found = computed(suspended=((date(2026, 3, 20), None),)).date_for("avis")

    assert found is not None
    assert (found.strict, found.extended) == (date(2026, 4, 2), None)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "contestation_tardive"),
        ({"agreed_on": date(2026, 4, 20)}, "contestation_date_fixee"),
    ],
)
def test_a_challenge_that_moves_nothing_is_told_as_any_other(
    facts: dict[str, Any], code: str
) -> None:
    pauses = ((date(2026, 4, 3), date(2026, 4, 10)),)
    found = computed(suspended=pauses, **facts)

    avis = found.date_for("avis")
    assert avis is not None
    assert avis.strict == avis.extended
    codes = [each.code for each in found.warnings]
    assert codes == [code, "expert_risque_grave"]


def test_without_a_period_a_challenge_moves_nothing() -> None:
    found = computed(information_on=None, suspended=((date(2026, 3, 20), None),))

    assert found.date_for("avis") is None
