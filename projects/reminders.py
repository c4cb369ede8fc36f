"""Reminders as a function of state: open deadlines, offsets, people.

Every row is planned for every person of the delegation; what each one wishes is read
when the hour comes, so that a wish works at once, both ways, and never sends a burst.
The mailbox may be read by the employer: a mail carries the file's number, the date and
a link, never the title nor what the date is about (in the spirit of AN-06).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import batched
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import claims, mail
from projects.actions.preferences import Wish, unsubscribe_url
from projects.enums import DeadlineState, JobState, Room
from projects.models import Deadline, Member, Reminder, User
from projects.models.deadlines import DeadlineQuerySet
from projects.numbers import quoted, sits_in_several
from projects.workdays import day_in_words

PARIS = ZoneInfo("Europe/Paris")
#: Days before the date; -1 is the morning after, when nothing was done.
OFFSETS = (15, 7, 2, 0, -1)
HOUR = time(8)
#: A deadline is planned from the day before its first reminder.
HORIZON = timedelta(days=OFFSETS[0] + 1)
LATE = timedelta(minutes=15)
_CHUNK = 500


def moment(due_on: date, days_before: int) -> datetime:
    """08:00 in Paris that many days before, whatever the season's clock."""
    return datetime.combine(due_on - timedelta(days_before), HOUR, PARIS)


def wished(user: User) -> frozenset[int]:
    """Offsets a person wants by mail; an empty list in the row means all of them."""
    if not user.reminders_by_mail or not user.is_authenticated_person:
        return frozenset()
    return frozenset(user.reminder_days or OFFSETS)


# ---- planning ---------------------------------------------------------------------
def plan(now: datetime | None = None) -> int:
    """Insert the rows that are missing; safe to run at any time, any number of times.

    Returns how many rows were asked for.
    """
    now = now or timezone.now()
    deadlines = _in_sight(now).iterator(chunk_size=_CHUNK)
    return sum(_plan(chunk, now) for chunk in batched(deadlines, _CHUNK))


def plan_for(deadline_id: UUID) -> None:
    """Plan one deadline at once, after it was put or moved."""
    now = timezone.now()
    _plan(list(_in_sight(now).filter(pk=deadline_id)), now)


def _in_sight(now: datetime) -> DeadlineQuerySet:
    today = now.astimezone(PARIS).date()
    return Deadline.objects.open().filter(
        binding=True, due_on__range=(today - timedelta(1), today + HORIZON)
    )


def _plan(deadlines: Sequence[Deadline], now: datetime) -> int:
    people = _delegations({deadline.organisation_id for deadline in deadlines}, now)
    known: dict[tuple[UUID, UUID], set[int]] = defaultdict(set)
    for deadline_id, member_id, days in Reminder.objects.filter(
        deadline__in=deadlines
    ).values_list("deadline_id", "member_id", "days_before"):
        known[deadline_id, member_id].add(days)
    rows = [
        Reminder(
            deadline=deadline,
            member=member,
            days_before=days,
            due_at=due_at,
            next_try_at=due_at,
        )
        for deadline in deadlines
        for member in people[deadline.organisation_id]
        if _may_see(member, deadline)
        for days, due_at in _missing(
            deadline, member, known[deadline.pk, member.pk], now
        )
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_CHUNK)
    return len(rows)


def _delegations(
    organisations: Iterable[UUID], now: datetime
) -> dict[UUID, list[Member]]:
    people: dict[UUID, list[Member]] = defaultdict(list)
    members = Member.objects.active(now.astimezone(PARIS).date()).delegation()
    for member in members.filter(organisation__in=organisations):
        people[member.organisation_id].append(member)
    return people


def _may_see(member: Member, deadline: Deadline) -> bool:
    return member.project_id in {None, deadline.project_id} and (
        deadline.room == Room.SHARED or member.sees_caucus
    )


