"""Interviews of a project: planned, led, taken into the synthesis or given up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import interview_permissions as permissions
from diagnostics.actions import interviews as actions
from diagnostics.enums import InstrumentKind, InterviewState
from diagnostics.forms.interviews import InterviewForm, LeadForm
from diagnostics.interview_access import caucus_or_404, interview_or_404
from diagnostics.models import Instrument, InstrumentVersion, Interview
from diagnostics.models.instruments import TITLE_THEN
from diagnostics.views.pages import context_of, page_of
from projects.access import request_places, require
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Member, Project


@require_safe
def interview_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = caucus_or_404(request, project_id)
    found = (
        Interview.objects.visible_to(member)
        .filter(project=project)
        .annotate(guide_title=TITLE_THEN)
        .select_related("stakeholder")
        .prefetch_related("interviewers__user")
    )
    context = context_of(project, member) | {
        "page": page_of(request, found),
        "guides": _guides(project, member),
        "may_plan": permissions.can_listen(member),
    }
    return render(request, "diagnostics/interviews.html", context)


def _guides(project: Project, member: Member) -> QuerySet[InstrumentVersion]:
    """The guides that served, each with how many interviews were led with it."""
    led = ~Q(interviews__state=InterviewState.PLANNED)
    mine = Interview.objects.visible_to(member).filter(project=project).order_by()
    return (
        InstrumentVersion.objects.filter(interviews__in=mine)
        .annotate(title=KT("content__title"), held=Count("interviews", filter=led))
        .defer("content")
        .order_by("title", "number")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def interview_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = caucus_or_404(request, project_id)
    require(permissions.can_listen(member))
    form = InterviewForm(
        request.POST or None,
        project=project,
        member=member,
        guides=_offered(request, project),
    )
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            row = actions.plan(project, fields.pop("guide"), actor=member, **fields)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("L’entretien est prévu."))
            return redirect(row)
    title = _("Prévoir un entretien")
    back = reverse("diagnostics:interviews", args=[project.pk])
    context = context_of(project, member) | {"form": form, "title": title, "back": back}
    return _form_page(request, context)


def _offered(request: HttpRequest, project: Project) -> QuerySet[Instrument]:
    return (
        Instrument.objects.visible_to(*request_places(request))
        .published()
        .filter(kind=InstrumentKind.INTERVIEW)
        .filter(Q(organisation=None) | Q(organisation=project.organisation_id))
    )


@require_safe
def interview(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    row, member = interview_or_404(request, project_id, interview_id)
    context = context_of(row.project, member) | {
        "interview": row,
        "leads": permissions.leads(member, row),
        "may_change": permissions.can_change_interview(member, row),
    }
    return render(request, "diagnostics/interview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def interview_edit(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    row, member = interview_or_404(request, project_id, interview_id)
    require(permissions.can_change_interview(member, row))
    form = InterviewForm(
        request.POST or None, project=row.project, member=member, interview=row
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("L’entretien est modifié."))
            return redirect(row)
    context = context_of(row.project, member) | {
        "form": form,
        "title": _("Modifier l’entretien"),
        "back": row.get_absolute_url(),
    }
    return _form_page(request, context)


@require_http_methods(["GET", "HEAD", "POST"])
def interview_lead(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    """The opening sentences to read aloud, the day and the agreement."""
    row, member = interview_or_404(request, project_id, interview_id)
    require(permissions.can_write_notes(member, row))
    initial = {"day": min(row.day, timezone.localdate())}
    form = LeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.lead(row, actor=member, day=form.cleaned_data["day"])
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("C’est noté : vous pouvez écrire vos notes."))
            return redirect("diagnostics:interview_notes", project_id, row.pk)
    context = context_of(row.project, member) | {"form": form, "interview": row}
    status = 422 if form.errors else 200
    return render(request, "diagnostics/interview_lead.html", context, status=status)


@require_safe
def interview_guide(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    """The guide on paper: what to say, what to ask, and room to write."""
    row, member = interview_or_404(request, project_id, interview_id)
    guide = row.guide
    context = context_of(row.project, member) | {
        "interview": row,
        "guide": guide,
        "origin": guide.header.origin,
    }
    return render(request, "diagnostics/interview_guide.html", context)


@require_POST
def interview_move(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    """Taken into the synthesis, or taken up again: the other of the two."""
    row, member = interview_or_404(request, project_id, interview_id)
    require(permissions.can_write_notes(member, row))
    to = (
        InterviewState.HELD
        if row.state == InterviewState.SYNTHESISED
        else InterviewState.SYNTHESISED
    )
    try:
        actions.move(row, actor=member, to=to)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(row)


@require_POST
def interview_cancel(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    row, member = interview_or_404(request, project_id, interview_id)
    require(permissions.can_change_interview(member, row))
    try:
        actions.cancel(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(row)
    messages.success(request, _("L’entretien prévu est abandonné."))
    return redirect("diagnostics:interviews", project_id)


def _form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context["button"] = _("Enregistrer")
    status = 422 if context["form"].errors else 200
    return render(request, "diagnostics/form.html", context, status=status)
