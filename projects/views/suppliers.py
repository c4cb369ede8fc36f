"""Suppliers' sheets: what is true of a product wherever it is used."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects import permissions
from projects.access import organisation_or_404, require
from projects.actions import suppliers as actions
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.forms.system_events import SupplierForm
from projects.models import Entry, Member, Organisation, SupplierSheet
from projects.views.systems import EDIT, LAST_LINES, PAGE_SIZE

FORM_PAGE = "projects/organisation_form.html"
BY_NAME = ("supplier", "product", "id")


@require_safe
def suppliers(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    sheets = SupplierSheet.objects.filter(organisation=organisation)
    counted = sheets.annotate(uses=Count("systems")).order_by(*BY_NAME)
    context = {
        "organisation": organisation,
        "page": Paginator(counted, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_edit": permissions.can_edit_register(member),
    }
    return render(request, "projects/suppliers.html", context)


def _sheet_or_404(
    request: HttpRequest, organisation_id: UUID, supplier_id: UUID
) -> tuple[SupplierSheet, Organisation, Member]:
    organisation, member = organisation_or_404(request, organisation_id)
    sheet = get_object_or_404(SupplierSheet, pk=supplier_id, organisation=organisation)
    return sheet, organisation, member


@require_safe
def supplier(
    request: HttpRequest, organisation_id: UUID, supplier_id: UUID
) -> HttpResponse:
    sheet, organisation, member = _sheet_or_404(request, organisation_id, supplier_id)
    lines = Entry.objects.visible_to(member).filter(target=sheet.pk, project=None)
    context = {
        "organisation": organisation,
        "sheet": sheet,
        "systems": sheet.systems.select_related("workplace"),
        "entries": lines[:LAST_LINES],
        "may_edit": permissions.can_edit_register(member),
    }
    return render(request, "projects/supplier.html", context)


@require_http_methods(EDIT)
def supplier_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    require(permissions.can_edit_register(member))
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = actions.add_supplier(
                organisation, actor=member, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("La fiche du fournisseur est ajoutée."))
            return redirect(sheet)
    context = {
        "organisation": organisation,
        "form": form,
        "back": reverse("projects:suppliers", args=[organisation.pk]),
        "title": _("Décrire un produit et son fournisseur"),
        "intro": _("Une seule fiche sert à tous les lieux de travail."),
        "submit": _("Ajouter la fiche"),
    }
    return render(request, FORM_PAGE, context)


@require_http_methods(EDIT)
def supplier_edit(
    request: HttpRequest, organisation_id: UUID, supplier_id: UUID
) -> HttpResponse:
    sheet, organisation, member = _sheet_or_404(request, organisation_id, supplier_id)
    require(permissions.can_edit_register(member))
    form = SupplierForm(request.POST or None, instance=sheet)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_supplier(sheet, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("La fiche du fournisseur est à jour."))
            return redirect(sheet)
    context = {
        "organisation": organisation,
        "form": form,
        "back": sheet.get_absolute_url(),
        "title": _("Modifier la fiche du fournisseur"),
        "intro": _("Ce que vous changez vaut pour chaque système qui s’y réfère."),
        "submit": _("Enregistrer"),
    }
    return render(request, FORM_PAGE, context)
