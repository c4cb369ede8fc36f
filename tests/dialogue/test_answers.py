"""Answers: dated steps of the thread, judged by the delegation, with documents."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue.actions import answers, consultations
from dialogue.enums import LetterKind, QuestionState
from dialogue.letter_facts import propose
from dialogue.letters.proposal import Proposal
from dialogue.models import Answer, QuestionBatch
from projects.enums import DeadlineState, Room
from projects.errors import Refused
from projects.models import Deadline, Entry, Notice
from tests.dialogue.stories import (
    address,
    document,
    drafted,
    html_of,
    opened,
    prepared,
    reply,
    sent,
    signed_in,
)
from tests.factories import World

WANTED = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def test_an_answer_is_a_dated_step_of_the_thread(world: World) -> None:
    consultation = opened(world)
    question = sent(world, consultation, "Qui ?").questions.get()
    Notice.objects.all().delete()
    answer = reply(world, question, "Les managers.")
    assert (answer.item.number, answer.item.room) == ("R-1", Room.SHARED)
    assert answer.item.origin == question.item
    question.refresh_from_db()
    assert question.state == QuestionState.PARTLY
    assert question.item.state == "réponse transmise"
    assert Entry.objects.get(verb="answer.given").sentence == "Réponse à Q-1"
    told = {notice.member for notice in Notice.objects.all()}
    assert {world.secretary, world.elected} <= told
    assert world.employer not in told


def test_the_employer_never_says_that_its_own_answer_is_complete(
    world: World,
) -> None:
    consultation = opened(world)
    question = sent(world, consultation, "Une").questions.get()
    reply(world, question, "Nous.")
    url = address(world, "questions")
    page = html_of(world.elected, url)
    assert ("0 répondue" in page, "1 à juger" in page) == (True, True)
    assert "Répondue, à juger" in page
    for name, rest in (("questions", ()), ("question", (question.pk,))):
        seen = html_of(world.employer, address(world, name, *rest))
        assert "Réponse transmise" in seen
        assert "à juger" not in seen
    assert ">Une</a>" in html_of(world.elected, f"{url}?etat=to-judge")
    assert ">Une</a>" not in html_of(world.elected, f"{url}?etat=answered")
    answers.judge(question, actor=world.elected, complete=True, reason="tout y est")
    page = html_of(world.elected, url)
    assert ("1 répondue" in page, "1 à juger" in page) == (True, False)
    # What comes after has not been read: it is judged too.
    reply(world, question, "Et les prestataires.")
    assert "Répondue, à juger" in html_of(world.elected, url)


def test_an_answer_to_judge_stays_in_the_reminder_and_the_writer_is_told(
    world: World,
) -> None:
    consultation = opened(world)
    question = sent(world, consultation, "Qui ?").questions.get()
    reply(world, question, "Nous.")

    def proposal() -> Proposal:
        return propose(
            consultation,
            LetterKind.REMINDER,
            member=world.elected,
            today=date(2026, 11, 20),
        )

    assert "réponse reçue, que nous n’avons pas encore jugée" in proposal().body
    assert "La réponse à Q-1 attend votre jugement" in proposal().notes[0]
    answers.judge(question, actor=world.elected, complete=True, reason="tout y est")
    assert "Rien ne manque" in proposal().missing


def test_the_same_answer_sent_twice_is_one_answer(world: World) -> None:
    question = sent(world, opened(world), "Qui ?").questions.get()
    assert reply(world, question, "Nous.") == reply(world, question, "Nous.")
    assert Answer.objects.count() == 1


def test_the_wished_date_is_met_when_all_is_answered(world: World) -> None:
    batch = sent(world, opened(world), "Qui ?", "Où ?", wanted_on=WANTED)
    first, second = batch.questions.all()
    reply(world, first, "Nous.")
    reply(world, second, "Ici, en partie.", partial=True)
    key = f"batch:{batch.pk}:reponse"
    assert Deadline.objects.get(key=key).state == DeadlineState.OPEN
    reply(world, second, "Et là aussi.")
    assert Deadline.objects.get(key=key).state == DeadlineState.MET
    # The delegation is not satisfied: the date is open again.
    answers.judge(second, actor=world.elected, complete=False, reason="où, là ?")
    assert Deadline.objects.open().get(key=key).due_on == WANTED
    answers.judge(second, actor=world.elected, complete=True, reason="dit en réunion")
    assert not Deadline.objects.open().filter(key=key).exists()


def test_a_judgement_gives_its_reason_to_the_employer(world: World) -> None:
    question = sent(world, opened(world), "Qui ?").questions.get()
    url = address(world, "question_judge", question.pk)
    verdict = {"verdict": "partial", "reason": "il manque les prestataires"}
    client = signed_in(world.elected)
    client.post(url, verdict)
    question.refresh_from_db()
    assert question.state == QuestionState.SENT  # no answer to judge yet
    reply(world, question, "Les managers.")
    bad = client.post(url, {"verdict": "", "reason": "je garde ceci"}).content.decode()
    assert "Choisissez l’une des deux" in bad
    assert "je garde ceci" in bad
    assert client.post(url, verdict).status_code == 302
    question.refresh_from_db()
    assert question.state == QuestionState.PARTLY
    html = html_of(world.employer, address(world, "question", question.pk))
    assert "il manque les prestataires" in html
    denied = signed_in(world.employer).post(url, {"verdict": "complete", "reason": "x"})
    assert denied.status_code == 403


def test_the_employer_answers_from_the_form_with_documents_it_sees(
    world: World,
) -> None:
    question = sent(world, opened(world), "Qui ?").questions.get()
    shown = document(world, "Note de service")
    hidden = document(world, "Note des élus", room=Room.CAUCUS)
    client = signed_in(world.employer)
    url = address(world, "answer_new", question.pk)
    html = client.get(url).content.decode()
    assert "Note de service" in html
    assert "Note des élus" not in html
    refused = client.post(url, {"text": "Nous.", "documents": [hidden.pk]})
    assert "n’est pas disponible ici" in refused.content.decode()
    assert "Nous." in refused.content.decode()
    empty = client.post(url, {"text": ""}).content.decode()
    assert "Écrivez la réponse." in empty
    assert Answer.objects.count() == 0
    done = client.post(url, {"text": "Nous.", "documents": [shown.pk]})
    assert done.url == address(world, "question", question.pk)
    assert list(Answer.objects.get().documents.all()) == [shown]


def test_a_caucus_document_is_refused_by_the_act_too(world: World) -> None:
    question = sent(world, opened(world), "Qui ?").questions.get()
    with pytest.raises(Refused, match="espace partagé"):
        reply(
            world,
            question,
            "Nous.",
            documents=[document(world, "Note", room=Room.CAUCUS)],
        )


def test_a_confidential_document_of_an_answer_is_listed_for_its_readers_only(
    world: World,
) -> None:
    question = sent(world, opened(world), "Qui ?").questions.get()
    secret = document(
        world,
        "Contrat confidentiel",
        confidential=True,
        confidential_until=date(2027, 1, 1),
    )
    secret.readers.add(world.secretary)
    reply(world, question, "Voir le contrat.", documents=[secret])
    url = address(world, "question", question.pk)
    assert "Contrat confidentiel" in html_of(world.secretary, url)
    assert "Contrat confidentiel" not in html_of(world.elected, url)
    assert "Voir le contrat." in html_of(world.elected, url)


def test_closing_the_consultation_ends_the_wait_and_the_answers(world: World) -> None:
    consultation = opened(world)
    batch = sent(world, consultation, "Qui ?", wanted_on=WANTED)
    who, today = world.secretary, date(2026, 11, 20)
    consultations.give_opinion(consultation, actor=who, on=today)
    consultations.start_follow_up(consultation, actor=who, on=today)
    consultations.close(consultation, actor=who, on=today)
    deadline = Deadline.objects.get(key=f"batch:{batch.pk}:reponse")
    assert deadline.state == DeadlineState.CANCELLED
    with pytest.raises(Refused, match="ne reçoit plus de réponse"):
        reply(world, batch.questions.get(), "Trop tard.")


def test_a_reopened_consultation_awaits_again_what_was_not_answered(
    world: World,
) -> None:
    consultation = opened(world)
    unanswered = sent(world, consultation, "Qui ?", wanted_on=WANTED)
    answered = sent(world, consultation, "Où ?", wanted_on=WANTED)
    reply(world, answered.questions.get(), "Ici.")
    unwished = sent(world, consultation, "Quand ?")
    who, today = world.secretary, date(2026, 11, 20)
    consultations.give_opinion(consultation, actor=who, on=today)
    consultations.start_follow_up(consultation, actor=who, on=today)
    consultations.close(consultation, actor=who, on=today)
    before = Entry.objects.latest("id").pk

    consultations.reopen_follow_up(consultation, actor=who, reason="Secret")

    def states(batch: QuestionBatch) -> list[str]:
        rows = Deadline.objects.filter(key=f"batch:{batch.pk}:reponse")
        return sorted(rows.values_list("state", flat=True))

    assert states(unanswered) == ["cancelled", "open"]
    assert states(answered) == ["met"]
    assert states(unwished) == []
    told = Entry.objects.filter(pk__gt=before, room=Room.SHARED)
    assert [line.sentence for line in told] == [
        "Échéance « Réponse de la direction, envoi n° 1 » fixée au 1er décembre 2026"
    ]


def test_drafts_left_over_follow_into_the_next_consultation(world: World) -> None:
    first = opened(world)
    question = drafted(world, first, "Qui ?")
    gone = sent(world, first, "Où ?").questions.get()
    consultations.give_opinion(first, actor=world.secretary, on=date(2026, 11, 20))
    second = prepared(world)
    question.refresh_from_db()
    gone.refresh_from_db()
    assert (question.consultation, gone.consultation) == (second, first)
