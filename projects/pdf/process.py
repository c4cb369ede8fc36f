"""The parent side: one warm rendering child per worker, killed past its time."""

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

SECONDS = 60.0
MAX_HTML = 2 * 1024 * 1024
ROOT = Path(__file__).resolve().parent.parent.parent
#: Lengths of the answer's head and of its PDF, as written by `engine.serve`.
HEADER = struct.Struct(">II")


class PdfFailed(Exception):
    """The document could not be rendered; its text tells the person why.

    `final` when the same document would fail again: too large, too many pages.
    """

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.final = final


@dataclass(frozen=True)
class Rendered:
    data: bytes
    pages: int


class _Child:
    """A rendering process and the two pipes to it."""

    def __init__(self) -> None:
        # An empty environment: the child has no use for any secret of the parent.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "projects.pdf.engine"],
            cwd=ROOT,
            # A fixed date for the font's subset too: same input, same bytes (EX-07).
            env={
                "PATH": os.environ.get("PATH", ""),
                "LANG": "C.UTF-8",
                "SOURCE_DATE_EPOCH": "0",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.owner = os.getpid()
        try:
            self._read(6, time.monotonic() + SECONDS)
        except BaseException:
            self.stop()
            raise

    def _read(self, size: int, end: float) -> bytes:
        assert self.process.stdout is not None
        descriptor = self.process.stdout.fileno()
        parts: list[bytes] = []
        while size:
            left = end - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise TimeoutError
            part = os.read(descriptor, min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def render(self, html: bytes, seconds: float) -> Rendered:
        assert self.process.stdin is not None
        end = time.monotonic() + seconds
        self.process.stdin.write(struct.pack(">I", len(html)) + html)
        self.process.stdin.flush()
        head_size, data_size = HEADER.unpack(self._read(HEADER.size, end))
        head = json.loads(self._read(head_size, end))
        data = self._read(data_size, end)
        if "error" in head:
            # The log shows the cause, in the words of the child.
            cause = RuntimeError(head["error"])
            raise PdfFailed(_refusal(head), final=head["final"]) from cause
        return Rendered(data, head["pages"])

    def usable(self) -> bool:
        """False in a process forked after the child was started, or once it died."""
        return self.owner == os.getpid() and self.process.poll() is None

    def stop(self) -> None:
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


_child: _Child | None = None
_lock = threading.Lock()


def _warm_child() -> _Child:
    global _child
    if _child is not None and not _child.usable():
        _stop()
    if _child is None:
        _child = _Child()
    return _child


def warm() -> None:
    """Start the child now, so that the first document does not wait for its import."""
    with _lock:
        _warm_child()


def render(html: str, *, seconds: float = SECONDS) -> Rendered:
    """Render `html` with the print style sheet.

    Raises PdfFailed when the document is too large (2 MB of HTML, 300 pages, 1 GiB of
    memory), takes more than `seconds`, or names anything outside itself.
    """
    raw = html.encode()
    if len(raw) > MAX_HTML:
        raise PdfFailed(_("Le document dépasse 2 Mo de texte."), final=True)
    with _lock:
        try:
            return _warm_child().render(raw, seconds)
        except PdfFailed:
            raise
        except (TimeoutError, EOFError, BrokenPipeError) as error:
            _stop()
            slow = isinstance(error, TimeoutError)
            reason = _too_slow(seconds) if slow else _died()
            raise PdfFailed(reason, final=False) from error
        except BaseException:
            # Half an answer left in the pipe would be read as the next document's.
            _stop()
            raise


def _refusal(head: dict[str, Any]) -> str:
    if head["most_pages"]:
        return _("Le document dépasse %(most)d pages.") % {"most": head["most_pages"]}
    return _("La mise en page du document a échoué.")


def _too_slow(seconds: float) -> str:
    return _(
        "La mise en page a été arrêtée au bout de %(seconds)d secondes : le document "
        "est très long, ou le serveur très occupé."
    ) % {"seconds": round(seconds)}


def _died() -> str:
    return _("La mise en page s’est interrompue, sans doute faute de mémoire.")


def _stop() -> None:
    global _child
    if _child is not None:
        _child.stop()
    _child = None


atexit.register(_stop)
