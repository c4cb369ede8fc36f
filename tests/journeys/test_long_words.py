"""Words without a space, on the pages that anybody opens on a phone."""

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.dossiers import arrive
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
LONG = "Anticonstitutionnellement" * 6


def test_a_long_word_does_not_widen_the_public_page_of_a_system(
    browser: Browser, demo: Site
) -> None:
    secretary = arrive(browser, demo, 390, "secretaire")
    found = re.search(r"/organisations/[0-9a-f-]{36}/", secretary.page.content())
    assert found
    secretary.open(f"{found.group(0)}registre/nouveau/")
    secretary.fill(name=LONG, stated_purpose=LONG)
    places = secretary.page.locator("main select[name='workplace'] option")
    secretary.choose(workplace=places.last.get_attribute("value") or "")
    secretary.press("Inscrire au registre")
    secretary.press("Publier cette fiche")
    secretary.page.locator("main [name='confirm']").check()
    secretary.page.locator("main form button.btn").first.click()
    link = secretary.page.get_by_role("link", name="Voir la page publique")
    public = link.get_attribute("href") or ""
    stranger = Person(browser, demo, 390)
    for path in (public, f"{public}signaler/"):
        stranger.open(path)
        stranger.reads(LONG)
