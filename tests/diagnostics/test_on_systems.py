"""A diagnostic on one system of a project: chosen, said, kept, found from its sheet."""

import pytest
from django.urls import reverse

from diagnostics import tables
from diagnostics.actions import assessments, imports
from diagnostics.enums import Party, Round
from diagnostics.models import Assessment, Instrument
from diagnostics.papers import synthesis
from projects.actions import systems
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Entry
from tests.diagnostics.uses import make_instrument, make_sheet
from tests.factories import make_guest, make_project, make_world
from tests.projects.sheets import client_of, text_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db
NAME = "Trieuse de courriers"


@pytest.fixture
def world():
    return make_world()


def registered(world, name=NAME, **fields):
    fields = {"workplace": world.workplace, "project": world.project} | fields
    return systems.add_system(
        world.organisation, actor=world.secretary, name=name, **fields
    )


def started(world, system, room=Room.SHARED, title="Regard sur la trieuse"):
    instrument = make_instrument(f"essai-{Instrument.objects.count()}")
    return assessments.start(
        world.project,
        instrument,
        actor=world.secretary,
        title=title,
        about="",
        room=room,
        system=system,
    )


def shown(world, system, room=Room.SHARED):
    row = started(world, system, room)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    return assessments.close(row, actor=world.secretary)


def new_page(world, member, **query):
    path = reverse("diagnostics:assessment_new", args=[world.project.pk])
    return client_of(member).get(path, query)


def panel(system):
    return reverse(
        "diagnostics:system_assessments", args=[system.organisation_id, system.pk]
    )


# ---- choosing it ------------------------------------------------------------------
def test_a_project_without_a_system_asks_nothing(world):
    make_instrument()
    registered(world, project=None)
    assert "Sur quoi porte-t-il" not in text_of(
        new_page(world, world.secretary, grille="essai")
    )


def test_the_systems_of_the_project_are_offered_and_the_asked_one_is_chosen(world):
    make_instrument()
    ours = registered(world)
    registered(
        world, "Ailleurs", project=make_project(world.workplace, world.secretary)
    )
    page = new_page(world, world.secretary, systeme=ours.pk)
    assert f"?grille=essai&amp;systeme={ours.pk}" in page.text
    page = new_page(world, world.secretary, grille="essai", systeme=ours.pk)
    form = page.context["form"]
    assert [str(name) for _value, name in form.fields["system"].choices] == [
        "Le projet dans son ensemble",
        NAME,
    ]
    assert f'<option value="{ours.pk}" selected>' in page.text
    path = reverse("diagnostics:assessment_new", args=[world.project.pk])
    sent = {"title": "Regard", "about": "", "room": "shared", "system": str(ours.pk)}
    client_of(world.secretary).post(f"{path}?grille=essai", sent)
    row = Assessment.objects.get()
    assert row.system == ours
    assert Entry.objects.get(verb="assessment.opened").data == {"system": NAME}


def test_an_address_that_names_no_system_of_the_project_chooses_none(world):
    make_instrument()
    registered(world)
    other = registered(world, "Ailleurs", project=None)
    for asked in ("inconnu", str(other.pk), str(world.project.pk)):
        page = new_page(world, world.secretary, grille="essai", systeme=asked)
        assert page.context["form"].initial["system"] is None


def test_a_guest_who_may_open_a_diagnostic_reads_no_name_of_the_register(world):
    make_instrument()
    ours = registered(world)
    facilitator = make_guest(world.project, Role.FACILITATOR)
    page = new_page(world, facilitator, grille="essai", systeme=ours.pk)
    assert page.status_code == 200
    assert "Sur quoi porte-t-il" not in text_of(page)
    assert NAME not in text_of(page)


def test_the_act_refuses_the_system_of_another_project_or_organisation(world):
    elsewhere = make_project(world.workplace, world.secretary)
    theirs = systems.add_system(
        world.outsider.organisation,
        actor=world.outsider,
        name="Ailleurs",
        workplace=world.other_project.workplace,
        project=world.other_project,
    )
    for system in (registered(world, project=elsewhere), theirs):
        with pytest.raises(Refused, match="n’est pas lié à ce dossier"):
            started(world, system)
    assert not Assessment.objects.exists()


