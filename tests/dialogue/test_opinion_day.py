"""The day of a recorded opinion is put right, with its reason, until it is sent."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from dialogue.actions import consultations, events, transmission, votes
from dialogue.enums import Choice, EventKind, MeetingState, OpinionState
from dialogue.models import Consultation, Event, Meeting, Opinion, Vote
from projects.enums import Room
from projects.errors import Refused
from projects.models import Deadline, Entry, Notice
from tests.dialogue.avis import TODAY, adopted, cast_all, hands, point, ready
from tests.dialogue.sittings import in_public_service, planned, with_point
from tests.dialogue.stories import (
    HANDED_ON,
    address,
    html_of,
    known,
    opened,
    redated,
    signed_in,
)
from tests.factories import World

OPINION = EventKind.OPINION
BEFORE = date(2026, 11, 9)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def given(world: World, on: date = TODAY) -> Consultation:
    consultation = opened(world)
    return consultations.give_opinion(consultation, actor=world.secretary, on=on)


def moved(world: World, consultation: Consultation, on: date = BEFORE) -> None:
    """As many voted that day, whatever the mandates say."""
    events.correct(
        known(consultation, OPINION),
        actor=world.secretary,
        on=on,
        reason="Faute de frappe",
        sure=True,
    )
    consultation.refresh_from_db()


def test_both_days_stay_in_the_log_and_the_file_follows(world: World) -> None:
    consultation = given(world)

    moved(world, consultation)

    assert consultation.opinion_on == BEFORE
    rows = Event.objects.filter(kind=OPINION).order_by("on")
    assert [(row.on, row.cancel_reason) for row in rows] == [
        (BEFORE, ""),
        (TODAY, "Faute de frappe"),
    ]
    world.project.refresh_from_db()
    assert world.project.opinion_on == BEFORE
    states = Deadline.objects.filter(key=f"consultation:{consultation.pk}:avis")
    assert [str(row.state) for row in states] == ["met"]


def test_both_sides_learn_both_days_and_the_caucus_why(world: World) -> None:
    consultation = given(world)
    Notice.objects.all().delete()

    moved(world, consultation)

    shared, own = Entry.objects.order_by("-pk")[:2][::-1]
    said = "Jour de l’avis corrigé : 10 novembre 2026 devient 9 novembre 2026"
    assert (shared.room, shared.sentence) == (Room.SHARED, said)
    assert (own.room, own.sentence) == (Room.CAUCUS, f"{said} (Faute de frappe)")
    told = Notice.objects.filter(member__in=[world.employer, world.elected])
    assert [row.sentence for row in told] == [said, said]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 11), "pas encore arrivée"),
        (TODAY, "la date est la même"),
        (date(2026, 10, 25), "précéder la remise"),
    ],
)
def test_an_impossible_day_is_refused(world: World, on: date, sentence: str) -> None:
    consultation = given(world)

    with pytest.raises(Refused, match=sentence):
        moved(world, consultation, on)

    assert Consultation.objects.get().opinion_on == TODAY


def test_the_first_day_of_the_period_is_possible(world: World) -> None:
    consultation = given(world)

    moved(world, consultation, HANDED_ON)

    assert consultation.opinion_on == HANDED_ON


def test_a_day_after_the_period_is_refused(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = given(world)
    clock.move_to("2026-12-02T10:00:00+01:00")

    with pytest.raises(Refused, match="pris fin le 26 novembre 2026"):
        moved(world, consultation, date(2026, 11, 27))
    moved(world, consultation, date(2026, 11, 26))

    assert consultation.opinion_on == date(2026, 11, 26)


def test_the_follow_up_comes_after_the_opinion(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = given(world)
    consultations.start_follow_up(consultation, actor=world.secretary, on=TODAY)
    clock.move_to("2026-11-12T10:00:00+01:00")

    with pytest.raises(Refused, match="Le suivi est ouvert depuis le 10 novembre"):
        moved(world, consultation, date(2026, 11, 11))


def test_a_closed_file_is_reopened_first(world: World) -> None:
    consultation = given(world)
    consultations.start_follow_up(consultation, actor=world.secretary, on=TODAY)
    consultations.close(consultation, actor=world.secretary, on=TODAY)

    with pytest.raises(Refused, match="rouvrez d’abord le suivi"):
        moved(world, consultation)


def test_a_show_of_hands_moves_with_its_opinion(world: World) -> None:
    opinion = adopted(world)

    moved(world, opinion.consultation)

    opinion.refresh_from_db()
    assert (opinion.adopted_on, opinion.votes.get().held_on) == (BEFORE, BEFORE)


def test_a_nominal_vote_was_held_on_its_day(world: World) -> None:
    opinion = ready(world)
    voters = [world.secretary, world.elected]
    vote = votes.open_vote(opinion, actor=world.secretary, present=voters)
    cast_all(vote, dict.fromkeys(voters, Choice.FOR))
    votes.close_vote(vote, actor=world.secretary)

    with pytest.raises(Refused, match="vote nominal s’est tenu"):
        moved(world, opinion.consultation)


def test_what_was_sent_keeps_its_day(world: World) -> None:
    opinion = adopted(world)
    transmission.transmit(opinion, actor=world.secretary)

    with pytest.raises(Refused, match="son PDF est figé"):
        moved(world, opinion.consultation)


def test_what_is_sent_says_the_day_as_it_was_put_right(world: World) -> None:
    read_before = Opinion.objects.get(pk=adopted(world).pk)
    moved(world, Consultation.objects.get())

    sent = transmission.transmit(read_before, actor=world.secretary)

    assert sent.report.content["opinion"]["adopted_on"] == BEFORE.isoformat()


def test_the_second_look_of_a_public_body_moves_with_the_vote(world: World) -> None:
    in_public_service(world)
    opinion = point(world, opened(world)).opinion
    hands(world, opinion, votes_for=0, votes_against=7)

    moved(world, opinion.consultation)

    key = f"consultation:{opinion.consultation_id}:reexamen"
    rows = Deadline.objects.filter(key=key).order_by("-due_on")
    assert [(row.due_on, str(row.state)) for row in rows] == [
        (date(2026, 12, 10), "cancelled"),
        (date(2026, 12, 9), "open"),
    ]


def test_more_voters_than_seats_on_the_new_day_are_confirmed_first(
    world: World,
) -> None:
    consultation = adopted(world).consultation

    with pytest.raises(Refused, match="cochez « Je confirme ce nombre »"):
        redated(world, consultation, OPINION, BEFORE, "Faute de frappe")

    url = address(
        world, "event_correct", consultation.pk, known(consultation, OPINION).pk
    )
    fields = {"on": BEFORE.isoformat(), "reason": "Faute de frappe"}
    client = signed_in(world.secretary)
    assert "Je confirme ce nombre" in client.post(url, fields).text
    assert client.post(url, fields | {"sure": "on"}).status_code == 302
    assert Vote.objects.get().held_on == BEFORE


@pytest.mark.parametrize("held_on", [BEFORE, TODAY])
def test_minutes_that_are_sent_keep_the_day_they_tell(
    world: World, held_on: date
) -> None:
    consultation = given(world)
    meeting = planned(world, held_on)
    with_point(world, meeting, consultation=consultation)
    Meeting.objects.update(
        state=MeetingState.SENT, convened_on=held_on, minutes_sent_on=TODAY
    )

    with pytest.raises(Refused, match="procès-verbal de la réunion du"):
        moved(world, consultation)

    consultation.refresh_from_db()
    assert consultation.opinion_on == TODAY


def test_an_opinion_is_never_cancelled(world: World) -> None:
    consultation = given(world)

    with pytest.raises(Refused, match="corrigez-en le jour"):
        events.cancel(
            known(consultation, OPINION), actor=world.secretary, reason="Erreur"
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "nominal"},
        {"held_on": BEFORE, "closed_at": "2026-11-10T11:00Z"},
        {"closed_at": None, "adopted": None},
    ],
)
def test_the_database_lets_nothing_but_the_day_of_hands_move(
    world: World, fields: dict[str, object]
) -> None:
    adopted(world)

    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.update(**fields)


def test_the_database_keeps_the_day_of_what_was_sent(world: World) -> None:
    transmission.transmit(adopted(world), actor=world.secretary)
    assert Opinion.objects.get().state == OpinionState.TRANSMITTED

    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.update(held_on=BEFORE)


def test_the_secretary_corrects_it_from_the_page(world: World) -> None:
    consultation = given(world)
    event = known(consultation, OPINION)
    correct = address(world, "event_correct", consultation.pk, event.pk)
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert f'href="{correct}"' in page
    assert address(world, "event_cancel", consultation.pk, event.pk) not in page
    assert correct not in html_of(world.elected, consultation.get_absolute_url())

    answer = signed_in(world.secretary).post(
        correct, {"on": BEFORE.isoformat(), "reason": "Faute de frappe"}
    )

    assert answer.status_code == 302
    consultation.refresh_from_db()
    assert consultation.opinion_on == BEFORE
