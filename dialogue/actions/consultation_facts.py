"""Facts that move the clock: corrections, expertise, agreed end, judge, suspension.

Each act counts again and keeps the date that moved in the journal, with the reason.
An opinion deemed negative comes back to life when the facts show that the period was
not over (a typing error, an agreement or an expert that nobody had written down, a
judge seised in time who extends it after its end).
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import clock
from dialogue.actions.consultations import (
    move,
    notify,
    refresh_project,
    refuse_future,
    store,
    tell,
)
from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState
from dialogue.models import Consultation, Suspension
from projects import deadlines
from projects.enums import DeadlineState, Room
from projects.errors import Refused
from projects.models import Document, Member
from projects.workdays import day_in_words

S = ConsultationState
BEFORE_OPENING = frozenset({S.DRAFT, S.INFORMING})
#: The period runs, is suspended, or passed for lack of a known fact.
COUNTABLE = clock.COUNTED | {S.DEEMED_NEGATIVE}


@transaction.atomic
def correct(
    consultation: Consultation,
    *,
    actor: Member,
    information_on: date,
    two_levels: bool,
    reason: str,
) -> Consultation:
    """Put right the day of the information or the levels consulted."""
    hold_consultation(consultation)
    _need(consultation, COUNTABLE)
    refuse_future(information_on)
    old = consultation.information_on
    consultation.information_on = consultation.opened_on = information_on
    consultation.two_levels = two_levels
    store(consultation, "information_on", "opened_on", "two_levels")
    if old is not None and old != information_on:
        sentence = _("Date de remise corrigée : %(old)s devient %(new)s") % {
            "old": day_in_words(old),
            "new": day_in_words(information_on),
        }
        _tell_with(consultation, "corrected", sentence, reason, actor)
        # The employer relies on the day shown to it: it learns that it moved, not why.
        tell(consultation, "redated", sentence, actor, room=Room.SHARED)
    else:
        sentence = _("Niveaux consultés corrigés")
        _tell_with(consultation, "corrected", sentence, reason, actor)
    _count_again(consultation, actor=actor, reason=reason)
    return consultation


@transaction.atomic
def name_expert(consultation: Consultation, *, actor: Member, on: date) -> Consultation:
    """The CSE voted an expertise on `on` (L2315-94): the period becomes longer."""
    hold_consultation(consultation)
    _need(consultation, BEFORE_OPENING | COUNTABLE)
    refuse_future(on)
    consultation.expert, consultation.expert_named_on = True, on
    store(consultation, "expert", "expert_named_on")
    sentence = _("Expertise votée le %(day)s") % {"day": day_in_words(on)}
    tell(consultation, "expert_named", sentence, actor)
    _count_again(consultation, actor=actor, reason=sentence)
    return consultation


@transaction.atomic
def remove_expert(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    """No expert after all (a mistake, a designation that the judge annulled)."""
    hold_consultation(consultation)
    _need(consultation, BEFORE_OPENING | COUNTABLE)
    if not consultation.expert:
        raise Refused(_("Aucune expertise n’est inscrite."))
    consultation.expert = False
    consultation.expert_named_on = consultation.expert_asked_on = None
    store(consultation, "expert", "expert_named_on", "expert_asked_on")
    _tell_with(consultation, "expert_removed", _("Expertise retirée"), reason, actor)
    _count_again(consultation, actor=actor, reason=reason)
    return consultation


@transaction.atomic
def record_expert_request(
    consultation: Consultation, *, actor: Member, on: date
) -> Consultation:
    """The expert asked the employer for information: five days to reply (R2315-45)."""
    hold_consultation(consultation)
    _need(consultation, clock.COUNTED)
    refuse_future(on)
    if not consultation.expert:
        raise Refused(_("Aucune expertise n’est inscrite."))
    consultation.expert_asked_on = on
    store(consultation, "expert_asked_on")
    sentence = _("L’expert·e a demandé des informations le %(day)s") % {
        "day": day_in_words(on)
    }
    tell(consultation, "expert_asked", sentence, actor)
    asked = clock.key_of(consultation, "expert_demande")
    deadlines.close(consultation.project, asked, DeadlineState.MET)
    clock.recompute(consultation, actor=actor, reason=sentence)
    return consultation


@transaction.atomic
def agree_end(
    consultation: Consultation,
    *,
    actor: Member,
    on: date,
    reason: str,
    evidence: Document | None = None,
) -> Consultation:
    """An agreement fixes the end of the period and displaces the decree (L2312-55).

    `reason` says how it was agreed; `evidence` is the document that proves it.
    """
    hold_consultation(consultation)
    _need(consultation, COUNTABLE)
    consultation.agreed_on, consultation.agreed_evidence = on, evidence
    store(consultation, "agreed_on", "agreed_evidence")
    sentence = _("Fin de consultation convenue au %(day)s") % {"day": day_in_words(on)}
    _tell_with(consultation, "end_agreed", sentence, reason, actor)
    _count_again(consultation, actor=actor, reason=sentence)
    return consultation


@transaction.atomic
def remove_agreed_end(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    hold_consultation(consultation)
    _need(consultation, COUNTABLE)
    if consultation.agreed_on is None:
        raise Refused(_("Aucune date convenue n’est inscrite."))
    consultation.agreed_on = consultation.agreed_evidence = None
    store(consultation, "agreed_on", "agreed_evidence")
    _tell_with(
        consultation, "agreement_removed", _("Date convenue retirée"), reason, actor
    )
    _count_again(consultation, actor=actor, reason=reason)
    return consultation


@transaction.atomic
def record_judge_extension(
    consultation: Consultation, *, actor: Member, on: date, reason: str
) -> Consultation:
    """The judge extends the period to `on` (L2312-15), even once it has run out when
    seised in time (Cass. soc., 26 février 2020, n° 18-22.759).

    An extension only lengthens: an earlier day is a typing error that would have the
    opinion deemed negative too soon. `reason` names the decision.
    """
    hold_consultation(consultation)
    _need(consultation, COUNTABLE)
    consultation.judge_extended_to = None
    end, _arguable = clock.opinion_dates(consultation)
    if end is not None and on <= end:
        raise Refused(
            _(
                "Le délai va déjà jusqu’au %(day)s : une date prolongée par le juge "
                "vient après."
            )
            % {"day": day_in_words(end)}
        )
    consultation.judge_extended_to = on
    store(consultation, "judge_extended_to")
    sentence = _("Délai prolongé par le juge jusqu’au %(day)s") % {
        "day": day_in_words(on)
    }
    _tell_with(consultation, "judge_extended", sentence, reason, actor)
    _count_again(consultation, actor=actor, reason=sentence)
    return consultation


@transaction.atomic
def remove_judge_extension(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    """A mistake, or a decision quashed on appeal."""
    hold_consultation(consultation)
    _need(consultation, COUNTABLE)
    if consultation.judge_extended_to is None:
        raise Refused(_("Aucune prolongation par le juge n’est inscrite."))
    consultation.judge_extended_to = None
    store(consultation, "judge_extended_to")
    sentence = _("Prolongation par le juge retirée")
    _tell_with(consultation, "judge_extension_removed", sentence, reason, actor)
    _count_again(consultation, actor=actor, reason=reason)
    return consultation


@transaction.atomic
def suspend(
    consultation: Consultation, *, actor: Member, on: date, reason: str
) -> Consultation:
    """The employer challenges the expertise: days stop counting (L2315-86)."""
    hold_consultation(consultation)
    refuse_future(on)
    if consultation.information_on and on < consultation.information_on:
        raise Refused(_("La suspension ne peut pas précéder l’ouverture."))
    if consultation.extended_on and on > consultation.extended_on:
        raise Refused(_("Le délai est déjà passé : il ne peut plus être suspendu."))
    consultation.suspended_on = on
    move(consultation, S.SUSPENDED, "suspended_on")
    Suspension.objects.create(consultation=consultation, starts_on=on, reason=reason)
    sentence = _("Délai suspendu le %(day)s") % {"day": day_in_words(on)}
    tell(consultation, "suspended", sentence, actor, room=Room.SHARED)
    clock.recompute(consultation, actor=actor, reason=reason)
    notify(consultation, sentence, actor, room=Room.SHARED)
    return consultation


@transaction.atomic
def resume(consultation: Consultation, *, actor: Member, on: date) -> Consultation:
    """The judgment is notified: the period goes on with the days that were left."""
    hold_consultation(consultation)
    refuse_future(on)
    started = consultation.suspended_on
    if started and on < started:
        raise Refused(_("La reprise ne peut pas précéder l’arrêt."))
    consultation.suspended_on = None
    move(consultation, S.OPEN, "suspended_on")
    consultation.suspensions.filter(ends_on=None).update(ends_on=on)
    sentence = _("Délai repris le %(day)s") % {"day": day_in_words(on)}
    tell(consultation, "resumed", sentence, actor, room=Room.SHARED)
    clock.recompute(consultation, actor=actor, reason=sentence)
    notify(consultation, sentence, actor, room=Room.SHARED)
    return consultation


@transaction.atomic
def count_again(consultation: Consultation, *, actor: Member) -> Consultation:
    """The sheet of the workplace changed (territory, instance, head-count)."""
    hold_consultation(consultation)
    _need(consultation, COUNTABLE)
    reason = _("fiche du lieu de travail modifiée")
    tell(consultation, "counted_again", _("Dates recalculées"), actor, reason=reason)
    _count_again(consultation, actor=actor, reason=reason)
    return consultation


def _count_again(consultation: Consultation, *, actor: Member, reason: str) -> None:
    if consultation.state == S.DEEMED_NEGATIVE and not _revive(consultation, actor):
        return
    clock.recompute(consultation, actor=actor, reason=reason)


def _revive(consultation: Consultation, actor: Member) -> bool:
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
        sentence = _("L’avis n’est plus réputé négatif : le délai n’était pas passé")
        tell(consultation, "reopened", sentence, actor, room=Room.SHARED)
        notify(consultation, sentence, actor, room=Room.SHARED)
    refresh_project(consultation.project)
    return not over


def _need(consultation: Consultation, states: frozenset[ConsultationState]) -> None:
    here = S(consultation.state)
    if here not in states:
        raise Refused(
            _("La consultation est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )


def _tell_with(
    consultation: Consultation, what: str, sentence: str, reason: str, actor: Member
) -> None:
    """A line with its reason, which only the delegation reads."""
    tell(consultation, what, f"{sentence} ({reason})", actor, reason=reason)
