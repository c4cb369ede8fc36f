from typing import Any

import pytest
from django.core.management import CommandError, call_command

from projects.enums import Role
from projects.models import Entry, Member, Organisation, User, Workplace
from tests.factories import World


def open_one(**changes: Any) -> None:
    options: dict[str, Any] = {
        "name": "CSE Les Tilleuls",
        "email": "maelle@example.org",
        "person": "Maëlle Le Goff",
        "workplace": "Résidence",
        "headcount": 64,
        "kind": "cse",
        "regime": "association",
        "instance": "cse",
    } | changes
    name, email = options.pop("name"), options.pop("email")
    arguments = [f"--{key}={value}" for key, value in options.items()]
    call_command("open_organisation", name, email, *arguments)


def test_a_further_organisation_gets_its_secretary_and_workplace(world: World) -> None:
    open_one()
    member = Member.objects.get(organisation__name="CSE Les Tilleuls")
    assert (member.role, member.user.email) == (Role.SECRETARY, "maelle@example.org")
    assert not member.user.has_usable_password()
    assert Workplace.objects.get(organisation=member.organisation).headcount == 64
    verbs = Entry.objects.filter(organisation=member.organisation).values_list("verb")
    assert sorted(verbs) == [("organisation.created",), ("workplace.added",)]


def test_a_person_who_has_an_account_keeps_it(world: World) -> None:
    before = User.objects.count()
    open_one(email=world.elected.user.email.upper())
    assert User.objects.count() == before
    assert world.elected.user.members.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "pas une adresse"}, "n’est pas valide"),
        ({"name": "CSE Clientis"}, "porte déjà ce nom"),
        ({"headcount": 0}, "au moins 1"),
        ({"person": ""}, "--person"),
        ({"kind": "club"}, "club"),
    ],
)
def test_a_wrong_value_is_said_and_nothing_is_made(
    world: World, changes: dict[str, Any], sentence: str
) -> None:
    before = Organisation.objects.count()
    with pytest.raises(CommandError, match=sentence):
        open_one(**changes)
    assert Organisation.objects.count() == before
