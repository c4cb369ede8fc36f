"""What is due on a project follows what is known of it, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.dossiers import ago, arrive, consult, open_dossier
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
TITLES = {390: "Planning des équipes de nuit", 1280: "Note de chaque appel"}
CONDITIONS = "Consulter sur ce que le projet change des conditions de travail."
TOLD = "Faire connaître à chaque personne ce que l’outil recueille sur elle."
STOP = "Suspendre l’usage jusqu’à l’avis, de soi-même ou sur décision du juge."


def rows(person: Person, anchor: str) -> list[str]:
    """The duties told under one heading, as they are read."""
    found = person.page.locator(f"section[aria-labelledby={anchor}] .row-item h3")
    return [text.replace("\u00a0", " ") for text in found.all_inner_texts()]


def answer(person: Person, project: str, **answers: str) -> None:
    person.open(f"{project}usage/")
    person.choose(**answers)
    person.press("Enregistrer les réponses")
    person.open(f"{project}du/")


def verdict(person: Person, criterion: str) -> str:
    line = person.page.locator("section[aria-labelledby=force] tbody tr")
    return line.filter(has_text=criterion).locator("td .badge").first.inner_text()


@pytest.mark.parametrize("width", sorted(TITLES))
def test_what_is_due_follows_the_facts(
    browser: Browser, demo: Site, width: int
) -> None:
    person = arrive(browser, demo, width, "secretaire")
    project = open_dossier(
        person, "CSE Clientis", TITLES[width], uses_ai="yes", staff_data="yes"
    )
    consult(person, project, ago(5))
    person.open(project)
    person.press("Ce qui est dû")
    assert CONDITIONS in rows(person, "verifier")
    assert verdict(person, "Est-on obligé") == "ne tranche pas"

    # an answer brings a duty, another meets one, and the grid moves line by line
    answer(person, project, conditions="yes", people_told="yes", compulsory="yes")
    assert CONDITIONS in rows(person, "maintenant")
    assert CONDITIONS not in rows(person, "verifier")
    assert TOLD in rows(person, "fait")
    person.reads("Il est dit que chaque personne a été informée.")
    assert verdict(person, "Est-on obligé") == "va vers la consultation"
    grid = person.page.locator("section[aria-labelledby=force]").inner_text()
    assert re.findall(r"\d\s*(?:%|/\s*\d|points?\b)", grid) == []
    assert grid.count("sans note ni total") == 1

    # « no » takes the duty away, with its reason, which stays on the page
    answer(person, project, conditions="no", compulsory="no")
    assert CONDITIONS not in rows(person, "maintenant")
    assert verdict(person, "Est-on obligé") == "peut l’affaiblir"
    person.page.get_by_text("Ce qui ne s’applique pas ici, et pourquoi").click()
    person.reads("Il est dit que le projet ne change pas les conditions de travail.")
    person.check()

    # a use before the opinion comes first, and leads to its question
    person.open(f"{project}premier-usage/")
    person.fill(first_use_on=ago(3).isoformat())
    person.press("Enregistrer le premier usage")
    person.open(f"{project}du/")
    assert STOP in rows(person, "sans-attendre")
    now = person.page.locator("section[aria-labelledby=sans-attendre] .row-item")
    now.filter(has_text=STOP).get_by_role("link", name="Préparer la question").click()
    person.check()
    asked = person.page.locator("main [name=text]").input_value()
    assert asked.startswith("Acceptez-vous de suspendre l’usage de l’outil")
    person.page.context.close()
