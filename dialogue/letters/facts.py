"""What a letter is assembled from: values only, as its writer may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.enums import ConsultationState
from dialogue.law.books.experts import CostShare, Ground
from dialogue.law.facts import LegalDate
from projects.enums import Regime


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question that was sent; `waits` until its answer is judged complete.

    `to_judge`: answered, not judged yet; nobody says then that the answer is partial.
    """

    number: str
    text: str
    sent_on: date
    wanted_on: date | None
    waits: bool
    partly: bool
    to_judge: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A piece of information that is missing, or received and not enough."""

    label: str
    reason: str
    received: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A document that both sides hold."""

    number: str
    title: str
    given_by: str
    given_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Expert:
    """The expert of the sheet; `firm` is empty while none is chosen."""

    ground: Ground
    firm: str
    certificate: str
    share: CostShare
    reported_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterFacts:
    """The dossier on `today`.

    `consulted`: a CSE with the consultation of L2312-8. `opinion`: the date of the
    avis, None where nothing is deemed. `expert`: the sheet.
    `expert_refused`: why an expertise voted today would be void.
    """

    subject: str
    tool: str
    organisation: str
    writer: str
    today: date
    regime: Regime
    consulted: bool
    state: ConsultationState
    requested_on: date | None = None
    information_on: date | None = None
    announced_on: date | None = None
    pilot_planned_on: date | None = None
    first_use_on: date | None = None
    used_early: bool = False
    watches: bool = False
    manages_staff: bool = False
    questions: tuple[Asked, ...] = ()
    dues: tuple[Due, ...] = ()
    papers: tuple[Paper, ...] = ()
    opinion: LegalDate | None = None
    expert: Expert | None = None
    expert_on: date | None = None
    expert_refused: str = ""

    @property
    def public(self) -> bool:
        return self.regime == Regime.PUBLIC

    @property
    def waiting(self) -> tuple[Asked, ...]:
        return tuple(question for question in self.questions if question.waits)

    @property
    def overdue(self) -> tuple[Asked, ...]:
        """Questions still waiting after the day the delegation had asked for."""
        return tuple(
            question
            for question in self.waiting
            if question.wanted_on is not None
            and question.wanted_on < self.today
            and not question.to_judge
        )
