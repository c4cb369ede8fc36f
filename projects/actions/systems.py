"""Acts on the register: write a sheet, move a system, tie it to a file."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from projects import deadlines, journal
from projects.actions.projects import ProjectFields, create_project
from projects.enums import AIFunction, DeadlineState, Room, SystemState
from projects.errors import Refused
from projects.models import (
    Member,
    Organisation,
    Project,
    SupplierSheet,
    System,
    Workplace,
)
from projects.seen import mark, refuse_stale
from projects.system_facts import plain_label


class SystemFields(TypedDict, total=False):
    """What people write on the sheet; its state has its own act."""

    workplace: Workplace
    project: Project | None
    name: str
    supplier_sheet: SupplierSheet | None
    version: str
    stated_purpose: str
    real_use: str
    decided_by: str
    decided_on: date | None
    uses_ai: str
    ai_functions: list[str]
    trades: str
    people_count: int | None
    data_in: str
    personal_data: str
    staff_data: str
    outputs: str
    human_role: str
    may_set_aside: str
    set_aside_how: str
    effect_content: str
    effect_skills: str
    effect_conditions: str
    effect_relations: str
    effect_organisation: str
    legal_basis: str
    ai_class: str
    ai_class_on: date | None
    impact_assessment: str
    consulted_on: date | None
    opinion: str
    expert: str
    training: str
    fallback: str
    rehearsed_on: date | None
    review_on: date | None
    review_triggers: str
    contact: str


_SHEET = tuple(SystemFields.__annotations__)


def fingerprint(system: System) -> str:
    """Changes as soon as anything on the sheet changes: who edits sends it back."""
    return mark(system, _SHEET)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Model) else value


@transaction.atomic
def add_system(
    organisation: Organisation,
    *,
    actor: Member,
    state: str = SystemState.IDEA,
    **fields: Unpack[SystemFields],
) -> System:
    """Write a system down. A file given with it is tied to it at once."""
    _refuse_foreign(fields, organisation)
    system = System.objects.create(organisation=organisation, state=state, **fields)
    record(
        system,
        "system.added",
        _("Inscrit au registre : %(name)s") % {"name": system},
        actor=actor,
        new={name: _plain(value) for name, value in fields.items()},
    )
    _tie(system, actor=actor)
    keep_review(system, actor=actor)
    return system


@transaction.atomic
def edit_system(
    system: System, *, actor: Member, seen: str, **fields: Unpack[SystemFields]
) -> System:
    """Change the sheet; `seen` is the `fingerprint` of what the person had before them.

    Raises Stale when somebody else changed what is given here: nothing is written.
    """
    current = locked(system)
    _refuse_foreign(fields, current.organisation)
    functions = ", ".join(str(AIFunction(one).label) for one in current.ai_functions)
    refuse_stale(current, fields, seen, {"ai_functions": functions})
    return _change(current, actor=actor, fields=fields)


def _change(system: System, *, actor: Member, fields: SystemFields) -> System:
    new = {n: value for n, value in fields.items() if getattr(system, n) != value}
    if not new:
        return system
    old = {name: getattr(system, name) for name in new}
    for name, value in new.items():
        setattr(system, name, value)
    system.save(update_fields=list(new))
    record(
        system,
        "system.edited",
        _("Fiche du registre modifiée : %(fields)s")
        % {"fields": ", ".join(map(plain_label, new))},
        actor=actor,
        old={name: _plain(value) for name, value in old.items()},
        new={name: _plain(value) for name, value in new.items()},
    )
    if "project" in new:
        _tie(system, actor=actor)
    keep_review(system, actor=actor, left=old.get("project"))
    return system


@transaction.atomic
def change_state(
    system: System, *, actor: Member, state: str, reason: str = ""
) -> System:
    current = locked(system)
    if state not in current.moves:
        raise Refused(
            _("Ce système ne peut pas passer de « %(old)s » à « %(new)s ».")
            % {
                "old": current.get_state_display(),
                "new": SystemState(state).label,
            }
        )
    old, current.state = current.state, state
    current.save(update_fields=["state"])
    sentence = _("Système « %(name)s » : « %(old)s » devient « %(new)s »") % {
        "name": current,
        "old": SystemState(old).label,
        "new": SystemState(state).label,
    }
    record(
        current,
        "system.state",
        f"{sentence} ({reason})" if reason else sentence,
        actor=actor,
        old=old,
        new=state,
        reason=reason,
    )
    keep_review(current, actor=actor)
    return current


@transaction.atomic
def open_project(
    system: System,
    *,
    actor: Member,
    different_because: str = "",
    phase: str,
    **fields: Unpack[ProjectFields],
) -> Project:
    """Open a file about a system of the register: both know each other from then on."""
    current = locked(system)
    if current.project_id is not None:
        raise Refused(_("Ce système a déjà un dossier : reprenez celui-là."))
    project = create_project(
        current.organisation,
        actor=actor,
        phase=phase,
        different_because=different_because,
        **fields,
    )
    _change(current, actor=actor, fields={"project": project})
    return project


def record(
    system: System, verb: str, sentence: str, *, actor: Member | None, **data: Any
) -> None:
    """One line of the history of a sheet, which is the organisation's."""
    journal.record(
        system.organisation, verb, sentence, actor=actor, target=system, **data
    )


def _tie(system: System, *, actor: Member) -> None:
    """Say in the file that a system of the register follows it.

    Without its name: a guest let into the caucus reads this line, and nothing of the
    register.
    """
    if system.project is None:
        return
    journal.record(
        system.project,
        "system.tied",
        _("Un système du registre est lié au dossier"),
        actor=actor,
        target=system,
    )


def review_key(system: System) -> str:
    return f"system:{system.pk}:review"


def keep_review(
    system: System,
    *,
    actor: Member | None,
    left: Project | None = None,
    done: bool = False,
) -> None:
    """Put the day of review in the ledger of the file, or close what stood there.

    `left` is the file that the system was tied to before; `done` closes the day that
    stood as met. Without a file the sweeper tells the day when it has passed.
    """
    key = review_key(system)
    closing = DeadlineState.MET if done else DeadlineState.CANCELLED
    if left is not None and left.pk != system.project_id:
        deadlines.close(left, key, closing)
    if system.project is None:
        return
    over = system.review_on is None or system.state == SystemState.WITHDRAWN
    if over or done:
        deadlines.close(system.project, key, closing)
    if over or system.review_on is None:
        return
    deadlines.put(
        system.project,
        key,
        # Guests let into the caucus read it: neither the name nor the address.
        _("Revoir un système du registre"),
        system.review_on,
        actor=actor,
        room=Room.CAUCUS,
        explanation=[_("Date que la délégation a choisie sur la fiche du registre.")],
        action_label=_("Voir le projet"),
        action_url=f"{system.project.get_absolute_url()}#registre",
    )


def locked(system: System) -> System:
    """The row, held until the end of the transaction, as it is now."""
    System.objects.select_for_update().only("pk").get(pk=system.pk)
    return System.objects.select_related(
        "organisation", "workplace", "supplier_sheet", "project"
    ).get(pk=system.pk)


def _refuse_foreign(fields: SystemFields, organisation: Organisation) -> None:
    for row in (
        fields.get("workplace"),
        fields.get("supplier_sheet"),
        fields.get("project"),
    ):
        if row is not None and row.organisation_id != organisation.pk:
            raise Refused(_("Ce choix appartient à une autre organisation."))