def _missing(
    deadline: Deadline, member: Member, known: set[int], now: datetime
) -> list[tuple[int, datetime]]:
    """Offsets to insert: those to come and, at the first planning, the last one past.

    So a date set nine days ahead is said once, at once, and not twice; and a person who
    arrives is told of what comes, not of what their colleagues were told before.
    """
    moments = {days: moment(deadline.due_on, days) for days in OFFSETS}
    coming = [(days, at) for days, at in moments.items() if at > now]
    past = [(days, at) for days, at in moments.items() if at <= now]
    if past and not known:
        days, at = past[-1]
        at = max(at, deadline.created_at)
        if member.since <= at.astimezone(PARIS).date():
            coming.append((days, at))
    return [(days, at) for days, at in coming if days not in known]


# ---- sending ----------------------------------------------------------------------
def due(now: datetime, most: int) -> list[UUID]:
    """Keys of the reminders whose hour has come, the oldest first."""
    return list(
        Reminder.objects.filter(claims.claimable(now), due_at__lte=now)
        .order_by("due_at")
        .values_list("pk", flat=True)[:most]
    )


def send(reminder_id: UUID, *, now: datetime | None = None) -> None:
    """Turn one due reminder into a mail row, or drop it when it lost its reason."""
    now = now or timezone.now()
    if not claims.claim(Reminder, reminder_id, now=now):
        return
    reminder = Reminder.objects.select_related(
        "deadline__project__organisation",
        "deadline__project__workplace",
        "member__user",
    ).get(pk=reminder_id)
    try:
        _send(reminder, now)
    except Exception as error:  # noqa: BLE001 -- one bad row must not stop the others
        claims.fail(reminder, repr(error), now=now)


@transaction.atomic
def _send(reminder: Reminder, now: datetime) -> None:
    if not _still_wanted(reminder, now):
        Reminder.objects.filter(pk=reminder.pk, state=JobState.WAITING).update(
            state=JobState.DROPPED, leased_until=None
        )
        return
    # Only the transaction that ends the row writes the mail: a deadline closed in the
    # meantime has dropped the row, and nothing leaves.
    late = now - reminder.due_at > LATE
    if not claims.finish(reminder, late=late):
        return
    deadline, user = reminder.deadline, reminder.member.user
    mail.put(
        f"reminder:{deadline.pk}:{reminder.days_before}:{user.pk}",
        user.email,
        subject((deadline.due_on - now.astimezone(PARIS).date()).days),
        text(reminder, late=late, today=now.astimezone(PARIS).date()),
        user=user,
        unsubscribe_url=unsubscribe_url(user, Wish.REMINDERS),
    )


def _still_wanted(reminder: Reminder, now: datetime) -> bool:
    deadline, member = reminder.deadline, reminder.member
    today = now.astimezone(PARIS).date()
    offsets = wished(member.user)
    if (
        deadline.state != DeadlineState.OPEN
        or not deadline.binding
        or reminder.days_before not in offsets
        or not _may_see(member, deadline)
        or (member.until is not None and member.until < today)
    ):
        return False
    # After an outage several may be due together: the one nearest the date speaks.
    return not Reminder.objects.filter(
        deadline=deadline,
        member=member,
        days_before__in=[days for days in offsets if days < reminder.days_before],
        due_at__lte=now,
        state__in=(JobState.WAITING, JobState.DONE),
    ).exists()


def subject(days_left: int) -> str:
    if days_left < 0:
        return _("Navette : une échéance est dépassée")
    if days_left == 0:
        return _("Navette : une échéance aujourd’hui")
    return ngettext(
        "Navette : une échéance demain",
        "Navette : une échéance dans %(days)d jours",
        days_left,
    ) % {"days": days_left}


def text(reminder: Reminder, *, late: bool, today: date) -> str:
    deadline, user = reminder.deadline, reminder.member.user
    return render_to_string(
        "projects/email/reminder.txt",
        {
            "number": quoted(deadline.project, several=sits_in_several(user)),
            "day": deadline.due_on,
            "day_in_words": day_in_words(deadline.due_on, weekday=True),
            "today": today,
            "late": late,
            "planned_at": reminder.due_at,
            "url": settings.BASE_URL + deadline.project.get_absolute_url(),
            "preferences_url": settings.BASE_URL + reverse("projects:preferences"),
            "unsubscribe_url": unsubscribe_url(user, Wish.REMINDERS),
        },
    )
