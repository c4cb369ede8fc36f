"""`make test`: every test on SQLite, then on PostgreSQL, with what is installed.

Run by the Python of .venv, after `tools.environment --dev`. Arguments go to pytest.
REQUIRE_ALL=1 turns a missing Redis or Chromium into a failure; PostgreSQL is never
missing, the development requirements bring one.
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

from tools import servers
from tools.environment import ROOT
from tools.interpreter import clean

# What a developer may have set for `make run` and must not reach the tests.
SETTINGS = (
    *("SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL"),
    *("REDIS_URL", "DATA_DIR", "DEBUG", "DEMO", "MAIL_URL", "MAIL_FROM", "LOG_LEVEL"),
    *("TRUSTED_PROXY_COUNT", "MFA_REQUIRED", "LOGIN_BY_MAIL", "WORKER_CONCURRENCY"),
    *("SESSION_IDLE_MINUTES", "OIDC_SERVER_URL", "OIDC_NAME", "OIDC_CLIENT_ID"),
    *("OIDC_SECRET", "TEST_DATABASE_URL", "TEST_REDIS_URL", "TEST_CHROMIUM"),
)


@dataclass(frozen=True)
class Found:
    postgresql: servers.PostgreSQL | None
    redis: str | None
    chromium: str | None

    def missing(self) -> list[str]:
        names = {
            "PostgreSQL": self.postgresql,
            "Redis": self.redis,
            "Chromium": self.chromium,
        }
        return [name for name, value in names.items() if value is None]


def look_around() -> Found:
    return Found(
        servers.find_postgresql(), servers.find_redis(), servers.find_chromium()
    )


def markers(found: Found, *, on_postgresql: bool) -> str:
    """The pytest expression that leaves out what cannot run here."""
    left_out = []
    if not on_postgresql:
        left_out.append("postgres")
    if found.redis is None:
        left_out.append("redis")
    if found.chromium is None:
        left_out.append("browser")
    return " and ".join(f"not {name}" for name in left_out)


def pytest_command(expression: str, arguments: list[str]) -> list[str]:
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("WORKERS", "2")]
    if expression:
        command += ["-m", expression]
    return command + arguments


def tests_environment(base: Mapping[str, str]) -> dict[str, str]:
    environment = clean(base)
    for name in SETTINGS:
        environment.pop(name, None)
        environment.pop(f"{name}_FILE", None)
    return environment


def run_pytest(
    title: str, command: list[str], environment: Mapping[str, str]
) -> tuple[str, bool]:
    print(f"\n=== Tests on {title}: {shlex.join(command[1:])}", flush=True)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    return title, done.returncode == 0


def run_all(found: Found, arguments: list[str]) -> list[tuple[str, bool]]:
    """Both runs, even when the first one fails: (database, passed)."""
    environment = tests_environment(os.environ)
    results = []
    with ExitStack() as stack:
        if found.redis:
            environment["TEST_REDIS_URL"] = stack.enter_context(
                servers.redis(found.redis)
            )
        if found.chromium:
            environment["TEST_CHROMIUM"] = found.chromium
        command = pytest_command(markers(found, on_postgresql=False), arguments)
        results.append(run_pytest("SQLite", command, environment))
        if found.postgresql:
            environment["TEST_DATABASE_URL"] = stack.enter_context(
                servers.postgresql(found.postgresql)
            )
            command = pytest_command(markers(found, on_postgresql=True), arguments)
            results.append(run_pytest(str(found.postgresql), command, environment))
    return results


def describe(found: Found) -> str:
    return (
        f"PostgreSQL: {found.postgresql or 'missing'}\n"
        f"Redis: {found.redis or 'missing: tests marked redis are left out'}\n"
        f"Chromium: {found.chromium or 'missing: tests marked browser are left out'}"
    )


def leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)  # through the `with` blocks: servers are stopped


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    found = look_around()
    print(describe(found), flush=True)
    missing = found.missing()
    if "PostgreSQL" in missing or (missing and os.environ.get("REQUIRE_ALL") == "1"):
        print(f"Missing: {', '.join(missing)}. Install it, then run again.")
        return 1
    results = run_all(found, arguments)
    print()
    for title, passed in results:
        print(f"{title}: {'passed' if passed else 'FAILED'}")
    return 0 if all(passed for _, passed in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
