"""The good-practice reference of a diagnostic: built together, then followed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from diagnostics import permissions
from diagnostics.access import assessment_or_404
from diagnostics.actions import outcomes
from diagnostics.consents import practice_words
from diagnostics.enums import PRACTICE_MOVES, PracticeState
from diagnostics.forms.assessments import PracticeForm
from diagnostics.models import Assessment, Practice
from diagnostics.models.consents import with_names
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
            outcomes.propose_practice(row, actor=member, **form.cleaned_data)
            messages.success(request, _("La pratique est proposée à tous."))
            return redirect("diagnostics:practices", project_id, row.pk)
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row,
        "form": form,
        "lines": _lines(row, member),
        "may_propose": permissions.can_propose_practice(member, row),
    }
    return render(request, "diagnostics/practices.html", context)


def _lines(row: Assessment, member: Member) -> list[dict[str, Any]]:
    by_code = row.grid.by_code
    may_move = permissions.can_propose_practice(member, row)
    rows = (
        Practice.objects.visible_to(member)
        .filter(assessment=row)
        .select_related("proposed_by__user")
        .prefetch_related(with_names())
    )
    return [
        {
            "practice": one,
            "criterion": by_code.get(one.criterion),
            "tone": {"applied": "ok", "agreed": "plain"}.get(one.state, "wait"),
            "told": practice_words(one),
            "moves": [
                {"to": to.value, "label": MOVES[to]}
                for to in PracticeState
                if may_move and to in _moves(one, row, member)
            ],
        }
        for one in rows
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


@require_POST
def practice_move(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, practice_id: UUID
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_propose_practice(member, row))
    practice = get_object_or_404(
        Practice.objects.visible_to(member).filter(assessment=row), pk=practice_id
    )
    to = request.POST.get("to", "")
    if (practice.state, to) == (PracticeState.PROPOSED, PracticeState.AGREED):
        require(permissions.can_agree_practice(member, row))
    if to not in PracticeState.values:
        messages.error(request, _("Choisissez une des réponses proposées."))
    else:
        try:
            outcomes.move_practice(practice, actor=member, to=to)
        except Refused as refused:
            messages.error(request, refused.sentence)
    return redirect("diagnostics:practices", project_id, row.pk)
