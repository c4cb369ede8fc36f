"""Acts on the project sheet: create, edit, change phase."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import journal, notices
from projects.enums import AIFunction, Answer3, Phase, Room, Use
from projects.errors import Refused
from projects.items import next_rank
from projects.models import Member, Organisation, Project, Workplace
from projects.seen import mark, refuse_stale


class ProjectFields(TypedDict, total=False):
    """What people write on the sheet; phase and first use have their own acts."""

    workplace: Workplace
    title: str
    purpose: str
    real_change: str
    supplier: str
    product: str
    uses_ai: str
    ai_functions: list[str]
    trades: str
    people_count: int | None
    personal_data: str
    staff_data: str
    monitoring: str
    uses: dict[str, str]
    announced_on: date | None
    pilot_planned_on: date | None
    start_planned_on: date | None


def fingerprint(project: Project) -> str:
    """Changes as soon as anything on the sheet changes: who edits sends it back."""
    sheet = _sheet({name: getattr(project, name) for name in _NAMES})
    return mark(sheet, sheet)


_NAMES = tuple(ProjectFields.__annotations__)


def _sheet(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Each answer on the use under its own name: two people may give two of them."""
    uses = {use.value: fields["uses"].get(use, "") for use in Use if "uses" in fields}
    return {name: fields[name] for name in fields if name != "uses"} | uses


def _sheet_words(project: Project) -> dict[str, str]:
    """What a page says of values that are no plain text."""
    functions = map(AIFunction, project.ai_functions)
    uses = {use.value: project.uses.get(use, Answer3.UNKNOWN) for use in Use}
    answers = {use: str(Answer3(said).label) for use, said in uses.items()}
    chosen = ("uses_ai", "personal_data", "staff_data", "monitoring")
    shown = {name: str(getattr(project, f"get_{name}_display")()) for name in chosen}
    return (
        answers
        | shown
        | {
            "workplace": str(project.workplace),
            "ai_functions": ", ".join(str(one.label) for one in functions),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Workplace) else value


@transaction.atomic
def create_project(
    organisation: Organisation,
    *,
    actor: Member,
    phase: str = Phase.FRAMING,
    different_because: str = "",
    **fields: Unpack[ProjectFields],
) -> Project:
    """Number a new project in its organisation and its year.

    `different_because` says why it is not one of the projects that look like it.
    """
    # The organisation's row is held so that two creations never take one number.
    Organisation.objects.select_for_update().only("pk").get(pk=organisation.pk)
    _refuse_foreign(fields, organisation)
    year = timezone.localdate().year
    rank = next_rank(Project.objects.filter(organisation=organisation, year=year))
    project = Project.objects.create(
        organisation=organisation,
        year=year,
        rank=rank,
        phase=phase,
        created_by=actor,
        **fields,
    )
    sentence = _("Projet n° %(number)s créé : %(title)s") % {
        "number": project.number,
        "title": project.title,
    }
    journal.record(
        project,
        "project.created",
        sentence,
        actor=actor,
        target=project,
        different_because=different_because,
    )
    everyone = notices.audience(project, Room.CAUCUS)
    notices.tell(project, everyone, sentence, project.get_absolute_url(), actor=actor)
    return project


@transaction.atomic
def edit_project(
    project: Project, *, actor: Member, seen: str, **fields: Unpack[ProjectFields]
) -> Project:
    """Change the sheet; `seen` is the `fingerprint` of what the person had before them.

    Raises Stale when somebody else changed what is given here: nothing is written.
    """
    current = locked(project)
    _refuse_foreign(fields, current.organisation)
    kept = _sheet({name: getattr(current, name) for name in fields})
    refuse_stale(kept, _sheet(fields), seen, _sheet_words(current))
    new = {n: value for n, value in fields.items() if getattr(current, n) != value}
    if not new:
        return current
    old = {name: getattr(current, name) for name in new}
    for name, value in new.items():
        setattr(current, name, value)
    current.save(update_fields=list(new))
    journal.record(
        current,
        "project.edited",
        _("Fiche modifiée : %(fields)s") % {"fields": ", ".join(map(_label, new))},
        actor=actor,
        target=current,
        old={name: _plain(value) for name, value in old.items()},
        new={name: _plain(value) for name, value in new.items()},
    )
    return current


def _label(name: str) -> str:
    return str(getattr(Project._meta.get_field(name), "verbose_name", name))


@transaction.atomic
def change_phase(project: Project, *, actor: Member, phase: str) -> Project:
    """Say where the project stands. Phases may go back: projects do."""
    current = locked(project)
    if current.phase == phase:
        raise Refused(_("Le projet est déjà dans cette phase."))
    old, current.phase = current.phase, phase
    current.save(update_fields=["phase"])
    journal.record(
        current,
        "project.phase",
        _("Phase du projet : « %(old)s » devient « %(new)s »")
        % {"old": Phase(old).label, "new": Phase(phase).label},
        actor=actor,
        target=current,
        room=Room.SHARED,
        old=old,
        new=phase,
    )
    return current


def locked(project: Project) -> Project:
    """The row, held until the end of the transaction, as it is now."""
    Project.objects.select_for_update().only("pk").get(pk=project.pk)
    return Project.objects.select_related("organisation", "workplace").get(
        pk=project.pk
    )


def _refuse_foreign(fields: ProjectFields, organisation: Organisation) -> None:
    workplace = fields.get("workplace")
    if workplace is not None and workplace.organisation_id != organisation.pk:
        raise Refused(_("Ce lieu de travail appartient à une autre organisation."))
