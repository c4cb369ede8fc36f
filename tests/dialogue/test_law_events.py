"""A whole log, the facts it makes, and what is said of a judge seised in time."""

from datetime import date

import pytest

from dialogue.enums import EventKind as K
from dialogue.law.consultation import Facts, consultation_dates
from dialogue.law.events import Event, facts_from
from dialogue.law.facts import ImpossibleFactsError
from projects.enums import Regime
from projects.workdays import Territory

START = date(2026, 3, 10)


def april(day):
    return date(2026, 4, day)


def facts_of(*log):
    return facts_from(
        log,
        territory=Territory.MAYOTTE,
        regime=Regime.ASSOCIATION,
        has_cse=True,
        two_levels=True,
    )


def test_a_whole_log_makes_all_the_facts():
    log = (
        Event(K.EXTENSION, april(29), date(2026, 7, 3)),
        Event(K.AGREEMENT, april(20), date(2026, 6, 30)),
        Event(K.WRIT, april(28)),
        Event(K.JUDGMENT, april(15)),
        Event(K.CHALLENGE, april(8)),
        Event(K.TERMS_NOTIFIED, april(4)),
        Event(K.EXPERT_ASKED, april(3)),
        Event(K.EXPERT_NAMED, april(2)),
        Event(K.DATABASE, START),
    )

    assert facts_of(*log) == Facts(
        information_on=START,
        territory=Territory.MAYOTTE,
        regime=Regime.ASSOCIATION,
        two_levels=True,
        expert=True,
        expert_named_on=april(2),
        expert_asked_on=april(3),
        terms_notified_on=april(4),
        agreed_on=date(2026, 6, 30),
        suspended=((april(8), april(15)),),
        judge_extended_to=date(2026, 7, 3),
        writ_on=april(28),
    )


def test_an_empty_log_makes_no_fact():
    assert facts_of() == Facts(
        information_on=None,
        territory=Territory.MAYOTTE,
        regime=Regime.ASSOCIATION,
        two_levels=True,
    )


def test_a_small_employer_stays_one_whatever_the_log():
    facts = facts_from(
        [Event(K.INFORMATION, START)],
        territory=Territory.METROPOLE,
        regime=Regime.PUBLIC,
        has_cse=False,
        two_levels=False,
    )

    assert facts == Facts(information_on=START, regime=Regime.PUBLIC, has_cse=False)


def test_a_document_added_later_does_not_start_the_period_again():
    """What comes first counts: a second delivery moves nothing (R2312-5)."""
    log = (Event(K.INFORMATION, START), Event(K.DATABASE, april(1)))

    assert facts_of(*log).information_on == START


def test_a_judgment_without_a_challenge_is_refused_under_its_name():
    with pytest.raises(ImpossibleFactsError) as refusal:
        facts_of(Event(K.JUDGMENT, april(1)))

    assert refusal.value.errors == {
        "judgment_on": ["Un jugement est notifié sans contestation avant lui."]
    }


@pytest.mark.parametrize(
    ("writ_on", "code", "message"),
    [
        (
            april(10),
            "juge_saisi",
            "Le juge est saisi depuis le 10 avril 2026, dans le délai\u00a0: cela ne "
            "prolonge rien par soi-même, mais il peut encore statuer après le 10 avril "
            "2026.",
        ),
        (
            april(11),
            "saisine_tardive",
            "L’assignation du 11 avril 2026 a été remise après la fin du délai, le 10 "
            "avril 2026\u00a0: le juge peut refuser la demande comme tardive.",
        ),
    ],
)
def test_the_day_of_the_writ_decides(writ_on, code, message):
    facts = Facts(information_on=START, writ_on=writ_on)
    [warning] = consultation_dates(facts).warnings

    assert (warning.code, warning.rule.id) == (code, "A-05a")
    assert warning.message == message


@pytest.mark.parametrize(
    "facts",
    [
        Facts(information_on=None, writ_on=START),
        Facts(information_on=START, writ_on=START, suspended=((april(1), None),)),
    ],
)
def test_without_a_known_end_nothing_is_said_of_the_writ(facts):
    told = [warning.code for warning in consultation_dates(facts).warnings]

    assert told in (["information_attendue"], ["suspendu"])
