"""Fetching actors, interviews and their notes through a person's place, or 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from diagnostics import interview_permissions as permissions
from diagnostics.instruments.learning import InterviewGuide, Theme
from diagnostics.models import (
    InstrumentVersion,
    Interview,
    InterviewNote,
    Synthesis,
    ThemeObservation,
)
from diagnostics.models.interviews import guide_of
from projects.access import project_or_404
from projects.models import Member, Project


def caucus_or_404(request: HttpRequest, project_id: UUID) -> tuple[Project, Member]:
    """The project, for who enters its caucus; to others the page does not exist."""
    project, member = project_or_404(request, project_id)
    if not member.sees_caucus:
        raise Http404
    return project, member


def interview_or_404(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> tuple[Interview, Member]:
    project, member = caucus_or_404(request, project_id)
    rows = (
        Interview.objects.visible_to(member)
        .filter(project=project)
        .select_related("version__instrument", "stakeholder")
        .defer("version__content")
        .prefetch_related("interviewers__user")
    )
    interview = get_object_or_404(rows, pk=interview_id)
    interview.project = project
    return interview, member


def led_or_404(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> tuple[Interview, Member]:
    """An interview whose notes the person may read; for others they do not exist."""
    interview, member = interview_or_404(request, project_id, interview_id)
    if not permissions.leads(member, interview):
        raise Http404
    return interview, member


def note_or_404(
    request: HttpRequest, project_id: UUID, interview_id: UUID, note_id: UUID
) -> tuple[InterviewNote, Member]:
    interview, member = led_or_404(request, project_id, interview_id)
    rows = InterviewNote.objects.readable_by(member).filter(interview=interview)
    note = get_object_or_404(rows, pk=note_id)
    note.interview = interview
    return note, member


def guide_or_404(
    request: HttpRequest, project_id: UUID, guide_id: UUID
) -> tuple[InstrumentVersion, Project, Member]:
    """A guide that served in this project."""
    project, member = caucus_or_404(request, project_id)
    rows = InstrumentVersion.objects.filter(
        pk__in=Interview.objects.visible_to(member)
        .filter(project=project)
        .values("version")
    ).select_related("instrument")
    return get_object_or_404(rows, pk=guide_id), project, member


def theme_or_404(version: InstrumentVersion, code: str) -> tuple[InterviewGuide, Theme]:
    guide = guide_of(version)
    theme = next((one for one in guide.themes if one.code == code), None)
    if theme is None:
        raise Http404
    return guide, theme


def synthesis_or_404(
    request: HttpRequest, project_id: UUID, synthesis_id: UUID
) -> tuple[Synthesis, Member]:
    project, member = project_or_404(request, project_id)
    rows = (
        Synthesis.objects.visible_to(member)
        .filter(project=project)
        .select_related("version__instrument")
        .defer("version__content")
    )
    synthesis = get_object_or_404(rows, pk=synthesis_id)
    synthesis.project = project
    return synthesis, member


def observation_or_404(
    request: HttpRequest, project_id: UUID, observation_id: UUID
) -> tuple[ThemeObservation, Member]:
    project, member = project_or_404(request, project_id)
    rows = (
        ThemeObservation.objects.visible_to(member)
        .filter(project=project)
        .select_related("item", "synthesis__version", "author__user")
    )
    observation = get_object_or_404(rows, pk=observation_id)
    observation.project = project
    return observation, member
