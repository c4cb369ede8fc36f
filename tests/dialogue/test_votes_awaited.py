"""« Un vote vous attend », on the home page of whoever still has to vote."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dialogue.actions import consultations, votes
from dialogue.enums import Choice, ConsultationState, EventKind
from dialogue.models import Consultation, Vote
from projects.models import Member, Notice
from tests.dialogue.avis import TODAY, ready
from tests.dialogue.stories import happened, signed_in
from tests.factories import World

ASKED = "Un vote vous attend\xa0: l’avis du CSE"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def vote(world: World) -> Vote:
    present = [world.secretary, world.elected]
    return votes.open_vote(ready(world), actor=world.secretary, present=present)


def awaited(member: Member) -> list[str]:
    """Addresses of what the home page says is awaited of this person."""
    page = signed_in(member).get("/")
    found = [notice.url for notice in page.context["awaited"]]
    assert page.content.decode().count(ASKED + "</h2>") == len(found)
    return found


def waiting(world: World) -> list[int]:
    people = (world.secretary, world.elected, world.reader, world.employer)
    return [len(awaited(member)) for member in people]


def test_each_voter_is_awaited_and_nobody_else(world: World, vote: Vote) -> None:
    url = reverse("dialogue:vote", args=[world.project.pk, vote.pk])
    assert awaited(world.elected) == [url]
    assert waiting(world) == [1, 1, 0, 0]
    assert ASKED not in signed_in(world.expert).get("/").content.decode()


def test_others_are_told_of_the_vote_once_and_voters_once(
    world: World, vote: Vote
) -> None:
    of_vote = Notice.objects.filter(url__contains=str(vote.pk))
    told = dict(of_vote.values_list("member", "sentence"))
    assert told == {
        world.secretary.pk: "Un vote vous attend : l’avis du CSE",
        world.elected.pk: "Un vote vous attend : l’avis du CSE",
        world.admin.pk: "Vote ouvert sur l’avis",
        world.reader.pk: "Vote ouvert sur l’avis",
    }
    assert of_vote.count() == len(told)


def test_who_voted_is_awaited_no_more(world: World, vote: Vote) -> None:
    votes.cast(vote, actor=world.elected, choice=Choice.FOR)
    assert waiting(world) == [1, 0, 0, 0]
    of_vote = Notice.objects.filter(member=world.elected, url__contains=str(vote.pk))
    assert [notice.read_at is None for notice in of_vote] == [False]


def test_a_notice_marked_as_read_does_not_take_the_vote_away(
    world: World, vote: Vote
) -> None:
    signed_in(world.elected).post(reverse("projects:notices_read"))
    assert len(awaited(world.elected)) == 1


def test_a_vote_that_is_closed_or_cancelled_awaits_nobody(
    world: World, vote: Vote
) -> None:
    votes.cancel_vote(vote, actor=world.secretary, reason="Un oubli.")
    assert waiting(world) == [0, 0, 0, 0]
    again = votes.open_vote(
        vote.opinion, actor=world.secretary, present=[world.elected]
    )
    assert waiting(world) == [0, 1, 0, 0]
    votes.close_vote(again, actor=world.secretary)
    assert waiting(world) == [0, 0, 0, 0]


def test_a_place_that_is_closed_shows_no_vote(world: World, vote: Vote) -> None:
    world.elected.until = TODAY - timedelta(days=1)
    world.elected.save()
    assert awaited(world.elected) == []


def test_a_vote_that_takes_no_more_ballots_awaits_nobody_until_it_does_again(
    world: World, vote: Vote
) -> None:
    votes.cast(vote, actor=world.secretary, choice=Choice.FOR)
    consultation = Consultation.objects.get()
    assert consultation.extended_on is not None
    night = consultation.extended_on + timedelta(days=1)
    with time_machine.travel(night, tick=False):
        consultations.deem_negative(consultation, today=night)
        assert waiting(world) == [0, 0, 0, 0]
        happened(
            world,
            consultation,
            EventKind.EXTENSION,
            night,
            until=night + timedelta(days=30),
            note="Jugement du 3 mars.",
        )
        consultation.refresh_from_db()
        assert consultation.state == ConsultationState.OPEN
        assert waiting(world) == [0, 1, 0, 0]
