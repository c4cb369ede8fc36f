"""Signing in through an identity provider (OpenID Connect), against a real one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from projects.actions import accounts, people
from projects.adapters import SecondFactorAdapter
from projects.models import Mail, User
from tests.factories import World
from tests.projects import oidc_provider
from tests.projects.oidc_provider import CLIENT_ID, SECRET, Provider
from tests.projects.test_accounts import LOGIN, PASSWORD, make_account, sign_in

START = "/compte/oidc/oidc/login/"
BACK = "/compte/oidc/oidc/login/callback/"


def with_apps(settings: LazySettings, *addresses: str) -> dict[str, Any]:
    """The real settings, with what OIDC_SERVER_URL and the others add to them."""
    ours = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    apps = [
        {
            "provider_id": "oidc",
            "name": "Ma fédération",
            "client_id": CLIENT_ID,
            "secret": SECRET,
            "settings": {"server_url": address},
        }
        for address in addresses
    ]
    return {"openid_connect": {**ours, "APPS": apps}}


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    with oidc_provider.running() as provider:
        provider.person = {
            "sub": "7f3",
            "email": "Ines@example.org",
            "email_verified": True,
            "name": "Inès",
        }
        settings.SOCIALACCOUNT_PROVIDERS = with_apps(settings, provider.url)
        yield provider


def leave(client: Client) -> str:
    """The address of the provider that the button leads to."""
    response = client.post(START)
    assert response.status_code == 302
    return response["Location"]


def come_back(client: Client) -> HttpResponse:
    """Sign in there, and come back here with what the provider said."""
    there = requests.get(leave(client), allow_redirects=False, timeout=5)
    assert there.status_code == 302
    back = urlsplit(there.headers["Location"])
    assert back.path == BACK
    return client.get(f"{back.path}?{back.query}")


def refused(client: Client, response: HttpResponse, status: int, words: str) -> None:
    assert response.status_code == status
    assert words in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert not Mail.objects.exists()


UNKNOWN = "On entre dans Navette sur invitation"
FAILED = "Rien n’a été changé"


def test_a_member_signs_in(world: World, provider: Provider) -> None:
    member = make_account(world)
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    response = come_back(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(member.user_id)
    assert client.session.session_key != before
    assert client.get("/").status_code == 200
    assert UserSession.objects.filter(user=member.user).count() == 1
    assert SocialAccount.objects.get().user == member.user
    assert Mail.objects.get().to == "ines@example.org"
    assert sign_in("ines@example.org")[1] == "/"  # the password still serves


def test_the_second_time_goes_by_the_number_there(
    world: World, provider: Provider
) -> None:
    member = make_account(world)
    come_back(Client())
    provider.person |= {"email": "autre@example.org", "email_verified": False}
    client = Client()
    come_back(client)
    assert client.session["_auth_user_id"] == str(member.user_id)
    assert SocialAccount.objects.count() == Mail.objects.count() == 1


def test_an_unknown_address_creates_nothing(world: World, provider: Provider) -> None:
    before = User.objects.count()
    client = Client()
    refused(client, come_back(client), 403, UNKNOWN)
    assert User.objects.count() == before


@pytest.mark.parametrize("verified", [False, "false", None, 1, "oui"])
def test_an_address_that_is_not_proved_there_opens_nothing(
    world: World, provider: Provider, verified: object
) -> None:
    make_account(world)
    provider.person["email_verified"] = verified
    client = Client()
    refused(client, come_back(client), 403, UNKNOWN)


def test_an_address_proved_in_words_is_accepted(
    world: World, provider: Provider
) -> None:
    make_account(world)
    provider.person["email_verified"] = "true"
    client = Client()
    come_back(client)
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("way_out", ["ended", "closed"])
@pytest.mark.parametrize("linked", [True, False])
def test_who_left_is_turned_away(
    world: World, provider: Provider, way_out: str, linked: bool
) -> None:
    member = make_account(world)
    if linked:
        come_back(Client())
    if way_out == "ended":
        people.end_membership(member, actor=world.secretary)
    else:
        accounts.close_account(member.user)
    links, mails = SocialAccount.objects.count(), Mail.objects.count()
    client = Client()
    response = come_back(client)
    assert response.status_code == 403
    assert UNKNOWN in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert (SocialAccount.objects.count(), Mail.objects.count()) == (links, mails)
    assert client.get("/")["Location"].startswith(LOGIN)


def test_a_second_factor_is_still_asked(world: World, provider: Provider) -> None:
    member = make_account(world)
    secret = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=member.user, type="totp", data={"secret": secret})
    client = Client()
    assert come_back(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/")["Location"].startswith(LOGIN)


# ---- what is forged or broken ---------------------------------------------------
@pytest.mark.parametrize("change", ["other", "none", "twice", "elsewhere"])
def test_a_state_that_is_not_the_one_given_opens_nothing(
    world: World, provider: Provider, change: str
) -> None:
    make_account(world)
    client = Client()
    there = requests.get(leave(client), allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    said = {name: values[0] for name, values in parse_qs(back.query).items()}
    if change == "other":
        said["state"] = "x" * 16
    elif change == "none":
        del said["state"]
    elif change == "twice":
        client.get(BACK, {**said, "code": "un autre"})
    else:
        client = Client()
    refused(client, client.get(BACK, said), 401, FAILED)


def test_a_code_that_another_browser_obtained_opens_nothing(
    world: World, provider: Provider
) -> None:
    """The proof key (PKCE) ties a code to the browser that asked for it."""
    make_account(world)
    stolen = requests.get(leave(Client()), allow_redirects=False, timeout=5)
    code = parse_qs(urlsplit(stolen.headers["Location"]).query)["code"][0]
    client = Client()
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    refused(client, client.get(BACK, {"code": code, "state": state}), 401, FAILED)


@pytest.mark.parametrize(
    "token",
    [{"aud": "autre"}, {"iss": "https://ailleurs.example"}, {"exp": 1}, {"sub": "9a"}],
)
def test_a_token_for_somebody_else_opens_nothing(
    world: World, provider: Provider, token: dict[str, object]
) -> None:
    make_account(world)
    provider.token = token
    client = Client()
    refused(client, come_back(client), 401, FAILED)


@pytest.mark.parametrize("place", ["/token", "/userinfo"])
@pytest.mark.parametrize(
    "answer",
    [
        (500, "panne"),
        (200, "panne"),
        (200, "[]"),
        (200, "{}"),
        (200, '{"access_token": "clef", "id_token": "x"}'),
        (200, '{"sub": "7f3", "email": ["ines"], "email_verified": true}'),
        (200, '{"sub": "7f3", "email": "ines@ex\\u0000.org", "email_verified": true}'),
    ],
)
def test_a_provider_that_talks_nonsense_is_told_in_french(
    world: World, provider: Provider, place: str, answer: tuple[int, str]
) -> None:
    make_account(world)
    provider.answers[place] = answer
    client = Client()
    response = come_back(client)
    words = {401: FAILED, 403: UNKNOWN}[response.status_code]
    refused(client, response, response.status_code, words)


@pytest.mark.parametrize("answer", [(503, "panne"), (200, "panne"), (200, "{}")])
def test_a_provider_that_is_away_is_told_in_french(
    world: World, provider: Provider, answer: tuple[int, str]
) -> None:
    client = Client()
    there = requests.get(leave(client), allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    provider.answers["/.well-known/openid-configuration"] = answer
    refused(client, client.get(f"{back.path}?{back.query}"), 401, FAILED)
    refused(client, client.post(START), 401, FAILED)


def test_a_provider_where_nothing_listens_is_told_in_french(
    world: World, settings: LazySettings
) -> None:
    with oidc_provider.running() as provider:
        address = provider.url
    settings.SOCIALACCOUNT_PROVIDERS = with_apps(settings, address)
    client = Client()
    refused(client, client.post(START), 401, FAILED)


def test_who_gives_up_there_may_try_again(world: World, provider: Provider) -> None:
    client = Client()
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    response = client.get(BACK, {"error": "access_denied", "state": state})
    page = client.get(response["Location"]).content.decode()
    assert "Vous avez renoncé" in page
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    response = client.get(BACK, {"error": "server_error", "state": state})
    refused(client, response, 401, FAILED)


# ---- the pages ------------------------------------------------------------------
def test_the_button_is_there_only_when_a_provider_is_set(
    world: World, provider: Provider, settings: LazySettings
) -> None:
    page = Client().get(LOGIN, {"next": "/organisations/"}).content.decode()
    assert "Se connecter avec Ma fédération" in page
    assert f"{START}?process=login&amp;next=%2Forganisations%2F" in page
    settings.SOCIALACCOUNT_PROVIDERS = with_apps(settings)
    page = Client().get(LOGIN).content.decode()
    assert "oidc" not in page
    assert Client().post(START).status_code == 404
    assert Client().get(BACK).status_code == 404


def test_a_person_links_then_unlinks_the_service(
    world: World, provider: Provider
) -> None:
    member = make_account(world)
    provider.person |= {"email": "autre@example.org"}
    client, _led_to = sign_in("ines@example.org")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.post(f"{START}?process=connect")
    there = requests.get(response["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    linked = client.get(f"{back.path}?{back.query}")
    assert linked["Location"] == reverse("socialaccount_connections")
    row = SocialAccount.objects.get(user=member.user)
    page = client.get(reverse("socialaccount_connections")).content.decode()
    assert "Ma fédération" in page
    client.post(reverse("socialaccount_connections"), {"account": row.pk})
    assert not SocialAccount.objects.exists()


def test_one_service_serves_one_account_only(world: World, provider: Provider) -> None:
    make_account(world)
    come_back(Client())
    other = make_account(world, "paul@example.org")
    client, _led_to = sign_in("paul@example.org")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.post(f"{START}?process=connect")
    there = requests.get(response["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["Location"])
    client.get(f"{back.path}?{back.query}")
    assert client.session["_auth_user_id"] == str(other.user_id)
    assert not SocialAccount.objects.filter(user=other.user).exists()
