"""The log of a consultation: record, correct, cancel. The clock counts again each time.

Every act keeps in the journal the date that moved, with the reason. An opinion deemed
negative comes back to life when the log shows that the period was not over (a typing
error, an agreement or an expert that nobody had written down, a judge seised in time
who extends it after its end).
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import clock, log, opinion_days
from dialogue.actions.consultations import (
    refuse_future,
    store,
    tell,
)
from dialogue.actions.counting import BEFORE_OPENING as BEFORE_OPENING
from dialogue.actions.counting import capital, count
from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState, EventKind
from dialogue.law.books.expertise import Head, challenge_suspends
from dialogue.law.events import KEEPS, NEEDS, STARTING
from dialogue.models import Consultation, Event
from projects.errors import Refused
from projects.models import Document, Member
from projects.workdays import day_in_words

S, K = ConsultationState, EventKind
#: The period runs, is suspended, or passed for lack of a known fact.
COUNTABLE = clock.COUNTED | {S.DEEMED_NEGATIVE}
AFTER_OPINION = frozenset({S.OPINION_GIVEN, S.FOLLOW_UP})
#: What may be known before the period starts; all else needs a period to act on.
EARLY = frozenset({K.MEETING, K.EXPERT_NAMED, K.TERMS_NOTIFIED})
#: What moves no date, and may come once the opinion is given.
LATE = frozenset({K.REPORT, K.FINAL_COST})
#: The same of an expertise for a serious risk, which stands on its own.
OUTSIDE = frozenset(
    {
        *(K.EXPERT_NAMED, K.EXPERT_ASKED, K.EMPLOYER_REPLIED),
        *(K.TERMS_NOTIFIED, K.CHALLENGE, K.JUDGMENT),
    }
)


@transaction.atomic
def record(
    consultation: Consultation,
    *,
    actor: Member,
    kind: EventKind,
    on: date,
    until: date | None = None,
    head: str = "",
    note: str = "",
    evidence: Document | None = None,
) -> Event:
    """Write down what happened on `on`; `until` is the day it fixes, if it does.

    Raises Refused when it cannot be at this point, in this order or at this date: an
    expertise voted after the period, a challenge once it is over (both save for a
    serious risk, outside of the consultation), an extension that shortens.
    """
    hold_consultation(consultation)
    _check_state(consultation, kind)
    refuse_future(on, consultation)
    _refuse_late(consultation, kind, on, until)
    event = log.write(
        consultation,
        kind,
        on,
        actor=actor,
        until=until,
        head=head,
        note=note,
        evidence=evidence,
    )
    _tell(event, consultation, actor)
    count(consultation, actor, _sentence(event))
    return event


@transaction.atomic
def challenge(
    consultation: Consultation, *, actor: Member, head: str, on: date, **given: Any
) -> Event:
    """The employer's writ against the expertise: on the final cost it freezes nothing
    (L2315-86), and is a fact of its own."""
    suspends = challenge_suspends(Head(head))
    kind, kept = (K.CHALLENGE, head) if suspends else (K.FINAL_COST, "")
    return record(consultation, actor=actor, kind=kind, on=on, head=kept, **given)


@transaction.atomic
def correct(
    event: Event,
    *,
    actor: Member,
    on: date,
    reason: str,
    until: date | None = None,
    sure: bool = False,
) -> Event:
    """Put a day right: the old row stays, cancelled, beside the new one.

    `sure`: of an opinion voted à main levée, see `opinion_days.check`.
    """
    consultation = event.consultation
    hold_consultation(consultation)
    _check_not_cancelled(event)
    if event.kind == K.OPINION:
        return opinion_days.correct(event, actor=actor, on=on, reason=reason, sure=sure)
    _check_state_of(event, consultation)
    refuse_future(on, consultation)
    if (on, until) == (event.on, event.until):
        raise Refused(_("Rien n’est changé : la date est la même."))
    kind = K(event.kind)
    aside = [row.pk for row in _with_its_judgment(event)]
    _refuse_late(consultation, kind, on, until, aside)
    log.cancel(event, actor, reason)
    new = _write_again(event, on, until, actor)
    sentence = _("%(fact)s : %(old)s devient %(new)s") % {
        "fact": _fact(event),
        "old": day_in_words(event.until or event.on),
        "new": day_in_words(new.until or new.on),
    }
    line = _tell_change(consultation, "corrected", sentence, actor, reason)
    count(consultation, actor, line)
    return new


def _write_again(event: Event, on: date, until: date | None, actor: Member) -> Event:
    """The same fact on its right day."""
    return log.write(
        event.consultation,
        K(event.kind),
        on,
        actor=actor,
        until=until,
        head=event.head,
        note=event.note,
        evidence=event.evidence,
    )


@transaction.atomic
def cancel(event: Event, *, actor: Member, reason: str) -> Event:
    """It did not happen, or was undone (a designation annulled, an appeal)."""
    consultation = event.consultation
    hold_consultation(consultation)
    _check_live(event, consultation)
    _check_nothing_stands_on(event)
    for row in [*_with_what_rests_on(event), *_with_its_judgment(event)[1:]]:
        log.cancel(row, actor, reason)
        if row.kind in KEEPS:
            clock.unmeet(consultation, KEEPS[K(row.kind)])
    sentence = _("%(fact)s : annulé (il datait du %(day)s)") % {
        "fact": _fact(event),
        "day": day_in_words(event.on),
    }
    line = _tell_change(consultation, "cancelled", sentence, actor, reason)
    count(consultation, actor, line)
    return event


@transaction.atomic
def correct_levels(
    consultation: Consultation, *, actor: Member, two_levels: bool, reason: str
) -> Consultation:
    """Whether the central CSE and the establishments are both consulted (R2312-6)."""
    hold_consultation(consultation)
    _check_countable(consultation)
    consultation.two_levels = two_levels
    store(consultation, "two_levels")
    line = f"{_('Niveaux consultés corrigés')} ({reason})"
    tell(consultation, "corrected", line, actor, reason=reason)
    count(consultation, actor, line)
    return consultation


@transaction.atomic
def count_again(consultation: Consultation, *, actor: Member) -> Consultation:
    """The sheet of the workplace changed (territory, instance, head-count)."""
    hold_consultation(consultation)
    _check_countable(consultation)
    line = _("Dates recalculées (fiche du lieu de travail modifiée)")
    tell(consultation, "counted_again", line, actor)
    count(consultation, actor, line)
    return consultation


def _check_state(consultation: Consultation, kind: EventKind) -> None:
    here = S(consultation.state)
    allowed = COUNTABLE
    if kind in EARLY:
        allowed |= BEFORE_OPENING
    if _may_be_late(consultation, kind):
        allowed |= AFTER_OPINION
    if here not in allowed:
        told = [_impossible(here)]
        if kind == K.EXPERT_NAMED and here in AFTER_OPINION:
            told.append(
                _(
                    "Seule une expertise pour risque grave se vote encore : si c’en "
                    "est une, dites-le d’abord sur sa fiche."
                )
            )
        raise Refused(" ".join(told))
    needed = NEEDS.get(kind)
    if needed and not consultation.events.live().filter(kind=needed).exists():
        raise Refused(
            _("Il manque un fait avant celui-ci : %(fact)s.") % {"fact": needed.label}
        )


def _may_be_late(consultation: Consultation, kind: str) -> bool:
    """Whether it may be written down, or put right, once the opinion is given."""
    if kind in LATE:
        return True
    here = consultation.state in AFTER_OPINION and kind in OUTSIDE
    return here and clock.for_a_risk(consultation)


def _check_countable(consultation: Consultation) -> None:
    if consultation.state not in COUNTABLE:
        raise Refused(_impossible(S(consultation.state)))


def _impossible(here: ConsultationState) -> str:
    return _(
        "La consultation est à l’état « %(state)s » : cela n’est pas possible."
    ) % {"state": here.label}


def _check_live(event: Event, consultation: Consultation) -> None:
    _check_not_cancelled(event)
    if event.kind == K.OPINION:
        raise Refused(_("Un avis rendu ne s’annule pas : corrigez-en le jour."))
    _check_state_of(event, consultation)


def _check_not_cancelled(event: Event) -> None:
    if not Event.objects.live().filter(pk=event.pk).exists():
        raise Refused(_("Ce fait est déjà annulé ou corrigé : rechargez la page."))


def _check_state_of(event: Event, consultation: Consultation) -> None:
    allowed = COUNTABLE | BEFORE_OPENING
    if _may_be_late(consultation, event.kind):
        allowed |= AFTER_OPINION
    if consultation.state not in allowed:
        raise Refused(_impossible(S(consultation.state)))


def _check_nothing_stands_on(event: Event) -> None:
    if _is_the_start(event):
        raise Refused(
            _("Ce fait fonde l’état de la consultation : corrigez-en la date.")
        )
    challenged = event.consultation.state == S.SUSPENDED
    if event.kind == K.EXPERT_NAMED and challenged:
        raise Refused(
            _(
                "L’expertise est contestée devant le juge : inscrivez d’abord le "
                "jugement notifié, ou annulez la contestation."
            )
        )


def _is_the_start(event: Event) -> bool:
    """The last live event that starts the period: without it nothing would run."""
    others = event.consultation.events.live().exclude(pk=event.pk)
    return (
        event.kind in STARTING and not others.filter(kind__in=sorted(STARTING)).exists()
    )


def _with_what_rests_on(event: Event) -> list[Event]:
    """The event and the live ones that have no sense without it, itself first."""
    found, kinds = [event], {event.kind}
    for kind, needed in NEEDS.items():
        if needed in kinds:
            found += event.consultation.events.live().filter(kind=kind)
            kinds.add(kind)
    return found


def _with_its_judgment(event: Event) -> list[Event]:
    """A challenge and the judgment that ended it; any other event alone."""
    if event.kind != K.CHALLENGE:
        return [event]
    judged_on = dict(clock.facts_of(event.consultation).suspended).get(event.on)
    if judged_on is None:
        return [event]
    judgments = event.consultation.events.live().filter(kind=K.JUDGMENT, on=judged_on)
    return [event, *judgments[:1]]


def _refuse_late(
    consultation: Consultation,
    kind: EventKind,
    on: date,
    until: date | None,
    without: Collection[UUID] = (),
) -> None:
    """What comes too late to count, said with its reason; see the rules named.

    `without`: the rows that a correction replaces.
    """
    end, arguable = clock.opinion_dates(consultation, without)
    if kind == K.EXPERT_NAMED and (late := clock.late_expert(consultation, on)):
        raise Refused(late)
    over = arguable is not None and on > arguable
    if kind == K.CHALLENGE and over and not clock.for_a_risk(consultation):
        raise Refused(_("Le délai est déjà passé : il ne peut plus être suspendu."))
    if kind == K.EXTENSION and end and until and until <= end:
        raise Refused(
            _(
                "Le délai va déjà jusqu’au %(day)s : une date prolongée par le juge "
                "vient après."
            )
            % {"day": day_in_words(end)}
        )


def _sentence(event: Event) -> str:
    """« Expertise votée le 12 mars 2026 »; what fixes a day tells that day."""
    pattern, day = _("%(fact)s le %(day)s"), event.on
    if event.until:
        day = event.until
        pattern = (
            _("%(fact)s au %(day)s")
            if event.kind == K.AGREEMENT
            else _("%(fact)s jusqu’au %(day)s")
        )
    words = pattern % {"fact": _fact(event), "day": day_in_words(day)}
    return f"{words} ({event.note})" if event.note else words


def _fact(event: Event) -> str:
    return capital(str(event))


def _tell(event: Event, consultation: Consultation, actor: Member) -> None:
    data: dict[str, Any] = {"reason": event.note} if event.note else {}
    tell(consultation, f"event.{event.kind}", _sentence(event), actor, **data)


def _tell_change(
    consultation: Consultation, what: str, sentence: str, actor: Member, reason: str
) -> str:
    line = f"{sentence} ({reason})"
    tell(consultation, what, line, actor, reason=reason)
    return line
