"""What `/sante` says: is the machinery of effects alive, and how far behind is it.

Pages need the database only. A broker that is away is told but is no failure by itself
(AV-04): if it lasts, sweeps stop and the answer becomes 503.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Min
from django.utils import timezone

from projects import claims
from projects.enums import JobState
from projects.models import Heartbeat, Mail, Reminder, Report
from projects.sweep import SWEEP

SWEEP_LIMIT = timedelta(minutes=5)
WAIT_LIMIT = timedelta(minutes=15)
#: After a start, the worker has this long to catch up with an outage.
GRACE = timedelta(minutes=5)
_started = monotonic()


@dataclass(frozen=True)
class Health:
    healthy: bool
    facts: dict[str, Any]


def uptime() -> timedelta:
    """How long this process has served."""
    return timedelta(seconds=monotonic() - _started)


def health(now: datetime | None = None) -> Health:
    now = now or timezone.now()
    facts: dict[str, Any] = {"broker": _broker()}
    try:
        facts |= {"database": "ok", **_ages(now)}
    except DatabaseError:
        facts |= {"database": "unreachable"}
    stale = _stale(facts, now) if facts["database"] == "ok" else []
    healthy = facts["database"] == "ok" and (not stale or uptime() < GRACE)
    status = "ok" if healthy else "stale" if stale else "down"
    return Health(healthy, {"status": status, "stale": stale, **facts})


def _ages(now: datetime) -> dict[str, Any]:
    """Oldest moment of each kind of work, None when there is none."""
    sweep = Heartbeat.objects.filter(name=SWEEP).first()
    return {
        "last_sweep": sweep.at if sweep else None,
        "oldest_unsent_reminder": Reminder.objects.filter(
            state=JobState.WAITING, due_at__lte=now
        ).aggregate(at=Min("due_at"))["at"],
        "oldest_unfinished_job": _oldest_job(now),
        "failed_mails": Mail.objects.filter(state=JobState.FAILED).count(),
        "failed_reports": Report.objects.filter(state=JobState.FAILED).count(),
    }


def _oldest_job(now: datetime) -> datetime | None:
    """Since when a mail or a PDF could have been taken and was not.

    One that waits for its next try, or that a worker holds, is not late.
    """
    oldest = [
        model._default_manager.filter(claims.claimable(now)).aggregate(
            at=Min("next_try_at")
        )["at"]
        for model in (Mail, Report)
    ]
    return min((at for at in oldest if at is not None), default=None)


def _stale(facts: dict[str, Any], now: datetime) -> list[str]:
    limits = {
        "last_sweep": SWEEP_LIMIT,
        "oldest_unsent_reminder": WAIT_LIMIT,
        "oldest_unfinished_job": WAIT_LIMIT,
    }
    return [
        name
        for name, limit in limits.items()
        if (facts[name] is None and name == "last_sweep")
        or (facts[name] is not None and now - facts[name] > limit)
    ]


def _broker() -> str:
    if not settings.REDIS_URL:
        return "embedded"
    try:
        with redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "unreachable"
    return "ok"
