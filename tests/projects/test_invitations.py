"""Places offered by mail: one link, one address, one use."""

import re
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects import invitations
from projects.actions import invitations as actions
from projects.actions import people
from projects.enums import Role, Side
from projects.errors import Refused
from projects.models import Entry, Invitation, Mail, Member, User
from tests.factories import World, make_user, make_world

PASSWORD = "quatre mots bien choisis"
NEW = {"name": "Inès Belkacem", "password": PASSWORD, "password_again": PASSWORD}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def invite(world: World, email: str = "ines@example.org", **fields: str) -> Invitation:
    fields.setdefault("role", Role.ELECTED)
    return actions.invite_member(
        world.organisation,
        actor=world.secretary,
        email=email,
        name="Inès B.",
        **fields,
    )


def invite_guest(world: World, email: str, role: Role, **fields: bool) -> Invitation:
    return actions.invite_guest(
        world.project,
        actor=world.secretary,
        email=email,
        name="Paul R.",
        role=role,
        **fields,
    )


def link(invitation: Invitation) -> str:
    text = Mail.objects.get(key=f"invitation:{invitation.pk}").text
    match = re.search(r"http://localhost(/invitation/[\w-]+/)", text)
    assert match
    return match[1]


def post_invite(world: World, **changes: str) -> str:
    response = client_of(world.secretary.user).post(
        reverse("projects:invite", args=[world.organisation.pk]),
        {"email": "ines@example.org", "name": "Inès B.", "role": "elected", **changes},
    )
    return "" if response.status_code == 302 else response.content.decode()


def test_an_invitation_leaves_by_mail_with_a_link_kept_as_a_digest(
    world: World,
) -> None:
    assert post_invite(world) == ""
    invitation = Invitation.objects.get()
    mail = Mail.objects.get()
    token = link(invitation).split("/")[2]
    assert invitation.token_digest == invitations.digest(token)
    assert len(token) >= 43
    assert mail.to == "ines@example.org"
    assert mail.subject == "Navette : une invitation vous attend"
    assert world.project.title not in mail.text
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)
    assert "ines@example.org" not in Entry.objects.get(verb="member.invited").sentence


