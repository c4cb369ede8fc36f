from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from projects import notices
from projects.actions import preferences
from projects.enums import Room
from projects.models import Member, Notice
from tests.factories import World


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def tell(
    world: World, sentence: str = "Une réponse est arrivée", **fields: Any
) -> None:
    fields.setdefault("actor", world.secretary)
    fields.setdefault("room", Room.CAUCUS)
    room, actor = fields["room"], fields["actor"]
    notices.tell(
        world.project,
        notices.audience(world.project, room),
        sentence,
        f"/projets/{world.project.pk}/questions/",
        actor=actor,
    )


def unread(member: Member) -> int:
    return Notice.objects.filter(user=member.user).unread().count()


def test_the_caucus_is_told_without_the_employer_nor_the_one_who_acted(
    world: World,
) -> None:
    tell(world)
    people = (world.elected, world.admin, world.reader)
    assert {notice.member_id for notice in Notice.objects.all()} == {
        member.pk for member in people
    }


def test_the_shared_room_tells_everybody_with_a_place(world: World) -> None:
    tell(world, room=Room.SHARED)
    assert unread(world.employer) == 1
    assert unread(world.outsider) == 0
    assert unread(world.ex_member) == 0


def test_opening_a_notice_reads_it_and_leads_to_the_thing(world: World) -> None:
    tell(world)
    client = signed_in(world.elected)
    notice = Notice.objects.get(user=world.elected.user)
    response = client.post("/notifications/lues/", {"notice": notice.pk, "open": "1"})
    assert response["Location"] == notice.url
    assert (unread(world.elected), unread(world.reader)) == (0, 1)


def test_reading_all_touches_only_ones_own(world: World) -> None:
    tell(world)
    tell(world)
    response = signed_in(world.elected).post("/notifications/lues/", follow=True)
    assert "Toutes vos notifications sont lues." in response.content.decode()
    assert (unread(world.elected), unread(world.reader)) == (0, 2)


@pytest.mark.parametrize("wanted", ["other", "x", "0" * 400, "\x00"])
def test_a_notice_of_somebody_else_does_not_exist(world: World, wanted: str) -> None:
    tell(world)
    if wanted == "other":
        wanted = str(Notice.objects.get(user=world.reader.user).pk)
    response = signed_in(world.elected).post("/notifications/lues/", {"notice": wanted})
    assert response.status_code == 404
    assert unread(world.reader) == 1


def test_a_notice_never_leads_outside(world: World) -> None:
    tell(world)
    Notice.objects.update(url="//ailleurs.example/")
    notice = Notice.objects.get(user=world.elected.user)
    response = signed_in(world.elected).post(
        "/notifications/lues/", {"notice": notice.pk, "open": "1"}
    )
    assert response["Location"] == "/notifications/"


def test_notices_of_a_place_that_was_closed_are_gone(world: World) -> None:
    tell(world, "Secret des élus")
    client = signed_in(world.elected)
    assert "Secret des élus" in client.get("/notifications/").content.decode()
    Member.objects.filter(pk=world.elected.pk).update(until=date(2021, 1, 1))
    assert "Secret des élus" not in client.get("/notifications/").content.decode()


def test_an_empty_page_says_what_will_come(world: World) -> None:
    page = signed_in(world.elected).get("/notifications/").content.decode()
    assert "Aucune notification" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_whatever_it_shows(
    world: World, django_assert_num_queries: Any, count: int
) -> None:
    for _notice in range(count):
        tell(world)
    client = signed_in(world.elected)
    client.get("/notifications/")
    # session, person, places, unread; then how many, and the rows
    with django_assert_num_queries(6):
        client.get("/notifications/")


# ---- the number in the header -------------------------------------------------------
def counted(member: Member, seen: int) -> Any:
    return signed_in(member).get("/notifications/nombre/", {"vu": seen})


def test_the_number_is_sent_only_when_it_changed(world: World) -> None:
    assert counted(world.elected, 0).status_code == 204
    tell(world)
    tell(world)
    page = counted(world.elected, 0).content.decode()
    assert page.count('<span class="pill">2<') == 2  # beside the bell, and on the menu
    assert "/notifications/nombre/?vu=2" in page
    assert counted(world.elected, 2).status_code == 204
    assert counted(world.employer, 0).status_code == 204


def test_a_number_that_falls_to_nothing_disappears(world: World) -> None:
    tell(world)
    notices.read(world.elected.user)
    page = counted(world.elected, 1).content.decode()
    assert "pill" not in page
    assert 'id="notices"' in page


