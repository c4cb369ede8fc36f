"""Profile, own data, closing an account; who may sign in and how."""

import json
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from projects import exports, items
from projects.actions import accounts, people
from projects.actions.accounts import create_account
from projects.adapters import SecondFactorAdapter, SocialAccountAdapter
from projects.enums import ItemKind, JobState, Role, Room
from projects.errors import Refused
from projects.models import Entry, Invitation, Mail, Member, Notice, User
from tests.factories import World, make_mandate, make_member, make_organisation

PASSWORD = "quatre mots bien choisis"
LOGIN = "/compte/login/"


def make_account(world: World, email: str = "ines@example.org") -> Member:
    user = create_account(email=email, name="Inès Belkacem", password=PASSWORD)
    return make_member(world.organisation, user=user)


def sign_in(email: str, password: str = PASSWORD) -> tuple[Client, str]:
    """The browser afterwards, and where it was led (nowhere when refused)."""
    client = Client()
    response = client.post(LOGIN, {"login": email, "password": password})
    return client, response.headers.get("Location", "")


def reset(email: str) -> None:
    Client().post(reverse("account_reset_password"), {"email": email})


# ---- signing in -----------------------------------------------------------------
def test_a_member_signs_in_with_an_address_in_any_case(world: World) -> None:
    make_account(world)
    client, led_to = sign_in("Ines@Example.org")
    assert led_to == "/"
    assert client.get(reverse("projects:profile")).status_code == 200


def test_wrong_password_and_unknown_address_get_the_same_answer(world: World) -> None:
    make_account(world)
    pages = []
    for email in ("ines@example.org", "inconnue@example.org"):
        response = Client().post(LOGIN, {"login": email, "password": "faux" * 4})
        assert response.status_code == 200
        page = re.sub(r"[\w-]{60,}", "", response.content.decode())
        pages.append(page.replace(email, ""))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("way_out", ["ended", "closed"])
def test_who_left_can_neither_sign_in_nor_reset(world: World, way_out: str) -> None:
    member = make_account(world)
    if way_out == "ended":
        people.end_membership(member, actor=world.secretary)
    else:
        accounts.close_account(member.user)
    client, _led_to = sign_in("ines@example.org")
    assert "_auth_user_id" not in client.session
    reset("ines@example.org")
    assert not Mail.objects.filter(key__startswith="account:").exists()


def test_an_invitation_lets_a_former_member_sign_in(world: World) -> None:
    member = make_account(world)
    people.end_membership(member, actor=world.secretary)
    Invitation.objects.create(
        organisation=world.organisation,
        email="ines@example.org",
        name="Inès",
        role=Role.READER,
        token_digest="3" * 64,
        invited_by=world.secretary,
        expires_at=timezone.now() + timedelta(days=1),
    )
    client, _led_to = sign_in("ines@example.org")
    assert client.session["_auth_user_id"] == str(member.user_id)


def test_failures_are_limited_and_a_forged_header_changes_nothing(
    world: World,
) -> None:
    make_account(world)
    pages = []
    for number in range(7):
        client = Client(headers={"X-Forwarded-For": f"198.51.100.{number}"})
        data = {"login": "ines@example.org", "password": f"faux numero {number}"}
        pages.append(client.post(LOGIN, data).content.decode())
    assert "Trop de tentatives" not in pages[4]
    assert "Trop de tentatives" in pages[5]
    other = make_account(world, "paul@example.org")
    client, _led_to = sign_in("paul@example.org")
    assert client.session["_auth_user_id"] == str(other.user_id)


def test_asking_too_often_is_refused_in_french(world: World) -> None:
    address = reverse("account_reset_password")
    for number in range(10):
        Client().post(address, {"email": f"personne{number}@example.org"})
    response = Client().post(address, {"email": "ines@example.org"})
    assert response.status_code == 429
    assert "Trop de demandes" in response.content.decode()


