"""The project's first tab, and the first observed use."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from projects import permissions
from projects.access import project_or_404, require
from projects.actions import first_use as actions
from projects.chronology import chronology
from projects.enums import AIFunction, ItemKind, Phase, Room, Side
from projects.errors import Refused
from projects.forms.first_use import FirstUseForm, WithdrawFirstUseForm
from projects.forms.projects import PhaseForm
from projects.models import (
    Document,
    Entry,
    Invitation,
    Item,
    Member,
    Project,
    System,
)
from projects.models.people import MemberQuerySet
from projects.models.systems import SystemQuerySet
from projects.timeline import timeline_svg
from projects.views.uses import known_uses

LAST_LINES = 6


@require_safe
def project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    today = timezone.localdate()
    moments = chronology(project, member, today)
    entries = Entry.objects.visible_to(member).filter(project=project)
    documents = Document.objects.visible_to(member).filter(project=project)
    context = {
        "project": project,
        "member": member,
        "tab": "summary",
        "today": today,
        "moments": moments,
        "svg": timeline_svg(moments, today, ident="chronologie-dessin"),
        "ai_functions": [AIFunction(name).label for name in project.ai_functions],
        "delegation": delegation_words(project, member),
        "phases": _phases(project),
        "phase_form": PhaseForm(initial={"phase": project.phase}),
        "may_edit": permissions.can_edit_project(member, project),
        "entries": entries[:LAST_LINES],
        "with_rooms": member.sees_caucus,
        "systems": _systems(project, member),
        "keeps_register": permissions.can_edit_register(member),
        "documents_count": documents.count(),
        "guests_count": _guests(project).known_to(member).count(),
        "may_see_guests": permissions.can_invite_guest(member, project),
        "other_side": _other_side(project) if member.sees_caucus else None,
    }
    return render(request, "projects/project.html", context)


def _systems(project: Project, member: Member) -> SystemQuerySet | None:
    """Sheets of the register tied to the file; None for its guests."""
    if member.project_id is not None:
        return None
    return System.objects.visible_to(member).filter(project=project)


def delegation_words(project: Project, member: Member) -> dict[str, Any] | None:
    """What the delegation wrote for itself; None for those outside its room.

    The only way from these three fields to a page.
    """
    if not member.sees_caucus:
        return None
    return {
        "real_change": project.real_change,
        "first_use_note": project.first_use_note,
        "uses": known_uses(project),
    }


def _phases(project: Project) -> list[dict[str, str]]:
    rank = Phase.values.index(project.phase)
    return [
        {
            "label": str(phase.label).capitalize(),
            "state": "done" if i < rank else "here" if i == rank else "todo",
        }
        for i, phase in enumerate(Phase)
    ]


def _guests(project: Project) -> MemberQuerySet:
    return Member.objects.active().filter(project=project)


def _other_side(project: Project) -> dict[str, Any]:
    """What management reads here: who they are, and what stands in the shared room.

    A confidential document counts only when one of them is among its readers.
    """
    kinds = (
        Item.objects.filter(project=project, room=Room.SHARED)
        .order_by("kind")
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    people = list(_guests(project).filter(side=Side.MANAGEMENT).select_related("user"))
    shared = project.documents.filter(room=Room.SHARED)
    read = Document.objects.visible_to(*people)
    return {
        "people": [guest.user.name for guest in people],
        "invited": not people
        and Invitation.objects.to_management(project).pending().exists(),
        "documents": shared.filter(Q(pk__in=read) | Q(confidential=False)).count(),
        "items": [(HEADINGS[ItemKind(kind)], count) for kind, count in kinds],
    }


#: Beside a count that may be one: a heading, not a sentence.
HEADINGS = {
    ItemKind.OBSERVATION: _l("Observations"),
    ItemKind.FINDING: _l("Constats"),
    ItemKind.QUESTION: _l("Questions"),
    ItemKind.ANSWER: _l("Réponses"),
    ItemKind.POINT: _l("Points d’avis"),
    ItemKind.CLAUSE: _l("Clauses"),
    ItemKind.COMMITMENT: _l("Engagements"),
    ItemKind.CHECK: _l("Vérifications"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def first_use(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_edit_project(member, project))
    stored = {
        "first_use_on": project.first_use_on,
        "first_use_note": project.first_use_note,
    }
    form = FirstUseForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_first_use(
                project,
                actor=member,
                used_on=form.cleaned_data["first_use_on"],
                note=form.cleaned_data["first_use_note"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Premier usage enregistré."))
            return redirect(project)
    return _first_use_page(request, project, member, form, WithdrawFirstUseForm())


@require_POST
def first_use_withdraw(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_edit_project(member, project))
    form = WithdrawFirstUseForm(request.POST)
    if not form.is_valid():
        return _first_use_page(request, project, member, FirstUseForm(), form)
    try:
        actions.withdraw_first_use(
            project, actor=member, reason=form.cleaned_data["reason"]
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Premier usage retiré. L’historique le garde."))
    return redirect(project)


def _first_use_page(
    request: HttpRequest,
    project: Project,
    member: Member,
    form: FirstUseForm,
    withdrawal: WithdrawFirstUseForm,
) -> HttpResponse:
    context = {
        "project": project,
        "member": member,
        "tab": "summary",
        "form": form,
        "withdrawal": withdrawal,
    }
    return render(request, "projects/first_use.html", context)
