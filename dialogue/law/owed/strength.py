"""The grid of section F: what each answer points to, and which decision says so.

A reasoned table, read line by line. It never adds up: no total, no score.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _l

from dialogue.law.books.case_law import Decision
from dialogue.law.duty import RULINGS
from dialogue.law.project_facts import NO, UNKNOWN, YES, ProjectFacts, either
from projects.enums import Answer3, Use

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Points(StrEnum):
    """What an answer points to; nothing while it is not known."""

    TOWARDS = "towards"
    AGAINST = "against"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Side:
    """What an answer says for the consultation, and the decisions that said it."""

    points: Points
    sentence: StrPromise
    rulings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    question: StrPromise
    yes: Side
    no: Side


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the table, about one project."""

    question: StrPromise
    answer: Answer3
    points: Points
    sentence: StrPromise
    decisions: tuple[Decision, ...]


_ASK = _l("Tant que la réponse manque, cette ligne ne dit rien : posez la question.")
_T, _A = Points.TOWARDS, Points.AGAINST
NEW = Criterion(
    _l("L’outil est-il nouveau ici, et non une simple mise à jour ?"),
    Side(
        _T,
        _l("Un outil nouveau, ou qui en remplace un autre, appelle la consultation."),
        ("F-05", "F-06"),
    ),
    Side(
        _A,
        _l("Une nouvelle version d’un outil en place a été jugée dispensée."),
        ("F-05",),
    ),
)
USED = Criterion(
    _l("Des personnes s’en servent-elles vraiment, même en pilote ?"),
    Side(
        _T,
        _l("Un pilote dont le personnel se sert est une mise en œuvre."),
        ("F-03",),
    ),
    Side(
        Points.OPEN,
        _l("Aucun usage constaté : la consultation doit précéder la décision."),
        (),
    ),
)
EVERYONE = Criterion(
    _l("Est-il ouvert à tout un métier ou à tout le personnel ?"),
    Side(_T, _l("L’extension à tout le personnel a compté."), ("F-06",)),
    Side(
        _A,
        _l("Un essai de quelques mois n’a pas ouvert l’expertise."),
        ("F-07",),
    ),
)
COMPULSORY = Criterion(
    _l("Est-on obligé de s’en servir ?"),
    Side(
        _T,
        _l("Un usage imposé sort du volontariat qui a fait annuler une expertise."),
        ("F-07",),
    ),
    Side(_A, _l("Le volontariat a compté contre l’expertise."), ("F-07",)),
)
APPRAISAL = Criterion(
    _l("Nourrit-il les évaluations ou les affectations ?"),
    Side(
        _T,
        _l("L’usage dans les entretiens et les affectations a compté."),
        ("F-06",),
    ),
    Side(
        Points.OPEN,
        _l("Sans effet sur les évaluations, la nouveauté peut suffire."),
        ("F-02",),
    ),
)
SUBSTITUTION = Criterion(
    _l("Fait-il des tâches que des personnes faisaient ?"),
    Side(
        _T,
        _l("Accomplir des tâches du personnel a distingué l’outil d’une variante."),
        ("F-08",),
    ),
    Side(
        _A,
        _l("Des effets mineurs ont fait annuler une expertise, sous l’ancien droit."),
        ("F-01",),
    ),
)
INTELLIGENCE = Criterion(
    _l("Y a-t-il de l’intelligence artificielle ?"),
    Side(
        _T,
        _l("L’IA a été jugée nouvelle technologie, sans preuve d’effets à apporter."),
        ("F-02", "F-04", "F-05"),
    ),
    Side(
        Points.OPEN,
        _l("Une technologie peut être nouvelle sans IA."),
        (),
    ),
)


def strength(facts: ProjectFacts) -> tuple[Reading, ...]:
    """The table for this project, in the order of the reference."""
    told = facts.answer
    upgrade = told(Use.UPGRADE)
    new = {YES: NO, NO: YES}.get(upgrade, UNKNOWN)
    used = YES if facts.first_use_on else UNKNOWN
    return (
        _read(INTELLIGENCE, facts.uses_ai),
        _read(NEW, new),
        _read(USED, used),
        _read(EVERYONE, told(Use.EVERYONE)),
        _read(COMPULSORY, told(Use.COMPULSORY)),
        _read(APPRAISAL, either(told(Use.APPRAISAL), told(Use.ALLOCATION))),
        _read(SUBSTITUTION, told(Use.SUBSTITUTION)),
    )


def _read(criterion: Criterion, answer: Answer3) -> Reading:
    if answer == UNKNOWN:
        return Reading(criterion.question, answer, Points.OPEN, _ASK, ())
    side = criterion.yes if answer == YES else criterion.no
    return Reading(
        criterion.question,
        answer,
        side.points,
        side.sentence,
        tuple(RULINGS[key] for key in side.rulings),
    )