def test_the_mail_to_a_guest_says_for_which_file_it_is(world: World) -> None:
    number, title = world.project.number, world.project.title
    told = {}
    for role, caucus in ((Role.EMPLOYER, False), (Role.EXPERT, True)):
        invitation = invite_guest(world, f"{role}@example.org", role, caucus=caucus)
        mail = Mail.objects.get(key=f"invitation:{invitation.pk}")
        assert mail.subject == "Navette : une invitation vous attend"
        told[role] = [line for line in mail.text.splitlines() if "dossier" in line]
    assert told == {
        Role.EMPLOYER: [f"L’invitation porte sur le dossier n° {number}, « {title} »."],
        # What the delegation still prepares by itself has no title in a mailbox.
        Role.EXPERT: [f"L’invitation porte sur le dossier n° {number}."],
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "ines"}, "adresse"),
        ({"email": "ines@example.org\nBcc: x@y.fr"}, "adresse"),
        ({"name": ""}, "Remplissez ce champ"),
        ({"name": "é" * 121}, "120"),
        ({"role": "employer"}, "Choisissez une des réponses proposées"),
    ],
)
def test_a_wrong_invitation_says_why_and_keeps_what_was_typed(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    page = post_invite(world, **changes)
    assert sentence in page
    kept = {"name": "Inès B.", "email": "ines@example.org"} | changes
    assert kept["name"] in page
    assert not Invitation.objects.exists()


def test_inviting_tells_nothing_of_who_has_an_account(world: World) -> None:
    known = make_user("Déjà là", email="connue@example.org")
    EmailAddress.objects.create(user=known, email=known.email, verified=True)
    client = client_of(world.secretary.user)
    pages = []
    for email in ("connue@example.org", "inconnu@example.org"):
        response = client.post(
            reverse("projects:invite", args=[world.organisation.pk]),
            {"email": email, "name": "Personne", "role": "elected"},
            follow=True,
        )
        page = response.content.decode().replace(email, "ADRESSE")
        pages.append(re.sub(r'value="\w{64}"|X-CSRFToken.*', "", page)[:3000])
        Invitation.objects.update(withdrawn_at=timezone.now())
    assert pages[0] == pages[1]
    texts = Mail.objects.order_by("created_at").values_list("subject", "user")
    assert texts[0] == texts[1]


@pytest.mark.parametrize("email", ["ines@clientis.example", "ines@RH.Clientis.Example"])
def test_the_employer_s_mailbox_is_refused_to_whoever_sees_the_caucus(
    world: World, email: str
) -> None:
    world.workplace.mail_domains = "autre.example, clientis.example"
    world.workplace.save()
    assert "messagerie de l’employeur" in post_invite(world, email=email)
    with pytest.raises(Refused):
        invite_guest(world, email, Role.EXPERT, caucus=True)
    assert invite_guest(world, email, Role.EMPLOYER).email == email.lower()
    assert post_invite(world, email="ines@notclientis.example") == ""


def test_a_new_person_chooses_a_password_and_is_signed_in(world: World) -> None:
    client = Client()
    address = link(invite(world))
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"].find("no-store") >= 0
    response = client.post(address, NEW)
    assert (response.status_code, response["Location"]) == (302, "/")
    user = User.objects.get(email="ines@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    member = Member.objects.get(user=user)
    assert (member.role, member.side) == (Role.ELECTED, Side.DELEGATION)
    assert EmailAddress.objects.get(user=user).verified
    assert user.check_password(PASSWORD)
    assert Entry.objects.get(verb="member.joined").actor_name == "Inès Belkacem"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "court", "password_again": "court"}, "12 caractères"),
        ({"password_again": "autre chose ici"}, "ne sont pas les mêmes"),
        (
            {"password": "ines@example.org", "password_again": "ines@example.org"},
            "trop semblable",
        ),
        ({"password": "motdepasse123", "password_again": ""}, "Remplissez ce champ"),
        ({"name": ""}, "Remplissez ce champ"),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_a_weak_answer_says_why_and_leaves_the_link_alive(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    address = link(invite(world))
    response = Client().post(address, {**NEW, **changes})
    page = response.content.decode().replace("\u00a0", " ")
    assert response.status_code == 200
    assert sentence in page
    assert PASSWORD not in page
    assert not User.objects.filter(email="ines@example.org").exists()
    assert Client().post(address, NEW).status_code == 302


def test_every_dead_link_gives_the_same_answer(world: World) -> None:
    used, withdrawn, old, revoked = (
        invite(world, f"p{number}@example.org") for number in range(4)
    )
    assert Client().post(link(used), NEW).status_code == 302
    actions.withdraw_invitation(withdrawn, actor=world.secretary)
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    Invitation.objects.filter(pk=revoked.pk).update(invited_by=world.ex_member)
    addresses = [link(one) for one in (used, withdrawn, old, revoked)]
    answers = set()
    for address in [*addresses, "/invitation/inconnu/"]:
        for response in (Client().get(address), Client().post(address, NEW)):
            assert response.status_code == 404
            answers.add(re.sub(r"[\w-]{40,}", "", response.content.decode()))
    assert len(answers) == 1
    assert User.objects.filter(email__startswith="p").count() == 1 + len(
        User.objects.filter(email__startswith="personne")
    )


def test_a_link_works_once_even_when_it_is_sent_twice(world: World) -> None:
    invitation = invite(world)
    first = Invitation.objects.get(pk=invitation.pk)
    second = Invitation.objects.get(pk=invitation.pk)
    actions.accept_with_new_account(first, name="Inès", password=PASSWORD)
    with pytest.raises(Refused):
        actions.accept_with_new_account(second, name="Inès", password=PASSWORD)
    assert Member.objects.filter(user__email="ines@example.org").count() == 1


def test_a_second_invitation_kills_the_first(world: World) -> None:
    first, second = link(invite(world)), link(invite(world))
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_a_link_dies_with_the_right_of_its_sender(world: World) -> None:
    invitation = actions.invite_member(
        world.organisation,
        actor=world.admin,
        email="ines@example.org",
        name="Inès",
        role=Role.ELECTED,
    )
    people.change_role(world.admin, actor=world.secretary, role=Role.READER)
    assert Client().get(link(invitation)).status_code == 404


def test_a_link_dies_after_seven_days(world: World) -> None:
    address = link(invite(world))
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Client().get(address).status_code == 404


def test_an_existing_account_signs_in_first_and_comes_back(world: World) -> None:
    user = world.outsider.user
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    address = link(invite(world, user.email))
    client = Client()
    page = client.get(address).content.decode()
    assert f"/compte/login/?next={address.replace('/', '%2F')}" in page
    assert client.post(address, NEW).status_code == 200
    assert not Member.objects.filter(user=user, organisation=world.organisation)
    signed = client.post(
        f"/compte/login/?next={address}",
        {"login": user.email, "password": PASSWORD, "next": address},
    )
    assert signed["Location"] == address
    assert "Accepter l’invitation" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    place = Member.objects.get(user=user, organisation=world.organisation)
    assert place.role == Role.ELECTED
    assert client.post(address).status_code == 404


def test_another_account_cannot_take_the_place(world: World) -> None:
    address = link(invite(world))
    client = client_of(world.outsider.user)
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 403
        page = response.content.decode()
        assert "Cette invitation n’est pas pour ce compte" in page
        assert "ines@example.org" not in page
    assert Invitation.objects.get().accepted_at is None


def test_a_former_member_comes_back_through_an_invitation_only(world: World) -> None:
    user = world.ex_member.user
    invitation = invite(world, user.email)
    member = actions.accept_with_account(invitation, user=user)
    assert member.pk == world.ex_member.pk
    assert (member.until, member.since) == (None, timezone.localdate())


def test_nobody_sits_on_both_sides(world: World) -> None:
    for invitation in (
        invite(world, world.employer.user.email),
        Invitation.objects.create(
            organisation=world.organisation,
            project=world.project,
            email=world.elected.user.email,
            name="Élue",
            role=Role.EMPLOYER,
            token_digest="2" * 64,
            invited_by=world.secretary,
            expires_at=timezone.now() + timedelta(days=1),
        ),
    ):
        user = User.objects.get(email=invitation.email)
        with pytest.raises(Refused):
            actions.accept_with_account(invitation, user=user)
        invitation.refresh_from_db()
        assert invitation.accepted_at is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_links_taken_at_once_never_give_two_sides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, user = make_world(), make_user()
    links = [
        invite(world, user.email),
        invite_guest(world, user.email, Role.EMPLOYER),
    ]
    refused: list[str] = []
    gate = threading.Barrier(2)
    check = actions._refuse_two_sides

    def slow(*given: Any) -> None:
        check(*given)
        with suppress(threading.BrokenBarrierError):
            gate.wait(1)

    def take(invitation: Invitation) -> None:
        try:
            actions.accept_with_account(invitation, user=User.objects.get(pk=user.pk))
        except Refused as refusal:
            refused.append(refusal.sentence)
        finally:
            connection.close()

    monkeypatch.setattr(actions, "_refuse_two_sides", slow)
    threads = [threading.Thread(target=take, args=[link]) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Member.objects.filter(user=user).count() == 1
    assert len(refused) == 1


def test_an_account_made_meanwhile_is_a_sentence_and_leaves_the_link_alive(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = invite(world)
    make_user(email="ines@example.org")
    client, address = Client(), link(invitation)
    with monkeypatch.context() as late:
        late.setattr(actions.accounts, "account_of", lambda _email: None)
        response = client.post(address, NEW)
    assert (response.status_code, response["Location"]) == (302, address)
    page = client.get(address).content.decode().replace("\u00a0", " ")
    assert "Cette adresse a déjà un compte : connectez-vous d’abord." in page
    assert "/compte/login/?next=" in page
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_guest_keeps_the_side_of_their_first_place(world: World) -> None:
    people.end_membership(world.employer, actor=world.secretary)
    invitation = invite_guest(
        world, world.employer.user.email, Role.EXPERT, caucus=True
    )
    with pytest.raises(Refused):
        actions.accept_with_account(invitation, user=world.employer.user)
    world.employer.refresh_from_db()
    assert (world.employer.side, world.employer.caucus) == (Side.MANAGEMENT, False)


def test_too_many_invitations_are_refused_with_a_sentence(world: World) -> None:
    for _time in range(actions.PER_ADDRESS):
        assert post_invite(world) == ""
    assert "Trop d’invitations en une heure" in post_invite(world)
    assert Mail.objects.count() == actions.PER_ADDRESS


def test_withdrawing_needs_a_right_and_a_row_of_one_s_own(world: World) -> None:
    invitation = invite(world)
    address = reverse(
        "projects:invitation_withdraw", args=[world.organisation.pk, invitation.pk]
    )
    foreign = reverse(
        "projects:invitation_withdraw",
        args=[world.outsider.organisation_id, invitation.pk],
    )
    assert client_of(world.elected.user).post(address).status_code == 403
    assert client_of(world.outsider.user).post(address).status_code == 404
    assert client_of(world.outsider.user).post(foreign).status_code == 404
    assert Client().get(link(invitation)).status_code == 200
    assert client_of(world.admin.user).post(address).status_code == 302
    assert Client().get(link(invitation)).status_code == 404
    assert client_of(world.admin.user).post(address).status_code == 302
