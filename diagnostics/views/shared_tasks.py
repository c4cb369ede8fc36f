"""The cards that people brought to a project, and what they decide after talking."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from diagnostics import permissions
from diagnostics.actions import tasks as actions
from diagnostics.enums import TaskField
from diagnostics.forms.tasks import OFFERED, DecisionForm
from diagnostics.learning import current_canvas
from diagnostics.models import SharedTask, TaskDecision
from diagnostics.models.tasks import FIELDS
from diagnostics.views.pages import context_of, page_of
from diagnostics.views.tasks import rooms_of
from projects.access import PersonRequest, project_or_404, require
from projects.enums import SOMEBODY, Side
from projects.models import Member, Project


@require_http_methods(["GET", "HEAD", "POST"])
def shared_tasks(request: PersonRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    may_decide = permissions.can_start_assessment(member)
    form = DecisionForm(request.POST or None, rooms=rooms_of(member))
    if request.method == "POST":
        require(may_decide)
        if form.is_valid():
            room = form.cleaned_data["room"]
            require(permissions.can_start_assessment(member, room))
            actions.decide(project, actor=member, **form.cleaned_data)
            messages.success(request, _("La décision est notée."))
            return redirect("diagnostics:shared_tasks", project.pk)
    context = _context(request, project, member) | {
        "form": form if may_decide else None,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnostics/shared_tasks.html", context, status=status)


def _context(
    request: PersonRequest, project: Project, member: Member
) -> dict[str, Any]:
    rows = SharedTask.objects.visible_to(member).filter(project=project)
    decided = TaskDecision.objects.visible_to(member).filter(project=project)
    page = page_of(request, rows)
    own = set(
        SharedTask.objects.given_by(request.user)
        .filter(project=project)
        .values_list("pk", flat=True)
    )
    canvas = current_canvas()
    return context_of(project, member) | {
        "page": page,
        "groups": _groups(page, own),
        "decisions": page_of(request, decided, "decisions"),
        "canvas": canvas,
        "prompts": canvas.prompts if canvas else (),
    }


def _groups(rows: Iterable[SharedTask], own: set[UUID]) -> list[dict[str, Any]]:
    """By the place that AI takes today, the copies of each."""
    return [
        {
            "state": state,
            "rows": [
                {
                    "task": one,
                    # The place of AI is the title, the wish a badge.
                    "said": [
                        (TaskField(name).label, value)
                        for name in FIELDS
                        if name not in OFFERED and (value := getattr(one, name))
                    ],
                    "who": SOMEBODY[Side(one.side)],
                    "mine": one.pk in own,
                }
                for one in some
            ],
        }
        for state, some in groupby(rows, key=lambda one: one.ai_state)
    ]
