"""From a missing piece of information to a letter kept in the dossier."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.journeys.dossiers import ago, arrive, consult, open_dossier
from tests.journeys.site import Person, Site

pytestmark = [pytest.mark.stack, pytest.mark.browser]
#: The look of one title would ask why another project is opened.
TITLES = {390: "Dictée vocale des comptes rendus", 1280: "Tri du courrier entrant"}
MISSING = "Le calendrier s’arrête au mois de mars."
ADDED = "Nous restons à votre disposition pour en parler."


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def words_of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        tree = ElementTree.fromstring(packed.read("word/document.xml"))
    return "".join(tree.itertext())


def words_of_pdf(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def download(person: Person, words: str) -> bytes:
    with person.page.expect_download() as started:
        person.page.locator("main").get_by_role("link", name=words).first.click()
    return started.value.path().read_bytes()


def judge_insufficient(person: Person, project: str) -> str:
    """The checklist proposed from the sheet; returns the line found wanting."""
    person.open(f"{project}documents/")
    person.press("Proposer une première liste")
    line = person.page.locator("section[aria-labelledby=attendues] h3").first
    label = plain(line.inner_text())
    person.press("Juger")
    person.choose(state="insufficient")
    person.fill(reason=MISSING)
    person.press("Enregistrer le jugement")
    person.reads(MISSING)
    return label


def pdf_of(person: Person, letter: str) -> str:
    person.open(letter)
    person.press("Obtenir le PDF")
    person.page.get_by_role("link", name="Télécharger").first.wait_for(timeout=60_000)
    return words_of_pdf(download(person, "Télécharger"))


@pytest.mark.parametrize("width", sorted(TITLES))
def test_a_letter_from_what_is_missing_to_the_dossier(
    browser: Browser, demo: Site, width: int
) -> None:
    person = arrive(browser, demo, width, "secretaire")
    project = open_dossier(person, "CSE Clientis", TITLES[width], monitoring="yes")
    consult(person, project, ago(10))
    person.open(f"{project}lettres/")
    person.reads("Aucune information attendue n’est marquée manquante")
    label = judge_insufficient(person, project)

    # what is missing is now enough to ask for it, with the texts it rests on
    person.open(f"{project}lettres/")
    person.press("Préparer : demande d’information")
    body = person.page.locator("main [name=body]")
    text = body.input_value()
    said = plain(text)
    assert (label in said, MISSING.rstrip(".") in said) == (True, True)
    assert "avant la décision de mettre en œuvre un moyen" in said
    person.fill(body=f"{text}\n\n{ADDED}")
    person.press("Garder en brouillon")
    letter = person.page.url
    person.press("Modifier la lettre")
    person.fill(subject="Ce qui nous manque encore")
    person.press("Garder en brouillon")
    person.reads("Ce qui nous manque encore")

    for words in (
        words_of_docx(download(person, "Télécharger en DOCX")),
        pdf_of(person, letter),
    ):
        assert "Ce qui nous manque encore" in words
        assert ADDED in words

    # filed twice, one document of the caucus with two versions
    person.open(letter)
    person.press("Classer le DOCX dans le dossier")
    person.reads("Le fichier est classé")
    person.press("Classer le PDF dans le dossier")
    person.reads("Le fichier est classé")
    person.open(f"{project}documents/")
    filed = person.page.locator("section[aria-labelledby=liste-documents] li")
    assert filed.count() == 1
    person.press("Brouillon : Ce qui nous manque encore")
    assert person.page.locator("#versions + .list > li").count() == 2
    person.reads("espace élus")
    person.page.context.close()
