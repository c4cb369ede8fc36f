"""Who still has to vote: each is told on their home page until it is done."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.models import Consultation, Vote
from projects import awaited
from projects.models import Member


def ask(vote: Vote, members: Iterable[Member]) -> None:
    project = vote.opinion.project
    url = reverse("dialogue:vote", args=[project.pk, vote.pk])
    sentence = _("Un vote vous attend : l’avis du CSE")
    key = _key(vote.opinion.consultation)
    awaited.ask(project, members, sentence, url, key=key)


def settle(consultation: Consultation, *, member: Member | None = None) -> None:
    """This member voted; or, of everybody, the vote ended or takes no more ballots."""
    awaited.settle(_key(consultation), member=member)


def ask_again(consultation: Consultation) -> None:
    """The period was not over after all: the open vote takes ballots again."""
    for vote in Vote.objects.filter(
        opinion__consultation=consultation, closed_at=None, cancelled_at=None
    ):
        missing = vote.voters.filter(cast_at=None).select_related("member")
        ask(vote, [voter.member for voter in missing])


def _key(consultation: Consultation) -> str:
    """A consultation has one opinion, and an opinion one open vote at a time."""
    return f"consultation:{consultation.pk}:vote"
