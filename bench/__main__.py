"""`make bench`: pages with 1,000 and 100,000 consultations, then PDF files.

Everything runs on this machine, on PostgreSQL, with the production page server. Ratios
travel to another machine; milliseconds do not.
"""

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import pages
from tools import embedded, postgresql, processes, servers, stack
from tools.environment import ROOT
from tools.supervisor import Supervisor


def environment_of(database: str, port: int, folder: Path) -> dict[str, str]:
    embedded.make_folder(folder / "secrets")
    return embedded.embedded_environment(
        {
            **embedded.without_settings(os.environ),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": database,
            "BASE_URL": f"http://localhost:{port}",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "DEMO": "0",
            "MFA_REQUIRED": "0",
        },
        port,
        folder,
    )


def run(count: int) -> tuple[dict[str, Any], list[pages.Figure]]:
    """Fill a new database with `count` consultations and measure its pages."""
    found = postgresql.find()
    if found is None:
        sys.exit("PostgreSQL is missing.")
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        database = held.enter_context(postgresql.private(found))
        port = servers.free_port()
        environment = environment_of(database, port, folder)
        say = stack.output_of
        say([sys.executable, "manage.py", "prepare"], environment)
        dataset = [sys.executable, "-m", "bench.dataset", str(count)]
        ids = json.loads(say(dataset, environment).splitlines()[-1])
        supervisor = Supervisor(environment, ROOT, folder / "log")
        held.callback(supervisor.stop)
        command = processes.production(port, 0, host="127.0.0.1")["web"]
        supervisor.start("web", processes.in_environment(command))
        stack.wait_for(f"http://localhost:{port}/vide/", supervisor)
        return ids, pages.measure("127.0.0.1", port, ids)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    options = parser.parse_args()
    results = []
    for count in (options.small, options.large):
        ids, figures = run(count)
        title = f"\n{ids['consultations']} consultations"
        print(pages.table(title, figures), flush=True)
        results.append(figures)
    print("\n" + pages.growth(*results), flush=True)


if __name__ == "__main__":
    main()
