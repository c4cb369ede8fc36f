"""A grid copied, changed, published, used, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.dossiers import arrive, open_dossier
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
TITLES = {390: "Aide aux réponses", 1280: "Tri des demandes"}
QUESTION = "Qui a écrit la demande de départ, et qui l’a relue ?"


def titles(person: Person) -> list[str]:
    found = person.page.locator(".parts a[href*='/criteres/D1.']")
    return [text.replace("\u00a0", " ") for text in found.all_inner_texts()]


def in_form(person: Person, words: str) -> None:
    """Press the button of the page's own form, not one of the heading."""
    person.page.locator("main form.form").get_by_role("button", name=words).click()
    person.check()


def copy_isidor(person: Person, project: str) -> str:
    """From the choice of a grid to a draft of one's own; returns its path."""
    person.open(f"{project}diagnostics/nouveau/")
    person.press("Gérer nos grilles")
    shelf = person.page.locator("section[aria-labelledby=navette-title]")
    shelf.get_by_role("link", name="ISIDOR").click()
    person.check()
    person.press("Copier pour la changer")
    found = re.search(r"/organisations/.*/brouillon/", person.page.url)
    assert found, person.page.url
    return found.group(0)


def change(person: Person, draft: str, title: str) -> None:
    person.open(f"{draft}titre/")
    person.fill(title=f"{title}, notre grille")
    in_form(person, "Enregistrer")
    person.open(f"{draft}criteres/D1.1/")
    person.fill(question=QUESTION)
    in_form(person, "Enregistrer")
    before = titles(person)
    person.page.get_by_role("button", name="Monter D1.2").click()
    person.check()
    assert titles(person)[:2] == [before[1], before[0]]
    person.open(f"{draft}dimensions/D5/retirer/")
    person.press("Retirer")
    assert person.page.locator("#D5").count() == 0


@pytest.mark.parametrize("width", sorted(TITLES))
def test_a_grid_is_copied_changed_published_and_used(
    browser: Browser, demo: Site, width: int, tmp_path: Path
) -> None:
    person = arrive(browser, demo, width, "secretaire")
    project = open_dossier(person, "CSE Clientis", TITLES[width])
    draft = copy_isidor(person, project)
    change(person, draft, TITLES[width])

    # what is missing is said, and leads where it is written
    person.open(f"{draft}dimensions/D1/criteres/")
    person.fill(title="Équipes du soir")
    in_form(person, "Enregistrer")
    missing = person.page.locator(".faults a").first
    assert "Équipes du soir" in missing.inner_text()
    assert person.page.get_by_role("button", name="Publier la version 1").count() == 0
    missing.click()
    person.fill(question="Que savent-elles ?", low="Rien.", high="Autant que le jour.")
    in_form(person, "Enregistrer")

    # the sheet as it will be, then the version
    person.press("Aperçu")
    person.page.get_by_role("link", name="D1.1").click()
    person.reads(QUESTION)
    person.open(draft)
    person.press("Publier la version 1")
    grid = person.page.url

    # a diagnostic takes it
    person.page.get_by_text("Ouvrir un diagnostic").click()
    person.press(TITLES[width])
    person.choose(room="caucus")
    in_form(person, "Ouvrir aux réponses")
    own = person.page.locator("form[action$='/repondre/']")
    own.locator("[value=representatives]").check()
    own.get_by_role("button").click()
    person.press("Commencer")
    sheet = person.page.url
    person.open(sheet.replace("D1.2", "D1.1"))
    person.reads(QUESTION)

    # another version changes nothing to what is open
    person.open(grid)
    person.press("Changer cette grille")
    person.open(f"{draft}criteres/D1.1/")
    person.fill(question="Qui demande ?")
    in_form(person, "Enregistrer")
    person.press("Publier la version 2")
    person.open(sheet.replace("D1.2", "D1.1"))
    person.reads(QUESTION)

    # shared, taken away as a file, and brought back
    person.open(grid)
    person.press("Partager dans l’organisation")
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="TOML").click()
    file = tmp_path / "grille.toml"
    download.value.save_as(file)
    person.open(f"{draft.partition('grilles/')[0]}grilles/reprendre/")
    person.page.locator("main input[type=file]").set_input_files(file)
    person.press("Lire et reprendre")
    person.reads("La grille est reprise")
    person.page.context.close()
