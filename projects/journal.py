"""Writing the journal: one call per state change, in the same transaction."""

from typing import Any

from django.db import transaction

from projects import live
from projects.enums import Room
from projects.models import Entry, Member, Organisation, Project

#: Who acts when no person does (a deadline that passes).
NAVETTE = "Navette"


def record(
    subject: Project | Organisation,
    verb: str,
    sentence: str,
    *,
    actor: Member | None,
    target: Any,
    room: str = Room.CAUCUS,
    **data: Any,
) -> Entry:
    """Write what happened, as it is shown, and wake the pages that show it.

    `verb` is dotted ("question.sent"); its first word is the live topic. `data` holds
    old and new values, JSON only. Must run inside the transaction of the change.
    """
    assert transaction.get_connection().in_atomic_block, "journal outside its act"
    project = subject if isinstance(subject, Project) else None
    entry = Entry.objects.create(
        organisation_id=project.organisation_id if project else subject.pk,
        project=project,
        verb=verb,
        sentence=sentence[:500],
        room=room,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else NAVETTE,
        target=target.pk,
        data=data,
    )
    if project is not None:
        live.publish_on_commit(project, verb.partition(".")[0], room)
    return entry
