"""Answers of the employer (réponse motivée, L2312-15), judged by the delegation."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.actions.batches import deadline_key, put_deadline
from dialogue.actions.locks import hold_question
from dialogue.actions.questions import move, title_of
from dialogue.enums import ConsultationState, QuestionState
from dialogue.judgements import GIVEN, JUDGED, to_judge
from dialogue.models import Answer, Question, QuestionBatch
from projects import deadlines, items, journal, notices
from projects.enums import DeadlineState, ItemKind, Room
from projects.errors import Refused
from projects.models import Document, Item, Member


@transaction.atomic
def answer(
    question: Question,
    *,
    actor: Member,
    text: str,
    partial: bool,
    documents: Sequence[Document] = (),
) -> Answer:
    """Answer a question that was sent; several answers may follow one another.

    Whatever the employer says of its answer, the question is not fully answered until
    the delegation judges so. The same text sent twice by one person is one answer.
    """
    hold_question(question)
    _refuse_unsent(question)
    _refuse_closed_or_hidden(question, documents)
    again = question.answers.filter(author=actor, text=text, partial=partial).first()
    if again is not None:
        return again
    item = _number(question, text, actor=actor, partial=partial)
    row = Answer.objects.create(
        item=item, question=question, text=text, partial=partial, author=actor
    )
    row.documents.set(documents)
    move(question, QuestionState.PARTLY)
    if not partial:
        # Both sides read this word in the thread: it judges nothing.
        question.item.state = _("réponse transmise")
        question.item.save(update_fields=["state"])
    sentence = (
        _("Réponse partielle à %(number)s") if partial else _("Réponse à %(number)s")
    ) % {"number": question.item.number}
    _tell(question, GIVEN, sentence, actor, partial=partial)
    follow_batch(question.batch, actor=actor)
    return row


@transaction.atomic
def judge(
    question: Question, *, actor: Member, complete: bool, reason: str
) -> Question:
    """The delegation says whether the question is answered; the employer reads why.

    Two answers of one batch judged at once wait for each other here: each would
    otherwise see the other question waiting, and the wished date would stay open.
    """
    hold_question(question)
    items.lock_project(question.project)
    _refuse_unsent(question)
    if not question.answers.exists():
        raise Refused(_("Cette question n’a encore reçu aucune réponse."))
    move(question, QuestionState.ANSWERED if complete else QuestionState.PARTLY)
    sentence = (
        _("Réponse à %(number)s jugée complète : %(reason)s")
        if complete
        else _("Réponse à %(number)s jugée partielle : %(reason)s")
    ) % {"number": question.item.number, "reason": reason}
    _tell(question, JUDGED, sentence, actor)
    follow_batch(question.batch, actor=actor)
    return question


def follow_batch(batch: QuestionBatch | None, *, actor: Member) -> None:
    """Close the wished date when all is answered; open it again if it is not.

    The employer keeps a date by answering: it is not late for a judgement to come.
    """
    if batch is None or batch.answer_wanted_on is None:
        return
    if batch.consultation.state == ConsultationState.CLOSED:
        # Its date went with the closing; a late judgement brings it back to nobody.
        return
    project = batch.consultation.project
    waiting = list(batch.questions.waiting())
    if len(waiting) > len(to_judge(waiting)):
        put_deadline(batch, actor=actor)
    else:
        deadlines.close(project, deadline_key(batch), DeadlineState.MET)


def _number(question: Question, text: str, *, actor: Member, partial: bool) -> Item:
    item = items.create(
        question.project,
        ItemKind.ANSWER,
        title_of(text),
        actor=actor,
        room=Room.SHARED,
        origin=question.item,
        state=_("réponse partielle") if partial else _("réponse"),
    )
    item.url = question.item.url
    item.save(update_fields=["url"])
    return item


def _refuse_unsent(question: Question) -> None:
    if question.state == QuestionState.DRAFT or question.item.room != Room.SHARED:
        raise Refused(_("Cette question n’a pas été transmise."))


def _refuse_closed_or_hidden(question: Question, documents: Sequence[Document]) -> None:
    if question.consultation.state == ConsultationState.CLOSED:
        raise Refused(_("La consultation est close : elle ne reçoit plus de réponse."))
    if any(
        document.project_id != question.project_id or document.room != Room.SHARED
        for document in documents
    ):
        raise Refused(_("Joignez seulement des documents de l’espace partagé."))


def _tell(
    question: Question, verb: str, sentence: str, actor: Member, **data: bool
) -> None:
    project = question.project
    journal.record(
        project,
        verb,
        sentence,
        actor=actor,
        target=question.item,
        room=Room.SHARED,
        **data,
    )
    notices.tell(
        project,
        notices.audience(project, Room.SHARED),
        sentence,
        reverse("dialogue:question", args=[project.pk, question.pk]),
        actor=actor,
    )
