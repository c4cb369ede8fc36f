"""Diagnostics as files: PDF, tables, and a JSON that can be brought in again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import papers, permissions, tables
from diagnostics.access import assessment_or_404
from diagnostics.actions import imports
from diagnostics.enums import AssessmentState
from diagnostics.forms.files import ImportForm
from diagnostics.models import Assessment
from diagnostics.source import ContentError
from projects.access import project_or_404, require
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member, Report
from projects.spreadsheets import FORMATS


def _shown_or_404(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> tuple[Assessment, Member]:
    row, member = assessment_or_404(request, project_id, assessment_id)
    if row.state != AssessmentState.CLOSED:
        raise Http404
    return row, member


def _paper(
    request: HttpRequest,
    row: Assessment,
    member: Member,
    ask: Callable[..., Report],
) -> HttpResponse:
    report = ask(row, actor=member)
    return redirect("projects:report", row.project_id, report.pk)


@require_POST
def assessment_pdf(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = _shown_or_404(request, project_id, assessment_id)
    return _paper(request, row, member, papers.ask_synthesis)


@require_POST
def blank_pdf(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    return _paper(request, row, member, papers.ask_blank)


@require_safe
def assessment_table(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, end: str
) -> HttpResponse:
    row, member = _shown_or_404(request, project_id, assessment_id)
    if end not in FORMATS:
        raise Http404
    write, kind = FORMATS[end]
    lines = tables.rows(row, member)
    response = HttpResponse(write(lines, _("Réponses")), content_type=kind)
    return _as_file(response, row, end)


@require_safe
def assessment_json(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    """Sheet by sheet: for who runs the diagnostic, to keep it or to bring it in."""
    row, member = _shown_or_404(request, project_id, assessment_id)
    require(permissions.can_run_assessment(member, row))
    values = tables.as_values(row, member)
    options = {"ensure_ascii": False, "indent": 1}
    return _as_file(JsonResponse(values, json_dumps_params=options), row, "json")


def _as_file(response: HttpResponse, row: Assessment, end: str) -> HttpResponse:
    """A name in plain letters: it is found again among those of other rounds."""
    name = f"diagnostic-{row.project.number}-{papers.file_words(row)}.{end}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_import(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_start_assessment(member, Room.CAUCUS))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, values = form.cleaned_data["file"]
        try:
            row = imports.bring_in(project, values, actor=member, name=name)
        except ContentError as error:
            form.add_error("file", str(error))
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            messages.success(request, _("Diagnostic repris, dans l’espace élus."))
            return redirect(row)
    context = {
        "project": project,
        "member": member,
        "tab": "diagnostics",
        "form": form,
        "upload": True,
        "title": _("Reprendre un diagnostic exporté"),
        "button": _("Reprendre"),
        "text": _(
            "Il arrive clos, dans l’espace élus : un fichier ne parle pour personne "
            "d’autre que vous."
        ),
        "back": request.path.removesuffix("reprendre/"),
    }
    return render(request, "diagnostics/form.html", context)
