"""Periods of the law as values: how long, and which way they are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from projects.workdays import (
    Territory,
    add_days,
    add_months,
    next_working_day,
    previous_working_day,
)


class Ends(NamedTuple):
    """Both ends of a period; see `dialogue.law.facts` for what each one means."""

    strict: date
    extended: date


@dataclass(frozen=True, slots=True)
class Span:
    """Months, then days (CPC 641), forward or counted back from a date.

    Called with the day it starts from and a territory, gives both ends (CPC 642).
    """

    months: int = 0
    days: int = 0
    backward: bool = False

    def __call__(self, start: date, territory: Territory) -> Ends:
        if self.backward:
            plain = add_months(start, -self.months) - timedelta(self.days)
            return Ends(previous_working_day(plain, territory), plain)
        plain = add_days(add_months(start, self.months), self.days)
        return Ends(plain, next_working_day(plain, territory))
