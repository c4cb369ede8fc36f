"""Proposed commitments of a project, and proposing one from a criterion."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from agreements.actions import commitments as actions
from agreements.forms.commitments import CommitmentForm
from agreements.models import Commitment
from agreements.permissions import can_propose_commitment
from diagnostics.views.findings import finding_of_criterion
from projects import items
from projects.access import project_or_404, require
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Member
from projects.seen import mark


@require_safe
def commitment_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    rows = (
        Commitment.objects.visible_to(member)
        .kept()
        .filter(project=project)
        .select_related("item")
    )
    context = {
        "project": project,
        "member": member,
        "tab": "commitments",
        "rows": list(rows),
        "may_propose": can_propose_commitment(member),
    }
    return render(request, "agreements/commitments.html", context)


@require_POST
def commitment_from_criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    """One click: the finding, then what could be negotiated, drawn from it."""
    project, member = project_or_404(request, project_id)
    require(can_propose_commitment(member))
    finding, criterion = finding_of_criterion(request, project_id, assessment_id, code)
    commitment = actions.propose(
        project,
        actor=member,
        text=criterion.propose or finding.text,
        origin=finding.item,
    )
    messages.success(
        request,
        _("Engagement %(number)s proposé, dans l’espace élus. Précisez-le.")
        % {"number": commitment.item.number},
    )
    return redirect("agreements:commitment_edit", project.pk, commitment.pk)


@require_safe
def commitment(
    request: HttpRequest, project_id: UUID, commitment_id: UUID
) -> HttpResponse:
    row, member = _or_404(request, project_id, commitment_id)
    context = {
        "project": row.project,
        "member": member,
        "tab": "commitments",
        "commitment": row,
        "thread": items.chain(row.item, member),
        "may_edit": can_propose_commitment(member) and row.item.withdrawn_at is None,
    }
    return render(request, "agreements/commitment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(
    request: HttpRequest, project_id: UUID, commitment_id: UUID
) -> HttpResponse:
    row, member = _or_404(request, project_id, commitment_id)
    require(can_propose_commitment(member))
    kept = {name: getattr(row, name) for name in actions.FIELDS}
    seen = mark(row, actions.FIELDS)
    form = CommitmentForm(request.POST or None, initial={**kept, "seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(row, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("L’engagement proposé est enregistré."))
            return redirect("agreements:commitment", project_id, row.pk)
    context = {
        "project": row.project,
        "member": member,
        "tab": "commitments",
        "commitment": row,
        "form": form,
    }
    return render(request, "agreements/commitment_form.html", context)


@require_POST
def commitment_withdraw(
    request: HttpRequest, project_id: UUID, commitment_id: UUID
) -> HttpResponse:
    row, member = _or_404(request, project_id, commitment_id)
    require(can_propose_commitment(member))
    try:
        actions.withdraw(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("agreements:commitment", project_id, row.pk)
    messages.success(request, _("Proposition retirée. Son numéro est gardé."))
    return redirect("agreements:commitments", project_id)


def _or_404(
    request: HttpRequest, project_id: UUID, commitment_id: UUID
) -> tuple[Commitment, Member]:
    project, member = project_or_404(request, project_id)
    rows = (
        Commitment.objects.visible_to(member)
        .filter(project=project)
        .select_related("item", "author__user")
    )
    row = get_object_or_404(rows, pk=commitment_id)
    row.project = project
    return row, member
