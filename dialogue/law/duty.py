"""One duty that follows from what is known of a project: pure values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.law.books.case_law import DECISIONS, Decision
from dialogue.law.project_facts import ProjectFacts
from dialogue.law.rules import AnyRule
from projects.enums import Phase

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

RULINGS: dict[str, Decision] = {row.id: row for row in DECISIONS}


class DutyState(StrEnum):
    DONE = "done"
    DUE = "due"
    LATE = "late"
    NOT_APPLICABLE = "not_applicable"


class Moment(StrEnum):
    """When a duty is to be met, where no date says it."""

    DECISION = "decision"
    PERIOD = "period"
    TALKS = "talks"
    USE = "use"
    USED = "used"
    OPINION = "opinion"
    LIFE = "life"
    REQUEST = "request"


#: The first phase of APIDOR in which a duty of this moment is due.
FROM_PHASE = {
    Moment.DECISION: Phase.FRAMING,
    Moment.PERIOD: Phase.FRAMING,
    Moment.TALKS: Phase.FRAMING,
    Moment.OPINION: Phase.FRAMING,
    Moment.USE: Phase.DESIGN,
    Moment.USED: Phase.FRAMING,
    Moment.LIFE: Phase.DEPLOYMENT,
    Moment.REQUEST: Phase.DEPLOYMENT,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a duty stands, in one French sentence; `on` is the day it falls due."""

    state: DutyState
    reason: str
    on: date | None = None
    to_check: bool = False


def done(reason: str) -> Verdict:
    return Verdict(DutyState.DONE, reason)


def due(reason: str, on: date | None = None) -> Verdict:
    return Verdict(DutyState.DUE, reason, on)


def late(reason: str, on: date | None = None) -> Verdict:
    return Verdict(DutyState.LATE, reason, on)


def nothing(reason: str, on: date | None = None) -> Verdict:
    """Not owed: never, or not before `on`."""
    return Verdict(DutyState.NOT_APPLICABLE, reason, on)


def to_check(question: str, on: date | None = None) -> Verdict:
    """Owed unless the answer to `question` excludes it."""
    words = _("À vérifier : %(question)s") % {"question": question}
    return Verdict(DutyState.DUE, words, on, to_check=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The part of a duty that no fact changes. `to` is who it is owed to."""

    code: str
    rule: AnyRule
    who: StrPromise
    to: StrPromise
    what: StrPromise
    moment: Moment
    also: tuple[AnyRule, ...] = ()
    decisions: tuple[Decision, ...] = ()
    forbids: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """Who owes what to whom, when, on which rule, and where it stands."""

    outline: Outline
    rule: AnyRule
    state: DutyState
    reason: str
    due_on: date | None
    to_check: bool

    @property
    def code(self) -> str:
        return self.outline.code

    @property
    def is_open(self) -> bool:
        return self.state in (DutyState.DUE, DutyState.LATE)

    @property
    def pressing(self) -> bool:
        """To be done at once, while no day was missed: none is set, or none known."""
        known = self.due_on is not None or self.outline.forbids
        return self.state == DutyState.LATE and not known

    @property
    def later(self) -> bool:
        """Not owed yet: the law that says it applies from `due_on`."""
        return self.state == DutyState.NOT_APPLICABLE and self.due_on is not None


type Judge = Callable[[ProjectFacts, date], Verdict]
type Table = tuple[tuple[Outline, Judge], ...]
EMPLOYER = _l("L’employeur")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table of duties; who owes is the employer unless said.

    `forbids`: it is a prohibition, broken rather than late.
    """

    code: str
    rule: AnyRule
    what: StrPromise
    moment: Moment
    judge: Judge
    also: tuple[AnyRule, ...] = ()
    decisions: tuple[str, ...] = ()
    who: StrPromise = EMPLOYER
    to: StrPromise | None = None
    forbids: bool = False


def owed_to(to: StrPromise, only: Callable[[Judge], Judge], *lines: Line) -> Table:
    """What the employer owes to `to`, each judged where `only` lets it."""
    return tuple(
        (
            Outline(
                code=line.code,
                rule=line.rule,
                who=line.who,
                to=to if line.to is None else line.to,
                what=line.what,
                moment=line.moment,
                also=line.also,
                decisions=tuple(RULINGS[key] for key in line.decisions),
                forbids=line.forbids,
            ),
            only(line.judge),
        )
        for line in lines
    )


def judged(table: Table, facts: ProjectFacts, today: date) -> tuple[Duty, ...]:
    """Each duty of the table under the law of `today`."""
    return tuple(_judge(outline, judge, facts, today) for outline, judge in table)


def _judge(outline: Outline, judge: Judge, facts: ProjectFacts, today: date) -> Duty:
    verdict = judge(facts, today)
    if not outline.rule.in_force(today):
        verdict = nothing(_("Cette règle n’était pas encore en vigueur."))
    return Duty(
        outline=outline,
        rule=outline.rule.on(today),
        state=verdict.state,
        reason=verdict.reason,
        due_on=verdict.on,
        to_check=verdict.to_check,
    )
