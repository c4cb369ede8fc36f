"""Criteria, dimensions and whole grids on which nobody gave a degree."""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments
from diagnostics.enums import AnswerKind, Party
from diagnostics.papers import synthesis
from diagnostics.tables import rows
from projects.enums import Role
from projects.models import Report
from projects.reports import html_of
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def shown(world, **levels):
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, **levels)
    return assessments.close(row, actor=world.secretary)


def criterion_page(world, row, code):
    path = reverse("diagnostics:criterion", args=[world.project.pk, row.pk, code])
    return client_of(world.employer).get(path)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("D1.1", "Aucune partie n’a donné de degré à ce critère."),
        ("D1.2", "Aucune partie n’a donné de degré à ce critère."),
        ("D2.1", "Personne n’a répondu à ce critère."),
    ],
)
def test_a_criterion_without_a_degree_says_so(world, code, said):
    row = shown(world, D1_1=AnswerKind.UNKNOWN, D1_2=AnswerKind.NOT_APPLICABLE)
    page = criterion_page(world, row, code)
    assert (page.status_code, said in text_of(page)) == (200, True)
    assert 'id="ecart"' not in page.text


@pytest.mark.parametrize(
    "levels",
    [
        {"D1_1": AnswerKind.UNKNOWN},
        {"D1_1": AnswerKind.NOT_APPLICABLE, "D2_1": 1},
        {"D1_1": 1},
        {"D1_1": -2, "D1_2": 1, "D2_1": 2},
    ],
)
def test_results_papers_and_tables_hold_whatever_was_answered(world, levels):
    row = shown(world, **levels)
    client = client_of(world.secretary)
    place = [world.project.pk, row.pk]
    pages = [
        row.get_absolute_url(),
        *(reverse(f"diagnostics:{name}", args=place) for name in ("practices",)),
        reverse("diagnostics:assessment_json", args=place),
        *(
            reverse("diagnostics:assessment_table", args=[*place, end])
            for end in ("csv", "ods", "xlsx")
        ),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert len(list(rows(row, world.secretary))) == 1 + len(levels)
    assert synthesis(row)["gaps"] == []
    client.post(reverse("diagnostics:assessment_pdf", args=place))
    assert "Tous les critères" in html_of(Report.objects.get())


def test_what_all_say_is_what_each_party_said(world):
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2, D2_1=-1)
    make_sheet(row, world.employer, Party.MANAGEMENT, D1_2=1, D2_1=-1)
    assessments.close(row, actor=world.secretary)
    assert [one["code"] for one in synthesis(row)["brakes"]] == ["D2.1"]
    page = text_of(client_of(world.employer).get(row.get_absolute_url()))
    said = page.partition("Ce que les parties disent freiner, d’une même voix")[2]
    assert "D2.1 Critère D2.1" in said.partition("</section>")[0]
    assert "D1.1" not in said.partition("</section>")[0]


def test_a_party_alone_is_not_called_all_of_them(world):
    row = shown(world, D1_1=-2)
    page = text_of(client_of(world.secretary).get(row.get_absolute_url()))
    assert "Ce qui freine, selon la seule partie qui a répondu" in page
    assert "même voix" not in page


def test_who_gave_no_degree_is_named_beside_what_the_others_say(world):
    row = make_assessment(world.project, world.secretary)
    supplier = make_guest(world.project, Role.SUPPLIER)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=2, D1_2=1)
    make_sheet(row, world.employer, Party.MANAGEMENT, D1_1=2, D1_2=1)
    make_sheet(row, supplier, Party.SUPPLIER, D1_1=AnswerKind.UNKNOWN)
    assessments.close(row, actor=world.secretary)
    silent = [
        ("D1.1", "sans avis : fournisseur (ne sait pas)"),
        ("D1.2", "sans avis : fournisseur (pas de réponse)"),
    ]
    page = text_of(client_of(world.employer).get(row.get_absolute_url()))
    said = page.partition("disent solide, d’une même voix")[2].partition("</sect")[0]
    client_of(world.secretary).post(
        reverse("diagnostics:assessment_pdf", args=[world.project.pk, row.pk])
    )
    paper = html_of(Report.objects.get()).replace("\u00a0", " ")
    for code, words in silent:
        assert words in said.partition(f"{code} Critère {code}")[2].partition("</li")[0]
        assert words in paper
