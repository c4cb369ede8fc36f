"""The class of a system of AI under the European regulation (A5): E-03 to E-05."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from dialogue.law.books import ai_act
from dialogue.law.project_facts import NO, UNKNOWN, YES, ProjectFacts, either
from dialogue.law.rules import AnyRule
from projects.enums import AIFunction, Answer3, Use


class RiskClass(StrEnum):
    NO_AI = "no_ai"
    UNKNOWN = "unknown"
    PROHIBITED = "prohibited"
    HIGH = "high"
    TRANSPARENCY = "transparency"
    MINIMAL = "minimal"


@dataclass(frozen=True, slots=True)
class Classified:
    """A reading of the sheet to discuss, never a decision of the supplier's class."""

    found: RiskClass
    rule: AnyRule
    reason: str


def high_risk(facts: ProjectFacts) -> Answer3:
    """Annex III, point 4. Sharing tasks or watching is high risk only in some ways."""
    if facts.uses_ai == NO:
        return NO
    sure = either(facts.answer(Use.RECRUITMENT), facts.answer(Use.APPRAISAL))
    perhaps = either(facts.answer(Use.ALLOCATION), facts.monitoring)
    if sure == YES:
        return facts.uses_ai
    return NO if either(sure, perhaps) == NO else UNKNOWN


def classify(facts: ProjectFacts) -> Classified:
    """The highest class that the sheet points to, with the reason."""
    if facts.uses_ai == NO:
        return Classified(
            RiskClass.NO_AI, ai_act.CLASSES, _("Il est dit qu’il n’y a pas d’IA.")
        )
    if facts.uses_ai == UNKNOWN:
        return Classified(
            RiskClass.UNKNOWN,
            ai_act.CLASSES,
            _("À vérifier : y a-t-il de l’intelligence artificielle ?"),
        )
    if facts.answer(Use.EMOTIONS) == YES:
        return Classified(
            RiskClass.PROHIBITED,
            ai_act.EMOTIONS,
            _(
                "L’outil déduit des émotions ou classe d’après la voix ou le visage : "
                "à vérifier tout de suite, un usage interdit est possible."
            ),
        )
    return _below(facts)


def _below(facts: ProjectFacts) -> Classified:
    high = high_risk(facts)
    if facts.answer(Use.RECRUITMENT) == YES:
        return Classified(
            RiskClass.HIGH, ai_act.RECRUITMENT, _("L’outil sert à recruter.")
        )
    if high == YES:
        return Classified(
            RiskClass.HIGH,
            ai_act.WORK_DECISIONS,
            _("L’outil nourrit les évaluations, les promotions ou les affectations."),
        )
    if high == UNKNOWN:
        return Classified(
            RiskClass.UNKNOWN,
            ai_act.WORK_DECISIONS,
            _(
                "À vérifier : l’outil sert-il à recruter, à évaluer, à répartir les "
                "tâches selon le comportement ou à surveiller ?"
            ),
        )
    if AIFunction.GENERATES in facts.ai_functions:
        return Classified(
            RiskClass.TRANSPARENCY,
            ai_act.CLASSES,
            _("L’outil produit des contenus : ils doivent être marqués."),
        )
    return Classified(
        RiskClass.MINIMAL, ai_act.CLASSES, _("Rien n’indique un usage à risque.")
    )
