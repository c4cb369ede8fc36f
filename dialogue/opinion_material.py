"""Reading the dossier for an opinion, as its writer sees it, and what is new in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from dialogue.enums import QuestionState
from dialogue.judgements import to_judge
from dialogue.letter_facts import facts_for
from dialogue.models import Answer, Consultation, Opinion, Question
from dialogue.opinion_proposal import (
    Draft,
    Finding,
    Given,
    Material,
    Treated,
    draft_opinion,
)
from projects.enums import DueState, ItemKind
from projects.models import Entry, InformationDue, Item, Member


def proposed(consultation: Consultation, *, member: Member, today: date) -> list[Draft]:
    """What the dossier offers and the opinion does not hold yet.

    A paragraph that was proposed once never comes back, even removed; a step that
    somebody already hung a point on is theirs.
    """
    opinion = Opinion.objects.filter(consultation=consultation).first()
    keys: set[str] = set()
    sources: set[Any] = set()
    if opinion is not None:
        passages = opinion.passages.all()
        keys = set(passages.exclude(proposal="").values_list("proposal", flat=True))
        own = passages.kept().filter(item__origin__isnull=False)
        sources = set(own.values_list("item__origin", flat=True))
    material = material_of(consultation, member=member, today=today)
    covered = _covered(material.questions, sources)
    return [
        draft
        for draft in draft_opinion(material)
        if draft.key not in keys
        and draft.key not in covered
        and (draft.origin is None or draft.origin not in sources)
    ]


def _covered(questions: Iterable[Treated], sources: set[Any]) -> set[str]:
    """Questions that a point comes from already, by themselves or by an answer."""
    return {
        f"question:{question.item}"
        for question in questions
        if sources & {question.item, *(answer.item for answer in question.answers)}
    }


def material_of(consultation: Consultation, *, member: Member, today: date) -> Material:
    findings = (
        Item.objects.visible_to(member)
        .kept()
        .filter(project=consultation.project_id, kind=ItemKind.FINDING)
        .order_by("rank")
    )
    received = InformationDue.objects.visible_to(member).filter(
        project=consultation.project_id, state=DueState.RECEIVED
    )
    return Material(
        facts=facts_for(consultation, member=member, today=today),
        findings=tuple(
            Finding(item=row.pk, number=row.number, title=row.title) for row in findings
        ),
        questions=_questions(consultation, member),
        received=tuple(received.values_list("label", flat=True)),
    )


def _questions(consultation: Consultation, member: Member) -> tuple[Treated, ...]:
    rows = list(
        Question.objects.visible_to(member)
        .filter(consultation=consultation, batch__isnull=False)
        .select_related("item", "batch")
    )
    unjudged = to_judge(rows)
    answers: dict[UUID, list[Given]] = {}
    given = Answer.objects.filter(question__in=rows).select_related("item")
    for answer in given.order_by("answered_at"):
        on = timezone.localdate(answer.answered_at)
        answers.setdefault(answer.question_id, []).append(
            Given(answer.pk, answer.item.number, answer.text, on)
        )
    judged = dict(
        Entry.objects.visible_to(member)
        .filter(verb="answer.judged", target__in=[row.pk for row in rows])
        .order_by("id")
        .values_list("target", "sentence")
    )
    return tuple(
        Treated(
            item=row.pk,
            number=row.item.number,
            text=row.text,
            sent_on=timezone.localdate(row.batch.sent_at),
            waits=row.state in (QuestionState.SENT, QuestionState.PARTLY),
            answers=tuple(answers.get(row.pk, ())),
            judged="" if row.pk in unjudged else judged.get(row.pk, ""),
            to_judge=row.pk in unjudged,
        )
        for row in rows
        if row.batch is not None
    )
