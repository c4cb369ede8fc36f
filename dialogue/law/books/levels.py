"""Section A-09: the central CSE or those of the establishments."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import article
from dialogue.law.rules import AnyRule, Chapter, Rule
from projects.enums import Confidence

_CENTRAL = article("LEGIARTI000043975179")


class Measures(StrEnum):
    """How a project decided for the whole undertaking lands in its establishments."""

    NONE = "none"
    NOT_DEFINED = "not_defined"
    COMMON = "common"
    SPECIFIC = "specific"


class Level(StrEnum):
    CENTRAL = "central"
    ESTABLISHMENT = "establishment"


def consulted_levels(measures: Measures) -> frozenset[Level]:
    """Which committees are consulted: the central one alone, unless an establishment
    has adaptation measures of its own, within the powers of its head."""
    if measures is Measures.SPECIFIC:
        return frozenset(Level)
    return frozenset({Level.CENTRAL})


CENTRAL_ALONE = Rule(
    "A-09",
    "L. 2316-1 et L. 2316-20",
    _(
        "Le CSE central est seul consulté sur un projet décidé pour toute l’entreprise "
        "qui n’entraîne aucune mesure d’adaptation propre à un établissement, et son "
        "avis est transmis aux CSE d’établissement."
    ),
    Confidence.V3,
    _CENTRAL,
    consulted_levels,
)

CENTRAL_BEFORE_MEASURES = Rule(
    "A-09a",
    "L. 2316-1",
    _(
        "Le CSE central est seul consulté tant que les mesures de mise en œuvre d’un "
        "projet de l’entreprise ne sont pas définies."
    ),
    Confidence.V3,
    _CENTRAL,
    None,
)

CENTRAL_COMMON_MEASURES = Rule(
    "A-09b",
    "L. 2316-1",
    _(
        "Le CSE central est seul consulté sur les mesures d’adaptation communes à "
        "plusieurs établissements quand une nouvelle technologie ou un aménagement "
        "important est introduit."
    ),
    Confidence.V3,
    _CENTRAL,
    None,
)

ESTABLISHMENT_MEASURES = Rule(
    "A-09c",
    "L. 2316-20",
    _(
        "Le CSE d’établissement est consulté sur les mesures d’adaptation propres à "
        "son établissement, dans la limite des pouvoirs de la direction de celui-ci."
    ),
    Confidence.V3,
    article("LEGIARTI000035633047"),
    None,
)


def level_rule(measures: Measures) -> AnyRule:
    """The rule that `consulted_levels` applied."""
    rules: dict[Measures, AnyRule] = {
        Measures.NONE: CENTRAL_ALONE,
        Measures.NOT_DEFINED: CENTRAL_BEFORE_MEASURES,
        Measures.COMMON: CENTRAL_COMMON_MEASURES,
        Measures.SPECIFIC: ESTABLISHMENT_MEASURES,
    }
    return rules[measures]


CHAPTER = Chapter(
    _("CSE central ou CSE d’établissement"),
    (
        CENTRAL_ALONE,
        CENTRAL_BEFORE_MEASURES,
        CENTRAL_COMMON_MEASURES,
        ESTABLISHMENT_MEASURES,
    ),
)
