"""Diagnostics of a project: the list, opening one, who answers, its acts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import permissions
from diagnostics.access import assessment_or_404
from diagnostics.actions import answers
from diagnostics.actions import assessments as actions
from diagnostics.enums import (
    AnswerKind,
    AssessmentState,
    InstrumentKind,
    Party,
)
from diagnostics.forms.assessments import (
    GroupForm,
    PartyForm,
    StartForm,
)
from diagnostics.models import Assessment, Instrument, Practice, Respondent
from diagnostics.models.assessments import AssessmentQuerySet
from diagnostics.models.instruments import TITLE_THEN, InstrumentQuerySet
from diagnostics.views.pages import context_of, page_of
from diagnostics.views.results import results_page
from projects.access import project_or_404, request_places, require
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member, Project, System
from projects.models.systems import SystemQuerySet


@require_safe
def assessment_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    rows = (
        Assessment.objects.visible_to(member)
        .filter(project=project)
        .kept()
        .annotate(grid_title=TITLE_THEN, system_name=F("system__name"))
        .with_counts()
    )
    context = context_of(project, member) | {
        "page": page_of(request, rows),
        "may_start": permissions.can_start_assessment(member),
        "may_import": permissions.can_start_assessment(member, Room.CAUCUS),
        "cancelled": page_of(request, _cancelled(project, member), "annules"),
    }
    return render(request, "diagnostics/assessments.html", context)


def _cancelled(project: Project, member: Member) -> AssessmentQuerySet:
    rows = Assessment.objects.visible_to(member).filter(project=project)
    return rows.cancelled().defer("counts").order_by("-cancelled_at", "id")


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Choose a grid, then say what it looks at and who answers."""
    project, member = project_or_404(request, project_id)
    require(permissions.can_start_assessment(member))
    grids = _grids(request, project)
    systems = System.objects.visible_to(member).filter(project=project)
    system = _system_asked(request, systems)
    context = context_of(project, member, system=system)
    chosen = request.GET.get("grille", "")
    if not chosen:
        context["grids"] = grids
        return render(request, "diagnostics/assessment_choose.html", context)
    instrument = get_object_or_404(grids.named(chosen))
    initial = {"title": instrument.title, "system": system and system.pk}
    form = StartForm(
        request.POST or None, member=member, systems=systems, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        require(permissions.can_start_assessment(member, form.cleaned_data["room"]))
        try:
            row = actions.start(project, instrument, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le diagnostic est ouvert aux réponses."))
            return redirect(row)
    context |= {"instrument": instrument, "form": form}
    return render(request, "diagnostics/assessment_form.html", context)


def _grids(request: HttpRequest, project: Project) -> InstrumentQuerySet:
    """Those of Navette and of the organisation, for who may open a diagnostic."""
    return (
        Instrument.objects.visible_to(*request_places(request))
        .published()
        .filter(kind=InstrumentKind.GRID)
        .filter(Q(organisation=None) | Q(organisation=project.organisation_id))
    )


def _system_asked(request: HttpRequest, systems: SystemQuerySet) -> System | None:
    """The one that the address names, when one comes from its sheet."""
    try:
        key = UUID(request.GET.get("systeme", ""))
    except ValueError:
        return None
    return systems.filter(pk=key).first()


@require_safe
def assessment(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    """Who answers while it is open; the results once they are shown."""
    row, member = assessment_or_404(request, project_id, assessment_id)
    if row.state == AssessmentState.CANCELLED:
        context = context_of(
            row.project,
            member,
            assessment=row,
            sheets=_sheets(row, member),
            practices=Practice.objects.visible_to(member).filter(assessment=row),
        )
        return render(request, "diagnostics/assessment_cancelled.html", context)
    if row.state == AssessmentState.CLOSED:
        return results_page(request, row, member)
    return _open_page(request, row, member)


def _open_page(
    request: HttpRequest,
    row: Assessment,
    member: Member,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    may_answer = permissions.can_hold_pen(member, row)
    alone, groups = permissions.own_parties(member), permissions.parties_for(member)
    sheets = _sheets(row, member)
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row,
        "grid": row.grid,
        "total": len(row.grid.by_code),
        "sheets": sheets,
        "waiting": any(one.done_at is None for one in sheets),
        "parties": _counts(row),
        "may_run": permissions.can_run_assessment(member, row),
        "party_form": PartyForm(parties=alone) if may_answer else None,
        "group_form": GroupForm(parties=groups) if may_answer else None,
        **forms,
    }
    return render(request, "diagnostics/assessment.html", context, status=status)


def _sheets(row: Assessment, member: Member) -> list[Respondent]:
    """The sheets this person may write, with how far each is."""
    mine = (
        Respondent.objects.written_by(member)
        .filter(assessment=row)
        .select_related("held_by__user")
        .annotate(answered=Count("answers", filter=~Q(answers__kind=AnswerKind.DRAFT)))
        .order_by("party", "created_at", "id")
    )
    return [sheet for sheet in mine if permissions.can_write(member, sheet)]


def _counts(row: Assessment) -> list[dict[str, Any]]:
    """Per party, how many sheets, handed in or not: no name, no answer."""
    counted = {
        line["party"]: line
        for line in row.respondents.order_by()
        .values("party")
        .annotate(sheets=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    }
    return [
        {"label": party.label, "left": line["sheets"] - line["done"], **line}
        for party in Party
        if (line := counted.get(party))
    ]


@require_POST
def respondent_join(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_hold_pen(member, row))
    form = PartyForm(request.POST, parties=permissions.own_parties(member))
    if form.is_valid():
        try:
            sheet = answers.join(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("diagnostics:sheet", project_id, row.pk, sheet.pk)
    return _open_page(request, row, member, 422, party_form=form)


@require_POST
def respondent_group(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_hold_pen(member, row))
    form = GroupForm(request.POST, parties=permissions.parties_for(member))
    if form.is_valid():
        try:
            sheet = answers.add_group(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("diagnostics:sheet", project_id, row.pk, sheet.pk)
    return _open_page(request, row, member, 422, group_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_close(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    """Says what is not handed in, then shows the results to everyone at once."""
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_run_assessment(member, row))
    if request.method == "POST":
        try:
            actions.close(row, actor=member)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Les résultats sont montrés."))
        return redirect(row)
    parties = _counts(row)
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row,
        "parties": parties,
        "handed_in": sum(one["done"] for one in parties),
        "left": sum(one["left"] for one in parties),
    }
    return render(request, "diagnostics/assessment_close.html", context)
