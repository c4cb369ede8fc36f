"""The sheet of a workplace."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from projects.forms.accounts import FirstWorkplaceForm
from projects.models import Entry, Workplace
from tests.factories import World, make_workplace

SIREN = "732829320"
SIRET = "73282932000074"


def data(**changes: object) -> dict[str, object]:
    return {
        "name": "Siège",
        "siren": "",
        "siret": "",
        "headcount": "412",
        "regime": "private",
        "instance": "cse",
        "territory": "metropole",
        "mail_domains": "",
        **changes,
    }


def new(world: World) -> str:
    return reverse("projects:workplace_new", args=[world.organisation.pk])


def test_numbers_are_taken_as_people_type_them(
    world: World, secretary_client: Client
) -> None:
    typed = data(
        siren="732 829 320",
        siret="732\u00a0829\u202f320 00074",
        headcount="1\u202f412",
        mail_domains="@Clientis.example; filiale.clientis.example",
    )
    response = secretary_client.post(new(world), typed)
    assert response.status_code == 302
    workplace = Workplace.objects.get(name="Siège")
    assert (workplace.siren, workplace.siret) == (SIREN, SIRET)
    assert workplace.headcount == 1412
    assert workplace.mail_domains == "clientis.example, filiale.clientis.example"
    assert Entry.objects.get(verb="workplace.added").actor_id == world.secretary.pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"siren": "732829321"}, "Ce numéro SIREN n’est pas valide"),
        ({"siren": "73282932A"}, "Ce numéro SIREN n’est pas valide"),
        ({"siret": "73282932000075"}, "Ce numéro SIRET n’est pas valide"),
        ({"siren": SIREN, "siret": "35600000000048"}, "doit commencer par le SIREN"),
        ({"headcount": "0"}, "un nombre de 1 au moins"),
        ({"headcount": "beaucoup"}, "nombre entier"),
        ({"headcount": "1e9"}, "nombre entier"),
        ({"regime": "féodal"}, "Choisissez une des réponses proposées"),
        ({"name": ""}, "Remplissez ce champ"),
        ({"name": "x" * 161}, "160"),
        ({"mail_domains": "direction@clientis"}, "n’est pas un domaine"),
    ],
)
def test_a_wrong_sheet_says_why_and_keeps_what_was_typed(
    world: World, secretary_client: Client, changes: dict[str, str], sentence: str
) -> None:
    response = secretary_client.post(new(world), data(**changes))
    page = response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert response.status_code == 200
    assert sentence in page
    for name, value in changes.items():
        # What is typed is kept; what nobody could pick is no word of ours.
        assert (value in page) == (name != "regime")
    assert not Workplace.objects.filter(headcount=412, name="Siège").exists()


def test_an_edit_keeps_old_and_new_values_in_the_journal(
    world: World, secretary_client: Client
) -> None:
    address = reverse(
        "projects:workplace_edit", args=[world.organisation.pk, world.workplace.pk]
    )
    shown = secretary_client.get(address).content.decode()
    assert world.workplace.name in shown
    typed = data(name=world.workplace.name, headcount="55")
    assert secretary_client.post(address, typed).status_code == 302
    entry = Entry.objects.get(verb="workplace.edited")
    assert entry.data == {"old": {"headcount": 412}, "new": {"headcount": 55}}
    secretary_client.post(address, typed)
    assert Entry.objects.filter(verb="workplace.edited").count() == 1


def test_a_workplace_of_another_organisation_is_not_found(
    world: World, secretary_client: Client
) -> None:
    foreign = make_workplace(world.outsider.organisation, name="Ailleurs")
    address = reverse(
        "projects:workplace_edit", args=[world.organisation.pk, foreign.pk]
    )
    response = secretary_client.get(address)
    assert response.status_code == 404
    assert "Ailleurs" not in response.content.decode()
    assert secretary_client.post(address, data()).status_code == 404
    foreign.refresh_from_db()
    assert foreign.name == "Ailleurs"


def test_who_does_not_manage_cannot_add_one(world: World) -> None:
    client = Client()
    client.force_login(world.elected.user)
    assert client.post(new(world), data()).status_code == 403
    assert not Workplace.objects.filter(name="Siège").exists()


def test_a_public_workplace_says_its_branch_or_that_nobody_knows(
    world: World, secretary_client: Client
) -> None:
    public = {"regime": "public", "instance": "csa"}
    secretary_client.post(
        new(world), data(name="Mairie", branch="territorial", **public)
    )
    secretary_client.post(new(world), data(name="Musée", **public))

    assert dict(Workplace.objects.values_list("name", "branch")) == {
        world.workplace.name: "",
        world.other_project.workplace.name: "",
        "Mairie": "territorial",
        "Musée": "",
    }


def test_another_sector_has_no_branch(world: World, secretary_client: Client) -> None:
    secretary_client.post(new(world), data(name="Atelier", branch="state"))

    assert Workplace.objects.get(name="Atelier").branch == ""


def test_the_database_refuses_a_branch_out_of_the_public_sector(world: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Workplace.objects.filter(pk=world.workplace.pk).update(branch="state")


@pytest.mark.parametrize(
    ("regime", "shown"), [("private", False), ("association", False), ("public", True)]
)
def test_the_sheet_asks_for_the_branch_of_the_public_service_alone(
    world: World, secretary_client: Client, regime: str, shown: bool
) -> None:
    Workplace.objects.filter(pk=world.workplace.pk).update(regime=regime)
    address = reverse(
        "projects:workplace_edit", args=[world.organisation.pk, world.workplace.pk]
    )

    page = secretary_client.get(address).content.decode()

    assert ('name="branch"' in page) is shown


@pytest.mark.parametrize(("regime", "asked"), [("private", False), ("public", True)])
def test_so_does_the_first_workplace_under_its_own_names(
    regime: str, asked: bool
) -> None:
    assert ("branch" in FirstWorkplaceForm({"lieu-regime": regime}).fields) is asked
