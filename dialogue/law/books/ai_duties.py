"""Section E-06 to E-11: who owes what under the European regulation on AI."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import AI_ACT, AI_AMENDMENT
from dialogue.law.books.ai_act import (
    AMENDED,
    HIGH_RISK,
    HIGH_RISK_BEFORE,
    IN_FORCE,
    AppliesFrom,
)
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_DATES = "https://futureprep.eu/news/digital-omnibus-ai-act-deadlines/"
_ARTICLE_26 = "https://overview.legal/laws/ai-act/art-26"
_INFORMING = "https://trusq.io/en/informing-workers-ai-art26.html"


def rights_assessment_required(
    *,
    public_body: bool,
    public_service: bool = False,
    credit_or_insurance: bool = False,
) -> bool:
    """Whether the deployer of a high-risk system assesses its impact on rights.

    `public_service`: private but providing one. `credit_or_insurance`: a system of
    Annex III, point 5 b or c (credit, life and health insurance).
    """
    return public_body or public_service or credit_or_insurance


LITERACY = Rule(
    "E-06",
    "Règlement (UE) 2024/1689, article 4",
    _(
        "L’organisation qui fournit ou utilise une IA prend des mesures pour "
        "développer la maîtrise de l’IA par les personnes qui s’en servent pour elle, "
        "selon leurs connaissances et l’usage prévu."
    ),
    Confidence.V3,
    AI_AMENDMENT,
    AppliesFrom(date(2025, 2, 2)),
    since=AMENDED,
    earlier=Rule(
        "E-06",
        "Règlement (UE) 2024/1689, article 4",
        _(
            "L’entreprise qui fournit ou utilise une IA prend des mesures pour que les "
            "personnes qui s’en servent pour elle en aient une maîtrise suffisante."
        ),
        Confidence.M,
        AI_ACT,
        AppliesFrom(date(2025, 2, 2)),
        since=IN_FORCE,
    ),
)

LITERACY_LIMIT = Rule(
    "E-06a",
    "Règlement (UE) 2024/1689, article 4",
    _(
        "L’obligation de former à l’IA demeure depuis le changement de 2026, mais elle "
        "n’impose pas de garantir un niveau à chaque personne."
    ),
    Confidence.V3,
    AI_AMENDMENT,
    None,
    since=AMENDED,
)

INSTRUCTIONS = Rule(
    "E-07",
    "Règlement (UE) 2024/1689, article 26, paragraphes 1 et 2",
    _(
        "L’employeur qui utilise une IA à haut risque suit sa notice et confie son "
        "contrôle à des personnes compétentes, formées et qui ont l’autorité "
        "nécessaire."
    ),
    Confidence.V1,
    _ARTICLE_26,
    HIGH_RISK,
    since=AMENDED,
    earlier=Rule(
        "E-07",
        "Règlement (UE) 2024/1689, article 26, paragraphes 1 et 2",
        _(
            "L’employeur qui utilise une IA à haut risque suit sa notice et confie son "
            "contrôle à des personnes compétentes, formées et qui ont l’autorité "
            "nécessaire."
        ),
        Confidence.V1,
        _ARTICLE_26,
        HIGH_RISK_BEFORE,
        since=IN_FORCE,
    ),
)

INPUT_DATA = Rule(
    "E-07a",
    "Règlement (UE) 2024/1689, article 26, paragraphe 4",
    _(
        "L’employeur qui maîtrise les données d’entrée d’une IA à haut risque veille à "
        "ce qu’elles soient pertinentes."
    ),
    Confidence.V1,
    _ARTICLE_26,
    None,
)

MONITORING = Rule(
    "E-07b",
    "Règlement (UE) 2024/1689, article 26, paragraphe 5",
    _(
        "L’employeur surveille l’IA à haut risque, avertit le fournisseur et "
        "l’autorité, suspend l’usage en cas de risque et signale les incidents graves."
    ),
    Confidence.V1,
    _ARTICLE_26,
    None,
)

LOGS = Rule(
    "E-07c",
    "Règlement (UE) 2024/1689, article 26, paragraphe 6",
    _(
        "Les journaux d’une IA à haut risque sont gardés au moins six mois, sauf autre "
        "règle de droit."
    ),
    Confidence.V1,
    _ARTICLE_26,
    Span(months=6),
)

INFORMING_WORKERS = Rule(
    "E-07d",
    "Règlement (UE) 2024/1689, article 26, paragraphe 7",
    _(
        "Avant d’utiliser une IA à haut risque au travail, l’employeur en informe la "
        "représentation du personnel et les personnes concernées : cette obligation "
        "s’applique à partir du 2 décembre 2027 et n’est pas une consultation."
    ),
    Confidence.V2,
    _INFORMING,
    HIGH_RISK,
    since=AMENDED,
    earlier=Rule(
        "E-07d",
        "Règlement (UE) 2024/1689, article 26, paragraphe 7",
        _(
            "Avant d’utiliser une IA à haut risque au travail, l’employeur en informe "
            "la représentation du personnel et les personnes concernées : cette "
            "obligation devait s’appliquer à partir du 2 août 2026 et n’est pas une "
            "consultation."
        ),
        Confidence.V2,
        _INFORMING,
        HIGH_RISK_BEFORE,
        since=IN_FORCE,
    ),
)

IMPACT_INFORMATION = Rule(
    "E-07e",
    "Règlement (UE) 2024/1689, article 26, paragraphe 9",
    _(
        "L’employeur se sert des informations du fournisseur pour son analyse d’impact "
        "sur les données personnelles."
    ),
    Confidence.M,
    AI_ACT,
    None,
)

INFORMING_PERSONS = Rule(
    "E-07f",
    "Règlement (UE) 2024/1689, article 26, paragraphe 11",
    _(
        "Les personnes qui font l’objet d’une décision prise avec une IA de l’annexe "
        "III en sont informées."
    ),
    Confidence.M,
    AI_ACT,
    None,
)

RIGHTS_ASSESSMENT = Rule(
    "E-08",
    "Règlement (UE) 2024/1689, article 27",
    _(
        "Un employeur public, ou privé chargé d’un service public, évalue l’effet "
        "d’une IA à haut risque sur les droits fondamentaux, ce qu’un employeur privé "
        "n’a en général pas à faire."
    ),
    Confidence.V2,
    "https://www.getactcomply.com/eu-ai-act-deployer-obligations",
    rights_assessment_required,
)

TRANSPARENCY = Rule(
    "E-09",
    "Règlement (UE) 2024/1689, article 50",
    _(
        "Une personne qui échange avec une IA doit en être avertie, et un contenu "
        "produit par une IA doit être marqué comme tel."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2026, 8, 2)),
)

EXPOSED_PERSONS = Rule(
    "E-09a",
    "Règlement (UE) 2024/1689, article 50, paragraphe 3",
    _(
        "Les personnes exposées à une reconnaissance des émotions ou à un classement "
        "biométrique en sont averties."
    ),
    Confidence.M,
    AI_ACT,
    None,
)

EXPLANATION = Rule(
    "E-10",
    "Règlement (UE) 2024/1689, article 86",
    _(
        "Une personne touchée, en droit ou de façon aussi sérieuse, par une décision "
        "défavorable fondée sur une IA de l’annexe III peut obtenir des explications "
        "claires sur le rôle de l’IA et les principaux éléments de la décision."
    ),
    Confidence.V1,
    "https://ai-act-law.eu/article/86/",
    None,
)

BETTER_RULES = Rule(
    "E-11",
    "Règlement (UE) 2024/1689, article 2, paragraphe 11",
    _(
        "Le règlement laisse la loi et les accords collectifs mieux protéger les "
        "salarié·es."
    ),
    Confidence.M,
    AI_ACT,
    None,
)

CHAPTER = Chapter(
    _("Le règlement européen sur l’IA : obligations"),
    (
        LITERACY,
        LITERACY_LIMIT,
        INSTRUCTIONS,
        INPUT_DATA,
        MONITORING,
        LOGS,
        INFORMING_WORKERS,
        IMPACT_INFORMATION,
        INFORMING_PERSONS,
        RIGHTS_ASSESSMENT,
        TRANSPARENCY,
        EXPOSED_PERSONS,
        EXPLANATION,
        BETTER_RULES,
    ),
)
