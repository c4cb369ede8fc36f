from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from projects import health
from projects.enums import JobState, Room
from projects.models import Deadline, Heartbeat, Mail, Reminder
from projects.sweep import SWEEP, beat
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def up_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "uptime", lambda: timedelta(hours=1))


def ask() -> tuple[int, dict[str, Any]]:
    response = Client().get("/sante")
    return response.status_code, response.json()


def make_reminder(world: World, minutes_ago: int) -> Reminder:
    deadline = Deadline.objects.create(
        organisation=world.organisation,
        project=world.project,
        key="essai",
        label="Avis",
        due_on=timezone.localdate(),
        room=Room.CAUCUS,
    )
    due_at = timezone.now() - timedelta(minutes=minutes_ago)
    return Reminder.objects.create(
        deadline=deadline,
        member=world.elected,
        days_before=0,
        due_at=due_at,
        next_try_at=due_at,
    )


def make_mail(minutes_ago: int, **fields: Any) -> Mail:
    return Mail.objects.create(
        key="essai",
        to="elue@example.org",
        subject="Navette",
        text="Bonjour",
        next_try_at=timezone.now() - timedelta(minutes=minutes_ago),
        **fields,
    )


def test_everything_well_is_said_without_a_name(world: World) -> None:
    beat(SWEEP, timezone.now())
    make_mail(1)
    make_reminder(world, 1)
    status, facts = ask()
    assert status == 200
    assert facts["status"] == "ok"
    assert facts["database"] == "ok"
    assert facts["broker"] == "embedded"
    assert facts["stale"] == []
    assert set(facts) == {
        "status",
        "stale",
        "database",
        "broker",
        "last_sweep",
        "oldest_unsent_reminder",
        "oldest_unfinished_job",
        "failed_mails",
        "failed_reports",
    }


def test_a_sweeper_that_stopped_is_stale() -> None:
    beat(SWEEP, timezone.now() - timedelta(minutes=6))
    assert (ask()[0], ask()[1]["stale"]) == (503, ["last_sweep"])
    Heartbeat.objects.all().delete()
    assert (ask()[0], ask()[1]["stale"]) == (503, ["last_sweep"])


def test_a_service_that_just_started_has_time_to_catch_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "uptime", lambda: timedelta(minutes=1))
    status, facts = ask()
    assert (status, facts["status"], facts["stale"]) == (200, "ok", ["last_sweep"])


def test_a_reminder_that_waits_is_stale(world: World) -> None:
    beat(SWEEP, timezone.now())
    reminder = make_reminder(world, 16)
    status, facts = ask()
    assert (status, facts["stale"]) == (503, ["oldest_unsent_reminder"])
    Reminder.objects.filter(pk=reminder.pk).update(state=JobState.DROPPED)
    assert ask()[0] == 200


def test_a_mail_nobody_takes_is_stale_but_not_one_that_waits_for_its_next_try() -> None:
    beat(SWEEP, timezone.now())
    mail = make_mail(16)
    assert (ask()[0], ask()[1]["stale"]) == (503, ["oldest_unfinished_job"])
    Mail.objects.filter(pk=mail.pk).update(
        next_try_at=timezone.now() + timedelta(hours=5)
    )
    assert ask()[0] == 200


def test_failures_are_counted() -> None:
    beat(SWEEP, timezone.now())
    make_mail(1, state=JobState.FAILED)
    assert ask()[1]["failed_mails"] == 1


def test_a_broker_that_is_away_is_said_and_pages_go_on(
    settings: LazySettings,
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    beat(SWEEP, timezone.now())
    status, facts = ask()
    assert (status, facts["broker"]) == (200, "unreachable")


def test_a_database_that_is_away_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_now: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(health, "_ages", refuse)
    status, facts = ask()
    assert (status, facts["status"], facts["database"]) == (
        503,
        "down",
        "unreachable",
    )


def test_health_needs_no_account_and_is_never_cached() -> None:
    response = Client().get("/sante")
    assert "no-store" in response["Cache-Control"]
    assert Client().post("/sante").status_code == 405
