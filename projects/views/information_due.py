"""The tab "Informations et documents", and the checklist of what is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from projects import permissions
from projects.access import project_or_404, require
from projects.actions import documents, information_due
from projects.enums import DueState, Room
from projects.errors import Conflict, Refused
from projects.forms.information_due import DueForm, JudgeForm
from projects.models import (
    Document,
    DocumentVersion,
    InformationDue,
    Member,
    Project,
)
from projects.views.documents import visible_documents

PAGE_SIZE = 50
TONES = {
    DueState.RECEIVED: "ok",
    DueState.INSUFFICIENT: "wait",
    DueState.MISSING: "late",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist, with the documents this person may see."""

    due: InformationDue
    answers: list[Document]
    seen: str
    to_judge: bool

    @property
    def tone(self) -> str:
        return "plain" if self.due.to_judge else TONES[DueState(self.due.state)]


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list."""

    document: Document
    versions: list[DocumentVersion]
    confidential: bool

    @property
    def latest(self) -> DocumentVersion | None:
        return self.versions[-1] if self.versions else None


@require_safe
def documents_page(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    found = visible_documents(project, member).order_by("-rank")
    versions = Prefetch("versions", DocumentVersion.objects.order_by("rank"))
    readers = Prefetch("readers", Member.objects.select_related("user"))
    page = Paginator(found.prefetch_related(versions, readers), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    lines = checklist(project, member)
    judges = permissions.can_judge_information(member)
    context = {
        "project": project,
        "member": member,
        "tab": "documents",
        "page": page,
        "rows": [
            Row(row, list(row.versions.all()), documents.is_confidential(row))
            for row in page
        ],
        "has_checklist": member.sees_caucus,
        "lines": lines,
        "counts": _counts(lines),
        "may_file": permissions.can_file_document(member, Room.SHARED),
        "may_judge": judges,
    }
    return render(request, "projects/documents.html", context)


def checklist(project: Project, member: Member) -> list[Line]:
    """The lines open to this person, each with what answers it."""
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by(
        "-filed_at"
    )
    answers = visible_documents(project, member).annotate(
        received_at=Subquery(newest.values("filed_at")[:1])
    )
    found = (
        InformationDue.objects.visible_to(member)
        .filter(project=project)
        .prefetch_related(Prefetch("documents", answers, to_attr="answers"))
    )
    return [_line(due, due.answers) for due in found]  # type: ignore[attr-defined]


def _line(due: InformationDue, answers: list[Any]) -> Line:
    """A document that came after the judgement asks for another; it never judges."""
    received = [_local_day(row.received_at) for row in answers if row.received_at]
    newest = max(received, default=None)
    fresh = newest is not None and (due.judged_on is None or newest > due.judged_on)
    to_judge = fresh and due.state != DueState.RECEIVED
    return Line(due, answers, information_due.fingerprint(due), to_judge)


def _local_day(moment: Any) -> date:
    return timezone.localtime(moment).date()


def _counts(lines: list[Line]) -> list[dict[str, Any]]:
    """How many lines in each state, worst first; a state without any is left out."""
    unjudged = sum(line.due.to_judge for line in lines)
    first = [{"label": _("à juger"), "count": unjudged, "tone": "plain"}]
    return (first if unjudged else []) + [
        {"label": state.label, "count": count, "tone": TONES[state]}
        for state in (DueState.MISSING, DueState.INSUFFICIENT, DueState.RECEIVED)
        if (
            count := sum(
                line.due.state == state and not line.due.to_judge for line in lines
            )
        )
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def due_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_judge_information(member))
    form = DueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            information_due.add_due(project, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error("label", refused.sentence)
        else:
            messages.success(request, _("Information ajoutée à la liste."))
            return redirect("projects:documents", project.pk)
    context = {"project": project, "member": member, "tab": "documents", "form": form}
    return render(request, "projects/due_form.html", context)


@require_POST
def due_suggest(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_judge_information(member))
    try:
        information_due.suggest_due(project, actor=member)
    except Refused as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(
            request,
            _("Première liste proposée : retirez ce qui ne vous concerne pas."),
        )
    return redirect("projects:documents", project.pk)


def _due_or_404(
    request: HttpRequest, project_id: UUID, due_id: UUID
) -> tuple[Project, Member, InformationDue]:
    project, member = project_or_404(request, project_id)
    lines = InformationDue.objects.visible_to(member).filter(project=project)
    line = get_object_or_404(lines.select_related("project"), pk=due_id)
    return project, member, line


@require_http_methods(["GET", "HEAD", "POST"])
def due_judge(request: HttpRequest, project_id: UUID, due_id: UUID) -> HttpResponse:
    project, member, line = _due_or_404(request, project_id, due_id)
    require(permissions.can_judge_information(member))
    form = JudgeForm(line, request.POST if request.method == "POST" else None)
    current, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            information_due.judge_due(line, actor=member, **form.cleaned_data)
        except Conflict as conflict:
            # What was typed stays; what is stored is shown beside, with its print.
            line.refresh_from_db()
            current, status = line, 409
            typed = request.POST.copy()
            typed["seen"] = conflict.current
            form = JudgeForm(line, typed)
            form.is_valid()
            form.add_error(None, conflict.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Jugement enregistré."))
            return redirect("projects:documents", project.pk)
    context = {
        "project": project,
        "member": member,
        "tab": "documents",
        "line": line,
        "form": form,
        "current": current,
        "answers": visible_documents(project, member).filter(information_due=line),
    }
    return render(request, "projects/due_judge.html", context, status=status)


@require_POST
def due_withdraw(request: HttpRequest, project_id: UUID, due_id: UUID) -> HttpResponse:
    project, member, line = _due_or_404(request, project_id, due_id)
    require(permissions.can_judge_information(member))
    try:
        information_due.withdraw_due(line, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Ligne retirée de la liste."))
    return redirect("projects:documents", project.pk)
