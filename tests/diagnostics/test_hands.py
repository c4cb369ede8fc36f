"""Who may answer for whom, and whose hand wrote a group's sheet."""

import pytest
from django.urls import reverse

from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.models import Respondent
from diagnostics.papers import synthesis
from diagnostics.permissions import own_parties
from diagnostics.tables import rows
from projects.enums import Role
from projects.errors import Refused
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
P = Party


@pytest.fixture
def world():
    return make_world()


@pytest.mark.parametrize(
    ("role", "alone"),
    [
        (Role.FACILITATOR, {P.USERS, P.PUBLIC}),
        (Role.EXPERT, {P.USERS, P.PUBLIC}),
        (Role.SUPPLIER, {P.SUPPLIER}),
        (Role.EMPLOYER, {P.MANAGEMENT, P.IT, P.MANAGERS}),
    ],
)
def test_a_guest_answers_alone_for_a_party_of_their_own_side(world, role, alone):
    assert own_parties(make_guest(world.project, role)) == alone


def test_the_delegation_does_not_answer_for_management_nor_it(world):
    assert own_parties(world.elected) == {
        P.REPRESENTATIVES,
        P.USERS,
        P.MANAGERS,
        P.PUBLIC,
    }


def test_who_facilitates_never_answers_alone_for_one_of_the_two_sides(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = make_assessment(world.project, world.secretary)
    page = text_of(client_of(facilitator).get(row.get_absolute_url()))
    alone = page.partition("/repondre/")[2].partition("</form>")[0]
    assert ['value="users"' in alone, 'value="management"' in alone] == [True, False]
    place = [world.project.pk, row.pk]
    path = reverse("diagnostics:respondent_join", args=place)
    for party in (P.MANAGEMENT, P.REPRESENTATIVES, P.IT, P.SUPPLIER, P.MANAGERS):
        answer = client_of(facilitator).post(path, {"party": party})
        assert answer.status_code == 422
        with pytest.raises(Refused, match="ne pouvez pas répondre pour cette partie"):
            answers.join(row, actor=facilitator, party=party)


def test_a_sheet_once_opened_alone_for_management_is_written_no_more(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = make_assessment(world.project, world.secretary)
    old = Respondent.objects.create(
        assessment=row, party=P.MANAGEMENT, held_by=facilitator
    )
    place = [world.project.pk, row.pk, old.pk]
    path = reverse("diagnostics:sheet", args=place)
    assert client_of(facilitator).get(path).status_code == 404


def test_results_say_whose_hand_wrote_for_a_party(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, P.REPRESENTATIVES, D1_1=2)
    for party in (P.MANAGEMENT, P.REPRESENTATIVES):
        group = answers.add_group(
            row, actor=facilitator, party=party, label="Atelier", people=3
        )
        said = Said(AnswerKind.LEVEL, -2)
        answers.save(group, "D1.1", said, actor=facilitator)
        answers.finish(group, actor=facilitator)
    assessments.close(row, actor=world.secretary)
    theirs = "direction (saisie par l’animation)"
    partly = "représentant·es du personnel (en partie saisie par l’animation)"
    page = text_of(client_of(world.employer).get(row.get_absolute_url()))
    assert f'<th scope="col">{theirs}</th>' in page
    assert partly in page
    path = reverse("diagnostics:criterion", args=[world.project.pk, row.pk, "D1.1"])
    assert theirs.capitalize() in text_of(client_of(world.employer).get(path))
    assert synthesis(row)["parties"] == [theirs, partly]
    assert synthesis(row)["gaps"][0]["low"] == f"{theirs}\u00a0: entrave forte"
    assert [line[3] for line in list(rows(row, world.employer))[1:3]] == [
        theirs,
        partly,
    ]


def test_a_draft_names_no_hand_beside_a_party(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, P.REPRESENTATIVES, D1_1=2)
    group = answers.add_group(
        row, actor=facilitator, party=P.REPRESENTATIVES, label="Atelier", people=3
    )
    answers.save(group, "D1.1", Said(AnswerKind.LEVEL, -2), actor=facilitator)
    assessments.close(row, actor=world.secretary)
    assert synthesis(row)["parties"] == ["représentant·es du personnel"]
