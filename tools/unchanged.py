"""Whether an installation is as its last preparation left it.

Then its pages start beside the preparation, which still runs and finds nothing to do,
and not after it. Whatever the preparation reads or writes is part of the comparison;
when in doubt it says no, and the start is a second slower.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.environment import ROOT

SKIPPED = ("bench", "docs", "tests", "var")
NOTE = "prepared"  # in the data folder
#: What the preparation writes: one that was removed, restored or moved is noticed.
WRITTEN = ("navette.sqlite3", "static/.sources", "static/staticfiles.json")
VARIABLES = ("DATABASE_URL", "DATABASE_URL_FILE", "DEMO")


def sources(root: Path = ROOT) -> str:
    """A digest of the sources, to take before the preparation reads them."""
    lines = []
    for path in sorted(_files(root)):
        status = path.stat()
        lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def was_prepared(environment: Mapping[str, str], data_dir: Path, seen: str) -> bool:
    """Whether the last preparation saw these `sources` and what it left is there."""
    try:
        noted = (data_dir / NOTE).read_text(encoding="utf-8")
    except OSError:
        return False
    return noted == _state(environment, data_dir, seen)


def note(environment: Mapping[str, str], data_dir: Path, seen: str) -> None:
    """Remember what the preparation that just succeeded saw and left."""
    found = _state(environment, data_dir, seen)
    if found is not None:
        (data_dir / NOTE).write_text(found, encoding="utf-8")


def _state(environment: Mapping[str, str], data_dir: Path, seen: str) -> str | None:
    """None when the files that the preparation writes are not all there."""
    lines = [seen, *(f"{name}={environment.get(name)}" for name in VARIABLES)]
    for name in WRITTEN:
        try:
            lines.append(f"{name} {(data_dir / name).stat().st_ino}")
        except OSError:
            return None
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _files(root: Path) -> Iterator[Path]:
    """All that a preparation may read; packages are told by requirements.txt."""
    skipped = {root / name for name in SKIPPED}
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if here / name not in skipped and not name.startswith((".", "__pycache__"))
        ]
        yield from (here / name for name in files)
