"""Starts processes together, keeps what they say, and stops them together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ALARMS = ("WARNING", "ERROR", "CRITICAL")
TRACEBACK = "Traceback (most recent call last)"
LOG_LIMIT = 5_000_000  # bytes; a longer log starts anew, the former one is kept as .1
PR_SET_PDEATHSIG = 1


def follow_parent_in_death(
    number: signal.Signals = signal.SIGTERM,
) -> Callable[[], None]:
    """For `preexec_fn`: on Linux, the child is told when its parent is killed.

    Without it, a launcher ended by SIGKILL would leave servers and ports behind.
    """

    def before_exec() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))

    return before_exec


@dataclass
class Child:
    name: str
    process: subprocess.Popen[str]
    log: IO[str]
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=20))


class AlarmFilter:
    """Lets through alarms, and the lines of a traceback up to its error."""

    def __init__(self) -> None:
        self.in_traceback = False

    def __call__(self, line: str) -> bool:
        if TRACEBACK in line:
            self.in_traceback = True
        elif self.in_traceback and not line.startswith((" ", "\t")):
            self.in_traceback = False
            return True  # this line names the error
        return self.in_traceback or any(word in line for word in ALARMS)


class Supervisor:
    def __init__(
        self, environment: Mapping[str, str], folder: Path, log_dir: Path
    ) -> None:
        self.environment = dict(environment)
        self.folder = folder
        self.log_dir = log_dir
        self.children: list[Child] = []
        self.readers: list[threading.Thread] = []
        # What is cut short when everything stops complains: only the logs hear it.
        self.stopping = False

    def start(self, name: str, command: list[str]) -> Child:
        """Start `command` in a process group of its own, its output in NAME.log."""
        self.log_dir.mkdir(parents=True, exist_ok=True)
        path = self.log_dir / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=follow_parent_in_death(),
        )
        child = Child(name, process, path.open("a", encoding="utf-8", buffering=1))
        reader = threading.Thread(target=self._read, args=(child,), daemon=True)
        reader.start()
        self.children.append(child)
        self.readers.append(reader)
        return child

    def _read(self, child: Child) -> None:
        deserves_a_look = AlarmFilter()
        assert child.process.stdout is not None
        with child.process.stdout as output, child.log as log:
            for line in output:
                log.write(line)
                child.last_lines.append(line.rstrip())
                if deserves_a_look(line) and not self.stopping:
                    print(f"[{child.name}] {line.rstrip()}", flush=True)

    def first_dead(self) -> Child | None:
        for child in self.children:
            if child.process.poll() is not None:
                return child
        return None

    def stop(self, patience: float = 10) -> None:
        """SIGTERM to every group, SIGKILL to those still there after `patience` s."""
        self.stopping = True
        for child in self.children:
            self._signal(child, signal.SIGTERM)
        limit = time.monotonic() + patience
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, limit - time.monotonic()))
            # Also when the first process has ended: its own children may remain.
            self._signal(child, signal.SIGKILL)
            child.process.wait()
        for reader in self.readers:
            reader.join(1)
        self.children.clear()
        self.readers.clear()

    @staticmethod
    def _signal(child: Child, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, number)
