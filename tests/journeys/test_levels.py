"""A central CSE and an establishment: one date follows the other, an avis goes up."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from projects.workdays import Territory, add_months, previous_working_day
from tests.journeys.dossiers import TODAY, act, ago, arrive, consult, open_dossier
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
TITLES = {
    390: ("Badges connectés", "Badges à Roanne"),
    1280: ("Casques de réalité augmentée", "Casques pour Roanne"),
}


def seven_days_before(end: date) -> str:
    day = previous_working_day(end - timedelta(days=7), Territory.METROPOLE)
    return day.isoformat()


def own_day(person: Person) -> str:
    card = person.page.locator("article.due", has_text="avis").first
    return card.locator("time").get_attribute("datetime") or ""


@pytest.mark.parametrize("width", sorted(TITLES))
def test_an_establishment_follows_and_its_opinion_arrives(
    browser: Browser, demo: Site, width: int
) -> None:
    above_title, below_title = TITLES[width]
    central = arrive(browser, demo, width, "secretaire")
    project = open_dossier(central, "CSE central Halage", above_title)
    above = consult(central, project, ago(9))
    agency = arrive(browser, demo, width, "delegue")
    project = open_dossier(agency, "agence de Roanne", below_title)
    below = consult(agency, project, ago(8))

    # the link: the level and its reason, then the date that follows
    agency.open(f"{below}niveaux/")
    agency.press("Préciser les niveaux")
    agency.choose(measures="specific")
    agency.page.locator("main select[name=central]").select_option(label=above_title)
    agency.press("Enregistrer")
    agency.reads("CSE central et CSE d’établissement")
    agency.page.get_by_text("Pourquoi ce niveau").click()
    agency.reads("L. 2316-20")
    agency.open(below)
    assert own_day(agency) == seven_days_before(add_months(ago(9), 1))

    # the central CSE votes its expertise: the establishment's date moves by itself
    act(central, above, "expertise", on=ago(6).isoformat())
    agency.open(below)
    assert own_day(agency) == seven_days_before(add_months(ago(9), 3))
    agency.page.get_by_text("Pourquoi cette date").first.click()
    agency.reads("R. 2312-6")

    # the opinion is awaited, arrives in time, and can be taken off the list
    central.open(f"{above}niveaux/")
    central.reads("avis attendu")
    central.press("Inscrire un avis reçu")
    central.page.locator("main select[name=source]").select_option(index=1)
    central.fill(establishment="Agence de Roanne", received_on=TODAY.isoformat())
    central.press("Inscrire cet avis")
    central.reads("L’avis de l’établissement est inscrit.")
    assert central.page.get_by_text("avis attendu").count() == 0
    agency.open(f"{below}niveaux/")
    agency.reads("Avis reçu par le CSE central le")
    assert agency.page.get_by_text("pas encore").count() == 0
    central.press("Retirer")
    central.fill(reason="inscrit dans le mauvais dossier")
    central.press("Retirer")
    central.reads("avis attendu")
    for person in (central, agency):
        person.page.context.close()
