"""The map of actors: adding, changing, taking off. Strategy: always in the caucus."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.models import Interview, Stakeholder
from projects import items, journal
from projects.errors import Refused
from projects.models import Member, Project
from projects.seen import refuse_stale

FIELDS = ("label", "side", "influence", "position", "stake", "relations")


@transaction.atomic
def add(project: Project, *, actor: Member, **fields: Any) -> Stakeholder:
    """Put an actor on the map; `fields` are those of the model.

    One that was taken off under this name comes back, with its interviews.
    """
    items.lock_project(project)
    known = _twin(project, fields["label"])
    if known is not None and known.withdrawn_at is None:
        raise Refused(_("Cet acteur est déjà sur la carte."))
    stakeholder = known or Stakeholder(
        organisation_id=project.organisation_id, project=project
    )
    for name, value in (fields | {"withdrawn_at": None}).items():
        setattr(stakeholder, name, value)
    stakeholder.save()
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
    """Take an actor off the map; the interviews that name it go on naming it."""
    _hold(stakeholder)
    count = Interview.objects.filter(stakeholder=stakeholder).count()
    _record(
        stakeholder,
        "removed",
        _("Acteur retiré de la carte : %(label)s"),
        actor,
        interviews=count,
    )
    if not count:
        stakeholder.delete()
        return
    stakeholder.withdrawn_at = timezone.now()
    stakeholder.save(update_fields=["withdrawn_at"])


def _hold(stakeholder: Stakeholder) -> None:
    """Hold the map, and read the actor again: somebody may have taken it off."""
    items.lock_project(stakeholder.project)
    now = Stakeholder.objects.on_map().filter(pk=stakeholder.pk).first()
    if now is None:
        raise Refused(_("Cet acteur n’est plus sur la carte."))
    for name in FIELDS:
        setattr(stakeholder, name, getattr(now, name))


def _refuse_twin(project: Project, label: str, *, but: Stakeholder) -> None:
    twin = _twin(project, label)
    if twin is None or twin == but:
        return
    if twin.withdrawn_at is None:
        raise Refused(_("Cet acteur est déjà sur la carte."))
    raise Refused(
        _(
            "Un acteur de ce nom a été retiré de la carte, et des entretiens le "
            "nomment : ajoutez-le de nouveau, ou choisissez un autre nom."
        )
    )


def _twin(project: Project, label: str) -> Stakeholder | None:
    return Stakeholder.objects.filter(project=project, label=label).first()


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
