"""An opinion proposed from the dossier: four parts, with sources, and never twice."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.actions import answers, opinion_proposal, opinions, votes
from dialogue.enums import PassageKind, Stance
from dialogue.models import Consultation, Opinion, Passage
from projects import items
from projects.enums import DueState, ItemKind, Room
from projects.errors import Refused
from projects.models import Entry, InformationDue, Project
from tests.dialogue.avis import adopted, point
from tests.dialogue.stories import (
    address,
    document,
    drafted,
    finding,
    html_of,
    opened,
    reply,
    sent,
    signed_in,
)
from tests.factories import World


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        yield


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def told(world: World) -> Consultation:
    """Three questions (answered, half answered, silent), facts and documents."""
    Project.objects.filter(pk=world.project.pk).update(
        announced_on=date(2026, 9, 20), first_use_on=date(2026, 9, 3)
    )
    world.project.refresh_from_db()
    consultation = opened(world)
    first, second, _third = sent(
        world, consultation, "Qui voit les temps ?", "Où vont-ils ?", "Depuis quand ?"
    ).questions.all()
    reply(world, first, "Personne d’autre que vous.")
    answers.judge(first, actor=world.elected, complete=True, reason="dit tout")
    reply(world, second, "Chez l’éditeur.", partial=True)
    second.refresh_from_db()
    answers.judge(second, actor=world.elected, complete=False, reason="Quel éditeur ?")
    drafted(world, consultation, "Jamais transmise")
    document(world, "Note d’information")
    document(world, "Contrat", confidential=True, confidential_until=date(2027, 1, 1))
    due(world, "Étude d’impact", DueState.INSUFFICIENT, "Rien sur la charge.")
    due(world, "Plan de formation", DueState.RECEIVED)
    finding(world, "Relire prend plus de temps que répondre.")
    return consultation


def due(world: World, label: str, state: DueState, reason: str = "") -> None:
    InformationDue.objects.create(
        organisation=world.organisation,
        project=world.project,
        rank=InformationDue.objects.count() + 1,
        label=label,
        state=state,
        reason=reason,
    )


def propose(world: World, consultation: Consultation) -> list[Passage]:
    return opinion_proposal.propose(consultation, actor=world.elected)


def test_the_four_parts_come_in_order_with_the_step_they_come_from(
    world: World,
) -> None:
    made = propose(world, told(world))
    assert [
        (row.title, row.item.origin.number if row.item and row.item.origin else "")
        for row in made
    ] == [
        ("Les faits et leur source", ""),
        ("Constat C-1", "C-1"),
        ("Ce qui a reçu une réponse complète", "R-1"),
        ("Réponse incomplète à Q-2", "R-2"),
        ("Sans réponse\xa0: Q-3", "Q-3"),
        ("Points pour", ""),
        ("Points contre", ""),
        ("Réserves", ""),
        ("Demandes", ""),
    ]
    assert [row.kind for row in made][-2:] == [PassageKind.RESERVE, PassageKind.WISH]


def test_every_word_is_one_that_somebody_wrote(world: World) -> None:
    texts = {
        row.proposal.partition(":")[0]: plain(row.text)
        for row in propose(world, told(world))
    }
    assert texts["facts"].split("\n") == [
        "– 3 septembre 2026 : premier usage constaté (fiche du projet).",
        "– 20 septembre 2026 : projet annoncé (fiche du projet).",
        "– 26 octobre 2026 : information remise au CSE.",
        "– Document D-1, Note d’information, remis le 1er novembre 2026 par DRH.",
    ]
    assert texts["finding"] == "Relire prend plus de temps que répondre."
    assert texts["answered"].split("\n") == [
        "– Q-1 : Qui voit les temps ?",
        "Réponse R-1 du 10 novembre 2026 : « Personne d’autre que vous. »",
        "– Information reçue : Plan de formation",
    ]
    # An answer is not a point in favour: what is for is written by people.
    assert texts["for"].startswith("[à compléter :")
    assert texts["against"].split("\n") == [
        "– L’outil est en usage depuis le 3 septembre 2026, avant tout avis.",
        "– Information insuffisante : Étude d’impact. Rien sur la charge.",
        "– Q-2 attend une réponse complète.",
        "– Q-3 attend une réponse complète.",
    ]
    assert texts["reserves"] == (
        "Le CSE se prononce sans disposer de tous les éléments demandés : leur liste "
        "est dans « Points contre »."
    )
    assert texts["wishes"].split("\n") == [
        "Le CSE demande à l’employeur de :",
        "– remettre les informations listées dans « Points contre »",
        "– répondre par écrit aux questions listées au même endroit",
    ]


def test_what_is_lacking_is_listed_once(world: World) -> None:
    words = plain("\n".join(row.text for row in propose(world, told(world))))
    assert words.count("Étude d’impact") == 1
    assert words.count("Q-3") == 1


def test_an_answer_nobody_judged_is_not_told_as_complete(world: World) -> None:
    consultation = opened(world)
    question = sent(world, consultation, "Qui ?").questions.get()
    reply(world, question, "Nous.")
    made = {plain(row.title): plain(row.text) for row in propose(world, consultation)}
    assert "Ce qui a reçu une réponse complète" not in made
    assert "n’a pas encore jugé" in made["Réponse à juger : Q-1"]
    assert made["Points contre"] == (
        "– Q-1 : réponse reçue, que le CSE n’a pas encore jugée."
    )
    assert "Demandes" not in made


def test_the_invitation_to_write_is_not_put_to_the_vote(world: World) -> None:
    consultation = told(world)
    made = propose(world, consultation)
    opinions.choose_stance(consultation, actor=world.secretary, stance=Stance.RESERVED)
    opinion = Opinion.objects.get(consultation=consultation)
    with pytest.raises(Refused, match="reste à compléter"):
        votes.open_vote(opinion, actor=world.secretary, present=[world.secretary])
    empty = next(row for row in made if row.title == "Points pour")
    opinions.remove_passage(empty, actor=world.elected)
    votes.open_vote(opinion, actor=world.secretary, present=[world.secretary])
    assert opinion.votes.count() == 1


def test_a_judged_answer_carries_the_words_of_its_judgement(world: World) -> None:
    row = next(p for p in propose(world, told(world)) if "incomplète" in p.title)
    assert plain(row.text).split("\n") == [
        "Le 10 novembre 2026, nous avons demandé : « Où vont-ils ? »",
        "Réponse R-2 du 10 novembre 2026 : « Chez l’éditeur. »",
        "Réponse à Q-2 jugée partielle : Quel éditeur ?",
    ]


def test_neither_a_draft_nor_a_confidential_document_is_quoted(world: World) -> None:
    words = " ".join(row.text for row in propose(world, told(world)))
    assert "Jamais transmise" not in words
    assert "Contrat" not in words


def test_a_second_run_adds_nothing_and_a_removed_passage_stays_away(
    world: World,
) -> None:
    consultation = told(world)
    made = propose(world, consultation)
    opinions.remove_passage(made[0], actor=world.elected)
    with pytest.raises(Refused, match="rien de nouveau"):
        propose(world, consultation)
    assert Passage.objects.count() == 9
    sent(world, consultation, "Et la suite ?")
    assert [row.title for row in propose(world, consultation)] == [
        "Sans réponse\xa0: Q-5"
    ]


def test_what_people_already_wrote_about_is_left_to_them(world: World) -> None:
    consultation = told(world)
    item = items.create(
        world.project, ItemKind.FINDING, "Autre", actor=world.elected, room=Room.CAUCUS
    )
    silent = consultation.questions.get(text="Depuis quand ?")
    for origin in (item, silent.item):
        point(world, consultation, "Déjà écrit.", origin=origin)
    titles = [plain(row.title) for row in propose(world, consultation)]
    assert "Sans réponse : Q-3" not in titles
    assert "Constat C-2" not in titles
    assert "Constat C-1" in titles


def test_a_voted_opinion_takes_no_proposal(world: World) -> None:
    opinion = adopted(world)
    with pytest.raises(Refused, match="ne peut plus être modifié"):
        propose(world, opinion.consultation)
    path = address(world, "opinion_propose", opinion.consultation.pk)
    client = signed_in(world.secretary)
    assert "ne peut plus être modifié" in client.get(path, follow=True).text
    assert "ne peut plus être modifié" in client.post(path, follow=True).text


def test_the_proposal_is_read_before_it_is_added_and_the_journal_tells(
    world: World,
) -> None:
    consultation = told(world)
    path = address(world, "opinion_propose", consultation.pk)
    page = html_of(world.elected, path)
    assert "Ajouter ces 9 passages" in page
    assert Opinion.objects.count() == 0
    answer = signed_in(world.elected).post(path, follow=True)
    assert "9 passages sont ajoutés" in answer.text
    assert Passage.objects.count() == 9
    line = Entry.objects.get(verb="opinion.proposed")
    assert (line.room, len(line.data["keys"])) == (Room.CAUCUS, 9)
    assert "rien de nouveau" in html_of(world.elected, path)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_many_queries_whatever_the_dossier(
    world: World, rows: int
) -> None:
    consultation = opened(world)
    texts = [f"Question {rank} ?" for rank in range(rows)]
    for question in sent(world, consultation, *texts).questions.all():
        reply(world, question, "Oui.")
    for rank in range(rows):
        finding(world, f"Constat {rank}")
    path = address(world, "opinion_propose", consultation.pk)
    client = signed_in(world.elected)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    assert len(captured) == 23
