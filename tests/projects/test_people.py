"""The organisation's page, roles, ends of access, mandates."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.actions import people
from projects.enums import MandateKind, Role, Side
from projects.errors import Refused
from projects.models import Entry, Invitation, Mandate, Member
from tests.factories import (
    World,
    make_mandate,
    make_member,
    make_workplace,
)

QUERIES_OF_THE_PAGE = 8


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(world: World, name: str = "organisation", *arguments: object) -> str:
    return reverse(f"projects:{name}", args=[world.organisation.pk, *arguments])


def whole(response: HttpResponse) -> str:
    """The page, its addresses in one piece: a long one may break after its @."""
    return response.text.replace("<wbr>", "")


def role_of(member: Member) -> str:
    return Member.objects.get(pk=member.pk).role


def test_the_page_shows_members_their_roles_and_mandates(
    world: World, secretary_client: Client
) -> None:
    page = whole(secretary_client.get(url(world)))
    assert world.elected.user.name in page
    assert world.elected.user.email in page
    assert "Élu·e" in page or "élu·e" in page
    assert "Titulaire" in page
    assert world.workplace.name in page
    assert world.ex_member.user.name not in page
    assert world.employer.user.name not in page


def test_who_does_not_manage_sees_no_address_nor_invitation(world: World) -> None:
    Invitation.objects.create(
        organisation=world.organisation,
        email="attendue@example.org",
        name="Attendue",
        role=Role.ELECTED,
        token_digest="1" * 64,
        invited_by=world.secretary,
        expires_at=timezone.now() + timedelta(days=7),
    )
    page = whole(client_of(world.reader).get(url(world)))
    assert world.secretary.user.name in page
    assert world.secretary.user.email not in page
    assert "attendue@example.org" not in page
    assert url(world, "invite") not in page


@pytest.mark.parametrize("actor", ["outsider", "ex_member", "employer", "expert"])
def test_the_page_does_not_exist_for_others(world: World, actor: str) -> None:
    client = client_of(getattr(world, actor))
    assert client.get(url(world)).status_code == 404


@pytest.mark.parametrize(
    "name", ["member_role", "member_end", "mandate_new", "mandate_end"]
)
def test_a_foreign_row_is_not_found_and_stays_as_it_was(
    world: World, secretary_client: Client, name: str
) -> None:
    target = world.outsider
    row = make_mandate(target) if name == "mandate_end" else target
    data = {"role": "reader", "when": "now", "ends_on": "2021-01-01"}
    address = url(world, name, row.pk)
    assert secretary_client.get(address).status_code == 404
    assert secretary_client.post(address, data).status_code == 404
    target.refresh_from_db()
    assert (target.role, target.until) == (Role.SECRETARY, None)


def test_who_does_not_manage_cannot_change_a_role(world: World) -> None:
    client = client_of(world.elected)
    address = url(world, "member_role", world.reader.pk)
    assert client.post(address, {"role": "secretary"}).status_code == 403
    assert role_of(world.reader) == Role.READER


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_whatever_its_length(
    world: World, django_assert_num_queries, count: int
) -> None:
    Member.objects.exclude(pk=world.secretary.pk).filter(project=None).update(
        until=date(2020, 6, 1)
    )
    for _row in range(count - 1):
        make_mandate(make_member(world.organisation))
        make_workplace(world.organisation)
    client = client_of(world.secretary)
    client.get(url(world))
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = client.get(url(world)).content.decode()
    assert page.count('/fin/"') >= count


def test_a_new_role_counts_at_the_next_page(
    world: World, secretary_client: Client
) -> None:
    address = url(world, "member_role", world.admin.pk)
    assert client_of(world.admin).get(address).status_code == 200
    response = secretary_client.post(address, {"role": "reader"})
    assert response.status_code == 302
    assert client_of(world.admin).get(address).status_code == 403
    entry = Entry.objects.get(verb="member.role")
    assert entry.data == {"old": "admin", "new": "reader"}


def test_the_last_person_who_manages_keeps_the_role(
    world: World, secretary_client: Client
) -> None:
    people.end_membership(world.admin, actor=world.secretary)
    response = secretary_client.post(
        url(world, "member_role", world.secretary.pk), {"role": "reader"}
    )
    assert response.status_code == 200
    assert "Il faut qu’au moins une personne" in response.content.decode()
    with pytest.raises(Refused):
        people.end_membership(world.secretary, actor=world.secretary)
    assert role_of(world.secretary) == Role.SECRETARY


def test_a_manager_about_to_leave_does_not_count(world: World) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    people.end_membership(world.admin, actor=world.secretary, until=soon)
    with pytest.raises(Refused):
        people.end_membership(world.secretary, actor=world.secretary, until=soon)


def test_a_wrong_form_keeps_what_was_chosen_and_says_why(
    world: World, secretary_client: Client
) -> None:
    address = url(world, "member_end", world.elected.pk)
    for data, sentence in (
        ({"when": ""}, "Choisissez une des réponses proposées"),
        ({"when": "day"}, "Indiquez le dernier jour d’accès."),
        ({"when": "day", "until": "2020-01-01"}, "ne peut pas être passé"),
        ({"when": "day", "until": "hier"}, "date complète"),
        ({"when": "day", "until": "9999-12-31"}, "Vérifiez l’année"),
    ):
        response = secretary_client.post(address, data)
        assert response.status_code == 200
        assert sentence in response.content.decode().replace("\u202f", " ")
    world.elected.refresh_from_db()
    assert world.elected.until is None


def test_an_access_closed_at_once_ends_at_the_next_request(
    world: World, secretary_client: Client
) -> None:
    client = client_of(world.elected)
    assert client.get(url(world)).status_code == 200
    response = secretary_client.post(
        url(world, "member_end", world.elected.pk), {"when": "now"}
    )
    assert response.status_code == 302
    assert client.get(url(world)).status_code == 404


def test_an_access_ends_after_its_last_day(world: World) -> None:
    today = timezone.localdate()
    people.end_membership(world.elected, actor=world.secretary, until=today)
    active = Member.objects.filter(pk=world.elected.pk)
    assert active.active(today).exists()
    assert not active.active(today + timedelta(days=1)).exists()


def test_somebody_who_came_today_can_be_shown_out_today(world: World) -> None:
    member = make_member(world.organisation, since=timezone.localdate())
    people.end_membership(member, actor=world.secretary)
    assert not Member.objects.active().filter(pk=member.pk).exists()


def test_leaving_closes_mandates_invitations_and_places_as_guest(world: World) -> None:
    guest = make_member(
        world.organisation,
        Role.EXPERT,
        user=world.admin.user,
        project=world.project,
    )
    mandate = make_mandate(world.admin)
    later = make_mandate(world.admin, MandateKind.TREASURER, starts_on=date(2090, 1, 1))
    sent = Invitation.objects.create(
        organisation=world.organisation,
        email="attendue@example.org",
        name="Attendue",
        role=Role.ELECTED,
        token_digest="1" * 64,
        invited_by=world.admin,
        expires_at=timezone.now() + timedelta(days=7),
    )
    people.end_membership(world.admin, actor=world.secretary)
    yesterday = timezone.localdate() - timedelta(days=1)
    for row in (guest, mandate, sent):
        row.refresh_from_db()
    assert (guest.until, mandate.ends_on) == (yesterday, yesterday)
    assert not Mandate.objects.filter(pk=later.pk).exists()
    assert sent.withdrawn_at is not None


def test_a_mandate_has_dates_and_is_noted_once(
    world: World, secretary_client: Client
) -> None:
    address = url(world, "mandate_new", world.reader.pk)
    data = {"kind": "secretary", "starts_on": "2026-01-05", "ends_on": ""}
    assert secretary_client.post(address, data).status_code == 302
    mandate = Mandate.objects.get(member=world.reader)
    assert (mandate.kind, mandate.starts_on) == ("secretary", date(2026, 1, 5))
    again = secretary_client.post(address, data)
    assert "Ce mandat est déjà noté" in again.content.decode()
    end = url(world, "mandate_end", mandate.pk)
    early = secretary_client.post(end, {"ends_on": "2025-12-31"})
    assert "ne peut pas précéder" in early.content.decode()
    assert secretary_client.post(end, {"ends_on": "2026-06-30"}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.ends_on == date(2026, 6, 30)


def test_a_mandate_cannot_end_before_it_starts(
    world: World, secretary_client: Client
) -> None:
    response = secretary_client.post(
        url(world, "mandate_new", world.reader.pk),
        {"kind": "full", "starts_on": "2026-02-01", "ends_on": "2026-01-01"},
    )
    page = response.content.decode()
    assert "La fin ne peut pas précéder le début." in page
    assert 'value="2026-02-01"' in page
    assert not Mandate.objects.filter(member=world.reader).exists()


def test_the_side_of_a_member_is_never_typed(world: World) -> None:
    people.change_role(world.reader, actor=world.secretary, role=Role.ELECTED)
    world.reader.refresh_from_db()
    assert world.reader.side == Side.DELEGATION
    with pytest.raises(Refused):
        people.change_role(world.reader, actor=world.secretary, role=Role.EMPLOYER)