def test_the_number_costs_four_queries_and_keeps_no_session_alive(
    world: World, django_assert_num_queries: Any
) -> None:
    client = signed_in(world.elected)
    client.get("/notifications/")
    before = dict(client.session)
    tell(world)
    later = timezone.now() + timedelta(minutes=5)
    # session, person, places, unread
    with time_machine.travel(later, tick=False), django_assert_num_queries(4):
        client.get("/notifications/nombre/")
    assert dict(client.session) == before


@pytest.mark.parametrize("path", ["/", "/profil/", "/compte/2fa/"])
def test_the_number_asks_for_itself_on_every_page(world: World, path: str) -> None:
    tell(world)
    page = signed_in(world.elected).get(path).content.decode()
    assert page.count("/notifications/nombre/?vu=1") == 1
    assert page.count('id="notices-menu"') == 1
    assert 'data-live="/direct/"' in page


# ---- preferences ------------------------------------------------------------------
def test_a_person_who_never_chose_has_everything_ticked(world: World) -> None:
    page = signed_in(world.elected).get("/profil/rappels/").content.decode()
    assert page.count("checked") == 7


def test_choices_are_kept(world: World) -> None:
    client = signed_in(world.elected)
    chosen = {"reminders_by_mail": "on", "reminder_days": ["2", "-1"]}
    assert client.post("/profil/rappels/", chosen).status_code == 302
    user = world.elected.user
    user.refresh_from_db()
    assert (user.reminder_days, user.reminders_by_mail, user.digest) == (
        [2, -1],
        True,
        False,
    )
    everything = {**chosen, "reminder_days": ["15", "7", "2", "0", "-1"]}
    client.post("/profil/rappels/", everything)
    user.refresh_from_db()
    assert user.reminder_days == []


def test_a_guest_is_asked_nothing_of_reminders_that_never_come(world: World) -> None:
    client = signed_in(world.employer)
    page = client.get("/profil/rappels/").content.decode()
    assert page.count('type="checkbox"') == 1
    assert "réservés à la délégation" in page
    assert "celui de l’employeur" not in page
    user = world.employer.user
    user.reminder_days = [7]
    user.save()
    assert client.post("/profil/rappels/", {}).status_code == 302
    user.refresh_from_db()
    assert (user.reminders_by_mail, user.reminder_days, user.digest) == (
        True,
        [7],
        False,
    )


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "Cochez au moins un moment"),
        (["2", "3"], "n’en fait pas ou plus partie"),
        (["zéro"], "n’en fait pas ou plus partie"),
        (["9" * 400], "n’en fait pas ou plus partie"),
    ],
)
def test_a_wrong_choice_is_explained_and_nothing_changes(
    world: World, days: list[str], sentence: str
) -> None:
    response = signed_in(world.elected).post(
        "/profil/rappels/",
        {"reminders_by_mail": "on", "reminder_days": days, "digest": "on"},
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert response.context["form"]["digest"].value() is True
    world.elected.user.refresh_from_db()
    assert world.elected.user.reminder_days == []


# ---- unsubscribe ------------------------------------------------------------------
def path_of(member: Member, wish: preferences.Wish) -> str:
    address = preferences.unsubscribe_url(member.user, wish)
    return address.removeprefix("http://localhost")


def test_opening_the_unsubscribe_link_changes_nothing(world: World) -> None:
    path = path_of(world.elected, preferences.Wish.REMINDERS)
    response = Client().get(path)
    assert "Ne plus recevoir" in response.content.decode()
    world.elected.user.refresh_from_db()
    assert world.elected.user.reminders_by_mail is True


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (preferences.Wish.REMINDERS, (False, True)),
        (preferences.Wish.DIGEST, (True, False)),
    ],
)
def test_one_click_stops_one_kind_of_mail_without_signing_in(
    world: World, wish: preferences.Wish, expected: tuple[bool, bool]
) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        path_of(world.elected, wish), {"List-Unsubscribe": "One-Click"}
    )
    assert response.status_code == 200
    user = world.elected.user
    user.refresh_from_db()
    assert (user.reminders_by_mail, user.digest) == expected


def test_an_address_that_navette_did_not_write_does_not_exist(world: World) -> None:
    path = path_of(world.elected, preferences.Wish.REMINDERS)
    for forged in (path[:-2] + "x/", "/desabonnement/x/", "/desabonnement/a:b:c/"):
        assert Client().post(forged).status_code == 404
    world.elected.user.refresh_from_db()
    assert world.elected.user.reminders_by_mail is True


def test_a_long_address_fits_the_row(world: World) -> None:
    url = preferences.unsubscribe_url(world.elected.user, preferences.Wish.REMINDERS)
    assert len(url) < 300
