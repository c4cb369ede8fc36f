"""What every page of the instruments of a project starts from."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from projects.models import Member, Project

A_PAGE = 50


def page_of[Row: Model](
    request: HttpRequest, rows: QuerySet[Row], param: str = "page", size: int = A_PAGE
) -> Page[Row]:
    """The page of a list that the address asks for: no list ends without saying so."""
    return Paginator(rows, size).get_page(request.GET.get(param))


def context_of(project: Project, member: Member, **more: Any) -> dict[str, Any]:
    """With who reads: the menu « Autour du dialogue » has lines of the caucus."""
    return {
        "project": project,
        "member": member,
        "tab": "diagnostics",
        "in_caucus": member.sees_caucus,
        **more,
    }
