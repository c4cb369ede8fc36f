"""What waits for one person's own act: told by a notice that home shows until then."""

from collections.abc import Iterable

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects import live
from projects.access import PersonRequest, request_places
from projects.models import Member, Notice, Project
from projects.notices import keep_unread, shown_to

_UNREAD, _AWAITED = Q(read_at=None), ~Q(awaits="")


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


def awaited_by(request: PersonRequest) -> list[Notice]:
    """What waits for the person who asks, in places that are still open.

    Most days nothing does: it is counted along with what the frame of the page counts,
    in one query that follows an index for each, and read only when there is some.
    """
    shown = shown_to(request.user, request_places(request))
    counts = shown.filter(_UNREAD | _AWAITED).aggregate(
        unread=Count("pk", filter=_UNREAD), awaited=Count("pk", filter=_AWAITED)
    )
    keep_unread(request, counts["unread"])
    if not counts["awaited"]:
        return []
    waiting = shown.filter(_AWAITED).select_related("project")
    return list(waiting.order_by("created_at", "id"))
