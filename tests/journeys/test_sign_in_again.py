"""A session that ends while somebody writes, in a real browser."""

import pytest
from playwright.sync_api import Browser

from projects.context import DEMO_PASSWORD
from tests.journeys.dossiers import arrive
from tests.journeys.site import Person, Site
from tests.journeys.test_diagnostics import PROJECT

pytestmark = [pytest.mark.stack, pytest.mark.browser]
WORDS = "La direction adjointe, qui tient le budget des outils depuis deux ans."
AGAIN = "Votre session avait expiré"


def new_actor(person: Person) -> str:
    """The form of an actor, open; returns its path."""
    person.page.get_by_role("link", name="Projets").first.click()
    person.press(PROJECT)
    path = f"{person.project_path()}acteurs/nouveau/"
    person.open(path)
    return path


def sign_in_here(person: Person, name: str) -> None:
    person.fill(login=f"{name}@navette.example", password=DEMO_PASSWORD)
    person.press("Se connecter")


def end_session(person: Person) -> None:
    cookies = [one for one in person.page.context.cookies() if "csrf" in one["name"]]
    person.page.context.clear_cookies()
    person.page.context.add_cookies(cookies)


def kept(person: Person) -> object:
    return person.page.evaluate("sessionStorage.getItem('navette-sent')")


def send_after_the_session(person: Person) -> None:
    person.fill(label="Direction adjointe", stake=WORDS)
    person.choose(side="management", influence="decides", position="carries")
    end_session(person)
    person.page.locator("main").get_by_role("button", name="Enregistrer").click()
    person.reads("Se connecter")
    # What the page asked by itself in between was refused, and the browser says so.
    person.errors.clear()
    person.reads("n’est pas encore enregistré")


def test_what_was_written_comes_back_after_signing_in_again(
    browser: Browser, demo: Site
) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    path = new_actor(elected)
    elected.page.set_viewport_size({"width": 390, "height": 844})
    send_after_the_session(elected)
    sign_in_here(elected, "elue")
    assert elected.page.url == f"{demo.url}{path}"
    elected.reads(AGAIN)
    stake = elected.page.locator("main [name='stake']")
    assert stake.input_value() == WORDS
    assert elected.page.locator("main [name='label']").input_value() == (
        "Direction adjointe"
    )
    elected.page.reload()
    assert elected.page.get_by_text(AGAIN).count() == 0
    assert stake.input_value() == ""


def test_what_was_written_is_dropped_when_somebody_else_signs_in(
    browser: Browser, demo: Site
) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    new_actor(elected)
    send_after_the_session(elected)
    sign_in_here(elected, "secretaire")
    assert elected.page.locator("main [name='stake']").input_value() == ""
    assert kept(elected) is None


def test_what_was_saved_does_not_come_back(browser: Browser, demo: Site) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    path = new_actor(elected)
    elected.fill(label="Cabinet qui conseille")
    elected.choose(side="management", influence="weighs", position="accepts")
    elected.press("Enregistrer")
    assert kept(elected) is None
    end_session(elected)
    elected.page.goto(path)
    elected.errors.clear()
    sign_in_here(elected, "elue")
    assert elected.page.locator("main [name='label']").input_value() == ""


def test_what_has_no_form_on_the_first_page_never_comes_back_later(
    browser: Browser, demo: Site
) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    path = new_actor(elected)
    send_after_the_session(elected)
    elected.page.goto("/compte/login/")
    assert kept(elected) is not None
    sign_in_here(elected, "elue")
    assert kept(elected) is None
    elected.open(path)
    assert elected.page.get_by_text(AGAIN).count() == 0
    assert elected.page.locator("main [name='stake']").input_value() == ""
