"""What the sweeper does each minute: find every effect that is due, whatever was lost.

Safe to run twice at once and at any time: each row is claimed before its effect.
"""

import logging
from datetime import datetime, time, timedelta
from time import monotonic

from django.utils import timezone

from projects import claims, notices, reminders
from projects.actions.system_events import tell_passed_reviews
from projects.mail import SEND
from projects.models import Heartbeat, Mail, Reminder, Report
from projects.models.deadlines import Claimable
from projects.reminders import PARIS

logger = logging.getLogger(__name__)

SWEEP = "sweep"
DIGESTS = "digests"
DIGEST_HOUR = time(7)
#: Rows whose task does the work, by its name; a slice adds its own line here.
TASKS: dict[type[Claimable], str] = {Mail: SEND, Report: "projects.make_report"}
#: A row just written has been woken already; and a queue that is slow must not be
#: filled again each minute with what it already holds.
PATIENCE = timedelta(seconds=30)
MOST_WOKEN = 200
#: Seconds given to reminders in one sweep; the next one goes on.
BUDGET = 40


def sweep(now: datetime | None = None) -> None:
    now = now or timezone.now()
    claims.give_up(Reminder, now=now)
    for model, task in TASKS.items():
        claims.give_up(model, now=now)
        for pk in claims.waiting(model, now=now - PATIENCE, most=MOST_WOKEN):
            claims.wake(task, pk)
    for effect in (send_reminders, tell_passed_reviews, _digests_of_the_day):
        # What fails here must hide neither what follows nor that the sweeper lives.
        try:
            effect(now)
        except Exception:
            logger.exception("The sweep could not finish %s", effect.__name__)
    beat(SWEEP, now)


def _digests_of_the_day(now: datetime) -> None:
    if _digests_are_due(now):
        notices.send_digests(now)
        beat(DIGESTS, now)


def send_reminders(now: datetime) -> None:
    """Send what is due until nothing is left or the budget is spent."""
    end = monotonic() + BUDGET
    while monotonic() < end:
        keys = reminders.due(now, 100)
        for pk in keys:
            reminders.send(pk, now=now)
        if not keys:
            return


def beat(name: str, now: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def _digests_are_due(now: datetime) -> bool:
    """Once a day from 07:00 in Paris; a morning without power is caught up later."""
    local = now.astimezone(PARIS)
    if local.time() < DIGEST_HOUR:
        return False
    last = Heartbeat.objects.filter(name=DIGESTS).first()
    return last is None or last.at.astimezone(PARIS).date() < local.date()
