"""Questions: drafts that never look sent, and batches with a receipt."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.actions import batches, questions
from dialogue.enums import QuestionState, Theme
from dialogue.models import Consultation, Question, QuestionBatch
from projects.enums import Role, Room
from projects.errors import Conflict, Refused
from projects.models import Deadline, Entry, Item, Mail, Notice
from tests.dialogue.stories import (
    address,
    drafted,
    finding,
    html_of,
    opened,
    prepared,
    reply,
    sent,
    signed_in,
)
from tests.factories import World, make_guest

WANTED = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False) as traveller:
        yield traveller


# ---- drafts ----------------------------------------------------------------------


def test_a_draft_is_numbered_in_the_caucus_and_remembers_its_origin(
    world: World,
) -> None:
    origin = finding(world)
    consultation = opened(world)
    first = drafted(world, consultation, "Qui voit les temps ?", origin=origin)
    second = drafted(world, consultation, "Combien de temps ?")
    assert [first.item.number, second.item.number] == ["Q-1", "Q-2"]
    assert (first.item.room, first.item.origin) == (Room.CAUCUS, origin)
    assert first.item.url == address(world, "question", first.pk)
    assert first.item.state == "brouillon, non transmise"


def test_the_same_draft_sent_twice_is_one_draft(world: World) -> None:
    consultation = opened(world)
    drafted(world, consultation, "Qui ?")
    drafted(world, consultation, "Qui ?")
    assert Question.objects.count() == 1


def test_a_draft_is_edited_and_a_sent_question_is_not(world: World) -> None:
    consultation = opened(world)
    question = drafted(world, consultation, "Qui ?")
    fields = {"theme": Theme.DATA, "origin": None, "actor": world.secretary}
    questions.edit(question, text="Qui, et où ?", seen="Qui ?", **fields)
    assert question.item.title == "Qui, et où ?"
    batches.send(
        consultation,
        actor=world.secretary,
        chosen=[question],
        wanted_on=None,
        batch_id=uuid4(),
    )
    with pytest.raises(Refused, match="ne change plus"):
        questions.edit(question, text="Quoi ?", seen="Qui, et où ?", **fields)


def test_two_people_who_edit_one_draft_lose_nothing(world: World) -> None:
    consultation = opened(world)
    question = drafted(world, consultation, "Qui ?")
    url = address(world, "question_edit", question.pk)
    mine = {"text": "Ma version", "theme": "other", "seen": "Qui ?"}
    theirs = mine | {"text": "Leur version"}
    assert signed_in(world.secretary).post(url, theirs).status_code == 302
    client = signed_in(world.elected)
    html = client.post(url, mine).content.decode()
    assert "a modifié cette question entre-temps" in html
    assert "Ma version" in html
    assert "Leur version" in html
    question.refresh_from_db()
    assert question.text == "Leur version"
    again = client.post(url, mine | {"seen": "Leur version"})
    assert again.status_code == 302
    question.refresh_from_db()
    assert question.text == "Ma version"
    with pytest.raises(Conflict):
        questions.edit(
            question,
            actor=world.elected,
            text="x",
            theme="other",
            origin=None,
            seen="Leur version",
        )


def test_a_question_is_written_from_the_form(world: World) -> None:
    consultation = opened(world)
    origin = finding(world)
    client = signed_in(world.elected)
    url = address(world, "question_new")
    assert f'<option value="{origin.pk}" selected>' in (
        client.get(f"{url}?origine={origin.pk}").content.decode()
    )
    assert client.get(f"{url}?origine=n-importe-quoi").status_code == 200
    empty = client.post(url, {"text": "  ", "theme": "data"}).content.decode()
    assert "Écrivez la question." in empty
    foreign = client.post(
        url, {"text": "Mon texte", "theme": "data", "origin": str(uuid4())}
    )
    assert "Mon texte" in foreign.content.decode()
    assert Question.objects.count() == 0
    answer = client.post(
        url, {"text": "Qui ?\r\nOù ?", "theme": "data", "origin": origin.pk}
    )
    assert answer.url == address(world, "questions")
    question = Question.objects.get()
    assert (question.text, question.consultation) == ("Qui ?\nOù ?", consultation)


def test_without_a_consultation_one_is_prepared_first(world: World) -> None:
    answer = signed_in(world.elected).get(address(world, "question_new"))
    assert answer.url == address(world, "consultation_new")


def test_a_draft_never_looks_sent(world: World) -> None:
    question = drafted(world, opened(world), "Qui voit les temps ?")
    for url in (
        address(world, "questions"),
        address(world, "question", question.pk),
    ):
        html = html_of(world.elected, url)
        assert "Brouillon, non transmis" in html
        assert "Transmise" not in html
        assert "transmise le" not in html
        assert "Sans réponse" not in html


# ---- sending ---------------------------------------------------------------------


def test_a_batch_shares_tells_mails_and_asks_for_a_date(world: World) -> None:
    consultation = opened(world)
    it = make_guest(world.project, Role.IT)
    Notice.objects.all().delete()
    batch = sent(world, consultation, "Qui ?", "Où ?", wanted_on=WANTED)
    rows = list(Question.objects.all())
    assert {(row.state, row.item.room, row.batch) for row in rows} == {
        (QuestionState.SENT, Room.SHARED, batch)
    }
    assert batch.rank == 1
    deadline = Deadline.objects.get(key=f"batch:{batch.pk}:reponse")
    assert (deadline.due_on, deadline.binding, deadline.room) == (
        WANTED,
        False,
        Room.SHARED,
    )
    line = Entry.objects.get(verb="question.sent")
    assert line.sentence == (
        "2 questions transmises à la direction, envoi n° 1 : Q-1, Q-2"
    )
    mails = Mail.objects.order_by("to")
    assert {mail.to for mail in mails} == {world.employer.user.email, it.user.email}
    assert {mail.subject for mail in mails} == {
        "Navette : des questions vous attendent"
    }
    for mail in mails:
        assert world.project.title not in mail.subject + mail.text
        assert "Qui ?" not in mail.text
        assert address(world, "batch", batch.pk) in mail.text
    told = {notice.member for notice in Notice.objects.all()}
    assert {world.employer, it, world.elected} <= told
    assert not told & {world.secretary, world.outsider, world.ex_member}


def test_a_wished_date_is_not_required(world: World) -> None:
    batch = sent(world, opened(world), "Qui ?")
    assert not Deadline.objects.filter(key__startswith="batch:").exists()
    assert html_of(world.employer, address(world, "batch", batch.pk)).count("Q-1") > 0


def choice(world: World, rows: list[Question], **fields: Any) -> dict[str, Any]:
    return {"questions": [row.pk for row in rows], "batch": str(uuid4()), **fields}


def test_the_secretary_chooses_reads_confirms_and_gets_a_receipt(world: World) -> None:
    consultation = opened(world)
    rows = [drafted(world, consultation, text) for text in ("Qui ?", "Où ?", "Secret")]
    client = signed_in(world.secretary)
    url = address(world, "questions_send")
    html = client.get(url).content.decode()
    assert "Q-3 · Secret" in html
    assert "Transmettre 3" not in html
    data = choice(world, rows[:2], wanted_on="2026-12-01")
    recap = client.post(url, data).content.decode()
    assert "Ce que la direction va recevoir" in recap
    assert "Transmettre 2 questions à la direction" in recap
    assert "1er décembre 2026" in recap
    assert "Secret" not in recap
    assert str(world.employer) in recap
    assert QuestionBatch.objects.count() == 0
    changed = client.post(url, data | {"change": "1"}).content.decode()
    assert "Étape 1 sur 2" in changed
    answer = client.post(url, data | {"confirm": "1"})
    batch = QuestionBatch.objects.get()
    assert answer.url == address(world, "batch", batch.pk)
    for reader in (world.secretary, world.employer):
        receipt = html_of(reader, answer.url)
        assert "2 questions transmises à la direction" in receipt
        assert f"Dossier {world.project.number}, envoi n°\xa01" in receipt
        assert "20 novembre 2026 à 10" in receipt
        assert "Secret" not in receipt


def test_confirming_twice_gives_the_same_receipt_and_one_mail(world: World) -> None:
    rows = [drafted(world, opened(world), "Qui ?")]
    client = signed_in(world.secretary)
    data = choice(world, rows, confirm="1")
    url = address(world, "questions_send")
    first, second = client.post(url, data), client.post(url, data)
    assert first.url == second.url
    assert QuestionBatch.objects.count() == 1
    assert Mail.objects.count() == 1


def test_a_question_sent_in_between_is_said_and_not_sent_again(world: World) -> None:
    consultation = opened(world)
    question = drafted(world, consultation, "Qui ?")
    arguments: dict[str, Any] = {
        "actor": world.secretary,
        "chosen": [question],
        "wanted_on": None,
    }
    batches.send(consultation, batch_id=uuid4(), **arguments)
    with pytest.raises(Refused, match="Déjà transmise entre-temps : Q-1"):
        batches.send(consultation, batch_id=uuid4(), **arguments)
    html = signed_in(world.secretary).post(
        address(world, "questions_send"), choice(world, [question], confirm="1")
    )
    assert "plus un brouillon" in html.content.decode()
    assert QuestionBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"questions": []}, "Choisissez au moins une question."),
        ({"wanted_on": "hier"}, "Indiquez une date complète"),
        ({"wanted_on": "2026-11-19", "confirm": "1"}, "est déjà passée"),
        ({"wanted_on": "2026-11-19"}, "est déjà passée"),
        ({"batch": "x"}, "à corriger"),
    ],
)
def test_a_bad_choice_is_said_and_nothing_leaves(
    world: World, fields: dict[str, Any], sentence: str
) -> None:
    rows = [drafted(world, opened(world), "Qui ?")]
    answer = signed_in(world.secretary).post(
        address(world, "questions_send"), choice(world, rows) | fields
    )
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert QuestionBatch.objects.count() == 0


def test_nothing_is_sent_from_a_draft_consultation(world: World) -> None:
    consultation = prepared(world)
    rows = [drafted(world, consultation, "Qui ?")]
    html = signed_in(world.secretary).post(
        address(world, "questions_send"), choice(world, rows, confirm="1")
    )
    assert "encore un brouillon" in html.content.decode()
    assert Item.objects.filter(room=Room.SHARED).count() == 0


def test_a_batch_of_another_consultation_is_not_a_receipt(world: World) -> None:
    batch = sent(world, opened(world), "Qui ?")
    other = Consultation.objects.create(
        organisation=world.organisation, project=world.project, rank=2, subject="x"
    )
    with pytest.raises(Refused, match="autre consultation"):
        batches.send(
            other,
            actor=world.secretary,
            chosen=[],
            wanted_on=None,
            batch_id=batch.pk,
        )


# ---- what the employer never sees ------------------------------------------------


def test_the_employer_sees_sent_questions_and_nothing_of_the_caucus(
    world: World,
) -> None:
    consultation = opened(world)
    origin = finding(world, "Constat caché")
    hidden = drafted(world, consultation, "Question cachée", theme=Theme.MONITORING)
    asked = drafted(
        world,
        consultation,
        "Question posée",
        origin=origin,
        theme=Theme.MONITORING,
    )
    batches.send(
        consultation,
        actor=world.secretary,
        chosen=[asked],
        wanted_on=None,
        batch_id=uuid4(),
    )
    for url in (
        address(world, "questions"),
        address(world, "question", asked.pk),
        f"{address(world, 'questions')}?etat=draft",
    ):
        html = html_of(world.employer, url)
        for secret in (
            "Question cachée",
            "Constat caché",
            origin.number,
            "brouillon",
            str(world.elected),
            "contrôle et évaluation",
        ):
            assert secret not in html, (url, secret)
    assert "1 question transmise" in html_of(
        world.employer, address(world, "questions")
    )
    delegation = html_of(world.elected, address(world, "questions"))
    for words in ("Question cachée", origin.number, str(world.elected), "1 brouillon"):
        assert words in delegation
    client = signed_in(world.employer)
    for name in ("question", "question_edit", "answer_new", "question_judge"):
        assert client.get(address(world, name, hidden.pk)).status_code == 404


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        # question_new, questions_send, question_edit, answer_new, question_judge
        ("secretary", (200, 200, 200, 403, 200)),
        ("elected", (200, 403, 200, 403, 200)),
        ("admin", (403, 403, 403, 403, 403)),
        ("reader", (403, 403, 403, 403, 403)),
        ("employer", (403, 403, 403, 200, 403)),
        ("expert", (403, 403, 403, 403, 403)),
        ("outsider", (404, 404, 404, 404, 404)),
        ("ex_member", (404, 404, 404, 404, 404)),
    ],
)
def test_who_may_do_what(world: World, who: str, statuses: tuple[int, ...]) -> None:
    question = sent(world, opened(world), "Qui ?").questions.get()
    client = signed_in(getattr(world, who))
    urls = [
        address(world, "question_new"),
        address(world, "questions_send"),
        address(world, "question_edit", question.pk),
        address(world, "answer_new", question.pk),
        address(world, "question_judge", question.pk),
    ]
    assert tuple(client.get(url).status_code for url in urls) == statuses


# ---- the list --------------------------------------------------------------------


def test_days_without_an_answer_are_counted(
    world: World, on_the_20th_of_november: time_machine.Traveller
) -> None:
    sent(world, opened(world), "Qui ?")
    url = address(world, "questions")
    assert "Transmise aujourd’hui" in html_of(world.elected, url)
    on_the_20th_of_november.move_to(timezone.now() + timedelta(days=1))
    assert "Sans réponse depuis 1 jour<" in html_of(world.elected, url)
    on_the_20th_of_november.move_to(timezone.now() + timedelta(days=9))
    assert "Sans réponse depuis 10 jours" in html_of(world.elected, url)


def test_the_list_is_filtered_by_state(world: World) -> None:
    consultation = opened(world)
    first, _second = sent(world, consultation, "Une", "Deux").questions.all()
    reply(world, first, "Oui.")
    drafted(world, consultation, "Trois")
    url = address(world, "questions")
    shown = {
        state: [
            text
            for text in ("Une", "Deux", "Trois")
            if f">{text}</a>" in html_of(world.elected, f"{url}?etat={state}")
        ]
        for state in ("", "to-judge", "answered", "sent", "draft", "inventé")
    }
    everything = ["Une", "Deux", "Trois"]
    assert shown == {
        "": everything,
        "to-judge": ["Une"],
        "answered": [],
        "sent": ["Deux"],
        "draft": ["Trois"],
        "inventé": everything,
    }


def test_the_thread_of_a_question_is_walked_from_the_list(world: World) -> None:
    origin = finding(world)
    consultation = opened(world)
    question = drafted(world, consultation, "Qui ?", origin=origin)
    batches.send(
        consultation,
        actor=world.secretary,
        chosen=[question],
        wanted_on=None,
        batch_id=uuid4(),
    )
    reply(world, question, "Nous.")
    html = html_of(world.elected, address(world, "questions"))
    thread = html[html.index('class="thread"') :]
    knots = [thread.index(f">{number}") for number in ("C-1", "Q-1", "R-1")]
    assert knots == sorted(knots)


def answered_questions(world: World, consultation: Consultation, count: int) -> None:
    for rank in range(count):
        origin = finding(world, f"Constat {rank}")
        question = drafted(world, consultation, f"Question {rank} ?", origin=origin)
        batches.send(
            consultation,
            actor=world.secretary,
            chosen=[question],
            wanted_on=WANTED,
            batch_id=uuid4(),
        )
        reply(world, question, f"Réponse {rank}.")


def test_the_list_follows_the_numbers_of_the_questions(world: World) -> None:
    answered_questions(world, opened(world), 12)
    html = signed_in(world.secretary).get(address(world, "questions")).text
    numbers = re.findall(r'row-item" id="(Q-\d+)"', html)
    assert numbers == [f"Q-{rank}" for rank in range(1, 13)]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("secretary", 10), ("employer", 9)])
def test_the_list_asks_as_many_queries_for_one_row_as_for_three(
    world: World, who: str, queries: int, rows: int
) -> None:
    answered_questions(world, opened(world), rows)
    client: Client = signed_in(getattr(world, who))
    client.get(address(world, "questions"))
    with CaptureQueriesContext(connection) as captured:
        html = client.get(address(world, "questions")).content.decode()
    assert html.count("row-item") == rows
    assert len(captured) == queries
