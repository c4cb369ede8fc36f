"""What was never handed over can be withdrawn: the row stays, the lists forget it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dialogue.actions import batches, consultations, opinions, questions
from dialogue.enums import ConsultationState, PassageKind, QuestionState
from dialogue.models import Consultation, Question
from projects import items
from projects.enums import ItemKind, Role
from projects.errors import Refused
from projects.models import Entry, Item
from tests.dialogue.stories import (
    address,
    drafted,
    finding,
    html_of,
    opened,
    prepared,
    sent,
    signed_in,
)
from tests.factories import World, make_member

TEXT = "Qui lit les conversations ?"


def withdrawn(world: World) -> Question:
    question = drafted(world, opened(world), TEXT)
    return questions.withdraw(question, actor=world.elected)


def test_a_draft_question_is_withdrawn_after_a_confirmation(world: World) -> None:
    question = drafted(world, opened(world), TEXT)
    url = address(world, "question_withdraw", question.pk)
    assert url in html_of(world.elected, address(world, "question", question.pk))
    assert TEXT.replace(" ?", "") in html_of(world.elected, url)
    assert signed_in(world.elected).post(url).status_code == 302
    question.refresh_from_db()
    assert question.state == QuestionState.WITHDRAWN
    line = Entry.objects.get(verb="question.withdrawn")
    assert (line.actor_name, line.room, line.sentence) == (
        str(world.elected),
        "caucus",
        "Question Q-1 retirée, jamais transmise",
    )


def test_a_withdrawn_question_leaves_the_lists_and_keeps_its_page(
    world: World,
) -> None:
    question = withdrawn(world)
    listed = html_of(world.elected, address(world, "questions"))
    assert "Qui lit les conversations" not in listed
    assert "0 question transmise" in listed
    page = html_of(world.elected, address(world, "question", question.pk))
    assert "Retirée, jamais transmise" in page
    assert "Modifier le brouillon" not in page
    assert address(world, "question_withdraw", question.pk) not in page
    assert (
        signed_in(world.employer)
        .get(address(world, "question", question.pk))
        .status_code
        == 404
    )


def test_a_withdrawn_question_leaves_the_thread_and_the_sources(world: World) -> None:
    origin = finding(world)
    question = drafted(world, opened(world), TEXT, origin=origin)
    assert items.chain(origin, world.elected) == [origin, question.item]
    questions.withdraw(question, actor=world.elected)
    assert items.chain(origin, world.elected) == [origin]
    form = html_of(world.elected, address(world, "passage_new"))
    assert "Q-1" not in form


def test_its_number_is_not_given_again(world: World) -> None:
    question = withdrawn(world)
    other = drafted(world, question.consultation, "Quelles données ?")
    assert other.item.number == "Q-2"


def test_a_removed_point_leaves_the_thread_too(world: World) -> None:
    question = drafted(world, opened(world), TEXT)
    passage = opinions.add_passage(
        question.consultation,
        actor=world.elected,
        kind=PassageKind.POINT,
        text="Le CSE demande une étude.",
        origin=question.item,
    )
    opinions.remove_passage(passage, actor=world.elected)
    assert items.chain(question.item, world.elected) == [question.item]


def test_only_the_author_or_the_secretary_withdraws_a_question(world: World) -> None:
    question = drafted(world, opened(world), TEXT)
    url = address(world, "question_withdraw", question.pk)
    colleague = make_member(world.organisation, Role.ELECTED)
    assert signed_in(colleague).post(url).status_code == 403
    assert signed_in(world.secretary).post(url).status_code == 302


def test_a_question_that_was_sent_is_never_withdrawn(world: World) -> None:
    batch = sent(world, opened(world), TEXT)
    question = batch.questions.get()
    with pytest.raises(Refused, match="sans réponse"):
        questions.withdraw(question, actor=world.elected)
    url = address(world, "question_withdraw", question.pk)
    page = signed_in(world.secretary).post(url, follow=True).content.decode()
    assert "cela n’est pas possible" in page
    question.refresh_from_db()
    assert question.state == QuestionState.SENT


def test_a_withdrawn_question_is_neither_sent_nor_edited(world: World) -> None:
    question = withdrawn(world)
    with pytest.raises(Refused, match="Retirée entre-temps : Q-1"):
        batches.send(
            question.consultation,
            actor=world.secretary,
            chosen=[question],
            wanted_on=None,
            batch_id=question.pk,
        )
    with pytest.raises(Refused, match="a été retirée"):
        questions.edit(
            question,
            actor=world.elected,
            text="Autre",
            theme="other",
            origin=None,
            seen=TEXT,
        )


def test_a_consultation_in_draft_is_withdrawn_and_disappears(world: World) -> None:
    consultation = prepared(world)
    url = address(world, "consultation_act", consultation.pk, "retrait")
    assert "Retirer la consultation" in html_of(world.secretary, url)
    answer = signed_in(world.secretary).post(url)
    assert (answer.status_code, answer["Location"]) == (
        302,
        world.project.get_absolute_url(),
    )
    row = Consultation.objects.get()
    assert row.state == ConsultationState.WITHDRAWN
    assert (
        signed_in(world.secretary).get(consultation.get_absolute_url()).status_code
        == 404
    )
    line = Entry.objects.get(verb="consultation.withdrawn")
    assert (line.actor_name, line.room, line.sentence) == (
        str(world.secretary),
        "caucus",
        "Consultation en brouillon retirée : Assistant du service client",
    )
    assert "Consultation en brouillon retirée" in html_of(
        world.secretary, reverse("projects:history", args=[world.project.pk])
    )


def test_its_questions_wait_for_the_next_consultation(world: World) -> None:
    first = prepared(world)
    question = drafted(world, first, TEXT)
    consultations.withdraw(first, actor=world.secretary)
    listed = html_of(world.elected, address(world, "questions"))
    assert "Qui lit les conversations" in listed
    second = prepared(world)
    question.refresh_from_db()
    assert (question.consultation, second.rank) == (second, 2)
    with pytest.raises(Refused, match="a été retirée"):
        drafted(world, first, "Une autre question ?")


def test_a_consultation_that_the_employer_knows_is_not_withdrawn(
    world: World,
) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match="consultation ouverte"):
        consultations.withdraw(consultation, actor=world.secretary)


def test_a_draft_whose_opinion_is_being_written_is_kept(world: World) -> None:
    consultation = prepared(world)
    passage = opinions.add_passage(
        consultation, actor=world.elected, kind=PassageKind.WISH, text="Un vœu."
    )
    with pytest.raises(Refused, match="Un avis est en rédaction"):
        consultations.withdraw(consultation, actor=world.secretary)
    opinions.remove_passage(passage, actor=world.elected)
    consultations.withdraw(consultation, actor=world.secretary)
    assert Consultation.objects.get().state == ConsultationState.WITHDRAWN


def test_only_who_runs_the_consultation_withdraws_it(world: World) -> None:
    consultation = prepared(world)
    url = address(world, "consultation_act", consultation.pk, "retrait")
    assert signed_in(world.elected).post(url).status_code == 403


def test_the_database_ties_a_withdrawal_to_its_day(world: World) -> None:
    row = prepared(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=row.pk).update(state="withdrawn")
    question = drafted(world, row, TEXT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(state="sent")


def test_a_step_that_was_withdrawn_is_not_offered_again(world: World) -> None:
    question = withdrawn(world)
    assert list(Item.objects.kept().filter(kind=ItemKind.QUESTION)) == []
    with pytest.raises(Refused, match="Cette source n’existe pas"):
        opinions.add_passage(
            question.consultation,
            actor=world.elected,
            kind=PassageKind.POINT,
            text="Un point.",
            origin=question.item,
        )
