"""Progress and download of a PDF, and the public page that verifies one."""

import hashlib
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from projects import reports
from projects.access import project_or_404
from projects.enums import JobState
from projects.forms.reports import VerifyForm
from projects.models import Member, Project, Report
from projects.uploads.names import serving_headers


def report_or_404(
    request: HttpRequest, project_id: UUID, report_id: UUID
) -> tuple[Project, Member, Report]:
    """Rights are checked again at each request: a link alone opens nothing (EX-01)."""
    project, member = project_or_404(request, project_id)
    reports_seen = Report.objects.visible_to(member).filter(project=project)
    return project, member, get_object_or_404(reports_seen, pk=report_id)


@require_GET
def report(request: HttpRequest, project_id: UUID, report_id: UUID) -> HttpResponse:
    project, member, row = report_or_404(request, project_id, report_id)
    template = "projects/report.html"
    if request.headers.get("HX-Target") == "job":
        template += "#job"
    context = {"project": project, "member": member, "tab": "opinion", "report": row}
    return render(request, template, context | {"job_state": _job_state(row)})


def _job_state(row: Report) -> str:
    """The word the progress component knows for this row."""
    if row.state == JobState.DONE:
        return "done"
    if row.state == JobState.FAILED:
        return "failed"
    return "running" if row.progress else "queued"


@require_POST
def retry(request: HttpRequest, project_id: UUID, report_id: UUID) -> HttpResponse:
    _project, member, row = report_or_404(request, project_id, report_id)
    reports.retry(row, actor=member)
    return redirect("projects:report", project_id, report_id)


@require_GET
def report_file(
    request: HttpRequest, project_id: UUID, report_id: UUID
) -> HttpResponse | FileResponse:
    _project, _member, row = report_or_404(request, project_id, report_id)
    if row.state != JobState.DONE or not default_storage.exists(row.stored_name):
        raise Http404
    response = FileResponse(
        default_storage.open(row.stored_name), content_type="application/pdf"
    )
    for header, value in serving_headers(
        reports.file_name(row), "application/pdf"
    ).items():
        response[header] = value
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a file is, byte for byte, one that Navette froze and sent.

    It proves integrity, not who signed: the page says so. Nothing is stored.
    """
    posted = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if posted else VerifyForm()
    digest, found = "", None
    if posted and form.is_valid():
        digest = form.cleaned_data["digest"] or _digest(form.cleaned_data["file"])
        found = (
            Report.objects.filter(sha256=digest, frozen=True)
            .select_related("project")
            .first()
        )
    context = {"form": form, "digest": digest, "found": found}
    return render(request, "projects/verify.html", context)


def _digest(file: object) -> str:
    sha = hashlib.sha256()
    for chunk in file.chunks():  # type: ignore[attr-defined]
        sha.update(chunk)
    return sha.hexdigest()
