"""One party filled from both sides of the table: nobody loses sight of it."""

import pytest

from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.papers import synthesis
from diagnostics.views.findings import proposed_finding
from projects.enums import Role
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
BOTH = "encadrement (saisie par la délégation et la direction)"
SPLIT = "sans effet net (avis partagés)"


def add_group(row, actor, level):
    group = answers.add_group(
        row, actor=actor, party=Party.MANAGERS, label="Chef·fes de pôle", people=4
    )
    answers.save(group, "D1.1", Said(AnswerKind.LEVEL, level), actor=actor)
    answers.finish(group, actor=actor)


@pytest.fixture
def shown():
    world = make_world()
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    add_group(row, world.secretary, -2)
    add_group(row, world.employer, 2)
    assessments.close(row, actor=world.secretary)
    return world, row


def test_the_page_says_by_whom_it_was_filled_and_that_its_answers_are_apart(shown):
    world, row = shown
    page = text_of(client_of(world.employer).get(row.get_absolute_url()))
    assert f'<th scope="col">{BOTH}</th>' in page
    assert f'<td data-label="{BOTH}">{SPLIT}</td>' in page
    assert f"{BOTH} (avis partagés) : sans effet net" in page


def test_the_paper_and_the_proposed_finding_say_so_too(shown):
    _world, row = shown
    paper = synthesis(row)
    assert paper["parties"][1] == BOTH
    assert paper["table"][0]["rows"][0]["cells"] == ["entrave forte", SPLIT]
    high = paper["gaps"][0]["high"].replace("\xa0", " ")
    assert high == f"{BOTH} (avis partagés) : sans effet net"
    assert proposed_finding(row, "D1.1").endswith(
        f"représentant·es du personnel : entrave forte ; {BOTH} : {SPLIT}."
    )


def test_one_side_that_answers_for_a_party_needs_no_word():
    world = make_world()
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    add_group(row, world.employer, 2)
    assessments.close(row, actor=world.secretary)
    assert synthesis(row)["parties"][1] == "encadrement"


def test_three_hands_are_named_in_one_order():
    world = make_world()
    row = make_assessment(world.project, world.secretary)
    facilitator = make_guest(world.project, Role.FACILITATOR)
    for actor in (facilitator, world.employer, world.secretary):
        add_group(row, actor, 1)
    assessments.close(row, actor=world.secretary)
    assert synthesis(row)["parties"] == [
        "encadrement (saisie par la délégation, la direction et l’animation)"
    ]


def test_a_party_apart_in_itself_is_told_where_parties_do_not_differ():
    world = make_world()
    row = make_assessment(world.project, world.secretary)
    add_group(row, world.secretary, -2)
    add_group(row, world.employer, 2)
    assessments.close(row, actor=world.secretary)
    page = text_of(client_of(world.employer).get(row.get_absolute_url()))
    assert "Une seule partie a répondu : aucun écart à montrer." in page
    assert "À l’intérieur d’une partie, des réponses s’écartent" in page


def test_results_closed_again_name_the_hands_of_that_closing():
    world = make_world()
    row = make_assessment(world.project, world.secretary)
    add_group(row, world.secretary, -2)
    row = assessments.close(row, actor=world.secretary)
    client = client_of(world.employer)
    assert BOTH not in text_of(client.get(row.get_absolute_url()))
    row = assessments.reopen(row, actor=world.secretary, reason="Un groupe manquait.")
    add_group(row, world.employer, 2)
    assessments.close(row, actor=world.secretary)
    assert BOTH in text_of(client.get(row.get_absolute_url()))
