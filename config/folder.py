"""Messages in a folder, for `make run`: the transport of kombu, without its torn reads.

There a message bears its final name before it is written, so a worker may read it
empty, and ends on that; the tables of the exchanges are born the same way.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    # The stubs of kombu name the message in two ways.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """The message takes the name that workers look for once it is whole."""
        name = f"{time_ns()}_{uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        begun = whole.with_name(f"{name}.part")
        try:
            begun.write_text(dumps(payload), encoding="utf-8")
            os.replace(begun, whole)
        except OSError as error:
            raise ChannelError(f"Cannot add {whole}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message that can be read: a power cut leaves torn ones."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                # Out of the folder already; the sweeper finds the row it was for.
                logger.warning("A torn message of the queue %s was dropped.", queue)

    def get_table(self, exchange: str) -> Any:
        with self._alone():
            try:
                return super().get_table(exchange)
            except ValueError:
                return []

    def _queue_bind(self, exchange: str, *names: Any) -> None:
        with self._alone():
            try:
                super()._queue_bind(exchange, *names)
            except ValueError:
                (self.control_folder / f"{exchange}.exchange").unlink()
                super()._queue_bind(exchange, *names)

    def _delete(self, *names: Any, **kwargs: Any) -> None:
        with self._alone():
            super()._delete(*names, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time touches the tables."""
        with (self.control_folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                # Said, since a child forked meanwhile keeps the file open.
                fcntl.flock(file, fcntl.LOCK_UN)


class Transport(filesystem.Transport):
    Channel = Channel
