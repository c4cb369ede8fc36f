"""The diagnostics that bear on one system of the register."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diagnostics.models import Assessment
from diagnostics.permissions import can_start_assessment
from diagnostics.views.pages import page_of
from projects.access import PersonRequest, organisation_or_404
from projects.models import System
from projects.permissions import can_create_project, can_edit_register


@require_safe
def system_assessments(
    request: PersonRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    """A page, and the part of it that the sheet of the system asks for."""
    organisation, member = organisation_or_404(request, organisation_id)
    system = get_object_or_404(System.objects.visible_to(member), pk=system_id)
    rows = (
        Assessment.objects.visible_to(member)
        .filter(system=system)
        .kept()
        .select_related("version__instrument")
        .defer("version__content")
        .with_counts()
    )
    context = {
        "organisation": organisation,
        "system": system,
        "page": page_of(request, rows),
        "whole": not request.htmx,
        "may_start": can_start_assessment(member),
        "may_open_project": can_edit_register(member) and can_create_project(member),
    }
    part = "#rows" if request.htmx else ""
    return render(request, f"diagnostics/system.html{part}", context)
