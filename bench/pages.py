"""Pages as a browser asks for them, one at a time, against a served installation."""

import http.client
import secrets
import statistics
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

ROUNDS = 120
WARM_UP = 15
EMPTY = "page vide"
DATES, DATES_JSON = "délais", "délais en JSON"
NEW_DATES, NEW_DATES_JSON = "délais, jamais demandés", "délais en JSON, jamais d."
HOME, LIST, DOSSIER = "accueil", "projets (50 lignes)", "dossier (40 questions)"
RESULTS, STEP = "résultats (60 000 réponses)", "réponse enregistrée"
#: Most times the empty page at the median, and most growth of that ratio.
GOALS = {
    HOME: 2.0,
    LIST: 2.0,
    DOSSIER: 3.0,
    DATES: 1.3,
    DATES_JSON: 1.3,
    NEW_DATES: 1.3,
    NEW_DATES_JSON: 1.3,
    RESULTS: 3.0,
    STEP: 1.5,
}
#: Days after the information: two levels, an expert and a challenge, most of what the
#: calculator can be asked.
EVENTS = {
    "expert_designe": 25,
    "cahier_des_charges": 28,
    "contestation": 30,
    "jugement_notifie": 49,
}
FIRST = date(2026, 11, 20)
TOKEN = secrets.token_hex(16)  # both halves of the CSRF proof, as a browser's
#: A step of a sheet saves itself as one writes.
SAVING = {
    "X-CSRFToken": TOKEN,
    "HX-Target": "autosave",
    "Content-Type": "application/x-www-form-urlencoded",
}
MOST_GROWTH = 1.2


@dataclass(frozen=True)
class Figure:
    page: str
    p50: float
    p95: float


def asked(start: date) -> str:
    """A query of the calculator."""
    days = {name: start + timedelta(after) for name, after in EVENTS.items()}
    levels = "central_et_etablissements"
    return urlencode(
        {"information": start, "expertise": "oui", "niveaux": levels, **days}
    )


def addresses(ids: dict[str, Any]) -> dict[str, str]:
    """By name; {asked} is a query that nobody sent before."""
    same = asked(FIRST)
    project = f"/projets/{ids['project']}/"
    return {
        EMPTY: "/vide/",
        HOME: "/",
        LIST: f"/organisations/{ids['organisation']}/projets/",
        "projet": project,
        DOSSIER: f"{project}questions/",
        "documents": f"{project}documents/",
        "avis": f"{project}avis/",
        "historique": f"{project}historique/",
        RESULTS: f"{project}diagnostics/{ids['results']}/",
        STEP: f"{project}diagnostics/{ids['open']}/feuilles/{ids['sheet']}/D1.1/",
        DATES: f"/outils/delais/?{same}",
        DATES_JSON: f"/outils/delais.json?{same}",
        NEW_DATES: "/outils/delais/?{asked}",
        NEW_DATES_JSON: "/outils/delais.json?{asked}",
    }


def measure(host: str, port: int, ids: dict[str, Any]) -> list[Figure]:
    """p50 and p95 of each page in milliseconds.

    Pages take turns within each round, so that a slow moment of the machine weighs on
    all of them and leaves the ratios alone.
    """
    pages = addresses(ids)
    cookie = f"navette={ids['session']}; navette-csrf={TOKEN}"
    times: dict[str, list[float]] = {name: [] for name in pages}
    connection = http.client.HTTPConnection(host, port, timeout=60)
    for turn in range(ROUNDS + WARM_UP):
        another = asked(FIRST - timedelta(turn + 1))
        for name, shape in pages.items():
            path = shape.replace("{asked}", another)
            method, body, headers = "GET", None, {"Cookie": cookie}
            if name == STEP:
                method, body = "POST", urlencode({"level": turn % 5 - 2})
                headers |= SAVING
            start = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            spent = (time.perf_counter() - start) * 1000
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            if turn >= WARM_UP:
                times[name].append(spent)
    connection.close()
    return [
        Figure(name, statistics.median(values), statistics.quantiles(values, n=20)[18])
        for name, values in times.items()
    ]


def table(title: str, figures: list[Figure]) -> str:
    empty = next(figure for figure in figures if figure.page == EMPTY)
    heads = ("p50 ms", "p95 ms", "× vide", "p95 ×")
    lines = [title, f"{'page':<28}" + "".join(f"{head:>9}" for head in heads)]
    for figure in figures:
        ratio = figure.p50 / empty.p50
        lines.append(
            f"{figure.page:<28}{figure.p50:>9.2f}{figure.p95:>9.2f}"
            f"{ratio:>9.2f}{figure.p95 / empty.p95:>9.2f}"
            + verdict(ratio, GOALS.get(figure.page))
        )
    return "\n".join(lines)


def growth(small: list[Figure], large: list[Figure]) -> str:
    """How each page's ratio to the empty page grew from one database to the other."""
    lines = ["Croissance du rapport à la page vide, de la petite base à la grande"]
    for before, after in zip(small, large, strict=True):
        ratio = (after.p50 / large[0].p50) / (before.p50 / small[0].p50)
        lines.append(f"{before.page:<28}{ratio:>9.2f}" + verdict(ratio, MOST_GROWTH))
    return "\n".join(lines)


def verdict(value: float, goal: float | None, unit: str = "") -> str:
    """ "  objectif 2,0 : tenu", or nothing for a figure without a goal."""
    if goal is None:
        return ""
    words = "tenu" if value <= goal else "MANQUÉ"
    shown = f"{goal:g}".replace(".", ",")
    return f"   objectif ≤ {shown}{unit} : {words}"
