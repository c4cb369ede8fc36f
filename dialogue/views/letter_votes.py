"""A text to vote: on which agenda, and the day it was adopted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.access import letter_or_404
from dialogue.actions import resolutions
from dialogue.forms.letters import AgendaForm, VoteForm, being_set
from dialogue.permissions import can_plan_meeting, can_run_consultation
from dialogue.views.letters import letter_page
from projects.access import require
from projects.errors import Refused


@require_POST
def letter_agenda(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    require(can_plan_meeting(member))
    meetings = being_set(row.consultation.project, member)
    form = AgendaForm(request.POST, meetings=meetings)
    if form.is_valid():
        try:
            resolutions.put_on_agenda(
                row,
                actor=member,
                meeting=form.cleaned_data["meeting"],
                sure=form.cleaned_data.get("sure", False),
            )
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Le texte est à l’ordre du jour."))
        return redirect("dialogue:letter", project_id, row.pk)
    return letter_page(request, row, member, agenda_form=form)


@require_POST
def letter_adopt(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    require(can_run_consultation(member))
    form = VoteForm(request.POST)
    if form.is_valid():
        try:
            resolutions.adopt(row, actor=member, on=form.cleaned_data["on"])
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Le vote est noté."))
        return redirect("dialogue:letter", project_id, row.pk)
    return letter_page(request, row, member, vote_form=form)
