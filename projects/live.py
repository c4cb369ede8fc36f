"""Live pages: an act says "this topic moved"; each page asks again for its own part.

Only the topic travels, never the content: two readers of one page do not have the same
rights (caucus, confidential documents, buttons), so each fragment is fetched through
the person's own place. Embedded, every process appends to one small file that the pages
process follows; with Redis, the same lines go through a channel.
"""

import json
import os
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

CHANNEL = "navette:live"


def publish_on_commit(project_id: UUID, topic: str, room: str) -> None:
    """Tell open pages of the project that `topic` moved, once the change is real."""
    transaction.on_commit(lambda: publish(project_id, topic, room), robust=True)


def publish(project_id: UUID, topic: str, room: str) -> None:
    line = json.dumps({"project": str(project_id), "topic": topic, "room": room})
    if settings.REDIS_URL:
        redis.from_url(settings.REDIS_URL).publish(CHANNEL, line)
        return
    descriptor = os.open(
        settings.DATA_DIR / "live", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600
    )
    try:
        # One short write with O_APPEND is atomic: lines of two processes do not mix.
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)
