"""What is known of a project on one day, as the duties read it: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.law.books.consultation import is_consulted
from projects.enums import Answer3, Instance, Phase, Regime, Use
from projects.workdays import Territory

YES, NO, UNKNOWN = Answer3.YES, Answer3.NO, Answer3.UNKNOWN
_NOT_SAID: frozenset[Use] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectFacts:
    """What is known of a project on one day; a use in neither set is not known.

    `information_on`: written information handed over (L2312-15). `opinion_due_on`: the
    safe day of the avis. `followed_up_on`: the follow-up of the avis was closed.
    `information_lines`: the checklist of what is
    expected, `information_short` what lacks of it or does not suffice.
    `answers_wanted_on`: the earliest day asked for a question that still waits.
    """

    regime: Regime
    instance: Instance
    headcount: int
    territory: Territory = Territory.METROPOLE
    phase: Phase = Phase.FRAMING
    supplier: str = ""
    uses_ai: Answer3 = UNKNOWN
    ai_functions: frozenset[str] = frozenset()
    personal_data: Answer3 = UNKNOWN
    staff_data: Answer3 = UNKNOWN
    monitoring: Answer3 = UNKNOWN
    said_yes: frozenset[Use] = _NOT_SAID
    said_no: frozenset[Use] = _NOT_SAID
    announced_on: date | None = None
    pilot_planned_on: date | None = None
    start_planned_on: date | None = None
    first_use_on: date | None = None
    requested_on: date | None = None
    information_on: date | None = None
    information_lines: int = 0
    information_short: int = 0
    opinion_due_on: date | None = None
    opinion_on: date | None = None
    deemed_on: date | None = None
    followed_up_on: date | None = None
    expert_named_on: date | None = None
    questions_sent: int = 0
    questions_waiting: int = 0
    answers_wanted_on: date | None = None

    def answer(self, use: Use) -> Answer3:
        if use in self.said_yes:
            return YES
        return NO if use in self.said_no else UNKNOWN

    @property
    def public(self) -> bool:
        return self.regime == Regime.PUBLIC

    @property
    def consulted(self) -> bool:
        """A CSE with the consultation of L2312-8 (a central one implies fifty)."""
        if self.public:
            return False
        if self.instance == Instance.CENTRAL_CSE:
            return True
        return self.instance == Instance.CSE and is_consulted(self.headcount)

    @property
    def agents_heard(self) -> bool:
        """A comité social of the public service."""
        return self.public and self.instance != Instance.NONE

    @property
    def on_its_own(self) -> bool:
        """No instance that is consulted on projects: no clock, a dialogue path."""
        return not self.consulted and not self.agents_heard

    @property
    def ended_on(self) -> date | None:
        """The day the consultation ended: avis given, or deemed given."""
        return self.opinion_on or self.deemed_on

    @property
    def used_before(self) -> date | None:
        """The first observed use, when no avis came before it."""
        used, ended = self.first_use_on, self.ended_on
        return used if used and (ended is None or used < ended) else None

    @property
    def next_start(self) -> date | None:
        """The first start that was announced, pilot or not."""
        return min(
            (day for day in (self.pilot_planned_on, self.start_planned_on) if day),
            default=None,
        )


def either(*answers: Answer3) -> Answer3:
    """Yes when one is, no when all are, not known otherwise."""
    if YES in answers:
        return YES
    return UNKNOWN if UNKNOWN in answers else NO
