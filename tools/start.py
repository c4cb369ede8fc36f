"""`make run`: everything Navette needs, on this machine, until Ctrl-C.

Run by the Python of .venv, after tools.environment. Reads PORT, DATA_DIR and DEMO.
"""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tools import embedded, processes, unchanged
from tools.environment import ROOT
from tools.messages import say, stop
from tools.supervisor import Supervisor

PATIENCE = 60  # seconds for the pages to answer
PAUSE = 0.2  # seconds between two looks at the processes


class Stopped(BaseException):
    """Ctrl-C or SIGTERM; a BaseException so that nothing takes it for an error."""


def prepare(environment: Mapping[str, str]) -> str:
    """Database, static files, content, demo; what the command says to the person."""
    say("Préparation de la base et des contenus…")
    done = subprocess.run(
        processes.in_environment(processes.PREPARE),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the launcher, which ends this one
        check=False,
    )
    if done.returncode:
        print(done.stdout, end="")
        stop(
            "La préparation a échoué : le message ci-dessus dit pourquoi.",
            "The preparation failed: the message above says why.",
        )
    return done.stdout.strip()


def answers(address: str) -> bool:
    """True once the server replies, in good health or not."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_for_pages(supervisor: Supervisor, port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while not answers(f"http://127.0.0.1:{port}/sante"):
        refuse_dead_child(supervisor)
        if time.monotonic() > limit:
            stop(
                f"Les pages ne répondent pas après {PATIENCE} secondes. "
                f"Voir {supervisor.log_dir}.",
                f"The pages do not answer after {PATIENCE} seconds. "
                f"See {supervisor.log_dir}.",
            )
        time.sleep(0.05)


def refuse_dead_child(supervisor: Supervisor) -> None:
    dead = supervisor.first_dead()
    if dead is None:
        return
    time.sleep(PAUSE)  # its last words are still on their way
    print("\n".join(dead.last_lines))
    stop(
        f"Le processus « {dead.name} » s’est arrêté (code {dead.process.returncode}). "
        f"Son journal : {supervisor.log_dir / dead.name}.log",
        f"The process “{dead.name}” ended (code {dead.process.returncode}). "
        f"Its log: {supervisor.log_dir / dead.name}.log",
    )


def begin(supervisor: Supervisor, port: int, data_dir: Path) -> str:
    """Start every process; what the preparation says to the person.

    Where nothing changed since the last preparation, the pages load while it looks.
    """
    environment = supervisor.environment
    commands = processes.embedded(port, str(data_dir))
    seen = unchanged.sources()
    early = ["pages"] if unchanged.was_prepared(environment, data_dir, seen) else []
    for name in early:
        supervisor.start(name, processes.in_environment(commands[name]))
    words = prepare(environment)
    unchanged.note(environment, data_dir, seen)
    for name in [name for name in commands if name not in early]:
        supervisor.start(name, processes.in_environment(commands[name]))
    return words


def serve(supervisor: Supervisor, port: int, data_dir: Path) -> None:
    words = begin(supervisor, port, data_dir)
    wait_for_pages(supervisor, port)
    say(f"\nNavette est prête : {supervisor.environment['BASE_URL']}")
    if words:
        say("\n" + words)
    say(f"\nDonnées et journaux : {data_dir}\nCtrl-C pour tout arrêter.")
    while True:
        refuse_dead_child(supervisor)
        time.sleep(PAUSE)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not cut the orderly stop short.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


@contextmanager
def supervised(environment: Mapping[str, str], log_dir: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(environment, ROOT, log_dir)
    try:
        yield supervisor
    finally:
        supervisor.stop()


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    port = embedded.read_port(os.environ)
    data_dir = embedded.data_dir_of(os.environ)
    embedded.refuse_taken_port(port)
    embedded.make_folder(data_dir)
    embedded.make_folder(data_dir / "secrets")
    try:
        with embedded.lock(data_dir):
            environment = embedded.embedded_environment(os.environ, port, data_dir)
            with supervised(environment, data_dir / "log") as supervisor:
                serve(supervisor, port, data_dir)
    except Stopped:
        say("\nNavette est arrêtée.")


if __name__ == "__main__":
    main()
