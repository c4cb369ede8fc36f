"""The log of a consultation: what is recorded, corrected, cancelled; who sees it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dialogue import tasks
from dialogue.actions import clock, consultations, events
from dialogue.enums import ConsultationState, EventKind
from dialogue.law.events import Event as Fact
from dialogue.law.events import facts_from
from dialogue.law.facts import ImpossibleFactsError
from dialogue.models import Consultation, Event
from projects.enums import Regime, Room
from projects.errors import Refused
from projects.models import Deadline, Entry
from projects.workdays import Territory
from tests.dialogue.stories import (
    agreed,
    happened,
    html_of,
    known,
    opened,
    prepared,
    redated,
    signed_in,
    undone,
)
from tests.factories import World

S, K = ConsultationState, EventKind


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def november(day: int) -> date:
    return date(2026, 11, day)


def is_open(consultation: Consultation, code: str) -> bool:
    key = clock.key_of(consultation, code)
    return Deadline.objects.open().filter(key=key).exists()


# ---- the pure part ---------------------------------------------------------------


def facts_of(*log: Fact):
    return facts_from(
        log,
        territory=Territory.METROPOLE,
        regime=Regime.PRIVATE,
        has_cse=True,
        two_levels=False,
    )


def test_what_comes_first_starts_the_period() -> None:
    log = (Fact(K.INFORMATION, november(5)), Fact(K.DATABASE, november(3)))
    assert facts_of(*log).information_on == november(3)


def test_challenges_and_judgments_go_by_pairs_whatever_their_order() -> None:
    log = (
        Fact(K.JUDGMENT, november(18)),
        Fact(K.CHALLENGE, november(12)),
        Fact(K.JUDGMENT, november(10)),
        Fact(K.CHALLENGE, november(9)),
        Fact(K.CHALLENGE, november(19)),
    )
    assert facts_of(*log).suspended == (
        (november(9), november(10)),
        (november(12), november(18)),
        (november(19), None),
    )


def test_a_challenge_judged_the_same_day_is_a_pair() -> None:
    log = (Fact(K.JUDGMENT, november(9)), Fact(K.CHALLENGE, november(9)))
    assert facts_of(*log).suspended == ((november(9), november(9)),)


def test_a_judgment_needs_a_challenge() -> None:
    with pytest.raises(ImpossibleFactsError) as refusal:
        facts_of(Fact(K.JUDGMENT, november(9)))
    assert refusal.value.errors == {
        "judgment_on": ["Un jugement est notifié sans contestation avant lui."]
    }


def test_what_is_fixed_is_the_day_it_names() -> None:
    facts = facts_of(
        Fact(K.AGREEMENT, november(2), date(2026, 12, 10)),
        Fact(K.EXTENSION, november(9), date(2027, 1, 15)),
        Fact(K.WRIT, november(7)),
    )
    assert facts.agreed_on == date(2026, 12, 10)
    assert facts.judge_extended_to == date(2027, 1, 15)
    assert facts.writ_on == november(7)


# ---- record ----------------------------------------------------------------------


def test_opening_and_giving_the_opinion_are_in_the_log(world: World) -> None:
    consultation = opened(world)
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))
    rows = consultation.events.values_list("kind", "on", "room")
    assert list(rows) == [
        (K.INFORMATION, date(2026, 10, 26), Room.SHARED),
        (K.OPINION, november(18), Room.SHARED),
    ]


def test_an_earlier_announcement_in_the_database_moves_the_start(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.DATABASE, date(2026, 10, 22))
    assert consultation.information_on == date(2026, 10, 22)
    assert consultation.due_on == november(22)


def test_an_expert_voted_after_the_period_is_refused_with_the_reason(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 10, 12))
    tasks.deem_opinions()
    consultation.refresh_from_db()
    assert consultation.state == S.DEEMED_NEGATIVE
    with pytest.raises(Refused) as refused:
        happened(world, consultation, K.EXPERT_NAMED, november(13))
    assert refused.value.sentence == (
        "L’expert a été désigné le 13 novembre 2026, après la fin du délai, le 12 "
        "novembre 2026 : cette désignation ne prolonge pas le délai et le juge peut "
        "l’annuler."
    ).replace(" :", "\u00a0:")
    assert not consultation.events.filter(kind=K.EXPERT_NAMED).exists()


def test_an_expert_voted_in_the_arguable_days_is_kept_without_lengthening(
    world: World,
) -> None:
    # 14 November 2026 is a Saturday: the period may be argued to run to the 16th.
    consultation = opened(world, date(2026, 10, 14))
    happened(world, consultation, K.EXPERT_NAMED, november(16))
    assert consultation.due_on == november(14)


def test_the_employers_reply_keeps_its_date(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(9))
    happened(world, consultation, K.EXPERT_ASKED, november(10))
    assert is_open(consultation, "employeur_reponse_expert")
    happened(world, consultation, K.EMPLOYER_REPLIED, november(13))
    assert not is_open(consultation, "employeur_reponse_expert")


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (K.EXPERT_ASKED, "expertise votée"),
        (K.TERMS_NOTIFIED, "expertise votée"),
        (K.EMPLOYER_REPLIED, "demande de l’expert·e"),
    ],
)
def test_a_fact_waits_for_the_one_it_rests_on(
    world: World, kind: EventKind, missing: str
) -> None:
    with pytest.raises(Refused) as refused:
        happened(world, opened(world), kind, november(9))
    assert refused.value.sentence == f"Il manque un fait avant celui-ci : {missing}."


def test_one_fact_is_recorded_once_and_the_database_agrees(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(9))
    with pytest.raises(Refused, match="déjà inscrit"):
        happened(world, consultation, K.EXPERT_NAMED, november(10))
    row = known(consultation, K.EXPERT_NAMED)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_fixed_end_needs_its_day_and_the_others_have_none(world: World) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match="Indiquez la date fixée"):
        happened(world, consultation, K.AGREEMENT, november(9))
    with pytest.raises(Refused, match="Indiquez la date fixée"):
        happened(world, consultation, K.MEETING, november(9), until=november(10))


def test_going_to_the_judge_in_time_is_told_and_moves_nothing(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.WRIT, november(19))
    assert consultation.due_on == november(26)
    (warning,) = clock.compute(consultation).warnings
    assert (warning.code, warning.rule.id) == ("juge_saisi", "A-05a")


def test_going_to_the_judge_too_late_is_told(world: World) -> None:
    consultation = opened(world, date(2026, 10, 12))
    happened(world, consultation, K.WRIT, november(13))
    codes = [warning.code for warning in clock.compute(consultation).warnings]
    assert codes == ["saisine_tardive"]


def test_before_the_opening_only_early_facts_are_taken(world: World) -> None:
    consultation = prepared(world)
    happened(world, consultation, K.EXPERT_NAMED, november(9))
    assert (consultation.state, consultation.due_on) == (S.DRAFT, None)
    with pytest.raises(Refused, match="brouillon"):
        happened(world, consultation, K.CHALLENGE, november(10))
    consultations.open_consultation(
        consultation, actor=world.secretary, on=date(2026, 10, 26)
    )
    assert consultation.due_on == date(2026, 12, 26)


# ---- correct and cancel ----------------------------------------------------------


def test_a_corrected_day_keeps_both_rows_and_moves_the_dates(world: World) -> None:
    consultation = opened(world)
    redated(world, consultation, K.INFORMATION, date(2026, 10, 27), "faute de frappe")
    rows = consultation.events.order_by("recorded_at", "on")
    assert [(row.on, row.cancel_reason) for row in rows] == [
        (date(2026, 10, 26), "faute de frappe"),
        (date(2026, 10, 27), ""),
    ]
    assert consultation.due_on == november(27)
    moved = Entry.objects.filter(verb="deadline.moved").first()
    assert moved is not None
    assert moved.data["reason"] == (
        "Information remise : 26 octobre 2026 devient 27 octobre 2026 (faute de frappe)"
    )


def test_a_correction_that_changes_nothing_is_refused(world: World) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match="Rien n’est changé"):
        redated(world, consultation, K.INFORMATION, date(2026, 10, 26), "pour rien")


def test_cancelling_takes_with_it_what_rests_on_it(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(9))
    happened(world, consultation, K.EXPERT_ASKED, november(10))
    happened(world, consultation, K.EMPLOYER_REPLIED, november(12))
    undone(world, consultation, K.EXPERT_NAMED, "désignation annulée")
    assert [row.kind for row in consultation.events.live()] == [K.INFORMATION]
    assert consultation.due_on == november(26)


def test_a_request_taken_back_is_waited_for_again(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(18))
    happened(world, consultation, K.EXPERT_ASKED, november(19))
    assert not is_open(consultation, "expert_demande")
    undone(world, consultation, K.EXPERT_ASKED, "courriel d’un autre expert")
    assert is_open(consultation, "expert_demande")


def test_the_start_is_corrected_never_cancelled_unless_another_stands(
    world: World,
) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match="corrigez-en la date"):
        undone(world, consultation, K.INFORMATION, "erreur")
    happened(world, consultation, K.DATABASE, date(2026, 10, 30))
    undone(world, consultation, K.INFORMATION, "c’était un autre projet")
    assert consultation.information_on == date(2026, 10, 30)


def test_a_challenge_taken_back_lets_the_period_run_again(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(9))
    happened(world, consultation, K.CHALLENGE, november(12))
    assert consultation.state == S.SUSPENDED
    undone(world, consultation, K.CHALLENGE, "il s’agissait du coût final")
    assert (consultation.state, consultation.suspended_on) == (S.OPEN, None)
    assert consultation.due_on == date(2026, 12, 26)


def test_a_judged_challenge_is_corrected_or_taken_back_with_its_judgment(
    world: World,
) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(2))
    happened(world, consultation, K.CHALLENGE, november(9))
    happened(world, consultation, K.JUDGMENT, november(12))
    redated(world, consultation, K.CHALLENGE, november(10), "assignation relue")
    assert consultation.due_on == date(2026, 12, 28)
    undone(world, consultation, K.CHALLENGE, "autre dossier")
    assert consultation.due_on == date(2026, 12, 26)
    assert not consultation.events.live().filter(kind=K.JUDGMENT).exists()


def test_an_expertise_before_the_judge_is_not_taken_back(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(2))
    happened(world, consultation, K.CHALLENGE, november(9))
    with pytest.raises(Refused, match="inscrivez d’abord le jugement"):
        undone(world, consultation, K.EXPERT_NAMED, "annulée")


def test_an_expertise_corrected_after_the_request_is_refused_in_french(
    world: World,
) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(2))
    happened(world, consultation, K.EXPERT_ASKED, november(4))
    with pytest.raises(Refused, match="L’expert demande avant d’être désigné"):
        redated(world, consultation, K.EXPERT_NAMED, november(6), "relu")


def test_a_writ_is_compared_with_the_end_before_the_judge_extended_it(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 10, 12))
    happened(world, consultation, K.WRIT, november(13))
    until = date(2026, 12, 20)
    happened(world, consultation, K.EXTENSION, november(19), until=until, note="TJ")
    codes = [warning.code for warning in clock.compute(consultation).warnings]
    assert codes == ["saisine_tardive"]


def test_a_fact_is_cancelled_once(world: World) -> None:
    consultation = opened(world)
    row = happened(world, consultation, K.MEETING, november(9))
    events.cancel(row, actor=world.secretary, reason="mauvais dossier")
    with pytest.raises(Refused, match="déjà annulé ou corrigé"):
        events.cancel(row, actor=world.secretary, reason="encore")


# ---- who sees --------------------------------------------------------------------


def test_the_employer_reads_shared_facts_without_the_words(world: World) -> None:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(9), note="vote serré")
    happened(world, consultation, K.CHALLENGE, november(12), note="ils ont peur")
    seen = Event.objects.visible_to(world.employer).values_list("kind", flat=True)
    assert sorted(seen) == sorted([K.INFORMATION, K.CHALLENGE])
    html = html_of(world.employer, consultation.get_absolute_url())
    assert "Expertise contestée par l’employeur" in html
    assert "ils ont peur" not in html
    assert "vote serré" not in html


def test_another_organisation_sees_nothing(world: World) -> None:
    agreed(world, opened(world), date(2027, 1, 15), "réunion")
    assert list(Event.objects.visible_to(world.outsider)) == []


def test_the_secretary_cancels_from_the_page_and_keeps_what_was_typed(
    world: World,
) -> None:
    consultation = opened(world)
    row = happened(world, consultation, K.EXPERT_NAMED, november(9))
    url = f"{consultation.get_absolute_url()}faits/{row.pk}/annuler/"
    client = signed_in(world.secretary)
    assert "Dites pourquoi en une phrase." in client.post(url).content.decode()
    assert client.post(url, {"reason": "annulée"}).url == (
        consultation.get_absolute_url()
    )
    again = client.post(url, {"reason": "annulée deux fois"}).content.decode()
    assert "déjà annulé" in again
    assert "annulée deux fois" in again


def test_the_employer_changes_no_fact(world: World) -> None:
    consultation = opened(world)
    row = known(consultation, K.INFORMATION)
    for what in ("corriger", "annuler"):
        url = f"{consultation.get_absolute_url()}faits/{row.pk}/{what}/"
        assert signed_in(world.employer).post(url, {"reason": "?"}).status_code == 403
