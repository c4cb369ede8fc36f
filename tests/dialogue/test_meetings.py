"""A meeting: planned, its agenda set by both, convened in time or late, cancelled."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine

from dialogue.actions import agenda, meetings
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import MeetingState, PointKind
from dialogue.models import AgendaPoint, Meeting
from projects.enums import DeadlineNature, DeadlineState, Instance, Room, Side
from projects.errors import Refused
from projects.models import Deadline, Entry, Notice
from tests.dialogue.sittings import (
    HELD_ON,
    TODAY,
    convened,
    in_public_service,
    planned,
    proposed,
    with_point,
)
from tests.dialogue.stories import opened, prepared
from tests.factories import World, make_guest, make_project


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def dates(meeting: Meeting) -> list[tuple[str, date, str]]:
    """Code, day and state of the rows around the meeting, in order."""
    rows = Deadline.objects.filter(key__startswith=f"meeting:{meeting.pk}:").exclude(
        nature=DeadlineNature.SITTING
    )
    return [
        (row.key.rpartition(":")[2], row.due_on, str(row.state))
        for row in rows.order_by("created_at", "due_on")
    ]


def told(world: World, room: Room) -> list[str]:
    rows = Entry.objects.filter(verb__startswith="meeting.", room=room).order_by("id")
    return [row.sentence for row in rows]


def test_a_planned_meeting_is_the_delegation_s_own_with_the_date_of_its_agenda(
    world: World,
) -> None:
    meeting = planned(world, starts_at=time(14), place="Salle 2")
    assert dates(meeting) == [("ordre_du_jour", date(2026, 11, 20), "open")]
    assert told(world, Room.CAUCUS) == ["Réunion du 24 novembre 2026 en préparation"]
    assert not Meeting.objects.visible_to(world.employer).exists()
    assert list(Meeting.objects.visible_to(world.reader)) == [meeting]
    assert not Meeting.objects.visible_to(world.outsider).exists()


def test_the_central_council_has_eight_days(world: World) -> None:
    world.workplace.instance = Instance.CENTRAL_CSE
    world.workplace.save()
    world.project.refresh_from_db()
    row = Deadline.objects.get(key=f"meeting:{planned(world).pk}:ordre_du_jour")
    assert (row.due_on, row.article) == (date(2026, 11, 16), "L. 2316-17")


def test_a_meeting_that_moves_moves_its_date_and_keeps_the_reason_in_the_caucus(
    world: World,
) -> None:
    meeting = proposed(world)
    with pytest.raises(Refused, match="Dites pourquoi la réunion change de jour"):
        meetings.correct(meeting, actor=world.secretary, held_on=date(2026, 12, 1))
    meetings.correct(
        meeting,
        actor=world.secretary,
        held_on=date(2026, 12, 1),
        reason="Salle prise",
    )
    assert dates(meeting) == [
        ("ordre_du_jour", date(2026, 11, 20), "cancelled"),
        ("ordre_du_jour", date(2026, 11, 27), "open"),
    ]
    words = "Réunion du 24 novembre 2026 déplacée au 1 décembre 2026"
    shared = told(world, Room.SHARED)
    assert shared[-1].startswith("Réunion du 24 novembre 2026 déplacée au 1")
    assert "Salle prise" in told(world, Room.CAUCUS)[-1]
    assert not any("Salle prise" in line for line in shared), words


def test_a_place_is_corrected_without_moving_anything(world: World) -> None:
    meeting = planned(world)
    meetings.correct(meeting, actor=world.secretary, place="Salle 3")
    meeting.refresh_from_db()
    assert meeting.place == "Salle 3"
    assert len(dates(meeting)) == 1


def test_an_empty_agenda_is_not_proposed(world: World) -> None:
    with pytest.raises(Refused, match="ordre du jour est vide"):
        meetings.propose(planned(world), actor=world.secretary)


def test_the_employer_sees_a_proposed_meeting_with_the_points_of_the_project(
    world: World,
) -> None:
    other = make_project(world.workplace, world.secretary)
    stranger = make_guest(make_project(world.workplace, world.secretary))
    guest = make_guest(other)
    meeting = planned(world)
    ours = with_point(world, meeting)
    theirs = with_point(world, meeting, title="Autre dossier", project=other)
    general = with_point(world, meeting, title="Questions diverses", project=None)
    meetings.propose(meeting, actor=world.secretary)
    assert list(AgendaPoint.objects.visible_to(world.employer)) == [ours]
    assert list(AgendaPoint.objects.visible_to(guest)) == [theirs]
    assert list(AgendaPoint.objects.visible_to(world.elected)) == [
        ours,
        theirs,
        general,
    ]
    assert not Meeting.objects.visible_to(stranger).exists()
    addresses = {
        notice.member_id: notice.url
        for notice in Notice.objects.filter(member__in=[guest, world.employer])
    }
    assert addresses == {
        guest.pk: meetings.address(meeting, other),
        world.employer.pk: meetings.address(meeting, world.project),
    }


def test_a_change_of_the_agenda_asks_for_both_agreements_again(world: World) -> None:
    meeting = proposed(world)
    meetings.agree(
        meeting,
        actor=world.employer,
        side=Side.MANAGEMENT,
        on=TODAY,
        seen=agenda_mark(meeting),
    )
    assert (meeting.secretary_agreed_on, meeting.president_agreed_on) == (TODAY, TODAY)
    with_point(world, meeting, title="Autre")
    meeting.refresh_from_db()
    assert (meeting.secretary_agreed_on, meeting.president_agreed_on) == (None, None)


def test_the_employer_does_not_agree_for_the_secretary(world: World) -> None:
    meeting = proposed(world)
    with pytest.raises(Refused, match="par sa propre voix"):
        meetings.agree(
            meeting,
            actor=world.employer,
            side=Side.DELEGATION,
            on=TODAY,
            seen=agenda_mark(meeting),
        )
    with pytest.raises(Refused, match="dans l’avenir"):
        meetings.agree(
            meeting,
            actor=world.secretary,
            side=Side.DELEGATION,
            on=HELD_ON,
            seen=agenda_mark(meeting),
        )


def test_a_compulsory_consultation_enters_alone_and_stays(world: World) -> None:
    consultation = opened(world)
    meeting = proposed(world)
    meetings.agree(
        meeting,
        actor=world.employer,
        side=Side.MANAGEMENT,
        on=TODAY,
        seen=agenda_mark(meeting),
    )
    assert agenda.to_enter(meeting, world.employer) == [consultation]
    point = agenda.enter_by_law(
        meeting, actor=world.employer, consultation=consultation
    )
    assert (point.by_law, point.to_vote, point.proposed_by, point.kind) == (
        True,
        True,
        Side.MANAGEMENT,
        PointKind.CONSULTATION,
    )
    meeting.refresh_from_db()
    assert meeting.president_agreed_on == TODAY
    assert agenda.to_enter(meeting, world.employer) == []
    with pytest.raises(Refused, match="déjà à l’ordre du jour"):
        agenda.enter_by_law(meeting, actor=world.elected, consultation=consultation)
    with pytest.raises(Refused, match="ne se retire ni ne se change"):
        agenda.remove_point(point, actor=world.elected)
    with pytest.raises(Refused, match="ne se retire ni ne se change"):
        agenda.edit_point(point, actor=world.elected, title="Autre")


def test_a_consultation_enters_after_the_agenda_was_sent_and_the_page_says_so(
    world: World,
) -> None:
    consultation = opened(world)
    meeting = convened(world)
    assert "24 novembre 2026" in agenda.entered_late(meeting)
    agenda.enter_by_law(meeting, actor=world.secretary, consultation=consultation)
    assert meeting.points.count() == 2


def test_only_a_running_consultation_enters_by_law(world: World) -> None:
    consultation = prepared(world)
    with pytest.raises(Refused, match="consultation en cours"):
        agenda.enter_by_law(
            planned(world), actor=world.elected, consultation=consultation
        )


def test_points_are_changed_raised_and_removed(world: World) -> None:
    meeting = planned(world)
    first = with_point(world, meeting, title="Un")
    second = with_point(world, meeting, title="Deux")
    agenda.edit_point(second, actor=world.elected, kind=PointKind.RESOLUTION)
    second.refresh_from_db()
    assert second.to_vote
    agenda.raise_point(second, actor=world.elected)
    assert [point.title for point in meeting.points.all()] == ["Deux", "Un"]
    with pytest.raises(Refused, match="déjà le premier"):
        agenda.raise_point(second, actor=world.elected)
    agenda.remove_point(first, actor=world.elected)
    assert [point.title for point in meeting.points.all()] == ["Deux"]
    assert all(
        line.room == Room.CAUCUS for line in Entry.objects.filter(verb="meeting.point")
    )


def test_a_meeting_convened_in_time_meets_its_date(world: World) -> None:
    meeting = convened(world)
    assert dates(meeting) == [("ordre_du_jour", date(2026, 11, 20), "met")]
    assert told(world, Room.SHARED)[-1] == "Réunion du 24 novembre 2026 convoquée"
    assert Notice.objects.filter(
        member=world.employer, sentence="Réunion du 24 novembre 2026 convoquée"
    ).exists()


def test_a_late_meeting_is_told_with_its_rule_and_recorded_with_a_reason(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = proposed(world)
    meetings.agree(
        meeting,
        actor=world.employer,
        side=Side.MANAGEMENT,
        on=TODAY,
        seen=agenda_mark(meeting),
    )
    clock.move_to("2026-11-22T10:00:00+01:00")
    late = date(2026, 11, 22)
    with pytest.raises(
        Refused, match=r"dernier jour était le 20 novembre.*L\. 2315-30"
    ):
        meetings.convene(meeting, actor=world.secretary, on=late)
    meetings.convene(meeting, actor=world.secretary, on=late, reason="Courrier perdu")
    assert meeting.state == MeetingState.CONVENED
    assert dates(meeting) == [("ordre_du_jour", date(2026, 11, 20), "missed")]
    assert "Courrier perdu" in told(world, Room.CAUCUS)[-1]


def test_the_last_plain_day_is_not_late(world: World) -> None:
    meeting = proposed(world)
    last = date(2026, 11, 21)
    assert [r.article for r in meetings.warnings_to_convene(meeting, last)] == [
        "L. 2315-29"
    ]


def test_a_meeting_convened_without_both_agreements_says_why(world: World) -> None:
    meeting = proposed(world)
    with pytest.raises(Refused, match="accord de la présidence"):
        meetings.convene(meeting, actor=world.secretary, on=TODAY)
    meetings.convene(
        meeting, actor=world.secretary, on=TODAY, reason="La direction ne répond pas"
    )
    assert meeting.convened_on == TODAY


def test_a_convening_is_neither_to_come_nor_after_the_meeting(world: World) -> None:
    meeting = proposed(world, date(2026, 11, 5))
    with pytest.raises(Refused, match="dans l’avenir"):
        meetings.convene(meeting, actor=world.secretary, on=date(2026, 11, 11))
    with pytest.raises(Refused, match="suivre la réunion"):
        meetings.convene(meeting, actor=world.secretary, on=date(2026, 11, 6))


def test_the_public_sector_has_fifteen_days_and_documents_in_eight(
    world: World,
) -> None:
    in_public_service(world)
    meeting = proposed(world, date(2026, 12, 8))
    assert dates(meeting) == [
        ("convocation", date(2026, 11, 23), "open"),
        ("documents", date(2026, 11, 30), "open"),
    ]
    assert meetings.warnings_to_convene(meeting, TODAY) == []
    meetings.convene(meeting, actor=world.secretary, on=TODAY)
    meetings.note_documents(meeting, actor=world.secretary, on=TODAY)
    assert [state for _code, _day, state in dates(meeting)] == ["met", "met"]


def test_documents_are_dated_in_the_public_sector_only(world: World) -> None:
    meeting = proposed(world)
    with pytest.raises(Refused, match="fonction publique"):
        meetings.note_documents(meeting, actor=world.secretary, on=TODAY)
    in_public_service(world)
    meeting.refresh_from_db()
    with pytest.raises(Refused, match="avant la séance"):
        meetings.note_documents(meeting, actor=world.secretary, on=date(2026, 11, 11))


def test_a_cancelled_meeting_binds_nobody(world: World) -> None:
    meeting = convened(world)
    meetings.cancel(meeting, actor=world.secretary, reason="Report")
    assert meeting.state == MeetingState.CANCELLED
    assert not Deadline.objects.open().filter(key__startswith="meeting:").exists()
    with pytest.raises(Refused, match="« annulée »"):
        meetings.cancel(meeting, actor=world.secretary, reason="Encore")


def test_a_draft_is_cancelled_without_a_word_to_the_employer(world: World) -> None:
    meeting = planned(world)
    meetings.cancel(meeting, actor=world.secretary, reason="Report")
    assert told(world, Room.SHARED) == []
    assert dates(meeting) == [
        ("ordre_du_jour", date(2026, 11, 20), DeadlineState.CANCELLED)
    ]
