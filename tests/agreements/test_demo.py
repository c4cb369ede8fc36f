"""The demonstration: played once, through public acts, with dates that hold."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.demo import clientis
from agreements.demo.stage import Stage, after
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
    Event,
    Expertise,
    Letter,
    Meeting,
    Opinion,
    Question,
    QuestionBatch,
)
from projects.context import DEMO_ACCOUNTS, DEMO_PASSWORD
from projects.enums import Answer3, Room, Side, SystemReportState
from projects.models import (
    Deadline,
    Document,
    Entry,
    Member,
    Project,
    System,
    SystemReport,
    User,
)
from projects.workdays import Territory, add_months, is_working_day
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
    # Two months counted from the working day nearest to 54 days ago.
    assert timedelta(days=4) <= left <= timedelta(days=8)
    states = Question.objects.filter(project=project).values_list("state", flat=True)
    assert sorted(states) == sorted(
        [QuestionState.ANSWERED] * 3
        + [QuestionState.PARTLY] * 2
        + [QuestionState.SENT] * 3
        + [QuestionState.DRAFT] * 3
    )


def test_the_small_case_is_followed_to_the_opinion_that_was_sent(played: None) -> None:
    opinion = Opinion.objects.get(
        state=OpinionState.TRANSMITTED, project__title__startswith="Règles"
    )
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
    sheet = Expertise.objects.get(firm="Cabinet Arpège Travail")
    assert sheet.choice_vote_id == sheet.principle_vote_id is not None
    kinds = set(sheet.consultation.events.live().values_list("kind", flat=True))
    assert set(KEEPS) <= kinds
    assert sheet.forecast_cost == 28_500


def test_an_establishment_follows_the_central_cse_by_seven_days(played: None) -> None:
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


def test_the_story_of_two_levels_is_played_on_working_days(db: None) -> None:
    # Three days of rest end here, and the story crosses All Saints and Armistice.
    with time_machine.travel("2027-01-03T11:00:00+01:00"):
        call_command("demo", stdout=StringIO())
    moments = Entry.objects.filter(
        project__title__startswith="Tournées proposées"
    ).values_list("at", flat=True)
    days = {timezone.localdate(moment) for moment in moments}
    assert len(days) > 5
    assert [d for d in days if not is_working_day(d, Territory.METROPOLE)] == []


@pytest.mark.parametrize(
    "today",
    [
        "2027-01-03",  # a Sunday after a holiday, at the end of two short weeks
        "2026-07-07",  # the story crosses the holidays of May
        "2026-11-21",
    ],
)
def test_people_of_the_demo_act_on_working_days(db: None, today: str) -> None:
    with time_machine.travel(f"{today}T11:00:00+01:00"):
        call_command("demo", stdout=StringIO())
        assert not Deadline.objects.open().filter(due_on__lt=today).exists()
    days = {
        *map(timezone.localdate, Entry.objects.values_list("at", flat=True)),
        *Document.objects.values_list("given_on", flat=True),
        *Event.objects.values_list("on", flat=True),
        *Meeting.objects.values_list("held_on", flat=True),
        *Project.objects.exclude(announced_on=None).values_list(
            "announced_on", flat=True
        ),
        *QuestionBatch.objects.values_list("answer_wanted_on", flat=True),
    }
    assert len(days) > 20
    assert sorted(d for d in days if not is_working_day(d, Territory.METROPOLE)) == []
    for project in Project.objects.all():
        lines = Entry.objects.filter(project=project).order_by("id")
        moments = list(lines.values_list("at", flat=True))
        assert moments == sorted(moments)


def test_every_day_of_fifteen_years_has_a_story_in_order() -> None:
    stage = Stage.__new__(Stage)
    for number in range(15 * 365):
        stage.today = date(2026, 1, 1) + timedelta(days=number)
        told = clientis.opening_day(stage.today)
        assert 4 <= (add_months(told, 2) - stage.today).days <= 8
        held = after(told, 6)
        assert stage.moment(58, 16).date() < told
        assert after(told, 18) < stage.moment(14, 9).date()
        assert (held - after(told, 2)).days >= 4
        assert (after(held, 7) - held).days <= 15


def test_what_falls_on_a_day_of_rest_is_done_before_it_in_the_same_order() -> None:
    stage = Stage.__new__(Stage)
    stage.today = date(2027, 1, 5)  # Tuesday; the 1st of January was a Friday
    hours = ((5, 18), (4, 9), (3, 9), (3, 18), (2, 9), (1, 9))
    moments = [stage.moment(days_ago, hour) for days_ago, hour in hours]
    assert [f"{moment:%d/%m %H:%M}" for moment in moments] == [
        "31/12 18:00",
        "31/12 18:46",
        "31/12 19:31",
        "31/12 19:48",
        "31/12 20:16",
        "04/01 09:00",
    ]


def test_the_register_holds_an_assistant_a_public_sheet_and_a_late_review(
    played: None,
) -> None:
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
