"""Finds a Python new enough for Navette: in PATH, in pyenv, through uv.

Written for Python 3.8, so that an old one can still say what is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

OLDEST = (3, 12)
# The tests run on these. A later Python comes last: it may lack ready-made packages.
TESTED = ((3, 13), (3, 12))
NAMES = (
    "python3.13",
    "python3.12",
    "python3.14",
    "python3.15",
    "python3",
    "python",
)
# Variables that would make another Python load the wrong library.
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
QUESTION = (
    "import importlib.util as i, sys; "
    "print(sys.version_info[0], sys.version_info[1], "
    "int(bool(i.find_spec('venv') and i.find_spec('ensurepip'))), sys.executable)"
)


class Interpreter(NamedTuple):
    path: str
    version: tuple[int, int]
    makes_environments: bool  # False where the system splits venv into a package


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key not in MISLEADING}


def candidates(environment: Mapping[str, str], current: str) -> list[str]:
    """Paths worth asking, without repetition: this Python, PATH, pyenv, uv."""
    path = environment.get("PATH", "")
    found = [current]
    found += [shutil.which(name, path=path) or "" for name in NAMES]
    for root in pyenv_roots(environment):
        found += [str(binary) for binary in sorted(root.glob("3.*/bin/python3"))]
    return list(dict.fromkeys(filter(None, found)))


def pyenv_roots(environment: Mapping[str, str]) -> list[Path]:
    """Folders of pyenv's versions, from its variable, HOME and its shims in PATH.

    The shims alone are not enough: a shim answers for the versions that the current
    folder chooses, and nothing else.
    """
    roots = [Path(environment.get("PYENV_ROOT") or "/nonexistent")]
    roots.append(Path(environment.get("HOME") or "/nonexistent") / ".pyenv")
    entries = map(Path, environment.get("PATH", "").split(os.pathsep))
    roots += [entry.parent for entry in entries if entry.name == "shims"]
    return [root / "versions" for root in dict.fromkeys(roots)]


def uv_interpreter(environment: Mapping[str, str]) -> list[str]:
    """The Python that uv already keeps, if any; nothing is downloaded."""
    uv = shutil.which("uv", path=environment.get("PATH", ""))
    if not uv:
        return []
    command = [uv, "python", "find", "--no-project", f">={OLDEST[0]}.{OLDEST[1]}"]
    return run(command, environment).split("\n")[:1]


def run(command: list[str], environment: Mapping[str, str]) -> str:
    """What a command prints; an empty text when it fails."""
    try:
        done = subprocess.run(
            command,
            env=clean(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace").strip()


def ask(path: str, environment: Mapping[str, str]) -> Interpreter | None:
    answer = run([path, "-c", QUESTION], environment).split(" ", 3)
    if len(answer) != 4:
        return None
    major, minor, complete, real = answer
    return Interpreter(real, (int(major), int(minor)), complete == "1")


def preference(interpreter: Interpreter) -> tuple[bool, int]:
    """Sorting key: complete ones first, then the tested versions, then the oldest."""
    order = list(TESTED)
    if interpreter.version in order:
        place = order.index(interpreter.version)
    else:
        place = len(order) + interpreter.version[1]
    return (not interpreter.makes_environments, place)


def choose(found: Iterable[Interpreter | None]) -> Interpreter | None:
    enough = [one for one in found if one is not None and one.version >= OLDEST]
    return min(enough, key=preference, default=None)


def find(
    environment: Mapping[str, str] = os.environ,
    current: str = sys.executable,
    question: Callable[[str, Mapping[str, str]], Interpreter | None] = ask,
) -> Interpreter | None:
    """The best Python of this machine, None when all are too old.

    uv is asked last: starting it costs more than the rest together.
    """
    chosen = choose(
        question(path, environment) for path in candidates(environment, current)
    )
    if chosen is None or not chosen.makes_environments:
        others = [question(path, environment) for path in uv_interpreter(environment)]
        chosen = choose([chosen, *others])
    return chosen
