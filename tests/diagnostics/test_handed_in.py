"""A sheet is a draft until it is handed in: nothing of it goes out before."""

import importlib
import json

import pytest
from django.apps import apps
from django.urls import reverse

from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, AssessmentState, Party
from diagnostics.exports import part
from diagnostics.models import Answer, Assessment, Respondent
from diagnostics.papers import synthesis
from diagnostics.reading import party_names, results_of
from diagnostics.tables import as_values, rows
from projects.errors import Refused
from projects.models import Member
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import World
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
DRAFT = "Ce que la direction n’a pas fini d’écrire."
OURS = {"D1.1": {"representatives": {"1": 1}}}


@pytest.fixture
def unfinished(world: World) -> Respondent:
    """Management's sheet, beside that of the delegation, which is handed in."""
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    sheet = make_sheet(row, world.employer, Party.MANAGEMENT, handed_in=False, D1_2=-2)
    said = Said(AnswerKind.LEVEL, -2, verbatim=DRAFT, evidence=DRAFT)
    answers.save(sheet, "D1.1", said, actor=world.employer)
    return sheet


@pytest.fixture
def closed(world: World, unfinished: Respondent) -> Assessment:
    return assessments.close(unfinished.assessment, actor=world.secretary)


def page_of(member: Member, row: Assessment, code: str = "") -> str:
    path = row.get_absolute_url()
    if code:
        path = reverse("diagnostics:criterion", args=[row.project_id, row.pk, code])
    return text_of(client_of(member).get(path))


# ---- every way out ----------------------------------------------------------------
def test_only_what_is_handed_in_is_counted(closed: Assessment) -> None:
    assert closed.counts == OURS


def test_the_results_know_nothing_of_the_party(
    world: World, closed: Assessment
) -> None:
    assert party_names(closed, results_of(closed)) == {
        Party.REPRESENTATIVES: "représentant·es du personnel"
    }
    for member in (world.secretary, world.employer):
        page = page_of(member, closed)
        assert "représentant·es du personnel : " not in page
        assert ("entrave forte" in page, "direction</th>" in page) == (False, False)


def test_a_criterion_quotes_nothing_of_it(world: World, closed: Assessment) -> None:
    for member in (world.secretary, world.employer):
        assert DRAFT not in page_of(member, closed, "D1.1")
        assert "Personne n’a répondu à ce critère." in page_of(member, closed, "D1.2")


def test_the_pdf_says_nothing_of_it(closed: Assessment) -> None:
    paper = synthesis(closed)
    assert paper["answers"] == 1
    assert paper["parties"] == ["représentant·es du personnel"]
    assert DRAFT not in json.dumps(paper, ensure_ascii=False)


def test_the_table_says_nothing_of_it(world: World, closed: Assessment) -> None:
    for member in (world.secretary, world.employer):
        lines = list(rows(closed, member))[1:]
        assert [line[3:7] for line in lines] == [
            ["représentant·es du personnel", 1, "soutien", 1]
        ]


def test_the_file_says_nothing_of_it(world: World, closed: Assessment) -> None:
    for member in (world.secretary, world.employer):
        found = as_values(closed, member)
        assert [one["party"] for one in found["sheets"]] == ["representatives"]
        assert DRAFT not in json.dumps(found, ensure_ascii=False)


def test_no_query_of_words_gives_them_even_to_who_wrote_them(
    world: World, closed: Assessment
) -> None:
    for member in (world.secretary, world.employer):
        assert list(Answer.objects.texts_for(member)) == []


def test_the_list_counts_the_sheets_that_count(
    world: World, unfinished: Respondent
) -> None:
    path = reverse("diagnostics:assessments", args=[world.project.pk])
    assert "1 feuille remise" in text_of(client_of(world.elected).get(path))


# ---- who writes it keeps it -------------------------------------------------------
def test_who_writes_it_finds_it_from_the_results_and_nobody_else(
    world: World, closed: Assessment, unfinished: Respondent
) -> None:
    sheet = reverse(
        "diagnostics:sheet", args=[closed.project_id, closed.pk, unfinished.pk]
    )
    for member, theirs in ((world.employer, True), (world.secretary, False)):
        page = page_of(member, closed)
        assert ("La feuille « direction » n’était pas remise" in page) is theirs
        assert (f'href="{sheet}"' in page) is theirs


def test_it_stays_with_who_writes_it_and_counts_once_handed_in(
    world: World, closed: Assessment, unfinished: Respondent
) -> None:
    with pytest.raises(Refused, match="les réponses ne changent plus"):
        answers.finish(unfinished, actor=world.employer)
    assessments.reopen(closed, actor=world.secretary, reason="La direction finit.")
    answers.finish(unfinished, actor=world.employer)
    again = assessments.close(closed, actor=world.secretary)
    assert again.counts == {
        "D1.1": {"management": {"-2": 1}, "representatives": {"1": 1}},
        "D1.2": {"management": {"-2": 1}},
    }
    assert DRAFT in page_of(world.secretary, again, "D1.1")


