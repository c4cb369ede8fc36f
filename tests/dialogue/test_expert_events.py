"""The expertise in the log: its report, its steps, what a challenge contests."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dialogue.actions import clock, consultations, events
from dialogue.enums import ChallengeHead, ConsultationState, EventKind
from dialogue.law.books.expertise import Head
from dialogue.models import Consultation, Event
from projects.enums import Room
from projects.errors import Refused
from projects.models import Deadline, Entry
from tests.dialogue.stories import (
    happened,
    html_of,
    known,
    opened,
    prepared,
    redated,
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


def report_awaited(consultation: Consultation) -> bool:
    key = clock.key_of(consultation, "rapport_expert")
    return Deadline.objects.open().filter(key=key).exists()


def named(world: World) -> Consultation:
    consultation = opened(world, date(2026, 10, 26))
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    return consultation


def test_a_challenge_suspends_by_what_it_contests(world: World) -> None:
    consultation = named(world)
    event = events.challenge(
        consultation, actor=world.secretary, head=ChallengeHead.CHOICE, on=november(10)
    )
    assert (event.kind, event.head) == (K.CHALLENGE, ChallengeHead.CHOICE)
    assert consultation.state == S.SUSPENDED
    assert Entry.objects.filter(
        sentence="Expertise contestée par l’employeur (le choix de l’expert·e) le "
        "10 novembre 2026"
    ).exists()
    moved = events.correct(
        event, actor=world.secretary, on=november(11), reason="assignation relue"
    )
    assert moved.head == ChallengeHead.CHOICE


def test_the_final_cost_is_contested_without_suspending(world: World) -> None:
    consultation = named(world)
    due = consultation.due_on
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))
    event = events.challenge(
        consultation,
        actor=world.secretary,
        head=ChallengeHead.FINAL_COST,
        on=november(20),
    )
    assert (event.kind, event.head, event.room) == (K.FINAL_COST, "", Room.CAUCUS)
    assert (consultation.state, consultation.due_on) == (S.OPINION_GIVEN, due)
    with pytest.raises(Refused, match="cela n’est pas possible"):
        events.challenge(
            consultation,
            actor=world.secretary,
            head=ChallengeHead.NECESSITY,
            on=november(20),
        )
    events.cancel(event, actor=world.secretary, reason="désistement")
    assert not consultation.events.live().filter(kind=K.FINAL_COST).exists()


def test_after_the_opinion_only_the_final_cost_is_offered(world: World) -> None:
    consultation = named(world)
    address = f"{consultation.get_absolute_url()}actes/suspension/"
    assert html_of(world.secretary, address).count('type="radio"') > 1
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))
    html = html_of(world.secretary, address)
    assert [head for head in ChallengeHead.values if f'value="{head}"' in html] == [
        ChallengeHead.FINAL_COST
    ]


def test_a_report_is_kept_once_and_never_before_the_vote(world: World) -> None:
    consultation = named(world)
    assert report_awaited(consultation)
    with pytest.raises(Refused, match="ce jour précède «\xa0expertise votée"):
        happened(world, consultation, K.REPORT, november(3))
    happened(world, consultation, K.REPORT, november(19))
    assert not report_awaited(consultation)
    with pytest.raises(Refused, match="déjà inscrit"):
        happened(world, consultation, K.REPORT, november(20))
    redated(world, consultation, K.REPORT, november(20), "version complète")
    undone(world, consultation, K.REPORT, "version provisoire")
    assert report_awaited(consultation)


def test_terms_known_before_the_opening_are_not_asked_for_again(world: World) -> None:
    consultation = prepared(world)
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    happened(world, consultation, K.TERMS_NOTIFIED, november(6))
    consultations.open_consultation(consultation, actor=world.secretary, on=november(2))
    key = clock.key_of(consultation, "expert_notification")
    assert not Deadline.objects.filter(key=key).exists()


def test_only_a_challenge_that_suspends_has_a_head(world: World) -> None:
    consultation = named(world)
    row = known(consultation, K.EXPERT_NAMED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=row.pk).update(head=ChallengeHead.CHOICE)
    assert set(ChallengeHead.values) == set(Head)
