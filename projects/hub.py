"""The live hub: one reader per process, and what moved for each open page.

A page that is slow holds nothing up: its topics wait in a set, where the same topic
twice is once, and no content travels. The reader lives while a page is open.
"""

import asyncio
import json
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import redis.asyncio
from django.conf import settings
from redis import RedisError

from projects import live
from projects.enums import Room

logger = logging.getLogger(__name__)

POLL = 0.2  # seconds between two looks at the file
FILE_LIMIT = 1_000_000  # bytes; the reader empties a longer file
MOST_TOPICS = 50  # more than there are verbs: a stranger's lines stay bounded
REDIS_PAUSES = (0.5, 1, 2, 5)  # seconds before each new try
CHUNK = 65_536


@dataclass(eq=False)
class Page:
    """One open page: its project, the rooms it may hear, what it has not been told."""

    project_id: UUID
    sees_caucus: bool
    topics: dict[str, None] = field(default_factory=dict)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def hear(self, topic: str, room: str) -> None:
        if room != Room.SHARED and not self.sees_caucus:
            return
        if len(self.topics) < MOST_TOPICS:
            self.topics[topic] = None
        self.bell.set()

    def end(self) -> None:
        self.ended = True
        self.bell.set()

    async def wait(self, seconds: float) -> list[str]:
        """Topics that moved, in order; empty when nothing did in that time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.bell.wait(), seconds)
        self.bell.clear()
        moved, self.topics = list(self.topics), {}
        return moved


class Hub:
    def __init__(self) -> None:
        self._pages: dict[UUID, set[Page]] = {}
        self._reader: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return sum(map(len, self._pages.values()))

    def join(self, project_id: UUID, *, sees_caucus: bool) -> Page:
        page = Page(project_id, sees_caucus)
        self._pages.setdefault(project_id, set()).add(page)
        if self._reader is None or self._reader.done():
            reader = self._follow_redis if settings.REDIS_URL else self._follow_file
            self._reader = asyncio.create_task(reader())
        return page

    def leave(self, page: Page) -> None:
        pages = self._pages.get(page.project_id, set())
        pages.discard(page)
        if not pages:
            self._pages.pop(page.project_id, None)
        if not self._pages and self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def deliver(self, line: bytes) -> None:
        """Hand one line to the pages of its project; a damaged one is let go."""
        try:
            said = json.loads(line)
            project_id = UUID(str(said["project"]))
            topic, room = str(said["topic"]), str(said["room"])
        except (ValueError, KeyError, TypeError):
            logger.warning("A live line was not understood.")
            return
        # A topic is a word of ours; a line break would forge an event of its own.
        if topic.isidentifier():
            for page in self._pages.get(project_id, ()):
                page.hear(topic, room)

    def end_all(self) -> None:
        """Close every stream: pages reconnect and are told what they missed."""
        for pages in self._pages.values():
            for page in pages:
                page.end()

    # ---- embedded: a file ---------------------------------------------------------
    async def _follow_file(self) -> None:
        position = _size()
        rest = b""
        while True:
            await asyncio.sleep(POLL)
            try:
                position, data = _read_from(position)
            except OSError as error:
                logger.warning("The live file cannot be read: %s", error)
                continue
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self.deliver(line)

    # ---- with Redis: a channel ----------------------------------------------------
    async def _follow_redis(self) -> None:
        failures = 0
        while True:
            try:
                async with (
                    redis.asyncio.from_url(
                        settings.REDIS_URL, health_check_interval=15
                    ) as client,
                    client.pubsub(ignore_subscribe_messages=True) as channel,
                ):
                    await channel.subscribe(live.CHANNEL)
                    if failures:
                        self.end_all()
                    failures = 0
                    async for message in channel.listen():
                        self.deliver(message["data"])
            except (RedisError, OSError) as error:
                if not failures:
                    logger.warning("Live pages lost Redis: %s", error)
                pause = REDIS_PAUSES[min(failures, len(REDIS_PAUSES) - 1)]
                failures += 1
                await asyncio.sleep(pause)


def _size() -> int:
    try:
        return live.path().stat().st_size
    except FileNotFoundError:
        return 0


def _read_from(position: int) -> tuple[int, bytes]:
    """What was written since `position`; empties the file when it grew too long."""
    size = _size()
    if size == position:
        return position, b""
    if size < position:  # made anew by somebody else
        position = 0
    with live.locked(os.O_RDWR) as descriptor:
        os.lseek(descriptor, position, os.SEEK_SET)
        data = b""
        while chunk := os.read(descriptor, CHUNK):
            data += chunk
        position += len(data)
        if position > FILE_LIMIT:
            os.ftruncate(descriptor, 0)
            position = 0
    return position, data


_hubs: dict[int, tuple[asyncio.AbstractEventLoop, Hub]] = {}


def hub() -> Hub:
    """The hub of the running event loop: servers have one, each test has its own."""
    loop = asyncio.get_running_loop()
    kept = _hubs.get(id(loop))
    if kept is None or kept[0] is not loop:
        kept = _hubs[id(loop)] = (loop, Hub())
    return kept[1]
