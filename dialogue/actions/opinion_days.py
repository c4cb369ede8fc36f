"""The day of a recorded opinion, put right: before it is sent, with a reason.

Once it was transmitted, the frozen PDF and its receipt say that day: nothing here
changes it any more, and the delegation writes to the employer instead.
"""

from datetime import date

from django.utils.translation import gettext as _

from dialogue.actions import log, public_opinions
from dialogue.actions.consultations import (
    notify,
    refresh_project,
    refuse_future,
    store,
    tell,
)
from dialogue.actions.voters import check_seats
from dialogue.enums import ConsultationState, EventKind, OpinionState, VoteMode
from dialogue.models import Consultation, Event, Meeting, Opinion, Vote
from dialogue.models.meetings import MINUTES_SHARED
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member
from projects.workdays import day_in_words

S = ConsultationState
#: The opinion is given and its file still open.
CORRECTABLE = frozenset({S.OPINION_GIVEN, S.FOLLOW_UP})


def check(event: Event, on: date, *, sure: bool = False) -> None:
    """Refuse a day that contradicts the period, the vote, or what was sent.

    `sure`: as many voted that day, whatever the mandates and the sheet say.
    """
    row = event.consultation
    if row.state not in CORRECTABLE:
        raise Refused(
            _("La consultation est à l’état « %(state)s » : rouvrez d’abord le suivi.")
            % {"state": S(row.state).label}
        )
    refuse_future(on, row)
    if on == event.on:
        raise Refused(_("Rien n’est changé : la date est la même."))
    _check_sent(row, event.on)
    _check_period(row, on)
    _check_minutes(row, {event.on, on})
    vote = _vote(row)
    if vote is None:
        return
    if vote.mode == VoteMode.NOMINAL:
        raise Refused(
            _(
                "Le vote nominal s’est tenu dans Navette le %(day)s : c’est le jour "
                "de l’avis."
            )
            % {"day": day_in_words(vote.held_on)}
        )
    if not sure:
        check_seats(vote.opinion, on, vote.present)


def _check_minutes(row: Consultation, days: set[date]) -> None:
    """The minutes of a meeting that treated it tell the vote, and are already read."""
    told = (
        Meeting.objects.filter(
            points__consultation=row, held_on__in=days, state__in=MINUTES_SHARED
        )
        .order_by("held_on")
        .first()
    )
    if told is not None:
        raise Refused(
            _(
                "Le procès-verbal de la réunion du %(day)s est déjà envoyé : le jour "
                "de l’avis ne change plus ici. Faites-le rectifier à la réunion "
                "suivante."
            )
            % {"day": day_in_words(told.held_on)}
        )


def _check_sent(row: Consultation, old: date) -> None:
    sent = Opinion.objects.filter(consultation=row, state=OpinionState.TRANSMITTED)
    if sent.exists():
        raise Refused(
            _(
                "L’avis transmis à la direction porte le %(day)s, et son PDF est figé. "
                "Écrivez-lui pour rectifier ce jour, en joignant le procès-verbal, et "
                "classez votre lettre dans le dossier."
            )
            % {"day": day_in_words(old)}
        )


def _check_period(row: Consultation, on: date) -> None:
    if row.information_on and on < row.information_on:
        raise Refused(_("L’avis ne peut pas précéder la remise de l’information."))
    if row.extended_on and on > row.extended_on:
        raise Refused(
            _(
                "Le délai a pris fin le %(day)s : un avis rendu après serait réputé "
                "négatif. Vérifiez cette date."
            )
            % {"day": day_in_words(row.extended_on)}
        )
    if row.follow_up_on and on > row.follow_up_on:
        raise Refused(
            _("Le suivi est ouvert depuis le %(day)s : l’avis vient avant lui.")
            % {"day": day_in_words(row.follow_up_on)}
        )


def correct(
    event: Event, *, actor: Member, on: date, reason: str, sure: bool = False
) -> Event:
    """Cancelled row beside the new one; its vote à main levée moves with it.

    The caller holds the consultation. Both sides learn both days, the caucus why.
    """
    row = event.consultation
    check(event, on, sure=sure)
    log.cancel(event, actor, reason)
    new = log.write(
        row,
        EventKind(event.kind),
        on,
        actor=actor,
        note=event.note,
        evidence=event.evidence,
    )
    row.opinion_on = on
    store(row, "opinion_on")
    refresh_project(row.project)
    sentence = _("Jour de l’avis corrigé : %(old)s devient %(new)s") % {
        "old": day_in_words(event.on),
        "new": day_in_words(on),
    }
    tell(row, "redated", sentence, actor, room=Room.SHARED)
    tell(row, "corrected", f"{sentence} ({reason})", actor, reason=reason)
    notify(row, sentence, actor, room=Room.SHARED)
    vote = _vote(row)
    if vote is not None:
        _move_vote(vote, on, actor, reason)
    return new


def _vote(row: Consultation) -> Vote | None:
    """The vote that gave the opinion, when it was recorded here."""
    given = Vote.objects.filter(opinion__consultation=row, adopted=True)
    return given.select_related("opinion__project__workplace").first()


def _move_vote(vote: Vote, on: date, actor: Member, reason: str) -> None:
    vote.held_on = on
    vote.save(update_fields=["held_on"])
    vote.opinion.adopted_on = on
    vote.opinion.save(update_fields=["adopted_on"])
    public_opinions.redate(vote, actor=actor, reason=reason)
