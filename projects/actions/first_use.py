"""Acts on the first observed use: record, correct, take back (feature A7)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects import journal, notices
from projects.actions.projects import locked
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member, Project


@transaction.atomic
def record_first_use(
    project: Project, *, actor: Member, used_on: date, note: str
) -> Project:
    """Date the first observed use: before the opinion, the pilot already runs.

    The date is told to both sides; how the delegation knows it never is, so the note
    stays out of the shared line of the journal (TJ Nanterre, 14 février 2025).
    """
    if used_on > timezone.localdate():
        raise Refused(_("Un usage constaté ne peut pas être à venir."))
    current = locked(project)
    old_day, old_note = current.first_use_on, current.first_use_note
    current.first_use_on, current.first_use_note = used_on, note
    current.save(update_fields=["first_use_on", "first_use_note"])
    if used_on != old_day:
        _tell_first_use(current, actor, old_day, used_on)
    if note != old_note:
        journal.record(
            current,
            "project.first_use_note",
            _("Note sur le premier usage écrite ou modifiée"),
            actor=actor,
            target=current,
            old=old_note,
            new=note,
        )
    return current


@transaction.atomic
def withdraw_first_use(project: Project, *, actor: Member, reason: str) -> Project:
    """Take back a first use recorded by mistake; the journal keeps both lines."""
    current = locked(project)
    old_day, old_note = current.first_use_on, current.first_use_note
    if old_day is None:
        raise Refused(_("Aucun premier usage n’est enregistré."))
    current.first_use_on, current.first_use_note = None, ""
    current.save(update_fields=["first_use_on", "first_use_note"])
    journal.record(
        current,
        "project.first_use_withdrawn",
        _("Premier usage constaté le %(day)s : retiré") % {"day": _day(old_day)},
        actor=actor,
        target=current,
        room=Room.SHARED,
        old=_iso(old_day),
        new=None,
    )
    journal.record(
        current,
        "project.first_use_note",
        _("Premier usage retiré, motif : %(reason)s") % {"reason": reason},
        actor=actor,
        target=current,
        old=old_note,
        reason=reason,
    )
    return current


def _tell_first_use(
    project: Project, actor: Member, old: date | None, used_on: date
) -> None:
    sentence = _("Premier usage constaté le %(day)s") % {"day": _day(used_on)}
    if old is not None:
        sentence = _("Premier usage constaté : %(old)s devient %(new)s") % {
            "old": _day(old),
            "new": _day(used_on),
        }
    journal.record(
        project,
        "project.first_use",
        sentence,
        actor=actor,
        target=project,
        room=Room.SHARED,
        old=_iso(old),
        new=used_on.isoformat(),
    )
    audience = notices.audience(project, Room.CAUCUS)
    url = project.get_absolute_url()
    notices.tell(project, audience, sentence, url, actor=actor)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
