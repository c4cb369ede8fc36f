"""Acts on one system: its state, reviews, incidents, mistakes and publication."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects import permissions
from projects.access import require
from projects.actions import system_events, system_publication
from projects.actions import systems as actions
from projects.actions.system_publication import public_fingerprint
from projects.errors import Conflict, Refused
from projects.forms.system_events import (
    IncidentForm,
    MistakeForm,
    PublishForm,
    ReplyForm,
    ReviewForm,
    StateForm,
)
from projects.models import System
from projects.system_facts import KEPT, plain_label, public_facts
from projects.views.systems import EDIT, system_or_404


def _act_page(
    request: HttpRequest,
    system: System,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    """Show a form; when it is right, do `act` and go back to the sheet.

    `words`: title, submit, done, and optionally intro.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, words["done"])
            return redirect(system)
    context = {
        "organisation": system.organisation,
        "form": form,
        "back": system.get_absolute_url(),
        **words,
    }
    return render(request, "projects/organisation_form.html", context)


@require_POST
def system_state(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_edit_register(member))
    form = StateForm(request.POST, system=system)
    if not form.is_valid():
        messages.error(request, _("Choisissez un état dans la liste, et soyez bref."))
        return redirect(system)
    try:
        actions.change_state(system, actor=member, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("L’état du système est à jour."))
    return redirect(system)


@require_http_methods(EDIT)
def system_review(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_edit_register(member))
    return _act_page(
        request,
        system,
        ReviewForm(request.POST or None),
        lambda data: system_events.record_review(system, actor=member, **data),
        title=_("Noter une revue"),
        intro=_("Regardez la fiche avec celles et ceux qui emploient le système."),
        submit=_("Noter la revue"),
        done=_("La revue est notée."),
    )


@require_http_methods(EDIT)
def system_incident(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_edit_register(member))
    return _act_page(
        request,
        system,
        IncidentForm(request.POST or None),
        lambda data: system_events.record_incident(system, actor=member, **data),
        title=_("Noter un incident"),
        intro=_("Un incident ne paraît jamais sur la page publique."),
        submit=_("Noter l’incident"),
        done=_("L’incident est noté."),
    )


@require_http_methods(EDIT)
def system_report(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    """Any member, readers too: who sees the sheet may say that it is wrong."""
    system, member = system_or_404(request, organisation_id, system_id)
    return _act_page(
        request,
        system,
        MistakeForm(request.POST or None),
        lambda data: system_events.report_mistake(system, actor=member, **data),
        title=_("Signaler une erreur"),
        intro=_(
            "Votre nom et votre message se liront sur la fiche, dans l’espace élus."
        ),
        submit=_("Signaler l’erreur"),
        done=_("C’est signalé à celles et ceux qui tiennent le registre."),
    )


@require_http_methods(EDIT)
def system_answer(
    request: HttpRequest,
    organisation_id: UUID,
    system_id: UUID,
    system_report_id: UUID,
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_edit_register(member))
    report = get_object_or_404(system.reports.all(), pk=system_report_id)
    return _act_page(
        request,
        system,
        ReplyForm(request.POST or None),
        lambda data: system_events.answer_report(report, actor=member, **data),
        title=_("Répondre à un signalement"),
        intro=_("Signalé : « %(text)s »") % {"text": report.text},
        submit=_("Répondre"),
        done=_("La réponse est sur la fiche."),
    )


@require_http_methods(EDIT)
def system_publish(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_publish_system(member))
    shown = public_fingerprint(system)
    form = PublishForm(request.POST or None, initial={"seen": shown})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            system_publication.publish(system, actor=member, seen=seen)
        except Conflict as conflict:
            form.add_error(None, conflict.sentence)
            form.data = {"seen": shown}
        else:
            messages.success(request, _("La fiche est publiée : voici son adresse."))
            return redirect(system)
    context = {
        "organisation": system.organisation,
        "system": system,
        "form": form,
        "shown": shown,
        "facts": public_facts(system),
        "kept": [plain_label(name) for name in KEPT],
    }
    return render(request, "projects/system_publish.html", context)


@require_POST
def system_unpublish(
    request: HttpRequest, organisation_id: UUID, system_id: UUID
) -> HttpResponse:
    system, member = system_or_404(request, organisation_id, system_id)
    require(permissions.can_publish_system(member))
    try:
        system_publication.unpublish(system, actor=member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("La page publique est retirée."))
    return redirect(system)
