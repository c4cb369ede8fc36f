"""What is due on a project, to whom, when, on which rule, and where it stands.

Facts and a day in, duties out. What the sheet does not know is due, as a question:
an unknown never lets a duty disappear. Bargaining is told by `agreements.obligations`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dialogue.law.duty import FROM_PHASE, Duty, DutyState, judged
from dialogue.law.owed.agents import AGENTS
from dialogue.law.owed.committee import COMMITTEE
from dialogue.law.owed.intelligence import INTELLIGENCE
from dialogue.law.owed.people import DATA, PERSONS, PLATFORM_WORK
from dialogue.law.project_facts import YES, ProjectFacts
from projects.enums import Phase, Use

TABLES = (COMMITTEE, AGENTS, PERSONS, DATA, INTELLIGENCE, PLATFORM_WORK)
_PHASES = tuple(Phase)


def duties(facts: ProjectFacts, today: date) -> tuple[Duty, ...]:
    """Every duty that Navette knows, in the order of the law."""
    platform = facts.answer(Use.PLATFORM) == YES
    return tuple(
        duty
        for table in TABLES
        if platform or table is not PLATFORM_WORK
        for duty in judged(table, facts, today)
    )


def owed_now(found: Iterable[Duty], phase: Phase) -> tuple[Duty, ...]:
    """What is open and begins in this phase or before; the late ones first."""
    here = _PHASES.index(phase)
    chosen = [
        duty
        for duty in found
        if duty.state == DutyState.LATE
        or (
            duty.state == DutyState.DUE
            and _PHASES.index(FROM_PHASE[duty.outline.moment]) <= here
        )
    ]
    return tuple(sorted(chosen, key=lambda duty: duty.state != DutyState.LATE))
