"""What is known of a consultation of the CSE, and what the law makes of it.

Each legal date comes twice. Forward periods: `strict` is the same day number
without any extension, the last safe day; `extended` adds CPC 642, which no ruling
read applies to R2312-6. Backward periods: `extended` is the plain subtraction,
`strict` the safe day, moved earlier to a working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.rules import AnyRule
from projects.enums import Regime
from projects.workdays import Territory

type Pause = tuple[date, date | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known of a consultation on one day.

    `has_cse`: a CSE with the L2312-8 consultation, thus fifty employees or more.
    `expert`: an expert-comptable or expert habilité; one paid freely by the CSE
    (L2315-81) is not counted as extending the period. `risk_expert`: it was voted for a
    serious risk (L2315-94, 1°), outside of the consultation. `terms_notified_on`: the
    employer received the terms of reference (cahier des charges, L2315-81-1).
    `agreed_on`: end date agreed under L2312-55. `establishment`: this is the committee
    of an establishment, and `central_ends_on` the last day of the central one, None
    while it is not known. `suspended`: writ of the employer's
    challenge and notification of the judgment, None while it is awaited. `writ_on`:
    the CSE's writ (assignation) for missing information was served on the employer.
    """

    information_on: date | None
    territory: Territory = Territory.METROPOLE
    regime: Regime = Regime.PRIVATE
    has_cse: bool = True
    two_levels: bool = False
    establishment: bool = False
    central_ends_on: date | None = None
    expert: bool = False
    expert_named_on: date | None = None
    risk_expert: bool = False
    expert_asked_on: date | None = None
    terms_notified_on: date | None = None
    agreed_on: date | None = None
    suspended: tuple[Pause, ...] = ()
    judge_extended_to: date | None = None
    writ_on: date | None = None

    @property
    def is_central(self) -> bool:
        """Establishments give their opinions before this committee."""
        return self.two_levels and not self.establishment


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalDate:
    """A date with its reasons; both dates are None while the period is suspended.

    `head` tells apart two dates of the same code, such as the heads of a challenge.
    """

    code: str
    head: str = ""
    rule: AnyRule
    label: str
    starts_on: date | None
    strict: date | None
    extended: date | None
    steps: tuple[str, ...]
    consequence: str
    what_would_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegalWarning:
    code: str
    rule: AnyRule
    message: str


@dataclass(frozen=True, slots=True)
class Computation:
    dates: tuple[LegalDate, ...]
    warnings: tuple[LegalWarning, ...]

    def date_for(self, code: str) -> LegalDate | None:
        return next((found for found in self.dates if found.code == code), None)


class ImpossibleFactsError(ValueError):
    """Facts that contradict each other: `errors` maps a field to French sentences."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__(" ".join(line for lines in errors.values() for line in lines))


def check(facts: Facts) -> None:
    """Raise ImpossibleFactsError with every contradiction at once."""
    errors: dict[str, list[str]] = {}
    start = facts.information_on
    if start and facts.agreed_on and facts.agreed_on < start:
        errors["agreed_on"] = [
            _("La date convenue précède le jour où les informations sont données.")
        ]
    if start and facts.judge_extended_to and facts.judge_extended_to < start:
        errors["judge_extended_to"] = [
            _("La date du juge précède le jour où les informations sont données.")
        ]
    if any(stop is not None and stop < begin for begin, stop in facts.suspended):
        errors["judgment_on"] = [
            _("Le jugement est notifié avant la contestation qu’il tranche.")
        ]
    _check_expertise(facts, errors)
    if errors:
        raise ImpossibleFactsError(errors)


def _check_expertise(facts: Facts, errors: dict[str, list[str]]) -> None:
    named = facts.expert_named_on
    if named is None:
        return
    if facts.expert_asked_on and facts.expert_asked_on < named:
        errors["expert_asked_on"] = [_("L’expert demande avant d’être désigné.")]
    if facts.terms_notified_on and facts.terms_notified_on < named:
        errors["terms_notified_on"] = [
            _("Le cahier des charges est notifié avant la désignation de l’expert.")
        ]
    if any(begin < named for begin, _stop in facts.suspended):
        errors["challenged_on"] = [_("L’expertise est contestée avant d’être décidée.")]
