"""The sheet of a project: create, edit, change phase."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from projects import permissions, register
from projects.access import organisation_or_404, project_or_404, require
from projects.actions import projects as actions
from projects.actions.systems import open_project
from projects.errors import Refused, Stale
from projects.forms.projects import PhaseForm, ProjectForm
from projects.forms.seen import keep_both
from projects.forms.systems import to_project
from projects.models import Member, Project, System


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    require(permissions.can_create_project(member))
    system = _system_asked(request, member)
    given = to_project(system) if system else {}
    form = ProjectForm(organisation, request.POST or None, given=given)
    alike: list[Project] = []
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        reason = fields.pop("different_because")
        alike = register.look_alikes(organisation, fields["title"], fields["product"])
        if not alike or reason:
            fields["different_because"] = reason
            project = (
                open_project(system, actor=member, **fields)
                if system
                else actions.create_project(organisation, actor=member, **fields)
            )
            return _opened(request, project, system)
        form.ask_why()
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


def _opened(
    request: HttpRequest, project: Project, system: System | None
) -> HttpResponse:
    """To the new project, or back to the sheet that one came from: it goes on there."""
    if system is None:
        messages.success(request, _("Projet créé. Son numéro est en haut."))
        return redirect(project)
    sentence = _(
        "Le dossier n° %(number)s suit ce système. Vous pouvez maintenant faire un "
        "diagnostic."
    )
    messages.success(request, sentence % {"number": project.number})
    return redirect(f"{system.get_absolute_url()}#diagnostics")


def _system_asked(request: HttpRequest, member: Member) -> System | None:
    """The system of the register that the address names, and that has no file yet."""
    asked = request.GET.get("systeme")
    if not asked or not permissions.can_edit_register(member):
        return None
    try:
        key = UUID(asked)
    except ValueError:
        raise Http404 from None
    systems = System.objects.visible_to(member).select_related("supplier_sheet")
    return get_object_or_404(systems, pk=key, project=None)


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_edit_project(member, project))
    form = ProjectForm(project.organisation, request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            _edit(project, member, form)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("La fiche est à jour."))
            return redirect(project)
    context = {
        "project": project,
        "form": form,
        "workplaces": True,
        "organisation": project.organisation,
    }
    return render(request, "projects/project_form.html", context)


def _edit(project: Project, member: Member, form: ProjectForm) -> None:
    fields = dict(form.cleaned_data)
    seen = fields.pop("seen")
    actions.edit_project(project, actor=member, seen=seen, **fields)


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
