"""Every page that is drawn, in a real browser: axe, width, console.

The demonstration is the content and the list of routes is the walk, so that a new page
is looked at from the day it is added.
"""

import re
import sqlite3
import time
from contextlib import closing
from itertools import product
from uuid import UUID

import pytest
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Browser

from agreements.models import Commitment
from diagnostics.models import (
    Assessment,
    Finding,
    FollowedPath,
    Instrument,
    InstrumentVersion,
    Interview,
    InterviewNote,
    Need,
    Practice,
    Respondent,
    SharedTask,
    Stakeholder,
    Synthesis,
    TaskCard,
    ThemeObservation,
)
from dialogue.models import (
    AgendaPoint,
    Consultation,
    Event,
    ForwardedOpinion,
    Letter,
    Meeting,
    Opinion,
    Passage,
    Question,
    QuestionBatch,
    Vote,
)
from dialogue.views.consultation_acts import BY_SLUG
from dialogue.views.meeting_acts import BY_SLUG as STEP_BY_SLUG
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
    SupplierSheet,
    System,
    SystemReport,
    Workplace,
)
from tests.journeys.site import Person, Site
from tests.matrix.routes import ACCOUNT_ROUTES, ROUTES
from tests.test_permission_matrix import ACTORS, routes

pytestmark = [pytest.mark.stack, pytest.mark.browser]

MODELS: dict[str, type[Model]] = {
    "respondent_id": Respondent,
    "practice_id": Practice,
    "finding_id": Finding,
    "commitment_id": Commitment,
    "assessment_id": Assessment,
    "actor_id": Stakeholder,
    "batch_id": QuestionBatch,
    "consultation_id": Consultation,
    "document_id": Document,
    "due_id": InformationDue,
    "event_id": Event,
    "forwarded_id": ForwardedOpinion,
    "guest_id": Member,
    "instrument_id": Instrument,
    "guide_id": InstrumentVersion,
    "interview_id": Interview,
    "invitation_id": Invitation,
    "item_id": Item,
    "letter_id": Letter,
    "mandate_id": Mandate,
    "meeting_id": Meeting,
    "member_id": Member,
    "need_id": Need,
    "note_id": InterviewNote,
    "observation_id": ThemeObservation,
    "opinion_id": Opinion,
    "organisation_id": Organisation,
    "passage_id": Passage,
    "path_id": FollowedPath,
    "point_id": AgendaPoint,
    "project_id": Project,
    "question_id": Question,
    "report_id": Report,
    "shared_id": SharedTask,
    "supplier_id": SupplierSheet,
    "synthesis_id": Synthesis,
    "system_id": System,
    "system_report_id": SystemReport,
    "task_id": TaskCard,
    "version_id": DocumentVersion,
    "vote_id": Vote,
    "workplace_id": Workplace,
}
ARGUMENTS = {name: sorted(found) for name, found in routes() if name in ROUTES}
#: Routes that answer with a file, a stream, a fragment or a text for a machine.
NOT_PAGES = {
    *("projects:feed", "projects:health", "projects:history_export", "projects:live"),
    *("projects:moved", "projects:notices_count", "projects:profile_export"),
    *("projects:report_file", "projects:version_file", "dialogue:panel"),
    *("projects:systems_export", "dialogue:calculator_json", "dialogue:letter_docx"),
    "diagnostics:grid_export",
    *("diagnostics:assessment_json", "diagnostics:assessment_table"),
    *("diagnostics:path_panel", "diagnostics:need_export"),
}
#: Pages that the demonstration shows to nobody, each looked at elsewhere. An opinion
#: that was voted and not yet sent is met on the way of test_main_journey.py; the
#: logbook is already shared, and tests/diagnostics/test_logbooks.py reads the page.
NOT_MET = {
    "secretary": {"dialogue:transmit", "diagnostics:logbook_share"},
    "employer": set(),
}
PUBLIC_ADDRESSES = (
    "SELECT public_token FROM projects_system WHERE public_token IS NOT NULL"
)
#: Pages of an account that are opened by their address alone.
ACCOUNT = sorted(name for name, met in ACCOUNT_ROUTES.items() if met in "LO")


#: What an argument may be, with the rows above it by the arguments that name them.
type Known = tuple[str, dict[str, str]]


