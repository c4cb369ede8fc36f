"""The demonstration: played once, through public acts, with dates that hold."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from dialogue.actions import clock
from dialogue.enums import (
    ConsultationState,
    LetterKind,
    OpinionState,
    QuestionState,
)
from dialogue.law.events import KEEPS
from dialogue.models import (
    Consultation,
    Expertise,
    Letter,
    Opinion,
    Question,
)
from projects.context import DEMO_ACCOUNTS, DEMO_PASSWORD
from projects.enums import Answer3, Room, Side, SystemReportState
from projects.models import (
    Deadline,
    Document,
    Entry,
    InformationDue,
    Member,
    Project,
    System,
    SystemReport,
    User,
)


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Played once for all these tests, which change nothing of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_database(played: None, db: None) -> None:
    """What a test reads is read after the play."""


def test_every_account_shown_at_sign_in_opens() -> None:
    for address, _label in DEMO_ACCOUNTS:
        user = User.objects.get(email=address)
        assert user.check_password(DEMO_PASSWORD)
        assert Member.objects.active().filter(user=user).exists()


def test_the_story_stands_a_week_before_the_opinion_is_due() -> None:
    project = Project.objects.get(title="Assistant IA du service client")
    consultation = Consultation.objects.get(project=project)
    assert project.used_before_opinion
    assert consultation.state == ConsultationState.OPEN
    assert clock.facts_of(consultation).expert
    assert consultation.due_on is not None
    left = consultation.due_on - timezone.localdate()
    # Two months counted from the working day nearest to 54 days ago.
    assert timedelta(days=4) <= left <= timedelta(days=8)
    states = Question.objects.filter(project=project).values_list("state", flat=True)
    assert sorted(states) == sorted(
        [QuestionState.ANSWERED] * 2
        # Two partial answers, and one that nobody has judged yet.
        + [QuestionState.PARTLY] * 3
        + [QuestionState.SENT] * 3
        + [QuestionState.DRAFT] * 3
    )


def test_the_small_case_is_followed_to_the_opinion_that_was_sent() -> None:
    opinion = Opinion.objects.get(
        state=OpinionState.TRANSMITTED, project__title__startswith="Règles"
    )
    vote = opinion.votes.get()
    assert (vote.votes_for, vote.abstentions, vote.adopted) == (2, 1, True)
    assert opinion.transmission.report.frozen


def test_the_delegation_keeps_papers_and_a_letter_for_itself() -> None:
    kept = Document.objects.filter(room=Room.CAUCUS).order_by("given_on")
    assert [(row.confidential, row.filed_by.side) for row in kept] == [
        (False, Side.DELEGATION),  # the mission letter of the expert
        (True, Side.DELEGATION),
        (False, Side.DELEGATION),
        (False, Side.DELEGATION),  # the expert's report
    ]
    reminder = Letter.objects.get(kind=LetterKind.REMINDER)
    assert reminder.sent_at is None
    # Three without an answer, two with a part, one that nobody has judged yet.
    assert reminder.body.count("Q-") == 6


def test_letters_of_three_kinds_are_shown_and_one_was_sent() -> None:
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


def test_the_checklist_shows_every_state_and_one_line_to_judge() -> None:
    states = Counter(one.state_words for one in InformationDue.objects.all())
    assert states.keys() == {"reçue", "insuffisante", "manquante", "à juger"}
    assert states["à juger"] == 1


def test_the_expertise_is_told_from_its_vote_to_its_report() -> None:
    sheet = Expertise.objects.get(firm="Cabinet Arpège Travail")
    assert sheet.choice_vote_id == sheet.principle_vote_id is not None
    kinds = set(sheet.consultation.events.live().values_list("kind", flat=True))
    assert set(KEEPS) <= kinds
    assert sheet.forecast_cost == 28_500


def test_an_establishment_follows_the_central_cse_by_seven_days() -> None:
    below = Consultation.objects.get(central__isnull=False)
    above = below.central
    assert above is not None
    assert above.organisation != below.organisation
    computation = clock.compute(above)
    last = computation.date_for("avis_etablissement")
    opinion = computation.date_for("avis")
    assert last is not None
    assert last.strict is not None
    assert opinion is not None
    assert opinion.strict is not None
    assert last.extended == opinion.strict - timedelta(days=7)
    # The expertise of the central CSE moved the date of both.
    assert (above.due_on, below.due_on) == (opinion.strict, last.strict)
    assert Entry.objects.filter(
        project=below.project, verb="deadline.moved", actor_name="Navette"
    ).exists()
    arrived = above.forwarded.get()
    assert arrived.source == below
    assert below.opinion_on is not None
    assert below.opinion_on <= arrived.received_on <= last.strict


def test_the_register_holds_an_assistant_a_public_sheet_and_a_late_review() -> None:
    systems = {system.name: system for system in System.objects.all()}
    assert sorted(systems) == [
        "Badges d’entrée et de sortie",
        "Lexa Répond",
        "Planning des plateaux",
    ]
    today = timezone.localdate()
    late = [name for name, system in systems.items() if system.is_to_review(today)]
    assert late == ["Badges d’entrée et de sortie"]
    assistant = systems["Lexa Répond"]
    assert assistant.uses_ai == Answer3.YES
    assert assistant.project is not None
    assert assistant.project.title == "Assistant IA du service client"
    public = [name for name, system in systems.items() if system.public_token]
    assert public == ["Planning des plateaux"]
    assert sorted(SystemReport.objects.values_list("state", flat=True)) == [
        SystemReportState.OPEN,
        SystemReportState.TO_READ,
    ]


def test_no_date_of_the_demo_is_overdue_and_the_journal_is_in_order() -> None:
    assert not Deadline.objects.open().filter(due_on__lt=timezone.localdate()).exists()
    for project in Project.objects.all():
        moments = list(
            Entry.objects.filter(project=project).order_by("id").values_list("at")
        )
        assert moments == sorted(moments)
