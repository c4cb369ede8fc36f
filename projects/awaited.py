"""What waits for one person's own act: told by a notice that home shows until then."""

from collections.abc import Iterable

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects import live
from projects.models import Member, Notice, Project, User
from projects.models.reports import NoticeQuerySet
from projects.notices import shown_to


def ask(
    project: Project, members: Iterable[Member], sentence: str, url: str, *, key: str
) -> None:
    """One notice each, the one who acts included. `key` names what is awaited."""
    asked = Notice.objects.bulk_create(
        Notice(
            user_id=member.user_id,
            member=member,
            project=project,
            sentence=sentence[:300],
            url=url,
            awaits=key,
        )
        for member in members
    )
    live.notify_on_commit({notice.user_id for notice in asked})


def settle(key: str, *, member: Member | None = None) -> None:
    """Nothing is awaited any more: of this member, or of anybody."""
    rows = Notice.objects.filter(awaits=key)
    if member is not None:
        rows = rows.filter(member=member)
    people = set(rows.values_list("user_id", flat=True))
    rows.update(awaits="", read_at=Coalesce("read_at", Value(timezone.now())))
    live.notify_on_commit(people)


def awaited_of(user: User, places: Iterable[Member]) -> NoticeQuerySet:
    """What waits for this person, in places that are still open."""
    waiting = shown_to(user, places).exclude(awaits="").select_related("project")
    return waiting.order_by("created_at", "id")
