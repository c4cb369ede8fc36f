from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from projects import deadlines
from projects.enums import DeadlineState, OrganisationKind, Role, Room
from projects.models import Deadline, Member, Organisation, Project
from tests.factories import World, make_guest


def put(world: World, days: int, key: str = "essai", **terms: Any) -> Deadline:
    return deadlines.put(
        world.project,
        key,
        "Avis secret",
        timezone.localdate() + timedelta(days=days),
        actor=world.secretary,
        **terms,
    )


def path(member: Member) -> str:
    member.user.refresh_from_db()
    return f"/calendrier/{member.user.feed_token}.ics"


def events(member: Member) -> list[Any]:
    response = Client().get(path(member))
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_a_calendar_carries_number_day_and_link_only(world: World) -> None:
    deadline = put(world, 6)
    response = Client().get(path(world.elected))
    assert response["Content-Type"] == "text/calendar"
    assert response["Cache-Control"] == "no-store, private"
    text = response.content.decode()
    assert "Avis secret" not in text
    assert world.project.title not in text
    [event] = events(world.elected)
    assert event["summary"] == f"Navette : échéance du dossier {world.project.number}"
    assert event.decoded("dtstart") == deadline.due_on
    assert event.decoded("dtend") == deadline.due_on + timedelta(days=1)
    assert event["url"] == f"http://localhost{world.project.get_absolute_url()}"


def test_two_files_of_one_number_are_told_apart(world: World) -> None:
    Project.objects.update(year=2026, rank=1)
    union = OrganisationKind.UNION_SECTION
    Organisation.objects.filter(name="CSE Autre").update(kind=union, name="CFTX")
    make_guest(world.other_project, Role.EXPERT, user=world.elected.user)
    site = world.other_project.workplace.name
    put(world, 6)
    deadlines.put(
        world.other_project,
        "autre",
        "Avis secret",
        timezone.localdate() + timedelta(days=7),
        actor=world.outsider,
        room=Room.SHARED,
    )
    ours, theirs = events(world.elected)
    assert ours["summary"] == "Navette : échéance du dossier 2026-0001, CSE Clientis"
    assert ours["description"].startswith("Dossier n° 2026-0001, CSE Clientis\nhttp")
    # The name of a union is not for a calendar that others may read.
    assert theirs["summary"] == f"Navette : échéance du dossier 2026-0001, {site}"
    assert "CFTX" not in Client().get(path(world.elected)).content.decode()


def test_a_date_that_moves_stays_the_same_event(world: World) -> None:
    put(world, 6)
    before = events(world.elected)
    put(world, 9)
    after = events(world.elected)
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert before[0].decoded("dtstart") != after[0].decoded("dtstart")


def test_each_calendar_obeys_rooms_and_places(world: World) -> None:
    put(world, 6)
    put(world, 7, "partagé", room=Room.SHARED)
    counts = {
        name: len(events(getattr(world, name)))
        for name in ("secretary", "elected", "employer", "outsider", "ex_member")
    }
    assert counts == {
        "secretary": 2,
        "elected": 2,
        "employer": 1,
        "outsider": 0,
        "ex_member": 0,
    }


def test_a_date_that_was_met_leaves_the_calendar(world: World) -> None:
    put(world, 6)
    deadlines.close(world.project, "essai", DeadlineState.MET)
    assert events(world.elected) == []


def test_renewing_cuts_the_old_address(world: World) -> None:
    old = path(world.elected)
    client = Client()
    client.force_login(world.elected.user)
    assert client.get("/profil/calendrier/").status_code == 405
    response = client.post("/profil/calendrier/", follow=True)
    assert "une nouvelle adresse" in response.content.decode()
    assert path(world.elected) in response.content.decode()
    assert Client().get(old).status_code == 404
    assert Client().get(path(world.elected)).status_code == 200


def test_unknown_addresses_and_closed_accounts_have_no_calendar(world: World) -> None:
    assert Client().get("/calendrier/inconnu.ics").status_code == 404
    assert Client().get(f"/calendrier/{'x' * 500}.ics").status_code == 404
    world.elected.user.is_active = False
    world.elected.user.save()
    assert Client().get(path(world.elected)).status_code == 404


def test_a_calendar_asks_the_same_questions_for_one_date_and_for_three(
    world: World, django_assert_num_queries: Any
) -> None:
    put(world, 6)
    address = path(world.elected)
    with django_assert_num_queries(3):
        Client().get(address)
    put(world, 7, "b")
    put(world, 8, "c")
    with django_assert_num_queries(3):
        Client().get(address)


@pytest.mark.parametrize("token", ["%00abc", "inconnu", "a%20b", "é", "a" * 9000])
def test_an_address_that_nobody_has_does_not_exist(world: World, token: str) -> None:
    assert Client().get(f"/calendrier/{token}.ics").status_code == 404
