"""The follow-up of a deemed opinion is open: only a proof goes back on it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue import tasks
from dialogue.actions import consultations, votes
from dialogue.enums import ConsultationState
from dialogue.models import Consultation
from projects.enums import DeadlineState, Room
from projects.errors import Refused
from projects.models import Deadline, Entry, Notice
from tests.dialogue.avis import hands, ready
from tests.dialogue.stories import address, document, html_of, opened, signed_in
from tests.factories import World

S = ConsultationState
#: The last day of a period that starts with HANDED_ON, a Thursday.
LAST = date(2026, 11, 26)
FOLLOWED = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-26T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def followed(
    world: World, clock: time_machine.Traveller, consultation: Consultation
) -> Consultation:
    """Deemed negative by the night, then followed: both sides act on it."""
    clock.move_to("2026-11-27T00:20:00+01:00")
    assert tasks.deem_opinions() == 1
    clock.move_to("2026-12-02T09:00:00+01:00")
    consultation.refresh_from_db()
    consultations.start_follow_up(consultation, actor=world.secretary, on=FOLLOWED)
    Notice.objects.all().delete()
    return consultation


def test_an_opinion_given_in_time_is_recorded_with_its_proof(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = followed(world, clock, opened(world))
    minutes = document(world, "Procès-verbal du 26 novembre", room=Room.CAUCUS)
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert "Enregistrer l’avis rendu" in page
    url = address(world, "consultation_act", consultation.pk, "avis")
    answer = signed_in(world.secretary).post(
        url, {"on": LAST.isoformat(), "evidence": minutes.pk}
    )
    assert answer.status_code == 302
    row = Consultation.objects.get()
    assert (row.state, row.opinion_on, row.opinion_evidence) == (
        S.OPINION_GIVEN,
        LAST,
        minutes,
    )
    assert (row.deemed_on, row.follow_up_on) == (None, None)
    assert Deadline.objects.get().state == DeadlineState.MET
    world.project.refresh_from_db()
    assert world.project.opinion_on == LAST
    line = Entry.objects.get(verb="consultation.opinion_given")
    assert line.room == Room.SHARED
    told = {notice.member for notice in Notice.objects.filter(sentence=line.sentence)}
    assert {world.elected, world.employer} <= told
    assert "Procès-verbal du 26 novembre" in html_of(
        world.secretary, row.get_absolute_url()
    )
    assert "Procès-verbal du 26 novembre" not in html_of(
        world.employer, row.get_absolute_url()
    )


def test_without_proof_the_follow_up_goes_on(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = followed(world, clock, opened(world))
    url = address(world, "consultation_act", consultation.pk, "avis")
    page = signed_in(world.secretary).post(url, {"on": LAST.isoformat()})
    assert "choisissez le document qui prouve" in page.content.decode()
    consultation.refresh_from_db()
    assert (consultation.state, consultation.deemed_on) == (S.FOLLOW_UP, LAST)


def test_a_proof_changes_nothing_for_an_opinion_given_too_late(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = followed(world, clock, opened(world))
    with pytest.raises(Refused, match="a pris fin le 26 novembre 2026"):
        consultations.give_opinion(
            consultation,
            actor=world.secretary,
            on=date(2026, 11, 27),
            evidence=document(world, "Procès-verbal"),
        )


def test_an_opinion_that_was_given_is_not_given_again_during_its_follow_up(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    consultations.give_opinion(consultation, actor=world.secretary, on=LAST)
    consultations.start_follow_up(consultation, actor=world.secretary, on=LAST)
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert "Enregistrer l’avis rendu" not in page
    with pytest.raises(Refused, match="L’avis est déjà rendu"):
        consultations.give_opinion(
            consultation,
            actor=world.secretary,
            on=LAST,
            evidence=document(world, "Procès-verbal"),
        )


def test_the_vote_itself_can_be_written_down_once_the_opinion_is_proved(
    world: World, clock: time_machine.Traveller
) -> None:
    opinion = ready(world)
    consultation = followed(world, clock, opinion.consultation)
    consultations.give_opinion(
        consultation,
        actor=world.secretary,
        on=LAST,
        evidence=document(world, "Procès-verbal"),
    )
    opinion.refresh_from_db()
    vote = hands(world, opinion, held_on=LAST)
    assert votes.result(vote).endswith("L’avis est adopté.")
