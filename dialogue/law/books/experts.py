"""Section B-01 to B-04: which expert, on what ground, by which vote, at whose cost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import LABOUR_CODE, article
from dialogue.law.rules import AnyRule, Chapter, Rule
from projects.enums import Confidence

_L2315_80 = (
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006072050/articles/"
    "LEGIARTI000035628319?version=LEGIARTI000036761908"
)
_NEW_TECHNOLOGY = "https://huje-avocats.fr/expertise-du-cse-et-introduction-de-nouvelles-technologies/"
_CERTIFIED = "https://juriblio.fr/arretes/arrete-du-7-aout-2020/176464500"
_VOTE = (
    "https://guidecse.cftc.fr/sante-securite-et-conditions-de-travail/le-recours-a-un-"
    "expert-sante-securite/les-delais-dexpertise"
)


class Ground(StrEnum):
    """Why the CSE takes an expert: it decides who pays (L2315-80)."""

    NEW_TECHNOLOGY = "new_technology"  # L2315-94, 2°
    IMPORTANT_PROJECT = "important_project"  # L2315-94, 2°
    SERIOUS_RISK = "serious_risk"  # L2315-94, 1°
    EQUALITY = "equality"  # L2315-94, 3°
    STRATEGY = "strategy"  # L2315-87
    ECONOMIC_SITUATION = "economic_situation"  # L2315-88
    SOCIAL_POLICY = "social_policy"  # L2315-91
    REDUNDANCY = "redundancy"  # L2315-92, 3°
    FREE = "free"  # L2315-81


class Field(StrEnum):
    """What a certified expert may be certified for (R2315-51)."""

    ORGANISATION = "organisation"
    ENVIRONMENT = "environment"
    EQUALITY = "equality"


class CostShare(NamedTuple):
    """Percentages of the expert's cost."""

    employer: int
    cse: int


EMPLOYER_PAYS = CostShare(100, 0)
SHARED_COST = CostShare(80, 20)
CSE_PAYS = CostShare(0, 100)
_PAID_BY_EMPLOYER = frozenset(
    {
        Ground.ECONOMIC_SITUATION,
        Ground.SOCIAL_POLICY,
        Ground.REDUNDANCY,
        Ground.SERIOUS_RISK,
    }
)


def cost_share(
    ground: Ground,
    *,
    equality_indicator: bool = True,
    budget_suffices: bool = True,
    surplus_transferred: bool = False,
) -> CostShare:
    """Who pays the expert (L2315-80).

    `equality_indicator`: one exists in the undertaking. `surplus_transferred`: the
    CSE moved a surplus of its operating budget to its social activities in the three
    previous years (L2312-84), which closes the exception of an insufficient budget.
    """
    if ground is Ground.FREE:
        return CSE_PAYS
    if ground in _PAID_BY_EMPLOYER:
        return EMPLOYER_PAYS
    if ground is Ground.EQUALITY and not equality_indicator:
        return EMPLOYER_PAYS
    if not budget_suffices and not surplus_transferred:
        return EMPLOYER_PAYS
    return SHARED_COST


def fits_ai(fields: Collection[str]) -> bool:
    """Whether one of the certified fields suits a project of AI."""
    return Field.ORGANISATION in fields


def equality_expert(headcount: int) -> bool:
    """Whether the head-count opens the expert for the equality negotiation."""
    return headcount >= 300


NEW_TECHNOLOGY_EXPERT = Rule(
    "B-01",
    "L. 2315-94, 2°",
    _(
        "Le CSE peut prendre un expert habilité quand une nouvelle technologie est "
        "introduite, ou pour un projet important qui modifie les conditions de santé, "
        "de sécurité ou de travail."
    ),
    Confidence.V2,
    _NEW_TECHNOLOGY,
    None,
)

SERIOUS_RISK = Rule(
    "B-01a",
    "L. 2315-94, 1°",
    _(
        "Le CSE peut prendre un expert habilité quand un risque grave, identifié et "
        "actuel est constaté."
    ),
    Confidence.V2,
    _NEW_TECHNOLOGY,
    None,
)

EQUALITY = Rule(
    "B-01b",
    "L. 2315-94, 3°",
    _(
        "À partir de trois cents salarié·es, le CSE peut prendre un expert pour "
        "préparer la négociation sur l’égalité professionnelle."
    ),
    Confidence.V2,
    _NEW_TECHNOLOGY,
    equality_expert,
)

GENERAL_POWER = Rule(
    "B-01c",
    "L. 2315-78",
    _("Le CSE décide de recourir à un expert dans les cas que prévoit la loi."),
    Confidence.V3,
    article("LEGIARTI000036262525"),
    None,
)