def known(base: sqlite3.Connection, model: type[Model]) -> list[Known]:
    fields = {one.attname: one.column for one in model._meta.concrete_fields}
    above = [name for name in fields if name in MODELS]
    columns = ", ".join(f'"{fields[name]}"' for name in above)
    key, table = model._meta.pk.column, model._meta.db_table
    rows = base.execute(f'SELECT "{key}", {columns or 1} FROM "{table}"')
    return [
        (
            str(UUID(row)),
            {
                name: str(UUID(one))
                for name, one in zip(above, more, strict=False)
                if one
            },
        )
        for row, *more in rows
    ]


def values(site: Site) -> dict[str, list[Known]]:
    """What each argument of a route may be: the rows of the demonstration."""
    path = site.data_dir / "navette.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        found = {name: known(base, model) for name, model in MODELS.items()}
        shown = base.execute(PUBLIC_ADDRESSES).fetchall()
    words = {
        "act": sorted(BY_SLUG),
        "step": sorted(STEP_BY_SLUG),
        "code": ["D1.2"],
        "dimension": ["D1"],
        "advice_code": ["T1", "DP4"],
        "guide_slug": ["projet-numerique"],
        "signed": [stop_link(site)],
        "theme": ["OUTILS"],
        "quiz_code": ["IA1", "DO5"],
        "token": [token for (token,) in shown],
    }
    return found | {name: [(one, {}) for one in some] for name, some in words.items()}


def stop_link(site: Site) -> str:
    """A person comes to this page from the foot of a mail."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for text in site.mails("navette.example"):
            if found := re.search(r"/desabonnement/([^/\s]+)/", text):
                return found.group(1)
        time.sleep(0.5)
    raise AssertionError("no mail that one may stop")


def is_page(person: Person, address: str) -> bool:
    answer = person.page.request.get(address, max_redirects=0)
    return answer.status == 200 and "text/html" in answer.headers["content-type"]


def address_of(person: Person, name: str, rows: dict[str, list[Known]]) -> str | None:
    """The first address of this route that gives the person a page."""
    arguments = ARGUMENTS[name]
    found = product(*(rows.get(argument, []) for argument in arguments))
    for chosen in sorted(found, key=lambda some: strangers(arguments, some)):
        given = (value for value, _above in chosen)
        address = reverse(name, kwargs=dict(zip(arguments, given, strict=True)))
        if is_page(person, address):
            return address
    return None


def strangers(arguments: list[str], chosen: tuple[Known, ...]) -> int:
    """How many rows lie under another row than the one in the address: they are
    tried last, and not left out, since a meeting treats other projects than its own."""
    given = dict(zip(arguments, (value for value, _above in chosen), strict=True))
    return sum(
        given.get(name, value) != value
        for _value, above in chosen
        for name, value in above.items()
    )


def account_addresses(person: Person) -> dict[str, str]:
    """Pages of the account, those that ask again for the password included."""
    person.open(reverse("mfa_activate_totp"))
    if "reauthenticate" in person.page.url:
        person.fill(password=DEMO_PASSWORD)
        person.press("Confirmer")
    found = {name: name if "/" in name else reverse(name) for name in ACCOUNT}
    return {name: path for name, path in found.items() if is_page(person, path)}


def look(person: Person, address: str) -> list[str]:
    person.errors.clear()
    try:
        person.open(address)
    except AssertionError as error:
        return [str(error).splitlines()[0]]
    return []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("who", "actor"), [("secretaire", "secretary"), ("direction", "employer")]
)
def test_every_page_is_sound(
    browser: Browser, demo: Site, who: str, actor: str, width: int
) -> None:
    person = Person(browser, demo, width)
    person.sign_in(f"{who}@navette.example", DEMO_PASSWORD)
    rows = values(demo)
    opened = {
        name
        for name in ARGUMENTS
        if ROUTES[name][0][ACTORS.index(actor)] == "O" and name not in NOT_PAGES
    }
    addresses = {name: address_of(person, name, rows) for name in sorted(opened)}
    own = account_addresses(person)
    assert {"mfa_index", "mfa_add_webauthn", "usersessions_list"} <= set(own)
    found = {
        name: troubles
        for name, address in {**addresses, **own}.items()
        if address and (troubles := look(person, address))
    }
    person.page.context.close()
    assert found == {}
    unmet = {name for name, address in addresses.items() if not address}
    assert unmet == NOT_MET[actor]


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_of_a_stranger_is_sound(
    browser: Browser, demo: Site, width: int
) -> None:
    person = Person(browser, demo, width)
    names = ("account_login", "account_reset_password", "projects:verify")
    assert [look(person, reverse(name)) for name in names] == [[], [], []]
    person.page.context.close()
