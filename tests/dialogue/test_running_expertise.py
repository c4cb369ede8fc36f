"""An opinion given while an expert is at work: said before, and told afterwards."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue.actions import consultations, expertise, votes
from dialogue.enums import EventKind, ExpertGround
from dialogue.models import Consultation
from dialogue.running_expertise import ends_with_opinion
from projects.models import Deadline
from tests.dialogue.avis import ready
from tests.dialogue.stories import address, happened, html_of, opened
from tests.factories import World

K = EventKind
NAMED, TODAY = date(2026, 11, 3), date(2026, 11, 10)
#: The information came on 26 October: with an expert the opinion is due two months
#: later, on 26 December, and the report fifteen days before.
BEFORE = (
    "Une expertise est en cours : son rapport est attendu au plus tard le "
    "11 décembre 2026, quinze jours avant la fin du délai (R. 2315-47). Rendre l’avis "
    "maintenant met fin au délai : les étapes de l’expertise qui restent, dont le "
    "rapport, prennent fin avec lui, Navette ne les rappelle plus, et l’avis est rendu "
    "sans ce rapport."
)
ENDS = "prennent fin avec lui"
ENDED = "avant la remise du rapport"
OVER = "a pris fin avec l’avis du 10 novembre 2026"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def with_expert(world: World) -> Consultation:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, NAMED)
    return consultation


def test_it_is_said_with_the_day_of_the_report_and_its_article(world: World) -> None:
    consultation = with_expert(world)
    assert ends_with_opinion(consultation, world.secretary) == BEFORE
    assert Deadline.objects.open().filter(key__endswith=":rapport_expert").exists()


def test_without_an_expert_or_with_the_report_nothing_is_said(world: World) -> None:
    consultation = opened(world)
    assert ends_with_opinion(consultation, world.secretary) == ""
    happened(world, consultation, K.EXPERT_NAMED, NAMED)
    happened(world, consultation, K.REPORT, date(2026, 11, 9))
    assert ends_with_opinion(consultation, world.secretary) == ""


def test_the_report_on_a_serious_risk_is_awaited_after_the_opinion(
    world: World,
) -> None:
    consultation = with_expert(world)
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )
    consultation.refresh_from_db()
    assert ends_with_opinion(consultation, world.secretary) == ""

    consultations.give_opinion(consultation, actor=world.secretary, on=TODAY)

    page = html_of(world.secretary, address(world, "expertise", consultation.pk))
    assert ENDED not in page
    assert page.count(OVER) == 2  # the request and the notice, not the report


def test_who_does_not_know_of_the_expertise_is_not_told(world: World) -> None:
    consultation = with_expert(world)
    assert ends_with_opinion(consultation, world.employer) == ""
    assert ENDS not in html_of(world.employer, consultation.get_absolute_url())


def test_it_is_said_where_an_opinion_is_written_down(world: World) -> None:
    consultation = with_expert(world)
    url = address(world, "consultation_act", consultation.pk, "avis")
    assert html_of(world.secretary, url).count(ENDS) == 1


def test_it_is_said_before_the_vote_is_opened_and_before_it_is_closed(
    world: World,
) -> None:
    opinion = ready(world)
    happened(world, opinion.consultation, K.EXPERT_NAMED, NAMED)
    url = address(world, "vote_open", opinion.pk)
    assert html_of(world.secretary, url).count(ENDS) == 1
    vote = votes.open_vote(opinion, actor=world.secretary, present=[world.elected])
    page = address(world, "vote", vote.pk)
    # On the page, and in the dialog that asks once more.
    assert html_of(world.secretary, page).count(ENDS) == 2
    assert html_of(world.elected, page).count(ENDS) == 0


def test_the_page_of_the_expertise_says_afterwards_what_ended(world: World) -> None:
    consultation = with_expert(world)
    url = address(world, "expertise", consultation.pk)
    assert ENDED not in html_of(world.secretary, url)
    consultations.give_opinion(consultation, actor=world.secretary, on=TODAY)
    page = html_of(world.secretary, url)
    assert ENDED in page
    # The request, the notification and the report; the answer waits for a request.
    assert page.count(OVER) == 3
    assert "rapport-expert" in page
    assert "demande-expert" not in page


def test_a_report_that_comes_after_the_opinion_is_told_as_done(world: World) -> None:
    consultation = with_expert(world)
    consultations.give_opinion(consultation, actor=world.secretary, on=TODAY)
    happened(world, consultation, K.REPORT, TODAY)
    page = html_of(world.secretary, address(world, "expertise", consultation.pk))
    assert ENDED not in page
    assert "fait le 10 novembre 2026" in page


def test_a_period_that_ended_alone_is_told_so(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = with_expert(world)
    clock.move_to("2027-01-15T10:00:00+01:00")
    assert consultations.deem_negative(consultation, today=date(2027, 1, 15))
    page = html_of(world.secretary, address(world, "expertise", consultation.pk))
    assert "L’avis est réputé négatif depuis le 28 décembre 2026" in page
    assert "a pris fin avec le délai" in page
