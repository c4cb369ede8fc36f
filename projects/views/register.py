"""The list of an organisation's projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import permissions, register
from projects.access import organisation_or_404
from projects.enums import Phase
from projects.forms.projects import ProjectFilterForm
from projects.models import Member, Project
from projects.templatetags.ui import state_badge


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, ready to print: fifty of them make the page."""

    number: str
    title: str
    url: str
    workplace: str
    phase: str
    badge: str
    due_on: date | None
    due: str


def _rows(projects: Sequence[Any], member: Member) -> list[Row]:
    nearest = register.next_deadlines(projects, member)
    phases = {str(value): str(words) for value, words in Phase.choices}
    badges: dict[str, str] = {}
    rows = []
    for project in projects:
        deadline = nearest.get(project.pk)
        state, tone = _state(project, deadline)
        if state not in badges:
            badges[state] = state_badge(state, tone)
        rows.append(
            Row(
                number=project.number,
                title=project.title,
                url=project.get_absolute_url(),
                workplace=project.workplace_name,
                phase=phases[project.phase],
                badge=badges[state],
                due_on=deadline.due_on if deadline else None,
                due=deadline.label if deadline else "",
            )
        )
    return rows


def _state(project: Project, deadline: register.Next | None) -> tuple[str, str]:
    if project.used_before_opinion:
        return _("Pilote déjà lancé"), "late"
    if project.opinion_on:
        return _("Avis rendu ou réputé"), "ok"
    if deadline:
        return _("Échéance en cours"), "wait"
    return _("En préparation"), "plain"


@require_safe
def projects(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    form = ProjectFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = Project.objects.visible_to(member)
    if asked.get("phase"):
        found = found.filter(phase=asked["phase"])
    if asked.get("q"):
        found = register.matching(found, asked["q"])
    page = register.page_of(
        found.only(*_LISTED).annotate(workplace_name=F("workplace__name")),
        before=asked.get("avant", ""),
        after=asked.get("apres", ""),
    )
    filters = {name: asked[name] for name in ("q", "phase") if asked.get(name)}
    context = {
        "organisation": organisation,
        "form": form,
        "filters": filters,
        "query": urlencode(filters),
        "page": page,
        "rows": _rows(page.rows, member),
        "may_create": permissions.can_create_project(member),
    }
    return render(request, "projects/projects.html", context)


_LISTED = (
    "organisation_id",
    "year",
    "rank",
    "title",
    "phase",
    "first_use_on",
    "opinion_on",
)
