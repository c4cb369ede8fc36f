"""What a person did in the dialogue is in the export of their own data."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from dialogue.actions import votes
from dialogue.enums import AttendanceStatus, Choice, EventKind
from projects import exports
from tests.dialogue.avis import ready
from tests.dialogue.sittings import HELD_ON, Line, convened, present, substitute
from tests.dialogue.stories import happened, opened, undone
from tests.factories import World


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def test_the_attendance_of_the_person_is_exported_without_the_others(
    world: World, clock: time_machine.Traveller
) -> None:
    spare = substitute(world)
    meeting = convened(world)
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    line = Line(spare, AttendanceStatus.PRESENT, world.elected)
    present(world, meeting, line, elected=False)
    assert exports.personal_data(spare.user)["feuilles_de_presence"] == [
        {
            "organisation": world.organisation.name,
            "reunion_du": HELD_ON,
            "suppleance": True,
            "presence": "present",
            "remplace_une_personne": True,
        }
    ]


def test_the_facts_that_the_person_recorded_or_cancelled_are_exported(
    world: World,
) -> None:
    consultation = opened(world)
    on = date(2026, 11, 9)
    happened(world, consultation, EventKind.EXPERT_NAMED, on, note="Notre vote")
    undone(world, consultation, EventKind.EXPERT_NAMED, "Erreur de jour")
    rows = exports.personal_data(world.secretary.user)["faits_inscrits"]
    assert [(row["fait"], row["precision"]) for row in rows] == [
        (EventKind.INFORMATION, ""),
        (EventKind.EXPERT_NAMED, "Notre vote"),
    ]
    [cancelled] = exports.personal_data(world.secretary.user)["faits_annules"]
    assert cancelled == {
        "fait": EventKind.EXPERT_NAMED,
        "le": on,
        "annule_le": timezone.now(),
        "motif": "Erreur de jour",
    }
    assert exports.personal_data(world.elected.user)["faits_inscrits"] == []


def test_the_ballots_of_the_person_are_exported(world: World) -> None:
    vote = votes.open_vote(
        ready(world), actor=world.secretary, present=[world.secretary, world.elected]
    )
    votes.cast(vote, actor=world.elected, choice=Choice.AGAINST)
    assert exports.personal_data(world.elected.user)["votes"] == [
        {"vote_du": vote.held_on, "choix": "against", "exprime_le": timezone.now()}
    ]