def test_who_forgot_a_password_is_led_back_to_signing_in(db: None) -> None:
    back = f'href="{reverse("account_login")}">Revenir à la connexion'
    for name in ("account_reset_password", "account_reset_password_done"):
        assert back in Client().get(reverse(name)).content.decode()


def test_there_is_no_sign_up_page(world: World) -> None:
    data = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), data)
    assert not User.objects.filter(email="x@example.org").exists()


def test_the_session_key_changes_at_sign_in(world: World) -> None:
    make_account(world)
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.post(LOGIN, {"login": "ines@example.org", "password": PASSWORD})
    assert client.session.session_key not in (None, before)


# ---- mails of accounts ----------------------------------------------------------
def test_a_reset_leaves_as_a_row_and_works_once(world: World) -> None:
    make_account(world)
    reset("ines@example.org")
    reset("inconnue@example.org")
    mail = Mail.objects.get(key__startswith="account:")
    assert (mail.to, mail.subject) == ("ines@example.org", "Navette : votre compte")
    address = re.search(r"http://\S+(/compte/password/reset/key/\S+)", mail.text)
    assert address
    client = Client()
    form = client.get(address[1])["Location"]
    chosen = {
        "password1": "une toute autre phrase",
        "password2": "une toute autre phrase",
    }
    assert client.post(form, chosen).status_code == 302
    assert "_auth_user_id" not in client.session
    assert sign_in("ines@example.org", "une toute autre phrase")[1] == "/"
    again = Client().get(address[1]).content.decode()
    assert "password1" not in again
    told = Mail.objects.filter(text__contains="Le mot de passe a été changé.")
    assert told.count() == 1


def test_a_new_address_is_proved_before_it_replaces_the_first(world: World) -> None:
    member = make_account(world)
    client, _led_to = sign_in("ines@example.org")
    address = reverse("account_email")
    data = {"action_add": "", "email": "Nouvelle@example.org"}
    asked = client.post(address, data)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})
    member.user.refresh_from_db()
    assert member.user.email == "ines@example.org"
    mail = Mail.objects.get(to="nouvelle@example.org")
    link = re.search(r"http://\S+(/compte/confirm-email/\S+)", mail.text)
    assert link
    client.post(link[1])
    member.user.refresh_from_db()
    assert member.user.email == "nouvelle@example.org"
    assert EmailAddress.objects.get(user=member.user).verified


def test_the_employer_s_mailbox_is_refused_as_a_new_address(world: World) -> None:
    world.workplace.mail_domains = "clientis.example"
    world.workplace.save()
    make_account(world)
    client, _led_to = sign_in("ines@example.org")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.post(
        reverse("account_email"), {"action_add": "", "email": "ines@clientis.example"}
    ).content.decode()
    assert "messagerie de l’employeur" in page
    assert not Mail.objects.filter(to="ines@clientis.example").exists()


# ---- other services -------------------------------------------------------------
@pytest.mark.parametrize(
    ("claimed", "proved", "expected"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
def test_another_service_opens_an_account_by_a_proved_address_only(
    world: World, claimed: bool, proved: bool, expected: bool
) -> None:
    """`proved` here: the address belongs to the account, not merely typed on it."""
    member = make_account(world)
    other = make_account(world, "paul@example.org")
    email = "ines@example.org" if proved else "tapee@example.org"
    EmailAddress.objects.create(
        user=other.user, email="tapee@example.org", verified=False
    )
    login = SocialLogin(email_addresses=[EmailAddress(email=email, verified=claimed)])
    found = SocialAccountAdapter().authenticate_by_email(login)
    assert found == ((member.user, email) if expected else None)


def test_another_service_never_creates_an_account() -> None:
    request = RequestFactory().get("/")
    assert not SocialAccountAdapter().is_open_for_signup(request, SocialLogin())


def test_secrets_of_factors_are_not_stored_in_clear() -> None:
    adapter = SecondFactorAdapter()
    stored = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert adapter.decrypt(stored) == "JBSWY3DPEHPK3PXP"


# ---- sessions and factors -------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_email",
        "account_change_password",
        "usersessions_list",
        "socialaccount_connections",
        "account_logout",
    ],
)
def test_each_page_of_one_s_account_opens(world: World, name: str) -> None:
    make_account(world)
    client, _led_to = sign_in("ines@example.org")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


