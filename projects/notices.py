"""In-app notices: who is told what. The daily digest is made of them."""

from collections.abc import Iterable

from projects.models import Member, Notice, Project


def tell(
    project: Project,
    members: Iterable[Member],
    sentence: str,
    url: str,
    *,
    actor: Member | None,
) -> None:
    """One notice per member, except for the one who acted. Runs inside the act.

    The caller chooses members who may see the thing (same rule as the page).
    """
    Notice.objects.bulk_create(
        Notice(
            user_id=member.user_id,
            member=member,
            project=project,
            sentence=sentence[:300],
            url=url,
        )
        for member in members
        if actor is None or member.user_id != actor.user_id
    )


def audience(project: Project, room: str) -> Iterable[Member]:
    """Everybody with an open place on `project` who may enter `room`."""
    members = Member.objects.active().on_project(project).select_related("user")
    if room == "shared":
        return list(members)
    return [member for member in members if member.sees_caucus]
