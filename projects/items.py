"""The ledger of the thread: numbers, rooms, and where each step comes from."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.enums import ItemKind, Room
from projects.errors import Refused
from projects.models import Item, Member, Project


def next_rank(rows: models.QuerySet[Any]) -> int:
    """Next free `rank` among `rows`. The caller holds the lock (`lock_project`)."""
    highest: int | None = rows.aggregate(models.Max("rank"))["rank__max"]
    return (highest or 0) + 1


def lock_project(project: Project) -> None:
    """Hold the project's row until the end of the transaction, so numbers follow."""
    Project.objects.select_for_update().only("pk").get(pk=project.pk)


def create(
    project: Project,
    kind: ItemKind,
    title: str,
    *,
    actor: Member,
    room: str,
    origin: Item | None = None,
    state: str = "",
) -> Item:
    """Number a new step of the thread; `url` is set once its own row exists.

    Raises Refused when `origin` belongs to another project.
    """
    if origin is not None and origin.project_id != project.pk:
        raise Refused(_("L’élément d’origine appartient à un autre projet."))
    lock_project(project)
    return Item.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        kind=kind,
        rank=next_rank(project.items.filter(kind=kind)),
        title=title[:300],
        room=room,
        origin=origin,
        state=state,
        created_by=actor,
    )


def share(item: Item) -> None:
    """Move a step to the shared room; there is no way back."""
    item.room = Room.SHARED
    item.save(update_fields=["room"])


def withdraw(item: Item, state: str) -> None:
    """Take a step out of the lists and of the thread; its number is not given again."""
    item.state, item.withdrawn_at = state, timezone.now()
    item.save(update_fields=["state", "withdrawn_at"])


def chain(item: Item, *places: Member) -> list[Item]:
    """From the first step visible to these places to `item`, then its outcomes.

    A step in a room the person may not enter ends the walk: nothing tells them that
    something comes before it.
    """
    seen: list[Item] = [item]
    visible = Item.objects.visible_to(*places).kept()
    current = item
    while current.origin_id is not None and len(seen) < 20:
        parent = visible.filter(pk=current.origin_id).first()
        if parent is None:
            break
        seen.insert(0, parent)
        current = parent
    return seen + list(visible.filter(origin=item))
