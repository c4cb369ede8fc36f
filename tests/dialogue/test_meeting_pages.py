"""Pages of the meetings, as each side opens them."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue.actions import agenda, attendance, meetings
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import MeetingState, PointKind
from dialogue.models import Meeting
from projects.enums import Role
from projects.models import Member, Report
from tests.dialogue.avis import ready
from tests.dialogue.sittings import (
    TODAY,
    convened,
    held,
    in_public_service,
    planned,
    proposed,
    substitute,
    with_point,
)
from tests.dialogue.stories import html_of, opened, signed_in
from tests.factories import World, make_guest, make_project


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def at(meeting: Meeting, name: str = "meeting", *rest: Any) -> str:
    return reverse(f"dialogue:{name}", args=[meeting.project_id, meeting.pk, *rest])


def listed(world: World) -> str:
    return reverse("dialogue:meetings", args=[world.organisation.pk])


def test_a_meeting_is_prepared_from_the_list(world: World) -> None:
    client = signed_in(world.elected)
    page = client.get(listed(world)).text
    assert reverse("dialogue:meeting_new", args=[world.organisation.pk]) in page
    answer = client.post(
        reverse("dialogue:meeting_new", args=[world.organisation.pk]),
        {
            "project": world.project.pk,
            "held_on": "2026-11-24",
            "starts_at": "14:30",
            "place": "Salle 2",
            "kind": "ordinary",
        },
    )
    meeting = Meeting.objects.get()
    assert answer["Location"] == at(meeting)
    assert (str(meeting.starts_at), meeting.place) == ("14:30:00", "Salle 2")
    assert "Réunion ordinaire, 24 novembre 2026" in html_of(
        world.elected, listed(world)
    )


def test_a_guest_reads_only_the_points_of_the_project(world: World) -> None:
    other = make_project(world.workplace, world.secretary)
    it = make_guest(world.project, Role.IT)
    meeting = planned(world)
    with_point(world, meeting, title="Point de ce dossier")
    with_point(world, meeting, title="Point d’ailleurs", project=other)
    assert signed_in(world.employer).get(at(meeting)).status_code == 404
    meetings.propose(meeting, actor=world.secretary)
    page = html_of(it, at(meeting))
    assert "Point de ce dossier" in page
    assert "Point d’ailleurs" not in page
    ours = html_of(world.elected, at(meeting))
    assert "Point d’ailleurs" in ours
    its_list = reverse("dialogue:project_meetings", args=[world.project.pk])
    assert at(meeting) in html_of(world.employer, its_list)


def test_the_employer_gives_the_president_s_agreement(world: World) -> None:
    meeting = proposed(world)
    answer = signed_in(world.employer).post(
        at(meeting, "meeting_act", "accord-presidence"),
        {"on": "2026-11-10", "seen": agenda_mark(meeting)},
    )
    meeting.refresh_from_db()
    assert (answer.status_code, str(meeting.president_agreed_on)) == (302, "2026-11-10")


def test_a_late_convening_is_refused_with_its_rule_then_taken_with_a_reason(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = proposed(world)
    clock.move_to("2026-11-23T10:00:00+01:00")
    assert "Convocation tardive" in html_of(world.secretary, at(meeting))
    client = signed_in(world.secretary)
    url = at(meeting, "meeting_act", "convocation")
    refused = client.post(url, {"on": "2026-11-23", "reason": ""})
    assert refused.status_code == 422
    assert "dites pourquoi" in refused.text
    client.post(url, {"on": "2026-11-23", "reason": "Oubli"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CONVENED


def test_a_consultation_is_entered_by_law_in_one_click(world: World) -> None:
    consultation = opened(world)
    meeting = proposed(world)
    client = signed_in(world.employer)
    assert "Inscrire de plein droit" in client.get(at(meeting)).text
    client.post(at(meeting, "point_by_law"), {"consultation": consultation.pk})
    assert meeting.points.get(by_law=True).consultation == consultation


def test_the_sheet_fills_the_list_of_voters(
    world: World, clock: time_machine.Traveller
) -> None:
    spare = substitute(world)
    opinion = ready(world)
    meeting = convened(world)
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=opinion.consultation
    )
    clock.move_to("2026-11-24T14:00:00+01:00")
    client = signed_in(world.secretary)
    lines = {
        f"status-{world.secretary.pk}": "present",
        f"status-{world.elected.pk}": "excused",
        f"status-{spare.pk}": "present",
        f"replaces-{spare.pk}": str(world.elected.pk),
    }
    assert client.post(at(meeting, "meeting_sheet"), lines).status_code == 302
    page = client.get(at(meeting)).text
    assert "2 membres présents ont droit de vote." in page
    assert f"remplace {world.elected}" in page
    address = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    form = client.get(address).context["nominal"]
    assert set(form["present"].value()) == {str(world.secretary.pk), str(spare.pk)}


def test_a_wrong_sheet_is_refused_in_words(
    world: World, clock: time_machine.Traveller
) -> None:
    spare = substitute(world)
    meeting = convened(world)
    clock.move_to("2026-11-24T14:00:00+01:00")
    lines = {
        f"status-{world.secretary.pk}": "present",
        f"status-{world.elected.pk}": "present",
        f"status-{spare.pk}": "present",
        f"replaces-{spare.pk}": str(world.elected.pk),
    }
    answer = signed_in(world.secretary).post(at(meeting, "meeting_sheet"), lines)
    assert answer.status_code == 422
    assert "qui n’est pas absent·e" in answer.text


def test_minutes_are_written_sent_and_read_by_the_employer(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = convened(world)
    clock.move_to("2026-11-24T14:00:00+01:00")
    held(world, meeting)
    point = meeting.points.get()
    url = at(meeting, "point_minutes", point.pk)
    client = signed_in(world.elected)
    client.post(url, {"text": "Le calendrier est lu.", "revision": "0"})
    again = client.post(url, {"text": "Autre texte.", "revision": "0"})
    assert again.status_code == 422
    assert "Le texte tel qu’il est maintenant" in again.text
    assert 'name="revision" value="1"' in again.text
    assert "Le calendrier est lu." not in html_of(world.employer, at(meeting))
    signed_in(world.secretary).post(at(meeting, "meeting_act", "envoi"))
    assert "Le calendrier est lu." in html_of(world.employer, at(meeting))


def test_the_minutes_in_pdf_are_closed_to_the_employer_until_they_are_sent(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting = convened(world)
    clock.move_to("2026-11-24T14:00:00+01:00")
    held(world, meeting)
    url = at(meeting, "meeting_pdf", "proces-verbal")
    assert signed_in(world.employer).post(url).status_code == 404
    answer = signed_in(world.elected).post(url)
    assert str(Report.objects.get(room="caucus").pk) in answer["Location"]
    assert (
        signed_in(world.elected).post(at(meeting, "meeting_pdf", "x")).status_code
        == 404
    )


def test_the_year_is_counted_against_the_law_with_its_confidence(world: World) -> None:
    proposed(world, video=True)
    planned(world)
    page = html_of(world.elected, listed(world))
    assert "1 sur 12 au moins" in page
    assert "0 sur 4 au moins" in page
    assert "1 sur 3 au plus" in page
    assert "relais de seconde main" in page
    in_public_service(world)
    page = html_of(world.elected, listed(world))
    assert "1 sur 2 au moins (4 à l’hôpital)" in page


def test_a_meeting_is_current_in_the_menu(world: World) -> None:
    page = " ".join(html_of(world.elected, listed(world)).split())
    link = f'<a href="{listed(world)}" aria-current="page">Réunions</a>'
    assert link in page
    assert page.count('aria-current="page"') == 1


def queries(member: Member, url: str) -> int:
    client = signed_in(member)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_as_many_queries_for_three_meetings_as_for_one(
    world: World, rows: int
) -> None:
    for _rank in range(rows):
        proposed(world)
    assert queries(world.secretary, listed(world)) == 8
    its_list = reverse("dialogue:project_meetings", args=[world.project.pk])
    assert queries(world.employer, its_list) == 7


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_asks_as_many_queries_for_three_points_as_for_one(
    world: World, rows: int, clock: time_machine.Traveller
) -> None:
    meeting = planned(world)
    for rank in range(rows):
        with_point(world, meeting, title=f"Point {rank}", kind=PointKind.RESOLUTION)
    meetings.propose(meeting, actor=world.secretary)
    assert queries(world.secretary, at(meeting)) == 12
    assert queries(world.employer, at(meeting)) == 12
    meetings.convene(meeting, actor=world.secretary, on=TODAY, reason="Accord verbal")
    clock.move_to("2026-11-24T14:00:00+01:00")
    held(world, meeting)
    for point in meeting.points.all():
        attendance.record_vote(
            point, actor=world.secretary, votes_for=2, votes_against=0, abstentions=0
        )
    assert queries(world.secretary, at(meeting)) == 9
