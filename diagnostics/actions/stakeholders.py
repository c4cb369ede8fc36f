"""The map of actors: adding, changing, taking off. Strategy: always in the caucus."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diagnostics.models import Stakeholder
from projects import items, journal
from projects.errors import Refused
from projects.models import Member, Project
from projects.seen import refuse_stale

FIELDS = ("label", "side", "influence", "position", "stake", "relations")


@transaction.atomic
def add(project: Project, *, actor: Member, **fields: Any) -> Stakeholder:
    """Put an actor on the map; `fields` are those of the model."""
    items.lock_project(project)
    _refuse_twin(project, fields["label"])
    stakeholder = Stakeholder.objects.create(
        organisation_id=project.organisation_id, project=project, **fields
    )
    _record(stakeholder, "added", _("Acteur ajouté à la carte : %(label)s"), actor)
    return stakeholder


@transaction.atomic
def change(
    stakeholder: Stakeholder, *, actor: Member, seen: str | None = None, **fields: Any
) -> Stakeholder:
    """Say otherwise where an actor stands; `seen` is the `mark` of what one read.

    Raises Stale when it changed since, Refused when it left the map.
    """
    _hold(stakeholder)
    refuse_stale(stakeholder, fields, seen)
    _refuse_twin(stakeholder.project, fields["label"], but=stakeholder)
    before = {name: getattr(stakeholder, name) for name in fields}
    changed = {name: value for name, value in fields.items() if value != before[name]}
    if not changed:
        return stakeholder
    for name, value in changed.items():
        setattr(stakeholder, name, value)
    stakeholder.save(update_fields=[*changed])
    _record(
        stakeholder,
        "changed",
        _("Carte des acteurs, %(label)s : changement"),
        actor,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return stakeholder


@transaction.atomic
def remove(stakeholder: Stakeholder, *, actor: Member) -> None:
    """Take an actor off the map; its interviews stay, without it."""
    _hold(stakeholder)
    _record(stakeholder, "removed", _("Acteur retiré de la carte : %(label)s"), actor)
    stakeholder.delete()


def _hold(stakeholder: Stakeholder) -> None:
    """Hold the map, and read the actor again: somebody may have taken it off."""
    items.lock_project(stakeholder.project)
    now = Stakeholder.objects.filter(pk=stakeholder.pk).first()
    if now is None:
        raise Refused(_("Cet acteur n’est plus sur la carte."))
    for name in FIELDS:
        setattr(stakeholder, name, getattr(now, name))


def _refuse_twin(
    project: Project, label: str, *, but: Stakeholder | None = None
) -> None:
    twin = Stakeholder.objects.filter(project=project, label=label).first()
    if twin is not None and twin != but:
        raise Refused(_("Cet acteur est déjà sur la carte."))


def _record(
    stakeholder: Stakeholder, verb: str, sentence: str, actor: Member, **data: Any
) -> None:
    journal.record(
        stakeholder.project,
        f"stakeholder.{verb}",
        sentence % {"label": stakeholder.label},
        actor=actor,
        target=stakeholder,
        **data,
    )