def test_what_is_handed_in_stays_so_when_the_answers_open_again(
    world: World, closed: Assessment
) -> None:
    assessments.reopen(closed, actor=world.secretary, reason="La direction finit.")
    assert assessments.close(closed, actor=world.secretary).counts == OURS


def test_a_sheet_handed_in_still_changes_until_the_closing(
    world: World, unfinished: Respondent
) -> None:
    answers.finish(unfinished, actor=world.employer)
    answers.save(unfinished, "D1.2", Said(AnswerKind.LEVEL, 2), actor=world.employer)
    row = assessments.close(unfinished.assessment, actor=world.secretary)
    assert row.counts["D1.2"] == {"management": {"2": 1}}


def test_ones_own_data_hold_ones_own_drafts(world: World, closed: Assessment) -> None:
    for member, expected in ((world.employer, [DRAFT, ""]), (world.secretary, [""])):
        places = Member.objects.filter(pk=member.pk)
        said = part(places, (member,))["reponses_aux_diagnostics"]
        found = sorted((one["ce_qui_se_dit"] for one in said), reverse=True)
        assert found == expected


def test_nothing_is_shown_while_no_sheet_is_handed_in(
    world: World,
) -> None:
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, handed_in=False, D1_1=1)
    with pytest.raises(Refused, match="Aucune feuille n’est remise"):
        assessments.close(row, actor=world.secretary)
    row.refresh_from_db()
    assert (row.state, row.counts) == (AssessmentState.OPEN, {})


# ---- what the pages say of it -----------------------------------------------------
def test_closing_says_by_party_what_will_not_be_counted(
    world: World, unfinished: Respondent
) -> None:
    row = unfinished.assessment
    path = reverse("diagnostics:assessment_close", args=[row.project_id, row.pk])
    client = client_of(world.secretary)
    page = text_of(client.get(path))
    assert "Direction : 0 feuille remise sur 1, 1 pas encore remise" in page
    assert "du personnel : 1 feuille remise sur 1</li>" in page
    assert "1 feuille n’est pas remise. Elle ne sera ni comptée, ni lue par" in page
    answers.finish(unfinished, actor=world.employer)
    assert "pas remise" not in text_of(client.get(path))


def test_closing_offers_no_button_while_nothing_is_handed_in(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, handed_in=False, D1_1=1)
    path = reverse("diagnostics:assessment_close", args=[row.project_id, row.pk])
    client = client_of(world.secretary)
    page = text_of(client.get(path))
    assert "Aucune feuille n’est remise : il n’y a rien à montrer." in page
    assert "Montrer les résultats à tous" not in page
    refused = text_of(client.post(path, follow=True))
    assert "Aucune feuille n’est remise : il n’y a rien à montrer." in refused


def test_who_has_a_sheet_to_hand_in_reads_it_and_nobody_else(
    world: World, unfinished: Respondent
) -> None:
    waits = "Ouvrez celle qui ne l’est pas encore"
    row = unfinished.assessment
    told = [waits in page_of(one, row) for one in (world.employer, world.secretary)]
    assert told == [True, False]
    answers.finish(unfinished, actor=world.employer)
    assert waits not in page_of(world.employer, row)


def test_a_sheet_says_whether_it_counts(world: World, unfinished: Respondent) -> None:
    row = unfinished.assessment
    path = reverse("diagnostics:sheet", args=[row.project_id, row.pk, unfinished.pk])
    client = client_of(world.employer)
    page = text_of(client.get(path))
    assert "Cette feuille est un brouillon" in page
    assert "Remettre la feuille</button>" in page
    assessments.close(row, actor=world.secretary)
    assert "montrés sans cette feuille" in text_of(client.get(path))
    assessments.reopen(row, actor=world.secretary, reason="La direction finit.")
    answers.finish(unfinished, actor=world.employer)
    page = text_of(client.get(path))
    assert "Feuille remise : elle compte." in page
    assert "Remettre la feuille</button>" not in page
    assessments.close(row, actor=world.secretary)
    assert "ces réponses ne changent plus" in text_of(client.get(path))


# ---- what was shown before handing in counted ------------------------------------
def test_sheets_already_shown_are_handed_in_when_they_were(
    world: World, closed: Assessment, unfinished: Respondent
) -> None:
    empty = Respondent.objects.create(
        assessment=closed, party=Party.USERS, held_by=world.elected
    )
    opened = make_assessment(world.project, world.secretary, slug="autre")
    draft = make_sheet(
        opened, world.secretary, Party.REPRESENTATIVES, handed_in=False, D1_1=1
    )
    handed_in = closed.respondents.get(party=Party.REPRESENTATIVES)
    name = "diagnostics.migrations.0006_shown_sheets_handed_in"
    importlib.import_module(name).hand_in(apps, None)
    found = dict(Respondent.objects.values_list("pk", "done_at"))
    assert found == {
        unfinished.pk: closed.closed_at,
        handed_in.pk: handed_in.done_at,
        empty.pk: None,
        draft.pk: None,
    }
