"""Guests of one project: each on their side, in the rooms chosen for them."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.actions import invitations as actions
from projects.enums import Role, Side
from projects.errors import Refused
from projects.models import Invitation, Member, Notice
from tests.factories import World, make_guest, make_project, make_user

QUERIES_OF_THE_PAGE = 7


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(world: World) -> str:
    return reverse("projects:guests", args=[world.project.pk])


def guest(**changes: str) -> dict[str, str]:
    return {
        "email": "drh@example.org",
        "name": "Paul Roche",
        "role": "employer",
        **changes,
    }


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        ("secretary", 200),
        ("admin", 200),
        ("elected", 403),
        ("reader", 403),
        ("employer", 403),
        ("expert", 403),
        ("outsider", 404),
        ("ex_member", 404),
    ],
)
def test_only_those_who_invite_see_the_page(
    world: World, actor: str, status: int
) -> None:
    client = client_of(getattr(world, actor))
    response = client.get(url(world))
    assert response.status_code == status
    # A long address may break after its @.
    seen = world.expert.user.email in response.text.replace("<wbr>", "")
    assert seen is (status == 200)
    if status != 200:
        assert client.post(url(world), guest()).status_code == status
        assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("role", "side"),
    [
        (Role.EMPLOYER, Side.MANAGEMENT),
        (Role.IT, Side.MANAGEMENT),
        (Role.EXPERT, Side.EXPERTISE),
        (Role.FACILITATOR, Side.FACILITATION),
        (Role.SUPPLIER, Side.SUPPLIER),
    ],
)
def test_the_side_follows_from_the_role(world: World, role: Role, side: Side) -> None:
    client = client_of(world.secretary)
    assert client.post(url(world), guest(role=role.value)).status_code == 302
    member = actions.accept_with_new_account(
        Invitation.objects.get(), name="Paul Roche", password="x"
    )
    assert (member.side, member.caucus) == (side, False)
    assert member.project_id == world.project.pk
    assert Notice.objects.get().user == world.secretary.user


def test_the_caucus_opens_by_a_tick_for_expertise_only(
    world: World, secretary_client: Client
) -> None:
    ticked = guest(role="expert", caucus="on")
    assert secretary_client.post(url(world), ticked).status_code == 302
    member = actions.accept_with_new_account(
        Invitation.objects.get(), name="Anne", password="x"
    )
    assert member.sees_caucus
    refused = secretary_client.post(
        url(world), guest(email="dsi@example.org", role="it", caucus="on")
    )
    page = refused.content.decode()
    assert "n’entrent jamais dans l’espace" in page
    assert "dsi@example.org" in page
    with pytest.raises(Refused):
        actions.invite_guest(
            world.project,
            actor=world.secretary,
            email="dsi@example.org",
            name="Dsi",
            role=Role.SUPPLIER,
            caucus=True,
        )
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "drh"}, "adresse"),
        ({"role": "secretary"}, "Choisissez une des réponses proposées"),
        ({"role": ""}, "Choisissez une des réponses proposées"),
        ({"name": " "}, "Remplissez ce champ"),
    ],
)
def test_a_wrong_invitation_says_why_and_keeps_what_was_typed(
    world: World, secretary_client: Client, changes: dict[str, str], sentence: str
) -> None:
    response = secretary_client.post(url(world), guest(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert guest(**changes)["email"] in page
    assert not Invitation.objects.exists()


def test_a_member_or_a_present_guest_is_not_invited_again(
    world: World, secretary_client: Client
) -> None:
    for member in (world.elected, world.employer):
        response = secretary_client.post(url(world), guest(email=member.user.email))
        assert "a déjà accès à ce projet" in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_guest_s_access_ends_at_the_next_request(
    world: World, secretary_client: Client
) -> None:
    project = reverse("projects:project", args=[world.project.pk])
    client = client_of(world.employer)
    assert client.get(project).status_code == 200
    end = reverse("projects:guest_end", args=[world.project.pk, world.employer.pk])
    assert secretary_client.get(end).status_code == 200
    assert secretary_client.post(end).status_code == 200
    assert client.get(project).status_code == 200
    assert secretary_client.post(end, {"when": "now"}).status_code == 302
    assert client.get(project).status_code == 404


def test_a_guest_of_another_project_is_not_found(
    world: World, secretary_client: Client
) -> None:
    second = make_project(world.workplace, world.secretary, "Un autre")
    elsewhere = make_guest(second)
    for row in (elsewhere, world.elected, world.outsider):
        end = reverse("projects:guest_end", args=[world.project.pk, row.pk])
        assert secretary_client.post(end, {"when": "now"}).status_code == 404
        row.refresh_from_db()
        assert row.until is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_whatever_its_length(
    world: World,
    secretary_client: Client,
    django_assert_num_queries,
    count: int,
) -> None:
    Member.objects.filter(project=world.project).delete()
    for number in range(count):
        make_guest(world.project, user=make_user())
        actions.invite_guest(
            world.project,
            actor=world.secretary,
            email=f"attendu{number}@example.org",
            name="Attendu",
            role=Role.EMPLOYER,
        )
    secretary_client.get(url(world))
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = secretary_client.get(url(world)).content.decode()
    assert page.count("/retirer/") == count


def test_who_is_known_outside_the_caucus_is_the_same_for_lists_and_for_names(
    world: World,
) -> None:
    for role in (Role.EXPERT, Role.FACILITATOR):
        for caucus in (True, False):
            make_guest(world.project, role, caucus=caucus)
    make_guest(world.project, Role.SUPPLIER)
    people = Member.objects.on_project(world.project)
    named = {one for one in people if one.name_for(world.employer) == str(one)}
    assert named == set(people.known_to(world.employer))
    assert {one.name_for(world.elected) for one in people} == set(map(str, people))
    hidden = {one.name_outside for one in set(people) - named}
    assert hidden == {
        "une personne de la délégation",
        "une personne de l’animation",
        "une personne de l’expertise",
    }
