"""Fetching an opinion, its passages and its votes through a person's place, or 404."""

from uuid import UUID

from django.http import Http404, HttpRequest

from dialogue.models import Consultation, Opinion, Passage, Vote
from projects.access import project_or_404
from projects.models import Member, Project


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


def opinion_or_404(
    request: HttpRequest, project_id: UUID, opinion_id: UUID
) -> tuple[Opinion, Member]:
    project, member = project_or_404(request, project_id)
    opinion = (
        Opinion.objects.visible_to(member)
        .filter(project=project, pk=opinion_id)
        .select_related("consultation")
        .first()
    )
    if opinion is None:
        raise Http404
    opinion.project = opinion.consultation.project = project
    return opinion, member


def passage_or_404(
    request: HttpRequest, project_id: UUID, passage_id: UUID
) -> tuple[Passage, Member]:
    """Drafts and their history: the caucus's own, even once the opinion is sent."""
    project, member = project_or_404(request, project_id)
    passage = (
        Passage.objects.visible_to(member)
        .filter(opinion__project=project, pk=passage_id)
        .select_related("opinion__consultation", "item", "saved_by__user")
        .first()
    )
    if passage is None:
        raise Http404
    passage.opinion.project = passage.opinion.consultation.project = project
    return passage, member


def vote_or_404(
    request: HttpRequest, project_id: UUID, vote_id: UUID
) -> tuple[Vote, Member]:
    """The list of who voted what is the caucus's own."""
    project, member = project_or_404(request, project_id)
    vote = (
        Vote.objects.filter(opinion__project=project, pk=vote_id)
        .select_related("opinion__consultation", "opened_by__user")
        .first()
        if member.sees_caucus
        else None
    )
    if vote is None:
        raise Http404
    vote.opinion.project = vote.opinion.consultation.project = project
    return vote, member
