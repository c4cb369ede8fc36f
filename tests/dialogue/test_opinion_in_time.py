"""An opinion given in time counts, even when it is written down after the night."""

import logging
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue import tasks
from dialogue.actions import consultations, votes
from dialogue.enums import Choice, ConsultationState, EventKind, OpinionState
from dialogue.models import Consultation, Opinion, Vote
from projects.enums import DeadlineState
from projects.errors import Refused
from projects.models import Deadline, Entry, Notice
from projects.workdays import Territory
from tests.dialogue.avis import cast_all, hands, ready
from tests.dialogue.stories import address, happened, html_of, opened, signed_in
from tests.factories import World, make_world

S, K = ConsultationState, EventKind
#: The last day of a period that starts with HANDED_ON, a Thursday.
LAST = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def the_night_passes(clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-27T00:20:00+01:00")
    assert tasks.deem_opinions() == 1
    clock.move_to("2026-11-27T09:00:00+01:00")
    Notice.objects.all().delete()


def check_given_in_time(world: World) -> None:
    row = Consultation.objects.get()
    assert (row.state, row.opinion_on, row.deemed_on) == (S.OPINION_GIVEN, LAST, None)
    assert Deadline.objects.get().state == DeadlineState.MET
    world.project.refresh_from_db()
    assert world.project.opinion_on == LAST
    line = Entry.objects.get(verb="consultation.opinion_given")
    assert (line.room, line.sentence) == (
        "shared",
        "Avis rendu à temps, le 26 novembre 2026 : il n’est plus réputé négatif",
    )
    told = {notice.member for notice in Notice.objects.filter(sentence=line.sentence)}
    assert {world.elected, world.employer} <= told


def test_an_opinion_given_on_the_last_day_is_recorded_the_day_after(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    the_night_passes(clock)
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert "Enregistrer l’avis rendu" in page
    url = address(world, "consultation_act", consultation.pk, "avis")
    assert (
        signed_in(world.secretary).post(url, {"on": LAST.isoformat()}).status_code
        == 302
    )
    check_given_in_time(world)


def test_an_opinion_given_after_the_last_day_stays_refused(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    the_night_passes(clock)
    with pytest.raises(Refused, match="a pris fin le 26 novembre 2026"):
        consultations.give_opinion(
            consultation, actor=world.secretary, on=date(2026, 11, 27)
        )
    consultation.refresh_from_db()
    assert consultation.state == S.DEEMED_NEGATIVE


def test_a_show_of_hands_held_on_the_last_day_is_written_down_the_day_after(
    world: World, clock: time_machine.Traveller
) -> None:
    opinion = ready(world)
    the_night_passes(clock)
    with pytest.raises(Refused, match="Seul un vote tenu ce jour-là"):
        hands(world, opinion, held_on=date(2026, 11, 27))
    hands(world, opinion, held_on=LAST)
    assert Opinion.objects.get().state == OpinionState.ADOPTED
    check_given_in_time(world)


def test_a_vote_left_open_past_midnight_is_closed_with_the_voices_it_had(
    world: World, clock: time_machine.Traveller
) -> None:
    vote = votes.open_vote(
        ready(world), actor=world.secretary, present=[world.secretary]
    )
    cast_all(vote, {world.secretary: Choice.FOR})
    the_night_passes(clock)
    votes.close_vote(Vote.objects.get(), actor=world.secretary)
    check_given_in_time(world)


def test_no_voice_is_added_to_a_vote_once_the_period_is_noted_as_over(
    world: World, clock: time_machine.Traveller
) -> None:
    votes.open_vote(
        ready(world), actor=world.secretary, present=[world.secretary, world.elected]
    )
    the_night_passes(clock)
    with pytest.raises(Refused, match="ne reçoit plus de voix"):
        votes.cast(Vote.objects.get(), actor=world.elected, choice=Choice.FOR)
    votes.close_vote(Vote.objects.get(), actor=world.secretary)
    row = Consultation.objects.get()
    assert (row.state, row.deemed_on) == (S.DEEMED_NEGATIVE, LAST)


@pytest.mark.parametrize(
    ("territory", "ends_at"),
    [
        (Territory.METROPOLE, "2026-11-27T00:01:00+01:00"),
        (Territory.MARTINIQUE, "2026-11-27T05:01:00+01:00"),
        (Territory.GUADELOUPE, "2026-11-27T05:01:00+01:00"),
        (Territory.SAINT_MARTIN, "2026-11-27T05:01:00+01:00"),
        (Territory.SAINT_BARTHELEMY, "2026-11-27T05:01:00+01:00"),
        (Territory.GUYANE, "2026-11-27T04:01:00+01:00"),
        (Territory.MAYOTTE, "2026-11-26T22:01:00+01:00"),
        (Territory.REUNION, "2026-11-26T21:01:00+01:00"),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_work_is(
    world: World,
    clock: time_machine.Traveller,
    territory: Territory,
    ends_at: str,
) -> None:
    world.workplace.territory = territory
    world.workplace.save()
    opened(world)
    clock.move_to(ends_at)
    clock.shift(-120)
    assert tasks.deem_opinions() == 0
    clock.shift(120)
    assert tasks.deem_opinions() == 1


def test_a_vote_of_the_last_evening_in_martinique_is_in_time(
    world: World, clock: time_machine.Traveller
) -> None:
    world.workplace.territory = Territory.MARTINIQUE
    world.workplace.save()
    opinion = ready(world)
    clock.move_to("2026-11-27T02:00:00+01:00")
    page = html_of(world.secretary, opinion.consultation.get_absolute_url())
    assert "Le délai calculé a pris fin" not in page
    vote = votes.open_vote(opinion, actor=world.secretary, present=[world.secretary])
    cast_all(vote, {world.secretary: Choice.FOR})
    votes.close_vote(vote, actor=world.secretary)
    row = Consultation.objects.get()
    assert (vote.held_on, row.state, row.opinion_on) == (LAST, S.OPINION_GIVEN, LAST)


def test_between_the_last_day_and_the_night_the_page_says_when_it_is_noted(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    clock.move_to("2026-11-27T00:05:00+01:00")
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert "au prochain contrôle" in page


def test_one_file_that_fails_does_not_stop_the_night_of_the_others(
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    db: None,
) -> None:
    broken = opened(make_world())
    sound = opened(make_world())
    clock.move_to("2026-11-27T00:20:00+01:00")
    real = consultations.refresh_project

    def fail_on_one(project: object) -> None:
        if project == broken.project:
            raise ZeroDivisionError
        real(project)

    monkeypatch.setattr(consultations, "refresh_project", fail_on_one)
    with caplog.at_level(logging.ERROR):
        assert tasks.deem_opinions() == 1
    assert str(broken.pk) in caplog.text
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == (S.OPEN, S.DEEMED_NEGATIVE)


def test_while_suspended_an_opinion_is_refused_with_the_reason(world: World) -> None:
    opinion = ready(world)
    consultation = Consultation.objects.get()
    happened(world, consultation, K.CHALLENGE, LAST, note="Assignation")
    with pytest.raises(Refused, match="la loi ne dit pas si un avis"):
        consultations.give_opinion(consultation, actor=world.secretary, on=LAST)
    with pytest.raises(Refused, match="la loi ne dit pas si un avis"):
        hands(world, opinion, held_on=LAST)
