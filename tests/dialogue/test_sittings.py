"""What happens in a meeting and after: attendance, quorum, votes, minutes."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import DatabaseError, transaction

from dialogue import meeting_papers
from dialogue.actions import agenda, attendance, meetings, minutes, votes
from dialogue.actions.attendance import Line
from dialogue.enums import AttendanceStatus, MeetingState, PointKind
from dialogue.models import AgendaPoint, Attendance, Meeting, Vote
from projects import reports
from projects.enums import ReportKind, Room
from projects.errors import Conflict, Refused
from projects.models import Deadline, Member, Report
from tests.dialogue.avis import hands, ready
from tests.dialogue.sittings import (
    HELD_ON,
    convened,
    held,
    in_public_service,
    planned,
    present,
    substitute,
    with_point,
)
from tests.dialogue.stories import reply, sent
from tests.factories import World, make_guest, make_project

PRESENT, EXCUSED = AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def on_the_day(world: World, clock: time_machine.Traveller, **fields: Any) -> Meeting:
    meeting = convened(world, **fields)
    clock.move_to(f"{meeting.held_on}T14:00:00+01:00")
    return meeting


def vote_sentences(meeting: Meeting, point: AgendaPoint) -> dict[UUID, list[str]]:
    return meeting_papers.vote_sentences(meeting, [point], Vote.objects.all())


def voting(meeting: Meeting) -> set[Member]:
    rows = Attendance.objects.filter(meeting=meeting).voting()
    return {row.member for row in rows}


def pv(meeting: Meeting) -> list[tuple[date, str]]:
    rows = Deadline.objects.filter(key=f"meeting:{meeting.pk}:pv")
    return [(row.due_on, str(row.state)) for row in rows.order_by("created_at")]


def sent_minutes(world: World, clock: time_machine.Traveller) -> Meeting:
    meeting = held(world, on_the_day(world, clock))
    write(world, meeting.points.get(), "La direction présente le calendrier.")
    return minutes.send(meeting, actor=world.secretary)


def write(world: World, point: AgendaPoint, text: str) -> AgendaPoint:
    return minutes.write(point, actor=world.elected, text=text, base=point.revision)


# ---- attendance -------------------------------------------------------------------
def test_a_substitute_votes_only_in_place_of_an_absent_titulaire(
    world: World, clock: time_machine.Traveller
) -> None:
    spare, idle = substitute(world), substitute(world)
    meeting = on_the_day(world, clock)
    present(
        world,
        meeting,
        Line(spare, PRESENT, world.elected),
        Line(idle, PRESENT),
        elected=False,
    )
    assert voting(meeting) == {world.secretary, spare}


def test_the_sheet_is_not_filled_before_the_day(world: World) -> None:
    with pytest.raises(Refused, match="attendez ce jour"):
        present(world, convened(world))


@pytest.mark.parametrize(
    ("elected", "status", "sentence"),
    [
        (True, PRESENT, "qui n’est pas absent·e"),
        (False, EXCUSED, "ne remplace personne"),
    ],
)
def test_nobody_replaces_who_is_there_nor_from_afar(
    world: World,
    clock: time_machine.Traveller,
    elected: bool,
    status: AttendanceStatus,
    sentence: str,
) -> None:
    spare = substitute(world)
    meeting = on_the_day(world, clock)
    with pytest.raises(Refused, match=sentence):
        present(world, meeting, Line(spare, status, world.elected), elected=elected)


def test_one_titulaire_is_replaced_by_one_person(
    world: World, clock: time_machine.Traveller
) -> None:
    lines = [Line(substitute(world), PRESENT, world.elected) for _rank in range(2)]
    meeting = on_the_day(world, clock)
    with pytest.raises(Refused, match="que par une personne"):
        present(world, meeting, *lines, elected=False)


def test_somebody_without_a_mandate_is_not_on_the_sheet(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = on_the_day(world, clock)
    with pytest.raises(Refused, match="dont le mandat est en cours"):
        present(world, meeting, Line(world.admin, PRESENT))


def test_the_sheet_is_corrected_until_the_minutes_are_sent(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sent_minutes(world, clock)
    assert voting(meeting) == {world.secretary, world.elected}
    with pytest.raises(Refused, match="procès-verbal envoyé"):
        present(world, meeting, elected=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).delete()


# ---- holding, quorum --------------------------------------------------------------
def test_a_meeting_is_held_with_its_sheet_and_the_minutes_are_then_due(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = on_the_day(world, clock)
    with pytest.raises(Refused, match="feuille de présence"):
        attendance.open_sitting(meeting, actor=world.secretary)
    held(world, meeting)
    assert pv(meeting) == [(date(2026, 12, 9), "open")]


def test_a_meeting_planned_in_the_fortnight_brings_the_minutes_forward(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = held(world, on_the_day(world, clock))
    following = planned(world, date(2026, 12, 3))
    assert sorted(pv(meeting), key=lambda row: row[1]) == [
        (date(2026, 12, 9), "cancelled"),
        (date(2026, 12, 2), "open"),
    ]
    meetings.correct(following, actor=world.secretary, held_on=date(2026, 12, 20))
    assert [row for row in pv(meeting) if row[1] == "open"] == [
        (date(2026, 12, 9), "open")
    ]
    again = planned(world, date(2026, 12, 1))
    assert [row for row in pv(meeting) if row[1] == "open"] == [
        (date(2026, 11, 30), "open")
    ]
    meetings.cancel(again, actor=world.secretary, reason="Report")
    assert [row for row in pv(meeting) if row[1] == "open"] == [
        (date(2026, 12, 9), "open")
    ]


def test_without_quorum_the_public_committee_is_convened_again(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    for _rank in range(3):
        make_titulaire(world)
    meeting = on_the_day(world, clock, held_on=date(2026, 12, 8))
    present(world, meeting)
    assert not attendance.has_quorum(meeting)
    with pytest.raises(Refused, match="quorum n’est pas atteint"):
        attendance.open_sitting(meeting, actor=world.secretary)
    again = attendance.convene_again(
        meeting,
        actor=world.secretary,
        on=date(2026, 12, 8),
        held_on=date(2026, 12, 16),
    )
    assert (meeting.state, again.state) == ("no_quorum", "convened")
    assert [point.title for point in again.points.all()] == ["Point d’étape"]
    assert meeting.points.count() == 1
    clock.move_to("2026-12-16T14:00:00+01:00")
    assert held(world, again).state == MeetingState.HELD


def make_titulaire(world: World) -> Member:
    from_substitute = substitute(world)
    from_substitute.mandates.update(kind="full")
    return from_substitute


def present_with(world: World, meeting: Meeting, absent: list[Member]) -> None:
    present(world, meeting, *(Line(member, EXCUSED) for member in absent))


def test_half_of_the_seats_make_the_quorum(
    world: World, clock: time_machine.Traveller
) -> None:
    in_public_service(world)
    absent = [make_titulaire(world), make_titulaire(world)]
    meeting = on_the_day(world, clock, held_on=date(2026, 12, 8))
    present_with(world, meeting, absent)
    assert attendance.has_quorum(meeting)
    with pytest.raises(Refused, match="rien à reprendre"):
        attendance.convene_again(
            meeting,
            actor=world.secretary,
            on=date(2026, 12, 8),
            held_on=date(2026, 12, 10),
        )


# ---- votes ------------------------------------------------------------------------
def test_a_resolution_is_counted_among_those_present_and_entitled(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = planned(world)
    point = with_point(world, meeting, kind=PointKind.RESOLUTION, project=None)
    meetings.propose(meeting, actor=world.secretary)
    meetings.convene(meeting, actor=world.secretary, on=date(2026, 11, 10), reason="x")
    clock.move_to("2026-11-24T14:00:00+01:00")
    held(world, meeting)
    counts = {"votes_against": 0, "abstentions": 0}
    with pytest.raises(Refused, match="ne correspond pas"):
        attendance.record_vote(point, actor=world.secretary, votes_for=3, **counts)
    attendance.record_vote(point, actor=world.secretary, votes_for=2, **counts)
    told = vote_sentences(meeting, point)[point.pk]
    assert [line.rpartition(". ")[2] for line in told] == ["La résolution est adoptée."]


def test_a_point_that_is_not_put_to_the_vote_receives_none(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = held(world, on_the_day(world, clock))
    with pytest.raises(Refused, match="n’est pas mis au vote"):
        attendance.record_vote(
            meeting.points.get(),
            actor=world.secretary,
            votes_for=2,
            votes_against=0,
            abstentions=0,
        )


def test_the_vote_on_an_opinion_keeps_to_the_sheet_of_the_meeting(
    world: World, clock: time_machine.Traveller
) -> None:
    spare = substitute(world)
    opinion = ready(world)
    meeting = convened(world, date(2026, 11, 24))
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=opinion.consultation
    )
    clock.move_to("2026-11-24T14:00:00+01:00")
    present(world, meeting, Line(spare, PRESENT, world.elected), elected=False)
    assert votes.voting_at_meeting(opinion, HELD_ON) == [world.secretary, spare]
    with pytest.raises(Refused, match="feuille de présence"):
        votes.open_vote(
            opinion, actor=world.secretary, present=[world.secretary, world.elected]
        )
    with pytest.raises(Refused, match="Votant·es sur la feuille"):
        hands(world, opinion, held_on=HELD_ON, sure=False)
    vote = hands(
        world,
        opinion,
        held_on=HELD_ON,
        present=2,
        votes_for=2,
        votes_against=0,
        sure=False,
    )
    point = meeting.points.get(by_law=True)
    assert vote_sentences(meeting, point) == {point.pk: [votes.result(vote)]}


# ---- minutes ----------------------------------------------------------------------
def test_minutes_are_assembled_from_questions_and_answers_word_for_word(
    world: World, clock: time_machine.Traveller
) -> None:
    opinion = ready(world)
    asked = list(
        sent(world, opinion.consultation, "Qui lit ?", "Depuis quand ?").questions.all()
    )
    reply(world, asked[0], "Deux prestataires.")
    meeting = on_the_day(world, clock)
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=opinion.consultation
    )
    held(world, meeting)
    kept = meeting.points.get(by_law=False)
    write(world, kept, "Déjà écrit.")
    assert minutes.assemble(meeting, actor=world.elected) == 1
    kept.refresh_from_db()
    assert kept.minutes == "Déjà écrit."
    assert meeting.points.get(by_law=True).minutes.split("\n\n") == [
        "Question Q-1 : Qui lit ?",
        "Réponse de la direction (R-1) : Deux prestataires.",
        "Question Q-2 : Depuis quand ?",
        "Cette question est restée sans réponse.",
    ]
    assert minutes.assemble(meeting, actor=world.elected) == 0


def test_a_text_that_changed_meanwhile_is_not_overwritten(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = held(world, on_the_day(world, clock))
    point = meeting.points.get()
    write(world, point, "Première version.")
    with pytest.raises(Conflict) as caught:
        minutes.write(point, actor=world.secretary, text="Autre.", base=0)
    assert caught.value.current == "Première version."


def test_minutes_sent_in_time_meet_their_date_and_reach_the_other_side(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = held(world, on_the_day(world, clock))
    with pytest.raises(Refused, match="Point d’étape"):
        minutes.send(meeting, actor=world.secretary)
    write(world, meeting.points.get(), "Texte.")
    clock.move_to("2026-12-09T10:00:00+01:00")
    minutes.send(meeting, actor=world.secretary)
    assert pv(meeting) == [(date(2026, 12, 9), "met")]
    assert meeting.minutes_sent_on == date(2026, 12, 9)


def test_minutes_sent_late_miss_their_date(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = held(world, on_the_day(world, clock))
    write(world, meeting.points.get(), "Texte.")
    clock.move_to("2026-12-10T10:00:00+01:00")
    minutes.send(meeting, actor=world.secretary)
    assert pv(meeting) == [(date(2026, 12, 9), "missed")]


def test_minutes_are_approved_at_a_later_meeting_and_frozen(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sent_minutes(world, clock)
    with pytest.raises(Refused, match="réunion suivante"):
        minutes.approve(meeting, actor=world.secretary, at=meeting)
    following = convened(world, date(2026, 12, 15), on=date(2026, 11, 24))
    with pytest.raises(Refused, match="n’a pas encore été tenue"):
        minutes.approve(meeting, actor=world.secretary, at=following)
    clock.move_to("2026-12-15T14:00:00+01:00")
    held(world, following)
    minutes.approve(meeting, actor=world.secretary, at=following)
    report = meeting.report
    assert report is not None
    assert (report.frozen, report.draft, report.kind) == (
        True,
        False,
        ReportKind.MINUTES,
    )
    point = meeting.points.get()
    with pytest.raises(Refused, match="approuvé"):
        write(world, point, "Trop tard.")
    with pytest.raises(DatabaseError), transaction.atomic():
        AgendaPoint.objects.filter(pk=point.pk).update(minutes="Trop tard.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(place="Ailleurs")


def test_each_project_s_guests_get_their_points_and_the_delegation_the_whole(
    world: World, clock: time_machine.Traveller
) -> None:
    other = make_project(world.workplace, world.secretary)
    make_guest(other)
    meeting = planned(world)
    with_point(world, meeting, title="Ici")
    with_point(world, meeting, title="Ailleurs", project=other)
    meetings.propose(meeting, actor=world.secretary)
    meetings.convene(meeting, actor=world.secretary, on=date(2026, 11, 10), reason="x")
    clock.move_to("2026-11-24T14:00:00+01:00")
    held(world, meeting)
    for point in meeting.points.all():
        write(world, point, "Texte.")
    minutes.send(meeting, actor=world.secretary)
    following = convened(world, date(2026, 12, 15), on=date(2026, 11, 24))
    clock.move_to("2026-12-15T14:00:00+01:00")
    minutes.approve(meeting, actor=world.secretary, at=held(world, following))
    shown = {
        (row.project_id, row.room): [p["title"] for p in row.content["points"]]
        for row in Report.objects.filter(kind=ReportKind.MINUTES)
    }
    assert shown == {
        (world.project.pk, Room.CAUCUS): ["Ici", "Ailleurs"],
        (world.project.pk, Room.SHARED): ["Ici"],
        (other.pk, Room.SHARED): ["Ailleurs"],
    }


def test_the_pdf_of_the_agenda_is_a_draft_until_the_meeting_is_convened(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = planned(world, place="Salle 2")
    with_point(world, meeting)
    draft = meeting_papers.ask_convocation(meeting, world.project, actor=world.elected)
    assert (draft.draft, draft.room) == (True, Room.CAUCUS)
    html = reports.html_of(draft)
    assert "Point d’étape" in html
    assert "Brouillon" in html
    meetings.propose(meeting, actor=world.secretary)
    meetings.convene(meeting, actor=world.secretary, on=date(2026, 11, 10), reason="x")
    final = meeting_papers.ask_convocation(meeting, world.project, actor=world.employer)
    assert (final.draft, final.room) == (False, Room.SHARED)
    assert "Brouillon" not in reports.html_of(final)


def test_the_pdf_of_the_minutes_tells_who_came_and_what_was_said(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sent_minutes(world, clock)
    report = meeting_papers.ask_minutes(meeting, world.project, actor=world.elected)
    html = reports.html_of(report)
    for words in ("présent·e", "La direction présente le calendrier.", "Brouillon"):
        assert words in html
