"""Claiming a row by conditional update with a lease, and what follows a failure.

The row is the record and the broker only wakes workers (habit 9): a message that is
lost, doubled or late changes nothing, because only one claim of a row succeeds. A
worker that dies keeps its lease a little while, then the sweeper finds the row again.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from celery import current_app
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError
from redis import RedisError

from projects.enums import JobState
from projects.models.deadlines import Claimable

logger = logging.getLogger(__name__)

#: Longer than any socket timeout of the effect, else two workers would hold one row.
LEASE = timedelta(minutes=3)
#: Wait after the first, second... failure; the last one repeats.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))
MOST_TRIES = 8
BROKER_PAUSE = 30  # seconds
_away_until = 0.0


def claimable(now: datetime) -> Q:
    """Rows that may be taken at `now`: waiting, due, and held by nobody."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return free & Q(state=JobState.WAITING, next_try_at__lte=now)


def claim(
    model: type[Claimable],
    pk: UUID,
    lease: timedelta = LEASE,
    *,
    now: datetime | None = None,
) -> bool:
    """Take one row for the time of `lease`; False when there is nothing to take.

    Must be committed before the effect starts: call it outside any transaction.
    """
    now = now or timezone.now()
    taken = (
        model._default_manager.filter(claimable(now), pk=pk)
        .filter(attempts__lt=MOST_TRIES)
        .update(leased_until=now + lease, attempts=F("attempts") + 1)
    )
    return taken == 1


def finish(row: Claimable, **fields: Any) -> bool:
    """Mark the effect as done; False when it had been done or dropped meanwhile."""
    changed = (
        type(row)
        ._default_manager.filter(pk=row.pk, state=JobState.WAITING)
        .update(
            state=JobState.DONE,
            done_at=timezone.now(),
            leased_until=None,
            error="",
            **fields,
        )
    )
    return changed == 1


def fail(
    row: Claimable, error: str, *, for_good: bool = False, now: datetime | None = None
) -> None:
    """Keep the error and try later; after the last try the row stays as failed."""
    now = now or timezone.now()
    attempts = (
        type(row)._default_manager.values_list("attempts", flat=True).get(pk=row.pk)
    )
    over = for_good or attempts >= MOST_TRIES
    wait = BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]
    type(row)._default_manager.filter(pk=row.pk, state=JobState.WAITING).update(
        state=JobState.FAILED if over else JobState.WAITING,
        leased_until=None,
        next_try_at=now + wait,
        error=error[:500],
    )


def give_up(model: type[Claimable], *, now: datetime) -> int:
    """Fail the rows whose every worker died: they must not be tried for ever."""
    return (
        model._default_manager.filter(claimable(now), attempts__gte=MOST_TRIES)
        .exclude(leased_until=None)
        .update(
            state=JobState.FAILED,
            leased_until=None,
            error=_("Le travail a été interrompu à chaque essai."),
        )
    )


def waiting(model: type[Claimable], *, now: datetime, most: int) -> list[UUID]:
    """Keys of the rows to take now, the longest overdue first."""
    return list(
        model._default_manager.filter(claimable(now))
        .order_by("next_try_at")
        .values_list("pk", flat=True)[:most]
    )


def wake(task: str, pk: UUID) -> None:
    """Ask a worker to take a row at once. A speed-up only: a broker that is away
    is written to the log, left alone for a while so that the next acts do not wait
    for it, and the sweeper finds the rows."""
    global _away_until
    if monotonic() < _away_until:
        return
    try:
        current_app.send_task(task, args=[str(pk)], retry=False)
    except (KombuError, RedisError, OSError) as error:
        _away_until = monotonic() + BROKER_PAUSE
        logger.warning("No worker was woken for %s: %s", task, error)
