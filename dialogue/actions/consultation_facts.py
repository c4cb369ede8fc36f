"""Facts that move the clock: corrections, expertise, agreed end, judge, suspension.

Each act counts again and keeps the date that moved in the journal, with the reason.
An opinion deemed negative comes back to life when the facts show that the period was
not over (a typing error, an agreement or an expert that nobody had written down, a
judge seised in time who extends it after its end).
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import ballots, clock
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
    refuse_future(information_on)
    old = consultation.information_on
    sentence = _("Niveaux consultés corrigés")
    if old is not None and old != information_on:
        sentence = _("Date de remise corrigée : %(old)s devient %(new)s") % {
            "old": day_in_words(old),
            "new": day_in_words(information_on),
        }
        # The employer relies on the day shown to it: it learns that it moved, not why.
        tell(consultation, "redated", sentence, actor, room=Room.SHARED)
    return _write(
        consultation,
        "corrected",
        sentence,
        actor,
        reason,
        information_on=information_on,
        opened_on=information_on,
        two_levels=two_levels,
    )


@transaction.atomic
def name_expert(consultation: Consultation, *, actor: Member, on: date) -> Consultation:
    """The CSE voted an expertise on `on` (L2315-94): the period becomes longer."""
    refuse_future(on)
    return _write(
        consultation,
        "expert_named",
        _("Expertise votée le %(day)s") % {"day": day_in_words(on)},
        actor,
        states=BEFORE_OPENING | COUNTABLE,
        expert=True,
        expert_named_on=on,
    )


@transaction.atomic
def remove_expert(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    """No expert after all (a mistake, a designation that the judge annulled)."""
    return _write(
        consultation,
        "expert_removed",
        _("Expertise retirée"),
        actor,
        reason,
        states=BEFORE_OPENING | COUNTABLE,
        needs=("expert", _("Aucune expertise n’est inscrite.")),
        expert=False,
        expert_named_on=None,
        expert_asked_on=None,
    )


@transaction.atomic
def record_expert_request(
    consultation: Consultation, *, actor: Member, on: date
) -> Consultation:
    """The expert asked the employer for information: five days to reply (R2315-45)."""
    hold_consultation(consultation)
    refuse_future(on)
    asked = clock.key_of(consultation, "expert_demande")
    deadlines.close(consultation.project, asked, DeadlineState.MET)
    return _write(
        consultation,
        "expert_asked",
        _("L’expert·e a demandé des informations le %(day)s")
        % {"day": day_in_words(on)},
        actor,
        states=clock.COUNTED,
        needs=("expert", _("Aucune expertise n’est inscrite.")),
        expert_asked_on=on,
    )


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
    return _write(
        consultation,
        "end_agreed",
        _("Fin de consultation convenue au %(day)s") % {"day": day_in_words(on)},
        actor,
        reason,
        agreed_on=on,
        agreed_evidence=evidence,
    )


@transaction.atomic
def remove_agreed_end(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    return _write(
        consultation,
        "agreement_removed",
        _("Date convenue retirée"),
        actor,
        reason,
        needs=("agreed_on", _("Aucune date convenue n’est inscrite.")),
        agreed_on=None,
        agreed_evidence=None,
    )


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
    return _write(
        consultation,
        "judge_extended",
        _("Délai prolongé par le juge jusqu’au %(day)s") % {"day": day_in_words(on)},
        actor,
        reason,
        judge_extended_to=on,
    )


@transaction.atomic
def remove_judge_extension(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    """A mistake, or a decision quashed on appeal."""
    return _write(
        consultation,
        "judge_extension_removed",
        _("Prolongation par le juge retirée"),
        actor,
        reason,
        needs=(
            "judge_extended_to",
            _("Aucune prolongation par le juge n’est inscrite."),
        ),
        judge_extended_to=None,
    )


@transaction.atomic
def count_again(consultation: Consultation, *, actor: Member) -> Consultation:
    """The sheet of the workplace changed (territory, instance, head-count)."""
    reason = _("fiche du lieu de travail modifiée")
    return _write(consultation, "counted_again", _("Dates recalculées"), actor, reason)


def _write(
    consultation: Consultation,
    what: str,
    sentence: str,
    actor: Member,
    reason: str = "",
    *,
    states: frozenset[ConsultationState] = COUNTABLE,
    needs: tuple[str, str] | None = None,
    **facts: Any,
) -> Consultation:
    """Hold, check, save the `facts`, tell the delegation why, and count again.

    `needs` is a field that must hold something, and what is said when it does not. A
    refusal undoes all that the act did before.
    """
    hold_consultation(consultation)
    here = S(consultation.state)
    if here not in states:
        raise Refused(
            _("La consultation est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    if needs is not None and not getattr(consultation, needs[0]):
        raise Refused(needs[1])
    for name, value in facts.items():
        setattr(consultation, name, value)
    store(consultation, *facts)
    line = f"{sentence} ({reason})" if reason else sentence
    data: dict[str, Any] = {"reason": reason} if reason else {}
    tell(consultation, what, line, actor, **data)
    if here != S.DEEMED_NEGATIVE or _revive(consultation, actor):
        clock.recompute(consultation, actor=actor, reason=line)
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
        ballots.ask_again(consultation)
        sentence = _("L’avis n’est plus réputé négatif : le délai n’était pas passé")
        tell(consultation, "reopened", sentence, actor, room=Room.SHARED)
        notify(consultation, sentence, actor, room=Room.SHARED)
    refresh_project(consultation.project)
    return not over
