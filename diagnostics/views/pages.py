"""What every page of the instruments of a project starts from."""

from typing import Any

from projects.models import Member, Project


def context_of(project: Project, member: Member, **more: Any) -> dict[str, Any]:
    """With who reads: the menu « Autour du dialogue » has lines of the caucus."""
    return {
        "project": project,
        "member": member,
        "tab": "diagnostics",
        "in_caucus": member.sees_caucus,
        **more,
    }
