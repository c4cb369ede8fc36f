"""Every page that is drawn, in a real browser: axe, width, console.

The demonstration is the content and the list of routes is the walk, so that a new page
is looked at from the day it is added.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from uuid import UUID

import pytest
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Browser

from dialogue.models import (
    Consultation,
    Letter,
    Opinion,
    Passage,
    Question,
    QuestionBatch,
    Vote,
)
from dialogue.views.consultation_acts import BY_SLUG
from projects.context import DEMO_PASSWORD
from projects.models import (
    Document,
    DocumentVersion,
    InformationDue,
    Invitation,
    Item,
    Mandate,
    Member,
    Organisation,
    Project,
    Report,
    Workplace,
)
from tests.journeys.site import Person, Site, embedded_site
from tests.matrix.routes import ROUTES
from tests.test_permission_matrix import ACTORS, routes
from tools.embedded import embedded_environment, without_settings
from tools.environment import ROOT

pytestmark = [pytest.mark.stack, pytest.mark.browser]

MODELS: dict[str, type[Model]] = {
    "batch_id": QuestionBatch,
    "consultation_id": Consultation,
    "document_id": Document,
    "due_id": InformationDue,
    "guest_id": Member,
    "invitation_id": Invitation,
    "item_id": Item,
    "letter_id": Letter,
    "mandate_id": Mandate,
    "member_id": Member,
    "opinion_id": Opinion,
    "organisation_id": Organisation,
    "passage_id": Passage,
    "project_id": Project,
    "question_id": Question,
    "report_id": Report,
    "version_id": DocumentVersion,
    "vote_id": Vote,
    "workplace_id": Workplace,
}
ARGUMENTS = {name: sorted(found) for name, found in routes() if name in ROUTES}
#: Routes that answer with a file, a stream or a text for a machine.
NOT_PAGES = {
    *("projects:feed", "projects:health", "projects:history_export", "projects:live"),
    *("projects:moved", "projects:profile_export", "projects:report_file"),
    "projects:version_file",
}
#: Pages that the demonstration has no row for, or that need a link sent by mail.
NOT_MET = {
    *("dialogue:letter", "dialogue:letter_edit", "dialogue:passage_history"),
    *("dialogue:transmit", "dialogue:vote", "projects:document_readers"),
    *("projects:document_share", "projects:report", "projects:unsubscribe"),
    *("projects:version_new", "dialogue:panel"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with embedded_site(tmp_path_factory.mktemp("site")) as running:
        # The play is put in an installation that runs: nothing else is special.
        port = int(running.url.rpartition(":")[2])
        subprocess.run(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=embedded_environment(
                {**without_settings(os.environ), "DEMO": "0"}, port, running.data_dir
            ),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield running


def ids(base: sqlite3.Connection, model: type[Model]) -> list[str]:
    key, table = model._meta.pk.column, model._meta.db_table
    rows = base.execute(f'SELECT "{key}" FROM "{table}"')
    return [str(UUID(row[0])) for row in rows]


def values(site: Site) -> dict[str, list[str]]:
    """What each argument of a route may be: the rows of the demonstration."""
    path = site.data_dir / "navette.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        found = {name: ids(base, model) for name, model in MODELS.items()}
    return {**found, "act": sorted(BY_SLUG)}


def address_of(person: Person, name: str, rows: dict[str, list[str]]) -> str | None:
    """The first address of this route that gives the person a page."""
    arguments = ARGUMENTS[name]
    if not all(argument in rows for argument in arguments):
        return None
    for chosen in product(*(rows[argument] for argument in arguments)):
        address = reverse(name, kwargs=dict(zip(arguments, chosen, strict=True)))
        answer = person.page.request.get(address, max_redirects=0)
        if answer.status == 200 and "text/html" in answer.headers["content-type"]:
            return address
    return None


def look(person: Person, address: str) -> list[str]:
    person.errors.clear()
    try:
        person.open(address)
    except AssertionError as error:
        return [str(error).splitlines()[0]]
    return []


@pytest.mark.parametrize(
    ("who", "actor", "width"),
    [
        ("secretaire", "secretary", 1280),
    ],
)
def test_every_page_is_sound(
    browser: Browser, site: Site, who: str, actor: str, width: int
) -> None:
    person = Person(browser, site, width)
    person.open("/compte/login/")
    person.fill(login=f"{who}@navette.example", password=DEMO_PASSWORD)
    person.press("Se connecter")
    rows = values(site)
    opened = {
        name
        for name, (get, _post) in ROUTES.items()
        if get[ACTORS.index(actor)] == "O" and name not in NOT_PAGES
    }
    addresses = {name: address_of(person, name, rows) for name in sorted(opened)}
    found = {
        name: troubles
        for name, address in addresses.items()
        if address and (troubles := look(person, address))
    }
    person.page.context.close()
    assert found == {}
    assert {name for name, address in addresses.items() if not address} <= NOT_MET