# ---- saying it --------------------------------------------------------------------
def test_every_page_of_the_diagnostic_names_it_and_links_it_for_members_alone(world):
    ours = registered(world)
    row = started(world, ours)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    place = [world.project.pk, row.pk]
    pages = [
        row.get_absolute_url(),
        reverse("diagnostics:sheet", args=[*place, sheet.pk]),
        reverse("diagnostics:assessment_close", args=place),
    ]
    link = f'<a href="{ours.get_absolute_url()}">{NAME}</a>'
    for path in pages:
        assert f"Porte sur : {link}" in text_of(client_of(world.secretary).get(path))
    guest = text_of(client_of(world.employer).get(row.get_absolute_url()))
    assert f"Porte sur : {NAME}" in guest
    assert ours.get_absolute_url() not in guest
    assessments.close(row, actor=world.secretary)
    for path in (
        row.get_absolute_url(),
        reverse("diagnostics:assessments", args=[world.project.pk]),
    ):
        for reader in (world.secretary, world.employer):
            assert NAME in text_of(client_of(reader).get(path))


def test_paper_and_file_name_it_and_the_file_finds_it_again(world):
    row = shown(world, registered(world))
    assert synthesis(row)["system"] == NAME
    values = tables.as_values(row, world.secretary)
    again = imports.bring_in(
        world.project, values, actor=world.secretary, name="a.json"
    )
    assert again.system == row.system
    values["system"] = "Inconnu ici"
    other = imports.bring_in(
        world.project, values, actor=world.secretary, name="a.json"
    )
    assert other.system is None


def test_the_next_round_bears_on_the_same_system_even_when_it_left(world):
    ours = registered(world)
    row = shown(world, ours)
    seen = systems.fingerprint(ours)
    systems.edit_system(ours, actor=world.secretary, seen=seen, project=None)
    again = assessments.repeat(row, actor=world.secretary, moment=Round.M6)
    assert again.system == ours


# ---- finding it from the sheet ----------------------------------------------------
def test_the_sheet_leads_to_its_diagnostics_and_to_a_new_one(world):
    ours = registered(world)
    sheet = text_of(client_of(world.reader).get(ours.get_absolute_url()))
    assert f'hx-get="{panel(ours)}"' in sheet
    row = shown(world, ours)
    started(world, None, title="Tout le projet")
    gone = started(world, ours, title="Ouvert par erreur")
    assessments.cancel(gone, actor=world.secretary, reason="Doublon.")
    page = text_of(client_of(world.secretary).get(panel(ours)))
    assert f'<a href="{row.get_absolute_url()}">Regard sur la trieuse</a>' in page
    assert "résultats montrés" in page
    assert "Tout le projet" not in page
    assert "Ouvert par erreur" not in page
    new = reverse("diagnostics:assessment_new", args=[world.project.pk])
    assert f'href="{new}?systeme={ours.pk}"' in page
    reads = text_of(client_of(world.reader).get(panel(ours)))
    assert "Faire un diagnostic" not in reads


def test_the_sheet_keeps_to_the_rooms_of_its_reader(world):
    ours = registered(world)
    row = started(world, ours, Room.CAUCUS)
    for reader in (world.secretary, world.reader):
        assert row.title in text_of(client_of(reader).get(panel(ours)))
    for guest in (world.employer, world.expert, world.outsider):
        assert client_of(guest).get(panel(ours)).status_code == 404


def test_a_system_without_a_project_says_how_to_begin(world):
    ours = registered(world, project=None)
    page = text_of(client_of(world.secretary).get(panel(ours)))
    assert "Faire un diagnostic" not in page
    opening = reverse("projects:project_new", args=[world.organisation.pk])
    assert f'href="{opening}?systeme={ours.pk}"' in page


def test_its_diagnostics_are_read_in_as_many_queries_with_one_as_with_three(world):
    ours = registered(world)
    found = []
    for _rank in range(3):
        shown(world, ours)
        found.append(queries(world.secretary, panel(ours)))
    assert (found[0], found[2]) == (7, 7)
