"""The list of an organisation's projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import permissions, register
from projects.access import organisation_or_404
from projects.enums import Phase
from projects.forms.projects import ProjectFilterForm
from projects.french import day, french
from projects.markup import fill
from projects.models import Member, Project
from projects.templatetags.ui import state_badge


@dataclass(frozen=True, slots=True)
class Row:
    """One project of the list; `line` is written here: fifty of them make the page."""

    title: str
    due: str
    line: SafeString


def _rows(projects: Sequence[Any], member: Member) -> list[Row]:
    nearest = register.next_deadlines([project.pk for project in projects], member)
    place, phase, due = _("Lieu de travail"), _("Phase"), _("Prochaine échéance")
    none = fill('<span class="soft">{}</span>', _("aucune"))
    phases = {str(value): str(words) for value, words in Phase.choices}
    badges = _badges()
    rows = []
    for project in projects:
        deadline = nearest.get(project.pk)
        line = fill(
            _LINE,
            project.get_absolute_url(),
            french(project.title),
            project.number,
            place,
            project.workplace_name,
            phase,
            phases[project.phase],
            _state(project, deadline, badges),
            due,
            _due(deadline) if deadline else none,
        )
        rows.append(Row(project.title, deadline.label if deadline else "", line))
    return rows


_LINE = """<tr>
<th scope="row" class="prose"><a href="{}">{}</a><br><span class="soft">{}</span></th>
<td data-label="{}">{}</td>
<td data-label="{}">{}</td>
<td>{}</td>
<td data-label="{}">{}</td>
</tr>"""


def _due(deadline: register.Next) -> SafeString:
    words = french(deadline.label)
    return fill('{}<br><span class="soft">{}</span>', day(deadline.due_on), words)


class _Badges(NamedTuple):
    running: SafeString
    given: SafeString
    due: SafeString
    prepared: SafeString


def _badges() -> _Badges:
    return _Badges(
        running=state_badge(_("Pilote déjà lancé"), "late"),
        given=state_badge(_("Avis rendu ou réputé"), "ok"),
        due=state_badge(_("Échéance en cours"), "wait"),
        prepared=state_badge(_("En préparation")),
    )


def _state(
    project: Project, deadline: register.Next | None, badges: _Badges
) -> SafeString:
    if project.used_before_opinion:
        return badges.running
    if project.opinion_on:
        return badges.given
    return badges.due if deadline else badges.prepared


def _fields(form: ProjectFilterForm) -> SafeString:
    return form["q"].as_field_group() + form["phase"].as_field_group()


@cache
def _blank_fields(_language: str | None) -> SafeString:
    """Nothing asked, which is nearly always: drawn once, the same for everybody."""
    return _fields(ProjectFilterForm())


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
        "fields": _fields(form) if form.is_bound else _blank_fields(get_language()),
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
