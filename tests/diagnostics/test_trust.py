"""How sure people are: said by party beside degrees, and never with one of them."""

import pytest
from django.urls import reverse

from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party, Trust
from diagnostics.models import Answer
from diagnostics.tables import rows
from diagnostics.trust import trusts_of
from projects.models import Report
from projects.reports import html_of
from tests.diagnostics.uses import make_assessment
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db

DEGREE = AnswerKind.LEVEL


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def row(world):
    """Users: two sure, one unsure, one that says neither; management says nothing."""
    found = make_assessment(world.project, world.secretary)
    for level, trust in ((2, Trust.HIGH), (-1, Trust.HIGH), (0, Trust.LOW), (1, None)):
        said(found, world.secretary, Party.USERS, Said(DEGREE, level, trust))
    unknown = Said(AnswerKind.UNKNOWN, trust=Trust.HIGH)
    said(found, world.secretary, Party.USERS, unknown)
    said(found, world.employer, Party.MANAGEMENT, Said(DEGREE, 2))
    unfinished = Said(DEGREE, 2, Trust.FAIR)
    said(found, world.secretary, Party.USERS, unfinished, handed_in=False)
    return assessments.close(found, actor=world.secretary)


def said(assessment, actor, party, words, *, handed_in=True):
    sheet = answers.add_group(
        assessment, actor=actor, party=party, label="Équipe", people=3
    )
    answers.save(sheet, "D1.1", words, actor=actor)
    if handed_in:
        answers.finish(sheet, actor=actor)


def criterion_page(world, row, code):
    path = reverse("diagnostics:criterion", args=[world.project.pk, row.pk, code])
    return text_of(client_of(world.employer).get(path))


def test_it_is_counted_on_degrees_that_were_handed_in(row):
    counts = trusts_of(row)["D1.1"]
    assert counts == {Party.USERS: {Trust.HIGH: 2, Trust.LOW: 1, None: 1}}


def test_the_page_of_a_criterion_says_it_for_each_party(world, row):
    page = criterion_page(world, row, "D1.1")
    users = page.partition("<dt>Utilisatrices")[2].partition("</div>")[0]
    sure = "Assurance : sûr·es (2), peu sûr·es (1), non précisé (1)"
    assert f"<li>{sure}</li>" in users
    assert page.count("Assurance") == 1


def test_nothing_is_said_where_nobody_said_it(world, row):
    Answer.objects.update(trust=None)
    assert trusts_of(row) == {"D1.1": {}}
    assert "Assurance" not in criterion_page(world, row, "D1.1")
    assert "Assurance" not in criterion_page(world, row, "D2.1")


def test_the_table_counts_it_apart_from_degrees(world, row):
    head, *lines = rows(row, world.secretary)
    assert head[11:] == ["Assurance", "Réponses avec cette assurance"]
    sure = [line for line in lines if line[11]]
    assert [(line[1], line[3], *line[11:]) for line in sure] == [
        ("D1.1", "utilisatrices et utilisateurs", "sûr·es", 2),
        ("D1.1", "utilisatrices et utilisateurs", "peu sûr·es", 1),
        ("D1.1", "utilisatrices et utilisateurs", "non précisé", 1),
    ]
    assert {tuple(line[4:7]) for line in sure} == {("", "", "")}


def test_the_paper_says_it_under_its_criterion(world, row):
    path = reverse("diagnostics:assessment_pdf", args=[world.project.pk, row.pk])
    client_of(world.secretary).post(path)
    paper = html_of(Report.objects.get()).replace("\u00a0", " ")
    line = paper.partition("D1.1 Critère D1.1</th><td>soutien fort</td>")[2]
    assert line.partition("D1.2")[0].count("Assurance") == 1
    assert (
        "D1.1 · Assurance : utilisatrices et utilisateurs, sûr·es (2), "
        "peu sûr·es (1), non précisé (1)<" in line
    )
