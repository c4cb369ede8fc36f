"""An interview from its planning to the erasing of its notes.

The journal says that an interview was planned or led and that notes were erased;
never what a note says, nor that one was written.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from diagnostics import interview_permissions as permissions
from diagnostics.enums import INTERVIEW_MOVES, InstrumentKind, InterviewState
from diagnostics.models import Instrument, Interview, InterviewNote, Stakeholder
from projects import journal, notices
from projects.errors import Refused
from projects.models import Member, Project


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
        raise Refused(_("Ce guide n’est pas publié : publiez-le d’abord."))
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
) -> Interview:
    """Who leads it, when, with whom and until when notes are kept."""
    _hold(interview)
    if not permissions.can_change_interview(actor, interview):
        raise Refused(_("Cet entretien a eu lieu : ses notes ne s’ouvrent plus."))
    before = set(interview.interviewers.values_list("pk", flat=True))
    interview.stakeholder, interview.day = stakeholder, day
    interview.notes_until = notes_until
    interview.save(update_fields=["stakeholder", "day", "notes_until"])
    interview.interviewers.set(interviewers)
    after = {one.pk for one in interviewers}
    _record(interview, "changed", _("Entretien modifié"), actor)
    _tell(interview, [one for one in interviewers if one.pk in after - before], actor)
    return interview


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


def _move(interview: Interview, to: InterviewState) -> None:
    here = InterviewState(interview.state)
    if to not in INTERVIEW_MOVES[here]:
        raise Refused(
            _("Cet entretien est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    interview.state = to


def _record(
    interview: Interview, verb: str, sentence: str, actor: Member | None
) -> None:
    journal.record(
        interview.project,
        f"interview.{verb}",
        sentence,
        actor=actor,
        target=interview,
        state=interview.state,
    )


def _tell(interview: Interview, people: Collection[Member], actor: Member) -> None:
    notices.tell(
        interview.project,
        people,
        _("Un entretien vous est confié"),
        interview.get_absolute_url(),
        actor=actor,
    )
