"""What was written along a path, stage by stage; those that are over stay readable."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diagnostics.enums import PathState, StageState
from diagnostics.models import FollowedPath
from diagnostics.models.paths import FollowedPathQuerySet
from diagnostics.views.logbooks import history
from diagnostics.views.pages import context_of, page_of
from projects.access import project_or_404
from projects.models import Member, Project


def paths_of(project: Project, member: Member) -> FollowedPathQuerySet:
    return (
        FollowedPath.objects.visible_to(member)
        .filter(project=project)
        .select_related("version__instrument")
        .defer("version__content")
    )


def over(request: HttpRequest, project: Project, member: Member) -> Page[FollowedPath]:
    """Those that are no longer followed, the latest first."""
    rows = paths_of(project, member).exclude(state=PathState.OPEN)
    return page_of(request, rows, "finis")


def walked(path: FollowedPath) -> list[dict[str, Any]]:
    """What was noted of each stage that was entered, the latest walked first.

    Within a round stages are walked in the order of the text: going back takes up the
    one before, and what was left comes again after it. Days alone would not say it.
    """
    ranks = {stage.code: rank for rank, stage in enumerate(path.text.stages)}
    records = sorted(
        path.records.all(), key=lambda one: (-one.round, -ranks[one.stage])
    )
    return [
        {
            "record": one,
            "stage": path.text.stages[ranks[one.stage]],
            "ahead": one.state == StageState.AHEAD,
            "here": one.state == StageState.HERE,
        }
        for one in records
    ]


def left_behind(path: FollowedPath) -> list[dict[str, Any]]:
    """Without the stage where it stands, nor those that come again."""
    return [one for one in walked(path) if one["record"].state == StageState.DONE]


@require_safe
def path_read(request: HttpRequest, project_id: UUID, path_id: UUID) -> HttpResponse:
    """Every stage and every act of one path, over or not; nothing is written here."""
    project, member = project_or_404(request, project_id)
    row = get_object_or_404(paths_of(project, member), pk=path_id)
    row.project = project
    context = context_of(
        project,
        member,
        path=row,
        header=row.text.header,
        walked=walked(row),
        entries=history(request, project, row.pk, member),
    )
    return render(request, "diagnostics/path_read.html", context)
