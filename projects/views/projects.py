"""The list of projects, the sheet and what changes it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from projects import permissions, register
from projects.access import organisation_or_404, project_or_404, require
from projects.actions import projects as actions
from projects.errors import Conflict, Refused
from projects.forms.projects import PhaseForm, ProjectFilterForm, ProjectForm
from projects.models import Deadline, Member, Project


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, with its state in words."""

    project: Project
    deadline: Deadline | None

    @property
    def state(self) -> str:
        if self.project.used_before_opinion:
            return _("Pilote déjà lancé")
        if self.project.opinion_on:
            return _("Avis rendu ou réputé")
        return _("Échéance en cours") if self.deadline else _("En préparation")

    @property
    def tone(self) -> str:
        if self.project.used_before_opinion:
            return "late"
        if self.project.opinion_on:
            return "ok"
        return "wait" if self.deadline else "plain"


@require_safe
def projects(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    form = ProjectFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = Project.objects.visible_to(member).select_related("workplace")
    if asked.get("phase"):
        found = found.filter(phase=asked["phase"])
    if asked.get("q"):
        found = register.matching(found, asked["q"])
    page = register.page_of(
        found.only(*_LISTED),
        before=asked.get("avant", ""),
        after=asked.get("apres", ""),
    )
    nearest = register.next_deadlines(page.rows, member)
    filters = {name: asked[name] for name in ("q", "phase") if asked.get(name)}
    context = {
        "organisation": organisation,
        "form": form,
        "filters": filters,
        "query": urlencode(filters),
        "page": page,
        "rows": [Row(row, nearest.get(str(row.pk))) for row in page.rows],
        "may_create": permissions.can_create_project(member),
    }
    return render(request, "projects/projects.html", context)


_LISTED = (
    "organisation_id",
    "year",
    "rank",
    "title",
    "phase",
    "first_use_on",
    "opinion_on",
    "workplace__name",
)


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    require(permissions.can_create_project(member))
    form = ProjectForm(organisation, request.POST or None)
    alike: list[Project] = []
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        reason = fields.pop("different_because")
        alike = register.look_alikes(organisation, fields["title"], fields["product"])
        if not alike or reason:
            project = actions.create_project(
                organisation, actor=member, different_because=reason, **fields
            )
            messages.success(request, _("Projet créé. Son numéro est en haut."))
            return redirect(project)
        form.add_error(
            "different_because",
            _("Un projet proche existe : rejoignez-le, ou dites pourquoi continuer."),
        )
    return render(
        request,
        "projects/project_form.html",
        {
            "organisation": organisation,
            "form": form,
            "alike": alike,
            "ask_why": bool(alike) or bool(request.POST.get("different_because")),
            "workplaces": organisation.workplaces.exists(),
            "may_manage": permissions.can_manage_organisation(member),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_edit_project(member, project))
    form = ProjectForm(project.organisation, request.POST or None, project=project)
    stored: list[tuple[BoundField, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            _edit(project, member, form)
        except Conflict as conflict:
            stored = _stored_differently(form, project)
            form.add_error(None, conflict.sentence)
            form.data = _with(request.POST, "seen", conflict.current)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("La fiche est à jour."))
            return redirect(project)
    context = {
        "project": project,
        "form": form,
        "stored": stored,
        "workplaces": True,
        "organisation": project.organisation,
    }
    return render(request, "projects/project_form.html", context)


def _edit(project: Project, member: Member, form: ProjectForm) -> None:
    fields = dict(form.cleaned_data)
    seen = fields.pop("seen")
    actions.edit_project(project, actor=member, seen=seen, **fields)


def _stored_differently(
    form: ProjectForm, project: Project
) -> list[tuple[BoundField, str]]:
    """What is stored now, for each field that the person typed differently."""
    return [
        (form[name], _shown(form[name], getattr(project, name)))
        for name, typed in form.cleaned_data.items()
        if name != "seen" and typed != getattr(project, name)
    ]


def _shown(field: BoundField, value: Any) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value)
    return "" if value is None else str(choices.get(value, value))


def _with(data: QueryDict, name: str, value: str) -> QueryDict:
    changed = data.copy()
    changed[name] = value
    return changed


@require_POST
def project_phase(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_edit_project(member, project))
    form = PhaseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez une phase dans la liste."))
        return redirect(project)
    try:
        actions.change_phase(project, actor=member, phase=form.cleaned_data["phase"])
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("La phase du projet est à jour."))
    return redirect(project)
