"""What enters an agenda, from which workplace, and what the other side then reads."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from dialogue.actions import agenda, meetings, minutes, resolutions
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import LetterKind, MeetingState, PointKind
from dialogue.forms.meetings import ApproveStep, PointForm
from dialogue.models import Attendance, Consultation, Letter, Meeting
from projects.enums import Room, Side
from projects.errors import Refused
from projects.models import Deadline, Entry
from tests.dialogue.avis import ready
from tests.dialogue.sittings import (
    HELD_ON,
    TODAY,
    convened,
    held,
    planned,
    present,
    proposed,
)
from tests.dialogue.stories import opened, signed_in
from tests.factories import World, make_project, make_workplace


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


# ---- a title that the other side reads at once ------------------------------------
def test_a_point_of_a_proposed_agenda_is_added_once_its_title_is_agreed_to(
    world: World,
) -> None:
    meeting, number = proposed(world), world.project.number
    fields = {"title": "Notre stratégie", "kind": PointKind.OTHER}
    here = {**fields, "project": world.project}
    with pytest.raises(Refused, match="Notre stratégie"):
        agenda.add_point(meeting, actor=world.elected, **here)
    point = agenda.add_point(meeting, actor=world.elected, sure=True, **here)
    with pytest.raises(Refused, match="Notre tactique"):
        agenda.edit_point(point, actor=world.elected, title="Notre tactique")
    agenda.edit_point(point, actor=world.elected, to_vote=True)
    # Without a project, who agrees for the president still reads the title.
    with pytest.raises(Refused, match=f"la direction du dossier {number}, qui accepte"):
        agenda.add_point(meeting, actor=world.elected, **fields)
    general = agenda.add_point(meeting, actor=world.elected, sure=True, **fields)
    with pytest.raises(Refused, match=f"personnes invitées du dossier {number}"):
        agenda.edit_point(general, actor=world.elected, project=world.project)
    agenda.edit_point(point, actor=world.elected, project=None)


def test_the_page_asks_before_it_shows_a_title(world: World) -> None:
    meeting = proposed(world)
    client = signed_in(world.elected)
    url = reverse("dialogue:point_new", args=[world.project.pk, meeting.pk])
    sent = {"title": "Nos réserves", "kind": "other", "project": world.project.pk}
    asked = client.post(url, sent)
    assert asked.status_code == 422
    assert "«\u00a0Nos réserves\u00a0» sera lu par la direction" in asked.text
    assert meeting.points.count() == 1
    assert client.post(url, {**sent, "sure": "on"}).status_code == 302
    assert meeting.points.count() == 2


def test_nothing_is_asked_of_an_agenda_that_nobody_else_reads(world: World) -> None:
    form = PointForm(meeting=planned(world), member=world.elected)
    assert "sure" not in form.fields


# ---- one instance, one workplace --------------------------------------------------
def elsewhere(world: World) -> World:
    """The same organisation, at another workplace."""
    workplace = make_workplace(world.organisation)
    project = make_project(workplace, world.secretary)
    return World(**{**vars(world), "workplace": workplace, "project": project})


def test_a_consultation_of_another_workplace_does_not_enter_the_agenda(
    world: World,
) -> None:
    foreign = opened(elsewhere(world))
    meeting = planned(world)
    assert agenda.to_enter(meeting, world.elected) == []
    with pytest.raises(Refused, match="autre établissement"):
        agenda.enter_by_law(meeting, actor=world.elected, consultation=foreign)
    with pytest.raises(Refused, match="autre établissement"):
        agenda.add_point(
            meeting,
            actor=world.elected,
            title="x",
            kind=PointKind.CONSULTATION,
            consultation=foreign,
        )
    form = PointForm(meeting=meeting, member=world.elected)
    offered: list[Consultation] = list(form.fields["consultation"].queryset)
    assert offered == []


def test_minutes_are_approved_by_the_instance_they_are_of(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sent(world, clock)
    following = convened(elsewhere(world), date(2026, 12, 15), on=HELD_ON)
    clock.move_to("2026-12-15T14:00:00+01:00")
    held(world, following)
    with pytest.raises(Refused, match="réunion suivante"):
        minutes.approve(meeting, actor=world.secretary, at=following)
    assert list(ApproveStep(meeting=meeting).fields["at"].queryset) == []


def sent(world: World, clock: time_machine.Traveller) -> Meeting:
    meeting = convened(world)
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    held(world, meeting)
    for point in meeting.points.all():
        minutes.write(point, actor=world.elected, text="Texte.", base=0)
    return minutes.send(meeting, actor=world.secretary)


# ---- minutes that change once sent ------------------------------------------------
def test_who_read_the_minutes_is_told_when_they_change(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = sent(world, clock)
    lines = Entry.objects.filter(verb="meeting.minutes")
    assert {line.room for line in lines} == {Room.CAUCUS}
    point = meeting.points.get()
    minutes.write(point, actor=world.elected, text="Autre texte.", base=1)
    last = Entry.objects.filter(room=Room.SHARED).latest("id")
    assert (last.project_id, last.sentence) == (
        world.project.pk,
        "Procès-verbal modifié après son envoi\u00a0: Point d’étape",
    )


# ---- a convened meeting that moves ------------------------------------------------
def test_a_convened_meeting_brought_forward_is_told_to_be_late(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = convened(world)
    sooner = date(2026, 11, 12)
    with pytest.raises(
        Refused, match=r"Convocation tardive : le dernier jour.*L\. 2315-30"
    ):
        meetings.correct(meeting, actor=world.secretary, held_on=sooner)
    meetings.correct(
        meeting, actor=world.secretary, held_on=sooner, reason="Salle prise"
    )
    line = Entry.objects.get(verb="meeting.moved")
    assert line.data["warnings"] == ["L. 2315-30"]
    rows = Deadline.objects.filter(key=f"meeting:{meeting.pk}:ordre_du_jour")
    assert [(row.due_on, row.state) for row in rows.order_by("-due_on")] == [
        (date(2026, 11, 20), "met"),
        (date(2026, 11, 9), "missed"),
    ]


def test_a_meeting_moved_before_its_convening_is_to_be_convened_again(
    world: World,
) -> None:
    meeting = convened(world)
    meetings.correct(
        meeting, actor=world.secretary, held_on=date(2026, 11, 9), reason="Erreur"
    )
    meeting.refresh_from_db()
    assert (meeting.state, meeting.convened_on) == (MeetingState.PROPOSED, None)


def test_the_page_tells_what_the_new_day_makes_late(world: World) -> None:
    meeting = convened(world)
    url = reverse("dialogue:meeting_edit", args=[world.project.pk, meeting.pk])
    answer = signed_in(world.secretary).post(
        url,
        {"held_on": "2026-11-12", "kind": "ordinary", "reason": "Salle prise"},
        follow=True,
    )
    assert "Convocation tardive" in answer.text


# ---- the sheet that says who votes ------------------------------------------------
@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.NO_QUORUM])
def test_a_meeting_that_was_not_held_says_nothing_of_who_votes(
    world: World, clock: time_machine.Traveller, state: MeetingState
) -> None:
    opinion = ready(world)
    meeting = convened(world)
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=opinion.consultation
    )
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    present(world, meeting)
    rows = Attendance.objects.treating(opinion.consultation, HELD_ON)
    assert rows.count() == 2
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    assert not rows.all().exists()


def test_agreement_falls_with_a_confirmed_point_too(world: World) -> None:
    meeting = proposed(world)
    meetings.agree(
        meeting,
        actor=world.employer,
        side=Side.MANAGEMENT,
        on=TODAY,
        seen=agenda_mark(meeting),
    )
    agenda.add_point(
        meeting,
        actor=world.elected,
        sure=True,
        title="Autre",
        kind=PointKind.OTHER,
        project=world.project,
    )
    meeting.refresh_from_db()
    assert meeting.president_agreed_on is None


def test_a_resolution_is_voted_by_the_instance_that_is_consulted(world: World) -> None:
    consultation = opened(elsewhere(world))
    meeting = planned(world)
    letter = Letter.objects.create(
        consultation=consultation,
        rank=1,
        kind=LetterKind.COURT,
        subject="Délibération",
        body="Décide.",
        written_by=world.elected,
    )
    with pytest.raises(Refused, match="autre établissement"):
        resolutions.put_on_agenda(letter, actor=world.elected, meeting=meeting)
