"""Private servers for tests and benchmarks.

Each one listens on a free port of 127.0.0.1 with a password made for it, keeps its
data in a temporary folder, and is stopped and erased when its `with` block ends.
PostgreSQL, which is longer, has a file of its own.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.supervisor import follow_parent_in_death

PATIENCE = 30  # seconds for a server to accept connections


class ServerFailed(RuntimeError):
    """A private server did not start; the message ends with what it said."""


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def find_chromium() -> str | None:
    """TEST_CHROMIUM when it is set, else what PATH holds."""
    chosen = os.environ.get("TEST_CHROMIUM", "")
    names = (chosen, "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def find_speller() -> str | None:
    """hunspell, when it knows French."""
    program = shutil.which("hunspell")
    if program is None:
        return None
    known = subprocess.run(
        [program, "-d", "fr", "-l"], input=b"", capture_output=True, check=False
    )
    return None if known.returncode else program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


# ---- Redis ----------------------------------------------------------------------
@contextmanager
def redis(program: str) -> Iterator[str]:
    """Yields the URL of an empty Redis that keeps nothing on disk."""
    with temporary_folder(None) as folder:
        port, password = free_port(), secrets.token_hex(16)
        configuration = folder / "redis.conf"
        configuration.write_text(
            f"port {port}\nbind 127.0.0.1\nrequirepass {password}\n"
            f'save ""\nappendonly no\nmaxmemory-policy noeviction\ndir {folder}\n'
        )
        with running([program, str(configuration)], folder, port):
            yield f"redis://:{password}@127.0.0.1:{port}/0"


# ---- processes ------------------------------------------------------------------
@contextmanager
def temporary_folder(owner: str | None) -> Iterator[Path]:
    # /tmp and not TMPDIR for another user: TMPDIR may be closed to it.
    parent = "/tmp" if owner else None
    with tempfile.TemporaryDirectory(
        prefix="navette-", dir=parent, ignore_cleanup_errors=True
    ) as name:
        hand_over(Path(name), owner)
        yield Path(name)


def hand_over(path: Path, owner: str | None) -> None:
    if owner:
        shutil.chown(path, owner)


def run_as(owner: str | None, command: list[str], **variables: str) -> None:
    done = subprocess.run(
        command,
        cwd="/",
        env={**os.environ, **variables},
        user=owner,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServerFailed(f"{command[0]} failed:\n{done.stdout}")


@contextmanager
def running(
    command: list[str],
    folder: Path,
    ready: list[str] | int,
    *,
    owner: str | None = None,
    end: signal.Signals = signal.SIGTERM,
) -> Iterator[None]:
    """Runs a server while the block lasts.

    `ready` is the command that succeeds, or the port that opens, once it serves.
    """
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            user=owner,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C must not stop it before its clients
            preexec_fn=follow_parent_in_death(end),
        )
    try:
        wait_until(lambda: is_serving(ready), process, log)
        yield
    finally:
        process.send_signal(end)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def is_serving(ready: list[str] | int) -> bool:
    if isinstance(ready, list):
        return subprocess.run(ready, check=False).returncode == 0
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", ready)) == 0


def wait_until(
    condition: Callable[[], bool], process: subprocess.Popen[bytes], log: Path
) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        if process.poll() is not None or time.monotonic() > limit:
            said = log.read_text(errors="replace")
            raise ServerFailed(f"{process.args!r} did not start:\n{said}")
        time.sleep(0.05)
