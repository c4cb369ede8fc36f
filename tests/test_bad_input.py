"""What a form must survive: every route, every field it shows, values nobody expects.

A broken value is refused in words or ignored; it never breaks the page, is never
taken for markup, and what was typed in a text field is shown again when refused.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.factories import World
from tests.matrix.routes import ROUTES
from tests.matrix.rows import make_address
from tests.test_permission_matrix import routes

ACTORS = ("secretary", "elected", "employer")
SCRIPT = "<script>alert(1)</script>"
TYPED = f"Texte gardé {SCRIPT}"
SHOWN = "Texte gardé &lt;script&gt;alert(1)&lt;/script&gt;"
NASTY = (
    "\x00",
    "mot\x00mot",
    str(10**30),
    "-1",
    "2026-02-31",
    "0026-11-20",
    "9999-12-31",
    "a" * 10_000,
    "😀" * 200,
    "²",
    "",
    "00000000-0000-4000-8000-000000000000",
    "inconnu",
    SCRIPT,
)
#: Names that forms have only in some states, or that are read beside the form.
HIDDEN = (
    *("kind", "mode", "sens", "choice", "state", "stance", "origin", "origine"),
    *("source", "revision", "seen_revision", "version", "base", "text", "reserves"),
    *("different_because", "confirm", "change", "open", "page", "place", "reason"),
)
QUERY = (
    *("page", "tout", "information", "consultation", "partie", "source", "origine"),
    *("place", "since", "seen", "q", "de", "qui", "verbe", "depuis", "salle", "date"),
    *("du", "grille", "parcours", "sorte", "exemple", "attente", "critere"),
    *("constat",),
)
#: Pages whose form refuses a text and shows it again; a new one joins the list.
WITH_TEXT = {
    *("diagnostics:grid_import", "diagnostics:draft_header", "diagnostics:draft_scale"),
    *("diagnostics:draft_criterion", "diagnostics:criterion_new"),
    *("diagnostics:dimension", "diagnostics:dimension_new"),
    *("agreements:commitment_edit", "diagnostics:assessment_edit"),
    *("diagnostics:criterion", "diagnostics:practices", "diagnostics:sheet_step"),
    *("diagnostics:advice", "diagnostics:need_edit", "diagnostics:need_new"),
    *("diagnostics:path", "diagnostics:path_back", "diagnostics:path_leave"),
    *("diagnostics:actor_new", "diagnostics:actor_edit", "diagnostics:shared_tasks"),
    *("diagnostics:interview_notes", "diagnostics:synthesis_theme"),
    *("diagnostics:task_new", "diagnostics:task_edit", "diagnostics:task_share"),
    "diagnostics:task",
    *("dialogue:answer_new", "dialogue:consultation_new", "dialogue:letter_edit"),
    *("dialogue:meeting_edit", "dialogue:meeting_new", "dialogue:point_edit"),
    *("dialogue:point_minutes", "dialogue:point_new"),
    *("dialogue:expertise_edit", "dialogue:forwarded_new", "dialogue:levels_edit"),
    *("dialogue:consultation_act", "dialogue:event_cancel", "dialogue:event_correct"),
    *("dialogue:letter_new", "dialogue:passage", "dialogue:question_edit"),
    *("dialogue:question_new", "projects:document_new", "projects:due_judge"),
    *("projects:due_new", "projects:first_use", "projects:guests", "projects:invite"),
    *("projects:project_edit", "projects:project_new", "projects:verify"),
    *("projects:workplace_edit", "projects:workplace_new"),
    *("projects:system_edit", "projects:system_new", "projects:system_review"),
    *("projects:system_incident", "projects:supplier_edit", "projects:supplier_new"),
}
#: Answers that never end or are made for a machine.
STREAMS = {"projects:live"}


class Forms(HTMLParser):
    """Fields by form: the value that a browser would send, and what kind it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], set[str]]] = []
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self.found.append((given.get("action", "") if posts else "-", {}, set()))
            self._inside = True
        elif self._inside and name and name != "csrfmiddlewaretoken":
            self._field(tag, name, given)
        elif self._inside and tag == "option" and self._select:
            fields = self.found[-1][1]
            fields[self._select] = fields[self._select] or given.get("value", "")

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        _action, fields, typed = self.found[-1]
        kind = given.get("type", "text") if tag == "input" else tag
        self._select = name if tag == "select" else ""
        if kind in {"textarea", "text"}:
            typed.add(name)
        if kind != "file":
            fields[name] = fields.get(name) or given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def fields_of(page: str, path: str) -> tuple[dict[str, str], set[str]]:
    """Fields of the forms that post to `path`, and which of them one types in."""
    forms = Forms()
    forms.feed(page)
    fields: dict[str, str] = {}
    typed: set[str] = set()
    for action, own, texts in forms.found:
        if action == "" or urlsplit(action).path == path:
            fields |= own
            typed |= texts
    return fields, typed


