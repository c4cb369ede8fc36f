"""A private installation to measure: PostgreSQL, the page server, and what is asked."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import embedded, postgresql, processes, servers, stack
from tools.environment import ROOT
from tools.supervisor import Supervisor

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Installation:
    port: int
    environment: dict[str, str]
    supervisor: Supervisor

    def python(self, *arguments: str) -> str:
        """The last line that a Python module of this project prints."""
        said = stack.output_of([sys.executable, *arguments], self.environment)
        return said.splitlines()[-1] if said else ""

    def start_pages(self) -> None:
        self._start("web")
        stack.wait_for(f"http://localhost:{self.port}/vide/", self.supervisor)

    def start_worker(self) -> None:
        """It is warm once the caller's first document is made."""
        self._start("worker")

    def _start(self, name: str) -> None:
        command = processes.production(self.port, 0, host=HOST)[name]
        self.supervisor.start(name, processes.in_environment(command))


@contextmanager
def installation(*, redis: str | None = None) -> Iterator[Installation]:
    """An empty one on PostgreSQL, with nothing started yet; `redis` is a program."""
    found = postgresql.find()
    if found is None:
        sys.exit("PostgreSQL is missing.")
    with ExitStack() as held:
        folder = held.enter_context(servers.temporary_folder(None))
        port = servers.free_port()
        settings = {"DATABASE_URL": held.enter_context(postgresql.private(found))}
        if redis:
            settings["REDIS_URL"] = held.enter_context(servers.redis(redis))
        environment = _environment(settings, port, folder)
        supervisor = Supervisor(environment, ROOT, folder / "log")
        held.callback(supervisor.stop)
        installed = Installation(port, environment, supervisor)
        installed.python("manage.py", "prepare")
        yield installed


def _environment(settings: dict[str, str], port: int, folder: Path) -> dict[str, str]:
    embedded.make_folder(folder / "secrets")
    return embedded.embedded_environment(
        {
            **embedded.without_settings(os.environ),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "BASE_URL": f"http://localhost:{port}",
            "ALLOWED_HOSTS": f"localhost,{HOST}",
            "DEMO": "0",
            "MFA_REQUIRED": "0",
            **settings,
        },
        port,
        folder,
    )
