"""The production processes, started natively: what docker-compose.yml describes.

Same commands, same reverse proxy configuration, PostgreSQL and Redis; private ports
and a temporary folder. For the tests marked `stack` and for trying by hand:
`python -m tools.stack`.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import embedded, postgresql, processes, servers
from tools.environment import ROOT
from tools.start import answers
from tools.supervisor import Supervisor

PATIENCE = 60  # seconds for the pages to answer through the proxy


@dataclass(frozen=True)
class Stack:
    url: str
    live_url: str  # the live process itself, past the proxy
    environment: dict[str, str]
    words: str  # what `manage.py prepare` said: accounts, or the first page's code
    supervisor: Supervisor

    def manage(self, *arguments: str) -> str:
        """Output of a management command run beside the processes."""
        command = processes.in_environment(["python", "manage.py", *arguments])
        return output_of(command, self.environment)


def find_proxy() -> str | None:
    return shutil.which("caddy")


def production_environment(
    settings: Mapping[str, str],
    *,
    database: str,
    broker: str,
    port: int,
    folder: Path,
) -> dict[str, str]:
    return embedded.embedded_environment(
        {
            **embedded.without_settings(os.environ),
            "DATABASE_URL": database,
            "REDIS_URL": broker,
            "BASE_URL": f"http://localhost:{port}",
            "ALLOWED_HOSTS": "localhost",
            "TRUSTED_PROXY_COUNT": "1",
            # Caddy's own state goes where everything else does.
            "XDG_DATA_HOME": str(folder / "caddy"),
            "XDG_CONFIG_HOME": str(folder / "caddy"),
            **settings,
        },
        port,
        folder,
    )


@contextmanager
def production(
    database: postgresql.PostgreSQL,
    redis: str,
    proxy: str,
    **settings: str,
) -> Iterator[Stack]:
    """Everything up while the block lasts; DEMO="0" starts it empty."""
    with ExitStack() as stack:
        folder = stack.enter_context(servers.temporary_folder(None))
        embedded.make_folder(folder / "secrets")
        ports = {name: servers.free_port() for name in ("proxy", "web", "live")}
        environment = production_environment(
            settings,
            database=stack.enter_context(postgresql.private(database)),
            broker=stack.enter_context(servers.redis(redis)),
            port=ports["proxy"],
            folder=folder,
        )
        words = output_of(processes.in_environment(processes.PREPARE), environment)
        supervisor = Supervisor(environment, ROOT, folder / "log")
        stack.callback(supervisor.stop)
        commands = processes.production(
            ports["web"], ports["live"], data_dir=str(folder), host="127.0.0.1"
        )
        for name, command in commands.items():
            supervisor.start(name, processes.in_environment(command))
        supervisor.environment |= proxy_environment(ports)
        supervisor.start("proxy", proxy_command(proxy))
        url = environment["BASE_URL"]
        # The proxy last: it answers for those behind it before they are up.
        for name in ("web", "live", "proxy"):
            wait_for(f"http://localhost:{ports[name]}/sante", supervisor)
        yield Stack(
            url, f"http://localhost:{ports['live']}", environment, words, supervisor
        )


def proxy_environment(ports: Mapping[str, int]) -> dict[str, str]:
    return {
        "SITE_ADDRESS": f"http://localhost:{ports['proxy']}",
        "PROXY_HTTP_PORT": str(ports["proxy"]),
        "PROXY_HTTPS_PORT": str(servers.free_port()),
        "PROXY_PROBE_PORT": str(servers.free_port()),
        "WEB_UPSTREAM": f"127.0.0.1:{ports['web']}",
        "LIVE_UPSTREAM": f"127.0.0.1:{ports['live']}",
    }


def proxy_command(program: str) -> list[str]:
    configuration = str(ROOT / "deploy" / "Caddyfile")
    return [program, "run", "--config", configuration, "--adapter", "caddyfile"]


def output_of(command: list[str], environment: Mapping[str, str]) -> str:
    """Raises servers.ServerFailed with everything that was said when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stdout + done.stderr
        raise servers.ServerFailed(f"{command!r} failed:\n{said}")
    return done.stdout


def wait_for(address: str, supervisor: Supervisor) -> None:
    limit = time.monotonic() + PATIENCE
    while not answers(address):
        dead = supervisor.first_dead()
        if dead or time.monotonic() > limit:
            said = "\n".join(
                f"[{child.name}] {line}"
                for child in supervisor.children
                for line in child.last_lines
            )
            raise servers.ServerFailed(f"{address} does not answer:\n{said}")
        time.sleep(0.1)


def main() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    database, redis, proxy = (
        postgresql.find(),
        servers.find_redis(),
        find_proxy(),
    )
    if database is None or redis is None or proxy is None:
        sys.exit("PostgreSQL, Redis and Caddy must be installed.")
    try:
        with production(database, redis, proxy) as running:
            print(f"{running.url}\n{running.words}", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("Stopped.")


if __name__ == "__main__":
    main()
