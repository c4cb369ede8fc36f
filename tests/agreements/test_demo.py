"""The demonstration: played once, through public acts, with dates that hold."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dialogue.actions import clock
from dialogue.enums import (
    ConsultationState,
    LetterKind,
    OpinionState,
    QuestionState,
)
from dialogue.law.events import KEEPS
from dialogue.models import Consultation, Expertise, Letter, Opinion, Question
from projects.context import DEMO_ACCOUNTS, DEMO_PASSWORD
from projects.enums import Room, Side
from projects.models import Deadline, Document, Entry, Member, Project, User
from tests.factories import make_user


@pytest.fixture
def played(db: None) -> None:
    call_command("demo", stdout=StringIO())


def test_every_account_shown_at_sign_in_opens(played: None) -> None:
    for address, _label in DEMO_ACCOUNTS:
        user = User.objects.get(email=address)
        assert user.check_password(DEMO_PASSWORD)
        assert Member.objects.active().filter(user=user).exists()


def test_the_story_stands_a_week_before_the_opinion_is_due(played: None) -> None:
    project = Project.objects.get(title="Assistant IA du service client")
    consultation = Consultation.objects.get(project=project)
    assert project.used_before_opinion
    assert consultation.state == ConsultationState.OPEN
    assert clock.facts_of(consultation).expert
    assert consultation.due_on is not None
    left = consultation.due_on - timezone.localdate()
    # Two months counted from 54 days ago: 59 to 62 days according to the months.
    assert timedelta(days=5) <= left <= timedelta(days=8)
    states = Question.objects.filter(project=project).values_list("state", flat=True)
    assert sorted(states) == sorted(
        [QuestionState.ANSWERED] * 3
        + [QuestionState.PARTLY] * 2
        + [QuestionState.SENT] * 3
        + [QuestionState.DRAFT] * 3
    )


def test_the_small_case_is_followed_to_the_opinion_that_was_sent(played: None) -> None:
    opinion = Opinion.objects.get(state=OpinionState.TRANSMITTED)
    vote = opinion.votes.get()
    assert (vote.votes_for, vote.abstentions, vote.adopted) == (2, 1, True)
    assert opinion.transmission.report.frozen


def test_the_delegation_keeps_papers_and_a_letter_for_itself(played: None) -> None:
    kept = Document.objects.filter(room=Room.CAUCUS).order_by("given_on")
    assert [(row.confidential, row.filed_by.side) for row in kept] == [
        (False, Side.DELEGATION),  # the mission letter of the expert
        (True, Side.DELEGATION),
        (False, Side.DELEGATION),
        (False, Side.DELEGATION),  # the expert's report
    ]
    reminder = Letter.objects.get(kind=LetterKind.REMINDER)
    assert reminder.sent_at is None
    assert reminder.body.count("Q-") == 5  # three without an answer, two with a part


def test_letters_of_three_kinds_are_shown_and_one_was_sent(played: None) -> None:
    sent = {row.kind: row.sent_at is not None for row in Letter.objects.all()}
    assert sent == {
        LetterKind.REQUEST: True,
        LetterKind.SUSPEND: False,
        LetterKind.REMINDER: False,
    }
    asked = Letter.objects.get(kind=LetterKind.REQUEST)
    assert asked.filed is not None
    assert asked.filed.room == Room.SHARED
    assert Question.objects.exclude(library="").count() == 2


def test_the_expertise_is_told_from_its_vote_to_its_report(played: None) -> None:
    sheet = Expertise.objects.get()
    assert sheet.choice_vote_id == sheet.principle_vote_id is not None
    kinds = set(sheet.consultation.events.live().values_list("kind", flat=True))
    assert set(KEEPS) <= kinds
    assert sheet.forecast_cost == 28_500


def test_no_date_of_the_demo_is_overdue_and_the_journal_is_in_order(
    played: None,
) -> None:
    assert not Deadline.objects.open().filter(due_on__lt=timezone.localdate()).exists()
    for project in Project.objects.all():
        moments = list(
            Entry.objects.filter(project=project).order_by("id").values_list("at")
        )
        assert moments == sorted(moments)


def test_a_house_that_is_lived_in_refuses_the_demo(db: None) -> None:
    make_user()
    with pytest.raises(CommandError, match="installation vide"):
        call_command("demo")
