"""What the PDFs of the opinion and of the dossier say, to whom, and how they look."""

import io
import json
from datetime import date

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from dialogue import documents, dossier
from dialogue.actions import answers, transmission
from dialogue.enums import EventKind
from dialogue.models import Consultation, Opinion
from dialogue.views.panel import moments
from projects import items, pdf, reports
from projects.enums import ItemKind, Room
from projects.models import Document, Member, Project, Report
from tests.dialogue.avis import TODAY, adopted, point
from tests.dialogue.stories import drafted, happened, opened, sent, signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def file_document(project: Project, by: Member, title: str, **fields) -> Document:
    fields.setdefault("room", Room.SHARED)
    return Document.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        rank=project.documents.count() + 1,
        title=title,
        given_by="Direction des ressources humaines",
        given_on=date(2026, 10, 26),
        filed_by=by,
        **fields,
    )


def full(world: World, questions: int = 2) -> Consultation:
    """A consultation with something in every room and every chapter."""
    Project.objects.filter(pk=world.project.pk).update(
        purpose="Aider les conseillers à répondre.",
        real_change="Secret des élus : les temps de pause baissent.",
        announced_on=date(2026, 9, 1),
        first_use_on=date(2026, 10, 1),
    )
    world.project.refresh_from_db()
    consultation = opened(world)
    batch = sent(world, consultation, *(f"Question {n} ?" for n in range(questions)))
    first = batch.questions.order_by("item__rank").first()
    answers.answer(
        first, actor=world.employer, text="Une réponse en deux mots.", partial=False
    )
    drafted(world, consultation, "Question secrète ?")
    file_document(world.project, world.employer, "Note au CSE")
    file_document(world.project, world.elected, "Note secrète", room=Room.CAUCUS)
    file_document(
        world.project,
        world.employer,
        "Contrat confidentiel",
        confidential=True,
        confidential_until=date(2027, 1, 1),
    )
    finding = items.create(
        world.project,
        ItemKind.FINDING,
        "Constat secret",
        actor=world.elected,
        room=Room.CAUCUS,
    )
    point(world, consultation, "Point du brouillon secret.", origin=finding)
    return consultation


def content(world: World, consultation: Consultation, member: Member) -> dict:
    return dossier.dossier_content(world.project, consultation, member)


def test_the_employers_dossier_holds_nothing_of_the_caucus(world: World):
    consultation = full(world)
    shown = content(world, consultation, world.employer)
    text = json.dumps(shown, ensure_ascii=False).lower()
    assert "secr" not in text
    assert "confidentiel" not in text
    assert "due_on" not in text
    assert shown["opinion"] is None
    assert [row["number"] for row in shown["questions"]] == ["Q-1", "Q-2"]
    assert [row["title"] for row in shown["documents"]] == ["Note au CSE"]
    assert {row["theme"] for row in shown["questions"]} == {""}


def test_the_delegations_dossier_holds_all_but_confidential_documents(world: World):
    consultation = full(world)
    shown = content(world, consultation, world.elected)
    assert [row["title"] for row in shown["documents"]] == [
        "Note au CSE",
        "Note secrète",
    ]
    assert [row["number"] for row in shown["questions"]] == ["Q-1", "Q-2", "Q-3"]
    assert shown["questions"][0]["answers"][0]["text"] == "Une réponse en deux mots."
    point_shown = shown["opinion"]["parts"][0]["passages"][0]
    assert point_shown["source"] == {"number": "C-1", "title": "Constat secret"}
    dates = {row["label"]: row for row in shown["dates"]}
    opinion_date = dates["Dernier jour pour rendre l’avis du CSE"]
    assert opinion_date["article"]
    assert opinion_date["confidence"]
    assert opinion_date["explanation"]


def test_what_is_due_is_a_chapter_of_the_delegation_alone(world: World):
    row = full(world)
    own, other = (
        content(world, row, member)["duties"]
        for member in (world.secretary, world.employer)
    )
    assert other == []
    assert {"A-01", "A-03", "A-13"} - {line["rule"] for line in own} == set()


def test_everything_is_json_with_iso_dates(world: World):
    shown = content(world, full(world), world.elected)
    assert json.loads(json.dumps(shown)) == shown
    assert {"day": "2026-10-26", "label": "information remise", "kind": "done"} in (
        shown["moments"]
    )


def test_the_chronology_goes_by_day_in_the_order_of_the_page(world: World):
    consultation = full(world)
    consultation.project.announced_on = date(2026, 10, 26)
    consultation.project.first_use_on = date(2026, 10, 26)
    consultation.project.save()
    happened(world, consultation, EventKind.MEETING, date(2026, 10, 26))
    consultation.requested_on = date(2026, 10, 26)
    consultation.save()
    told = content(world, consultation, world.elected)["moments"]
    days = [line["day"] for line in told]
    assert days == sorted(days)
    assert [line["label"] for line in told if line["day"] == "2026-10-26"] == [
        "projet annoncé",
        "premier usage",
        "information demandée",
        "information remise",
        "réunion tenue",
    ]
    labels = [line["label"] for line in told]
    shown = [moment.label for moment in moments(consultation, world.elected)]
    both = [label for label in shown if label in labels]
    assert both == [label for label in labels if label in both]


