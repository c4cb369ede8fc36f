"""Diagnostics as files: what each may read, and a file that comes back the same."""

import copy
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from diagnostics.actions import answers, assessments, imports, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, AssessmentState, Party
from diagnostics.models import Assessment, Instrument
from diagnostics.papers import file_words, synthesis
from diagnostics.source import ContentError
from diagnostics.tables import as_values, rows
from projects.enums import ReportKind, Room
from projects.models import Report
from projects.reports import html_of
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import World, make_member, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def row(world):
    """Two parties, one word each side keeps, and one agreed degree."""
    found = make_assessment(world.project, world.secretary)
    ours = make_sheet(found, world.secretary, Party.REPRESENTATIVES, D1_2=1)
    kept = Said(AnswerKind.LEVEL, -2, verbatim="Entre élus.", private=True, trust=3)
    answers.save(ours, "D1.1", kept, actor=world.secretary)
    theirs = make_sheet(found, world.employer, Party.MANAGEMENT, D1_2="unknown")
    said = Said(AnswerKind.LEVEL, 2, verbatim="Entre nous.", private=True)
    answers.save(theirs, "D1.1", said, actor=world.employer)
    answers.add_group(
        found, actor=world.secretary, party=Party.USERS, label="Matin", people=7
    )
    group = found.respondents.get(group=True)
    told = Said(AnswerKind.LEVEL, -1, verbatim="=On attend", evidence="Le 3 mars")
    answers.save(group, "D1.1", told, actor=world.secretary)
    answers.finish(group, actor=world.secretary)
    assessments.close(found, actor=world.secretary)
    outcomes.agree(
        found,
        "D1.1",
        actor=world.secretary,
        level=-1,
        note="Relu.",
        disagreement="La direction.",
        agreed_on=found.started_on,
    )
    return found


def table(row, member):
    return [list(map(str, line)) for line in rows(row, member)]


def test_the_table_counts_degrees_and_sets_words_apart(world, row):
    lines = table(row, world.elected)
    assert ["Dimension D1", "D1.1", "Critère D1.1", "direction", "2"] in [
        line[:5] for line in lines
    ]
    said = [line for line in lines if line[8]]
    assert [(line[3], line[4], line[8]) for line in said[1:]] == [
        ("représentant·es du personnel", "", "Entre élus."),
        ("utilisatrices et utilisateurs", "", "=On attend"),
    ]


def test_the_table_says_which_words_a_side_keeps(world, row):
    ours = table(row, world.secretary)
    assert ours[-1][0].startswith("Ce fichier contient des mots gardés")
    assert ours[0][10] == "Gardé pour notre partie"
    assert {len(line) for line in ours} == {13}
    assert [(line[8], line[10]) for line in ours[1:] if line[10]] == [
        ("Entre élus.", "oui"),
        ("=On attend", "non"),
    ]


def test_a_table_opens_on_its_heads_and_warns_only_of_kept_words(world, row):
    row.respondents.get(party=Party.REPRESENTATIVES).answers.update(private=False)
    lines = table(row, world.secretary)
    assert lines[0][0] == "Dimension"
    assert not any("mots gardés" in line[0] for line in lines)


def test_no_format_gives_a_side_the_words_that_the_other_keeps(world, row):
    assert not any("Entre élus." in line for line in table(row, world.employer))
    assert any("Entre nous." in line for line in table(row, world.employer))
    assert "Entre nous." not in json.dumps(as_values(row, world.secretary))
    paper = json.dumps(synthesis(row), ensure_ascii=False)
    assert "Entre élus." not in paper
    assert "Entre nous." not in paper


@pytest.mark.parametrize("end", ["csv", "xlsx", "ods"])
def test_each_table_is_a_file_with_the_number_the_round_and_the_title(world, row, end):
    Assessment.objects.filter(pk=row.pk).update(title="Élan : l’été, d’un œil « IA »")
    path = reverse("diagnostics:assessment_table", args=[world.project.pk, row.pk, end])
    response = client_of(world.employer).get(path)
    assert response["Content-Disposition"] == (
        f'attachment; filename="diagnostic-{world.project.number}'
        f'-t0-elan-l-ete-d-un-oeil-ia.{end}"'
    )
    if end == "xlsx":
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet.title == "Réponses"
        assert sheet["A1"].value == "Dimension"
        cells = [one.value for line in sheet.iter_rows() for one in line]
        assert "'=On attend" in cells


