"""Opening a dossier of one's own in the demonstration, and acting on it."""

import re
from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Browser

from projects.context import DEMO_PASSWORD
from tests.journeys.site import Person, Site

TODAY = timezone.localdate()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def arrive(browser: Browser, site: Site, width: int, who: str) -> Person:
    person = Person(browser, site, width)
    person.sign_in(f"{who}@navette.example", DEMO_PASSWORD)
    return person


def open_dossier(person: Person, house: str, title: str, **answers: str) -> str:
    """A new project of one of the person's organisations; returns its path."""
    person.open("/")
    menu = person.page.locator("details.account a", has_text=house)
    organisation = re.search(
        r"/organisations/[0-9a-f-]{36}/", menu.first.get_attribute("href") or ""
    )
    assert organisation, house
    person.open(f"{organisation.group(0)}projets/nouveau/")
    person.fill(title=title)
    unknown = {"uses_ai", "personal_data", "staff_data", "monitoring"} - set(answers)
    person.choose(**answers, **dict.fromkeys(sorted(unknown), "unknown"))
    person.press("Créer le projet")
    return person.project_path()


def consult(person: Person, project: str, handed_on: date) -> str:
    """Prepare a consultation and open it; returns the path of its page."""
    person.open(project)
    person.page.locator("main").get_by_role(
        "link", name="Préparer la consultation"
    ).first.wait_for()
    person.press("Préparer la consultation")
    person.fill(information_on=handed_on.isoformat())
    person.press("Enregistrer la consultation")
    found = re.search(r"/projets/[0-9a-f-]{36}/consultations/.*/$", person.page.url)
    assert found, person.page.url
    return found.group(0)


def act(person: Person, consultation: str, slug: str, **values: str) -> None:
    """Do one act of the consultation's page, in its own form among the others."""
    person.open(f"{consultation}actes/{slug}/")
    form = person.page.locator(f"#{slug} form")
    for name, value in values.items():
        radio = form.locator(f"[name='{name}'][value='{value}']")
        if radio.count():
            radio.check()
        else:
            form.locator(f"[name='{name}']").fill(value)
    form.get_by_role("button").click()
    person.page.wait_for_load_state()
    person.check()
    person.reads("C’est enregistré")
