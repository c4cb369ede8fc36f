"""One's own tasks, and the copies that one chooses to bring to a project.

A card is written and deleted without a trace: it is nobody else's business. A shared
copy enters the journal without its author, who is not to be known.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diagnostics.models import SharedTask, TaskCard, TaskDecision
from diagnostics.models.tasks import FIELDS
from projects import journal
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member, Project, User
from projects.seen import refuse_stale

#: A canvas looks at some tasks, not at a whole job description.
MOST_CARDS = 60


@transaction.atomic
def add(user: User, **fields: Any) -> TaskCard:
    """A card of one's own; `fields` are those of the canvas."""
    if TaskCard.objects.owned_by(user).count() >= MOST_CARDS:
        raise Refused(_("Votre canevas est plein : supprimez d’abord une tâche."))
    return TaskCard.objects.create(user=user, **fields)


@transaction.atomic
def change(card: TaskCard, *, seen: str | None = None, **fields: Any) -> TaskCard:
    """Raises Stale when another page of the same person wrote since `seen`."""
    _hold(card)
    refuse_stale(card, fields, seen)
    for name, value in fields.items():
        setattr(card, name, value)
    card.save(update_fields=[*fields])
    return card


@transaction.atomic
def note(card: TaskCard, notes: dict[str, str], *, seen: str | None = None) -> TaskCard:
    """What the person notes of each criterion; an empty note leaves no line.

    Notes of criteria that a later canvas no longer has stay. Raises as `change`.
    """
    _hold(card)
    refuse_stale(card.notes, notes, seen)
    card.notes = {code: text for code, text in (card.notes | notes).items() if text}
    card.save(update_fields=["notes"])
    return card


def _hold(card: TaskCard) -> None:
    card.refresh_from_db(from_queryset=TaskCard.objects.select_for_update())


@transaction.atomic
def delete(card: TaskCard) -> None:
    """The card alone: a copy that was shared is taken back on its own."""
    card.delete()


def forget(user: User) -> None:
    """What leaves with a person who closes their account: all of their cards."""
    TaskCard.objects.owned_by(user).delete()


@transaction.atomic
def share(
    card: TaskCard,
    project: Project,
    *,
    actor: Member,
    room: str,
    note: str,
    fields: list[str],
) -> SharedTask:
    """Copy the chosen fields of a card into a room of a project."""
    if room == Room.CAUCUS and not actor.sees_caucus:
        raise Refused(_("Vous n’entrez pas dans cet espace."))
    shared = SharedTask.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        room=room,
        side=actor.side,
        member=actor,
        note=note,
        label=card.label,
        **{name: getattr(card, name) for name in FIELDS if name in fields},
    )
    _record(shared, "shared", _("Une carte de tâche est partagée"))
    return shared


@transaction.atomic
def take_back(shared: SharedTask) -> None:
    """Out of the project, by its author alone."""
    _record(shared, "taken_back", _("Une carte de tâche est retirée par son auteur·e"))
    shared.delete()


@transaction.atomic
def decide(
    project: Project, *, actor: Member, text: str, decided_on: date, room: str
) -> TaskDecision:
    """Write down what people decided together, for those of the room."""
    decision = TaskDecision.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        room=room,
        text=text,
        decided_on=decided_on,
        recorded_by=actor,
    )
    journal.record(
        project,
        "task.decided",
        _("Décision notée sur les tâches et l’IA"),
        actor=actor,
        target=decision,
        room=room,
        text=text,
        decided_on=decided_on.isoformat(),
    )
    return decision


def _record(shared: SharedTask, verb: str, sentence: str) -> None:
    # Without actor: who brought a card is written nowhere that others read, and
    # Entry.hourless has pages tell its day alone.
    journal.record(
        shared.project,
        f"task.{verb}",
        sentence,
        actor=None,
        target=shared,
        room=shared.room,
    )
