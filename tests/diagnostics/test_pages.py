"""Pages of a diagnostic: what each side reads, in how many queries."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import Commitment
from diagnostics.actions import answers, assessments, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.models import Answer, Finding
from dialogue.enums import MeetingState
from dialogue.models import Meeting, Question
from projects.enums import ItemKind, Room
from tests.diagnostics.uses import make_assessment, make_instrument, make_sheet
from tests.dialogue.stories import opened
from tests.factories import World, make_world
from tests.projects.sheets import client_of, text_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def shown(world: World, groups: int = 0, **fields):
    row = make_assessment(world.project, world.secretary, **fields)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2, D1_2=1, D2_1=-1)
    make_sheet(row, world.employer, Party.MANAGEMENT, D1_1=2, D1_2="unknown", D2_1=-1)
    for rank in range(groups):
        group = answers.add_group(
            row,
            actor=world.secretary,
            party=Party.USERS,
            label=f"Équipe {rank}",
            people=5,
        )
        said = Said(AnswerKind.LEVEL, -1, verbatim=f"Mot {rank}.")
        answers.save(group, "D1.1", said, actor=world.secretary)
        answers.finish(group, actor=world.secretary)
    return assessments.close(row, actor=world.secretary)


def address(name: str, *arguments: object, app: str = "diagnostics") -> str:
    return reverse(f"{app}:{name}", args=arguments)


# ---- queries ----------------------------------------------------------------------
def the_list(world: World, rows: int) -> str:
    for rank in range(rows):
        make_assessment(world.project, world.secretary, slug=f"essai{rank}")
    return address("assessments", world.project.pk)


def choosing(world: World, rows: int) -> str:
    for rank in range(rows):
        make_instrument(f"essai{rank}")
    return address("assessment_new", world.project.pk)


def answering(world: World, rows: int) -> str:
    row = make_assessment(world.project, world.secretary)
    for rank in range(rows):
        answers.add_group(
            row,
            actor=world.secretary,
            party=Party.USERS,
            label=f"Équipe {rank}",
            people=5,
        )
    return row.get_absolute_url()


def the_sheet(world: World, rows: int) -> str:
    row = make_assessment(world.project, world.secretary)
    said = dict.fromkeys(("D1_1", "D1_2", "D2_1")[:rows], 1)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, **said)
    return address("sheet", world.project.pk, row.pk, sheet.pk)


def the_results(world: World, rows: int) -> str:
    row = shown(world, groups=rows)
    for rank in range(rows):
        text = f"Constat {rank}."
        outcomes.note_finding(row, "D1.1", actor=world.secretary, text=text)
    return row.get_absolute_url()


def the_criterion(world: World, rows: int) -> str:
    return address("criterion", world.project.pk, shown(world, rows).pk, "D1.1")


def the_commitments(world: World, rows: int) -> str:
    client, row = client_of(world.secretary), shown(world)
    for code in ("D1.1", "D1.2", "D2.1")[:rows]:
        path = address(
            "commitment_from_criterion",
            world.project.pk,
            row.pk,
            code,
            app="agreements",
        )
        client.post(path)
    return address("commitments", world.project.pk, app="agreements")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (the_list, 8),
        (choosing, 6),
        (answering, 8),
        (the_sheet, 8),
        (the_results, 10),
        (the_criterion, 11),
        (the_commitments, 6),
    ],
)
def test_a_page_asks_as_many_queries_with_one_row_as_with_three(
    world, page, expected, rows
):
    assert queries(world.secretary, page(world, rows)) == expected


# ---- in what order ----------------------------------------------------------------
def test_the_latest_diagnostic_comes_first(world):
    for month in (3, 7, 5):
        row = make_assessment(world.project, world.secretary, slug=f"essai{month}")
        row.started_on = date(2026, month, 1)
        row.save(update_fields=["started_on"])
    rows = client_of(world.secretary).get(address("assessments", world.project.pk))
    months = [row.started_on.month for row in rows.context["page"]]
    assert months == [7, 5, 3]


# ---- what is read -----------------------------------------------------------------
def test_nobody_reads_the_others_before_the_results(world):
    row = make_assessment(world.project, world.secretary)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    client = client_of(world.employer)
    page = text_of(client.get(row.get_absolute_url()))
    assert "représentant·es du personnel" in page
    assert "entrave forte" not in page
    place = (world.project.pk, row.pk, sheet.pk)
    assert client.get(address("sheet", *place)).status_code == 404
    assert client.get(address("sheet_step", *place, "D1.1")).status_code == 404
    step = address("criterion", world.project.pk, row.pk, "D1.1")
    assert client.get(step).status_code == 404


def test_results_show_each_party_in_words_and_no_total(world):
    row = shown(world)
    page = text_of(client_of(world.employer).get(row.get_absolute_url()))
    assert "Écarts, dont 1 désaccord" in page
    assert "représentant·es du personnel : entrave forte" in page
    assert "direction : soutien fort" in page
    assert "aucune moyenne entre parties, aucun total" in page


@pytest.mark.parametrize(
    "name", ["assessments", "logbook", "needs", "path", "syntheses", "shared_tasks"]
)
def test_the_way_to_the_interviews_is_on_each_page_for_the_caucus_alone(world, name):
    way = address("interviews", world.project.pk)
    page = address(name, world.project.pk)
    found = [
        f'href="{way}"' in client_of(member).get(page).text
        for member in (world.secretary, world.employer)
    ]
    assert found == [True, False]


def test_a_step_is_saved_as_one_writes_and_says_when(world):
    row = make_assessment(world.project, world.secretary)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES)
    path = address("sheet_step", world.project.pk, row.pk, sheet.pk, "D1.1")
    client = client_of(world.secretary)
    said = {"level": "-1", "verbatim": "On attend.", "trust": "2"}
    response = client.post(path, said, headers={"HX-Target": "autosave"})
    assert (response.status_code, "Enregistré à" in response.text) == (200, True)
    answer = Answer.objects.get()
    assert (answer.level, answer.verbatim, answer.trust) == (-1, "On attend.", 2)
    again = client.post(
        path, {"verbatim": "Sans degré"}, headers={"HX-Target": "autosave"}
    )
    assert again.status_code == 422
    assert "Un degré est déjà choisi ici" in text_of(again)
    assert Answer.objects.get().verbatim == "On attend."


def test_a_document_of_the_caucus_is_not_offered_before_both_sides(world):
    row = make_assessment(world.project, world.secretary)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES)
    path = address("sheet_step", world.project.pk, row.pk, sheet.pk, "D1.1")
    client = client_of(world.secretary)
    response = client.post(path, {"level": "1", "document": str(uuid4())})
    assert response.status_code == 422
    assert not Answer.objects.exists()


# ---- the thread -------------------------------------------------------------------
def test_a_question_drawn_from_a_criterion_keeps_the_finding_as_its_origin(world):
    consultation = opened(world)
    row = shown(world)
    path = address(
        "question_from_criterion", world.project.pk, row.pk, "D1.1", app="dialogue"
    )
    response = client_of(world.elected).post(path)
    question = Question.objects.get()
    assert response.url == address(
        "question_edit", world.project.pk, question.pk, app="dialogue"
    )
    assert (question.consultation, question.text) == (
        consultation,
        "Que ferez-vous pour D1.1\u00a0?",
    )
    assert question.item.origin == Finding.objects.get().item


def test_without_a_consultation_the_finding_is_kept(world):
    row = shown(world)
    path = address(
        "question_from_criterion", world.project.pk, row.pk, "D1.1", app="dialogue"
    )
    response = client_of(world.secretary).post(path)
    assert response.url == address("consultation_new", world.project.pk, app="dialogue")
    assert Finding.objects.get().criterion == "D1.1"
    assert not Question.objects.exists()


def to_the_agenda(world, row):
    path = address(
        "point_from_criterion", world.project.pk, row.pk, "D1.1", app="dialogue"
    )
    return client_of(world.secretary).post(path)


def test_a_criterion_goes_to_the_agenda_that_is_being_set(world):
    row = shown(world)
    meeting = Meeting.objects.create(
        organisation=world.organisation,
        project=world.project,
        held_on=date(2099, 3, 2),
        created_by=world.secretary,
    )
    assert to_the_agenda(world, row).url == meeting.get_absolute_url()
    point = meeting.points.get()
    finding = Finding.objects.get()
    assert (point.title, point.project, point.origin) == (
        "Critère D1.1",
        world.project,
        finding.item,
    )
    seen = address("points_of_item", world.project.pk, finding.pk, app="dialogue")
    client = client_of(world.secretary)
    assert "Réunion du 2 mars 2099" in text_of(client.get(seen))
    assert finding.item.number in text_of(client.get(meeting.get_absolute_url()))


def test_a_shared_finding_looks_shared_to_who_reads_it_outside_the_caucus(world):
    row = shown(world)
    finding = outcomes.note_finding(row, "D1.1", actor=world.elected, text="Écart.")
    outcomes.share_finding(finding, actor=world.secretary)
    for member, room in ((world.employer, "shared"), (world.elected, "caucus")):
        page = text_of(client_of(member).get(row.get_absolute_url()))
        assert f'<section class="card {room}"><h2>Constats</h2>' in page


def test_a_proposed_agenda_asks_before_its_other_readers_see_the_title(world):
    row = shown(world)
    meeting = Meeting.objects.create(
        organisation=world.organisation,
        project=world.project,
        held_on=date(2099, 3, 2),
        state=MeetingState.PROPOSED,
        created_by=world.secretary,
    )
    form = to_the_agenda(world, row).url
    assert not meeting.points.exists()
    page = client_of(world.secretary).get(form)
    assert 'value="Critère D1.1"' in page.text
    assert f'value="{Finding.objects.get().pk}"' in page.text


def planned(world):
    day = timezone.localdate() + timedelta(days=30)
    return {"project": world.project.pk, "held_on": str(day), "kind": "ordinary"}


def test_without_a_meeting_the_finding_is_kept_and_one_is_prepared(world):
    row = shown(world)
    path = to_the_agenda(world, row).url
    finding = Finding.objects.get()
    new = address("meeting_new", world.organisation.pk, app="dialogue")
    assert (finding.criterion, path) == ("D1.1", f"{new}?constat={finding.pk}")
    client = client_of(world.secretary)
    chosen = f'<option value="{world.project.pk}" selected>'
    assert chosen in client.get(path).text
    form = client.post(path, planned(world)).url
    meeting = Meeting.objects.get()
    point = address("point_new", world.project.pk, meeting.pk, app="dialogue")
    assert form.partition("?")[0] == point
    page = client.get(form).text
    assert 'value="Critère D1.1"' in page
    assert f'value="{finding.pk}"' in page


@pytest.mark.parametrize("given", ["https://ailleurs.example/", str(UUID(int=7)), ""])
def test_a_meeting_goes_nowhere_else_for_a_finding_that_is_not_one(world, given):
    new = address("meeting_new", world.organisation.pk, app="dialogue")
    client = client_of(world.secretary)
    response = client.post(f"{new}?constat={given}", planned(world))
    assert response.url == Meeting.objects.get().get_absolute_url()


def test_a_commitment_drawn_twice_is_one_and_stays_in_the_caucus(world):
    row = shown(world)
    path = address(
        "commitment_from_criterion", world.project.pk, row.pk, "D1.1", app="agreements"
    )
    client = client_of(world.secretary)
    client.post(path)
    client.post(path)
    commitment = Commitment.objects.get()
    assert (commitment.item.kind, commitment.item.room, commitment.text) == (
        ItemKind.COMMITMENT,
        Room.CAUCUS,
        "La direction agit sur D1.1.",
    )
    page = address("commitment", world.project.pk, commitment.pk, app="agreements")
    assert client_of(world.employer).get(page).status_code == 404


def test_a_finding_not_shared_hides_what_comes_before(world):
    row = shown(world)
    finding = outcomes.note_finding(row, "D1.1", actor=world.secretary, text="Écart.")
    page = address("finding", world.project.pk, finding.pk)
    client = client_of(world.employer)
    assert client.get(page).status_code == 404
    outcomes.share_finding(finding, actor=world.secretary)
    assert "Écart." in text_of(client.get(page))
