"""Fetching the things of the dialogue through a person's place, or 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from dialogue.models import Consultation, Letter, Question, QuestionBatch
from projects.access import project_or_404
from projects.enums import Room
from projects.models import Member, Project


def current_consultation(project: Project, member: Member) -> Consultation | None:
    """The latest consultation of the project that this place may see."""
    consultation = (
        Consultation.objects.visible_to(member)
        .filter(project=project)
        .order_by("-rank")
        .first()
    )
    if consultation is not None:
        consultation.project = project
    return consultation


def consultation_or_404(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> tuple[Consultation, Member]:
    project, member = project_or_404(request, project_id)
    consultation = (
        Consultation.objects.visible_to(member)
        .filter(project=project, pk=consultation_id)
        .first()
    )
    if consultation is None:
        raise Http404
    consultation.project = project
    return consultation, member


def question_or_404(
    request: HttpRequest, project_id: UUID, question_id: UUID
) -> tuple[Question, Member]:
    project, member = project_or_404(request, project_id)
    question = (
        Question.objects.visible_to(member)
        .filter(project=project, pk=question_id)
        .select_related("item", "consultation", "author__user", "batch__sent_by__user")
        .first()
    )
    if question is None:
        raise Http404
    question.project = question.consultation.project = project
    return question, member


def batch_or_404(
    request: HttpRequest, project_id: UUID, batch_id: UUID
) -> tuple[QuestionBatch, Member]:
    project, member = project_or_404(request, project_id)
    batch = (
        QuestionBatch.objects.filter(
            pk=batch_id,
            consultation__in=Consultation.objects.visible_to(member).filter(
                project=project
            ),
        )
        .select_related("consultation", "sent_by__user")
        .first()
    )
    if batch is None:
        raise Http404
    batch.consultation.project = project
    return batch, member


def letters_visible_to(member: Member, project: Project) -> QuerySet[Letter]:
    """Letters of the project; a draft letter never leaves the caucus."""
    letters = Letter.objects.filter(
        consultation__in=Consultation.objects.visible_to(member).filter(project=project)
    )
    return letters if member.sees_caucus else letters.filter(room=Room.SHARED)


def letter_or_404(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> tuple[Letter, Member]:
    project, member = project_or_404(request, project_id)
    letter = (
        letters_visible_to(member, project)
        .filter(pk=letter_id)
        .select_related("consultation", "written_by__user")
        .first()
    )
    if letter is None:
        raise Http404
    letter.consultation.project = project
    return letter, member