def body_of(response: HttpResponse) -> str:
    if response.streaming:
        b"".join(response)
        return ""
    return response.content.decode("utf-8", "replace")


def twice(body: str) -> list[str]:
    """The names that two elements of a page bear: a label would lead to the first."""
    named = Counter(re.findall(r'\sid="([^"]+)"', body))
    return sorted(name for name, times in named.items() if times > 1)


def send(client: Client, method: str, url: str, data: dict[str, str]) -> HttpResponse:
    """Asks, checks what holds for every answer, and takes back what it changed."""
    with transaction.atomic():
        ask = client.post if method == "POST" else client.get
        response = ask(url, data)
        body = body_of(response)
        transaction.set_rollback(True)
    values = sorted({value[:30] for value in data.values()})
    assert response.status_code < 500, (method, url, values)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        assert SCRIPT not in body, (method, url)
        assert twice(body) == [], (method, url)
    return response


def postings(fields: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every field broken the same way; then each field in turn broken its own way,
    so that the first refusal does not hide the others."""
    names = [*fields, *HIDDEN]
    for value in NASTY:
        yield dict.fromkeys(names, value)
    yield {}
    for start in range(0, len(NASTY), 2):
        yield {
            **fields,
            **{
                name: NASTY[(start + rank) % len(NASTY)]
                for rank, name in enumerate(fields)
                if rank % 2 == start % 4 // 2
            },
        }


def signed_in(world: World, actor: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(getattr(world, actor).user)
    return client


def page_of(client: Client, url: str) -> tuple[int, str]:
    response = send(client, "GET", url, {})
    return response.status_code, "" if response.streaming else response.text


@pytest.mark.parametrize("name", sorted(set(ROUTES) - STREAMS))
def test_no_posted_value_breaks_a_page(world: World, name: str) -> None:
    url = make_address(world, name, dict(routes())[name])
    for rank, actor in enumerate(ACTORS):
        client = signed_in(world, actor)
        fields, _typed = fields_of(page_of(client, url)[1], urlsplit(url).path)
        if send(client, "POST", url, {}).status_code in (403, 404, 405):
            continue  # closed to this person, whatever is sent
        # The first one sends everything; the others, who take the same way
        # through the code most of the time, every fourth posting.
        for data in list(postings(fields))[rank :: 4 if rank else 1]:
            send(client, "POST", url, data)


@pytest.mark.parametrize("name", sorted(set(ROUTES) - STREAMS))
def test_no_value_in_an_address_breaks_a_page(world: World, name: str) -> None:
    url = make_address(world, name, dict(routes())[name])
    for actor, step in (("secretary", 1), ("employer", 5)):
        client = signed_in(world, actor)
        if page_of(client, url)[0] != 200:
            continue
        for value in NASTY[::step]:
            send(client, "GET", url, dict.fromkeys(QUERY, value[:300]))


@pytest.mark.parametrize("name", sorted(set(ROUTES) - STREAMS))
def test_a_refused_form_shows_again_what_was_typed(world: World, name: str) -> None:
    url = make_address(world, name, dict(routes())[name])
    shown = set()
    for actor in ACTORS:
        client = signed_in(world, actor)
        fields, typed = fields_of(page_of(client, url)[1], urlsplit(url).path)
        # Every other field is empty or of a wrong kind: something is refused.
        others = dict.fromkeys(set(fields) - typed, "inconnu")
        for text in sorted(typed):
            blank = dict.fromkeys(typed - {text}, "")
            response = send(client, "POST", url, {**others, **blank, text: TYPED})
            if response.status_code in (200, 422):
                again, _typed = fields_of(response.text, urlsplit(url).path)
                assert text not in again or SHOWN in response.text, (actor, text)
                shown |= {text} & set(again)
    assert bool(shown) == (name in WITH_TEXT)
