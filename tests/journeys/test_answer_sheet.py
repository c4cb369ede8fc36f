"""An answer sheet in a real browser: nothing that was typed is lost."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.dossiers import arrive
from tests.journeys.site import Site
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
