"""Beginnings of stories about an opinion, told through the public acts."""

from datetime import date
from typing import Any

from dialogue.actions import opinions, votes
from dialogue.enums import Choice, PassageKind, Stance
from dialogue.models import Consultation, Opinion, Passage, Vote
from projects.models import Member
from tests.dialogue.stories import opened
from tests.factories import World, make_mandate, make_member

#: Fifteen days into the period that HANDED_ON starts.
TODAY = date(2026, 11, 10)


def point(
    world: World,
    consultation: Consultation,
    text: str = "Le CSE demande une étude d’impact.",
    **fields: Any,
) -> Passage:
    fields.setdefault("kind", PassageKind.POINT)
    fields.setdefault("actor", world.elected)
    return opinions.add_passage(consultation, text=text, **fields)


def ready(world: World, *texts: str) -> Opinion:
    """An opinion that can be voted: a stance and its points."""
    consultation = opened(world)
    opinion = opinions.choose_stance(
        consultation, actor=world.secretary, stance=Stance.UNFAVOURABLE
    )
    for text in texts or ("Le CSE demande une étude d’impact.",):
        point(world, consultation, text)
    return opinion


def hands(world: World, opinion: Opinion, **fields: Any) -> Vote:
    """A vote à main levée, four for and three against unless said otherwise."""
    fields = {
        "held_on": TODAY,
        "present": 7,
        "votes_for": 4,
        "votes_against": 3,
        "abstentions": 0,
        "sure": True,
    } | fields
    return votes.record_hands(opinion, actor=world.secretary, **fields)


def adopted(world: World, *texts: str) -> Opinion:
    opinion = ready(world, *texts)
    hands(world, opinion)
    return opinion


def titulaires(world: World, count: int) -> list[Member]:
    """As many more members with a full mandate."""
    members = [make_member(world.organisation) for _number in range(count)]
    for member in members:
        make_mandate(member)
    return members


def cast_all(vote: Vote, choices: dict[Member, Choice]) -> None:
    for member, choice in choices.items():
        votes.cast(vote, actor=member, choice=choice)
