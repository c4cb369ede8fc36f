"""Fetching a meeting and its points through a person's place, or 404."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from dialogue.models import AgendaPoint, Meeting
from projects.access import project_or_404
from projects.models import Member, Project


def meeting_or_404(
    request: HttpRequest, project_id: UUID, meeting_id: UUID
) -> tuple[Meeting, Project, Member]:
    """The meeting, the project it is read from, and the place of who reads it."""
    project, member = project_or_404(request, project_id)
    rows = (
        Meeting.objects.visible_to(member)
        .treating(project)
        .select_related("project__workplace", "organisation", "report", "approved_at")
    )
    return get_object_or_404(rows, pk=meeting_id), project, member


def point_or_404(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, point_id: UUID
) -> tuple[AgendaPoint, Project, Member]:
    meeting, project, member = meeting_or_404(request, project_id, meeting_id)
    rows = AgendaPoint.objects.visible_to(member).select_related("consultation")
    point = get_object_or_404(rows, meeting=meeting, pk=point_id)
    point.meeting = meeting
    return point, project, member
