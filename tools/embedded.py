"""What an embedded installation needs before it starts: port, folder, lock, secrets."""

import base64
import fcntl
import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tools.environment import ROOT
from tools.interpreter import clean
from tools.messages import stop

# Every variable that config/settings.py reads, each also as NAME_FILE.
SETTINGS = (
    *("SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "BASE_URL", "DATA_DIR"),
    *("DATABASE_URL", "REDIS_URL", "MAIL_URL", "MAIL_FROM", "DEBUG", "DEMO"),
    *("TRUSTED_PROXY_COUNT", "MFA_REQUIRED", "LOGIN_BY_MAIL", "SESSION_IDLE_MINUTES"),
    *("WORKER_CONCURRENCY", "LOG_LEVEL"),
    *("OIDC_SERVER_URL", "OIDC_NAME", "OIDC_CLIENT_ID", "OIDC_SECRET"),
)


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """What a shell holds, less what was set for another Navette or for Django."""
    dropped = {"DJANGO_SETTINGS_MODULE", *SETTINGS}
    dropped |= {f"{name}_FILE" for name in SETTINGS}
    return {
        name: value for name, value in clean(environment).items() if name not in dropped
    }


def data_dir_of(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("DATA_DIR") or ROOT / "var").resolve()


def read_port(environment: Mapping[str, str]) -> int:
    text = environment.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        stop(
            f"PORT doit être un nombre de 1 à 65535, et non « {text} ».",
            f"PORT must be a number from 1 to 65535, not “{text}”.",
        )
    return int(text)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            stop(
                f"Le port {port} ne peut pas servir ({error.strerror}) : un autre "
                f"programme l’occupe sans doute. Essayez « make run PORT={port + 1} ».",
                f"Port {port} cannot be used ({error.strerror}): another program "
                f"probably holds it. Try: make run PORT={port + 1}",
            )


def lock(data_dir: Path) -> IO[str]:
    """Two sets of processes on the same SQLite and queue would trip each other."""
    held = (data_dir / "lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        stop(
            f"Navette tourne déjà avec le dossier {data_dir}. Arrêtez-la, ou "
            "choisissez un autre dossier avec DATA_DIR.",
            f"Navette already runs with the folder {data_dir}. Stop it, or choose "
            "another folder with DATA_DIR.",
        )
    return held


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(
            f"Le dossier {path} ne peut pas être créé ({error.strerror}).",
            f"The folder {path} cannot be created ({error.strerror}).",
        )


def keep_secret(path: Path, value: str) -> Path:
    """Write `value` once, readable by its owner only; an existing file is kept."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(value + "\n")
    return path


def embedded_environment(
    base: Mapping[str, str], port: int, data_dir: Path
) -> dict[str, str]:
    """`base` completed with what config/settings.py asks for; what is set is kept."""
    environment = clean(base)
    environment["DATA_DIR"] = str(data_dir)
    environment.setdefault("DEMO", "1")
    environment.setdefault("BASE_URL", f"http://localhost:{port}")
    environment.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")
    environment.setdefault("PYTHONUNBUFFERED", "1")
    generated = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        # The format of cryptography's Fernet: 32 random bytes in URL-safe base64.
        "FIELD_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    }
    for name, value in generated.items():
        if name not in environment and f"{name}_FILE" not in environment:
            path = data_dir / "secrets" / name.lower()
            environment[f"{name}_FILE"] = str(keep_secret(path, value))
    return environment
