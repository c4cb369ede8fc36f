"""Correct or cancel one fact of the log; what is recorded comes from the acts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogue.access import consultation_or_404
from dialogue.actions import events
from dialogue.forms.events import EventCancelForm, EventCorrectForm
from dialogue.models import Event
from dialogue.permissions import can_run_consultation
from projects.access import require
from projects.errors import Refused
from projects.models import Member


def _event_or_404(
    request: HttpRequest, project_id: UUID, consultation_id: UUID, event_id: UUID
) -> tuple[Event, Member]:
    row, member = consultation_or_404(request, project_id, consultation_id)
    seen = Event.objects.visible_to(member).filter(consultation=row)
    event = get_object_or_404(seen, pk=event_id)
    event.consultation = row
    return event, member


@require_http_methods(["GET", "POST"])
def event_correct(
    request: HttpRequest, project_id: UUID, consultation_id: UUID, event_id: UUID
) -> HttpResponse:
    event, member = _event_or_404(request, project_id, consultation_id, event_id)
    require(can_run_consultation(member))
    posted = request.POST if request.method == "POST" else None
    form = EventCorrectForm(posted, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            events.correct(event, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La date est corrigée, et les autres suivent."))
            return redirect(event.consultation)
    return _page(request, event, member, form, correcting=True)


@require_http_methods(["GET", "POST"])
def event_cancel(
    request: HttpRequest, project_id: UUID, consultation_id: UUID, event_id: UUID
) -> HttpResponse:
    event, member = _event_or_404(request, project_id, consultation_id, event_id)
    require(can_run_consultation(member))
    form = EventCancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            events.cancel(event, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le fait est annulé, et les dates suivent."))
            return redirect(event.consultation)
    return _page(request, event, member, form, correcting=False)


def _page(
    request: HttpRequest,
    event: Event,
    member: Member,
    form: EventCorrectForm | EventCancelForm,
    *,
    correcting: bool,
) -> HttpResponse:
    context = {
        "project": event.consultation.project,
        "member": member,
        "tab": "summary",
        "event": event,
        "form": form,
        "correcting": correcting,
    }
    return render(request, "dialogue/event_form.html", context)