def test_a_person_sees_and_closes_their_other_sessions(world: World) -> None:
    make_account(world)
    first, _led_to = sign_in("ines@example.org")
    second, _led_to = sign_in("ines@example.org")
    assert UserSession.objects.count() == 2
    second.post(reverse("usersessions_list"))
    assert "_auth_user_id" not in first.session
    assert second.get(reverse("projects:profile")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_closes_the_other_sessions(world: World) -> None:
    make_account(world)
    first, _led_to = sign_in("ines@example.org")
    second, _led_to = sign_in("ines@example.org")
    second.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = second.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page)
    assert secret
    code = _totp(secret[0])
    second.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(type="totp").count() == 1
    assert "_auth_user_id" not in first.session
    assert "_auth_user_id" in second.session
    third, led_to = sign_in("ines@example.org")
    assert led_to == reverse("mfa_authenticate")
    assert "_auth_user_id" not in third.session


def _totp(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import (  # noqa: PLC0415 -- private to allauth
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


# ---- profile and own data -------------------------------------------------------
def test_a_person_changes_their_name(world: World) -> None:
    client = Client()
    client.force_login(world.elected.user)
    page = client.get(reverse("projects:profile")).content.decode()
    assert world.organisation.name in page
    client.post(reverse("projects:profile"), {"name": "Inès Belkacem"})
    world.elected.user.refresh_from_db()
    assert world.elected.user.name == "Inès Belkacem"
    for name in ("", "x" * 121):
        response = client.post(reverse("projects:profile"), {"name": name})
        assert response.status_code == 200
    world.elected.user.refresh_from_db()
    assert world.elected.user.name == "Inès Belkacem"


def test_own_data_needs_the_password_and_holds_nobody_else_s(world: World) -> None:
    member = make_account(world)
    make_mandate(member)
    accounts.rename(member.user, name="Inès B.")
    people.add_mandate(
        world.reader,
        actor=member,
        kind="full",
        starts_on=timezone.localdate(),
    )
    items.create(
        world.project,
        ItemKind.OBSERVATION,
        "Ce que j’ai vu",
        actor=member,
        room=Room.CAUCUS,
    )
    items.create(
        world.project,
        ItemKind.OBSERVATION,
        "Ce qu’un autre a vu",
        actor=world.secretary,
        room=Room.CAUCUS,
    )
    client, _led_to = sign_in("ines@example.org")
    address = reverse("projects:profile_export")
    asked = client.get(address)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    back = client.post(asked["Location"], {"password": PASSWORD})
    response = client.get(back["Location"])
    assert response["Content-Disposition"].startswith("attachment")
    text = response.content.decode()
    data = json.loads(text)
    assert data["compte"]["adresse"] == "ines@example.org"
    assert [row["title"] for row in data["elements_du_fil"]] == ["Ce que j’ai vu"]
    assert [row["verb"] for row in data["journal"]] == ["mandate.added"]
    assert len(data["mandats"]) == len(data["sessions"]) == 1
    assert "Ce qu’un autre a vu" not in text
    assert world.secretary.user.email not in text
    assert member.user.password not in text


def test_the_export_names_every_kind_of_data(world: World) -> None:
    assert sorted(exports.personal_data(world.elected.user)) == [
        "accords_et_desaccords",
        "besoins_exprimes",
        "bonnes_pratiques_menees",
        "bonnes_pratiques_proposees",
        "cartes_de_taches",
        "cartes_partagees",
        "compte",
        "courriels",
        "decisions_notees",
        "degres_proposes",
        "documents_deposes",
        "documents_ouverts",
        "elements_du_fil",
        "entretiens_menes",
        "erreurs_signalees",
        "exporte_le",
        "faits_annules",
        "faits_inscrits",
        "feuilles_de_presence",
        "incidents",
        "invitations_envoyees",
        "invitations_recues",
        "journal",
        "mandats",
        "notes_d_entretien",
        "notifications",
        "places",
        "reponses_au_registre",
        "reponses_aux_diagnostics",
        "revues",
        "sessions",
        "syntheses_d_entretiens",
        "votes",
    ]


# ---- closing --------------------------------------------------------------------
def test_closing_an_account_leaves_the_dialogue_and_forgets_the_person(
    world: World,
) -> None:
    member = make_account(world)
    user = member.user
    make_member(make_organisation(), user=user)
    make_member(world.organisation, Role.EXPERT, user=user, project=world.project)
    Notice.objects.create(user=user, member=member, sentence="Une échéance", url="/")
    SocialAccount.objects.create(user=user, provider="oidc", uid="42")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    waiting = Mail.objects.create(
        key="m", to="ines@example.org", subject="S", text="Bonjour Inès", user=user
    )
    client = Client()
    client.force_login(user)
    address = reverse("projects:account_close")
    refused = client.post(address, {"password": "faux", "sure": "on"})
    assert "Ce mot de passe n’est pas le bon." in refused.content.decode()
    assert client.post(address, {"password": PASSWORD}).status_code == 200
    assert client.post(address, {"password": PASSWORD, "sure": "on"}).status_code == 302

    user.refresh_from_db()
    waiting.refresh_from_db()
    assert user.name == "Compte clos"
    assert re.fullmatch(r"clos-[0-9a-f-]{36}@invalid", user.email)
    assert not user.is_active
    assert not user.has_usable_password()
    assert not Member.objects.active().filter(user=user).exists()
    assert (waiting.state, waiting.text, waiting.to) == (
        JobState.DROPPED,
        "",
        "clos@invalid",
    )
    for model in (Notice, SocialAccount, Authenticator, EmailAddress, UserSession):
        assert not model.objects.filter(user=user).exists()
    assert client.get(reverse("projects:profile")).status_code == 302
    lines = Entry.objects.filter(verb="member.closed")
    assert set(lines.values_list("actor_name", flat=True)) == {"Inès Belkacem"}


def test_the_last_person_who_manages_cannot_close_their_account(world: World) -> None:
    people.end_membership(world.admin, actor=world.secretary)
    before = Entry.objects.count()
    with pytest.raises(Refused):
        accounts.close_account(world.secretary.user)
    world.secretary.user.refresh_from_db()
    assert world.secretary.user.is_active
    assert Entry.objects.count() == before


def test_closing_an_account_ends_every_session(world: World) -> None:
    member = make_account(world)
    client, _led_to = sign_in("ines@example.org")
    key = client.session.session_key
    accounts.close_account(member.user)
    assert not Session.objects.filter(pk=key).exists()


def test_who_signs_in_elsewhere_closes_without_a_password(world: World) -> None:
    user = create_account(email="oidc@example.org", name="Sans mot", password=None)
    make_member(world.organisation, user=user)
    client = Client()
    client.force_login(user)
    address = reverse("projects:account_close")
    assert client.post(address, {}).status_code == 200
    assert client.post(address, {"sure": "on"}).status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_one_of_my_sessions_can_be_closed_and_only_mine(world: World) -> None:
    member = make_account(world)
    mine, _address = sign_in(member.user.email)
    other, _address = sign_in(member.user.email)
    rows = UserSession.objects.filter(user=member.user)
    assert rows.count() == 2
    there = rows.get(session_key=other.session.session_key)
    page = mine.get(reverse("usersessions_list")).content.decode()
    url = reverse("projects:session_end", args=[there.pk])
    assert url in page
    stranger = Client()
    stranger.force_login(world.secretary.user)
    assert stranger.post(url).status_code == 404
    assert mine.post(url).status_code == 302
    assert mine.get("/").status_code == 200
    assert other.get("/").status_code == 302
