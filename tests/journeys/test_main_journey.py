"""From the employer's notice to the opinion that was sent, in a real browser."""

import io
import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pypdf import PdfReader

from projects.pdf import render
from tests.journeys.site import PASSWORD, Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
TODAY = timezone.localdate()
NOTICE = (
    "<!doctype html><html lang='fr'><head><title>Note</title></head><body>"
    "<h1>Note d’information</h1><p>Un assistant IA au service client le 1er mars.</p>"
)


def iso(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def wait_for_mail(site: Site, to: str, words: str) -> str:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        for text in site.mails(to):
            if words in text:
                return text
        time.sleep(0.5)
    raise AssertionError(f"no mail to {to} with {words!r}: {site.mails(to)}")


def first_run(secretary: Person, site: Site) -> None:
    secretary.open("/")
    assert secretary.page.url.endswith("/premier-demarrage/")
    secretary.fill(
        **{
            "code": site.code,
            "organisation_name": "CSE Clientis",
            "lieu-name": "Site de Villeurbanne",
            "lieu-headcount": "412",
            "name": "Inès Belkacem",
            "email": "ines@example.org",
            "password": PASSWORD,
            "password_again": PASSWORD,
        }
    )
    secretary.choose(
        **{"kind": "cse", "lieu-regime": "private", "lieu-instance": "cse"}
    )
    secretary.press("Commencer")


def accept(browser: Browser, site: Site, width: int, to: str, name: str) -> Person:
    text = wait_for_mail(site, to, "/invitation/")
    link = re.search(r"https?://\S+/invitation/\S+", text)
    assert link
    person = Person(browser, site, width)
    person.open(link.group(0))
    person.fill(name=name, password=PASSWORD, password_again=PASSWORD)
    person.press("Créer mon compte")
    return person


def make_team(secretary: Person, browser: Browser, site: Site, width: int) -> Person:
    """An elected member joins; both get the mandate that lets them vote."""
    secretary.open("/")
    menu = secretary.page.locator("header a", has_text="Organisation").first
    organisation = menu.get_attribute("href") or ""
    secretary.open(organisation)
    secretary.press("Inviter une personne")
    secretary.fill(email="maelle@example.org", name="Maëlle Le Goff")
    secretary.choose(role="elected")
    secretary.press("Envoyer l’invitation")
    elected = accept(browser, site, width, "maelle@example.org", "Maëlle Le Goff")
    for _person in range(2):
        secretary.open(organisation)
        links = secretary.page.locator("main a[href$='/mandats/nouveau/']")
        secretary.open(links.nth(_person).get_attribute("href") or "")
        secretary.choose(kind="full")
        secretary.fill(starts_on=iso(-300))
        secretary.press("Ajouter le mandat")
    return elected


def announce(secretary: Person) -> str:
    secretary.open("/")
    secretary.press("Nouveau projet")
    secretary.fill(
        title="Assistant IA du service client",
        purpose="Répondre plus vite aux clients.",
        people_count="86",
        announced_on=iso(-25),
    )
    secretary.choose(
        uses_ai="yes", personal_data="yes", staff_data="unknown", monitoring="unknown"
    )
    secretary.press("Créer le projet")
    secretary.reads("Assistant IA du service client")
    return secretary.project_path()


def invite_management(
    secretary: Person, browser: Browser, site: Site, width: int, project: str
) -> Person:
    secretary.open(f"{project}invites/")
    secretary.fill(email="claire@example.com", name="Claire Fontanet")
    secretary.choose(role="employer")
    secretary.press("Envoyer l’invitation")
    return accept(browser, site, width, "claire@example.com", "Claire Fontanet")


def file_notice(person: Person, project: str) -> None:
    person.open(f"{project}documents/nouveau/")
    person.page.locator("main [name=file]").set_input_files(
        {
            "name": "note d’information.pdf",
            "mimeType": "application/pdf",
            "buffer": render(NOTICE).data,
        }
    )
    person.fill(title="Note d’information", given_by="Direction", given_on=iso(-20))
    person.press("Déposer le document")
    person.reads("Note d’information")


def open_consultation(secretary: Person, project: str) -> None:
    secretary.open(project)
    secretary.press("Préparer la consultation")
    secretary.fill(information_on=iso(-20))
    secretary.press("Enregistrer la consultation")
    secretary.reads("réputé avoir rendu un avis négatif")


def ask(elected: Person, secretary: Person, project: str) -> None:
    elected.open(f"{project}questions/nouvelle/")
    elected.fill(text="Qui relit les réponses de l’assistant ?")
    elected.press("Garder en brouillon")
    elected.reads("Brouillon, non transmis")
    secretary.open(f"{project}questions/transmettre/")
    secretary.page.locator("main [name=questions]").check()
    secretary.fill(wanted_on=iso(5))
    secretary.press("Voir ce que la direction recevra")
    secretary.reads("Qui relit les réponses de l’assistant")
    secretary.press("Transmettre 1 question à la direction")
    secretary.reads("Envoi n° 1")


def answer(management: Person, site: Site, project: str) -> None:
    wait_for_mail(site, "claire@example.com", "questions")
    management.open(f"{project}questions/")
    management.press("Qui relit les réponses")
    management.press("Répondre")
    management.fill(text="Chaque conseillère relit avant l’envoi.")
    management.press("Transmettre la réponse")
    management.reads("Chaque conseillère relit")


def answer_heard(
    secretary: Person, management: Person, site: Site, project: str
) -> None:
    """Nine tabs of one browser are open, none waits, and all hear of the answer."""
    tabs = []
    for path in ["/", "/notifications/", project, "/profil/"] * 2:
        tabs.append(secretary.page.context.new_page())
        tabs[-1].goto(path)
    before = int(secretary.page.locator("#notices").get_attribute("hx-get")[-1])
    answer(management, site, project)
    for tab in (secretary.page, *tabs):
        tab.locator(f"#notices[hx-get$='?vu={before + 1}']").wait_for(state="attached")
    for tab in tabs:
        tab.close()


def write_opinion(elected: Person, project: str) -> None:
    elected.open(f"{project}avis/")
    elected.press("Ajouter un point")
    source = elected.page.locator("main [name=source]")
    source.select_option(index=1)
    elected.fill(title="Relire prend du temps", text="Le CSE demande un temps compté.")
    elected.press("Ajouter à l’avis")
    elected.open(f"{project}avis/")
    elected.choose(stance="reserved")
    elected.press("Enregistrer le sens")


def vote(secretary: Person, elected: Person, project: str) -> None:
    secretary.open(f"{project}avis/")
    secretary.press("Ouvrir un vote")
    for box in secretary.page.locator("main [name='nominal-present']").all():
        box.check()
    secretary.press("Ouvrir le vote")
    address = secretary.page.url
    for person in (secretary, elected):
        person.open(address)
        person.choose(choice="for")
        person.press("Voter")
    secretary.open(address)
    secretary.press("Clore et compter")
    dialog = secretary.page.locator("dialog[open]")
    if dialog.count():
        dialog.get_by_role("button", name="Clore et compter").click()
    secretary.reads("deux (2) voix pour")


def transmit(secretary: Person, project: str) -> str:
    """Sends the opinion; returns the address of the receipt."""
    secretary.open(f"{project}avis/")
    secretary.press("Transmettre l’avis")
    secretary.page.locator("main [type=checkbox]").check()
    secretary.press("Transmettre l’avis")
    return secretary.page.url


def read_pdf(secretary: Person, receipt: str) -> tuple[bytes, str]:
    """The frozen PDF, and the digest that the receipt prints."""
    end = time.monotonic() + 60
    digest = None
    while digest is None and time.monotonic() < end:
        secretary.open(receipt)
        digest = re.search(r"\b[0-9a-f]{64}\b", secretary.page.content())
    assert digest
    secretary.press("Le PDF transmis")
    with secretary.page.expect_download() as download:
        secretary.page.get_by_role("link", name="Télécharger").first.click()
    return download.value.path().read_bytes(), digest.group(0)


def test_from_the_notice_to_the_opinion(
    browser: Browser, place: tuple[Site, int]
) -> None:
    site, width = place
    secretary = Person(browser, site, width)
    first_run(secretary, site)
    elected = make_team(secretary, browser, site, width)
    project = announce(secretary)
    management = invite_management(secretary, browser, site, width, project)
    file_notice(management, project)
    open_consultation(secretary, project)
    # Ten days are left: the reminder of the fifteenth day is sent at once.
    reminder = wait_for_mail(site, "maelle@example.org", "échéance")
    assert "Assistant" not in reminder
    ask(elected, secretary, project)
    answer_heard(secretary, management, site, project)
    write_opinion(elected, project)
    management.open(f"{project}avis/")
    assert "Relire prend du temps" not in management.page.content()
    vote(secretary, elected, project)
    receipt = transmit(secretary, project)
    management.open(f"{project}avis/")
    management.reads("Relire prend du temps")

    data, digest = read_pdf(secretary, receipt)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "Relire prend du temps" in text
    assert "brouillon" not in text.lower()
    stranger = Person(browser, site, width)
    stranger.open("/verifier/")
    stranger.fill(digest=digest)
    stranger.press("Vérifier")
    stranger.reads("C’est le même fichier")
