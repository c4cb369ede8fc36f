"""The list of projects, the sheet, its acts."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.actions import projects as actions
from projects.enums import DeadlineState, Phase, Role, Room
from projects.errors import Conflict, Refused
from projects.models import Entry, Notice, Project
from projects.register import look_alikes, page_of
from tests.factories import (
    World,
    make_member,
    make_organisation,
    make_project,
    make_workplace,
)
from tests.projects.sheets import client_of, edited, put_deadline, sheet, text_of, url

SECRET = "Les chronométrages de l’équipe du soir"


def list_url(world: World) -> str:
    return reverse("projects:projects", args=[world.organisation.pk])


def new_url(world: World) -> str:
    return reverse("projects:project_new", args=[world.organisation.pk])


# ---- the list -------------------------------------------------------------------


def test_list_shows_the_nearest_open_date(
    world: World, secretary_client: Client
) -> None:
    put_deadline(world.project, "avis à rendre", 9)
    put_deadline(world.project, "réponse attendue", 3)
    put_deadline(
        world.project,
        "déjà tenue",
        1,
        state=DeadlineState.MET,
        closed_at=timezone.now(),
    )
    page = secretary_client.get(list_url(world))
    assert [row.due for row in page.context["rows"]] == ["réponse attendue"]
    assert "déjà tenue" not in text_of(page)


def test_list_holds_the_projects_of_one_organisation_only(world: World) -> None:
    page = client_of(world.reader).get(list_url(world))
    assert [row.title for row in page.context["rows"]] == [world.project.title]
    assert world.other_project.title not in text_of(page)


@pytest.mark.parametrize("who", ["outsider", "ex_member", "employer", "expert"])
def test_list_does_not_exist_for_people_outside(world: World, who: str) -> None:
    assert client_of(getattr(world, who)).get(list_url(world)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_for_one_and_three_rows(
    world: World,
    secretary_client: Client,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    for _row in range(rows - 1):
        make_project(world.workplace, world.secretary)
    for project in Project.objects.filter(organisation=world.organisation):
        put_deadline(project, f"échéance {project.rank}", 5)
    secretary_client.get(list_url(world))
    with django_assert_num_queries(6):
        page = secretary_client.get(list_url(world))
    assert len(page.context["rows"]) == rows


def test_list_says_what_a_project_is_for_when_there_is_none(world: World) -> None:
    other = make_member(make_organisation(), role=world.secretary.role)
    page = client_of(other).get(
        reverse("projects:projects", args=[other.organisation_id])
    )
    assert "Ouvrir le premier projet" in text_of(page)


@pytest.mark.parametrize(
    "words", ["prevision", "PRÉVISION", "prévision effectifs", "Clairéon", "claireon"]
)
def test_search_finds_words_whatever_their_accents(
    world: World, secretary_client: Client, words: str
) -> None:
    wanted = make_project(
        world.workplace,
        world.secretary,
        "Prévision des effectifs",
        product="Clairéon",
    )
    page = secretary_client.get(list_url(world), {"q": words})
    assert [row.title for row in page.context["rows"]] == [wanted.title]


@pytest.mark.parametrize("words", ["(a+)+$", "%", "[", "\\", "zzz", "2026-999999"])
def test_search_takes_every_character_as_text(
    world: World, secretary_client: Client, words: str
) -> None:
    page = secretary_client.get(list_url(world), {"q": words})
    assert page.status_code == 200
    assert page.context["rows"] == []
    assert "Aucun projet ne correspond" in text_of(page)


def test_search_by_number_opens_on_that_project(
    world: World, secretary_client: Client
) -> None:
    make_project(world.workplace, world.secretary)
    page = secretary_client.get(list_url(world), {"q": world.project.number})
    assert [row.title for row in page.context["rows"]] == [world.project.title]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a" * 101},
        {"q": "a\x00b"},
        {"phase": "inconnue"},
        {"avant": "hier"},
        {"apres": "2026-99999999999"},
    ],
)
def test_wrong_filter_shows_a_sentence_and_the_whole_list(
    world: World, secretary_client: Client, query: dict[str, str]
) -> None:
    page = secretary_client.get(list_url(world), query)
    assert page.status_code == 200
    assert [row.title for row in page.context["rows"]] == [world.project.title]
    assert "à corriger" in text_of(page)


def test_pages_of_fifty_follow_each_other_both_ways(world: World) -> None:
    projects = [make_project(world.workplace, world.secretary) for _n in range(119)]
    projects = [world.project, *projects]
    everything = Project.objects.filter(organisation=world.organisation)
    first = page_of(everything)
    second = page_of(everything, before=first.older)
    third = page_of(everything, before=second.older)
    newest_first = sorted(projects, key=lambda project: -project.rank)
    assert [*first.rows, *second.rows, *third.rows] == newest_first
    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 20]
    assert (first.newer, third.older) == ("", "")
    back = page_of(everything, after=third.newer)
    assert list(back.rows) == list(second.rows)
    assert list(page_of(everything, after=back.newer).rows) == list(first.rows)


# ---- creation -------------------------------------------------------------------


def test_creation_numbers_the_project_after_the_last_of_the_year(world: World) -> None:
    fields: Any = {"workplace": world.workplace, "title": "Planification"}
    created = actions.create_project(
        world.organisation, actor=world.secretary, **fields
    )
    assert (created.year, created.rank) == (
        timezone.localdate().year,
        world.project.rank + 1,
    )
    entry = Entry.objects.get(project=created)
    assert (entry.verb, entry.room) == ("project.created", Room.CAUCUS)
    told = set(Notice.objects.values_list("member_id", flat=True))
    assert told == {world.elected.pk, world.admin.pk, world.reader.pk}


def test_numbers_of_two_organisations_do_not_meet(world: World) -> None:
    workplace = make_workplace(world.outsider.organisation)
    Project.objects.filter(pk=world.other_project.pk).update(rank=7)
    created = actions.create_project(
        world.outsider.organisation,
        actor=world.outsider,
        workplace=workplace,
        title="Le leur",
    )
    assert created.rank == 8


def test_workplace_of_another_organisation_is_refused(world: World) -> None:
    foreign = make_workplace(world.outsider.organisation)
    with pytest.raises(Refused):
        actions.create_project(
            world.organisation, actor=world.secretary, workplace=foreign, title="Non"
        )
    page = client_of(world.secretary).post(
        new_url(world), sheet(world, workplace=str(foreign.pk))
    )
    assert page.context["form"].errors["workplace"]
    assert not Project.objects.filter(title="Tri des courriers").exists()


def test_whole_sheet_is_kept(world: World, secretary_client: Client) -> None:
    secretary_client.post(
        new_url(world),
        sheet(
            world,
            purpose="Gagner du temps",
            real_change=SECRET,
            supplier="Éditrice SA",
            product="TriMail",
            uses_ai="yes",
            ai_functions=["sorts", "predicts"],
            trades="agents de tri",
            people_count="86",
            personal_data="yes",
            staff_data="no",
            monitoring="yes",
            announced_on="2026-01-05",
            pilot_planned_on="2026-02-01",
            start_planned_on="2026-03-01",
            phase="deployment",
        ),
    )
    project = Project.objects.get(title="Tri des courriers")
    assert (project.ai_functions, project.people_count, project.phase) == (
        ["sorts", "predicts"],
        86,
        Phase.DEPLOYMENT,
    )
    assert project.real_change == SECRET
    assert project.start_planned_on == date(2026, 3, 1)


@pytest.mark.parametrize("title", ["Assistant du service clients", "Autre titre"])
def test_close_project_must_be_joined_or_told_apart(
    world: World, secretary_client: Client, title: str
) -> None:
    Project.objects.filter(pk=world.project.pk).update(product="Réponsia")
    sent = sheet(world, title=title, product="reponsia")
    page = secretary_client.post(new_url(world), sent)
    assert page.context["alike"] == [world.project]
    assert "rejoignez-le" in text_of(page)
    assert page.context["form"].fields["different_because"].required
    assert Project.objects.filter(title=title).count() == 0
    secretary_client.post(new_url(world), {**sent, "different_because": "Autre site"})
    created = Project.objects.get(title=title)
    entry = Entry.objects.get(project=created)
    assert entry.data["different_because"] == "Autre site"


def test_projects_of_another_organisation_are_never_called_alike(world: World) -> None:
    title = world.other_project.title
    assert look_alikes(world.organisation, title) == []
    assert look_alikes(world.outsider.organisation, title) == [world.other_project]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Remplissez ce champ"),
        ("title", "a" * 201, "200"),
        ("title", "a\x00b", "caractère invisible"),
        ("purpose", "a" * 10_001, "10000"),
        ("workplace", "pas-un-uuid", "proposées"),
        ("uses_ai", "peut-être", "n’en fait pas ou plus partie"),
        ("ai_functions", ["vole"], "n’en fait pas ou plus partie"),
        ("people_count", "-1", "0"),
        ("people_count", "beaucoup", "entier"),
        ("people_count", "99999999999999", "2000000"),
        ("announced_on", "31/02/2026", "date"),
        ("announced_on", "2999-01-01", "déjà eu lieu"),
        ("announced_on", "0026-01-01", "Vérifiez l’année"),
        ("pilot_planned_on", "9999-01-01", "Vérifiez l’année"),
        ("phase", "ailleurs", "n’en fait pas ou plus partie"),
    ],
)
def test_wrong_value_is_said_in_french_and_kept(
    world: World, secretary_client: Client, field: str, value: Any, sentence: str
) -> None:
    sent = sheet(world, supplier="Éditrice SA", **{field: value})
    page = secretary_client.post(new_url(world), sent)
    assert page.status_code == 200
    errors = " ".join(page.context["form"].errors[field])
    assert sentence in errors.replace("\u00a0", " ").replace("\u202f", "")
    assert 'value="Éditrice SA"' in text_of(page)
    assert not Project.objects.filter(supplier="Éditrice SA").exists()


def test_dates_and_ai_answers_must_agree(
    world: World, secretary_client: Client
) -> None:
    page = secretary_client.post(
        new_url(world),
        sheet(
            world,
            pilot_planned_on="2026-03-02",
            start_planned_on="2026-03-01",
            uses_ai="no",
            ai_functions=["sorts"],
        ),
    )
    assert set(page.context["form"].errors) == {"start_planned_on", "uses_ai"}


def test_creation_asks_for_a_workplace_first(world: World) -> None:
    alone = make_member(make_organisation(), Role.SECRETARY)
    page = client_of(alone).get(
        reverse("projects:project_new", args=[alone.organisation_id])
    )
    assert "D’abord, un lieu de travail" in text_of(page)


# ---- edition --------------------------------------------------------------------


def test_edit_writes_old_and_new_of_what_changed(
    world: World, secretary_client: Client
) -> None:
    page = secretary_client.post(
        url("project_edit", world), edited(world, supplier="Éditrice SA")
    )
    assert page.status_code == 302
    entry = Entry.objects.get(project=world.project)
    assert entry.data == {"old": {"supplier": ""}, "new": {"supplier": "Éditrice SA"}}
    assert entry.sentence == "Fiche modifiée : fournisseur"
    assert entry.room == Room.CAUCUS


def test_edit_without_change_writes_nothing(
    world: World, secretary_client: Client
) -> None:
    secretary_client.post(url("project_edit", world), edited(world))
    assert Entry.objects.count() == 0


def test_two_people_editing_never_overwrite_each_other(
    world: World, secretary_client: Client
) -> None:
    mine = edited(world, purpose="Ma version")
    client_of(world.elected).post(
        url("project_edit", world), edited(world, purpose="La sienne")
    )
    page = secretary_client.post(url("project_edit", world), mine)
    assert "Quelqu’un a écrit ici entre-temps" in text_of(page)
    assert "La sienne" in text_of(page)
    assert "Ma version" in text_of(page)
    world.project.refresh_from_db()
    assert world.project.purpose == "La sienne"
    seen = page.context["form"]["seen"].value()
    secretary_client.post(url("project_edit", world), {**mine, "seen": seen})
    world.project.refresh_from_db()
    assert world.project.purpose == "Ma version"


def test_stale_edit_is_refused_by_the_act(world: World) -> None:
    with pytest.raises(Conflict):
        actions.edit_project(
            world.project, actor=world.secretary, seen="autre", title="Écrasé"
        )


# ---- phase ----------------------------------------------------------------------


def test_phase_change_is_told_to_both_sides(
    world: World, secretary_client: Client
) -> None:
    secretary_client.post(url("project_phase", world), {"phase": "deployment"})
    entry = Entry.objects.get(project=world.project)
    assert entry.sentence == "Phase du projet : « cadrage » devient « déploiement »"
    assert entry.room == Room.SHARED


@pytest.mark.parametrize("phase", ["", "ailleurs", "framing"])
def test_wrong_phase_changes_nothing_and_says_so(
    world: World, secretary_client: Client, phase: str
) -> None:
    page = secretary_client.post(
        url("project_phase", world), {"phase": phase}, follow=True
    )
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Entry.objects.count() == 0
