"""An expertise for a serious risk: its report, its vote, its challenge."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue.actions import consultations, expertise
from dialogue.enums import ConsultationState, EventKind, ExpertGround
from dialogue.models import Consultation
from projects.errors import Refused
from projects.models import Deadline
from tests.dialogue.stories import (
    happened,
    html_of,
    opened,
    prepared,
    redated,
    undone,
)
from tests.factories import World

K = EventKind


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def november(day: int) -> date:
    return date(2026, 11, day)


def report_due(consultation: Consultation) -> list[tuple[date, str]]:
    rows = Deadline.objects.filter(key=f"consultation:{consultation.pk}:rapport_expert")
    return sorted((row.due_on, str(row.state)) for row in rows)


def at_risk(world: World) -> Consultation:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(3))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )
    consultation.refresh_from_db()
    return consultation


def test_a_serious_risk_has_its_own_report_and_gives_the_avis_its_month_back(
    world: World,
) -> None:
    consultation = at_risk(world)

    assert consultation.due_on == november(26)
    assert report_due(consultation) == [
        (date(2026, 12, 11), "cancelled"),
        (date(2027, 1, 3), "open"),
    ]


def test_another_ground_counts_the_expert_in_again(world: World) -> None:
    consultation = at_risk(world)

    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.NEW_TECHNOLOGY
    )

    consultation.refresh_from_db()
    assert consultation.due_on == date(2026, 12, 26)
    assert (date(2026, 12, 11), "open") in report_due(consultation)


def test_the_report_on_a_risk_does_not_wait_for_the_avis(world: World) -> None:
    consultation = at_risk(world)

    consultations.give_opinion(consultation, actor=world.secretary, on=november(20))

    assert report_due(consultation)[-1] == (date(2027, 1, 3), "open")
    happened(world, consultation, K.REPORT, november(20))
    assert report_due(consultation)[-1] == (date(2027, 1, 3), "met")


def test_a_closed_file_waits_for_no_report(world: World) -> None:
    consultation = at_risk(world)
    secretary = world.secretary
    consultations.give_opinion(consultation, actor=secretary, on=november(20))
    consultations.start_follow_up(consultation, actor=secretary, on=november(20))

    consultations.close(consultation, actor=secretary, on=november(20))

    assert report_due(consultation)[-1] == (date(2027, 1, 3), "cancelled")
    consultations.reopen_follow_up(consultation, actor=secretary, reason="Erreur")
    assert report_due(consultation)[-1] == (date(2027, 1, 3), "open")


def given_with_a_risk_on_its_sheet(world: World) -> Consultation:
    """The opinion is given, and the sheet says a serious risk before any vote."""
    consultation = opened(world, on=date(2026, 10, 26))
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )
    return consultation


def test_an_expertise_for_a_risk_is_voted_after_the_opinion(world: World) -> None:
    consultation = given_with_a_risk_on_its_sheet(world)

    happened(world, consultation, K.EXPERT_NAMED, november(19))

    assert report_due(consultation) == [(date(2027, 1, 19), "open")]
    redated(world, consultation, K.EXPERT_NAMED, november(20), "faute de frappe")
    assert report_due(consultation)[-1] == (date(2027, 1, 20), "open")
    undone(world, consultation, K.EXPERT_NAMED, "annulée par le juge")
    assert report_due(consultation)[-1] == (date(2027, 1, 20), "cancelled")


def test_another_expertise_is_not_voted_after_the_opinion(world: World) -> None:
    consultation = opened(world, on=date(2026, 10, 26))
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))

    with pytest.raises(Refused, match="Seule une expertise pour risque grave"):
        happened(world, consultation, K.EXPERT_NAMED, november(19))


def test_a_report_taken_back_after_the_opinion_is_awaited_again(world: World) -> None:
    consultation = given_with_a_risk_on_its_sheet(world)
    happened(world, consultation, K.EXPERT_NAMED, november(19))
    happened(world, consultation, K.REPORT, november(20))

    undone(world, consultation, K.REPORT, "ce n’était pas le rapport")

    assert report_due(consultation)[-1] == (date(2027, 1, 19), "open")


def test_an_expertise_for_a_risk_voted_after_the_period_has_its_report(
    world: World,
) -> None:
    consultation = opened(world, on=date(2026, 10, 1))
    assert consultations.deem_negative(consultation, today=november(20))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    happened(world, consultation, K.EXPERT_NAMED, november(20))

    consultation.refresh_from_db()
    assert consultation.state == ConsultationState.DEEMED_NEGATIVE
    assert report_due(consultation) == [(date(2027, 1, 20), "open")]


def test_an_expertise_for_a_risk_voted_before_the_opening_has_its_report(
    world: World,
) -> None:
    consultation = prepared(world)
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    assert report_due(consultation) == []

    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    assert report_due(consultation) == [(date(2027, 1, 4), "open")]
    consultations.open_consultation(
        consultation, actor=world.secretary, on=november(20)
    )
    assert report_due(consultation) == [(date(2027, 1, 4), "open")]


def test_a_draft_that_is_withdrawn_waits_for_no_report(world: World) -> None:
    consultation = prepared(world)
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    consultations.withdraw(consultation, actor=world.secretary)

    assert report_due(consultation) == [(date(2027, 1, 4), "cancelled")]


def test_a_ground_that_changes_after_the_opinion_counts_the_report_again(
    world: World,
) -> None:
    consultation, secretary = opened(world), world.secretary
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    consultations.give_opinion(consultation, actor=secretary, on=november(18))

    expertise.describe(consultation, actor=secretary, ground=ExpertGround.SERIOUS_RISK)
    assert report_due(consultation)[-1] == (date(2027, 1, 4), "open")

    expertise.describe(
        consultation, actor=secretary, ground=ExpertGround.NEW_TECHNOLOGY
    )
    assert report_due(consultation)[-1] == (date(2027, 1, 4), "cancelled")


def test_a_challenge_to_an_expertise_for_a_risk_keeps_the_safe_date(
    world: World,
) -> None:
    consultation = at_risk(world)

    happened(world, consultation, K.CHALLENGE, november(12))

    consultation.refresh_from_db()
    assert consultation.state == ConsultationState.OPEN
    assert (consultation.due_on, consultation.extended_on) == (november(26), None)
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert "une suspension se plaide" in page
    happened(world, consultation, K.JUDGMENT, november(20))
    consultation.refresh_from_db()
    assert consultation.due_on == november(26)
    assert consultation.extended_on == date(2026, 12, 4)
    consultations.give_opinion(consultation, actor=world.secretary, on=november(20))


def test_the_page_says_that_the_safe_date_is_over_while_a_pause_is_argued(
    world: World,
) -> None:
    consultation = at_risk(world)
    happened(world, consultation, K.CHALLENGE, november(12))

    with time_machine.travel("2026-11-27T10:00:00+01:00", tick=False):
        page = html_of(world.secretary, consultation.get_absolute_url())

    assert "Une suspension se plaide" in page
    assert "rendez l’avis sans attendre" in page


def test_a_challenge_to_an_expertise_for_a_risk_comes_after_the_opinion_too(
    world: World,
) -> None:
    consultation = given_with_a_risk_on_its_sheet(world)
    happened(world, consultation, K.EXPERT_NAMED, november(19))
    url = f"{consultation.get_absolute_url()}actes/suspension/"

    happened(world, consultation, K.CHALLENGE, november(20), head="necessity")

    assert html_of(world.secretary, url).count('type="radio"') > 1
    judged = f"{consultation.get_absolute_url()}actes/reprise/"
    assert "Le jugement est notifié" in html_of(world.secretary, judged)


def test_an_expertise_for_a_risk_is_voted_at_any_time(world: World) -> None:
    consultation = opened(world, on=date(2026, 10, 1))
    with pytest.raises(Refused, match="après la fin du délai"):
        happened(world, consultation, K.EXPERT_NAMED, november(20))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    happened(world, consultation, K.EXPERT_NAMED, november(20))

    assert report_due(consultation) == [(date(2027, 1, 20), "open")]
