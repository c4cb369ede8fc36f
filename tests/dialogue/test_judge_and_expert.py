"""What the judge extends (A-05), and what the employer owes the expert (B-05b)."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dialogue import tasks
from dialogue.actions import clock, consultations
from dialogue.enums import ConsultationState, EventKind
from dialogue.models import Consultation, Event
from projects.enums import DeadlineState, Room
from projects.errors import Refused
from projects.models import Deadline, Entry
from tests.dialogue.stories import (
    agreed,
    happened,
    html_of,
    known,
    opened,
    redated,
    signed_in,
    undone,
)
from tests.factories import World

S, K = ConsultationState, EventKind
JUDGED = "jugement du 20 novembre"


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def with_expert(world: World) -> Consultation:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, date(2026, 11, 12))
    return consultation


def extended(consultation: Consultation, world: World, until: date) -> Event:
    on = timezone.localdate()
    return happened(world, consultation, K.EXTENSION, on, until=until, note=JUDGED)


def row_of(consultation: Consultation, code: str) -> Deadline:
    """The date that falls last in the ledger under this code."""
    rows = Deadline.objects.filter(key=clock.key_of(consultation, code))
    return rows.latest("due_on")


# ---- the judge -------------------------------------------------------------------


def test_an_opinion_that_a_judge_extended_is_not_deemed_negative(world: World) -> None:
    consultation = opened(world, date(2026, 10, 19))
    assert consultation.extended_on == date(2026, 11, 19)
    with time_machine.travel("2026-11-18T10:00:00+01:00"):
        extended(consultation, world, date(2026, 12, 15))
    assert tasks.deem_opinions() == 0
    consultation.refresh_from_db()
    assert (consultation.state, consultation.due_on) == (S.OPEN, date(2026, 12, 15))
    row = row_of(consultation, "avis")
    assert (row.due_on, row.rule, row.state) == (
        date(2026, 12, 15),
        "A-05",
        DeadlineState.OPEN,
    )
    with time_machine.travel("2026-12-16T03:00:00+01:00"):
        assert tasks.deem_opinions() == 1
    consultation.refresh_from_db()
    assert consultation.deemed_on == date(2026, 12, 15)


def test_a_judge_seised_in_time_may_extend_a_period_that_ran_out(world: World) -> None:
    consultation = opened(world, date(2026, 10, 19))
    assert tasks.deem_opinions() == 1
    extended(consultation, world, date(2026, 12, 15))
    assert (consultation.state, consultation.deemed_on) == (S.OPEN, None)
    world.project.refresh_from_db()
    assert world.project.opinion_on is None
    assert tasks.deem_opinions() == 0
    run = consultations.give_opinion(
        consultation, actor=world.secretary, on=date(2026, 11, 20)
    )
    assert run.state == S.OPINION_GIVEN


def test_only_the_delegation_reads_the_decision_of_the_judge(world: World) -> None:
    consultation = opened(world)
    extended(consultation, world, date(2027, 1, 15))
    line = Entry.objects.get(verb="consultation.event.prolongation_juge")
    assert (line.sentence, line.room) == (
        "Délai prolongé par le juge jusqu’au 15 janvier 2027 (jugement du 20 novembre)",
        Room.CAUCUS,
    )
    page = consultation.get_absolute_url()
    assert "15 janvier 2027" in html_of(world.secretary, page)
    employer = html_of(world.employer, page)
    assert "15 janvier 2027" not in employer
    assert "jugement" not in employer


def test_a_judge_only_lengthens(world: World) -> None:
    consultation = opened(world)
    with pytest.raises(Refused) as refused:
        extended(consultation, world, date(2026, 11, 26))
    assert refused.value.sentence == (
        "Le délai va déjà jusqu’au 26 novembre 2026 : une date prolongée par le juge "
        "vient après."
    )
    consultation.refresh_from_db()
    assert not consultation.events.filter(kind=K.EXTENSION).exists()


def test_the_date_of_the_judge_is_compared_with_the_agreed_one(world: World) -> None:
    consultation = opened(world)
    agreed(world, consultation, date(2026, 12, 20), "réunion")
    with pytest.raises(Refused, match="20 décembre 2026"):
        extended(consultation, world, date(2026, 12, 10))


def test_the_extension_is_taken_back_with_its_reason(world: World) -> None:
    consultation = opened(world)
    extended(consultation, world, date(2027, 1, 15))
    undone(world, consultation, K.EXTENSION, "annulé en appel")
    assert consultation.due_on == date(2026, 11, 26)
    assert not consultation.events.live().filter(kind=K.EXTENSION).exists()


def test_the_judge_has_nothing_to_extend_once_the_opinion_is_given(
    world: World,
) -> None:
    consultation = opened(world)
    consultations.give_opinion(
        consultation, actor=world.secretary, on=date(2026, 11, 18)
    )
    with pytest.raises(Refused, match="avis rendu"):
        extended(consultation, world, date(2027, 1, 15))


def test_the_secretary_enters_the_extension_and_may_correct_it(
    world: World, secretary_client: Client
) -> None:
    consultation = opened(world)
    url = f"{consultation.get_absolute_url()}actes/prolongation-juge/"
    typed = {"on": "2026-11-20", "note": JUDGED}
    wrong = secretary_client.post(url, typed | {"until": "2026-11-02"})
    assert JUDGED in wrong.content.decode()
    assert "Le délai va déjà jusqu’au 26 novembre 2026" in wrong.content.decode()
    empty = secretary_client.post(url, {"on": "demain", "until": "", "note": ""})
    assert "Indiquez une date complète" in empty.content.decode()
    assert "Dites pourquoi en une phrase." in empty.content.decode()
    secretary_client.post(url, typed | {"until": "2027-01-15"})
    again = secretary_client.post(url, typed | {"until": "2027-01-05"})
    assert "Le délai va déjà jusqu’au 15 janvier 2027" in again.content.decode()
    row = known(consultation, K.EXTENSION)
    secretary_client.post(
        f"{consultation.get_absolute_url()}faits/{row.pk}/corriger/",
        {"on": "2026-11-20", "until": "2027-01-05", "reason": "faute de frappe"},
    )
    consultation.refresh_from_db()
    assert consultation.due_on == date(2027, 1, 5)


def test_the_employer_extends_nothing(world: World) -> None:
    consultation = opened(world)
    url = f"{consultation.get_absolute_url()}actes/prolongation-juge/"
    answer = signed_in(world.employer).post(url, {"on": "2027-01-15", "reason": JUDGED})
    assert answer.status_code == 403
    consultation.refresh_from_db()
    assert consultation.due_on == date(2026, 11, 26)


# ---- the expert ------------------------------------------------------------------


def test_the_request_of_the_expert_gives_the_employer_five_days(world: World) -> None:
    consultation = with_expert(world)
    happened(world, consultation, K.EXPERT_ASKED, date(2026, 11, 16))
    row = row_of(consultation, "employeur_reponse_expert")
    # 21 November 2026 is a Saturday.
    assert (row.due_on, row.extended_on, row.rule, row.binding, row.room) == (
        date(2026, 11, 21),
        date(2026, 11, 23),
        "B-05b",
        False,
        Room.CAUCUS,
    )
    assert row_of(consultation, "expert_demande").state == DeadlineState.MET
    line = Entry.objects.get(verb="consultation.event.expert_demande")
    assert line.sentence == ("Demande de l’expert·e le 16 novembre 2026")


def test_a_wrong_day_of_the_request_is_corrected(world: World) -> None:
    consultation = with_expert(world)
    happened(world, consultation, K.EXPERT_ASKED, date(2026, 11, 16))
    redated(world, consultation, K.EXPERT_ASKED, date(2026, 11, 17), "faute")
    row = row_of(consultation, "employeur_reponse_expert")
    assert (row.due_on, row.state) == (date(2026, 11, 22), DeadlineState.OPEN)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 11), "L’expert demande avant d’être désigné."),
        (date(2026, 11, 21), "Cette date n’est pas encore arrivée : vérifiez-la."),
    ],
)
def test_an_impossible_day_of_the_request_is_refused(
    world: World, on: date, sentence: str
) -> None:
    consultation = with_expert(world)
    with pytest.raises(Refused) as refused:
        happened(world, consultation, K.EXPERT_ASKED, on)
    assert refused.value.sentence == sentence
    consultation.refresh_from_db()
    assert not consultation.events.live().filter(kind=K.EXPERT_ASKED).exists()
    assert row_of(consultation, "expert_demande").state == DeadlineState.OPEN


def test_without_an_expert_nobody_asks(world: World) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match="expertise votée"):
        happened(world, consultation, K.EXPERT_ASKED, date(2026, 11, 16))


def test_removing_the_expert_removes_its_request(world: World) -> None:
    consultation = with_expert(world)
    happened(world, consultation, K.EXPERT_ASKED, date(2026, 11, 16))
    undone(world, consultation, K.EXPERT_NAMED, "annulée")
    assert not consultation.events.live().filter(kind=K.EXPERT_ASKED).exists()
    row = row_of(consultation, "employeur_reponse_expert")
    assert row.state == DeadlineState.CANCELLED


def test_the_step_of_the_panel_leads_to_the_day_of_the_request(
    world: World, secretary_client: Client
) -> None:
    consultation = with_expert(world)
    page = secretary_client.get(consultation.get_absolute_url()).content.decode()
    url = f"{consultation.get_absolute_url()}actes/demande-expert/"
    assert f'href="{url}#demande-expert"' in page
    secretary_client.post(url, {"on": "2026-11-16"})
    page = secretary_client.get(consultation.get_absolute_url()).content.decode()
    assert "Demande de l’expert·e" in page
    assert "Dernier jour pour que l’employeur réponde à l’expert" in page
