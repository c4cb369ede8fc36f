"""T1: the title of a tab is read on shared screens; it names no project."""

import re

import pytest
from django.urls import reverse

from tests.dialogue.stories import document, html_of, opened
from tests.factories import World
from tests.test_wording import ROOT, TEMPLATES

BLOCK = re.compile(r"{% block (?:page_)?title %}(.*?){% endblock (?:page_)?title")
#: What people typed, as templates name it.
TYPED = re.compile(r"{{[^}]*\.(?:title|subject|text|label)\b")


def test_no_template_writes_in_a_title_what_people_typed() -> None:
    titles = {
        str(path.relative_to(ROOT)): "".join(BLOCK.findall(path.read_text("utf-8")))
        for path in TEMPLATES
    }
    assert len([title for title in titles.values() if title]) > 40
    assert {path: title for path, title in titles.items() if TYPED.search(title)} == {}


def test_pages_of_a_project_only_choose_the_end_of_their_title() -> None:
    pages = [path.read_text("utf-8") for path in TEMPLATES]
    below = [page for page in pages if 'extends "projects/project_base.html"' in page]
    assert len(below) > 25
    assert [page for page in below if "{% block title %}" in page] == []


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("projects:project", "Résumé"),
        ("projects:project_edit", "Modifier la fiche"),
        ("projects:documents", "Informations et documents"),
        ("projects:history", "Historique"),
        ("dialogue:questions", "Questions et réponses"),
        ("dialogue:opinion", "Avis et vote"),
    ],
)
def test_a_tab_says_the_number_of_the_file_and_the_page(
    world: World, name: str, title: str
) -> None:
    opened(world)
    page = html_of(world.secretary, reverse(name, args=[world.project.pk]))
    said = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert said is not None
    assert said[1].split() == (
        f"Dossier {world.project.number} · {title} · Navette".split()
    )


def test_the_tab_of_a_document_says_its_number_only(world: World) -> None:
    paper = document(world, "Fiche du logiciel")
    place = [world.project.pk, paper.pk]
    page = html_of(world.secretary, reverse("projects:document", args=place))
    number = world.project.number
    assert f"<title>Dossier {number} · {paper.number} · Navette</title>" in page
