from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from projects import claims, deadlines, reminders
from projects.actions import preferences
from projects.enums import DeadlineState, JobState, Role, Room
from projects.models import Deadline, Mail, Member, Reminder
from projects.sweep import send_reminders
from tests.factories import World, make_guest, make_member

DUE_ON = date(2026, 11, 26)


def at(text: str) -> datetime:
    """Time in UTC; Paris is one hour ahead in November."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_deadline(world: World, due_on: date = DUE_ON, **fields: Any) -> Deadline:
    fields.setdefault("created_at", at("2026-09-01T10:00"))
    fields.setdefault("room", Room.CAUCUS)
    fields.setdefault("key", f"essai:{due_on}")
    return Deadline.objects.create(
        organisation=world.organisation,
        project=world.project,
        label="Avis du CSE",
        due_on=due_on,
        **fields,
    )


def days_of(member: Member, state: str = JobState.WAITING) -> list[int]:
    rows = Reminder.objects.filter(member=member, state=state)
    return list(rows.order_by("due_at").values_list("days_before", flat=True))


def mails_to(member: Member) -> list[str]:
    sent = Mail.objects.filter(to=member.user.email).order_by("created_at")
    return list(sent.values_list("subject", flat=True))


# ---- planning ---------------------------------------------------------------------
def test_every_person_of_the_delegation_and_nobody_else_is_planned(
    world: World,
) -> None:
    make_deadline(world, room=Room.SHARED)
    reminders.plan(at("2026-11-10T10:00"))
    planned = set(Reminder.objects.values_list("member", flat=True))
    delegation = (world.secretary, world.elected, world.admin, world.reader)
    assert planned == {member.pk for member in delegation}
    assert days_of(world.elected) == [15, 7, 2, 0, -1]


def test_planning_again_adds_nothing(world: World) -> None:
    make_deadline(world)
    now = at("2026-11-10T10:00")
    assert reminders.plan(now) == 20
    assert reminders.plan(now) == 0
    assert Reminder.objects.count() == 20


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 7, 10), "2026-07-08T06:00"),
        (date(2026, 11, 26), "2026-11-24T07:00"),
        (date(2026, 10, 26), "2026-10-24T06:00"),  # the night has 25 hours
        (date(2026, 10, 27), "2026-10-25T07:00"),
        (date(2027, 3, 29), "2027-03-27T07:00"),
        (date(2027, 3, 30), "2027-03-28T06:00"),  # the night has 23 hours
    ],
)
def test_reminders_leave_at_eight_in_paris_in_both_seasons(
    due_on: date, expected: str
) -> None:
    assert reminders.moment(due_on, 2).astimezone(UTC) == at(expected)


def test_a_date_set_nine_days_ahead_is_said_once_at_once(world: World) -> None:
    now = at("2026-11-17T10:00")
    make_deadline(world, created_at=now - timedelta(minutes=1))
    reminders.plan(now)
    send_reminders(now)
    assert mails_to(world.elected) == ["Navette : une échéance dans 9 jours"]
    assert days_of(world.elected) == [7, 2, 0, -1]
    done = Reminder.objects.get(member=world.elected, state=JobState.DONE)
    assert (done.days_before, done.late) == (15, False)


def test_a_newcomer_is_told_of_what_comes_not_of_what_was_said(world: World) -> None:
    make_deadline(world)
    newcomer = make_member(world.organisation, Role.ELECTED, since=date(2026, 11, 20))
    reminders.plan(at("2026-11-20T10:00"))
    assert days_of(newcomer) == [2, 0, -1]


def test_old_distant_closed_and_informative_dates_are_not_planned(
    world: World,
) -> None:
    make_deadline(world, date(2026, 11, 8))
    make_deadline(world, date(2027, 3, 1))
    make_deadline(world, date(2026, 11, 20), binding=False)
    make_deadline(
        world,
        date(2026, 11, 21),
        state=DeadlineState.MET,
        closed_at=at("2026-11-09T10:00"),
    )
    assert reminders.plan(at("2026-11-10T10:00")) == 0


def test_a_date_that_is_put_is_planned_at_once(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    day = timezone.localdate() + timedelta(days=10)
    with django_capture_on_commit_callbacks(execute=True):
        deadlines.put(world.project, "essai", "Avis", day, actor=world.secretary)
    assert days_of(world.elected) == [15, 7, 2, 0, -1]


def test_a_date_that_moves_drops_what_was_planned(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    day = timezone.localdate() + timedelta(days=10)
    with django_capture_on_commit_callbacks(execute=True):
        old = deadlines.put(world.project, "essai", "Avis", day, actor=world.secretary)
        deadlines.put(
            world.project,
            "essai",
            "Avis",
            day + timedelta(days=1),
            actor=world.secretary,
            reason="Expert désigné",
        )
    states = set(Reminder.objects.filter(deadline=old).values_list("state", flat=True))
    assert states <= {JobState.DROPPED}
    assert days_of(world.elected) == [15, 7, 2, 0, -1]


# ---- sending ----------------------------------------------------------------------
def test_a_reminder_carries_number_date_and_link_only(world: World) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    with time_machine.travel(at("2026-11-19T07:01"), tick=False):
        send_reminders(at("2026-11-19T07:01"))
    sent = Mail.objects.get(to=world.elected.user.email)
    assert sent.subject == "Navette : une échéance dans 7 jours"
    assert world.project.number in sent.text
    assert "Jeudi 26 novembre 2026 (dans 7 jours)" in sent.text
    assert f"http://localhost{world.project.get_absolute_url()}" in sent.text
    assert sent.unsubscribe_url in sent.text
    assert "retard" not in sent.text
    for secret in (world.project.title, "Avis du CSE", "&#x27;"):
        assert secret not in sent.subject + sent.text


def test_a_reminder_says_whose_file_to_a_person_of_two_organisations(
    world: World,
) -> None:
    make_guest(world.other_project, user=world.elected.user)
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    send_reminders(at("2026-11-19T07:01"))
    number = world.project.number
    texts = {
        member: Mail.objects.get(to=member.user.email).text
        for member in (world.elected, world.secretary)
    }
    assert f"Dossier n° {number}, CSE Clientis : une" in texts[world.elected]
    assert f"Dossier n° {number} : une" in texts[world.secretary]
    assert not Mail.objects.filter(subject__contains="CSE").exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (7, "Navette : une échéance dans 7 jours"),
        (1, "Navette : une échéance demain"),
        (0, "Navette : une échéance aujourd’hui"),
        (-1, "Navette : une échéance est dépassée"),
    ],
)
def test_the_subject_says_how_long_is_left(days: int, words: str) -> None:
    assert reminders.subject(days) == words


def test_one_mail_per_date_offset_and_person(world: World) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    for moment in ("2026-11-11T07:00", "2026-11-11T07:01", "2026-11-19T07:00"):
        send_reminders(at(moment))
        send_reminders(at(moment))
    assert mails_to(world.elected) == [
        "Navette : une échéance dans 15 jours",
        "Navette : une échéance dans 7 jours",
    ]


def test_after_three_days_without_power_one_late_mail_leaves_not_two(
    world: World,
) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-17T10:00"))
    send_reminders(at("2026-11-17T10:00"))
    Mail.objects.all().delete()
    send_reminders(at("2026-11-25T18:00"))
    assert mails_to(world.elected) == ["Navette : une échéance demain"]
    assert days_of(world.elected, JobState.DROPPED) == [7]
    late = Reminder.objects.get(
        member=world.elected, days_before=2, state=JobState.DONE
    )
    assert late.late is True
    sent = Mail.objects.get(to=world.elected.user.email)
    assert "en retard" in sent.text
    assert "24 novembre 2026 à 8\u00a0h." in sent.text


def test_a_date_that_was_met_sends_nothing(world: World) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    deadlines.close(world.project, f"essai:{DUE_ON}", DeadlineState.MET)
    send_reminders(at("2026-11-27T10:00"))
    assert Mail.objects.count() == 0
    assert days_of(world.elected, JobState.DROPPED) == [15, 7, 2, 0, -1]


def test_wishes_are_read_when_the_hour_comes(world: World) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    user = world.elected.user
    preferences.choose(user, reminders_by_mail=True, reminder_days=[2], digest=True)
    send_reminders(at("2026-11-19T07:01"))
    assert mails_to(world.elected) == []
    send_reminders(at("2026-11-24T07:01"))
    assert mails_to(world.elected) == ["Navette : une échéance dans 2 jours"]
    preferences.stop(user, preferences.Wish.REMINDERS)
    send_reminders(at("2026-11-26T07:01"))
    assert len(mails_to(world.elected)) == 1
    assert len(mails_to(world.secretary)) == 3


def test_a_person_who_left_is_not_reminded(world: World) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    world.elected.until = date(2026, 11, 12)
    world.elected.save()
    send_reminders(at("2026-11-19T07:01"))
    assert mails_to(world.elected) == []
    assert days_of(world.elected, JobState.DROPPED) == [15, 7]


def test_a_reminder_that_breaks_does_not_stop_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    render = reminders.text

    def break_one(reminder: Reminder, **words: Any) -> str:
        if reminder.member_id == world.elected.pk:
            raise LookupError("gabarit cassé")
        return render(reminder, **words)

    monkeypatch.setattr(reminders, "text", break_one)
    send_reminders(at("2026-11-11T07:01"))
    assert mails_to(world.elected) == []
    assert len(mails_to(world.secretary)) == 1
    broken = Reminder.objects.get(member=world.elected, days_before=15)
    assert (broken.state, broken.attempts) == (JobState.WAITING, 1)
    assert broken.error == "LookupError('gabarit cassé')"
    assert broken.next_try_at == at("2026-11-11T07:02")


def test_a_worker_killed_between_claim_and_mail_is_swept_after_its_lease(
    world: World,
) -> None:
    make_deadline(world)
    reminders.plan(at("2026-11-10T10:00"))
    now = at("2026-11-11T07:00")
    killed = Reminder.objects.get(member=world.elected, days_before=15)
    assert claims.claim(Reminder, killed.pk, now=now)
    send_reminders(now)
    assert mails_to(world.elected) == []
    send_reminders(now + claims.LEASE + timedelta(seconds=1))
    assert mails_to(world.elected) == ["Navette : une échéance dans 15 jours"]


def test_planning_asks_the_same_questions_for_one_date_and_for_three(
    world: World, django_assert_num_queries: Any
) -> None:
    make_deadline(world)
    with django_assert_num_queries(4):
        reminders.plan(at("2026-11-10T10:00"))
    make_deadline(world, date(2026, 11, 24))
    make_deadline(world, date(2026, 11, 25))
    with django_assert_num_queries(4):
        reminders.plan(at("2026-11-10T10:00"))
