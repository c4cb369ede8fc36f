"""Section C-05 and C-06: the health and safety committee (CSSCT), the data (BDESE)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import LABOUR_CODE, article
from dialogue.law.rules import Chapter, Rule
from projects.enums import Confidence

_BDESE = article("LEGIARTI000052437125")


def committee_compulsory(headcount: int, *, hazardous_site: bool = False) -> bool:
    """Whether the undertaking or the distinct establishment must have a CSSCT.

    `hazardous_site`: one of L4521-1 (classified or nuclear).
    """
    return hazardous_site or headcount >= 300


def database_years(current: int) -> range:
    """The years that the BDESE covers: two past, the current one, three to come."""
    return range(current - 2, current + 4)


COMMITTEE = Rule(
    "C-05",
    "L. 2315-36",
    _(
        "Une commission santé, sécurité et conditions de travail est obligatoire à "
        "partir de trois cents salarié·es dans l’entreprise ou l’établissement "
        "distinct, et sur les sites à risques particuliers."
    ),
    Confidence.V3,
    LABOUR_CODE,
    committee_compulsory,
)

COMMITTEE_IMPOSED = Rule(
    "C-05a",
    "L. 2315-37",
    _(
        "En dessous de trois cents salarié·es, l’inspection du travail peut imposer "
        "une commission santé, sécurité et conditions de travail."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

COMMITTEE_LIMITS = Rule(
    "C-05b",
    "L. 2315-38",
    _(
        "La commission santé, sécurité et conditions de travail prépare le travail du "
        "CSE, mais elle ne peut ni désigner un expert ni rendre un avis à sa place."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

COMMITTEE_MEMBERS = Rule(
    "C-05c",
    "L. 2315-39",
    _(
        "L’employeur préside la commission santé, sécurité et conditions de travail, "
        "qui compte au moins trois membres, dont une personne au moins du deuxième "
        "collège ou, s’il y a lieu, du troisième."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

DATABASE = Rule(
    "C-06",
    "L. 2312-18 et L. 2312-36",
    _(
        "Le CSE, le CSE central et les délégué·es syndicales et syndicaux ont un accès "
        "permanent à la base de données économiques, sociales et environnementales."
    ),
    Confidence.V1,
    _BDESE,
    None,
)

DATABASE_YEARS = Rule(
    "C-06a",
    "L. 2312-36 et R. 2312-7 et suivants",
    _(
        "La base de données porte sur les deux années passées, l’année en cours et les "
        "perspectives des trois années à venir."
    ),
    Confidence.V1,
    article("LEGIARTI000048533625"),
    database_years,
)

DATABASE_SECRETS = Rule(
    "C-06b",
    "L. 2312-36",
    _(
        "Dans la base de données, seul est confidentiel ce que l’employeur a signalé "
        "comme tel."
    ),
    Confidence.V1,
    article("LEGIARTI000048533625"),
    None,
)

DATABASE_AGREEMENT = Rule(
    "C-06c",
    "L. 2312-21",
    _(
        "Un accord peut aussi mettre dans la base de données les informations des "
        "consultations ponctuelles."
    ),
    Confidence.V1,
    _BDESE,
    None,
)

DATABASE_POSTING = Rule(
    "C-06d",
    "L. 2312-18",
    _(
        "Mettre dans la base de données les informations récurrentes vaut "
        "communication au CSE, mais le délai d’une consultation ponctuelle n’en part "
        "que si l’employeur avertit le CSE."
    ),
    Confidence.V1,
    _BDESE,
    None,
)

DISCRETION = Rule(
    "C-06e",
    "L. 2315-3",
    _(
        "Les membres du CSE gardent la discrétion sur les informations confidentielles "
        "par nature et présentées comme telles par l’employeur."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

CHAPTER = Chapter(
    _("La commission santé et la base de données"),
    (
        COMMITTEE,
        COMMITTEE_IMPOSED,
        COMMITTEE_LIMITS,
        COMMITTEE_MEMBERS,
        DATABASE,
        DATABASE_YEARS,
        DATABASE_SECRETS,
        DATABASE_AGREEMENT,
        DATABASE_POSTING,
        DISCRETION,
    ),
)
