"""First run, age of sessions, second factor, and what caches may keep."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import LazySettings, settings
from django.contrib.messages import get_messages
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.middleware import SESSION_KEY, FirstRunMiddleware
from tests.factories import World, make_user


def page(client: Client, **headers: str) -> int:
    return client.get(reverse("projects:profile"), headers=headers).status_code


# ---- session cookie -------------------------------------------------------------
@pytest.mark.parametrize(
    "value",
    [
        r'"\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
        "a" * 5000,
        "é" * 32,
        '"a b;c"',
        "A" * 32,
        "",
    ],
)
def test_a_session_cookie_that_nobody_gave_is_ignored(world: World, value: str) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}={value}"
    response = Client(headers={"cookie": cookie}).get(reverse("projects:profile"))
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/login/")


@pytest.mark.django_db
def test_every_session_key_is_one_that_is_accepted() -> None:
    for _time in range(50):
        assert SESSION_KEY.fullmatch(SessionStore()._get_new_session_key())


# ---- first run ------------------------------------------------------------------
@pytest.fixture
def first_run_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FirstRunMiddleware, "installed", False)


@pytest.mark.django_db
@pytest.mark.usefixtures("first_run_on")
def test_every_page_leads_to_the_first_run_while_nobody_has_an_account() -> None:
    client = Client()
    for address in ("/", "/compte/login/", "/verifier/", "/invitation/x/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == "/premier-demarrage/"
    assert client.get("/premier-demarrage/").status_code == 200
    make_user()
    assert client.get("/compte/login/").status_code == 200
    assert client.get("/premier-demarrage/").status_code == 404


@pytest.mark.usefixtures("first_run_on")
def test_once_installed_the_question_is_not_asked_again(
    world: World, django_assert_num_queries
) -> None:
    client = Client()
    client.get("/verifier/")
    with django_assert_num_queries(0):
        client.get("/verifier/")


# ---- age of sessions ------------------------------------------------------------
def test_a_session_ends_after_thirty_minutes_without_a_request(
    secretary_client: Client,
) -> None:
    start = timezone.now()
    for minutes, status in ((0, 200), (29, 200), (58, 200), (89, 302)):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert page(secretary_client) == status


def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(
    world: World, secretary_client: Client
) -> None:
    start = timezone.now()
    moved = reverse("projects:moved", args=[world.project.pk])
    with time_machine.travel(start, tick=False):
        assert page(secretary_client) == 200
    for minutes in (10, 20, 30):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert secretary_client.get(moved).status_code < 300
    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        assert page(secretary_client) == 302


def test_a_session_ends_after_twelve_hours_whatever_happens(
    secretary_client: Client,
) -> None:
    start = timezone.now()
    for quarter in range(12 * 4):
        moment = start + timedelta(minutes=15 * quarter)
        with time_machine.travel(moment, tick=False):
            assert page(secretary_client) == 200
    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        assert page(secretary_client) == 302


def test_the_list_of_sessions_shows_the_last_minute_of_each(
    world: World, secretary_client: Client
) -> None:
    session = UserSession.objects.create(
        user=world.secretary.user,
        ip="127.0.0.1",
        session_key=secretary_client.session.session_key,
    )
    later = timezone.now() + timedelta(minutes=5)
    with time_machine.travel(later, tick=False):
        page(secretary_client)
    session.refresh_from_db()
    assert session.last_seen_at == later


def test_a_fragment_never_receives_the_sign_in_page(world: World) -> None:
    assert page(Client()) == 302
    response = Client().post(
        reverse("projects:profile"), headers={"HX-Request": "true"}
    )
    assert response.status_code == 401
    assert "reconnectez-vous" in response.content.decode()


# ---- a form sent after the session ended ----------------------------------------
def test_after_signing_in_again_one_is_back_on_the_page_of_the_form(
    world: World,
) -> None:
    sheet = reverse("projects:project", args=[world.project.pk])
    address = reverse("projects:first_use", args=[world.project.pk])
    for referer, expected in (
        (f"http://testserver{sheet}?vue=1#part", f"{sheet}?vue=1"),
        ("", address),
        (f"http://elsewhere.example{sheet}", address),
        ("http://testserver.example/", address),
    ):
        response = Client().post(address, headers={"Referer": referer})
        assert response.status_code == 302
        asked = parse_qs(urlsplit(response["Location"]).query)
        assert asked == {"next": [expected]}


def test_who_signs_in_again_is_told_that_nothing_is_saved(world: World) -> None:
    client = Client()
    client.post(reverse("projects:first_use", args=[world.project.pk]))
    assert "n’est pas encore enregistré" in client.get("/compte/login/").text
    assert "n’est pas encore enregistré" not in Client().get("/compte/login/").text


def test_an_address_that_only_takes_a_form_leads_back_to_the_page_above(
    world: World, secretary_client: Client
) -> None:
    form = reverse("projects:first_use", args=[world.project.pk])
    response = secretary_client.get(
        reverse("projects:first_use_withdraw", args=[world.project.pk])
    )
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert f'href="{form}"' in response.text
    assert "Rien à lire à cette adresse" in response.text


# ---- second factor --------------------------------------------------------------
def test_without_a_second_factor_only_one_s_own_account_opens(
    world: World, secretary_client: Client, settings: LazySettings
) -> None:
    settings.MFA_REQUIRED = True
    response = secretary_client.get(reverse("projects:profile"))
    assert response["Location"] == reverse("mfa_index")
    again = secretary_client.get(reverse("projects:profile"))
    assert len(list(get_messages(again.wsgi_request))) == 1
    assert secretary_client.get(reverse("mfa_index")).status_code == 200
    assert secretary_client.get("/invitation/x/").status_code == 404
    Authenticator.objects.create(user=world.secretary.user, type="totp", data={})
    assert page(secretary_client) == 200


def test_a_demonstration_does_not_ask_for_a_second_factor(
    secretary_client: Client, settings: LazySettings
) -> None:
    settings.MFA_REQUIRED = False
    assert page(secretary_client) == 200


# ---- what stays in caches -------------------------------------------------------
@pytest.mark.parametrize("address", ["/compte/login/", "/invitation/x/", "/profil/"])
def test_no_page_stays_in_a_cache(secretary_client: Client, address: str) -> None:
    for client in (Client(), secretary_client):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