def test_a_long_title_is_cut_between_two_words_in_the_name_of_a_file(row):
    row.title, row.round = "Ce que l’assistant fait au travail du service", "m12"
    assert file_words(row) == "12-mois-ce-que-l-assistant-fait-au-travail-du"
    row.title = "œ" * 30
    assert file_words(row) == f"12-mois-{'oe' * 20}"


def test_an_unknown_format_does_not_exist(world, row):
    path = reverse(
        "diagnostics:assessment_table", args=[world.project.pk, row.pk, "exe"]
    )
    assert client_of(world.secretary).get(path).status_code == 404


def test_what_is_brought_in_goes_out_the_same(world, row):
    first = as_values(row, world.secretary)
    again = imports.bring_in(
        world.project, copy.deepcopy(first), actor=world.secretary, name="a.json"
    )
    assert as_values(again, world.secretary) == first
    assert again.counts == row.counts
    assert again.version_id == row.version_id


def test_the_file_ties_no_words_and_no_group_to_degrees(world, row):
    found = as_values(row, world.secretary)
    degrees = {"criterion", "kind", "level", "trust"}
    assert {name for sheet in found["sheets"] for name in sheet} == {"party", "answers"}
    assert [set(one) for sheet in found["sheets"] for one in sheet["answers"]] == [
        degrees
    ] * 5
    assert found["groups"] == [{"party": "users", "label": "Matin", "people": 7}]
    common = {"criterion": "D1.1", "evidence": "", "private": True}
    assert found["words"] == [
        common | {"party": "representatives", "verbatim": "Entre élus."},
        {
            "criterion": "D1.1",
            "party": "users",
            "verbatim": "=On attend",
            "evidence": "Le 3 mars",
            "private": False,
        },
    ]
    names = [one.user.name for one in (world.secretary, world.employer)]
    assert not any(name in json.dumps(found, ensure_ascii=False) for name in names)


def test_words_are_in_the_order_of_what_they_say(world):
    row = make_assessment(world.project, world.secretary)
    for member, text in ((world.secretary, "Zèle."), (world.elected, "Aide.")):
        sheet = answers.join(row, actor=member, party=Party.USERS)
        said = Said(AnswerKind.LEVEL, 1, verbatim=text)
        answers.save(sheet, "D1.1", said, actor=member)
        answers.finish(sheet, actor=member)
    words = as_values(row, world.secretary)["words"]
    assert [one["verbatim"] for one in words] == ["Aide.", "Zèle."]


def test_what_is_brought_in_says_of_no_group_that_these_are_its_words(world):
    row = make_assessment(world.project, world.secretary)
    own = answers.join(row, actor=world.secretary, party=Party.USERS)
    group = answers.add_group(
        row, actor=world.secretary, party=Party.USERS, label="Matin", people=7
    )
    for sheet, text in ((own, "Le mien."), (group, "Le nôtre.")):
        said = Said(AnswerKind.LEVEL, 1, verbatim=text)
        answers.save(sheet, "D1.1", said, actor=world.secretary)
        answers.finish(sheet, actor=world.secretary)
    assessments.close(row, actor=world.secretary)
    values = as_values(row, world.secretary)
    again = imports.bring_in(
        world.project, copy.deepcopy(values), actor=world.secretary, name="a.json"
    )
    assert as_values(again, world.secretary) == values
    place = [world.project.pk, again.pk, "D1.1"]
    path = reverse("diagnostics:criterion", args=place)
    pages = [
        text_of(client_of(world.secretary).get(path)),
        str(table(again, world.secretary)),
        json.dumps(synthesis(again), ensure_ascii=False),
    ]
    assert ["Le nôtre." in page for page in pages] == [True] * 3
    assert ["Matin" in page for page in pages] == [False] * 3


def test_the_file_does_not_say_in_which_order_people_joined(world):
    row = make_assessment(world.project, world.secretary)
    joined = [world.secretary, world.elected, make_member(world.organisation)]
    sheets = [
        make_sheet(row, member, Party.REPRESENTATIVES, D1_1=level)
        for member, level in zip(joined, (2, -2, 1), strict=True)
    ]
    first = as_values(row, world.secretary)
    for rank, sheet in enumerate(reversed(sheets)):
        sheet.created_at = timezone.now() + timedelta(days=rank)
        sheet.save(update_fields=["created_at"])
    assert as_values(row, world.secretary) == first
    assert [one["answers"][0]["level"] for one in first["sheets"]] != [2, -2, 1]
    assessments.close(row, actor=world.secretary)
    again = imports.bring_in(
        world.project, copy.deepcopy(first), actor=world.secretary, name="a.json"
    )
    assert as_values(again, world.secretary) == first


