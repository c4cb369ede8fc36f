"""The one-time code that proves who may open an empty installation.

Whoever reads the terminal owns the machine; whoever merely finds the address does not.
Only the digest is kept, in DATA_DIR, readable by the owner of the process.
"""

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

#: No letter nor digit that a person could take for another one.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 16, 4


def _path() -> Path:
    return Path(settings.DATA_DIR) / "first-run"


def _digest(code: str) -> str:
    kept = "".join(c for c in code.upper() if c in ALPHABET)
    return hashlib.sha256(kept.encode()).hexdigest()


def issue_code() -> str:
    """A new code; the former one stops working."""
    letters = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    code = "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))
    descriptor = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(descriptor, 0o600)
        file.write(_digest(code))
    return code


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the file: of two forms sent together, the second sees the first's work."""
    descriptor = os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_right(code: str) -> bool:
    try:
        stored = _path().read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return bool(stored) and hmac.compare_digest(stored, _digest(code))


def forget_code() -> None:
    _path().unlink(missing_ok=True)
