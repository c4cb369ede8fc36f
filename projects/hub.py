"""The live hub: one reader per process, and what moved for each open browser.

A browser that is slow holds nothing up: its topics wait in a set, where the same topic
twice is once, and no content travels. The reader lives while a stream is open.
"""

import asyncio
import json
import logging
import os
from collections.abc import Iterable
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
MOST_TOPICS = 200  # what waits for a slow browser stays bounded; its pages poll too
REDIS_PAUSES = (0.5, 1, 2, 5)  # seconds before each new try
CHUNK = 65_536


@dataclass(eq=False)
class Stream:
    """One browser: whose, the places it may hear of, what it has not been told.

    `places` says, for each organisation of the person and each project where they are
    a guest, whether they see the caucus.
    """

    user_id: UUID
    places: dict[UUID, bool]
    told: dict[str, None] = field(default_factory=dict)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def hear(self, said: str) -> None:
        if len(self.told) < MOST_TOPICS:
            self.told[said] = None
        self.bell.set()

    def may_hear(self, organisation: UUID, project: UUID, room: str) -> bool:
        """A place in the organisation wins over a guest's (access.project_or_404)."""
        sees_caucus = self.places.get(organisation, self.places.get(project))
        return sees_caucus is not None and (room == Room.SHARED or sees_caucus)

    def end(self) -> None:
        self.ended = True
        self.bell.set()

    async def wait(self, seconds: float) -> list[str]:
        """What moved, in order; empty when nothing did in that time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.bell.wait(), seconds)
        self.bell.clear()
        moved, self.told = list(self.told), {}
        return moved


class Hub:
    def __init__(self) -> None:
        self._streams: dict[UUID, set[Stream]] = {}
        self._reader: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(set().union(*self._streams.values()))

    def join(self, user_id: UUID, places: dict[UUID, bool]) -> Stream:
        stream = Stream(user_id, places)
        self._list(stream)
        if self._reader is None or self._reader.done():
            reader = self._follow_redis if settings.REDIS_URL else self._follow_file
            self._reader = asyncio.create_task(reader())
        return stream

    def leave(self, stream: Stream) -> None:
        self._unlist(stream)
        if not self._streams and self._reader is not None:
            self._reader.cancel()
            self._reader = None

    def move(self, stream: Stream, places: dict[UUID, bool]) -> None:
        """The person gained or lost a place."""
        self._unlist(stream)
        stream.places = places
        self._list(stream)

    def _list(self, stream: Stream) -> None:
        for key in (stream.user_id, *stream.places):
            self._streams.setdefault(key, set()).add(stream)

    def _unlist(self, stream: Stream) -> None:
        for key in (stream.user_id, *stream.places):
            streams = self._streams.get(key, set())
            streams.discard(stream)
            if not streams:
                self._streams.pop(key, None)

    def deliver(self, line: bytes) -> None:
        """Hand one line to the streams it is for; a damaged one is let go.

        A stream says "<project> <topic>", or the topic alone when it is the person's.
        """
        try:
            said = json.loads(line)
            topic = str(said["topic"])
            people = [UUID(str(person)) for person in said.get("people", ())]
            if not people:
                organisation = UUID(str(said["organisation"]))
                project, room = UUID(str(said["project"])), str(said["room"])
        except (ValueError, KeyError, TypeError, AttributeError):
            logger.warning("A live line was not understood.")
            return
        # A topic is a word of ours; a line break would forge an event of its own.
        if not topic.isidentifier():
            return
        if people:
            for stream in self._of(people):
                stream.hear(topic)
            return
        for stream in self._of([organisation, project]):
            if stream.may_hear(organisation, project, room):
                stream.hear(f"{project} {topic}")

    def _of(self, keys: Iterable[UUID]) -> set[Stream]:
        return set().union(*(self._streams.get(key, ()) for key in keys))

    def end_all(self) -> None:
        """Close every stream: browsers reconnect and ask what they missed."""
        for stream in self._of(self._streams):
            stream.end()

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
