"""Acts on the checklist of information the employer owes (feature B2)."""

import hashlib

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import journal, notices
from projects.enums import DueState, Room
from projects.errors import Conflict, Refused
from projects.expected_information import Expected, expected_information
from projects.items import lock_project, next_rank
from projects.models import InformationDue, Member, Project


def fingerprint(line: InformationDue) -> str:
    """Changes with the judgement: who judges sends back what they had before them."""
    seen = f"{line.state}\n{line.reason}\n{line.judged_on}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


@transaction.atomic
def add_due(
    project: Project, *, actor: Member, label: str, why: str = ""
) -> InformationDue:
    """Add one line at the end of the checklist, in the caucus."""
    lock_project(project)
    if _known(project, label):
        raise Refused(_("Cette information est déjà dans la liste."))
    line = InformationDue.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        rank=next_rank(_lines(project)),
        label=label,
        why=why,
    )
    sentence = _("Information attendue ajoutée : %(label)s") % {"label": label}
    _tell(project, "due.added", sentence, actor=actor, target=line)
    return line


@transaction.atomic
def suggest_due(project: Project, *, actor: Member) -> list[InformationDue]:
    """Add the lines that the project's sheet calls for and the list does not hold."""
    lock_project(project)
    missing = [
        line
        for line in expected_information(project)
        if not _known(project, line.label)
    ]
    if not missing:
        raise Refused(
            _("La liste contient déjà toutes les informations que la fiche suggère.")
        )
    first = next_rank(_lines(project))
    lines = InformationDue.objects.bulk_create(
        _row(project, first + place, expected) for place, expected in enumerate(missing)
    )
    sentence = ngettext(
        "%(count)s information attendue proposée d’après la fiche",
        "%(count)s informations attendues proposées d’après la fiche",
        len(lines),
    ) % {"count": len(lines)}
    labels = [line.label for line in lines]
    _tell(project, "due.suggested", sentence, actor=actor, target=project, lines=labels)
    return lines


@transaction.atomic
def judge_due(
    line: InformationDue,
    *,
    actor: Member,
    state: str,
    reason: str = "",
    seen: str | None = None,
) -> InformationDue:
    """Say that the information is received, insufficient or missing, and why.

    `seen` is the `fingerprint` of what the person had before them. Raises Conflict
    when somebody judged meanwhile, Refused when an insufficient line has no reason.
    """
    current = _locked(line)
    if seen is not None and seen != fingerprint(current):
        raise Conflict(
            _(
                "Quelqu’un d’autre vient de juger cette information : relisez, puis "
                "enregistrez à nouveau si vous n’êtes pas d’accord."
            ),
            fingerprint(current),
        )
    reason = reason.strip()
    if state == DueState.INSUFFICIENT and not reason:
        raise Refused(
            _("Dites en une phrase ce qui manque : la lettre de relance le reprendra.")
        )
    if (state, reason) == (current.state, current.reason) and current.judged_on:
        raise Refused(_("Rien n’a changé : l’information était déjà jugée ainsi."))
    old = {"state": current.state, "reason": current.reason}
    current.state, current.reason = state, reason
    current.judged_on = timezone.localdate()
    current.save(update_fields=["state", "reason", "judged_on"])
    change = {"old": old, "new": {"state": state, "reason": reason}}
    words = _judgement(current)
    _tell(current.project, "due.judged", words, actor=actor, target=current, **change)
    return current


@transaction.atomic
def withdraw_due(line: InformationDue, *, actor: Member) -> None:
    """Take a line off the list: it does not concern this project.

    Refused once somebody judged it or a document answers it, so that nothing that was
    said disappears.
    """
    current = _locked(line)
    if current.judged_on is not None or current.documents.exists():
        raise Refused(
            _(
                "Cette information a déjà été jugée, ou un document y répond : elle "
                "reste dans la liste."
            )
        )
    sentence = _("Information attendue retirée : %(label)s") % {"label": current.label}
    _tell(current.project, "due.withdrawn", sentence, actor=actor, target=current)
    current.delete()


def _judgement(line: InformationDue) -> str:
    words = {"label": line.label, "state": line.get_state_display()}
    if line.reason:
        words["reason"] = line.reason
        return _("« %(label)s » : information %(state)s (%(reason)s)") % words
    return _("« %(label)s » : information %(state)s") % words


def _lines(project: Project) -> models.QuerySet[InformationDue]:
    return InformationDue.objects.filter(project=project)


def _known(project: Project, label: str) -> bool:
    return _lines(project).filter(label__iexact=label).exists()


def _row(project: Project, rank: int, expected: Expected) -> InformationDue:
    return InformationDue(
        organisation_id=project.organisation_id,
        project=project,
        rank=rank,
        label=expected.label,
        why=expected.why,
    )


def _locked(line: InformationDue) -> InformationDue:
    """The row as it is now, with the project held until the end of the transaction."""
    lock_project(line.project)
    current = _lines(line.project).select_related("project").filter(pk=line.pk).first()
    if current is None:
        raise Refused(_("Cette information n’est plus dans la liste."))
    return current


def _tell(
    project: Project,
    verb: str,
    sentence: str,
    *,
    actor: Member,
    target: InformationDue | Project,
    **data: object,
) -> None:
    """Journal and notices of the delegation: the checklist is never shared."""
    journal.record(
        project, verb, sentence, actor=actor, target=target, room=Room.CAUCUS, **data
    )
    url = reverse("projects:documents", args=[project.pk])
    audience = notices.audience(project, Room.CAUCUS)
    notices.tell(project, audience, sentence, url, actor=actor)
