"""The first observed use, its banner, and what the other side never reads."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from projects.actions import first_use as actions
from projects.chronology import chronology
from projects.enums import ItemKind, Phase, Role, Room
from projects.errors import Refused
from projects.models import Document, Entry, Member, Project
from projects.views.summary import HEADINGS, delegation_words
from tests.dialogue.stories import document
from tests.factories import World, make_guest
from tests.projects.sheets import client_of, put_deadline, text_of, url

SECRET = "Les chronométrages de l’équipe du soir"
CHANGE = "Les pauses ne seront plus choisies"


def used(world: World, days_ago: int = 10, note: str = SECRET) -> Project:
    return actions.record_first_use(
        world.project,
        actor=world.secretary,
        used_on=timezone.localdate() - timedelta(days=days_ago),
        note=note,
    )


def test_first_use_before_any_opinion_raises_the_banner(
    world: World, secretary_client: Client
) -> None:
    assert "Pilote déjà lancé" not in text_of(
        secretary_client.get(url("project", world))
    )
    used(world)
    page = secretary_client.get(url("project", world))
    assert "Pilote déjà lancé" in text_of(page)
    assert [moment.kind for moment in page.context["moments"]] == ["warn"]


def test_first_use_after_the_opinion_raises_no_banner(
    world: World, secretary_client: Client
) -> None:
    world.project.opinion_on = timezone.localdate() - timedelta(days=20)
    world.project.save()
    used(world)
    assert "Pilote déjà lancé" not in text_of(
        secretary_client.get(url("project", world))
    )


def test_the_first_document_is_one_that_the_employer_handed(world: World) -> None:
    today = timezone.localdate()

    def first() -> list[date]:
        return [
            moment.day
            for moment in chronology(world.project, world.secretary, today)
            if moment.label == "premier document remis"
        ]

    paper(world, world.secretary, str(world.secretary), today - timedelta(days=9))
    paper(world, world.expert, "Cabinet", today - timedelta(days=8))
    assert first() == []
    paper(world, world.secretary, "DRH", today - timedelta(days=6))
    assert first() == [today - timedelta(days=6)]
    paper(world, world.employer, str(world.employer), today - timedelta(days=7))
    assert first() == [today - timedelta(days=7)]


def paper(world: World, filed_by: Member, given_by: str, on: date) -> Document:
    return Document.objects.create(
        organisation=world.organisation,
        project=world.project,
        rank=Document.objects.count() + 1,
        title="Papier",
        room=Room.SHARED,
        given_by=given_by,
        given_on=on,
        filed_by=filed_by,
    )


def test_chronology_stands_in_the_order_of_dates(
    world: World, secretary_client: Client
) -> None:
    today = timezone.localdate()
    Project.objects.filter(pk=world.project.pk).update(
        announced_on=today - timedelta(days=30),
        pilot_planned_on=today - timedelta(days=5),
        start_planned_on=today + timedelta(days=30),
    )
    put_deadline(
        world.project,
        "avis",
        20,
        key="consultation:1:avis",
        starts_on=today - timedelta(days=8),
    )
    used(world, days_ago=12)
    moments = secretary_client.get(url("project", world)).context["moments"]
    assert [(moment.label, moment.kind) for moment in moments] == [
        ("projet annoncé", "done"),
        ("premier usage constaté, avant tout avis", "warn"),
        ("information remise : le délai court", "done"),
        ("pilote prévu", "done"),
        ("dernier jour pour l’avis", "due"),
        ("déploiement prévu", "due"),
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"first_use_on": ""}, "first_use_on"),
        ({"first_use_on": "2999-01-01"}, "first_use_on"),
        ({"first_use_on": "1026-01-01"}, "first_use_on"),
        ({"first_use_on": "2026-01-01", "first_use_note": "a\x00"}, "first_use_note"),
    ],
)
def test_wrong_first_use_is_said_and_the_note_kept(
    world: World, secretary_client: Client, sent: dict[str, str], field: str
) -> None:
    sent = {"first_use_note": SECRET, **sent}
    page = secretary_client.post(url("first_use", world), sent)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    if field == "first_use_on":
        assert SECRET in text_of(page)
    assert Entry.objects.count() == 0


def test_first_use_to_come_is_refused_by_the_act(world: World) -> None:
    with pytest.raises(Refused):
        used(world, days_ago=-1)


def test_first_use_recorded_by_mistake_can_be_taken_back(
    world: World, secretary_client: Client
) -> None:
    used(world)
    secretary_client.post(url("first_use_withdraw", world), {"reason": ""})
    world.project.refresh_from_db()
    assert world.project.first_use_on is not None
    secretary_client.post(url("first_use_withdraw", world), {"reason": "Autre outil"})
    world.project.refresh_from_db()
    assert (world.project.first_use_on, world.project.first_use_note) == (None, "")
    shared = Entry.objects.visible_to(world.employer)
    assert [entry.verb for entry in shared] == [
        "project.first_use_withdrawn",
        "project.first_use",
    ]


# ---- what the delegation keeps for itself ---------------------------------------


def written(world: World) -> None:
    """A project whose caucus words exist, with caucus lines in its journal."""
    Project.objects.filter(pk=world.project.pk).update(real_change=CHANGE)
    used(world)


@pytest.mark.parametrize("page", ["project", "history", "history_export"])
@pytest.mark.parametrize(
    "role", [Role.EMPLOYER, Role.IT, Role.EXPERT, Role.FACILITATOR, Role.SUPPLIER]
)
def test_guests_outside_the_caucus_never_read_the_delegations_words(
    world: World, role: Role, page: str
) -> None:
    written(world)
    guest = make_guest(world.project, role)
    text = text_of(client_of(guest).get(url(page, world)))
    assert CHANGE not in text
    assert SECRET not in text
    assert "Note sur le premier usage" not in text
    assert "Ce que la direction voit" not in text


@pytest.mark.parametrize("who", ["secretary", "elected", "admin", "reader"])
def test_the_delegation_reads_its_own_words(world: World, who: str) -> None:
    written(world)
    text = text_of(client_of(getattr(world, who)).get(url("project", world)))
    assert CHANGE in text
    assert SECRET in text


def test_an_expert_let_into_the_caucus_reads_them_too(world: World) -> None:
    written(world)
    expert = make_guest(world.project, Role.EXPERT, caucus=True)
    world.project.refresh_from_db()
    assert delegation_words(world.project, expert) == {
        "real_change": CHANGE,
        "first_use_note": SECRET,
        "uses": [],
    }
    assert delegation_words(world.project, world.employer) is None


def test_no_template_reads_the_delegations_words_from_the_project_itself() -> None:
    """One function hands them out; a shortcut in any template would be a leak."""
    direct = re.compile(r"project\.(real_change|first_use_note)")
    folder = Path(settings.BASE_DIR) / "templates"
    found = [p.name for p in folder.rglob("*.html") if direct.search(p.read_text())]
    assert found == []


@pytest.mark.parametrize("page", ["project_edit", "first_use"])
def test_pages_that_show_them_in_forms_are_closed_to_guests(
    world: World, page: str
) -> None:
    written(world)
    for guest in (world.employer, world.expert):
        response = client_of(guest).get(url(page, world))
        assert response.status_code == 403
        assert CHANGE not in text_of(response)


def test_the_date_itself_is_told_to_both_sides_without_the_note(world: World) -> None:
    used(world)
    lines = Entry.objects.visible_to(world.employer)
    assert [(line.verb, line.room) for line in lines] == [
        ("project.first_use", Room.SHARED)
    ]
    assert SECRET not in str(lines[0].data)
    assert "Pilote déjà lancé" in text_of(
        client_of(world.employer).get(url("project", world))
    )


# ---- the summary page -----------------------------------------------------------


def test_six_phases_with_the_present_one_marked(
    world: World, secretary_client: Client
) -> None:
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.BUILD)
    phases = secretary_client.get(url("project", world)).context["phases"]
    assert [phase["state"] for phase in phases] == [
        "done",
        "done",
        "here",
        "todo",
        "todo",
        "todo",
    ]


def test_delegation_sees_what_management_sees(
    world: World, secretary_client: Client
) -> None:
    page = secretary_client.get(url("project", world))
    assert page.context["other_side"] == {
        "people": [world.employer.user.name],
        "invited": False,
        "documents": 0,
        "items": [],
    }


def test_a_confidential_document_counts_for_management_when_it_may_read_it(
    world: World, secretary_client: Client
) -> None:
    document(world, "Note d’information")
    secret = document(
        world,
        "Prix",
        confidential=True,
        confidential_until=timezone.localdate(),
    )

    Document.objects.update(filed_by=world.secretary)

    def counted() -> int:
        page = secretary_client.get(url("project", world))
        count: int = page.context["other_side"]["documents"]
        return count

    assert counted() == 1
    secret.readers.add(world.employer)
    assert counted() == 2


@pytest.mark.parametrize(("who", "link"), [("secretary", True), ("reader", False)])
def test_the_list_of_guests_is_offered_to_those_who_may_open_it(
    world: World, who: str, link: bool
) -> None:
    page = client_of(getattr(world, who)).get(url("project", world)).content.decode()
    assert (f'href="{url("guests", world)}"' in page) is link


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("ex_member", 404)])
def test_the_project_does_not_exist_for_people_outside(
    world: World, who: str, status: int
) -> None:
    client = client_of(getattr(world, who))
    for page in ("project", "project_edit", "first_use", "history", "history_export"):
        assert client.get(url(page, world)).status_code == status
    for page in ("project_phase", "first_use_withdraw"):
        assert client.post(url(page, world)).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_summary_costs_the_same_queries_for_one_and_three_lines(
    world: World,
    secretary_client: Client,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    for days_ago in range(rows):
        used(world, days_ago=days_ago + 1)
    secretary_client.get(url("project", world))
    with django_assert_num_queries(14):
        page = secretary_client.get(url("project", world))
    assert len(page.context["entries"]) == rows + 1


def test_every_step_of_the_thread_has_its_heading() -> None:
    assert set(HEADINGS) == set(ItemKind)