def test_the_opinion_names_a_source_only_to_those_who_see_it(world: World):
    full(world)
    opinion = Opinion.objects.get()
    ours = documents.opinion_content(opinion, world.elected)
    theirs = documents.shared_opinion_content(opinion)
    assert [
        shown["opinion"]["parts"][0]["passages"][0]["source"]
        for shown in (ours, theirs)
    ] == [{"number": "C-1", "title": "Constat secret"}, None]


def rendered(report: Report) -> tuple[PdfReader, str]:
    """Title, words and structure of the file a worker makes."""
    context = report.content | {
        "made_for": report.asked_at,
        "project_number": report.project.number,
        "site": "http://localhost",
    }
    html = render_to_string(report.content["template"], context)
    reader = PdfReader(io.BytesIO(pdf.render(html).data))
    words = "\n".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(words.split())


def test_a_draft_says_so_on_each_page(world: World):
    consultation = full(world)
    for report in (
        dossier.ask_dossier(consultation, actor=world.elected),
        documents.ask_opinion(Opinion.objects.get(), actor=world.elected),
    ):
        reader, _words = rendered(report)
        assert report.room == Room.CAUCUS
        assert ["Brouillon" in page.extract_text() for page in reader.pages] == [
            True
        ] * len(reader.pages)


def test_what_was_sent_bears_no_draft_mark_and_is_a_tagged_french_file(world: World):
    opinion = adopted(world, "Le CSE demande un bilan à six mois.")
    with time_machine.travel("2026-11-12"):
        sent_opinion = transmission.transmit(opinion, actor=world.secretary)
    reader, words = rendered(sent_opinion.report)
    assert "rouillon" not in words
    assert "Le CSE demande un bilan à six mois." in words
    assert "quatre (4) voix pour" in words
    assert "12 novembre 2026" in words
    root = reader.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("fr", True)
    assert reader.metadata is not None
    assert reader.metadata.title == sent_opinion.report.title


def test_forty_questions_make_a_dossier_with_contents_and_bookmarks(world: World):
    consultation = full(world, questions=40)
    report = dossier.ask_dossier(consultation, actor=world.secretary)
    reader, words = rendered(report)
    chapters = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert len(reader.pages) >= 6
    assert "Question 39" in words
    nested = str(reader.outline)
    for chapter in (
        "Le projet",
        "Chronologie",
        "Documents reçus",
        "Questions et réponses",
        "Avis et vote",
        "Dates et textes",
    ):
        assert chapter in nested
        assert chapter in words
    assert chapters


def test_asking_twice_for_the_same_dossier_makes_one_row(world: World):
    consultation = full(world)
    client = signed_in(world.elected)
    url = reverse("dialogue:dossier_pdf", args=[world.project.pk, consultation.pk])
    places = {client.post(url).headers["Location"] for _time in range(2)}
    report = Report.objects.get()
    assert places == {reverse("projects:report", args=[world.project.pk, report.pk])}


def test_each_side_gets_its_own_file_and_not_the_others(world: World):
    consultation = full(world)
    url = reverse("dialogue:dossier_pdf", args=[world.project.pk, consultation.pk])
    employer, elected = signed_in(world.employer), signed_in(world.elected)
    ours = elected.post(url).headers["Location"]
    theirs = employer.post(url).headers["Location"]
    assert ours != theirs
    assert employer.get(ours).status_code == 404
    assert employer.get(theirs).status_code == 200


def test_documents_are_for_people_of_the_project(world: World):
    consultation = full(world)
    opinion = Opinion.objects.get()
    for route, key in (("dossier_pdf", consultation.pk), ("opinion_pdf", opinion.pk)):
        url = reverse(f"dialogue:{route}", args=[world.project.pk, key])
        assert signed_in(world.outsider).post(url).status_code == 404
        assert signed_in(world.elected).get(url).status_code == 405
        assert Client().post(url).status_code == 302


def test_a_worker_makes_the_file(world: World):
    consultation = full(world)
    report = dossier.ask_dossier(consultation, actor=world.elected)
    reports.make(report.pk)
    report.refresh_from_db()
    assert (report.state, report.error) == ("done", "")
    assert report.asked_at <= timezone.now()


def test_the_waiting_fragment_goes_on_asking_then_gives_the_file(world: World):
    report = dossier.ask_dossier(full(world), actor=world.elected)
    page = reverse("projects:report", args=[world.project.pk, report.pk])
    client = signed_in(world.elected)
    asked = {"HX-Request": "true", "HX-Target": "job"}
    assert f'hx-get="{page}"' in client.get(page, headers=asked).text
    reports.make(report.pk)
    assert f'href="{page}fichier/"' in client.get(page, headers=asked).text
