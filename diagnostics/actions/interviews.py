"""An interview from its planning to the erasing of its notes.

The journal says that an interview was planned or led and that notes were erased;
never what a note says, nor that one was written.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics import interview_permissions as permissions
from diagnostics.enums import INTERVIEW_MOVES, InstrumentKind, InterviewState
from diagnostics.models import Instrument, Interview, InterviewNote, Stakeholder
from diagnostics.models.interviews import NOTES_KEPT_AT_MOST
from projects import journal, notices
from projects.errors import Refused
from projects.models import Entry, Member, Project
from projects.seen import refuse_stale
from projects.workdays import add_months, day_in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of an interview; who leads it as sorted keys."""

    stakeholder: Stakeholder | None
    day: date
    notes_until: date
    interviewers: list[str]


SHOWN = ("stakeholder", "day", "notes_until", "interviewers")


def shown(interview: Interview) -> Shown:
    return Shown(
        interview.stakeholder,
        interview.day,
        interview.notes_until,
        sorted(map(str, interview.interviewers.values_list("pk", flat=True))),
    )


def last_possible_day(interview: Interview | None) -> date:
    """Of the notes, counted from the day the interview was first written down.

    The journal keeps that day, so that nobody pushes the end by changing the rest.
    """
    first = timezone.localdate()
    if interview is not None:
        lines = Entry.objects.filter(project=interview.project, target=interview.pk)
        line = lines.filter(verb="interview.planned").last()
        first = timezone.localdate(line.at) if line else min(first, interview.day)
    return add_months(first, NOTES_KEPT_AT_MOST)


def kept_too_long(last: date) -> str:
    return _(
        "Les notes ne sont pas gardées plus de deux ans après que l’entretien a été "
        "prévu : jusqu’au %(last)s."
    ) % {"last": day_in_words(last)}


def _check_last_day(interview: Interview | None, notes_until: date) -> None:
    last = last_possible_day(interview)
    if notes_until > last:
        raise Refused(kept_too_long(last))


@transaction.atomic
def plan(
    project: Project,
    instrument: Instrument,
    *,
    actor: Member,
    stakeholder: Stakeholder | None,
    day: date,
    interviewers: Collection[Member],
    notes_until: date,
) -> Interview:
    """Plan an interview with the guide as it is today."""
    if instrument.kind != InstrumentKind.INTERVIEW or instrument.current is None:
        raise Refused(_("Ce guide n’est pas publié : choisissez-en un autre."))
    _check_last_day(None, notes_until)
    interview = Interview.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        version=instrument.current,
        stakeholder=stakeholder,
        day=day,
        notes_until=notes_until,
        created_by=actor,
    )
    interview.interviewers.set(interviewers)
    _record(interview, "planned", _("Entretien prévu"), actor)
    _tell(interview, interviewers, actor)
    return interview


@transaction.atomic
def change(
    interview: Interview,
    *,
    actor: Member,
    stakeholder: Stakeholder | None,
    day: date,
    interviewers: Collection[Member],
    notes_until: date,
    seen: str | None = None,
) -> Interview:
    """Who leads it, when, with whom and until when notes are kept.

    Who reads the notes and until when is what the person heard before they agreed: the
    journal keeps both, before and after. `seen` is the `mark` of what the page showed.
    """
    _hold(interview)
    if not permissions.can_change_interview(actor, interview):
        raise Refused(_("Cet entretien a eu lieu : ses notes ne s’ouvrent plus."))
    before = shown(interview)
    keys = sorted(str(one.pk) for one in interviewers)
    after = Shown(stakeholder, day, notes_until, keys)
    _refuse_stale(interview, before, after, seen)
    _check_last_day(interview, notes_until)
    if before == after:
        return interview
    interview.stakeholder, interview.day = stakeholder, day
    interview.notes_until = notes_until
    interview.save(update_fields=["stakeholder", "day", "notes_until"])
    interview.interviewers.set(interviewers)
    changes = {"before": _kept(before), "after": _kept(after)}
    _record(interview, "changed", _("Entretien modifié"), actor, **changes)
    named = [one for one in interviewers if str(one.pk) not in before.interviewers]
    _tell(interview, named, actor)
    return interview


def _refuse_stale(
    interview: Interview, before: Shown, after: Shown, seen: str | None
) -> None:
    people = interview.interviewers.select_related("user")
    words = {
        "stakeholder": str(before.stakeholder or _("Non précisé")),
        "interviewers": ", ".join(map(str, people)),
    }
    given = {name: getattr(after, name) for name in SHOWN}
    refuse_stale(before, given, seen, words)


