"""Fetching what a project holds here through a person's place, or 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from diagnostics.instruments.grids import Criterion
from diagnostics.models import Assessment, Finding, Logbook, Need, Respondent
from diagnostics.permissions import can_write
from projects.access import place_on, project_or_404, request_places
from projects.enums import Room
from projects.models import Member, Project


def assessment_or_404(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> tuple[Assessment, Member]:
    project, member = project_or_404(request, project_id)
    rows = (
        Assessment.objects.visible_to(member)
        .filter(project=project)
        .select_related("version")
        .defer("version__content")
    )
    assessment = get_object_or_404(rows, pk=assessment_id)
    assessment.project = project
    return assessment, member


def sheet_or_404(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, respondent_id: UUID
) -> tuple[Respondent, Member]:
    """A sheet whose pen the person holds; for anyone else it does not exist."""
    assessment, member = assessment_or_404(request, project_id, assessment_id)
    rows = assessment.respondents.select_related("held_by__user")
    respondent = get_object_or_404(rows, pk=respondent_id)
    if not can_write(member, respondent):
        raise Http404
    respondent.assessment = assessment
    return respondent, member


def sheet_to_save(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, respondent_id: UUID
) -> tuple[Respondent, Member]:
    """`sheet_or_404` in one query, less what only a page shows.

    A sheet saves itself as one writes: people wait for this answer at every line.
    """
    places = request_places(request)
    visible = Assessment.objects.visible_to(*places).filter(project=project_id)
    rows = Respondent.objects.filter(pk=respondent_id, assessment=assessment_id)
    row = rows.filter(assessment__in=visible).select_related("assessment").first()
    if row is None:
        raise Http404
    assessment = row.assessment
    member = place_on(places, project_id, assessment.organisation_id)
    # Another place of the same person opens nothing to the one that counts here.
    if member is None or not (assessment.room == Room.SHARED or member.sees_caucus):
        raise Http404
    if not can_write(member, row):
        raise Http404
    return row, member


def criterion_or_404(assessment: Assessment, code: str) -> Criterion:
    criterion = assessment.grid.by_code.get(code)
    if criterion is None:
        raise Http404
    return criterion


def finding_or_404(
    request: HttpRequest, project_id: UUID, finding_id: UUID
) -> tuple[Finding, Member]:
    project, member = project_or_404(request, project_id)
    rows = (
        Finding.objects.visible_to(member)
        .filter(project=project)
        .select_related("item", "assessment__version", "author__user")
        .defer("assessment__version__content")
    )
    finding = get_object_or_404(rows, pk=finding_id)
    finding.project = project
    return finding, member


def logbook_of(
    request: HttpRequest, project_id: UUID
) -> tuple[Logbook | None, Project, Member]:
    """The logbook of the project, None when there is none in a room one enters."""
    project, member = project_or_404(request, project_id)
    logbook = (
        Logbook.objects.visible_to(member)
        .filter(project=project)
        .select_related("version", "opened_by")
        .defer("version__content")
        .first()
    )
    if logbook is not None:
        logbook.project = project
    return logbook, project, member


def logbook_or_404(request: HttpRequest, project_id: UUID) -> tuple[Logbook, Member]:
    logbook, _project, member = logbook_of(request, project_id)
    if logbook is None:
        raise Http404
    return logbook, member


def need_or_404(
    request: HttpRequest, project_id: UUID, need_id: UUID
) -> tuple[Need, Member]:
    logbook, member = logbook_or_404(request, project_id)
    rows = (
        Need.objects.visible_to(member)
        .filter(logbook=logbook)
        .select_related("created_by__user", "origin")
    )
    need = get_object_or_404(rows, pk=need_id)
    need.logbook, need.project = logbook, logbook.project
    return need, member
