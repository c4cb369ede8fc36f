"""A rule of law as a value: its words, how far it was checked, what computes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from projects.enums import Confidence

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATE_OF_LAW = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Rule[F: Callable[..., object] | None]:
    """One rule in one French sentence; `source` is where it was read.

    `function` is what the rule computes, None when it only states. `since` is the
    first day of this version, None when its age was not checked; `earlier` is the
    version it replaced, so that a dossier keeps the law of its own days.
    """

    id: str
    article: str
    sentence: StrPromise
    confidence: Confidence
    source: str
    function: F
    since: date | None = None
    earlier: Rule[F] | None = None
    checked_on: date = STATE_OF_LAW

    def on(self, day: date | None) -> Rule[F]:
        """The version in force on `day`, the oldest known when none was yet."""
        rule = self
        while (
            day is not None
            and rule.since is not None
            and day < rule.since
            and rule.earlier is not None
        ):
            rule = rule.earlier
        return rule

    def in_force(self, day: date) -> bool:
        """Whether a known version of the rule was in force on `day`."""
        first = self.on(day).since
        return first is None or first <= day

    def versions(self) -> Iterator[Rule[F]]:
        """Every known version, the newest first."""
        rule: Rule[F] | None = self
        while rule is not None:
            yield rule
            rule = rule.earlier


type AnyRule = Rule[Callable[..., object]] | Rule[None]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the rule book, under its French title."""

    title: StrPromise
    rules: tuple[AnyRule, ...]
