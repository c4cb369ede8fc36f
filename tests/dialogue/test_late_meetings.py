"""A meeting after the last day of an opinion is told to the delegation, and stands."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from dialogue.actions import agenda, meetings
from dialogue.enums import PointKind
from dialogue.late_opinions import first_late_meeting, late_at, late_when_planned
from dialogue.models import Consultation, Meeting
from projects.errors import Refused
from projects.models import Member
from tests.dialogue.sittings import (
    HELD_ON,
    in_public_service,
    planned,
    proposed,
    with_point,
)
from tests.dialogue.stories import agreed, html_of, opened, signed_in
from tests.factories import World, make_guest

#: The information came on 26 October: the opinion is due on 26 November, a Thursday.
LATE = date(2026, 12, 1)
TOLD = (
    "« Assistant du service client » : une réunion le 1er décembre 2026 vient trop "
    "tard. L’avis est à rendre au plus tard le 26 novembre 2026 ; il serait réputé "
    "négatif avant la réunion. Avancez-la, ou convenez d’une autre fin."
)
ARTICLE = "R. 2312-6, I"
WORDS = "vient trop tard"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def at(meeting: Meeting, name: str = "meeting", *rest: Any) -> str:
    return reverse(f"dialogue:{name}", args=[meeting.project_id, meeting.pk, *rest])


def treating(world: World, consultation: Consultation, held_on: date = LATE) -> Meeting:
    meeting = planned(world, held_on)
    agenda.enter_by_law(meeting, actor=world.elected, consultation=consultation)
    return meeting


def said(meeting: Meeting, member: Member) -> list[tuple[str, str]]:
    return [(row.sentence, row.article) for row in late_at(meeting, member)]


def test_a_meeting_after_the_last_day_says_so_with_the_date_and_the_article(
    world: World,
) -> None:
    meeting = treating(world, opened(world))
    assert said(meeting, world.elected) == [(TOLD, ARTICLE)]
    page = html_of(world.elected, at(meeting))
    assert WORDS in page
    assert ARTICLE.replace(" ", "\u00a0", 1) in page


@pytest.mark.parametrize("day", [HELD_ON, date(2026, 11, 26)])
def test_a_meeting_until_the_last_day_itself_is_in_time(
    world: World, day: date
) -> None:
    assert said(treating(world, opened(world), day), world.elected) == []


def test_between_the_safe_day_and_the_arguable_one_both_are_told(world: World) -> None:
    # A month from 28 October ends on a Saturday, which can be argued until Monday.
    consultation = opened(world, on=date(2026, 10, 28))
    assert (consultation.due_on, consultation.extended_on) == (
        date(2026, 11, 28),
        date(2026, 11, 30),
    )
    [(sentence, article)] = said(
        treating(world, consultation, date(2026, 11, 30)), world.elected
    )
    assert "après le 28 novembre 2026, dernier jour sûr" in sentence
    assert "Un report au 30 novembre 2026 se plaide" in sentence
    assert article == ARTICLE


def test_an_end_that_is_agreed_later_takes_the_warning_back(world: World) -> None:
    consultation = opened(world)
    meeting = treating(world, consultation)
    with time_machine.travel("2026-11-18T10:00:00+01:00", tick=False):
        agreed(world, consultation, date(2026, 12, 20), "Accord signé")
    assert said(meeting, world.elected) == []


def test_the_other_side_never_reads_when_the_opinion_is_due(world: World) -> None:
    consultation = opened(world)
    meeting = treating(world, consultation)
    meetings.propose(meeting, actor=world.secretary)
    for member in (world.employer, world.expert):
        assert said(meeting, member) == []
        assert WORDS not in html_of(member, at(meeting))
        assert WORDS not in html_of(member, consultation.get_absolute_url())
        assert first_late_meeting(consultation, member) == []
    guest = make_guest(world.project, world.expert.role, caucus=True)
    assert said(meeting, guest) == [(TOLD, ARTICLE)]


def test_the_employer_who_enters_it_by_law_is_not_told_either(world: World) -> None:
    consultation = opened(world)
    meeting = proposed(world, LATE)
    for member, told in ((world.employer, False), (world.secretary, True)):
        answer = signed_in(member).post(
            at(meeting, "point_by_law"), {"consultation": consultation.pk}, follow=True
        )
        assert (WORDS in answer.text) is told
        meeting.points.filter(by_law=True).delete()


def test_the_day_is_told_when_the_meeting_is_planned(world: World) -> None:
    consultation = opened(world)
    url = reverse("dialogue:meeting_new", args=[world.organisation.pk])
    fields = {"project": world.project.pk, "kind": "ordinary"}
    client = signed_in(world.elected)
    soon = client.post(url, fields | {"held_on": str(HELD_ON)}, follow=True)
    assert WORDS not in soon.text
    late = client.post(url, fields | {"held_on": str(LATE)}, follow=True)
    assert WORDS in late.text
    # Another meeting treats it in time: this one may come when it likes.
    treating(world, consultation, HELD_ON)
    later = client.post(url, fields | {"held_on": str(LATE)}, follow=True)
    assert WORDS not in later.text
    assert late_when_planned(Meeting.objects.latest("pk"), world.elected) == []


def test_the_day_is_told_when_a_point_is_added_or_changed(world: World) -> None:
    consultation = opened(world)
    meeting = planned(world, LATE)
    client = signed_in(world.elected)
    fields = {
        "title": "Avis",
        "kind": PointKind.CONSULTATION,
        "consultation": consultation.pk,
    }
    added = client.post(at(meeting, "point_new"), fields, follow=True)
    assert added.text.count(WORDS) == 2
    point = meeting.points.get()
    changed = client.post(at(meeting, "point_edit", point.pk), fields, follow=True)
    # Once as the answer to the act, once on the page.
    assert changed.text.count(WORDS) == 2


def test_the_day_is_told_when_the_meeting_moves(world: World) -> None:
    consultation = opened(world)
    meeting = treating(world, consultation, HELD_ON)
    client = signed_in(world.secretary)
    moved = client.post(
        at(meeting, "meeting_edit"),
        {"held_on": str(LATE), "kind": "ordinary"},
        follow=True,
    )
    assert moved.text.count(WORDS) == 2
    meeting.refresh_from_db()
    assert meeting.held_on == LATE


def test_whoever_moves_a_proposed_meeting_reads_it_before_saying_why(
    world: World,
) -> None:
    meeting = treating(world, opened(world), HELD_ON)
    meetings.propose(meeting, actor=world.secretary)
    with pytest.raises(Refused) as refused:
        meetings.correct(meeting, actor=world.secretary, held_on=LATE)
    assert refused.value.sentence == (
        f"{TOLD} ({ARTICLE}) Dites pourquoi la réunion change de jour."
    )
    meetings.correct(meeting, actor=world.secretary, held_on=LATE, reason="Salle prise")
    assert meeting.held_on == LATE


def test_the_consultation_says_that_its_meeting_comes_too_late(world: World) -> None:
    consultation = opened(world)
    late = treating(world, consultation)
    page = html_of(world.elected, consultation.get_absolute_url())
    assert WORDS in page
    # The first meeting decides: a later one may come back to it.
    treating(world, consultation, HELD_ON)
    assert WORDS not in html_of(world.elected, consultation.get_absolute_url())
    meetings.cancel(late, actor=world.secretary, reason="Report")
    assert first_late_meeting(consultation, world.elected) == []


def test_a_cancelled_meeting_says_nothing(world: World) -> None:
    consultation = opened(world)
    meeting = treating(world, consultation)
    meetings.cancel(meeting, actor=world.secretary, reason="Report")
    assert WORDS not in html_of(world.elected, at(meeting))
    assert first_late_meeting(consultation, world.elected) == []


def test_where_nothing_is_deemed_nothing_is_said(world: World) -> None:
    in_public_service(world)
    assert said(treating(world, opened(world)), world.elected) == []


def test_a_point_without_a_consultation_is_never_late(world: World) -> None:
    opened(world)
    meeting = planned(world, LATE)
    with_point(world, meeting)
    assert said(meeting, world.elected) == []
