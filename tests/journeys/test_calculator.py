"""The public calculator in a real browser, by people who have no account."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
WIDTHS = pytest.mark.parametrize("width", [390, 1280])
TWO_LEVELS = (
    "/outils/delais/?information=2027-01-12&expertise=oui"
    "&niveaux=central_et_etablissements&expert_designe=2027-01-20"
    "&contestation=2027-01-28&jugement_notifie=2027-02-18&reunion=2027-03-03"
)


def days(person: Person) -> dict[str, str]:
    """Title of each card and its day, as they are seen."""
    cards = person.page.locator("article.due")
    return {
        card.get_by_role("heading").inner_text(): card.locator("time").get_attribute(
            "datetime"
        )
        or ""
        for card in cards.all()
    }


@WIDTHS
def test_two_levels_with_an_expert_and_a_challenge(
    browser: Browser, demo: Site, width: int
) -> None:
    person = Person(browser, demo, width)
    person.open("/compte/login/")
    person.press("Calculer les délais d’une consultation, sans compte")
    person.fill(information="2027-01-12")
    person.choose(expertise="oui", niveaux="central_et_etablissements")
    person.page.get_by_text("Expertise, accord, juge").click()
    person.fill(expert_designe="2027-01-20", contestation="2027-01-28")
    person.press("Calculer")
    person.reads("la date de l’avis sera connue à la notification du jugement")
    person.reads("Date pas encore connue")

    # the judgment comes: three months, and the twenty-one days that were stopped
    person.page.get_by_text("Changer les réponses").click()
    person.fill(jugement_notifie="2027-02-18", reunion="2027-03-03")
    person.press("Calculer")
    assert days(person) == {
        "Dernier jour pour transmettre l’avis du CSE d’établissement": "2027-04-26",
        "Dernier jour pour rendre l’avis du CSE central": "2027-05-03",
        "Dernier jour pour que l’expert demande des informations": "2027-01-23",
        "Dernier jour pour que l’expert notifie coût, étendue et durée": "2027-01-30",
        "Dernier jour pour que l’employeur conteste la nécessité de l’expertise ou le "
        "choix de l’expert": "2027-01-30",
        "Ordre du jour de la réunion du 3 mars 2027\u00a0: dernier jour pour le "
        "recevoir": "2027-02-26",
        "Réunion du 3 mars 2027\u00a0: dernier jour pour établir le procès-verbal": (
            "2027-03-18"
        ),
        "Dernier jour pour remettre le rapport de l’expert": "2027-04-16",
    }
    person.page.locator("article.due summary").nth(1).click()
    person.reads("a suspendu le délai 21 jours")
    person.check()

    # the link gives the same answer to somebody else, and says nothing by default
    link = person.page.get_by_role("link", name="lien vers cette réponse")
    address = link.get_attribute("href") or ""
    assert parse_qs(urlsplit(address).query) == parse_qs(urlsplit(TWO_LEVELS).query)
    other = Person(browser, demo, width)
    other.open(address)
    assert days(other) == days(person)
    assert other.page.context.cookies() == []


@WIDTHS
def test_a_meeting_of_a_public_committee(
    browser: Browser, demo: Site, width: int
) -> None:
    person = Person(browser, demo, width)
    person.open("/outils/delais/")
    person.choose(regime="public", territoire="reunion")
    person.fill(reunion="2027-01-04")
    person.press("Calculer")
    person.reads("le silence de l’instance ne vaut jamais avis négatif")
    # 20 December is a holiday there, and a Sunday before it
    # The minutes on the safe day: fifteen days if the body is a territorial one.
    assert list(days(person).values()) == ["2026-12-18", "2026-12-24", "2027-01-19"]
    assert "réputé avoir rendu" not in person.page.content()


@WIDTHS
def test_an_employer_of_fewer_than_fifty(
    browser: Browser, demo: Site, width: int
) -> None:
    person = Person(browser, demo, width)
    person.open("/outils/delais/")
    person.choose(regime="sans_instance")
    person.press("Calculer")
    person.reads("le dialogue reste possible, sans date légale")
    assert days(person) == {}
    assert person.page.locator("svg.timeline, ol.moments").count() == 0


def test_what_is_wrong_is_said_beside_what_was_typed(
    browser: Browser, demo: Site
) -> None:
    person = Person(browser, demo, 390)
    person.open("/outils/delais/")
    person.page.get_by_text("Expertise, accord, juge").click()
    person.fill(information="2027-01-12", accord="2027-01-11")
    person.page.get_by_role("button", name="Calculer").click()
    person.page.wait_for_load_state()
    person.errors.clear()  # the browser tells the console of every 400
    person.check()
    person.reads("La date convenue précède le jour où les informations sont données.")
    assert person.page.locator("[name=accord]").input_value() == "2027-01-11"


def test_paper_carries_the_explanations_and_no_form(
    browser: Browser, demo: Site
) -> None:
    person = Person(browser, demo, 1280)
    person.open(TWO_LEVELS)
    paper = PdfReader(io.BytesIO(person.page.pdf(format="A4")))
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())

    assert "a suspendu le délai 21 jours" in words
    assert words.count("Degré de certitude") == len(days(person))
    assert "Ce calcul n’est pas un conseil juridique" in words
    assert "Changer les réponses" not in words
    assert "Se connecter" not in words
    assert len(paper.pages) <= 4

    person.page.emulate_media(media="print")
    assert not person.page.locator("form").is_visible()
    assert person.page.locator("svg.timeline").is_visible()


@WIDTHS
def test_the_page_works_without_scripts(
    browser: Browser, demo: Site, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False,
        base_url=demo.url,
        viewport={"width": width, "height": 844},
    )
    page = context.new_page()
    page.goto("/outils/delais/")
    page.locator("[name=information]").fill("2027-01-12")
    page.get_by_text("Expertise, accord, juge").click()
    page.locator("[name=accord]").fill("2027-03-01")
    page.get_by_role("button", name="Calculer").click()
    card = page.locator("article.due")
    assert card.locator("time").get_attribute("datetime") == "2027-03-01"
    card.locator("summary").click()
    card.get_by_text("Cette date remplace le délai du décret").wait_for()
    context.close()
