"""The one table of the processes that make up Navette.

`make run` starts the embedded ones; docker-compose.yml and tools/stack.py start the
production ones, and tests/test_compose.py proves that they are the same commands.
"""

from pathlib import Path

from tools.environment import VENV

Command = list[str]

WEB_PORT = 8000
LIVE_PORT = 8001
CONTAINER_DATA = "/data"

PREPARE: Command = ["python", "manage.py", "prepare"]


def embedded(port: int, data_dir: str) -> dict[str, Command]:
    """Everything on one machine, without PostgreSQL nor Redis."""
    return {
        "pages": [
            *("uvicorn", "config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(port), "--no-access-log"),
            # An open live page must not keep the server from stopping.
            *("--timeout-graceful-shutdown", "2"),
        ],
        "worker": [
            *("celery", "-A", "config", "worker", "--beat", "--pool", "threads"),
            *("-l", "WARNING", "--schedule", f"{data_dir}/celerybeat-schedule"),
        ],
    }


def production(
    web_port: int = WEB_PORT,
    live_port: int = LIVE_PORT,
    *,
    data_dir: str = CONTAINER_DATA,
    host: str = "0.0.0.0",
) -> dict[str, Command]:
    """One process of each kind, on PostgreSQL and Redis, behind a reverse proxy."""
    return {
        "web": [
            *("granian", "--interface", "wsgi", "--workers", "2"),
            # Fewer threads than the database pool has connections (config/settings.py).
            *("--blocking-threads", "4"),
            *("--host", host, "--port", str(web_port), "config.wsgi:application"),
        ],
        "live": [
            *("uvicorn", "config.asgi:application"),
            *("--host", host, "--port", str(live_port), "--no-access-log"),
            *("--timeout-graceful-shutdown", "2"),
        ],
        "worker": ["celery", "-A", "config", "worker", "-l", "INFO"],
        "beat": [
            *("celery", "-A", "config", "beat", "-l", "INFO"),
            *("--schedule", f"{data_dir}/celerybeat-schedule"),
        ],
    }


def in_environment(command: Command, venv: Path = VENV) -> Command:
    """The same command with its program taken from the virtual environment."""
    return [str(venv / "bin" / command[0]), *command[1:]]
