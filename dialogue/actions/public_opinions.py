"""The vote of a public body: what it says, and the second look it may call for."""

from django.utils.translation import gettext as _

from dialogue.actions import clock
from dialogue.enums import OpinionState, Stance
from dialogue.law.books.public_sector import PublicOpinion, public_opinion
from dialogue.law.facts import LegalDate
from dialogue.law.public_votes import is_conditional, only_a_text, second_look
from dialogue.models import Consultation, Opinion, Vote
from projects import deadlines
from projects.enums import DeadlineNature, DeadlineState, Regime, Room
from projects.models import Deadline, Member
from projects.models.deadlines import DeadlineQuerySet

#: A new deliberation was held in time, or not.
JUDGED = (DeadlineState.MET, DeadlineState.MISSED)
_STANCES = {
    PublicOpinion.FAVOURABLE: Stance.FAVOURABLE,
    PublicOpinion.UNFAVOURABLE: Stance.UNFAVOURABLE,
    PublicOpinion.GIVEN: Stance.GIVEN,
}


def is_public(opinion: Opinion) -> bool:
    return opinion.project.workplace.regime == Regime.PUBLIC


def stance_of(vote: Vote) -> Stance:
    """The direction that the voices give to the opinion (R254-60)."""
    return _STANCES[public_opinion(vote.votes_for, vote.votes_against, vote.present)]


def state_words(opinion: Opinion) -> str:
    """The state of the opinion, by the law that its vote was counted by."""
    given = opinion.votes.filter(public=True, adopted=True)
    return OpinionState(opinion.state).words(public=given.exists())


def given_words(vote: Vote) -> str:
    """What a closed vote of a public body gave; empty for any other vote."""
    if not vote.public or not vote.adopted:
        return ""
    stance = stance_of(vote)
    if stance is Stance.GIVEN:
        return _("avis réputé donné, sans majorité")
    return _("avis rendu : %(stance)s") % {"stance": stance.label}


def again(vote: Vote) -> LegalDate | None:
    """The date to deliberate again, when this vote calls for one."""
    if not vote.public or not vote.adopted:
        return None
    branch = vote.opinion.project.workplace.known_branch
    found = second_look(vote.votes_against, vote.present, vote.held_on, branch)
    return None if found is None or _is_second_look(vote) else found


def _is_second_look(vote: Vote) -> bool:
    """Whether the vote before it on the project awaited this one.

    The body is not asked a third time by the same procedure: last sentence of the
    articles on the second deliberation (for hospitals, decree 2021-1570, article 72).
    """
    before = _vote_before(vote)
    if before is None or again(before) is None:
        return False
    given_up_on = before.opinion.consultation.closed_on
    return given_up_on is None or given_up_on >= vote.held_on


def _vote_before(vote: Vote) -> Vote | None:
    """The vote of the body on the project before this one."""
    here = vote.opinion.consultation
    return (
        Vote.objects.filter(
            public=True,
            adopted=True,
            opinion__project=vote.opinion.project_id,
            opinion__consultation__rank__lt=here.rank,
        )
        .select_related("opinion__consultation", "opinion__project__workplace")
        .order_by("-opinion__consultation__rank")
        .first()
    )


def remark(vote: Vote) -> str:
    """What the page says of a unanimous vote against; empty otherwise."""
    if not vote.public or not vote.adopted:
        return ""
    found = again(vote)
    if found is not None:
        return " ".join(found.steps[1:])
    branch = vote.opinion.project.workplace.known_branch
    return only_a_text(vote.votes_against, vote.present, branch)


def follow(vote: Vote, *, actor: Member) -> None:
    """Keep the date to deliberate again; this vote may also be the one awaited."""
    _meet_earlier(vote)
    _put(vote, actor=actor)


def redate(vote: Vote, *, actor: Member, reason: str) -> None:
    """The day of the vote was put right: a date that still runs moves with it, and the
    one that this vote was awaited for is kept, or missed, by the new day."""
    if awaited(vote.opinion.consultation) is not None:
        _put(vote, actor=actor, reason=reason)
    _judge_earlier(vote)


def awaited(consultation: Consultation) -> Deadline | None:
    """The open date of its second deliberation."""
    return _rows(consultation).open().first()


def await_again(consultation: Consultation, *, actor: Member, reason: str) -> None:
    """The file is open again: its second deliberation, unless it was held or missed."""
    vote = (
        Vote.objects.filter(opinion__consultation=consultation, adopted=True)
        .select_related("opinion__consultation", "opinion__project__workplace")
        .first()
    )
    later = Vote.objects.filter(
        public=True,
        adopted=True,
        opinion__project=consultation.project_id,
        opinion__consultation__rank__gt=consultation.rank,
    )
    judged = _rows(consultation).filter(state__in=JUDGED)
    if vote is not None and not later.exists() and not judged.exists():
        _put(vote, actor=actor, reason=reason)


def _rows(consultation: Consultation) -> DeadlineQuerySet:
    key = clock.key_of(consultation, clock.SECOND_LOOK)
    return Deadline.objects.filter(project_id=consultation.project_id, key=key)


def _put(vote: Vote, *, actor: Member, reason: str = "") -> None:
    legal = again(vote)
    if legal is None or legal.strict is None:
        return
    project, consultation = vote.opinion.project, vote.opinion.consultation
    conditional = is_conditional(project.workplace.known_branch)
    deadlines.put(
        project,
        clock.key_of(consultation, clock.SECOND_LOOK),
        legal.label,
        legal.strict,
        actor=actor,
        reason=reason,
        starts_on=legal.starts_on,
        extended_on=legal.extended,
        rule=legal.rule.id,
        article=legal.rule.article,
        confidence=legal.rule.confidence,
        explanation=list(legal.steps),
        changes=list(legal.what_would_change),
        consequence=legal.consequence,
        room=Room.CAUCUS,
        binding=not conditional,
        nature=DeadlineNature.CONDITIONAL if conditional else DeadlineNature.AWAITED,
        action_label=_("Voir la consultation"),
        action_url=consultation.get_absolute_url(),
    )


def _meet_earlier(vote: Vote) -> None:
    """An earlier consultation of the project waited for its second deliberation."""
    here = vote.opinion.consultation
    earlier = Consultation.objects.filter(
        project=vote.opinion.project_id, rank__lt=here.rank
    )
    for row in earlier:
        due = awaited(row)
        if due is not None:
            deadlines.close(vote.opinion.project, due.key, _kept(due, vote))


def _kept(due: Deadline, vote: Vote) -> DeadlineState:
    if due.due_on >= vote.held_on:
        return DeadlineState.MET
    # Under a condition that nobody told, it cannot be said to be missed.
    return DeadlineState.MISSED if due.binding else DeadlineState.CANCELLED


def _judge_earlier(vote: Vote) -> None:
    """Say again whether the date that this vote answered was kept."""
    before = _vote_before(vote)
    if before is None or before.opinion.consultation.closed_on is not None:
        return
    closed = _rows(before.opinion.consultation).exclude(state=DeadlineState.OPEN)
    due = closed.order_by("-closed_at", "-created_at", "-due_on").first()
    if due is not None:
        due.state = _kept(due, vote)
        due.save(update_fields=["state"])
