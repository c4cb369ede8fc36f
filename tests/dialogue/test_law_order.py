"""Orders of dates that cannot be: every one is refused, all at once."""

from datetime import date

import pytest

from dialogue.law.consultation import Facts, ImpossibleFactsError, consultation_dates

START = date(2026, 3, 10)


def test_facts_that_contradict_each_other_are_all_refused_at_once():
    with pytest.raises(ImpossibleFactsError) as refusal:
        consultation_dates(
            Facts(
                information_on=START,
                agreed_on=date(2026, 3, 9),
                judge_extended_to=date(2026, 3, 8),
                suspended=((date(2026, 4, 2), date(2026, 4, 1)),),
                expert=True,
                expert_named_on=date(2026, 3, 20),
                expert_asked_on=date(2026, 3, 19),
                terms_notified_on=date(2026, 3, 19),
            )
        )

    assert refusal.value.errors == {
        "agreed_on": [
            "La date convenue précède le jour où les informations sont données."
        ],
        "judge_extended_to": [
            "La date du juge précède le jour où les informations sont données."
        ],
        "judgment_on": ["Le jugement est notifié avant la contestation qu’il tranche."],
        "expert_asked_on": ["L’expert demande avant d’être désigné."],
        "terms_notified_on": [
            "Le cahier des charges est notifié avant la désignation de l’expert."
        ],
    }
    assert str(refusal.value).startswith("La date convenue précède")


def test_an_expertise_is_not_challenged_before_it_is_decided():
    with pytest.raises(ImpossibleFactsError) as refusal:
        consultation_dates(
            Facts(
                information_on=START,
                expert=True,
                expert_named_on=date(2026, 3, 20),
                suspended=((date(2026, 3, 19), None),),
            )
        )

    assert refusal.value.errors == {
        "challenged_on": ["L’expertise est contestée avant d’être décidée."]
    }


def test_dates_equal_to_their_limit_are_possible():
    facts = Facts(
        information_on=START,
        judge_extended_to=START,
        agreed_on=START,
        suspended=((START, START),),
        expert=True,
        expert_named_on=START,
        expert_asked_on=START,
    )

    assert consultation_dates(facts).date_for("avis").strict == START