def _kept(one: Shown) -> dict[str, Any]:
    return {
        "stakeholder": str(one.stakeholder.pk) if one.stakeholder else "",
        "day": one.day.isoformat(),
        "notes_until": one.notes_until.isoformat(),
        "interviewers": one.interviewers,
    }


@transaction.atomic
def lead(interview: Interview, *, actor: Member, day: date) -> Interview:
    """It took place, and the person agreed after hearing what is done with notes."""
    _hold(interview)
    _move(interview, InterviewState.HELD)
    interview.day, interview.consent = day, True
    interview.save(update_fields=["state", "day", "consent"])
    _record(interview, "held", _("Entretien mené, avec l’accord de la personne"), actor)
    return interview


@transaction.atomic
def move(interview: Interview, *, actor: Member, to: str) -> Interview:
    """Taken into the synthesis, or taken up again."""
    _hold(interview)
    there = InterviewState(to)
    if there == InterviewState.HELD and not interview.consent:
        raise Refused(_("Dites d’abord que l’entretien a eu lieu."))
    _move(interview, there)
    interview.save(update_fields=["state"])
    sentence = _("Entretien, maintenant %(state)s") % {"state": there.label}
    _record(interview, "moved", sentence, actor)
    return interview


@transaction.atomic
def cancel(interview: Interview, *, actor: Member) -> None:
    """Give up an interview that did not take place."""
    _hold(interview)
    if interview.state != InterviewState.PLANNED:
        raise Refused(_("Cet entretien a eu lieu : effacez plutôt ses notes."))
    _record(interview, "cancelled", _("Entretien prévu, abandonné"), actor)
    interview.delete()


@transaction.atomic
def write_note(
    interview: Interview,
    *,
    actor: Member,
    text: str,
    themes: list[str],
    verbatim: bool,
) -> InterviewNote:
    """Write down what was heard. Nothing of it goes to the journal."""
    _hold(interview)
    if interview.state == InterviewState.PLANNED:
        raise Refused(
            _("Dites d’abord que l’entretien a eu lieu, avec l’accord de la personne.")
        )
    known = {theme.code for theme in interview.guide.themes}
    if not themes or not known.issuperset(themes):
        raise Refused(_("Choisissez un thème du guide au moins."))
    return interview.notes.create(
        author=actor, text=text, themes=themes, verbatim=verbatim
    )


@transaction.atomic
def erase_note(note: InterviewNote, *, actor: Member) -> None:
    _record(note.interview, "note_erased", _("Note d’entretien effacée"), actor)
    note.delete()


@transaction.atomic
def erase_notes(interview: Interview, *, actor: Member | None) -> None:
    """Erase every note of an interview. Without actor, their last day has passed."""
    _hold(interview)
    if not interview.notes.exists():
        return
    interview.notes.all().delete()
    sentence = (
        _("Notes d’un entretien effacées")
        if actor
        else _("Notes d’un entretien effacées à leur date")
    )
    _record(interview, "notes_erased", sentence, actor)


def erase_overdue(today: date) -> int:
    """Erase the notes whose last day is over; returns of how many interviews."""
    late = Interview.objects.filter(notes_until__lt=today, notes__isnull=False)
    keys = list(late.values_list("pk", flat=True).distinct())
    for interview in Interview.objects.filter(pk__in=keys).select_related("project"):
        erase_notes(interview, actor=None)
    return len(keys)


def _hold(interview: Interview) -> None:
    """Lock the row until the end of the act, with what it says now."""
    now = Interview.objects.select_for_update().filter(pk=interview.pk).first()
    if now is None:
        raise Refused(_("Cet entretien n’existe plus."))
    interview.state, interview.consent = now.state, now.consent
    interview.day, interview.notes_until = now.day, now.notes_until
    interview.stakeholder = now.stakeholder


def _move(interview: Interview, to: InterviewState) -> None:
    here = InterviewState(interview.state)
    if to not in INTERVIEW_MOVES[here]:
        raise Refused(
            _("Cet entretien est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    interview.state = to


def _record(
    interview: Interview, verb: str, sentence: str, actor: Member | None, **data: Any
) -> None:
    journal.record(
        interview.project,
        f"interview.{verb}",
        sentence,
        actor=actor,
        target=interview,
        state=interview.state,
        **data,
    )


def _tell(interview: Interview, people: Collection[Member], actor: Member) -> None:
    notices.tell(
        interview.project,
        people,
        _("Un entretien vous est confié"),
        interview.get_absolute_url(),
        actor=actor,
    )
