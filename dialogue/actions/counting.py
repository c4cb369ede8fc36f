"""After each change of its log, a consultation is brought in line with it.

The start moves, a challenge suspends, a judgment resumes, an opinion deemed negative
comes back to life; then the dates are stored, here and in the establishments.
"""

from typing import Any

from django.utils.translation import gettext as _

from dialogue.actions import ballots, clock
from dialogue.actions.consultations import (
    move,
    notify,
    refresh_project,
    store,
    tell,
)
from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState, EventKind
from dialogue.law.events import NEEDS
from dialogue.models import Consultation
from projects import notices
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member
from projects.workdays import day_in_words

S, K = ConsultationState, EventKind
BEFORE_OPENING = frozenset({S.DRAFT, S.INFORMING})


def count(consultation: Consultation, actor: Member | None, line: str) -> None:
    """Bring the row in line with its log, then store the dates that follow.

    Raises Refused when the log contradicts itself.
    """
    clock.compute(consultation)
    _check_order(consultation)
    redated = _move_the_start(consultation, actor)
    if consultation.state != S.DEEMED_NEGATIVE or _revive(consultation, actor):
        _count(consultation, actor, line)
    clock.follow_risk_report(consultation, actor=actor, reason=line)
    if redated:
        _notify_start(consultation, redated, actor)


def _count(consultation: Consultation, actor: Member | None, line: str) -> None:
    _follow_suspension(consultation, actor)
    clock.recompute(consultation, actor=actor, reason=line)
    for row in consultation.establishments.filter(state=S.DEEMED_NEGATIVE):
        hold_consultation(row)
        count(row, None, clock.central_moved())


def _check_order(consultation: Consultation) -> None:
    """The law's own contradictions come from `compute`; these move no date."""
    days = {K(row.kind): row.on for row in consultation.events.live()}
    for kind, needed in NEEDS.items():
        if kind in days and needed in days and days[kind] < days[needed]:
            words = {"fact": capital(kind.label), "needed": needed.label}
            raise Refused(_("%(fact)s : ce jour précède « %(needed)s ».") % words)


def _move_the_start(consultation: Consultation, actor: Member | None) -> str:
    """The sentence that tells that it moved; "" when it did not."""
    start = clock.facts_of(consultation).information_on
    old = consultation.information_on
    if consultation.state in BEFORE_OPENING or start == old:
        return ""
    consultation.information_on = consultation.opened_on = start
    store(consultation, "information_on", "opened_on")
    if old is None or start is None:
        return ""
    sentence = _("Date de remise corrigée : %(old)s devient %(new)s") % {
        "old": day_in_words(old),
        "new": day_in_words(start),
    }
    # The employer relies on the day shown to it: it learns that it moved, not why.
    tell(consultation, "redated", sentence, actor, room=Room.SHARED)
    return sentence


def _notify_start(
    consultation: Consultation, sentence: str, actor: Member | None
) -> None:
    """Both sides learn the day; those of the caucus, the date that follows from it."""
    project, own = consultation.project, sentence
    if consultation.due_on is not None:
        own = _("%(sentence)s ; date sûre de l’avis : %(day)s") % {
            "sentence": sentence,
            "day": day_in_words(consultation.due_on),
        }
    people = list(notices.audience(project, Room.SHARED))
    url = consultation.get_absolute_url()
    for caucus, words in ((True, own), (False, sentence)):
        side = [member for member in people if member.sees_caucus == caucus]
        notices.tell(project, side, words, url, actor=actor)


def _follow_suspension(consultation: Consultation, actor: Member | None) -> None:
    """A challenge without its judgment suspends; anything else lets the period run."""
    pauses = clock.facts_of(consultation).suspended
    waiting = next((begin for begin, stop in pauses if stop is None), None)
    suspends = waiting is not None and clock.opinion_dates(consultation) == (None, None)
    if waiting and suspends and consultation.state == S.OPEN:
        consultation.suspended_on = waiting
        move(consultation, S.SUSPENDED, "suspended_on")
        sentence = _("Délai suspendu le %(day)s") % {"day": day_in_words(waiting)}
        _tell_both(consultation, "suspended", sentence, actor)
    elif suspends and consultation.state == S.SUSPENDED:
        consultation.suspended_on = waiting
        store(consultation, "suspended_on")
    elif consultation.state == S.SUSPENDED:
        consultation.suspended_on = None
        move(consultation, S.OPEN, "suspended_on")
        _tell_both(consultation, "resumed", _("Le délai court de nouveau"), actor)


def _tell_both(
    consultation: Consultation, what: str, sentence: str, actor: Member | None
) -> None:
    tell(consultation, what, sentence, actor, room=Room.SHARED)
    notify(consultation, sentence, actor, room=Room.SHARED)


def _revive(consultation: Consultation, actor: Member | None) -> bool:
    """Open again a consultation whose period was not over; else move its end."""
    due_on, extended_on = clock.opinion_dates(consultation)
    over = extended_on is not None and extended_on < clock.local_day(consultation)
    if over:
        consultation.due_on, consultation.extended_on = due_on, extended_on
        consultation.deemed_on = extended_on
        store(consultation, "due_on", "extended_on", "deemed_on")
    else:
        consultation.deemed_on = None
        move(consultation, S.OPEN, "deemed_on")
        ballots.ask_again(consultation)
        sentence = _("L’avis n’est plus réputé négatif : le délai n’était pas passé")
        _tell_both(consultation, "reopened", sentence, actor)
    refresh_project(consultation.project)
    return not over


def capital(label: Any) -> str:
    words = str(label)
    return words[:1].upper() + words[1:]
