"""The register of an organisation: its list, its table, its sheets."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects import permissions
from projects.access import organisation_or_404, require
from projects.actions import systems as actions
from projects.enums import SystemState
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.forms.system_events import StateForm
from projects.forms.systems import RegisterFilterForm, SystemForm, from_project
from projects.models import (
    Entry,
    Member,
    Organisation,
    Project,
    SupplierSheet,
    System,
)
from projects.models.systems import SystemQuerySet
from projects.spreadsheets import csv_file
from projects.system_facts import public_facts, sections, table

PAGE_SIZE = 50
LAST_LINES = 20
MOST_LINES = 500
EDIT = ["GET", "HEAD", "POST"]
#: What the head of the page says already.
HEADING = frozenset({"name", "workplace", "state"})


@require_safe
def systems(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    form = RegisterFilterForm(organisation, request.GET or None)
    found, filters = _asked(form, member)
    rows = found.select_related("workplace", "supplier_sheet")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "organisation": organisation,
        "form": form,
        "filters": filters,
        "query": urlencode(filters),
        "page": page,
        "rows": [(row, row.is_to_review(today)) for row in page],
        "may_edit": permissions.can_edit_register(member),
    }
    return render(request, "projects/systems.html", context)


def _asked(
    form: RegisterFilterForm, member: Member
) -> tuple[SystemQuerySet, dict[str, str]]:
    """The systems asked for, and the filters that hold, as an address says them."""
    asked = form.cleaned_data if form.is_valid() else {}
    found = System.objects.visible_to(member)
    if asked.get("lieu"):
        found = found.filter(workplace=asked["lieu"])
    if asked.get("etat"):
        found = found.filter(state=asked["etat"])
    if asked.get("ia"):
        found = found.filter(uses_ai=asked["ia"])
    if asked.get("revoir"):
        found = found.to_review(timezone.localdate())
    kept = {name: form.data.get(name, "") for name in form.fields if asked.get(name)}
    return found, kept


@require_safe
def systems_export(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    form = RegisterFilterForm(organisation, request.GET or None)
    found, _filters = _asked(form, member)
    rows = list(found.select_related("workplace", "supplier_sheet", "project"))
    response = HttpResponse(
        csv_file(table(rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="registre.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def system_or_404(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> tuple[System, Member]:
    """A sheet of the register and the place of who asks; guests find none."""
    organisation, member = organisation_or_404(request, organisation_id)
    rows = System.objects.visible_to(member).select_related(
        "workplace", "supplier_sheet", "project"
    )
    system = get_object_or_404(rows, pk=system_id)
    system.organisation = organisation
    return system, member


@require_safe
def system(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    whole = "tout" in request.GET
    lines = list(history(system, member)[: MOST_LINES if whole else LAST_LINES + 1])
    may_edit = permissions.can_edit_register(member)
    context = {
        "organisation": system.organisation,
        "system": system,
        "sections": [
            (title, [one for one in facts if one.words], len(facts))
            for title, facts in sections(system, but=HEADING)
        ],
        "to_review": system.is_to_review(timezone.localdate()),
        "withdrawn": system.state == SystemState.WITHDRAWN,
        "incidents": system.incidents.all(),
        "reviews": system.reviews.select_related("recorded_by__user"),
        "reports": system.reports.select_related("author__user", "answered_by__user"),
        "entries": lines if whole else lines[:LAST_LINES],
        "more": not whole and len(lines) > LAST_LINES,
        "state_form": StateForm(system=system) if may_edit else None,
        "may_edit": may_edit,
        "may_publish": permissions.can_publish_system(member),
        "may_open_project": may_edit and permissions.can_create_project(member),
        "outdated": _is_outdated(system),
    }
    return render(request, "projects/system.html", context)


def history(system: System, member: Member) -> Any:
    return Entry.objects.visible_to(member).filter(target=system.pk, project=None)


def _is_outdated(system: System) -> bool:
    """Whether the public page says something else than the sheet does today."""
    return system.public_token is not None and (
        system.public_facts != public_facts(system)
    )


@require_http_methods(EDIT)
def system_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    require(permissions.can_edit_register(member))
    project = _project_asked(request, member)
    given = from_project(project) | _supplier_of(project) if project else {}
    form = SystemForm(organisation, request.POST or None, given=given)
    if request.method == "POST" and form.is_valid():
        system = actions.add_system(organisation, actor=member, **form.cleaned_data)
        messages.success(request, _("Le système est inscrit au registre."))
        return redirect(system)
    return _form_page(request, organisation, form, project=project)


def _supplier_of(project: Project) -> dict[str, Any]:
    """The sheet of the product that the file names, when somebody wrote it."""
    known = SupplierSheet.objects.filter(
        organisation=project.organisation_id,
        supplier__iexact=project.supplier,
        product__iexact=project.product,
    )
    return {"supplier_sheet": known.values_list("pk", flat=True).first()}


def _project_asked(request: HttpRequest, member: Member) -> Project | None:
    """The file that the address names, to begin with what it says; 404 elsewhere's."""
    asked = request.GET.get("dossier")
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Project.objects.visible_to(member), pk=key)


@require_http_methods(EDIT)
def system_edit(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_edit_register(member))
    form = SystemForm(system.organisation, request.POST or None, system=system)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        seen = fields.pop("seen")
        try:
            actions.edit_system(system, actor=member, seen=seen, **fields)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("La fiche est à jour."))
            return redirect(system)
    return _form_page(request, system.organisation, form, system=system)


def _form_page(
    request: HttpRequest, organisation: Organisation, form: SystemForm, **rows: Any
) -> HttpResponse:
    member_may = permissions.can_manage_organisation
    _organisation, member = organisation_or_404(request, organisation.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "workplaces": bool(rows.get("system")) or organisation.workplaces.exists(),
        "may_manage": member_may(member),
        **rows,
    }
    return render(request, "projects/system_form.html", context)
