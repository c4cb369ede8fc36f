"""The PDF child: what it makes, and everything it must refuse (EX-03, EX-04)."""

import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from projects import pdf
from projects.pdf import process

PAGE = "<!doctype html><html lang='fr'><head><title>Essai</title></head><body>{}</body>"
SECRET = "SECRET-QUI-NE-DOIT-PAS-SORTIR"


def text_of(rendered: pdf.Rendered) -> str:
    pages = PdfReader(io.BytesIO(rendered.data)).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def test_a_document_is_tagged_french_and_carries_its_title() -> None:
    rendered = pdf.render(PAGE.format("<h1>Avis</h1><p>L’œuvre, à 10 h 42.</p>"))
    reader = PdfReader(io.BytesIO(rendered.data))
    root = reader.root_object
    assert (rendered.pages, root["/Lang"], root["/MarkInfo"]["/Marked"]) == (
        1,
        "fr",
        True,
    )
    assert reader.metadata is not None
    assert reader.metadata.title == "Essai"
    assert "L’œuvre, à 10 h 42." in text_of(rendered)


def test_the_same_input_gives_the_same_bytes() -> None:
    html = PAGE.format("<h1>Avis</h1>")
    assert pdf.render(html).data == pdf.render(html).data


VECTORS = [
    "<img src='{url}'>",
    "<img src='{url}/redirect'>",
    "<link rel='stylesheet' href='{url}/a.css'>",
    "<link rel='attachment' href='{url}'>",
    "<a rel='attachment' href='{url}'>pièce</a>",
    "<style>@import url('{url}/a.css');</style>",
    "<style>body {{ background: url('{url}') }}</style>",
    "<style>@font-face {{ font-family: x; src: url('{url}') }}"
    " p {{ font: 9pt x }}</style><p>x",
    "<style>li {{ list-style-image: url('{url}') }}</style><ul><li>x</ul>",
    "<style>p::before {{ content: url('{url}') }}</style><p>x",
    "<svg width='9' height='9'><image href='{url}' width='9' height='9'/></svg>",
    "<svg width='9' height='9'><use href='{url}#x'/></svg>",
    "<object data='{url}'></object>",
    "<embed src='{url}'>",
    "<body background='{url}'>",
    "<table background='{url}'><tr><td>x</table>",
]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_document_reaches_neither_the_network_nor_a_file(
    vector: str, listener: socket.socket, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    for url in (
        f"http://127.0.0.1:{listener.getsockname()[1]}/",
        secret.as_uri(),
        str(secret),
    ):
        rendered = pdf.render(PAGE.format(vector.format(url=url)))
        assert SECRET.encode() not in rendered.data
        assert SECRET not in text_of(rendered)
        assert "/EmbeddedFiles" not in str(
            PdfReader(io.BytesIO(rendered.data)).root_object
        )
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_too_many_pages_fail_with_a_reason_and_the_child_goes_on() -> None:
    pages = "<p style='break-before: page'>x</p>" * 301
    with pytest.raises(pdf.PdfFailed, match="300 pages") as failed:
        pdf.render(PAGE.format(pages))
    assert failed.value.final
    assert pdf.render(PAGE.format("<p>après</p>")).pages == 1


def test_too_much_html_is_refused_before_it_is_sent() -> None:
    with pytest.raises(pdf.PdfFailed, match="2 Mo") as failed:
        pdf.render(PAGE.format("x" * (2 * 1024 * 1024)))
    assert failed.value.final


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_works() -> None:
    with pytest.raises(pdf.PdfFailed, match="arrêtée") as failed:
        pdf.render(PAGE.format("<table>" + "<tr><td>x" * 20_000), seconds=0.5)
    assert not failed.value.final
    assert pdf.render(PAGE.format("<p>après</p>")).pages == 1


def test_a_child_that_died_is_replaced() -> None:
    pdf.warm()
    assert process._child is not None
    process._child.process.kill()
    process._child.process.wait()
    assert pdf.render(PAGE.format("<p>après</p>")).pages == 1


def test_an_answer_left_half_read_is_not_given_to_the_next_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pdf.warm()
    read = process._Child._read

    def interrupted(child: process._Child, size: int, end: float) -> bytes:
        read(child, size, end)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(process._Child, "_read", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pdf.render(PAGE.format("<p>avant</p>"))
    assert "après" in text_of(pdf.render(PAGE.format("<p>après</p>")))


def test_a_child_that_never_gets_ready_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process._stop()
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    with monkeypatch.context() as slow:
        slow.setattr(process, "SECONDS", 0)
        slow.setattr(subprocess, "Popen", Noted)
        with pytest.raises(pdf.PdfFailed) as failed:
            pdf.render(PAGE.format("<p>jamais</p>"))
    assert not failed.value.final
    assert [child.returncode for child in started] == [-signal.SIGKILL]
    assert pdf.render(PAGE.format("<p>après</p>")).pages == 1


REACH = """
import os, socket, sys
from projects.pdf.engine import leave_networks
leave_networks()
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
except OSError:
    print("unreachable")
else:
    print("reached")
"""
LEAVE = "import os; os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)"


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_child_leaves_every_network_where_the_system_lets_it(
    listener: socket.socket,
) -> None:
    allowed = run_python(LEAVE).returncode == 0
    seen = run_python(REACH, str(listener.getsockname()[1])).stdout.strip()
    assert seen == ("unreachable" if allowed else "reached")


def test_the_warm_child_lives_outside_the_network_of_its_parent() -> None:
    allowed = run_python(LEAVE).returncode == 0
    pdf.render(PAGE.format("<p>Avis</p>"))
    assert process._child is not None
    networks = {
        os.readlink(f"/proc/{pid}/ns/net")
        for pid in ("self", process._child.process.pid)
    }
    assert len(networks) == (2 if allowed else 1)


@pytest.mark.parametrize("facts", [4, 9, 11, 13])
def test_the_contents_of_a_cover_stay_together(facts: int) -> None:
    known = "<div><dt>Fait</dt><dd>connu</dd></div>" * facts
    lines = "".join(f'<li><a href="#l{n}">Partie {n}</a></li>' for n in range(11))
    rendered = pdf.render(
        PAGE.format(
            f'<section class="cover"><h1>Dossier</h1><dl class="facts">{known}</dl>'
            f'<nav class="toc"><h2>Sommaire</h2><ol>{lines}</ol></nav></section>'
        )
    )
    pages = PdfReader(io.BytesIO(rendered.data)).pages
    found = [page.extract_text().count("Partie") for page in pages]
    assert [count for count in found if count] == [11]
