"""The register: sheets, their states, their days of review, and the page of all."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.actions import suppliers as supplier_acts
from projects.actions import systems as acts
from projects.enums import Answer3, DeadlineState, Role, SystemState
from projects.errors import Conflict, Refused
from projects.models import (
    Deadline,
    Entry,
    Member,
    Project,
    SupplierSheet,
    System,
)
from projects.models.systems import MOVES
from tests.dialogue.stories import signed_in
from tests.factories import (
    World,
    make_guest,
    make_member,
    make_project,
    make_workplace,
)

EMPTY = ("does", "contact", "data_location", "subprocessors", "ai_models")
SUPPLIER = dict.fromkeys((*EMPTY, "documentation"), "") | {
    "supplier": "Éditions Alpha",
    "product": "Alpha",
}


def registered(world: World, name: str = "Assistant", **fields: object) -> System:
    fields.setdefault("workplace", world.workplace)
    organisation = world.organisation
    return acts.add_system(organisation, actor=world.elected, name=name, **fields)


def address(world: World, name: str, *rows: object) -> str:
    return reverse(f"projects:{name}", args=[world.organisation.pk, *rows])


def text_of(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page.replace("\u00a0", " ").replace("&#x27;", "'")


def verbs(system: System) -> list[str]:
    lines = Entry.objects.filter(target=system.pk, project=None).order_by("id")
    return list(lines.values_list("verb", flat=True))


def open_days(system: System) -> list[date]:
    rows = Deadline.objects.open().filter(key=acts.review_key(system))
    return list(rows.values_list("due_on", flat=True))


# ---- the sheet --------------------------------------------------------------------
def test_a_name_a_workplace_and_a_state_are_enough(world: World) -> None:
    client = signed_in(world.elected)
    sent = {"name": "Badges", "workplace": world.workplace.pk, "state": "in_use"}
    sent |= dict.fromkeys(
        ("uses_ai", "personal_data", "staff_data", "may_set_aside"), "unknown"
    )
    sent["impact_assessment"] = "unknown"
    response = client.post(address(world, "system_new"), sent)
    system = System.objects.get()
    assert response["Location"] == system.get_absolute_url()
    assert (system.name, system.state) == ("Badges", "in_use")
    assert verbs(system) == ["system.added"]
    assert "Badges" in text_of(client, address(world, "systems"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Remplissez ce champ"),
        ({"workplace": ""}, "Choisissez une des réponses proposées"),
        ({"review_on": "1800-01-01"}, "Vérifiez l’année"),
        ({"consulted_on": "2999-01-01"}, "date passée ou aujourd’hui"),
        ({"uses_ai": "no", "ai_functions": "sorts"}, "changez l’une des deux"),
        ({"people_count": "-1"}, "un nombre de 0 au moins"),
        ({"real_use": "x" * 4001}, "4000"),
    ],
)
def test_a_wrong_sheet_says_why_and_writes_nothing(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    sent = {"name": "Badges", "workplace": world.workplace.pk, "state": "idea"}
    page = signed_in(world.elected).post(address(world, "system_new"), sent | changes)
    assert sentence in page.content.decode().replace("\u00a0", " ")
    assert not System.objects.exists()


def test_rows_of_another_organisation_cannot_be_chosen(world: World) -> None:
    elsewhere = world.other_project
    for field, row in (
        ("workplace", elsewhere.workplace),
        ("project", elsewhere),
        (
            "supplier_sheet",
            supplier_acts.add_supplier(
                elsewhere.organisation, actor=world.outsider, **SUPPLIER
            ),
        ),
    ):
        with pytest.raises(Refused, match="autre organisation"):
            registered(world, **{field: row})
        sent = {"name": "Badges", "workplace": world.workplace.pk, "state": "idea"}
        page = signed_in(world.elected).post(
            address(world, "system_new"), sent | {field: row.pk}
        )
        assert page.status_code == 200
    assert not System.objects.exists()


def test_an_edit_keeps_what_changed_and_refuses_an_old_page(world: World) -> None:
    system = registered(world, real_use="Rien.")
    seen = acts.fingerprint(system)
    acts.edit_system(system, actor=world.elected, seen=seen, real_use="Tout.")
    line = Entry.objects.get(verb="system.edited")
    assert line.sentence == "Fiche du registre modifiée : usage réel"
    assert line.data == {"old": {"real_use": "Rien."}, "new": {"real_use": "Tout."}}
    with pytest.raises(Conflict):
        acts.edit_system(system, actor=world.elected, seen=seen, real_use="Presque.")
    system.refresh_from_db()
    assert system.real_use == "Tout."


def test_two_people_who_edit_at_once_lose_nothing(world: World) -> None:
    system = registered(world)
    client = signed_in(world.elected)
    path = address(world, "system_edit", system.pk)
    old = client.get(path).context["form"].initial["seen"]
    acts.edit_system(system, actor=world.secretary, seen=old, contact="La DSI")
    sent = {"name": "Autre nom", "workplace": world.workplace.pk, "seen": old}
    sent |= dict.fromkeys(
        ("uses_ai", "personal_data", "staff_data", "may_set_aside"), "unknown"
    )
    sent["impact_assessment"] = "unknown"
    page = client.post(path, sent)
    assert "Quelqu’un a écrit ici entre-temps" in page.content.decode()
    assert "Quelqu’un a écrit en même temps que vous" in page.content.decode()
    assert "à corriger" not in page.content.decode()
    # The words of the other person, in the field that this one never touched.
    assert 'value="La DSI"' in page.content.decode()
    assert "Autre nom" in page.content.decode()
    again = page.context["form"].data["seen"]
    assert client.post(path, sent | {"seen": again}).status_code == 302


def test_a_class_is_dated_and_no_class_keeps_no_date(world: World) -> None:
    client = signed_in(world.elected)
    sent = {"name": "Tri", "workplace": world.workplace.pk, "state": "idea"}
    sent |= dict.fromkeys(
        ("uses_ai", "personal_data", "staff_data", "may_set_aside"), "unknown"
    )
    sent["impact_assessment"] = "unknown"
    client.post(address(world, "system_new"), sent | {"ai_class": "high_risk"})
    client.post(address(world, "system_new"), sent | {"ai_class_on": "2026-01-02"})
    dated = System.objects.order_by("created_at").values_list("ai_class", "ai_class_on")
    assert sorted(dated, reverse=True) == [
        ("high_risk", timezone.localdate()),
        ("", None),
    ]
    high = System.objects.get(ai_class="high_risk")
    assert "à vérifier" in text_of(client, high.get_absolute_url())


@pytest.mark.parametrize("old", SystemState)
@pytest.mark.parametrize("new", SystemState)
def test_a_system_moves_along_its_table_only(
    world: World, old: SystemState, new: SystemState
) -> None:
    system = registered(world, state=old)
    if new in MOVES[old]:
        acts.change_state(system, actor=world.elected, state=new, reason="Essai fini")
        line = Entry.objects.get(verb="system.state")
        assert (line.data["old"], line.data["new"]) == (old, new)
        assert line.sentence.endswith("(Essai fini)")
    else:
        with pytest.raises(Refused, match="ne peut pas passer"):
            acts.change_state(system, actor=world.elected, state=new)
    system.refresh_from_db()
    assert system.state == (new if new in MOVES[old] else old)


def test_a_withdrawn_system_goes_back_to_the_state_it_had(world: World) -> None:
    system = registered(world, state=SystemState.IN_USE)
    other = registered(world, "Autre", state=SystemState.TRIAL)
    for one in (system, other):
        acts.change_state(one, actor=world.elected, state=SystemState.WITHDRAWN)
        one.refresh_from_db()
    assert system.moves == (SystemState.IN_USE, SystemState.IDEA)
    assert other.moves == (SystemState.TRIAL, SystemState.IDEA)
    with pytest.raises(Refused, match="ne peut pas passer"):
        acts.change_state(other, actor=world.elected, state=SystemState.IN_USE)
    client = signed_in(world.elected)
    assert '<option value="in_use">' in text_of(client, system.get_absolute_url())
    client.post(address(world, "system_state", system.pk), {"state": "in_use"})
    system.refresh_from_db()
    assert system.state == SystemState.IN_USE
    assert verbs(system) == ["system.added", "system.state", "system.state"]


def test_the_page_offers_the_moves_of_the_state(world: World) -> None:
    system = registered(world, state=SystemState.IN_USE)
    client = signed_in(world.elected)
    path = address(world, "system_state", system.pk)
    client.post(path, {"state": "idea"})
    system.refresh_from_db()
    assert system.state == SystemState.IN_USE
    client.post(path, {"state": "suspended", "reason": ""})
    system.refresh_from_db()
    assert system.state == SystemState.SUSPENDED


# ---- who sees ---------------------------------------------------------------------
def test_a_guest_sees_nothing_of_the_register(world: World) -> None:
    system = registered(world, project=world.project)
    assert not System.objects.visible_to(world.employer).exists()
    page = text_of(signed_in(world.employer), world.project.get_absolute_url())
    assert "Au registre" not in page
    assert signed_in(world.expert).get(system.get_absolute_url()).status_code == 404
    assert "Assistant" not in text_of(
        signed_in(world.employer), reverse("projects:history", args=[world.project.pk])
    ).replace("Assistant du service client", "")


def test_a_guest_of_the_caucus_reads_no_name_of_the_register(world: World) -> None:
    day = timezone.localdate() + timedelta(days=3)
    system = registered(world, "Trieuse", project=world.project, review_on=day)
    seen = acts.fingerprint(system)
    later = day + timedelta(days=1)
    acts.edit_system(system, actor=world.elected, seen=seen, review_on=later)
    inside = make_guest(world.project, Role.EXPERT, caucus=True)
    client = signed_in(inside)
    read = [
        text_of(client, path)
        for path in (
            world.project.get_absolute_url(),
            reverse("projects:week"),
            *(
                reverse(f"projects:{name}", args=[world.project.pk])
                for name in ("history", "history_export")
            ),
        )
    ]
    assert any("Un système du registre est lié au dossier" in page for page in read)
    assert any("Revoir un système du registre" in page for page in read)
    for page in read:
        assert "Trieuse" not in page
        assert str(system.pk) not in page
    ours = text_of(signed_in(world.elected), world.project.get_absolute_url())
    assert "Trieuse" in ours
    assert "à revoir le" in ours


def test_a_reader_reads_the_sheet_and_is_offered_no_act(world: World) -> None:
    system = registered(world)
    page = text_of(signed_in(world.reader), system.get_absolute_url())
    assert "Signaler une erreur" in page
    for words in ("Modifier la fiche", "Noter une revue", "Publier", "Changer d’état"):
        assert words not in page


# ---- the list ---------------------------------------------------------------------
def test_the_register_is_filtered(world: World) -> None:
    other = make_workplace(world.organisation, name="Site de Lille")
    past = timezone.localdate() - timedelta(days=1)
    registered(world, "Alpha", uses_ai=Answer3.YES, state=SystemState.IN_USE)
    registered(world, "Bêta", workplace=other, review_on=past)
    registered(world, "Gamma", review_on=past, state=SystemState.WITHDRAWN)
    client = signed_in(world.reader)

    def names(query: str) -> list[str]:
        response = client.get(f"{address(world, 'systems')}?{query}")
        return [row.name for row, _late in response.context["rows"]]

    assert names("") == ["Alpha", "Bêta", "Gamma"]
    assert names(f"lieu={other.pk}") == ["Bêta"]
    assert names("etat=withdrawn") == ["Gamma"]
    assert names("ia=yes") == ["Alpha"]
    assert names("revoir=on") == ["Bêta"]
    assert names("etat=inconnu") == ["Alpha", "Bêta", "Gamma"]


def test_the_register_has_pages_that_keep_the_filter(world: World) -> None:
    System.objects.bulk_create(
        System(
            organisation=world.organisation,
            workplace=world.workplace,
            name=f"Système {rank:02}",
            state=SystemState.IN_USE,
        )
        for rank in range(51)
    )
    client = signed_in(world.reader)
    first = client.get(address(world, "systems") + "?etat=in_use")
    assert len(first.context["rows"]) == 50
    assert "?etat=in_use&amp;page=2" in first.content.decode()
    second = client.get(address(world, "systems") + "?etat=in_use&page=2")
    assert [row.name for row, _late in second.context["rows"]] == ["Système 50"]


def test_the_table_holds_the_whole_sheet_and_runs_no_formula(world: World) -> None:
    registered(world, "=1+1", real_use="Beaucoup", project=world.project)
    response = signed_in(world.reader).get(address(world, "systems_export"))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Lieu de travail;Nom;État;")
    assert "'=1+1" in lines[1]
    assert "Assistant du service client" in lines[1]
    assert len(lines) == 2


def counted(member: Member, path: str) -> int:
    client = signed_in(member)
    client.get(path)  # the first request of a session writes its hour
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_many_queries_for_three_rows_as_for_one(
    world: World, rows: int
) -> None:
    supplier = supplier_acts.add_supplier(
        world.organisation, actor=world.elected, **SUPPLIER
    )
    for rank in range(rows):
        registered(world, f"S {rank}", supplier_sheet=supplier, project=world.project)
    found = {
        name: counted(world.secretary, address(world, name, *place))
        for name, place in (
            ("systems", ()),
            ("systems_export", ()),
            ("suppliers", ()),
            ("supplier", (supplier.pk,)),
        )
    }
    assert found == {"systems": 7, "systems_export": 4, "suppliers": 6, "supplier": 7}


# ---- beside files -----------------------------------------------------------------
def test_a_sheet_begins_with_what_the_file_says_and_ties_to_it(world: World) -> None:
    Project.objects.filter(pk=world.project.pk).update(
        supplier="Éditions ALPHA",
        product="alpha",
        purpose="Aller vite",
        uses_ai="yes",
        ai_functions=["sorts"],
    )
    sheet = supplier_acts.add_supplier(
        world.organisation, actor=world.elected, **SUPPLIER
    )
    client = signed_in(world.elected)
    path = address(world, "system_new") + f"?dossier={world.project.pk}"
    given = client.get(path).context["form"].initial
    assert (given["name"], given["stated_purpose"]) == ("alpha", "Aller vite")
    assert given["supplier_sheet"] == sheet.pk
    assert given["ai_functions"] == ["sorts"]
    sent = {name: value for name, value in given.items() if value is not None}
    sent |= {"may_set_aside": "unknown", "impact_assessment": "unknown"}
    assert client.post(path, sent).status_code == 302
    system = System.objects.get()
    assert system.project == world.project
    assert Entry.objects.filter(project=world.project, verb="system.tied").count() == 1
    page = text_of(client, world.project.get_absolute_url())
    assert system.get_absolute_url() in page


@pytest.mark.parametrize("asked", ["inconnu", "00000000-0000-4000-8000-000000000000"])
def test_a_sheet_begins_with_no_file_of_elsewhere(world: World, asked: str) -> None:
    client = signed_in(world.elected)
    for query in (f"?dossier={asked}", f"?dossier={world.other_project.pk}"):
        assert client.get(address(world, "system_new") + query).status_code == 404
    for query in (f"?systeme={asked}", f"?systeme={world.other_project.pk}"):
        assert client.get(address(world, "project_new") + query).status_code == 404


def test_a_file_opened_from_a_sheet_is_tied_to_it(world: World) -> None:
    system = registered(world, "Planning", stated_purpose="Prévoir")
    client = signed_in(world.elected)
    path = address(world, "project_new") + f"?systeme={system.pk}"
    given = client.get(path).context["form"].initial
    assert (given["title"], given["purpose"]) == ("Planning", "Prévoir")
    sent = {name: value for name, value in given.items() if value is not None}
    sent |= {"phase": "framing", "monitoring": "unknown"}
    answer = client.post(path, sent)
    system.refresh_from_db()
    assert system.project is not None
    assert system.project.title == "Planning"
    assert answer["Location"] == f"{system.get_absolute_url()}#diagnostics"
    page = text_of(client, system.get_absolute_url())
    number = system.project.number
    assert f"Le dossier n° {number} suit ce système. Vous pouvez maintenant" in page
    where = reverse(
        "diagnostics:system_assessments", args=[world.organisation.pk, system.pk]
    )
    assert f'hx-get="{where}"' in page
    new = reverse("diagnostics:assessment_new", args=[system.project.pk])
    assert f'href="{new}?systeme={system.pk}"' in text_of(client, where)
    assert verbs(system) == ["system.added", "system.edited"]
    with pytest.raises(Refused, match="déjà un dossier"):
        acts.open_project(
            system, actor=world.elected, phase="framing", title="Encore un"
        )


# ---- days of review in the ledger -------------------------------------------------
def test_the_day_of_review_stands_in_the_ledger_of_the_file(world: World) -> None:
    day = timezone.localdate() + timedelta(days=30)
    system = registered(world, project=world.project, review_on=day)
    deadline = Deadline.objects.get(key=acts.review_key(system))
    assert (deadline.project, deadline.due_on) == (world.project, day)
    assert (deadline.room, deadline.binding) == ("caucus", True)
    assert deadline.action_url == f"{world.project.get_absolute_url()}#registre"
    later = day + timedelta(days=5)
    seen = acts.fingerprint(system)
    acts.edit_system(system, actor=world.elected, seen=seen, review_on=later)
    assert open_days(system) == [later]


def test_a_system_without_a_file_puts_no_date(world: World) -> None:
    system = registered(world, review_on=timezone.localdate())
    assert open_days(system) == []


def test_the_day_follows_the_file_that_a_system_is_tied_to(world: World) -> None:
    day = timezone.localdate() + timedelta(days=30)
    system = registered(world, project=world.project, review_on=day)
    other = make_project(world.workplace, world.secretary)
    seen = acts.fingerprint(system)
    system = acts.edit_system(system, actor=world.elected, seen=seen, project=other)
    assert Deadline.objects.open().get(key=acts.review_key(system)).project == other
    seen = acts.fingerprint(system)
    acts.edit_system(system, actor=world.elected, seen=seen, project=None)
    assert open_days(system) == []


def test_a_withdrawn_system_has_nothing_to_review(world: World) -> None:
    day = timezone.localdate() - timedelta(days=1)
    system = registered(world, project=world.project, review_on=day)
    acts.change_state(system, actor=world.elected, state=SystemState.WITHDRAWN)
    closed = Deadline.objects.get(key=acts.review_key(system))
    assert closed.state == DeadlineState.CANCELLED
    assert not System.objects.to_review(timezone.localdate()).exists()


# ---- suppliers --------------------------------------------------------------------
def test_a_product_has_one_sheet_and_its_changes_are_kept(world: World) -> None:
    organisation = world.organisation
    sheet = supplier_acts.add_supplier(organisation, actor=world.elected, **SUPPLIER)
    with pytest.raises(Refused, match="déjà sa fiche"):
        supplier_acts.add_supplier(
            organisation, actor=world.elected, **SUPPLIER | {"product": "ALPHA"}
        )
    client = signed_in(world.elected)
    edit = address(world, "supplier_edit", sheet.pk)
    seen = client.get(edit).context["form"].initial["seen"]
    client.post(edit, SUPPLIER | {"data_location": "Lyon", "seen": seen})
    line = Entry.objects.get(verb="supplier.edited")
    assert (line.target, line.data["new"]) == (sheet.pk, {"data_location": "Lyon"})
    assert "lieu des données" in text_of(client, sheet.get_absolute_url())


def test_the_sheet_of_a_supplier_says_which_systems_use_it(world: World) -> None:
    sheet = supplier_acts.add_supplier(
        world.organisation, actor=world.elected, **SUPPLIER
    )
    other = make_workplace(world.organisation, name="Site de Lille")
    registered(world, "Ici", supplier_sheet=sheet)
    registered(world, "Là-bas", supplier_sheet=sheet, workplace=other)
    page = text_of(signed_in(world.reader), sheet.get_absolute_url())
    for words in ("Ici", "Là-bas", "Site de Lille"):
        assert words in page


def test_the_database_keeps_one_sheet_per_product(world: World) -> None:
    facts = {"organisation": world.organisation, "supplier": "A", "product": "B"}
    SupplierSheet.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierSheet.objects.create(**facts)


def test_the_menu_leads_to_the_register(world: World) -> None:
    delegate = make_member(world.organisation, Role.DELEGATE)
    page = text_of(signed_in(delegate), address(world, "systems"))
    assert f'<a href="{address(world, "systems")}" aria-current="page">' in page
