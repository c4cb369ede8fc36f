"""The journal as each person may read it, its pages, its topics and its export."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from projects import journal
from projects.enums import Room
from projects.models import Entry, Member
from projects.spreadsheets import cell, csv_file
from tests.factories import World
from tests.projects.sheets import client_of, text_of, url


def write(
    world: World,
    sentence: str,
    verb: str = "question.written",
    room: str = Room.CAUCUS,
    actor: Member | None = None,
) -> Entry:
    with transaction.atomic():
        return journal.record(
            world.project,
            verb,
            sentence,
            actor=actor or world.secretary,
            target=world.project,
            room=room,
        )


def sentences(page: Any) -> list[str]:
    return [entry.sentence for entry in page.context["entries"]]


def test_newest_line_comes_first_with_its_author(
    world: World, secretary_client: Client
) -> None:
    write(world, "Première ligne")
    write(world, "Deuxième ligne", actor=world.elected)
    page = secretary_client.get(url("history", world))
    assert sentences(page) == ["Deuxième ligne", "Première ligne"]
    assert world.elected.user.name in text_of(page)


@pytest.mark.parametrize("who", ["employer", "expert"])
@pytest.mark.parametrize("page", ["history", "history_export"])
def test_caucus_lines_stay_in_the_caucus(world: World, page: str, who: str) -> None:
    write(world, "Brouillon sur les primes")
    write(world, "Question transmise", room=Room.SHARED)
    text = text_of(client_of(getattr(world, who)).get(url(page, world)))
    assert "Question transmise" in text
    assert "Brouillon sur les primes" not in text


def test_lines_of_another_project_are_not_shown(world: World) -> None:
    write(world, "Chez nous")
    page = client_of(world.outsider).get(
        url("history", world).replace(
            str(world.project.pk), str(world.other_project.pk)
        )
    )
    assert sentences(page) == []


@pytest.mark.parametrize("others", [0, 7])
def test_pages_follow_by_the_rank_of_lines_that_this_person_reads(
    world: World, others: int
) -> None:
    for _line in range(others):  # neither elsewhere nor in the caucus: nothing tells
        write(world, "Entre nous")
    lines = [write(world, f"Ligne {n}", room=Room.SHARED) for n in range(120)]
    said = [line.sentence for line in lines][::-1]
    client = client_of(world.employer)
    shown, asked = [], []
    query: dict[str, int] = {}
    for _page in range(3):
        page = client.get(url("history", world), query)
        shown.append(sentences(page))
        asked.append(page.context["older"])
        query = {"avant": page.context["older"]}
    assert shown == [said[:50], said[50:100], said[100:]]
    assert asked == [70, 20, None]


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("questions", ["Q", "R"]),
        ("projet", ["P"]),
        ("autres", ["X"]),
        ("", ["P", "Q", "R", "X"]),
    ],
)
def test_topic_keeps_its_own_lines(
    world: World, secretary_client: Client, topic: str, expected: list[str]
) -> None:
    write(world, "P", "project.created")
    write(world, "Q", "question.sent")
    write(world, "R", "answer.received")
    write(world, "X", "questionnaire.opened")
    page = secretary_client.get(url("history", world), {"sujet": topic})
    assert sorted(sentences(page)) == expected


@pytest.mark.parametrize(
    "query",
    [{"sujet": "tout"}, {"avant": "hier"}, {"avant": "0"}, {"avant": "9" * 40}],
)
def test_wrong_filter_shows_everything_and_a_sentence(
    world: World, secretary_client: Client, query: dict[str, str]
) -> None:
    write(world, "Une ligne")
    page = secretary_client.get(url("history", world), query)
    assert page.status_code == 200
    assert sentences(page) == ["Une ligne"]
    assert "à corriger" in text_of(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_history_costs_the_same_queries_for_one_and_three_lines(
    world: World,
    secretary_client: Client,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    for number in range(rows):
        write(world, f"Ligne {number}")
    secretary_client.get(url("history", world))
    with django_assert_num_queries(6):
        page = secretary_client.get(url("history", world))
    assert len(sentences(page)) == rows


def test_export_holds_the_lines_of_the_topic_oldest_first(
    world: World, secretary_client: Client
) -> None:
    write(world, "Projet créé", "project.created")
    write(world, "Question 1 ; avec un point-virgule")
    write(world, "Question 2")
    response = secretary_client.get(
        url("history_export", world), {"sujet": "questions"}
    )
    rows = response.content.decode("utf-8-sig").splitlines()
    assert rows[0] == (
        "Ligne;Date;Heure;Qui;Ce qui s’est passé;Espace;Ce qui a été écrit"
    )
    assert rows[1].endswith(';"Question 1 ; avec un point-virgule";espace élus;')
    assert rows[2].endswith(";Question 2;espace élus;")
    assert [row.partition(";")[0] for row in rows[1:]] == ["1", "2"]
    assert len(rows) == 3
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'attachment; filename="historique-{world.project.number}.csv"'
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", " =1", "\ufeff=1", '"=1', "'=1"],
)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_ordinary_cells_are_left_alone() -> None:
    assert csv_file([["Q-1", "l’avis = favorable", 3]]).decode("utf-8-sig") == (
        "Q-1;l’avis = favorable;3\r\n"
    )


def test_export_of_a_hostile_sentence_is_text(
    world: World, secretary_client: Client
) -> None:
    write(world, '=HYPERLINK("http://exemple")')
    rows = secretary_client.get(url("history_export", world)).content.decode()
    assert '"\'=HYPERLINK(""http://exemple"")"' in rows
