"""The good-practice reference of a diagnostic: built together, then followed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from diagnostics import permissions
from diagnostics.access import assessment_or_404
from diagnostics.actions import outcomes
from diagnostics.consents import moved_words, needs_reason, practice_words
from diagnostics.enums import PRACTICE_MOVES, AssessmentState, PracticeState
from diagnostics.forms.assessments import PracticeForm
from diagnostics.forms.practices import DropForm
from diagnostics.models import Assessment, Practice
from diagnostics.models.consents import with_names
from diagnostics.views.pages import context_of
from projects.access import require
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member

#: What the button of each move says.
MOVES = {
    PracticeState.PROPOSED: _l("Proposer de nouveau"),
    PracticeState.AGREED: _l("Convenir"),
    PracticeState.APPLIED: _l("Noter appliquée"),
    PracticeState.DROPPED: _l("Abandonner"),
}
TONES = {
    PracticeState.PROPOSED: "wait",
    PracticeState.AGREED: "plain",
    PracticeState.APPLIED: "ok",
    PracticeState.DROPPED: "plain",
}
#: From applied, the same state as « Convenir », and nobody agrees again.
UNDO = _l("Dire qu’elle n’est plus appliquée")


@require_http_methods(["GET", "HEAD", "POST"])
def practices(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    grid = row.grid
    form = PracticeForm(
        request.POST or None,
        grid=grid,
        initial={"criterion": request.GET.get("critere", "")},
    )
    if request.method == "POST":
        require(permissions.can_propose_practice(member, row))
        if form.is_valid():
            try:
                outcomes.propose_practice(row, actor=member, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("La pratique est proposée à tous."))
                return redirect("diagnostics:practices", project_id, row.pk)
    cancelled = row.state == AssessmentState.CANCELLED
    # What was typed as it was cancelled stays on the page, with why it is refused.
    may_propose = (not cancelled or form.is_bound) and (
        permissions.can_propose_practice(member, row)
    )
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row,
        "form": form,
        "lines": _lines(row, member),
        "may_propose": may_propose,
        "stopped": outcomes.STOPPED if cancelled else "",
    }
    return render(request, "diagnostics/practices.html", context)


def _lines(row: Assessment, member: Member) -> list[dict[str, Any]]:
    by_code = row.grid.by_code
    rows = (
        Practice.objects.visible_to(member)
        .filter(assessment=row)
        .select_related("proposed_by__user", "moved_by__user")
        .prefetch_related(with_names())
    )
    return [
        {
            "practice": one,
            "criterion": by_code.get(one.criterion),
            "tone": TONES[PracticeState(one.state)],
            "told": practice_words(one),
            "moved": moved_words(one),
            "moves": _buttons(one, row, member),
        }
        for one in rows
    ]


def _buttons(
    practice: Practice, assessment: Assessment, member: Member
) -> list[dict[str, Any]]:
    if assessment.state == AssessmentState.CANCELLED:
        return []
    if not permissions.can_lead_practice(member, assessment, practice):
        return []
    moves = _moves(practice, assessment, member)
    applied = practice.state == PracticeState.APPLIED
    labels = MOVES | ({PracticeState.AGREED: UNDO} if applied else {})
    return [
        {"to": to.value, "label": labels[to], "asks": to == PracticeState.DROPPED}
        for to in PracticeState
        if to in moves
    ]


def _moves(
    practice: Practice, assessment: Assessment, member: Member
) -> set[PracticeState]:
    """Where this person may lead it: nobody agrees to what their own side proposed."""
    here = PracticeState(practice.state)
    found = set(PRACTICE_MOVES[here])
    if here == PracticeState.PROPOSED and (
        not permissions.can_agree_practice(member, assessment)
        or (practice.room == Room.SHARED and member.side == practice.proposed_by.side)
        or member.side in {one.side for one in practice.consents.all()}
    ):
        found.discard(PracticeState.AGREED)
    return found


def _practice_or_403(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, practice_id: UUID
) -> tuple[Practice, Assessment, Member]:
    """One that this person may lead on; 404 outside of its room."""
    row, member = assessment_or_404(request, project_id, assessment_id)
    rows = Practice.objects.visible_to(member).filter(assessment=row)
    practice = get_object_or_404(rows.select_related("proposed_by"), pk=practice_id)
    require(permissions.can_lead_practice(member, row, practice))
    return practice, row, member


@require_POST
def practice_move(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, practice_id: UUID
) -> HttpResponse:
    place = (project_id, assessment_id, practice_id)
    practice, row, member = _practice_or_403(request, *place)
    to = request.POST.get("to", "")
    if (practice.state, to) == (PracticeState.PROPOSED, PracticeState.AGREED):
        require(permissions.can_agree_practice(member, row))
    if to == PracticeState.DROPPED:
        return redirect("diagnostics:practice_drop", *place)
    if to not in PracticeState.values:
        messages.error(request, _("Choisissez une des réponses proposées."))
    else:
        try:
            outcomes.move_practice(practice, actor=member, to=to)
        except Refused as refused:
            messages.error(request, refused.sentence)
    return redirect("diagnostics:practices", project_id, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_drop(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, practice_id: UUID
) -> HttpResponse:
    """Give a practice up: the other side reads who did, and why."""
    place = (project_id, assessment_id, practice_id)
    practice, row, member = _practice_or_403(request, *place)
    if request.method != "POST" and row.state == AssessmentState.CANCELLED:
        messages.error(request, str(outcomes.STOPPED))
        return redirect("diagnostics:practices", project_id, row.pk)
    form = DropForm(request.POST or None, needed=needs_reason(practice))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["reason"]
        try:
            outcomes.move_practice(
                practice, actor=member, to=PracticeState.DROPPED, words=words
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La pratique est abandonnée."))
            return redirect("diagnostics:practices", project_id, row.pk)
    context = context_of(row.project, member) | {
        "form": form,
        "title": _("Abandonner une bonne pratique"),
        "text": f"{practice.text} {practice_words(practice)}",
        "button": _("Abandonner"),
        "back": reverse("diagnostics:practices", args=[project_id, row.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "diagnostics/form.html", context, status=status)
