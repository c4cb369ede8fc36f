"""Fetching the things of the dialogue through a person's place, or 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from dialogue.models import (
    Consultation,
    Letter,
    Opinion,
    Passage,
    Question,
    QuestionBatch,
    Vote,
)
from projects.access import project_or_404
from projects.models import Member, Project


def current_consultation(project: Project, member: Member) -> Consultation | None:
    """The latest consultation of the project that this place may see."""
    return consultation_shown(project, member, "")[0]


def consultation_shown(
    project: Project, member: Member, wanted: str
) -> tuple[Consultation | None, list[Consultation]]:
    """The consultation a page is about (the latest, or `wanted`), and all of them."""
    rows = list(
        Consultation.objects.visible_to(member)
        .filter(project=project)
        .order_by("-rank")
    )
    for row in rows:
        row.project = project
    if not wanted:
        return (rows[0] if rows else None), rows
    for row in rows:
        if str(row.pk) == wanted:
            return row, rows
    raise Http404


def consultation_or_404(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> tuple[Consultation, Member]:
    project, member = project_or_404(request, project_id)
    rows = Consultation.objects.visible_to(member)
    consultation = get_object_or_404(rows, project=project, pk=consultation_id)
    consultation.project = project
    return consultation, member


def own_consultation_or_404(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> tuple[Consultation, Member]:
    """What only the caucus knows of a consultation does not exist for the others."""
    consultation, member = consultation_or_404(request, project_id, consultation_id)
    if not member.sees_caucus:
        raise Http404
    return consultation, member


def question_or_404(
    request: HttpRequest, project_id: UUID, question_id: UUID
) -> tuple[Question, Member]:
    project, member = project_or_404(request, project_id)
    rows = Question.objects.visible_to(member).select_related(
        "item", "consultation", "author__user", "batch__sent_by__user"
    )
    question = get_object_or_404(rows, project=project, pk=question_id)
    question.project = question.consultation.project = project
    return question, member


def batch_or_404(
    request: HttpRequest, project_id: UUID, batch_id: UUID
) -> tuple[QuestionBatch, Member]:
    project, member = project_or_404(request, project_id)
    rows = QuestionBatch.objects.visible_to(member).select_related(
        "consultation", "sent_by__user"
    )
    batch = get_object_or_404(rows, consultation__project=project, pk=batch_id)
    batch.consultation.project = project
    return batch, member


def letter_or_404(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> tuple[Letter, Member]:
    project, member = project_or_404(request, project_id)
    rows = Letter.objects.visible_to(member).select_related(
        "consultation", "written_by__user", "filed", "point__meeting"
    )
    letter = get_object_or_404(rows, consultation__project=project, pk=letter_id)
    letter.consultation.project = project
    return letter, member


def opinion_or_404(
    request: HttpRequest, project_id: UUID, opinion_id: UUID
) -> tuple[Opinion, Member]:
    project, member = project_or_404(request, project_id)
    rows = Opinion.objects.visible_to(member).select_related("consultation")
    opinion = get_object_or_404(rows, project=project, pk=opinion_id)
    opinion.project = opinion.consultation.project = project
    return opinion, member


def passage_or_404(
    request: HttpRequest, project_id: UUID, passage_id: UUID
) -> tuple[Passage, Member]:
    project, member = project_or_404(request, project_id)
    rows = Passage.objects.visible_to(member).select_related(
        "opinion__consultation", "item", "saved_by__user"
    )
    passage = get_object_or_404(rows, opinion__project=project, pk=passage_id)
    passage.opinion.project = passage.opinion.consultation.project = project
    return passage, member


def vote_or_404(
    request: HttpRequest, project_id: UUID, vote_id: UUID
) -> tuple[Vote, Member]:
    project, member = project_or_404(request, project_id)
    rows = Vote.objects.ballots_visible_to(member).select_related(
        "opinion__consultation", "opened_by__user"
    )
    vote = get_object_or_404(rows, opinion__project=project, pk=vote_id)
    vote.opinion.project = vote.opinion.consultation.project = project
    return vote, member
