"""The recorded vote on an opinion (C-03, L2315-32; in a public body, B-07f).

The opinion is rendered by the vote of the meeting: an adopted vote gives the opinion of
the consultation on the day it was held, and meets the deadline. Sending it to the
employer comes after and changes neither. In a public body the vote is on the project:
its voices give the opinion and its direction, which nobody chooses beforehand.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.actions import ballots, clock, consultations, public_opinions
from dialogue.actions.locks import hold_consultation
from dialogue.actions.voters import Entitled as Entitled
from dialogue.actions.voters import check_present, check_seats, check_sheet
from dialogue.actions.voters import entitled as entitled
from dialogue.actions.voters import voting_at_meeting as voting_at_meeting
from dialogue.enums import (
    OPINION_MOVES,
    Choice,
    ConsultationState,
    OpinionState,
    PassageKind,
    VoteMode,
)
from dialogue.law.public_votes import public_result_sentence
from dialogue.law.votes import (
    Subject,
    check_counts,
    resolution_adopted,
    result_sentence,
)
from dialogue.letters.proposal import BLANK
from dialogue.models import Opinion, Vote, Voter
from projects import journal, notices
from projects.enums import Room
from projects.errors import Refused
from projects.models import Member
from projects.workdays import day_in_words

#: States in which the result of a vote held in time may still be written down.
RECORDED = (
    ConsultationState.OPEN,
    ConsultationState.OPINION_GIVEN,
    ConsultationState.DEEMED_NEGATIVE,
)


@transaction.atomic
def open_vote(opinion: Opinion, *, actor: Member, present: Collection[Member]) -> Vote:
    """Open a nominal vote, today, among the members present who may vote.

    A suppléant·e votes only in place of an absent titulaire: there are never more
    voters than titulaires.
    """
    _lock(opinion, OpinionState.DRAFTING)
    _ready(opinion, ConsultationState.OPEN)
    today = clock.local_day(opinion.consultation)
    chosen = {member.pk for member in present}
    check_present(entitled(opinion.organisation, today), chosen)
    check_sheet(voting_at_meeting(opinion, today), chosen)
    vote = Vote.objects.create(
        opinion=opinion,
        mode=VoteMode.NOMINAL,
        held_on=today,
        opened_by=actor,
        present=len(chosen),
        public=public_opinions.is_public(opinion),
    )
    Voter.objects.bulk_create(Voter(vote=vote, member_id=pk) for pk in sorted(chosen))
    _put_to_vote(opinion)
    sentence = _("Vote ouvert sur l’avis")
    _record(vote, "opened", sentence, actor, present=len(chosen))
    everybody = notices.audience(opinion.project, Room.CAUCUS)
    others = [member for member in everybody if member.pk not in chosen]
    notices.tell(opinion.project, others, sentence, _url(vote), actor=actor)
    ballots.ask(vote, {member.pk: member for member in present}.values())
    return vote


@transaction.atomic
def record_hands(
    opinion: Opinion,
    *,
    actor: Member,
    held_on: date,
    present: int,
    votes_for: int,
    votes_against: int,
    abstentions: int,
    sure: bool = False,
) -> Vote:
    """Write down the result of a vote à main levée held in a meeting.

    The consultation may already say that its opinion was given that very day. `sure`:
    there were more voters than the titulaires that Navette knows.
    """
    _lock(opinion, OpinionState.DRAFTING)
    _ready(opinion, *RECORDED)
    _check_day(opinion, held_on)
    vote = Vote(
        opinion=opinion,
        mode=VoteMode.SHOW_OF_HANDS,
        held_on=held_on,
        opened_by=actor,
        present=present,
        votes_for=votes_for,
        votes_against=votes_against,
        abstentions=abstentions,
        public=public_opinions.is_public(opinion),
    )
    try:
        result(vote)
    except ValueError as error:
        raise Refused(str(error)) from error
    if not sure:
        check_seats(opinion, held_on, present)
    vote.save()
    _put_to_vote(opinion)
    _settle(vote, actor)
    return vote


def _check_day(opinion: Opinion, held_on: date) -> None:
    opened_on = opinion.consultation.opened_on
    given_on = opinion.consultation.opinion_on
    if given_on is not None and held_on != given_on:
        raise Refused(
            _("La consultation porte un avis rendu le %(day)s : donnez cette date.")
            % {"day": day_in_words(given_on)}
        )
    if held_on > clock.local_day(opinion.consultation):
        raise Refused(_("La date du vote ne peut pas être dans l’avenir."))
    if opened_on is not None and held_on < opened_on:
        raise Refused(_("Le vote ne peut pas précéder l’ouverture de la consultation."))
    last = opinion.consultation.extended_on
    deemed = opinion.consultation.state == ConsultationState.DEEMED_NEGATIVE
    if deemed and last is not None and held_on > last:
        raise Refused(
            _(
                "Le délai a pris fin le %(day)s : l’avis est réputé négatif. Seul un "
                "vote tenu ce jour-là au plus tard peut encore être saisi."
            )
            % {"day": day_in_words(last)}
        )


@transaction.atomic
def cast(vote: Vote, *, actor: Member, choice: Choice) -> None:
    """Cast one's own ballot, once (VO-01): of many posts at once, one counts.

    None is taken once the period has been noted as over: the vote would otherwise be
    dated in time with voices that came after.
    """
    _hold(vote)
    if vote.opinion.consultation.state == ConsultationState.DEEMED_NEGATIVE:
        raise Refused(
            _(
                "Le délai de consultation est passé : le vote ne reçoit plus de voix. "
                "La ou le secrétaire peut le clore avec celles déjà exprimées."
            )
        )
    counted = Voter.objects.filter(vote=vote, member=actor, cast_at=None).update(
        choice=choice, cast_at=timezone.now()
    )
    if counted:
        # Who voted is public; how, only once the vote is closed.
        _record(vote, "cast", _("Vote exprimé"), actor)
        ballots.settle(vote.opinion.consultation, member=actor)
    elif vote.voters.filter(member=actor).exists():
        raise Refused(_("Vous avez déjà voté : un vote ne se change pas."))
    else:
        raise Refused(_("Vous n’êtes pas sur la liste des votant·es."))


@transaction.atomic
def close_vote(vote: Vote, *, actor: Member) -> Vote:
    """Count. A member present who did not vote weighs like an abstention (C-03).

    A vote opened in time may be closed after the night that deemed the opinion
    negative: its day is the one it was held on.
    """
    _lock(vote.opinion, OpinionState.VOTING)
    _hold(vote)
    choices = list(vote.voters.values_list("choice", flat=True))
    vote.present = len(choices)
    vote.votes_for = choices.count(Choice.FOR)
    vote.votes_against = choices.count(Choice.AGAINST)
    vote.abstentions = vote.present - vote.votes_for - vote.votes_against
    _settle(vote, actor)
    return vote


def _settle(vote: Vote, actor: Member) -> None:
    """Close with the counts it holds; adopted, the opinion is given that day."""
    opinion = vote.opinion
    adopted = resolution_adopted(vote.votes_for, vote.present)
    vote.adopted = vote.public or adopted
    vote.closed_at = timezone.now()
    vote.save(
        update_fields=[
            "present",
            "votes_for",
            "votes_against",
            "abstentions",
            "adopted",
            "closed_at",
        ]
    )
    ballots.settle(opinion.consultation)
    if vote.adopted:
        opinion.adopted_on = vote.held_on
        if vote.public:
            opinion.stance = public_opinions.stance_of(vote)
        _move(opinion, OpinionState.ADOPTED)
        if opinion.consultation.opinion_on is None:
            consultations.give_opinion(
                opinion.consultation, actor=actor, on=vote.held_on
            )
        public_opinions.follow(vote, actor=actor)
    else:
        _move(opinion, OpinionState.DRAFTING)
    _record(
        vote,
        "closed",
        result(vote),
        actor,
        present=vote.present,
        votes_for=vote.votes_for,
        votes_against=vote.votes_against,
        abstentions=vote.abstentions,
    )


@transaction.atomic
def cancel_vote(vote: Vote, *, actor: Member, reason: str) -> None:
    """Stop an open vote, saying why; the text can be worked on again."""
    if not reason.strip():
        raise Refused(_("Dites pourquoi le vote est annulé."))
    _lock(vote.opinion, OpinionState.VOTING)
    _hold(vote)
    vote.cancelled_at = timezone.now()
    vote.save(update_fields=["cancelled_at"])
    ballots.settle(vote.opinion.consultation)
    _move(vote.opinion, OpinionState.DRAFTING)
    sentence = _("Vote annulé : %(reason)s") % {"reason": reason.strip()}
    _record(vote, "cancelled", sentence, actor, reason=reason.strip())


def result(vote: Vote) -> str:
    """The result in words and figures. Raises ValueError when it does not add up."""
    if vote.public:
        counts = (vote.votes_for, vote.votes_against, vote.abstentions)
        check_counts(counts, vote.present)
        branch = vote.opinion.project.workplace.known_branch
        return public_result_sentence(*counts, subject=Subject.OPINION, branch=branch)
    return result_sentence(
        present_voting=vote.present,
        votes_for=vote.votes_for,
        against=vote.votes_against,
        abstentions=vote.abstentions,
    )


def _ready(opinion: Opinion, *states: ConsultationState) -> None:
    """Refuse to vote on what cannot be adopted."""
    if opinion.consultation.state == ConsultationState.SUSPENDED:
        raise Refused(consultations.suspended_sentence())
    if opinion.consultation.state not in states:
        raise Refused(
            _(
                "La consultation est à l’état « %(state)s » : un vote sur l’avis "
                "suppose une consultation ouverte."
            )
            % {"state": ConsultationState(opinion.consultation.state).label}
        )
    if not opinion.stance and not public_opinions.is_public(opinion):
        raise Refused(
            _("Choisissez d’abord le sens de l’avis : favorable, défavorable, réservé.")
        )
    points = opinion.passages.kept().filter(kind=PassageKind.POINT)
    if not points.exclude(text="").exists():
        raise Refused(_("Écrivez au moins un point avant de voter."))
    if opinion.passages.kept().filter(text__contains=BLANK).exists():
        raise Refused(
            _(
                "Un passage de l’avis reste à compléter : écrivez-le ou retirez-le "
                "avant de voter."
            )
        )


def _lock(opinion: Opinion, wanted: OpinionState) -> None:
    """Hold the consultation, then the opinion (always in that order), read again."""
    hold_consultation(opinion.consultation)
    opinion.refresh_from_db(
        fields=["state", "stance", "adopted_on"],
        from_queryset=Opinion.objects.select_for_update(),
    )
    if opinion.state != wanted:
        raise Refused(
            _("L’avis est %(state)s : cela n’est plus possible.")
            % {"state": public_opinions.state_words(opinion)}
        )


def _hold(vote: Vote) -> None:
    """Hold the vote while it is open, so that no ballot falls beside the count."""
    vote.refresh_from_db(
        fields=["closed_at", "cancelled_at"],
        from_queryset=Vote.objects.select_for_update(),
    )
    if vote.closed_at is not None or vote.cancelled_at is not None:
        raise Refused(_("Ce vote est terminé."))


def _move(opinion: Opinion, state: OpinionState) -> None:
    here = OpinionState(opinion.state)
    if state not in OPINION_MOVES[here]:
        raise Refused(
            _("L’avis est %(state)s : cela n’est plus possible.")
            % {"state": public_opinions.state_words(opinion)}
        )
    opinion.state = state
    opinion.save(update_fields=["state", "stance", "adopted_on"])


def _put_to_vote(opinion: Opinion) -> None:
    """In a public body the voices decide of the direction: none is kept from before."""
    if public_opinions.is_public(opinion):
        opinion.stance = ""
    _move(opinion, OpinionState.VOTING)


def _url(vote: Vote) -> str:
    return reverse("dialogue:vote", args=[vote.opinion.project_id, vote.pk])


def _record(vote: Vote, verb: str, sentence: str, actor: Member, **data: Any) -> None:
    journal.record(
        vote.opinion.project,
        f"vote.{verb}",
        sentence,
        actor=actor,
        target=vote,
        **data,
    )
