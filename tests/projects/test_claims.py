import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from projects import claims, mail
from projects.enums import JobState
from projects.models import Mail


def make_mail(key: str = "k", **fields: Any) -> Mail:
    return Mail.objects.create(
        key=key, to="elue@example.org", subject="Navette", text="Bonjour", **fields
    )


def state_of(row: Mail) -> tuple[str, int, str]:
    row.refresh_from_db()
    return row.state, row.attempts, row.error


@pytest.mark.django_db
def test_a_row_is_claimed_once_while_the_lease_lasts() -> None:
    now = timezone.now()
    row = make_mail(next_try_at=now)
    assert claims.claim(Mail, row.pk, now=now) is True
    assert claims.claim(Mail, row.pk, now=now) is False
    assert claims.claim(Mail, row.pk, now=now + claims.LEASE) is False


@pytest.mark.django_db
def test_a_worker_killed_after_its_claim_gives_the_row_back() -> None:
    now = timezone.now()
    row = make_mail(next_try_at=now)
    assert claims.claim(Mail, row.pk, now=now)
    after = now + claims.LEASE + timedelta(seconds=1)
    assert claims.waiting(Mail, now=now, most=10) == []
    assert claims.waiting(Mail, now=after, most=10) == [row.pk]
    assert claims.claim(Mail, row.pk, now=after) is True
    assert state_of(row) == (JobState.WAITING, 2, "")


@pytest.mark.django_db
def test_a_row_that_is_not_due_cannot_be_claimed() -> None:
    now = timezone.now()
    row = make_mail(next_try_at=now + timedelta(minutes=1))
    assert claims.claim(Mail, row.pk, now=now) is False


@pytest.mark.django_db
def test_failures_wait_longer_each_time_then_stay_visible() -> None:
    now = timezone.now()
    row = make_mail(next_try_at=now)
    waits = []
    for _try in range(claims.MOST_TRIES):
        assert claims.claim(Mail, row.pk, now=now)
        claims.fail(row, "le serveur refuse", now=now)
        row.refresh_from_db()
        waits.append((row.next_try_at - now) / timedelta(minutes=1))
        now = row.next_try_at
    assert waits == [1, 5, 15, 60, 360, 360, 360, 360]
    assert state_of(row) == (JobState.FAILED, 8, "le serveur refuse")
    assert claims.claim(Mail, row.pk, now=now + timedelta(days=30)) is False


@pytest.mark.django_db
def test_a_row_that_kills_every_worker_ends_as_failed() -> None:
    now = timezone.now()
    row = make_mail(
        next_try_at=now,
        attempts=claims.MOST_TRIES,
        leased_until=now - timedelta(seconds=1),
    )
    fresh = make_mail("other", next_try_at=now)
    assert claims.claim(Mail, row.pk, now=now) is False
    assert claims.give_up(Mail, now=now) == 1
    assert state_of(row)[0] == JobState.FAILED
    assert state_of(fresh)[0] == JobState.WAITING


@pytest.mark.django_db
def test_an_effect_is_finished_once() -> None:
    row = make_mail()
    assert claims.finish(row) is True
    assert claims.finish(row) is False
    row.refresh_from_db()
    assert row.done_at is not None


@pytest.mark.django_db
def test_a_late_failure_does_not_reopen_what_is_done() -> None:
    row = make_mail()
    claims.finish(row)
    claims.fail(row, "trop tard")
    assert state_of(row) == (JobState.DONE, 0, "")


# PostgreSQL only: the tests' SQLite lives in memory with a shared cache, whose table
# locks answer an error at once instead of waiting as a file does.
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_send_one_mail(mailoutbox: list[Any]) -> None:
    now = timezone.now()
    row = make_mail(next_try_at=now)
    gate = threading.Barrier(10)

    def work(moment: datetime) -> None:
        try:
            gate.wait()
            mail.deliver(row.pk, now=moment)
        finally:
            # On SQLite in memory, close() of the subclass keeps the connection open.
            BaseDatabaseWrapper.close(connections["default"])

    threads = [threading.Thread(target=work, args=[now]) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailoutbox) == 1
    assert state_of(row) == (JobState.DONE, 1, "")


def test_a_broker_that_is_away_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    row = Mail(key="k")
    tries: list[str] = []

    def refuse(task: str, **_kwargs: object) -> None:
        tries.append(task)
        raise ConnectionRefusedError("broker away")

    monkeypatch.setattr(claims, "_away_until", 0.0)
    monkeypatch.setattr(claims.current_app, "send_task", refuse)
    claims.wake(mail.SEND, row.pk)
    claims.wake(mail.SEND, row.pk)
    assert tries == ["projects.send_mail"]  # the second act does not wait for it
    assert "No worker was woken" in caplog.text
    monkeypatch.setattr(claims, "BROKER_PAUSE", 0)
    monkeypatch.setattr(claims, "_away_until", 0.0)
    claims.wake(mail.SEND, row.pk)
    claims.wake(mail.SEND, row.pk)
    assert len(tries) == 3
