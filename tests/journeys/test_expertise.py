"""An expertise from its vote to the judgment: each fact moves the date, with why."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from projects.workdays import add_months
from tests.journeys.dossiers import act, ago, arrive, consult, open_dossier
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
TITLES = {390: "Traduction automatique des notices", 1280: "Caméras au quai"}


def opinion_day(person: Person) -> str:
    """The safe day of the opinion, as its card shows it; empty when it has none."""
    card = person.page.locator("article.due", has_text="avis").first
    if not card.count():
        return ""
    return card.locator("time").get_attribute("datetime") or ""


def reads_why(person: Person, words: str) -> None:
    card = person.page.locator("article.due", has_text="avis").first
    card.get_by_text("Pourquoi cette date").click()
    card.get_by_text(words).wait_for()
    person.check()


def describe(person: Person, consultation: str, chosen_on: date) -> None:
    person.open(f"{consultation}expertise/")
    person.press("Remplir la fiche de l’expertise")
    person.choose(ground="new_technology")
    person.fill(
        firm="Cabinet Navette d’essai",
        chosen_on=chosen_on.isoformat(),
        forecast_cost="12 500,50",
    )
    person.page.locator("main [name=fields_][value=organisation]").check()
    person.press("Enregistrer la fiche")
    person.reads("L’employeur paie 80 %, le CSE 20 %")
    person.reads("12 500,50 €")


@pytest.mark.parametrize("width", sorted(TITLES))
def test_an_expertise_from_its_vote_to_the_judgment(
    browser: Browser, demo: Site, width: int
) -> None:
    person = arrive(browser, demo, width, "secretaire")
    project = open_dossier(person, "CSE Clientis", TITLES[width], uses_ai="yes")
    consultation = consult(person, project, ago(20))
    assert opinion_day(person) == add_months(ago(20), 1).isoformat()
    reads_why(person, "un mois, car aucun expert n’intervient")

    act(person, consultation, "expertise", on=ago(15).isoformat())
    two_months = add_months(ago(20), 2)
    assert opinion_day(person) == two_months.isoformat()
    reads_why(person, "deux mois au lieu d’un")
    describe(person, consultation, ago(15))

    # the terms of reference are notified in time: their step is kept
    act(person, consultation, "cahier-des-charges", on=ago(12).isoformat())
    person.open(f"{consultation}expertise/")
    kept = person.page.locator("section[aria-labelledby=steps-title] li")
    assert kept.filter(has_text="coût").locator(".badge.ok").count() == 1

    # the writ stops the period: no date at all, then seven days more
    writ, judgment = ago(11), ago(4)
    act(person, consultation, "suspension", on=writ.isoformat(), head="necessity")
    assert opinion_day(person) == ""
    person.reads("suspendu")
    act(person, consultation, "reprise", on=judgment.isoformat())
    later = two_months + timedelta(days=7)
    assert opinion_day(person) == later.isoformat()
    reads_why(person, "a suspendu le délai 7 jours")
    person.open(f"{consultation}expertise/")
    person.reads("Contestation par l’employeur")
    person.open(f"{project}historique/")
    person.reads("Jugement notifié")
    person.page.context.close()
