"""The ledger of dates that bind: put, replace, close. Reminders follow from it."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import journal, reminders
from projects.enums import DeadlineNature, DeadlineState, JobState, Room
from projects.french import day
from projects.models import Deadline, Member, Project, Reminder


class Terms(TypedDict, total=False):
    """What a date carries beside itself (see Deadline)."""

    starts_on: date | None
    extended_on: date | None
    rule: str
    article: str
    confidence: str
    explanation: list[str]
    changes: list[str]
    consequence: str
    room: str
    binding: bool
    nature: DeadlineNature
    action_label: str
    action_url: str


@transaction.atomic
def put(
    project: Project,
    key: str,
    label: str,
    due_on: date,
    *,
    actor: Member | None,
    reason: str = "",
    **terms: Unpack[Terms],
) -> Deadline:
    """Make `due_on` the open date for `key`; a date that moved is kept, closed.

    The old row stays with its reason in the journal, and its unsent reminders are
    dropped. The same date with the same words changes nothing but the link.
    """
    terms.setdefault("room", Room.CAUCUS)
    current = Deadline.objects.select_for_update().filter(
        key=key, state=DeadlineState.OPEN
    )
    old = current.first()
    if old is not None and old.due_on == due_on and old.label == label:
        for name, value in terms.items():
            setattr(old, name, value)
        old.save(update_fields=list(terms))
        _plan_on_commit(old)
        return old
    if old is not None:
        _close(old, DeadlineState.CANCELLED)
    new = Deadline.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        key=key,
        label=label,
        due_on=due_on,
        **terms,
    )
    _record(new, old, actor=actor, reason=reason)
    _plan_on_commit(new)
    return new


def _record(
    new: Deadline, old: Deadline | None, *, actor: Member | None, reason: str
) -> None:
    journal.record(
        new.project,
        "deadline.moved" if old else "deadline.set",
        _moved(new, old, reason),
        actor=actor,
        target=new,
        room=new.room,
        old=old.due_on.isoformat() if old else None,
        new=new.due_on.isoformat(),
        reason=reason,
        rule=new.rule,
    )


def _plan_on_commit(deadline: Deadline) -> None:
    """Plan at once; should it fail, the hourly planner does the same work."""
    transaction.on_commit(lambda: reminders.plan_for(deadline.pk), robust=True)


def _moved(new: Deadline, old: Deadline | None, reason: str) -> str:
    words = {"label": new.label, "day": day(new.due_on)}
    if old is None:
        return _("Échéance « %(label)s » fixée au %(day)s") % words
    if old.due_on == new.due_on:
        sentence = _("Échéance du %(day)s : « %(old)s » devient « %(label)s »")
        words["old"] = old.label
    else:
        sentence = _("Échéance « %(label)s » : %(old)s devient %(day)s")
        words["old"] = day(old.due_on)
    return f"{sentence % words} ({reason})" if reason else sentence % words


@transaction.atomic
def close(project: Project, key: str, state: DeadlineState) -> None:
    """Close the open date for `key`, if any: met, missed or cancelled."""
    for deadline in Deadline.objects.select_for_update().filter(
        project=project, key=key, state=DeadlineState.OPEN
    ):
        _close(deadline, state)


def _close(deadline: Deadline, state: DeadlineState) -> None:
    deadline.state = state
    deadline.closed_at = timezone.now()
    deadline.save(update_fields=["state", "closed_at"])
    Reminder.objects.filter(deadline=deadline, state=JobState.WAITING).update(
        state=JobState.DROPPED
    )
