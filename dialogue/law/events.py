"""What happened around a consultation, as a log, and the facts that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dialogue.enums import EventKind
from dialogue.law.facts import Facts, ImpossibleFactsError, Pause
from projects.enums import Regime
from projects.workdays import Territory

K = EventKind
#: Events that fix an end: they carry that day beside their own.
FIXING = frozenset({K.AGREEMENT, K.EXTENSION})
#: Either one starts the period (R2312-5); what comes first counts.
STARTING = frozenset({K.INFORMATION, K.DATABASE})
#: A second one would contradict the first: it is corrected or cancelled instead.
ONCE = frozenset(
    {
        *(K.INFORMATION, K.DATABASE, K.EXPERT_NAMED, K.EXPERT_ASKED),
        *(K.EMPLOYER_REPLIED, K.TERMS_NOTIFIED, K.AGREEMENT, K.EXTENSION, K.OPINION),
        *(K.REPORT, K.FINAL_COST),
    }
)
#: Steps of the mission that an event keeps.
KEEPS = {
    K.EXPERT_ASKED: "expert_demande",
    K.EMPLOYER_REPLIED: "employeur_reponse_expert",
    # Told with the forecast cost, the scope and the duration (R2315-46).
    K.TERMS_NOTIFIED: "expert_notification",
    K.REPORT: "rapport_expert",
}
#: What has no sense without another fact, nor before it, nor outlives it.
NEEDS = {
    K.EXPERT_ASKED: K.EXPERT_NAMED,
    K.TERMS_NOTIFIED: K.EXPERT_NAMED,
    K.REPORT: K.EXPERT_NAMED,
    K.FINAL_COST: K.EXPERT_NAMED,
    K.EMPLOYER_REPLIED: K.EXPERT_ASKED,
}


#: Events of one day follow the order in which they happen.
_ORDER = tuple(EventKind)


@dataclass(frozen=True, slots=True)
class Event:
    """`until` is the day that an agreement or the judge fixes."""

    kind: EventKind
    on: date
    until: date | None = None


def facts_from(
    events: Iterable[Event],
    *,
    territory: Territory,
    regime: Regime,
    has_cse: bool,
    two_levels: bool,
) -> Facts:
    """The facts of a consultation, from what is known to have happened.

    Raises ImpossibleFactsError when a judgment has no challenge before it.
    """
    log = sorted(events, key=lambda event: (event.on, _ORDER.index(event.kind)))
    named = _first(log, {K.EXPERT_NAMED})
    agreed, extended = _first(log, {K.AGREEMENT}), _first(log, {K.EXTENSION})
    return Facts(
        information_on=_day(_first(log, STARTING)),
        territory=territory,
        regime=regime,
        has_cse=has_cse,
        two_levels=two_levels,
        expert=named is not None,
        expert_named_on=_day(named),
        expert_asked_on=_day(_first(log, {K.EXPERT_ASKED})),
        terms_notified_on=_day(_first(log, {K.TERMS_NOTIFIED})),
        agreed_on=agreed.until if agreed else None,
        suspended=tuple(pauses(log)),
        judge_extended_to=extended.until if extended else None,
        writ_on=_day(_first(log, {K.WRIT})),
    )


def pauses(log: Sequence[Event]) -> list[Pause]:
    """Each challenge with the judgment that ends it, None while it is awaited."""
    found: list[Pause] = []
    for event in log:
        if event.kind == K.CHALLENGE:
            found.append((event.on, None))
        elif event.kind == K.JUDGMENT:
            waiting = [rank for rank, (_on, stop) in enumerate(found) if stop is None]
            if not waiting:
                raise ImpossibleFactsError(
                    {
                        "judgment_on": [
                            _("Un jugement est notifié sans contestation avant lui.")
                        ]
                    }
                )
            found[waiting[0]] = (found[waiting[0]][0], event.on)
    return found


def _first(log: Iterable[Event], kinds: Iterable[EventKind]) -> Event | None:
    return next((event for event in log if event.kind in kinds), None)


def _day(event: Event | None) -> date | None:
    return None if event is None else event.on
