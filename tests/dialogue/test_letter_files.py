"""A letter on paper, in the dossier, at the vote: rooms, files, days."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from docx import Document as Paper
from docx.oxml.ns import qn

from dialogue.actions import agenda, letter_files, letters, meetings, resolutions
from dialogue.enums import EventKind, LetterKind, PointKind
from dialogue.letter_paper import docx_of, letter_content
from dialogue.models import AgendaPoint, Event, Letter
from projects import reports
from projects.enums import DueState, JobState, Room
from projects.errors import Refused
from projects.models import Document, Entry, InformationDue, Notice, Report
from projects.uploads.checks import check_upload
from tests.dialogue.stories import address, html_of, opened, sent, signed_in
from tests.factories import World

K = LetterKind
VOTED = (
    "Décide\n\nArticle 1. Le CSE saisit le juge.\n\nRésultat du vote : sept voix pour."
)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False):
        yield


def letter_of(world: World, kind: LetterKind = K.REQUEST, **fields: Any) -> Letter:
    consultation = opened(world)
    InformationDue.objects.create(
        organisation=world.organisation,
        project=world.project,
        rank=1,
        label="Les notices",
        state=DueState.MISSING,
        judged_on=date(2026, 11, 10),
    )
    fields.setdefault("subject", "Informations demandées")
    fields.setdefault("body", "Madame, Monsieur,\n\nIl manque :\n– les notices")
    return letters.draft(consultation, actor=world.elected, kind=kind, **fields)


def resolution(world: World, kind: LetterKind = K.EXPERT, body: str = VOTED) -> Letter:
    return letter_of(world, kind, subject="Délibération", body=body)


def read(letter: Letter) -> Any:
    return Paper(io.BytesIO(docx_of(letter)))


def test_the_docx_reads_again_with_titles_lists_and_french(world: World) -> None:
    paper = read(resolution(world))
    assert [
        (one.style.name, one.text.replace("\xa0", " ")) for one in paper.paragraphs
    ] == [
        ("Normal", "CSE Clientis"),
        ("Normal", f"Dossier n° {world.project.number}"),
        ("Normal", "Brouillon, non envoyé"),
        ("Heading 1", "Délibération"),
        ("Heading 2", "Décide"),
        ("Normal", "Article 1. Le CSE saisit le juge."),
        ("Normal", "Résultat du vote : sept voix pour."),
    ]
    languages = {
        one.get(qn("w:val")) for one in paper.styles.element.iter(qn("w:lang"))
    }
    assert languages == {"fr-FR"}
    about = paper.core_properties
    assert (about.language, about.author, about.title) == (
        "fr-FR",
        str(world.elected),
        "Délibération",
    )


def test_a_list_is_a_list_in_the_docx(world: World) -> None:
    listed = [
        p.text for p in read(letter_of(world)).paragraphs if "List" in p.style.name
    ]
    assert listed == ["les notices"]


def test_the_same_letter_is_the_same_file_and_passes_for_an_upload(
    world: World,
) -> None:
    letter = letter_of(world)
    data = docx_of(letter)
    assert docx_of(letter) == data
    assert check_upload(SimpleUploadedFile("lettre.docx", data)).kind == "docx"


def test_the_docx_is_downloaded_by_whoever_reads_the_letter(world: World) -> None:
    letter = letter_of(world)
    url = address(world, "letter_docx", letter.pk)
    assert signed_in(world.employer).get(url).status_code == 404
    response = signed_in(world.reader).get(url)
    assert b"".join(response) == docx_of(letter)
    assert "attachment" in response["Content-Disposition"]


def test_the_pdf_says_the_text_and_nothing_it_rests_on(world: World) -> None:
    letter = letter_of(world)
    assert letter.sources != []
    content = letter_content(letter)
    html = render_to_string(
        "dialogue/pdf/letter.html", content | {"title": "Lettre", "draft": True}
    )
    assert "<li>les notices</li>" in html
    assert "L. 2312-15" not in html
    assert "brouillon" in html


def test_a_draft_is_filed_in_the_caucus_once(world: World) -> None:
    letter = letter_of(world)
    document = letter_files.file_docx(letter, actor=world.elected)
    assert (document.room, document.given_by) == (Room.CAUCUS, str(world.elected))
    assert document.title.replace("\xa0", " ") == "Brouillon : Informations demandées"
    version = document.versions.get()
    with default_storage.open(version.stored_name) as stored:
        assert stored.read() == docx_of(letter)
    with pytest.raises(Refused, match="déjà la dernière version"):
        letter_files.file_docx(letter, actor=world.elected)
    letters.edit(
        letter,
        actor=world.elected,
        subject=letter.subject,
        body="Autre texte.",
        seen=letter.body,
    )
    letter_files.file_docx(letter, actor=world.elected)
    assert document.versions.count() == 2


def test_sending_files_the_text_in_the_shared_room_and_leaves_the_draft_behind(
    world: World,
) -> None:
    letter = letter_of(world)
    draft = letter_files.file_docx(letter, actor=world.elected)
    Notice.objects.all().delete()
    letters.send(letter, actor=world.secretary)
    draft.refresh_from_db()
    letter.refresh_from_db()
    assert draft.room == Room.CAUCUS
    assert letter.filed is not None
    assert (letter.filed.room, letter.filed.title) == (Room.SHARED, letter.subject)
    assert letter.filed.versions.count() == 1
    shared = Document.objects.visible_to(world.employer).filter(project=world.project)
    assert list(shared) == [letter.filed]
    # One notice for one act.
    assert Notice.objects.filter(member=world.employer).count() == 1
    report = Report.objects.get()
    assert (report.room, report.frozen) == (Room.SHARED, True)


def test_the_pdf_is_filed_once_it_is_made(world: World) -> None:
    letter = letter_of(world)
    with pytest.raises(Refused, match="pas encore prêt"):
        letter_files.file_pdf(letter, actor=world.elected)
    report = Report.objects.get()
    name = default_storage.save("reports/essai.pdf", ContentFile(b"%PDF-1.7 essai"))
    Report.objects.filter(pk=report.pk).update(
        state=JobState.DONE,
        stored_name=name,
        done_at="2026-11-10T10:00:00Z",
        sha256="0" * 64,
    )
    document = letter_files.file_pdf(letter, actor=world.elected)
    assert document.versions.get().content_type == "application/pdf"


def test_the_other_side_never_reads_sources_nor_notes(world: World) -> None:
    letter = letter_of(world)
    letters.send(letter, actor=world.secretary)
    url = address(world, "letter", letter.pk)
    assert "D’où vient ce texte" in html_of(world.elected, url)
    page = html_of(world.employer, url)
    assert "D’où vient ce texte" not in page
    assert "À vérifier avant" not in page


def test_words_left_to_fill_in_hold_the_letter_back(world: World) -> None:
    letter = letter_of(world, body="Nous désignons [à compléter : nom].")
    with pytest.raises(Refused, match="mots à compléter"):
        letters.send(letter, actor=world.secretary)
    assert Letter.objects.get().sent_at is None


def test_a_resolution_is_sent_once_it_is_adopted(world: World) -> None:
    letter = resolution(world, K.COURT)
    with pytest.raises(Refused, match="une fois adoptée"):
        letters.send(letter, actor=world.secretary)
    resolutions.adopt(letter, actor=world.secretary, on=date(2026, 11, 9))
    with pytest.raises(Refused, match="est adoptée"):
        letters.edit(
            letter, actor=world.elected, subject="x", body="y", seen=letter.body
        )
    letters.send(letter, actor=world.secretary)
    assert Event.objects.exclude(kind=EventKind.INFORMATION).count() == 0


def test_the_vote_of_an_expertise_enters_the_log_and_moves_the_date(
    world: World,
) -> None:
    letter = resolution(world)
    resolutions.adopt(letter, actor=world.secretary, on=date(2026, 11, 9))
    event = Event.objects.get(kind=EventKind.EXPERT_NAMED)
    assert (event.on, event.room) == (date(2026, 11, 9), Room.CAUCUS)
    letter.consultation.refresh_from_db()
    assert letter.consultation.due_on == date(2026, 12, 26)
    assert Entry.objects.filter(verb="letter.adopted", room=Room.CAUCUS).count() == 1
    with pytest.raises(Refused, match="déjà adoptée"):
        resolutions.adopt(letter, actor=world.secretary, on=date(2026, 11, 9))


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 11), "dans l’avenir"),
        (date(2026, 11, 10), "mots à compléter"),
    ],
)
def test_an_adoption_that_cannot_be_changes_nothing(
    world: World, on: date, sentence: str
) -> None:
    letter = resolution(world, body="Désigne [à compléter : cabinet].")
    with pytest.raises(Refused, match=sentence):
        resolutions.adopt(letter, actor=world.secretary, on=on)
    assert Letter.objects.get().adopted_on is None
    assert not Event.objects.filter(kind=EventKind.EXPERT_NAMED).exists()


def test_a_letter_is_not_voted(world: World) -> None:
    letter = letter_of(world)
    with pytest.raises(Refused, match="Seule une délibération"):
        resolutions.adopt(letter, actor=world.secretary, on=date(2026, 11, 9))


def on_agenda(world: World, letter: Letter) -> AgendaPoint:
    meeting = meetings.plan(
        world.project, actor=world.secretary, held_on=date(2026, 11, 17)
    )
    return resolutions.put_on_agenda(letter, actor=world.elected, meeting=meeting)


def test_a_resolution_enters_an_agenda_once_with_only_its_vote_left_blank(
    world: World,
) -> None:
    body = VOTED.replace(
        "sept voix pour", "[à compléter : nombre de voix pour, contre, abstentions]"
    )
    letter = resolution(world, body=body)
    point = on_agenda(world, letter)
    assert (point.title, point.kind, point.to_vote) == (
        "Délibération",
        PointKind.RESOLUTION,
        True,
    )
    with pytest.raises(Refused, match="déjà à l’ordre du jour"):
        on_agenda(world, letter)
    agenda.remove_point(point, actor=world.elected)
    letter.refresh_from_db()
    assert letter.point is None


@pytest.mark.parametrize(
    ("counts", "on", "sentence"),
    [
        ((3, 4, 0), date(2026, 11, 17), "n’a pas adopté"),
        ((3, 2, 1), date(2026, 11, 17), "n’a pas adopté"),
        ((4, 2, 1), date(2026, 11, 16), "inscrit à la réunion du 17"),
        ((4, 2, 1), date(2026, 11, 17), ""),
    ],
)
def test_the_recorded_vote_of_the_point_decides(
    world: World, counts: tuple[int, int, int], on: date, sentence: str
) -> None:
    letter = resolution(world)
    point = on_agenda(world, letter)
    AgendaPoint.objects.filter(pk=point.pk).update(
        votes_for=counts[0], votes_against=counts[1], abstentions=counts[2]
    )
    letter = Letter.objects.get()
    with time_machine.travel("2026-11-18T10:00:00+01:00", tick=False):
        if sentence:
            with pytest.raises(Refused, match=sentence):
                resolutions.adopt(letter, actor=world.secretary, on=on)
        else:
            resolutions.adopt(letter, actor=world.secretary, on=on)
    assert bool(Letter.objects.get().adopted_on) == (not sentence)


def test_the_page_of_kinds_says_what_is_missing(world: World) -> None:
    opened(world)
    page = html_of(world.elected, address(world, "letters"))
    assert "Aucun usage n’est constaté" in page
    assert "genre=expert" in page
    assert "genre=suspend" not in page
    answer = signed_in(world.elected).get(
        f"{address(world, 'letter_new')}?genre=suspend", follow=True
    )
    assert "Aucun usage n’est constaté" in answer.text


def test_a_kind_is_proposed_with_its_sources_and_kept(world: World) -> None:
    opened(world)
    url = f"{address(world, 'letter_new')}?genre=expert"
    client = signed_in(world.elected)
    page = client.get(url).text
    assert "L. 2315-94" in page
    assert "À vérifier avant d’envoyer" in page
    answer = client.post(url, {"subject": "Expertise", "body": "Décide."})
    letter = Letter.objects.get()
    assert answer["Location"] == address(world, "letter", letter.pk)
    assert letter.kind == K.EXPERT
    assert "L. 2315-94, 2°" in {row["detail"] for row in letter.sources}


def test_the_forms_of_the_vote_work_from_the_page(world: World) -> None:
    letter = resolution(world)
    client = signed_in(world.secretary)
    url = address(world, "letter_adopt", letter.pk)
    assert "Indiquez une date" in client.post(url, {"on": ""}).text
    assert (
        "Le vote est noté" in client.post(url, {"on": "2026-11-09"}, follow=True).text
    )
    page = html_of(world.secretary, address(world, "letter", letter.pk))
    assert "adoptée le 9 novembre 2026" in page.replace("\xa0", " ")
    meeting = meetings.plan(
        world.project, actor=world.secretary, held_on=date(2026, 11, 17)
    )
    agenda_url = address(world, "letter_agenda", letter.pk)
    answer = client.post(agenda_url, {"meeting": meeting.pk}, follow=True)
    assert "déjà adoptée" in answer.text


def test_a_file_without_a_format_is_not_filed(world: World) -> None:
    letter = letter_of(world)
    url = address(world, "letter_file", letter.pk)
    client = signed_in(world.elected)
    assert "Choisissez le format" in client.post(url, {}, follow=True).text
    assert "Le fichier est classé" in client.post(
        url, {"papier": "docx"}, follow=True
    ).text.replace("\xa0", " ")
    assert Document.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_letters_ask_as_many_queries_for_three_as_for_one(
    world: World, rows: int
) -> None:
    letter = letter_of(world)
    sent(world, letter.consultation, *(f"Question {rank} ?" for rank in range(rows)))
    for rank in range(rows):
        letters.draft(
            letter.consultation,
            actor=world.elected,
            subject=f"Lettre {rank}",
            body="Texte.",
        )
    client = signed_in(world.secretary)
    counted = []
    for path in (
        address(world, "letters"),
        address(world, "letter", letter.pk),
    ):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counted.append(len(captured))
    assert counted == [15, 7]


def test_the_frozen_pdf_is_asked_once_for_one_text(world: World) -> None:
    letter = letter_of(world)
    letters.send(letter, actor=world.secretary)
    letters.send(letter, actor=world.secretary)
    assert Report.objects.count() == 1
    assert "Informations demandées" in reports.html_of(Report.objects.get())


def test_a_resolution_enters_a_proposed_agenda_once_its_subject_is_shared(
    world: World,
) -> None:
    letter = resolution(world)
    meeting = meetings.plan(
        world.project, actor=world.secretary, held_on=date(2026, 11, 17)
    )
    agenda.enter_by_law(
        meeting, actor=world.secretary, consultation=letter.consultation
    )
    meetings.propose(meeting, actor=world.secretary)
    url = address(world, "letter_agenda", letter.pk)
    client = signed_in(world.elected)
    refused = client.post(url, {"meeting": meeting.pk}, follow=True)
    assert "dès maintenant, «\u00a0Délibération\u00a0» sera lu" in refused.text
    assert meeting.points.count() == 1
    client.post(url, {"meeting": meeting.pk, "sure": "on"})
    assert meeting.points.count() == 2
