"""The rendering child: reads HTML on its standard input, writes PDF on its output.

Started by `projects.pdf.process`, it imports WeasyPrint once and stays warm. It knows
nothing of Django, of the database or of the network: the only names it resolves are
the entries of `ASSETS` (EX-03), and it leaves every network at its start (EX-04).
"""

import gc
import json
import os
import resource
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
ASSETS = {"asset:atkinson.woff2": (STATIC / "fonts/atkinson.woff2", "font/woff2")}
MAX_PAGES = 300
MEMORY = 1024**3
VARIANT = "pdf/ua-1"
HEADER = struct.Struct(">II")


class TooManyPages(Exception):
    """Another try would make as many."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Deny everything but the fixed names of `ASSETS`; no redirect, no file, no host.

    WeasyPrint leaves a refused resource out and renders the rest.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)

    def fetch(
        self, url: str, headers: dict[str, str] | None = None
    ) -> URLFetcherResponse:
        if url not in ASSETS:
            raise ValueError(f"refused: {url[:80]}")
        path, content_type = ASSETS[url]
        return URLFetcherResponse(
            url, path.read_bytes(), {"Content-Type": content_type}
        )


def print_css() -> str:
    """The print style sheet, with its font named as an asset."""
    css = (STATIC / "css/print.css").read_text(encoding="utf-8")
    return css.replace("../fonts/atkinson.woff2", "asset:atkinson.woff2")


class Engine:
    """A style sheet and its fonts, parsed once for every document."""

    def __init__(self) -> None:
        self.fetcher = AssetFetcher()
        self.fonts = FontConfiguration()
        self.css = CSS(
            string=print_css(),
            base_url="asset:",
            url_fetcher=self.fetcher,
            font_config=self.fonts,
        )

    def render(self, html: str) -> tuple[bytes, int]:
        """PDF/UA-1 bytes and number of pages. Raises TooManyPages past MAX_PAGES."""
        document = HTML(string=html, base_url="asset:", url_fetcher=self.fetcher)
        pages = document.render(
            stylesheets=[self.css],
            font_config=self.fonts,
            presentational_hints=False,
        )
        if len(pages.pages) > MAX_PAGES:
            raise TooManyPages(f"more than {MAX_PAGES} pages")
        return pages.write_pdf(pdf_variant=VARIANT), len(pages.pages)


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """One length-prefixed HTML in, one head and one PDF out, until the parent stops."""
    engine = Engine()
    engine.render("<!doctype html><html lang='fr'><title>-</title><p>-")
    answers.write(b"ready\n")
    answers.flush()
    # Rendering makes many objects and no cycles worth chasing: collecting in between
    # documents instead of during them saves about a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.disable()
    while True:
        try:
            size = struct.unpack(">I", _read(requests, 4))[0]
            html = _read(requests, size).decode()
        except EOFError:
            return
        try:
            data, pages = engine.render(html)
            head: dict[str, object] = {"pages": pages}
        except Exception as error:  # noqa: BLE001 -- the job fails, the child stays
            # Memory and files may be there at the next try; a document stays itself.
            final = not isinstance(error, (MemoryError, OSError))
            reason = f"{type(error).__name__}: {error}"[:300]
            most = MAX_PAGES if isinstance(error, TooManyPages) else None
            data, head = b"", {"error": reason, "final": final, "most_pages": most}
        raw = json.dumps(head).encode()
        answers.write(HEADER.pack(len(raw), len(data)) + raw + data)
        answers.flush()
        gc.collect()


def leave_networks() -> None:
    """Go where there is no network card, not even the machine's own loopback (EX-04).

    Linux grants it to anybody, unless a container or a hardened kernel says no: there
    the deny-all fetcher stays alone.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)


if __name__ == "__main__":
    leave_networks()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # Fontconfig wants the font as a file of its own: nothing larger is ever written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 1024**2, 4 * 1024**2))
    serve(sys.stdin.buffer, sys.stdout.buffer)
