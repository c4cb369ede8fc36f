"""Proposed commitments: written in the caucus, before they are negotiated."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.enums import COMMITMENT_MOVES, CommitmentState
from agreements.models import Commitment
from projects import items, journal
from projects.enums import ItemKind, Room
from projects.errors import Refused
from projects.models import Item, Member, Project
from projects.seen import refuse_stale

FIELDS = ("text", "who", "due_on", "evidence")


@transaction.atomic
def propose(
    project: Project, *, actor: Member, text: str, origin: Item | None
) -> Commitment:
    """Number a proposed commitment (E-n) in the caucus.

    The same one when that text was already drawn from that step.
    """
    items.lock_project(project)
    again = (
        Commitment.objects.kept()
        .filter(project=project, item__origin=origin, text=text)
        .first()
    )
    if again is not None:
        return again
    item = items.create(
        project,
        ItemKind.COMMITMENT,
        text,
        actor=actor,
        room=Room.CAUCUS,
        origin=origin,
        state=str(CommitmentState.PROPOSED.label),
    )
    item.url = reverse("agreements:commitment", args=[project.pk, item.pk])
    item.save(update_fields=["url"])
    commitment = Commitment.objects.create(
        item=item,
        organisation_id=item.organisation_id,
        project=project,
        text=text,
        author=actor,
    )
    _record(commitment, "proposed", _("Engagement %(number)s proposé"), actor)
    return commitment


@transaction.atomic
def edit(
    commitment: Commitment,
    *,
    actor: Member,
    text: str,
    who: str,
    due_on: date | None,
    evidence: str,
    seen: str,
) -> None:
    """Change what is proposed. `seen` is the `mark` of what the page showed.

    Raises Stale when somebody saved something else since.
    """
    _hold(commitment)
    if commitment.state != CommitmentState.PROPOSED:
        raise Refused(_("Cet engagement est retiré : il ne change plus."))
    given = {"text": text, "who": who, "due_on": due_on, "evidence": evidence}
    refuse_stale(commitment, given, seen)
    old = {
        n: getattr(commitment, n) for n in FIELDS if getattr(commitment, n) != given[n]
    }
    if not old:
        return
    for name in old:
        setattr(commitment, name, given[name])
    commitment.save(update_fields=[*old])
    commitment.item.title = text[:300]
    commitment.item.save(update_fields=["title"])
    _record(
        commitment,
        "edited",
        _("Engagement %(number)s modifié"),
        actor,
        old={name: _plain(value) for name, value in old.items()},
        new={name: _plain(given[name]) for name in old},
    )


@transaction.atomic
def withdraw(commitment: Commitment, *, actor: Member) -> None:
    """Give up a proposal; its number and its page are kept."""
    _hold(commitment)
    here = CommitmentState(commitment.state)
    if CommitmentState.WITHDRAWN not in COMMITMENT_MOVES[here]:
        raise Refused(_("Cet engagement est déjà retiré."))
    commitment.state = CommitmentState.WITHDRAWN
    commitment.save(update_fields=["state"])
    items.withdraw(commitment.item, str(CommitmentState.WITHDRAWN.label))
    _record(commitment, "withdrawn", _("Engagement %(number)s retiré"), actor)


def _hold(commitment: Commitment) -> None:
    commitment.refresh_from_db(
        from_queryset=Commitment.objects.select_for_update(of=("self",)).select_related(
            "item", "project"
        )
    )


def _plain(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _record(
    commitment: Commitment, verb: str, sentence: str, actor: Member, **data: Any
) -> None:
    journal.record(
        commitment.project,
        f"commitment.{verb}",
        sentence % {"number": commitment.item.number},
        actor=actor,
        target=commitment.item,
        room=commitment.item.room,
        **data,
    )
