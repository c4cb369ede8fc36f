"""A paritary ISIDOR in a real browser: blind answers, gaps, agenda, question."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.dossiers import arrive
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
PROJECT = "Assistant IA du service client"
TITLE = "Ce que l’assistant fait au travail"


def begin(person: Person, party: str) -> None:
    form = person.page.locator("form[action$='/repondre/']")
    form.locator(f"[value='{party}']").check()
    person.press("Commencer")


def answer(person: Person, **levels: str) -> None:
    """From one's sheet: the criteria in their order, then hand it in."""
    sheet = person.page.url
    for code, level in levels.items():
        person.open(f"{sheet}{code.replace('_', '.')}/")
        person.choose(level=level)
        person.page.get_by_text("Enregistré à").wait_for()
        person.press("Enregistrer et continuer")
    person.open(sheet)
    person.press("Remettre la feuille")


def test_a_grid_filled_by_both_sides_leads_to_the_agenda_and_to_a_question(
    browser: Browser, demo: Site
) -> None:
    secretary = arrive(browser, demo, 1280, "secretaire")
    secretary.page.get_by_role("link", name="Projets").first.click()
    secretary.press(PROJECT)
    project = secretary.project_path()
    secretary.open(f"{project}diagnostics/nouveau/?grille=isidor")
    secretary.fill(title=TITLE)
    secretary.choose(room="shared")
    secretary.press("Ouvrir aux réponses")
    diagnostic = secretary.page.url
    begin(secretary, "representatives")
    answer(secretary, D1_1="-2", D2_1="-1", D3_1="1")

    employer = arrive(browser, demo, 390, "direction")
    employer.open(diagnostic)
    begin(employer, "management")
    answer(employer, D1_1="2", D2_1="-1", D3_1="1")
    assert "entrave forte" not in employer.page.content()

    secretary.open(diagnostic)
    secretary.press("Montrer les résultats")
    secretary.press("Montrer les résultats à tous")
    secretary.reads("Écarts, dont 1 désaccord")
    assert secretary.page.locator("svg.figure").filter(visible=True).count() == 2
    employer.open(diagnostic)
    employer.reads("Écarts, dont 1 désaccord")

    secretary.press("D1.1 Composition des instances du projet")
    secretary.press("Mettre à l’ordre du jour")
    secretary.open(f"{diagnostic}criteres/D1.1/")
    secretary.press("En faire une question")
    secretary.press("Garder en brouillon")
    thread = secretary.page.locator(".thread").first
    assert thread.locator("li").count() >= 2
    thread.locator("a").first.click()
    secretary.check()
    secretary.reads("Constat C-")
    finding = secretary.page.url

    response = employer.page.goto(finding)
    assert response is not None
    assert response.status == 404