def test_what_is_brought_in_stays_in_the_caucus_and_is_journalled(world, row):
    values = as_values(row, world.secretary)
    again = imports.bring_in(world.project, values, actor=world.elected, name="a.json")
    assert (again.room, again.state) == (Room.CAUCUS, AssessmentState.CLOSED)
    assert not Assessment.objects.visible_to(world.employer).filter(pk=again.pk)


def test_an_unknown_grid_comes_as_ones_own(world, row):
    values = as_values(row, world.secretary)
    values["grid"]["title"] = "Une autre grille"
    again = imports.bring_in(world.project, values, actor=world.elected, name="a.json")
    instrument = again.version.instrument
    assert (instrument.created_by, instrument.shared) == (world.elected, False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda v: v.update(format="autre"), "n’est pas un diagnostic de Navette"),
        (lambda v: v.update(plus=1), "le champ « plus » n’existe pas"),
        (lambda v: v["sheets"][0].update(party="moi"), "« moi » n’est pas une valeur"),
        (
            lambda v: v["sheets"][0]["answers"][0].update(level=9),
            "n’est pas un degré de l’échelle",
        ),
        (
            lambda v: v["sheets"][0]["answers"][0].update(criterion="D9"),
            "n’est pas dans la grille",
        ),
        (
            lambda v: v["sheets"][0]["answers"].append(v["sheets"][0]["answers"][0]),
            "un critère est répondu deux fois",
        ),
        (lambda v: v["agreed"][0].update(agreed_on="hier"), "est une date"),
        (lambda v: v["agreed"][0].update(level=9), "« 9 » n’est pas un degré"),
        (
            lambda v: v["sheets"][0]["answers"][0].update(kind="level", level=None),
            "il manque le degré",
        ),
        (lambda v: v.update(sheets=[]), "il faut au moins 1 « sheets »"),
    ],
)
def test_a_wrong_file_writes_nothing_and_says_where(world, row, change, sentence):
    values = copy.deepcopy(as_values(row, world.secretary))
    change(values)
    before = (Assessment.objects.count(), Instrument.objects.count())
    with pytest.raises(ContentError, match=sentence):
        imports.bring_in(world.project, values, actor=world.secretary, name="a.json")
    assert (Assessment.objects.count(), Instrument.objects.count()) == before


def test_the_page_says_what_is_wrong_with_a_file(world):
    path = reverse("diagnostics:assessment_import", args=[world.project.pk])
    client = client_of(world.secretary)
    for raw, sentence in (
        (b"{", "Ligne 1 : ce texte n’est pas du JSON : un nom de champ"),
        (b'{\n"format": }', "Ligne 2 : ce texte n’est pas du JSON : une valeur manque"),
        (b"\xff", "pas du JSON : exportez-le"),
        (b"[]", "n’est pas un diagnostic"),
        (b'{"format": "x"}', "a.json, format: ce fichier n’est pas un diagnostic"),
    ):
        file = SimpleUploadedFile("a.json", raw)
        assert sentence in text_of(client.post(path, {"file": file}))


def test_the_synthesis_and_the_blank_grid_are_rendered(world, row):
    client = client_of(world.secretary)
    for name, words in (
        ("assessment_pdf", ("Synthèse d’un diagnostic", "soutien fort", "Relu.")),
        ("blank_pdf", ("Grille à remplir", "entrave forte", "Critère D2.1")),
    ):
        client.post(reverse(f"diagnostics:{name}", args=[world.project.pk, row.pk]))
        report = Report.objects.filter(kind=ReportKind.DIAGNOSTIC).latest("asked_at")
        html = " ".join(html_of(report).replace("\u00a0", " ").split())
        assert report.room == Room.SHARED
        for word in words:
            assert word in html


def test_practices_are_proposed_then_agreed_then_applied(world, row):
    path = reverse("diagnostics:practices", args=[world.project.pk, row.pk])
    client = client_of(world.employer)
    client.post(path, {"text": "Relire chaque version ensemble.", "criterion": "D1.1"})
    practice = row.practices.get()
    move = reverse(
        "diagnostics:practice_move", args=[world.project.pk, row.pk, practice.pk]
    )
    for to, state in (
        ("agreed", "agreed"),
        ("applied", "applied"),
        ("proposed", "applied"),
        ("nulle part", "applied"),
    ):
        client_of(world.secretary).post(move, {"to": to})
        practice.refresh_from_db()
        assert practice.state == state
    page = text_of(client.get(path))
    assert "Relire chaque version ensemble." in page
    assert "appliquée" in page
