"""`make run` wakes its worker through a folder: nothing torn there may end it."""

import fcntl
import logging
import os
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from config import work
from config.folder import Channel, Transport
from config.site import REDIS_URL

#: Exchange, routing key, pattern and queue.
BOUND = ("celery", "celery", "", "celery")


def channel(folder: Path) -> Channel:
    """As one process would open it."""
    for name in ("messages", "control"):
        (folder / name).mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
    }
    found = Connection(transport=Transport, transport_options=options).channel()
    assert isinstance(found, Channel)
    return found


def test_without_redis_the_folder_is_the_transport() -> None:
    scheme = "redis" if REDIS_URL else "folder"
    assert work.CELERY_BROKER_URL.startswith(f"{scheme}://")
    assert Connection("folder://localhost").get_transport_cls() is Transport


def test_messages_come_out_whole_and_in_order(tmp_path: Path) -> None:
    pages, worker = channel(tmp_path), channel(tmp_path)
    for rank in range(12):
        pages._put("celery", {"rank": rank, "word": "é"})
    read = [worker._get("celery") for _each in range(12)]
    assert read == [{"rank": rank, "word": "é"} for rank in range(12)]
    with pytest.raises(Empty):
        worker._get("celery")
    assert list((tmp_path / "messages").iterdir()) == []


def test_a_message_being_written_is_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, worker = channel(tmp_path), channel(tmp_path)
    seen: list[int] = []
    written = Path.write_text

    def half(path: Path, text: str, **options: Any) -> int:
        path.touch()
        seen.append(worker._size("celery"))
        with pytest.raises(Empty):
            worker._get("celery")
        return written(path, text, **options)

    monkeypatch.setattr(Path, "write_text", half)
    pages._put("celery", {"rank": 1})
    assert seen == [0]
    assert worker._get("celery") == {"rank": 1}


@pytest.mark.parametrize("torn", ["", '{"rank":'])
def test_a_torn_message_is_dropped_and_the_next_one_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, torn: str
) -> None:
    worker = channel(tmp_path)
    (tmp_path / "messages" / "0.celery.msg").write_text(torn)
    worker._put("celery", {"rank": 2})
    with caplog.at_level(logging.WARNING):
        assert worker._get("celery") == {"rank": 2}
    assert caplog.messages == ["A torn message of the queue celery was dropped."]
    with pytest.raises(Empty):
        worker._get("celery")


def test_a_full_disk_is_said_as_kombu_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = channel(tmp_path)

    def full(*_paths: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Transport.channel_errors, match="Cannot add"):
        pages._put("celery", {"rank": 1})


@pytest.mark.parametrize("torn", ["", '[["celery", ""'])
def test_a_torn_table_is_written_again(tmp_path: Path, torn: str) -> None:
    worker = channel(tmp_path)
    (tmp_path / "control" / "celery.exchange").write_text(torn)
    assert worker.get_table("celery") == []
    worker._queue_bind(*BOUND)
    assert [row.queue for row in channel(tmp_path).get_table("celery")] == ["celery"]


def test_a_table_waits_for_the_process_that_writes_it(tmp_path: Path) -> None:
    worker, pages = channel(tmp_path), channel(tmp_path)
    worker._queue_bind(*BOUND)
    with (tmp_path / "control" / "lock").open("w") as other:
        with worker._alone(), pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert [row.queue for row in pages.get_table("celery")] == ["celery"]
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    pages._delete("celery", "celery", "celery", "")
    assert worker.get_table("celery") == []
