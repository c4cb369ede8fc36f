"""From a meeting in preparation to its approved minutes, each side at its own screen.

The secretary sits at a desk (1280 px), the president has a phone (390 px). The people
are those of the demonstration.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator

from agreements.demo.cast import NAMES
from projects.context import DEMO_PASSWORD
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
TODAY = timezone.localdate()
#: The first point is of the project; the other is of none.
STAGE, OTHER = "Point d’étape du pilote", "Budget des activités sociales"
SAID = "La direction présente le calendrier du pilote."
OURS = "Le CSE arrête son budget."


def iso(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def signed_in(browser: Browser, site: Site, width: int, who: str) -> Person:
    person = Person(browser, site, width)
    person.sign_in(f"{who}@navette.example", DEMO_PASSWORD)
    return person


def do(person: Person, meeting: str, step: str, button: str, **fields: str) -> None:
    """Open one act in the page of the meeting, fill it, and do it."""
    person.open(f"{meeting}actes/{step}/")
    person.fill(**fields)
    person.page.locator(f"main #{step}").get_by_role("button", name=button).click()
    person.check()


def pick_project(secretary: Person) -> None:
    """The one that the demonstration's management was invited to."""
    options = secretary.page.locator("main [name=project] option")
    ours = options.filter(has_text="Assistant IA du service client").first
    secretary.page.locator("main [name=project]").select_option(
        ours.get_attribute("value")
    )


def plan(secretary: Person, held_on: str, *points: tuple[str, str]) -> str:
    """Prepare a meeting and its agenda; returns its address."""
    secretary.open("/")
    menu = secretary.page.locator("header a", has_text="Réunions").first
    secretary.open(menu.get_attribute("href") or "")
    secretary.press("Préparer une réunion")
    pick_project(secretary)
    secretary.fill(held_on=held_on, starts_at="14:00", place="Salle des Soies")
    secretary.choose(kind="ordinary")
    secretary.press("Préparer la réunion")
    secretary.reads(", 14\u00a0h")
    meeting = secretary.page.url
    for title, kind in points:
        secretary.press("Ajouter un point")
        secretary.fill(title=title)
        secretary.choose(kind=kind)
        if title == STAGE:
            pick_project(secretary)
        secretary.press("Ajouter ce point")
        secretary.reads(title)
    return meeting


def agree(president: Person, meeting: str) -> None:
    """The president reads every title, and agrees from the phone."""
    # A guest finds the meetings under the project.
    president.open(meeting.rstrip("/").rpartition("/")[0] + "/")
    president.page.locator(f"main a[href='{urlsplit(meeting).path}']").click()
    president.check()
    for number, title in enumerate((STAGE, OTHER), start=1):
        president.reads(f"{number}. {title}")
    do(
        president,
        meeting,
        "accord-presidence",
        "Enregistrer l’accord de la présidence",
        on=iso(-6),
    )
    president.reads("L’ordre du jour est arrêté par les deux.")


def line(secretary: Person, who: str, words: str) -> Locator:
    """A line of the sheet; what may be left out is said after its label."""
    label = re.compile("^" + re.escape(words.format(name=NAMES[who])))
    return secretary.page.get_by_label(label)


def fill_sheet(secretary: Person, meeting: str) -> None:
    """A titulaire is excused, and the suppléant·e votes in their place."""
    secretary.open(meeting)
    secretary.press("Remplir la feuille de présence")
    line(secretary, "secretaire", "{name}, titulaire").select_option("present")
    line(secretary, "elue", "{name}, titulaire").select_option("excused")
    line(secretary, "delegue", "{name}, suppléant·e").select_option("present")
    line(secretary, "delegue", "{name} remplace").select_option(label=NAMES["elue"])
    secretary.press("Enregistrer la feuille")
    secretary.reads(f"remplace {NAMES['elue']}")
    secretary.reads("2 membres présents ont droit de vote.")


def hold(secretary: Person, meeting: str) -> None:
    do(secretary, meeting, "tenue", "Enregistrer la tenue")
    secretary.reads("tenue, procès-verbal à envoyer")


def vote(secretary: Person, meeting: str) -> None:
    secretary.open(meeting)
    secretary.press("Saisir le vote")
    secretary.fill(votes_for="2", votes_against="0", abstentions="0")
    secretary.press("Enregistrer le résultat")


def write_minutes(secretary: Person, meeting: str) -> None:
    do(secretary, meeting, "assemblage", "Assembler les textes")
    for title, said in ((STAGE, SAID), (OTHER, OURS)):
        secretary.open(meeting)
        secretary.press(f"Écrire le procès-verbal {title}")
        secretary.fill(text=said)
        secretary.press("Enregistrer le texte")
    do(secretary, meeting, "envoi", "Envoyer le procès-verbal")
    secretary.reads("procès-verbal envoyé")
    secretary.reads("La résolution est adoptée.")


def next_meeting(secretary: Person) -> str:
    """Called the same day: late and agreed by one side only, with the reason why."""
    meeting = plan(secretary, iso(0), ("Approbation du procès-verbal", "information"))
    do(secretary, meeting, "proposition", "Proposer l’ordre du jour")
    secretary.reads("Celui de la présidence est attendu")
    secretary.reads("Convocation tardive")
    secretary.reads("n’a pas encore l’accord de la présidence")
    do(
        secretary,
        meeting,
        "convocation",
        "Enregistrer la convocation",
        reason="Accord donné de vive voix",
    )
    fill_sheet(secretary, meeting)
    hold(secretary, meeting)
    return meeting


def approve(secretary: Person, meeting: str) -> None:
    secretary.open(f"{meeting}actes/approbation/")
    secretary.page.locator("main #approbation [name=at]").select_option(index=1)
    secretary.press("Enregistrer l’approbation")
    secretary.reads("procès-verbal approuvé")


def test_a_meeting_from_its_agenda_to_its_approved_minutes(
    browser: Browser, demo: Site
) -> None:
    secretary = signed_in(browser, demo, 1280, "secretaire")
    president = signed_in(browser, demo, 390, "direction")
    meeting = plan(secretary, iso(-1), (STAGE, "information"), (OTHER, "resolution"))
    do(secretary, meeting, "proposition", "Proposer l’ordre du jour")
    secretary.reads(f"{NAMES['direction']} peut le donner dans Navette")
    agree(president, meeting)
    do(
        secretary,
        meeting,
        "convocation",
        "Enregistrer la convocation",
        on=iso(-6),
    )
    secretary.reads("convoquée")
    fill_sheet(secretary, meeting)
    vote(secretary, meeting)
    hold(secretary, meeting)
    write_minutes(secretary, meeting)
    president.open(meeting)
    president.reads(SAID)
    page = president.page.content()
    assert [words for words in (OURS, "résolution est adoptée") if words in page] == []
    next_meeting(secretary)
    approve(secretary, meeting)
    president.open(meeting)
    president.reads("Approuvé à la réunion du")