CERTIFIED = Rule(
    "B-02",
    "L. 2315-96, R. 2315-51 et R. 2315-52",
    _(
        "L’expert est habilité : il est certifié, par un organisme accrédité, pour au "
        "moins un domaine parmi l’organisation du travail et ses équipements, "
        "l’environnement de travail et l’égalité professionnelle."
    ),
    Confidence.V1,
    _CERTIFIED,
    None,
    since=date(2020, 1, 1),
    earlier=Rule(
        "B-02",
        "L. 2315-96",
        _("Avant le 1er janvier 2020, l’expert du CSE était dit agréé."),
        Confidence.V2,
        "https://guidecse.cftc.fr/sante-securite-et-conditions-de-travail/les-experts-"
        "habilites-et-interlocuteurs-privilegies/des-experts-non-plus-agrees-mais-"
        "habilites",
        None,
    ),
)

AI_FIELD = Rule(
    "B-02a",
    "Arrêté du 7 août 2020",
    _(
        "Pour un projet d’IA, le domaine de certification qui convient est "
        "l’organisation du travail, dont les équipements."
    ),
    Confidence.M,
    _CERTIFIED,
    fits_ai,
)

VOTE = Rule(
    "B-03",
    "L. 2315-32",
    _(
        "L’expertise se décide en réunion, à la majorité des membres présents, sans le "
        "vote de l’employeur, sur un point de l’ordre du jour ou en lien avec lui."
    ),
    Confidence.V2,
    _VOTE,
    None,
)

TWO_VOTES = Rule(
    "B-03a",
    "L. 2315-32",
    _(
        "Le CSE vote le principe de l’expertise et le choix du cabinet, en deux votes "
        "ou en un seul vote sur deux points."
    ),
    Confidence.V2,
    "https://graeve-avocats.fr/expertise-scht-deux-deliberations-possibles",
    None,
)

_FUNDED_SINCE = date(2018, 4, 1)

COST = Rule(
    "B-04",
    "L. 2315-80",
    _(
        "L’expertise sur une nouvelle technologie, un projet important ou les "
        "orientations stratégiques est payée à quatre-vingts pour cent par l’employeur "
        "et à vingt pour cent par le budget de fonctionnement du CSE."
    ),
    Confidence.V1,
    _L2315_80,
    cost_share,
    since=_FUNDED_SINCE,
)

FULL_COST = Rule(
    "B-04a",
    "L. 2315-80",
    _(
        "L’employeur paie seul l’expertise sur la situation économique, la politique "
        "sociale, un licenciement collectif ou un risque grave, et celle sur l’égalité "
        "en l’absence de tout indicateur."
    ),
    Confidence.V1,
    _L2315_80,
    cost_share,
    since=_FUNDED_SINCE,
)

SHORT_BUDGET = Rule(
    "B-04b",
    "L. 2315-80",
    _(
        "L’employeur paie aussi seul quand le budget de fonctionnement ne suffit pas, "
        "à condition qu’aucun excédent n’en ait été transféré aux activités sociales "
        "et culturelles dans les trois années précédentes."
    ),
    Confidence.V1,
    _L2315_80,
    cost_share,
    since=_FUNDED_SINCE,
)

FREE_EXPERT_COST = Rule(
    "B-04c",
    "L. 2315-81",
    _("L’expert choisi librement par le CSE est payé en entier par le CSE."),
    Confidence.V3,
    LABOUR_CODE,
    cost_share,
)


def cost_rule(
    ground: Ground,
    *,
    equality_indicator: bool = True,
    budget_suffices: bool = True,
    surplus_transferred: bool = False,
) -> AnyRule:
    """The rule that `cost_share` applied, for the same facts."""
    if ground is Ground.FREE:
        return FREE_EXPERT_COST
    if cost_share(ground, equality_indicator=equality_indicator) == EMPLOYER_PAYS:
        return FULL_COST
    # Where the exception fails, its own condition is the reason.
    return COST if budget_suffices else SHORT_BUDGET


CHAPTER = Chapter(
    _("Prendre un expert, et qui le paie"),
    (
        NEW_TECHNOLOGY_EXPERT,
        SERIOUS_RISK,
        EQUALITY,
        GENERAL_POWER,
        CERTIFIED,
        AI_FIELD,
        VOTE,
        TWO_VOTES,
        COST,
        FULL_COST,
        SHORT_BUDGET,
        FREE_EXPERT_COST,
    ),
)
