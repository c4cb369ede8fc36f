"""A synthesis prints a share of the words, and says how many there are."""

from uuid import UUID

import pytest
from django.urls import reverse

from diagnostics import paper_words
from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.paper_words import shared_out
from projects.models import Report
from projects.reports import html_of
from tests.diagnostics.uses import make_assessment
from tests.factories import make_world
from tests.projects.sheets import client_of


def places(*whose):
    """One text for each (criterion, party), numbered from 0."""
    return [(UUID(int=number), *one) for number, one in enumerate(whose)]


def numbers(keys):
    return [key.int for key in keys]


def test_each_criterion_has_its_turn_before_one_has_two():
    found = places(*[("D1.1", "users")] * 3, ("D2.1", "users"), ("D2.2", "users"))
    assert numbers(shared_out(found, 4)) == [0, 3, 4, 1]


def test_in_a_criterion_each_party_has_its_turn():
    found = places(*[("D1.1", "management")] * 3, ("D1.1", "users"))
    assert numbers(shared_out(found, 2)) == [0, 3]


def test_what_fits_is_printed_whole():
    found = places(("D1.1", "users"), ("D1.2", "users"))
    assert numbers(shared_out(found, 200)) == [0, 1]
    assert shared_out([], 200) == []


@pytest.fixture
def row(db):
    """Five texts on the first criterion, one on the last, one kept by its side."""
    world = make_world()
    found = make_assessment(world.project, world.secretary)
    for number in range(1, 6):
        said = {"D1.1": f"Premier {number}."}
        if number == 1:
            said["D2.1"] = "Dernier."
        group(found, world.secretary, f"Équipe {number}", said)
    kept = group(found, world.secretary, "Nuit", {"D1.2": "Entre nous."}, private=True)
    assert kept.answers.get().private
    return assessments.close(found, actor=world.secretary)


def group(assessment, actor, label, words, **over):
    sheet = answers.add_group(
        assessment, actor=actor, party=Party.USERS, label=label, people=3
    )
    for code, text in words.items():
        said = Said(AnswerKind.LEVEL, 1, verbatim=text, **over)
        answers.save(sheet, code, said, actor=actor)
    answers.finish(sheet, actor=actor)
    return sheet


def paper_of(row):
    path = reverse("diagnostics:assessment_pdf", args=[row.project_id, row.pk])
    client_of(row.created_by).post(path)
    return " ".join(html_of(Report.objects.get()).replace("\u00a0", " ").split())


def test_the_last_criterion_keeps_its_words_when_the_first_has_too_many(
    row, monkeypatch
):
    monkeypatch.setattr(paper_words, "MOST_TEXTS", 3)
    found = paper_words.printed(row)
    assert (found["total"], found["printed"]) == (6, 3)
    assert [
        (one["code"], one["total"], len(one["texts"])) for one in found["criteria"]
    ] == [("D1.1", 5, 2), ("D2.1", 1, 1)]
    assert found["criteria"][1]["texts"][0] == {
        "party": "utilisatrices et utilisateurs",
        "group": "Équipe 1",
        "verbatim": "Dernier.",
        "evidence": "",
    }


def test_the_paper_says_how_many_texts_it_leaves_out_and_where_they_are(
    row, monkeypatch
):
    monkeypatch.setattr(paper_words, "MOST_TEXTS", 3)
    paper = paper_of(row)
    assert "Textes joints aux réponses : 6. Imprimés ici : 3. Chaque critère" in paper
    assert (
        "Textes : 5. Imprimés ici : 2. Les autres : à la page du critère D1.1 dans "
        "Navette, et dans le tableau à exporter." in paper
    )
    assert "Textes : 1. Imprimés ici : 1. </p>" in paper
    assert (paper.count("Premier "), paper.count("Dernier.")) == (2, 1)


def test_a_paper_that_prints_everything_leaves_nothing_elsewhere(row):
    paper = paper_of(row)
    assert "Textes joints aux réponses : 6. Imprimés ici : 6. Ce qu’une" in paper
    assert "Les autres" not in paper
    assert "Entre nous." not in paper
