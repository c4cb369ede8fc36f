"""The organisation's page and the acts on its members' places."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects import invitations, permissions
from projects.access import organisation_or_404, require
from projects.actions import people as actions
from projects.errors import Refused
from projects.forms.people import EndForm, EndMandateForm, MandateForm, RoleForm
from projects.french import of_person
from projects.models import Mandate, Member, Organisation

FORM_PAGE = "projects/organisation_form.html"
EDIT = ["GET", "HEAD", "POST"]


@require_safe
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    may_manage = permissions.can_manage_organisation(member)
    context = {
        "organisation": organisation,
        "members": _members(organisation),
        "workplaces": organisation.workplaces.all(),
        "waiting": invitations.waiting(organisation) if may_manage else [],
        "may_manage": may_manage,
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    return render(request, "projects/organisation.html", context)


def _members(organisation: Organisation) -> list[Member]:
    """Open places of the organisation, each with its mandates of today or to come."""
    mandates = Mandate.objects.exclude(ends_on__lt=timezone.localdate())
    return list(
        Member.objects.active()
        .filter(organisation=organisation, project=None)
        .select_related("user")
        .prefetch_related(Prefetch("mandates", mandates))
    )


def managed(request: HttpRequest, organisation_id: UUID) -> tuple[Organisation, Member]:
    """The organisation, for those who may manage it; 403 for its other members."""
    organisation, member = organisation_or_404(request, organisation_id)
    require(permissions.can_manage_organisation(member))
    return organisation, member


def form_page(
    request: HttpRequest,
    organisation: Organisation,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    """Show a form; when it is right, do `act` and go back to the organisation.

    `words`: title, submit, done, and optionally intro and danger.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, words["done"])
            return redirect("projects:organisation", organisation.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "back": reverse("projects:organisation", args=[organisation.pk]),
        **words,
    }
    return render(request, FORM_PAGE, context)


def _place(organisation: Organisation, member_id: UUID) -> Member:
    places = Member.objects.active().of_organisation().select_related("user")
    return get_object_or_404(places, pk=member_id, organisation=organisation)


@require_http_methods(EDIT)
def member_role(
    request: HttpRequest, organisation_id: UUID, member_id: UUID
) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    place = _place(organisation, member_id)
    return form_page(
        request,
        organisation,
        RoleForm(request.POST or None, initial={"role": place.role}),
        lambda data: actions.change_role(place, actor=actor, role=data["role"]),
        title=_("Changer le rôle de %(name)s") % {"name": place},
        intro=_("Rôle actuel : %(role)s.") % {"role": place.get_role_display()},
        submit=_("Changer le rôle"),
        done=_("Le rôle est changé."),
    )


@require_http_methods(EDIT)
def member_end(
    request: HttpRequest, organisation_id: UUID, member_id: UUID
) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    place = _place(organisation, member_id)

    def end(data: dict[str, date | None]) -> None:
        actions.end_membership(place, actor=actor, until=data["until"])

    return form_page(
        request,
        organisation,
        EndForm(request.POST or None),
        end,
        title=_("Fermer l’accès %(of)s") % {"of": of_person(place)},
        intro=_(
            "La personne ne verra plus rien de l’organisation. Ce qu’elle a écrit, "
            "voté et signé reste, avec son nom."
        ),
        submit=_("Fermer l’accès"),
        done=_("C’est noté : l’accès prend fin à la date choisie."),
        danger=True,
    )


@require_http_methods(EDIT)
def mandate_new(
    request: HttpRequest, organisation_id: UUID, member_id: UUID
) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    place = _place(organisation, member_id)
    return form_page(
        request,
        organisation,
        MandateForm(request.POST or None),
        lambda data: actions.add_mandate(place, actor=actor, **data),
        title=_("Ajouter un mandat à %(name)s") % {"name": place},
        intro=_("Navette ne note jamais le nom d’un syndicat."),
        submit=_("Ajouter le mandat"),
        done=_("Le mandat est ajouté."),
    )


@require_http_methods(EDIT)
def mandate_end(
    request: HttpRequest, organisation_id: UUID, mandate_id: UUID
) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    mandate = get_object_or_404(
        Mandate.objects.select_related("member__user", "organisation"),
        pk=mandate_id,
        organisation=organisation,
    )
    return form_page(
        request,
        organisation,
        EndMandateForm(request.POST or None),
        lambda data: actions.end_mandate(mandate, actor=actor, **data),
        title=_("Fin du mandat %(of)s") % {"of": of_person(mandate.member)},
        intro=_("Mandat : %(kind)s.") % {"kind": mandate.get_kind_display()},
        submit=_("Noter la fin"),
        done=_("La fin du mandat est notée."),
    )
