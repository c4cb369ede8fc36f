"""Signing in with a code received by mail (LOGIN_BY_MAIL=1)."""

import re

import pytest
from allauth.account import views
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client
from django.urls import path, reverse

import config.urls
from projects.actions import accounts, people
from projects.adapters import SecondFactorAdapter
from projects.models import Mail
from tests.factories import World
from tests.projects.test_accounts import LOGIN, make_account

#: allauth only knows this address when the setting is there at the start.
urlpatterns = [
    path(
        "compte/login/code/",
        views.request_login_code,
        name="account_request_login_code",
    ),
    *config.urls.urlpatterns,
]
ASK = "/compte/login/code/"
CONFIRM = "/compte/login/code/confirm/"
INES = "ines@example.org"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def by_mail(settings: LazySettings) -> None:
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = True


def ask(email: str = INES) -> tuple[Client, str]:
    """The browser that waits for a code, and what its page says."""
    client = Client()
    response = client.post(ASK, {"email": email})
    assert response["Location"] == CONFIRM
    return client, client.get(CONFIRM).content.decode()


def code_for(email: str = INES) -> str:
    mail = Mail.objects.filter(to=email).latest("created_at")
    found = re.search(r"^[A-Z0-9-]{6,12}$", mail.text, re.MULTILINE)
    assert found, mail.text
    return found[0]


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_member_signs_in_with_the_code(world: World) -> None:
    make_account(world)
    client, page = ask()
    assert "<h1>" in page
    before = client.session.session_key
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (INES, "Navette : votre compte")
    response = client.post(CONFIRM, {"code": code_for().lower()})
    assert response["Location"] == "/"
    assert client.session.session_key != before
    assert client.get("/").status_code == 200


def test_a_code_serves_once_and_only_where_it_was_asked_for(world: World) -> None:
    make_account(world)
    client, _page = ask()
    stranger = Client()
    response = stranger.post(CONFIRM, {"code": code_for()}, follow=True)
    assert "Ce code ne sert plus" in response.content.decode()
    client.post(CONFIRM, {"code": code_for()})
    assert inside(client)
    client.post(reverse("account_logout"))
    client.post(CONFIRM, {"code": code_for()})
    assert not inside(client)
    assert not inside(stranger)


def test_three_wrong_codes_end_it(world: World) -> None:
    make_account(world)
    client, _page = ask()
    for _number in range(2):
        response = client.post(CONFIRM, {"code": "AAAAAA"})
        assert "Ce code n’est pas le bon" in response.content.decode()
    response = client.post(CONFIRM, {"code": "AAAAAA"}, follow=True)
    assert "Trop de tentatives" in response.content.decode()
    client.post(CONFIRM, {"code": code_for()})
    assert not inside(client)


def test_a_code_expires(world: World, settings: LazySettings) -> None:
    make_account(world)
    client, _page = ask()
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    response = client.post(CONFIRM, {"code": code_for()}, follow=True)
    assert not inside(client)
    assert "Ce code ne sert plus" in response.content.decode()


@pytest.mark.parametrize("who", ["unknown", "ended", "closed"])
def test_nobody_learns_whether_an_address_has_an_account(
    world: World, who: str
) -> None:
    make_account(world, "paul@example.org")
    member = make_account(world)
    email = "inconnue@example.org" if who == "unknown" else INES
    if who == "ended":
        people.end_membership(member, actor=world.secretary)
    if who == "closed":
        accounts.close_account(member.user)
    before = Mail.objects.count()
    pages = []
    for address in ("paul@example.org", email):
        client, page = ask(address)
        wrong = client.post(CONFIRM, {"code": "AAAAAA"}).content.decode()
        text = re.sub(r"[\w-]{60,}", "", page + wrong)
        pages.append(text.replace(address, ""))
    assert pages[0] == pages[1]
    assert Mail.objects.count() == before + 1
    for code in ("", "None"):
        client.post(CONFIRM, {"code": code})
    assert not inside(client)


def test_whoever_leaves_between_the_mail_and_the_code_is_turned_away(
    world: World,
) -> None:
    member = make_account(world)
    client, _page = ask()
    people.end_membership(member, actor=world.secretary)
    response = client.post(CONFIRM, {"code": code_for()}, follow=True)
    assert not inside(client)
    assert "invitation" in response.content.decode()
    assert client.get("/")["Location"].startswith(LOGIN)


def test_a_second_factor_is_still_asked(world: World) -> None:
    member = make_account(world)
    secret = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=member.user, type="totp", data={"secret": secret})
    client, _page = ask()
    response = client.post(CONFIRM, {"code": code_for()})
    assert response["Location"] == reverse("mfa_authenticate")
    assert not inside(client)


def test_asking_too_often_is_refused_in_french(world: World) -> None:
    make_account(world)
    for _number in range(3):
        ask()
    page = Client().post(ASK, {"email": INES}).content.decode()
    assert "Trop de tentatives" in page
    assert Mail.objects.count() == 3
    for number in range(7):
        Client().post(ASK, {"email": f"personne{number}@example.org"})
    response = Client().post(ASK, {"email": "encore@example.org"})
    assert "Trop de tentatives" in response.content.decode()


def test_the_link_is_there_only_when_it_is_allowed(
    world: World, settings: LazySettings
) -> None:
    assert "Recevoir un code par courriel" in Client().get(LOGIN).content.decode()
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = False
    assert "Recevoir un code" not in Client().get(LOGIN).content.decode()
