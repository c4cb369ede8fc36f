"""An answer sheet in a real browser: nothing that was typed is lost."""

import pytest
from playwright.sync_api import Browser, Dialog

from tests.journeys.dossiers import arrive
from tests.journeys.site import Person, Site
from tests.journeys.test_diagnostics import PROJECT, begin

pytestmark = [pytest.mark.stack, pytest.mark.browser]
SOON = "On attend la réponse depuis mars"


def test_words_without_a_degree_and_those_typed_before_going_back_are_kept(
    browser: Browser, demo: Site
) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    elected.page.get_by_role("link", name="Projets").first.click()
    elected.press(PROJECT)
    elected.open(f"{elected.project_path()}diagnostics/nouveau/?grille=isidor")
    elected.fill(title="Ce qui se dit de l’assistant")
    elected.choose(room="caucus")
    elected.press("Ouvrir aux réponses")
    begin(elected, "representatives")
    sheet = elected.page.url
    elected.open(f"{sheet}D1.1/")
    words = elected.page.locator("main [name='verbatim']")
    words.press_sequentially(SOON)
    elected.page.get_by_text("pas encore de degré").first.wait_for()
    words.press_sequentially(", deux fois.")
    elected.page.go_back()
    elected.page.wait_for_load_state()
    # What leaves with the page may arrive after the next one is asked for.
    for _time in range(10):
        elected.open(f"{sheet}D1.1/")
        if words.input_value() != SOON:
            break
    assert words.input_value() == f"{SOON}, deux fois."
    elected.open(sheet)
    elected.reads("0 critère sur 30")
    elected.reads("pas encore de degré")


def group_sheet(elected: Person, title: str) -> str:
    elected.page.get_by_role("link", name="Projets").first.click()
    elected.press(PROJECT)
    elected.open(f"{elected.project_path()}diagnostics/nouveau/?grille=isidor")
    elected.fill(title=title)
    elected.choose(room="shared")
    elected.press("Ouvrir aux réponses")
    elected.page.get_by_text("Tenir la feuille d’un groupe").click()
    form = elected.page.locator("form[action$='/groupe/']")
    form.get_by_label("utilisateurs").check()
    form.locator("[name=label]").fill("Équipe du matin")
    form.locator("[name=people]").fill("7")
    elected.press("Ouvrir la feuille")
    return elected.page.url


def test_a_page_that_found_a_conflict_erases_nothing(
    browser: Browser, demo: Site
) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    sheet = group_sheet(elected, "À deux plumes")
    secretary = arrive(browser, demo, 390, "secretaire")
    secretary.open(f"{sheet}D1.1/")
    elected.open(f"{sheet}D1.1/")
    elected.fill(verbatim="Ce que dit A.")
    elected.page.get_by_text("Enregistré à").wait_for()
    page = secretary.page
    page.locator("[name=evidence]").fill("Ce que montre B.")
    page.get_by_text("enregistrez pour comparer").wait_for()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_text("rien ne s’enregistre tout seul").wait_for()
    page.locator("[name=evidence]").press_sequentially("!")
    page.wait_for_timeout(2500)
    elected.open(f"{sheet}D1.1/")
    assert elected.page.locator("[name=verbatim]").input_value() == "Ce que dit A."
    page.get_by_label("soutien fort").check()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/D1.2/")
    elected.open(f"{sheet}D1.1/")
    assert elected.page.locator("[name=verbatim]").input_value() == "Ce que dit A."
    assert elected.page.locator("[name=evidence]").input_value() == "!Ce que montre B."


def test_who_leaves_what_is_not_saved_is_asked(browser: Browser, demo: Site) -> None:
    elected = arrive(browser, demo, 1280, "elue")
    sheet = group_sheet(elected, "Trop long")
    page, asked = elected.page, []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    elected.open(f"{sheet}D1.1/")
    page.locator("[name=evidence]").fill("m" * 2001)
    page.get_by_text("« Ce qui le montre » : Ce texte compte").wait_for()
    page.get_by_text("1 caractères en trop").wait_for()
    page.get_by_role("link", name="D1.2").first.click()
    assert asked == ["beforeunload"]
    page.locator("[name=evidence]").fill("m")
    page.get_by_text("Enregistré à").wait_for()
    page.get_by_role("link", name="D1.2").first.click()
    page.wait_for_url("**/D1.2/")
    assert asked == ["beforeunload"]
