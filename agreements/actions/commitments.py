"""Proposed commitments: written in the caucus, before they are negotiated."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.enums import COMMITMENT_MOVES, CommitmentState
from agreements.models import Commitment
from projects import items, journal
from projects.enums import ItemKind, Room
from projects.errors import Conflict, Refused
from projects.models import Item, Member, Project


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
    """Change what is proposed. `seen` is the text the person started from.

    Raises Conflict when somebody saved another text since.
    """
    _hold(commitment)
    if commitment.state != CommitmentState.PROPOSED:
        raise Refused(_("Cet engagement est retiré : il ne change plus."))
    if commitment.text not in (seen, text):
        raise Conflict(
            _(
                "Quelqu’un a modifié cet engagement entre-temps. Votre texte est "
                "gardé ci-dessous : reprenez ce qui est utile, puis enregistrez."
            ),
            commitment.text,
        )
    commitment.text, commitment.who = text, who
    commitment.due_on, commitment.evidence = due_on, evidence
    commitment.save(update_fields=["text", "who", "due_on", "evidence"])
    commitment.item.title = text[:300]
    commitment.item.save(update_fields=["title"])
    _record(commitment, "edited", _("Engagement %(number)s modifié"), actor)


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


def _record(commitment: Commitment, verb: str, sentence: str, actor: Member) -> None:
    journal.record(
        commitment.project,
        f"commitment.{verb}",
        sentence % {"number": commitment.item.number},
        actor=actor,
        target=commitment.item,
        room=commitment.item.room,
    )
