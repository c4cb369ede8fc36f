"""Whose accord is awaited: told to that side, and on its home page until it answers.

Each answer is told to the side that proposed, and what becomes of a practice to the
side that did not decide it: one unread line at most for each degree or practice.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnostics.enums import SIDE_SAID, PracticeState
from diagnostics.models import AgreedLevel, Assessment, Practice
from diagnostics.permissions import can_hold_pen
from diagnostics.proposals import SIDES
from projects import awaited, notices
from projects.enums import Room, Side
from projects.french import cut
from projects.models import Member
from projects.models.reports import SHARED

# What is awaited is one line for each diagnostic and side, for its degrees and another
# for its practices, however many: thirty lines on a home page would hide the dates. It
# is said anew at each proposal, and leaves with the last answer.

#: Of a practice, in the sentence of a notice.
_QUOTED = 120


def tell_of_levels(assessment: Assessment, *, proposed_by: str = "") -> None:
    """After an act on a degree; `proposed_by` is the side that wrote it down."""
    sentence = _("Au moins un degré attend l’accord de votre partie : %(title)s")
    _tell(
        assessment,
        "levels",
        AgreedLevel.objects.filter(assessment=assessment),
        "recorded_by__side",
        sentence % {"title": assessment.title},
        assessment.get_absolute_url(),
        proposed_by,
    )


def tell_of_practices(assessment: Assessment, *, proposed_by: str = "") -> None:
    """After an act on a good practice; `proposed_by` is the side that proposes it."""
    sentence = _(
        "Au moins une bonne pratique attend l’accord de votre partie : %(title)s"
    )
    _tell(
        assessment,
        "practices",
        assessment.practices.filter(state=PracticeState.PROPOSED),
        "proposed_by__side",
        sentence % {"title": assessment.title},
        _practices_url(assessment),
        proposed_by,
    )


def settle_all(assessment: Assessment) -> None:
    """Nothing proposed on it goes further: nobody's accord is awaited any more."""
    for side in SIDES:
        for what in ("levels", "practices"):
            awaited.settle(_key(assessment, what, side))


def tell_of_answer(level: AgreedLevel, sentence: str, *, actor: Member) -> None:
    """After another side agreed to a degree, or said that it does not."""
    assessment = level.assessment
    if assessment.room == Room.CAUCUS:
        return
    place = [assessment.project_id, assessment.pk, level.criterion]
    notices.tell_anew(
        assessment.project,
        _who_may_answer(assessment, Side(level.recorded_by.side)),
        sentence,
        reverse("diagnostics:criterion", args=place),
        actor=actor,
    )


def tell_of_accord(practice: Practice, *, actor: Member) -> None:
    """After another side agreed to a practice, whether or not a third is awaited."""
    sentence = _("Bonne pratique acceptée par %(side)s : « %(practice)s »")
    _tell_of_practice(practice, sentence, [Side(practice.proposed_by.side)], actor)


def tell_of_move(practice: Practice, before: PracticeState, *, actor: Member) -> None:
    """After a practice is applied, or not any more, or given up."""
    sentences = {
        (PracticeState.AGREED, PracticeState.APPLIED): _(
            "Bonne pratique appliquée, dit %(side)s : « %(practice)s »"
        ),
        (PracticeState.APPLIED, PracticeState.AGREED): _(
            "Bonne pratique pas encore appliquée, dit %(side)s : « %(practice)s »"
        ),
    }
    there = PracticeState(practice.state)
    given_up = _("Bonne pratique abandonnée par %(side)s : « %(practice)s »")
    sentence = (
        given_up if there == PracticeState.DROPPED else sentences.get((before, there))
    )
    if sentence is None:
        return
    sides = {*SIDES, Side(practice.proposed_by.side)} - {Side(actor.side)}
    _tell_of_practice(practice, sentence, sides, actor)


def _tell_of_practice(
    practice: Practice, sentence: str, sides: Iterable[Side], actor: Member
) -> None:
    if practice.room == Room.CAUCUS:
        return
    assessment = practice.assessment
    text = cut(" ".join(practice.text.split()), _QUOTED)
    notices.tell_anew(
        assessment.project,
        [one for side in sides for one in _who_may_answer(assessment, side)],
        sentence % {"side": SIDE_SAID[Side(actor.side)], "practice": text},
        f"{_practices_url(assessment)}#pratique-{practice.pk}",
        actor=actor,
    )


def _practices_url(assessment: Assessment) -> str:
    return reverse("diagnostics:practices", args=[assessment.project_id, assessment.pk])


def _key(assessment: Assessment, what: str, side: Side) -> str:
    return f"{SHARED}assessment:{assessment.pk}:{what}:{side}"


def _tell(
    assessment: Assessment,
    what: str,
    proposed: QuerySet[AgreedLevel] | QuerySet[Practice],
    author: str,
    sentence: str,
    url: str,
    proposed_by: str,
) -> None:
    """In the caucus there is no other side, and nothing is told."""
    if assessment.room == Room.CAUCUS:
        return
    for side in SIDES:
        key = _key(assessment, what, side)
        waiting = proposed.exclude(**{author: side}).exclude(consents__side=side)
        if not waiting.exists():
            awaited.settle(key)
        elif proposed_by and proposed_by != side:
            awaited.settle(key)
            people = _who_may_answer(assessment, side)
            awaited.ask(assessment.project, people, sentence, url, key=key)


def _who_may_answer(assessment: Assessment, side: Side) -> list[Member]:
    everybody = notices.audience(assessment.project, assessment.room)
    return [
        one for one in everybody if one.side == side and can_hold_pen(one, assessment)
    ]
