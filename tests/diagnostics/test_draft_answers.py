"""Words written before a degree: kept, shown to nobody, counted nowhere."""

import pytest
from django.urls import reverse

from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.models import Answer
from diagnostics.papers import synthesis
from diagnostics.tables import as_values, rows
from projects.enums import Role, Room, Side
from projects.errors import Refused
from projects.models import Member
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
QUICK = {"HX-Target": "autosave"}
DRAFT = Said(AnswerKind.DRAFT, verbatim="On attend la réponse.")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def sheet(world):
    row = make_assessment(world.project, world.secretary)
    return make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_2=1)


def step(world, sheet, code="D1.1"):
    place = [world.project.pk, sheet.assessment_id, sheet.pk]
    return reverse("diagnostics:sheet_step", args=[*place, code])


def test_the_degree_is_not_called_optional_and_may_come_later(world, sheet):
    page = client_of(world.secretary).get(step(world, sheet)).content.decode()
    asked = page[page.index("Où placez-vous ce critère") :]
    assert "facultatif" not in asked[: asked.index("</fieldset>")]
    later = "Vous pouvez écrire d’abord et choisir le degré plus tard."
    assert page.count(later) == 1
    assert page.count("(facultatif)") == 4


def test_words_are_saved_before_a_degree_and_the_page_says_so(world, sheet):
    client = client_of(world.secretary)
    given = {"verbatim": "On attend la réponse.", "evidence": "Le 3 mars"}
    saved = client.post(step(world, sheet), given, headers=QUICK)
    assert saved.status_code == 200
    assert "pas encore de degré : ni compté, ni montré aux autres" in text_of(saved)
    assert "On attend la réponse." in text_of(client.get(step(world, sheet)))
    place = [world.project.pk, sheet.assessment_id, sheet.pk]
    page = text_of(client.get(reverse("diagnostics:sheet", args=place)))
    assert "1 critère sur 3" in page
    assert "<small>pas encore de degré</small>" in page


def test_going_on_without_a_degree_keeps_the_words_and_asks_for_it(world, sheet):
    client = client_of(world.secretary)
    answer = client.post(step(world, sheet), {"verbatim": "On attend."})
    assert answer.status_code == 422
    assert "Choisissez un degré. Vos mots sont gardés." in text_of(answer)
    assert Answer.objects.get(criterion="D1.1").verbatim == "On attend."
    then = client.post(step(world, sheet), {"verbatim": "On attend.", "level": "-1"})
    assert then.status_code == 302
    known = Answer.objects.get(criterion="D1.1")
    assert (known.kind, known.level) == (AnswerKind.LEVEL, -1)


def test_nothing_is_kept_of_an_empty_answer_without_a_degree(world, sheet):
    answer = client_of(world.secretary).post(step(world, sheet), {"verbatim": ""})
    assert answer.status_code == 422
    assert "Choisissez un degré, « ne sait pas » ou « sans objet »." in text_of(answer)
    assert not Answer.objects.filter(criterion="D1.1").exists()


def test_a_degree_is_not_lost_to_a_page_that_had_none(world, sheet):
    with pytest.raises(Refused, match="Un degré est déjà choisi"):
        answers.save(sheet, "D1.2", DRAFT, actor=world.secretary)
    assert Answer.objects.get(criterion="D1.2").level == 1


def test_a_sheet_of_drafts_alone_is_not_handed_in_nor_shown(world):
    row = make_assessment(world.project, world.secretary)
    sheet = answers.join(row, actor=world.secretary, party=Party.REPRESENTATIVES)
    answers.save(sheet, "D1.1", DRAFT, actor=world.secretary)
    with pytest.raises(Refused, match="un critère au moins"):
        answers.finish(sheet, actor=world.secretary)
    with pytest.raises(Refused, match="rien à montrer"):
        assessments.close(row, actor=world.secretary)


def test_a_draft_is_told_nowhere_once_results_are_shown(world, sheet):
    answers.save(sheet, "D1.1", DRAFT, actor=world.secretary)
    row = assessments.close(sheet.assessment, actor=world.secretary)
    assert row.counts == {"D1.2": {"representatives": {"1": 1}}}
    path = reverse("diagnostics:criterion", args=[world.project.pk, row.pk, "D1.1"])
    told = [
        text_of(client_of(world.elected).get(path)),
        str(list(rows(row, world.secretary))),
        str(as_values(row, world.secretary)["sheets"]),
        str(synthesis(row)),
    ]
    assert ["On attend la réponse." in text for text in told] == [False] * 4


def quickly(world, member, sheet, **over):
    place = [world.project.pk, sheet.assessment_id, sheet.pk]
    for rank, name in enumerate(("project", "assessment")):
        place[rank] = over.get(name, place[rank])
    path = reverse("diagnostics:sheet_step", args=[*place, "D1.1"])
    return client_of(member).post(path, {"level": "1"}, headers=QUICK).status_code


def test_a_quick_save_opens_no_sheet_that_the_page_would_not(world, sheet):
    others = (world.elected, world.employer, world.ex_member, world.outsider)
    assert [quickly(world, one, sheet) for one in others] == [404] * 4
    elsewhere = world.other_project.pk
    assert quickly(world, world.secretary, sheet, project=elsewhere) == 404
    again = make_assessment(world.project, world.secretary, slug="autre")
    assert quickly(world, world.secretary, sheet, assessment=again.pk) == 404
    assert not Answer.objects.filter(criterion="D1.1").exists()
    assert quickly(world, world.secretary, sheet) == 200


@pytest.mark.parametrize(("room", "status"), [(Room.SHARED, 200), (Room.CAUCUS, 404)])
def test_a_quick_save_goes_by_the_place_that_counts_on_the_project(world, room, status):
    row = make_assessment(world.project, world.secretary, room)
    sheet = make_sheet(row, world.elected, Party.USERS)
    # A guest's place that enters the caucus, beside one in the organisation that does
    # not any more: the latter counts.
    user = world.elected.user
    make_guest(world.project, Role.FACILITATOR, user=user, caucus=True)
    Member.objects.filter(pk=world.elected.pk).update(side=Side.EXPERTISE)
    assert quickly(world, world.elected, sheet) == status
    place = [world.project.pk, sheet.assessment_id, sheet.pk, "D1.1"]
    page = client_of(world.elected).get(reverse("diagnostics:sheet_step", args=place))
    assert page.status_code == status
