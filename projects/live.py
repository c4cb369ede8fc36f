"""Live pages: an act says "this topic moved"; each page asks again for its own part.

Only the topic travels, never the content: two readers of one page do not have the same
rights (caucus, confidential documents, buttons), so each fragment is fetched through
the person's own place. Embedded, every process appends to one small file that the
pages process follows; with Redis, the same lines go through a channel. projects/hub.py
reads them.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

from projects.models import Project

logger = logging.getLogger(__name__)

CHANNEL = "navette:live"
#: What moved when a person has a new notice, or has read one.
NOTICE = "notice"
#: Seconds an act may lose when Redis is away.
TIMEOUT = 0.5


def publish_on_commit(project: Project, topic: str, room: str) -> None:
    """Tell open pages of the project that `topic` moved, once the change is real."""
    transaction.on_commit(lambda: publish(project, topic, room), robust=True)


def publish(project: Project, topic: str, room: str) -> None:
    """Say it now. A failure never breaks the act: pages poll as well (moved)."""
    _say(
        topic,
        organisation=str(project.organisation_id),
        project=str(project.pk),
        room=room,
    )


def notify_on_commit(user_ids: Iterable[UUID]) -> None:
    """Tell these people's open pages to count their notices again."""
    people = sorted(map(str, user_ids))
    if people:
        transaction.on_commit(lambda: _say(NOTICE, people=people), robust=True)


def _say(topic: str, **to: str | list[str]) -> None:
    line = json.dumps({"topic": topic, **to})
    try:
        if settings.REDIS_URL:
            _client(settings.REDIS_URL).publish(CHANNEL, line)
        else:
            _append(line)
    except (redis.RedisError, OSError) as error:
        logger.warning("Live pages were not told that %s moved: %s", topic, error)


@lru_cache(maxsize=1)
def _client(url: str) -> "redis.Redis":
    client: redis.Redis = redis.from_url(
        url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
    )
    return client


def path() -> Path:
    return Path(settings.DATA_DIR) / "live"


@contextmanager
def locked(flags: int) -> Iterator[int]:
    """Descriptor of the file, alone on it: the reader may be emptying it."""
    descriptor = os.open(path(), flags | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _append(line: str) -> None:
    with locked(os.O_WRONLY | os.O_APPEND) as descriptor:
        os.write(descriptor, f"{line}\n".encode())
