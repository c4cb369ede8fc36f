"""`make test`: every test on SQLite, then on PostgreSQL, then the production processes.

Run by the Python of .venv, after `tools.environment --dev`. Arguments go to pytest.
REQUIRE_ALL=1 turns a missing Redis, Chromium, Caddy or hunspell into a failure;
PostgreSQL is never missing, the development requirements bring one.
"""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from types import FrameType
from typing import NamedTuple

from tools import postgresql, servers, stack
from tools.embedded import without_settings
from tools.environment import ROOT


class Result(NamedTuple):
    title: str
    passed: bool


@dataclass(frozen=True)
class Found:
    database: postgresql.PostgreSQL | None
    redis: str | None
    chromium: str | None
    proxy: str | None
    speller: str | None

    def missing(self) -> list[str]:
        names = {
            "PostgreSQL": self.database,
            "Redis": self.redis,
            "Chromium": self.chromium,
            "Caddy": self.proxy,
            "hunspell": self.speller,
        }
        return [name for name, value in names.items() if value is None]


def look_around() -> Found:
    return Found(
        postgresql.find(),
        servers.find_redis(),
        servers.find_chromium(),
        stack.find_proxy(),
        servers.find_speller(),
    )


def markers(found: Found, *, on_postgresql: bool) -> str:
    """The pytest expression that leaves out what cannot run here.

    Tests marked `stack` run once and apart: each starts every process.
    """
    left_out = ["stack"]
    if not on_postgresql:
        left_out.append("postgres")
    if found.redis is None:
        left_out.append("redis")
    if found.chromium is None:
        left_out.append("browser")
    if found.speller is None:
        left_out.append("spelling")
    return " and ".join(f"not {name}" for name in left_out)


def run_pytest(
    title: str, expression: str, workers: str, environment: Mapping[str, str]
) -> Result:
    """One run; `environment` names the servers, `expression` the tests."""
    command = ["pytest", "-n", workers, "-m", expression, *sys.argv[1:]]
    print(f"\n=== Tests on {title}: {shlex.join(command)}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    # 5: nothing collected, which is right when ARGS chose tests that run elsewhere.
    accepted = (0, 5) if sys.argv[1:] else (0,)
    return Result(title, done.returncode in accepted)


def run_all(found: Found) -> list[Result]:
    """Every run, even when the first one fails."""
    assert found.database is not None
    workers = os.environ.get("WORKERS", "2")
    environment = without_settings(os.environ)
    with ExitStack() as running:
        if found.redis:
            url = running.enter_context(servers.redis(found.redis))
            environment["TEST_REDIS_URL"] = url
        if found.chromium:
            environment["TEST_CHROMIUM"] = found.chromium
        expression = markers(found, on_postgresql=False)
        results = [run_pytest("SQLite", expression, workers, environment)]

        url = running.enter_context(postgresql.private(found.database))
        environment["TEST_DATABASE_URL"] = url
        title = str(found.database)
        expression = markers(found, on_postgresql=True)
        results.append(run_pytest(title, expression, workers, environment))
    if not {"Redis", "Chromium", "Caddy"} & set(found.missing()):
        title = "the production processes"
        results.append(run_pytest(title, "stack", "0", environment))
    return results


def describe(found: Found) -> str:
    return (
        f"PostgreSQL: {found.database or 'missing'}\n"
        f"Redis: {found.redis or 'missing: tests marked redis are left out'}\n"
        f"Chromium: {found.chromium or 'missing: tests marked browser are left out'}\n"
        f"Caddy: {found.proxy or 'missing: tests marked stack are left out'}\n"
        f"hunspell: {found.speller or 'missing: tests marked spelling are left out'}"
    )


def leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)  # through the `with` blocks: servers are stopped


def main() -> int:
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    found = look_around()
    print(describe(found), flush=True)
    missing = found.missing()
    if "PostgreSQL" in missing or (missing and os.environ.get("REQUIRE_ALL") == "1"):
        print(f"Missing: {', '.join(missing)}. Install it, then run again.")
        return 1
    results = run_all(found)
    print()
    for title, passed in results:
        print(f"{title}: {'passed' if passed else 'FAILED'}")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
