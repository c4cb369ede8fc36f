"""Makes .venv and checks what Python packages cannot bring (Pango).

Run as `python -m tools.environment [--dev]` by any Python from 3.8 on. Does nothing,
in a few hundredths of a second, when everything is already there.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import interpreter
from tools.messages import say, stop

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "navette.json"
REQUIREMENTS = {
    "run": ROOT / "requirements.txt",
    "dev": ROOT / "requirements-dev.txt",
}
# Name of each library as Linux loads it, and as other systems look it up.
LIBRARIES = {
    "libgobject-2.0.so.0": "gobject-2.0",
    "libpango-1.0.so.0": "pango-1.0",
    "libpangoft2-1.0.so.0": "pangoft2-1.0",
    "libharfbuzz.so.0": "harfbuzz",
    "libharfbuzz-subset.so.0": "harfbuzz-subset",
    "libfontconfig.so.1": "fontconfig",
}
DEBIAN_PACKAGES = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "libfontconfig1",
)


# ---- the virtual environment ----------------------------------------------------
def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted(dev: bool) -> dict[str, str]:
    """What the stamp says once installed; the dev file holds the run file's pins."""
    kinds = ("run", "dev") if dev else ("run",)
    return {kind: digest(REQUIREMENTS[kind]) for kind in kinds}


def is_ready(stamp: Path, venv: Path, target: dict[str, str]) -> bool:
    """True when what `target` names was installed and its Python is still there."""
    try:
        installed = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if not (venv / "bin" / "python").exists():  # follows the link: Python removed
        return False
    return all(installed.get(kind) == value for kind, value in target.items())


def ensure_environment(dev: bool) -> None:
    target = wanted(dev)
    if is_ready(STAMP, VENV, target):
        return
    python = VENV / "bin" / "python"
    present = interpreter.ask(str(python), os.environ) if python.exists() else None
    if present is None or present.version < interpreter.OLDEST:
        create_environment()
    STAMP.unlink(missing_ok=True)  # a half-done installation is not a ready one
    install(python, REQUIREMENTS["dev" if dev else "run"])
    STAMP.write_text(json.dumps(target), encoding="utf-8")


def create_environment() -> None:
    chosen = interpreter.find()
    if chosen is None:
        stop(
            "Navette a besoin de Python 3.12 ou plus récent, introuvable ici "
            "(cherché dans PATH, pyenv et uv). Installez-le (Debian, Ubuntu : "
            "« apt install python3 python3-venv » ; macOS : « brew install "
            "python@3.13 » ; partout : « uv python install 3.13 »), puis relancez.",
            "Navette needs Python 3.12 or newer, not found here (PATH, pyenv and uv "
            "were searched). Install it (Debian, Ubuntu: apt install python3 "
            "python3-venv; macOS: brew install python@3.13; anywhere: "
            "uv python install 3.13), then start again.",
        )
    version = ".".join(map(str, chosen.version))
    if not chosen.makes_environments:
        package = f"python{version}-venv"
        apt_install(
            [package],
            f"Il manque le module venv de Python {version} : installez le paquet "
            f"{package}, puis relancez.",
            f"Python {version} lacks its venv module: install the package {package}, "
            "then start again.",
        )
    say(f"Création de l’environnement avec Python {version}…")
    subprocess.run(
        [chosen.path, "-m", "venv", "--clear", str(VENV)],
        env=interpreter.clean(os.environ),
        check=True,
    )


def install(python: Path, requirements: Path) -> None:
    say("Installation des composants (une à deux minutes la première fois)…")
    done = subprocess.run(
        [
            str(python),
            *("-m", "pip", "install", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--require-hashes"),
            *("-r", str(requirements)),
        ],
        env=interpreter.clean(os.environ),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        stop(
            "L’installation des composants a échoué : lisez le message de pip "
            "ci-dessus (réseau, place sur le disque), puis relancez.",
            "Installing the packages failed: read pip's message above (network, "
            "disk space), then start again.",
        )


# ---- libraries of the system ----------------------------------------------------
def missing_libraries() -> list[str]:
    """Libraries that WeasyPrint needs and that do not load here."""
    missing = []
    for linux_name, name in LIBRARIES.items():
        try:
            ctypes.CDLL(linux_name)
        except OSError:
            if sys.platform == "linux" or not ctypes.util.find_library(name):
                missing.append(name)
    return missing


def ensure_libraries() -> None:
    missing = missing_libraries()
    if not missing:
        return
    names = ", ".join(missing)
    packages = " ".join(DEBIAN_PACKAGES)
    french = (
        f"Il manque des bibliothèques pour produire les PDF ({names}). Debian, "
        f"Ubuntu : « sudo apt install {packages} » ; Fedora : « sudo dnf install "
        "pango » ; macOS : « brew install pango ». Puis relancez."
    )
    english = (
        f"Libraries that make the PDF files are missing ({names}). Debian, Ubuntu: "
        f"sudo apt install {packages}; Fedora: sudo dnf install pango; macOS: brew "
        "install pango. Then start again."
    )
    apt_install(list(DEBIAN_PACKAGES), french, english)
    if missing_libraries():
        stop(french, english)


def apt_install(packages: list[str], french: str, english: str) -> None:
    """Install Debian packages where the user may, else stop with the sentence."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        stop(french, english)
    names = ", ".join(packages)
    say(f"Installation de {names}…")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (
        [apt, "update", "-q"],
        [apt, "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    if done.returncode:
        stop(french, english)


def main(arguments: list[str]) -> None:
    ensure_environment(dev="--dev" in arguments)
    ensure_libraries()


if __name__ == "__main__":
    main(sys.argv[1:])
