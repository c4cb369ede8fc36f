"""Acts that arrive together, and acts that hold a page read before another act."""

import contextlib
import threading
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from dialogue.actions import answers, batches, consultations, letters, questions
from dialogue.enums import QuestionState
from dialogue.models import Answer, Consultation, Letter, Question, QuestionBatch
from projects.enums import DeadlineState
from projects.errors import Refused
from projects.models import Deadline
from tests.dialogue.stories import drafted, opened, reply, sent
from tests.factories import World, make_world


def today() -> date:
    return timezone.localdate()


def closed(world: World, consultation: Consultation) -> None:
    actor = world.secretary
    consultations.give_opinion(consultation, actor=actor, on=today())
    consultations.start_follow_up(consultation, actor=actor, on=today())
    consultations.close(consultation, actor=actor, on=today())


def test_nothing_reaches_a_consultation_closed_since_the_page_was_read(
    world: World,
) -> None:
    consultation = opened(world, today())
    draft = drafted(world, consultation, "Qui ?")
    asked = sent(world, consultation, "Où ?").questions.get()
    letter = letters.draft(
        consultation, actor=world.secretary, subject="Relance", body="Merci."
    )
    stale = Consultation.objects.get()
    stale_asked = Question.objects.select_related("consultation").get(pk=asked.pk)
    stale_letter = Letter.objects.select_related("consultation").get(pk=letter.pk)
    closed(world, consultation)
    actor = world.secretary
    acts: list[Callable[[], object]] = [
        lambda: batches.send(
            stale, actor=actor, chosen=[draft], wanted_on=None, batch_id=uuid4()
        ),
        lambda: questions.draft(
            Consultation(pk=stale.pk, state="open"),
            actor=actor,
            text="Quand ?",
            theme="other",
        ),
        lambda: answers.answer(
            stale_asked, actor=world.employer, text="Là.", partial=False
        ),
        lambda: letters.send(stale_letter, actor=actor),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert (QuestionBatch.objects.count(), Question.objects.count()) == (1, 2)
    assert Answer.objects.count() == 0
    assert Letter.objects.get().sent_at is None


def test_a_judgement_after_the_closing_brings_no_date_back(world: World) -> None:
    consultation = opened(world, today())
    batch = sent(world, consultation, "Qui ?", wanted_on=today() + timedelta(days=5))
    reply(world, batch.questions.get(), "Nous.")
    closed(world, consultation)
    answers.judge(
        Question.objects.get(), actor=world.secretary, complete=False, reason="Non."
    )
    assert not Deadline.objects.open().exists()


def together(*acts: Callable[[], object]) -> list[Exception]:
    start, failures = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except (DatabaseError, Refused) as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_answers_judged_at_once_close_the_wished_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = make_world()
    batch = sent(
        world,
        opened(world, today()),
        "Qui ?",
        "Où ?",
        wanted_on=today() + timedelta(days=5),
    )
    for question in batch.questions.all():
        reply(world, question, "Nous.", partial=True)
    # Whoever comes first waits for the other, as far as a lock lets it come.
    meeting, real = threading.Barrier(2), answers.follow_batch

    def follow_late(batch: QuestionBatch | None, **fields: object) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        real(batch, **fields)

    monkeypatch.setattr(answers, "follow_batch", follow_late)

    def judge(pk: object) -> None:
        answers.judge(
            Question.objects.get(pk=pk),
            actor=world.secretary,
            complete=True,
            reason="x",
        )

    first, second = [question.pk for question in batch.questions.all()]
    assert together(lambda: judge(first), lambda: judge(second)) == []
    states = set(Question.objects.values_list("state", flat=True))
    assert states == {QuestionState.ANSWERED}
    key = batches.deadline_key(batch)
    assert Deadline.objects.get(key=key).state == DeadlineState.MET


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_acts_on_one_consultation_never_wait_for_each_other_in_a_ring() -> None:
    world = make_world()
    consultation = opened(world, today())
    asked = sent(world, consultation, "Où ?").questions.get()
    actor = world.secretary

    def fresh() -> Consultation:
        return Consultation.objects.get(pk=consultation.pk)

    for turn in range(5):
        draft = drafted(world, fresh(), f"Quand {turn} ?")
        failures = together(
            lambda draft=draft: batches.send(
                fresh(), actor=actor, chosen=[draft], wanted_on=None, batch_id=uuid4()
            ),
            lambda turn=turn: drafted(world, fresh(), f"Qui {turn} ?"),
            lambda turn=turn: reply(
                world, Question.objects.get(pk=asked.pk), f"Là {turn}."
            ),
            lambda turn=turn: letters.draft(
                fresh(), actor=actor, subject="Relance", body=f"Merci {turn}."
            ),
        )
        assert failures == []
    assert Answer.objects.count() == 5
