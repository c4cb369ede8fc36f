"""Agreeing to what another side proposed, or saying that one does not."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.actions.asked import tell_of_accord, tell_of_answer, tell_of_levels
from diagnostics.actions.assessments import hold
from diagnostics.consents import is_own
from diagnostics.enums import SIDE_SAID
from diagnostics.models import AgreedLevel, Consent, Practice
from diagnostics.proposals import SIDES, awaited
from projects import journal
from projects.enums import Room, Side
from projects.errors import Refused
from projects.models import Member
from projects.seen import mark

#: What one agrees to: a degree that changes asks everybody again.
PROPOSED = ("level", "note", "disagreement", "agreed_on")


def agree_to_practice(practice: Practice, *, actor: Member) -> bool:
    """Keep the accord of the actor's side; whether it is now agreed by all it needs.

    Within the transaction of the move, the row of the practice held.
    """
    if actor.side not in SIDES:
        raise Refused(_("La délégation et la direction conviennent d’une pratique."))
    shared = practice.room == Room.SHARED
    if shared and actor.side == practice.proposed_by.side:
        raise Refused(
            _("Votre partie a proposé cette pratique : c’est à l’autre d’en convenir.")
        )
    Consent.objects.update_or_create(
        practice=practice,
        side=actor.side,
        defaults={"member": actor, "said_at": timezone.now()},
    )
    tell_of_accord(practice, actor=actor)
    said = practice.consents.all()
    return not awaited(practice.room, practice.proposed_by.side, said)


@transaction.atomic
def say_of_level(
    level: AgreedLevel,
    *,
    actor: Member,
    agrees: bool,
    words: str = "",
    seen: str | None = None,
) -> Consent:
    """Agree to a degree that others wrote down, or say that one's side does not.

    Raises Refused for who wrote it, and when it changed since the page that `seen`
    marks. A side may change its mind: the journal keeps what it said before.
    """
    assessment = level.assessment
    hold(assessment)
    level.refresh_from_db()
    if is_own(assessment.room, level.recorded_by, actor):
        raise Refused(
            _("Votre partie a écrit cela : c’est à une autre d’en convenir.")
            if assessment.room == Room.SHARED
            else _("Vous avez écrit cela : c’est à une autre personne de le confirmer.")
        )
    if seen is not None and seen != mark(level, PROPOSED):
        raise Refused(_("Ce qui est écrit ici vient de changer : relisez-le d’abord."))
    consent, _created = Consent.objects.update_or_create(
        level=level,
        side=actor.side,
        defaults={
            "agrees": agrees,
            "words": words,
            "member": actor,
            "said_at": timezone.now(),
        },
    )
    sentence = _sentence(level, consent)
    _record(level, consent, sentence, actor)
    tell_of_levels(assessment)
    tell_of_answer(level, sentence, actor=actor)
    return consent


def _sentence(level: AgreedLevel, consent: Consent) -> str:
    sentence = (
        _("Critère %(code)s, accord de %(side)s : %(title)s")
        if consent.agrees
        else _("Critère %(code)s, désaccord de %(side)s : %(title)s")
    )
    return sentence % {
        "code": level.criterion,
        "side": SIDE_SAID[Side(consent.side)],
        "title": level.assessment.title,
    }


def _record(level: AgreedLevel, consent: Consent, sentence: str, actor: Member) -> None:
    assessment = level.assessment
    journal.record(
        assessment.project,
        "assessment.level_said",
        sentence,
        actor=actor,
        target=assessment,
        room=assessment.room,
        criterion=level.criterion,
        agrees=consent.agrees,
        words=consent.words,
        level=level.level,
        degree=_degree(level),
    )


def _degree(level: AgreedLevel) -> str:
    """In words: the line is read without the grid."""
    if level.level is None:
        return ""
    return level.assessment.grid.scale.label(level.level)
