"""A meeting that moves, an agenda that is proposed: what is kept, said and awaited."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from dialogue.actions import attendance, meetings
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import MeetingState, PointKind
from dialogue.forms.meetings import MeetingForm
from dialogue.models import Attendance, Meeting
from projects.enums import Room, Side
from projects.errors import Refused
from projects.models import Entry, Member
from tests.dialogue.sittings import (
    HELD_ON,
    convened,
    in_public_service,
    planned,
    present,
    proposed,
    with_point,
)
from tests.dialogue.stories import html_of, signed_in
from tests.factories import World

NEXT_WEEK = date(2026, 12, 1)
RECORDED = "L’ordre du jour est proposé à la direction, et l’accord de la ou du "


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def at(meeting: Meeting, name: str, *rest: Any) -> str:
    return reverse(f"dialogue:{name}", args=[meeting.project_id, meeting.pk, *rest])


def sat(world: World, clock: time_machine.Traveller) -> Meeting:
    """The day of the meeting: the sheet is filled, one point voted."""
    meeting = planned(world)
    point = with_point(world, meeting, kind=PointKind.RESOLUTION)
    meetings.propose(meeting, actor=world.secretary)
    meetings.convene(
        meeting, actor=world.secretary, on=date(2026, 11, 10), reason="Accord verbal"
    )
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    present(world, meeting)
    attendance.record_vote(
        point, actor=world.secretary, votes_for=2, votes_against=0, abstentions=0
    )
    return meeting


def moved(world: World, meeting: Meeting, **fields: Any) -> Meeting:
    return meetings.correct(
        meeting,
        actor=world.secretary,
        held_on=NEXT_WEEK,
        reason="Alerte incendie",
        **fields,
    )


# ---- the sheet of a meeting that moves --------------------------------------------
def test_presences_of_one_day_are_asked_again_for_another(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sat(world, clock)
    with pytest.raises(Refused, match="La feuille de présence du 24 novembre 2026"):
        moved(world, meeting)
    assert Attendance.objects.filter(meeting=meeting).count() == 2
    moved(world, meeting, anew=True)
    assert not Attendance.objects.filter(meeting=meeting).exists()
    assert not meeting.points.get().voted
    with pytest.raises(Refused, match="attendez ce jour"):
        attendance.open_sitting(meeting, actor=world.secretary)
    clock.move_to(f"{NEXT_WEEK}T14:00:00+01:00")
    with pytest.raises(Refused, match="feuille de présence"):
        attendance.open_sitting(meeting, actor=world.secretary)
    present(world, meeting)
    assert attendance.open_sitting(meeting, actor=world.secretary).state == (
        MeetingState.HELD
    )


def test_the_journal_keeps_that_a_sheet_was_filled_for_the_delegation(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sat(world, clock)
    moved(world, meeting, anew=True)
    line = Entry.objects.get(verb="meeting.attendance_dropped")
    assert (line.room, line.data, line.sentence) == (
        Room.CAUCUS,
        {"voting": 2},
        "Feuille de présence du 24 novembre 2026 effacée : la réunion change de jour",
    )


def test_an_hour_or_a_place_that_changes_keeps_the_sheet(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sat(world, clock)
    meetings.correct(
        meeting, actor=world.secretary, held_on=HELD_ON, starts_at=time(15)
    )
    assert Attendance.objects.filter(meeting=meeting).count() == 2
    assert meeting.points.get().voted


def test_the_page_asks_only_where_a_sheet_is_filled(
    world: World, clock: time_machine.Traveller
) -> None:
    empty = convened(world, NEXT_WEEK)
    meeting = sat(world, clock)
    client = signed_in(world.secretary)
    assert "anew" not in client.get(at(empty, "meeting_edit")).context["form"].fields
    fields = {"held_on": str(NEXT_WEEK), "kind": "ordinary", "reason": "Alerte"}
    asked = client.post(at(meeting, "meeting_edit"), fields)
    assert (asked.status_code, "Les présences seront à refaire" in asked.text) == (
        422,
        True,
    )
    done = client.post(at(meeting, "meeting_edit"), fields | {"anew": "on"})
    assert done.status_code == 302
    assert not Attendance.objects.filter(meeting=meeting).exists()


# ---- what is said once an agenda is proposed --------------------------------------
def answered(member: Member, meeting: Meeting, step: str, **fields: str) -> str:
    """What the page says after the act, spaces made plain."""
    client = signed_in(member)
    url = at(meeting, "meeting_act", step)
    form = next(row["form"] for row in client.get(url).context["acts"] if row["open"])
    seen = {"seen": form["seen"].value()} if "seen" in form.fields else {}
    answer = client.post(url, {**fields, **seen}, follow=True)
    return " ".join(str(line) for line in answer.context["messages"])


def with_a_point(world: World) -> Meeting:
    meeting = planned(world)
    with_point(world, meeting)
    return meeting


def test_proposing_says_that_the_secretary_agrees_and_who_is_awaited(
    world: World,
) -> None:
    assert answered(world.secretary, with_a_point(world), "proposition") == (
        f"{RECORDED}secrétaire est donné par là, à la date du 10 novembre 2026. Celui "
        f"de la présidence est attendu : {world.employer} peut le donner dans Navette, "
        "ou vous le notez ici s’il vous parvient autrement."
    )


def test_proposing_to_nobody_says_that_the_agreement_is_to_be_noted(
    world: World,
) -> None:
    world.employer.until = date(2026, 11, 1)
    world.employer.save()
    assert answered(world.secretary, with_a_point(world), "proposition").endswith(
        "personne de la direction n’est invité dans ce dossier, notez-le ici quand "
        "vous l’aurez reçu."
    )


def test_in_the_public_sector_nobody_s_agreement_is_awaited(world: World) -> None:
    in_public_service(world)
    assert answered(world.secretary, with_a_point(world), "proposition") == (
        "L’ordre du jour est proposé à la direction. Il reste à convoquer les membres."
    )


def test_each_agreement_says_what_is_left(world: World) -> None:
    meeting = proposed(world)
    day = {"on": "2026-11-10"}
    assert answered(world.employer, meeting, "accord-presidence", **day) == (
        "L’accord est enregistré, avec la date et votre nom. L’ordre du jour est "
        "arrêté par les deux."
    )
    with_point(world, meeting, title="Autre")
    assert answered(world.secretary, meeting, "accord-secretaire", **day).startswith(
        "L’accord est enregistré, avec la date et votre nom. Celui de la présidence"
    )
    assert answered(world.secretary, meeting, "accord-presidence", **day) == (
        "L’accord est enregistré, avec la date et votre nom. L’ordre du jour est "
        "arrêté par les deux : il reste à convoquer les membres."
    )


def test_the_president_who_agrees_first_hears_that_the_secretary_is_awaited(
    world: World,
) -> None:
    meeting = proposed(world)
    with_point(world, meeting, title="Autre")
    assert answered(
        world.employer, meeting, "accord-presidence", on="2026-11-10"
    ).endswith("Celui de la ou du secrétaire est attendu.")


def test_the_page_names_the_agreement_that_is_missing_and_no_other(
    world: World,
) -> None:
    meeting = proposed(world)
    today = date(2026, 11, 10)

    def missing() -> list[str]:
        remarks = meetings.warnings_to_convene(meeting, today)
        return [row.sentence.partition(".")[0] for row in remarks]

    assert missing() == ["L’ordre du jour n’a pas encore l’accord de la présidence"]
    with_point(world, meeting, title="Autre")
    meeting.refresh_from_db()
    assert missing() == [
        "L’ordre du jour n’a encore ni l’accord de la présidence, ni celui de la ou du "
        "secrétaire"
    ]
    meetings.agree(
        meeting,
        actor=world.employer,
        side=Side.MANAGEMENT,
        on=today,
        seen=agenda_mark(meeting),
    )
    assert missing() == [
        "L’ordre du jour n’a pas encore l’accord de la ou du secrétaire"
    ]
    meetings.agree(
        meeting,
        actor=world.secretary,
        side=Side.DELEGATION,
        on=today,
        seen=agenda_mark(meeting),
    )
    assert missing() == []


def test_a_change_of_a_proposed_agenda_says_that_both_are_to_agree_again(
    world: World,
) -> None:
    meeting = proposed(world)
    point = meeting.points.get()
    client = signed_in(world.elected)
    again = "Les deux accords sur l’ordre du jour sont à redonner."
    fields = {"title": "Autre", "kind": "other", "sure": "on"}
    for url, sent in (
        (at(meeting, "point_new"), fields),
        (at(meeting, "point_edit", point.pk), fields),
        (at(meeting, "point_remove", point.pk), {}),
    ):
        assert again in client.post(url, sent, follow=True).text
    draft = planned(world, NEXT_WEEK)
    assert again not in client.post(at(draft, "point_new"), fields, follow=True).text


# ---- hours ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("14:00", time(14)),
        ("14 h 30", time(14, 30)),
        ("14 h", time(14)),
        ("9h05", time(9, 5)),
        ("quatorze heures", None),
    ],
)
def test_an_hour_is_typed_the_way_it_is_read(typed: str, hour: time | None) -> None:
    form = MeetingForm(
        {"held_on": "2026-11-24", "kind": "ordinary", "starts_at": typed}
    )
    assert form.is_valid() is (hour is not None)
    assert form.cleaned_data.get("starts_at") == hour


def test_an_hour_is_read_without_its_zeros(world: World) -> None:
    page = html_of(world.elected, at(planned(world, starts_at=time(14)), "meeting"))
    assert "24 novembre 2026, 14\u00a0h</dd>" in page
