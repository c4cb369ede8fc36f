"""Times of PDF files, in the environment of an installation that is served.

Run as `python -m bench.document_times PORT IDS`, with what `bench.dataset` printed.
"""

import gc
import json
import os
import secrets
import statistics
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from bench.installation import HOST  # noqa: E402
from dialogue.models import Question  # noqa: E402
from projects import pdf, reports  # noqa: E402
from projects.models import Report  # noqa: E402

CLICKS, RENDERS, WARM_UP = 7, 9, 2
PATIENCE = 60  # seconds for one document
PAUSE = 0.05
PRINT_CSS = Path(__file__).parent.parent / "static" / "css" / "print.css"


# ---- from the click to the file ---------------------------------------------------
def measure_clicks(port: int, ids: dict[str, Any]) -> list[float]:
    """Seconds for each of several contents that nobody asked for before."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    click(connection, ids)  # the worker warms up
    seconds = []
    for rank in range(CLICKS):
        change_a_question(ids, rank)
        start = time.perf_counter()
        click(connection, ids)
        seconds.append(time.perf_counter() - start)
    connection.close()
    return seconds


def click(connection: HTTPConnection, ids: dict[str, Any]) -> None:
    token = secrets.token_hex(16)  # both halves of the CSRF proof, as a browser's
    headers = {
        "Cookie": f"navette={ids['session']}; navette-csrf={token}",
        "X-CSRFToken": token,
    }
    asked = f"/projets/{ids['project']}/consultations/{ids['consultation']}/dossier/"
    status, page, _body = exchange(connection, "POST", asked, headers)
    if status != 302:
        raise RuntimeError(f"{asked} answered {status}")
    limit = time.monotonic() + PATIENCE
    headers["HX-Target"] = "job"  # the fragment that the waiting page asks for
    while f"{page}fichier/" not in exchange(connection, "GET", page, headers)[2]:
        if time.monotonic() > limit:
            raise RuntimeError(f"{page} is not ready after {PATIENCE} s")
        time.sleep(PAUSE)


def exchange(
    connection: HTTPConnection, method: str, path: str, headers: dict[str, str]
) -> tuple[int, str, str]:
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    return response.status, response.headers.get("Location", ""), body


def change_a_question(ids: dict[str, Any], rank: int) -> None:
    question = Question.objects.filter(project=ids["project"])[rank]
    question.text = f"Version {rank + 1}. {question.text}"
    question.save(update_fields=["text"])


# ---- what the child process costs -------------------------------------------------
def measure_renders(html: str) -> dict[str, float]:
    """Median seconds of the same HTML through the child and by WeasyPrint alone.

    They take turns, each with its style sheet and font already parsed. What Django
    keeps in memory here is taken out of the collector's sight: WeasyPrint alone would
    not have it.
    """
    gc.freeze()
    fonts = FontConfiguration()
    css = CSS(filename=PRINT_CSS, font_config=fonts)

    def bare() -> None:
        document = HTML(string=html).render(stylesheets=[css], font_config=fonts)
        document.write_pdf(pdf_variant="pdf/ua-1")

    child: list[float] = []
    alone: list[float] = []
    for turn in range(RENDERS + WARM_UP):
        for times, render in ((child, lambda: pdf.render(html)), (alone, bare)):
            gc.collect()
            start = time.perf_counter()
            render()
            if turn >= WARM_UP:
                times.append(time.perf_counter() - start)
    return {"child": statistics.median(child), "bare": statistics.median(alone)}


def main(port: int, ids: dict[str, Any]) -> dict[str, Any]:
    clicks = measure_clicks(port, ids)
    report = Report.objects.select_related("project").latest("asked_at")
    renders = measure_renders(reports.html_of(report))
    return {
        "clicks": clicks,
        "pages": report.pages,
        "ratio": renders["child"] / renders["bare"],
        **renders,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), json.loads(sys.argv[2]))))
