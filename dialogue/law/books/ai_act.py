"""Section E-01 to E-05: the European regulation on AI, its dates and its classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import AI_ACT, AI_AMENDMENT
from dialogue.law.rules import Chapter, Rule
from projects.enums import Confidence

_DATES = "https://futureprep.eu/news/digital-omnibus-ai-act-deadlines/"
IN_FORCE = date(2024, 8, 1)
#: Regulation (EU) 2026/1744: the day its dates replaced those of 2024.
AMENDED = date(2026, 7, 27)


@dataclass(frozen=True, slots=True)
class AppliesFrom:
    """The first day a duty applies; called with a day, whether it applies then."""

    day: date

    def __call__(self, on: date) -> bool:
        return on >= self.day


#: Annex III and what applies with it: 2 August 2026 before the amendment.
HIGH_RISK = AppliesFrom(date(2027, 12, 2))
HIGH_RISK_BEFORE = AppliesFrom(date(2026, 8, 2))

STATUS = Rule(
    "E-01",
    "Règlements (UE) 2024/1689 et 2026/1744",
    _(
        "Le règlement européen sur l’intelligence artificielle est en vigueur depuis "
        "le 1er août 2024, et un règlement du 8 juillet 2026, en vigueur depuis le 27 "
        "juillet 2026, a changé plusieurs de ses dates."
    ),
    Confidence.V3,
    AI_AMENDMENT,
    None,
    since=AMENDED,
    earlier=Rule(
        "E-01",
        "Règlement (UE) 2024/1689",
        _(
            "Le règlement européen sur l’intelligence artificielle est en vigueur "
            "depuis le 1er août 2024."
        ),
        Confidence.V2,
        AI_ACT,
        None,
        since=IN_FORCE,
    ),
)

STAGES = Rule(
    "E-02",
    "Règlement (UE) 2024/1689",
    _(
        "Le règlement s’applique par étapes, de février 2025 à août 2028 : une "
        "obligation à venir ne s’impose pas encore, mais le droit français s’applique "
        "déjà."
    ),
    Confidence.V2,
    _DATES,
    None,
    since=AMENDED,
    earlier=Rule(
        "E-02",
        "Règlement (UE) 2024/1689",
        _("Le règlement s’applique par étapes, de février 2025 à août 2027."),
        Confidence.V2,
        _DATES,
        None,
        since=IN_FORCE,
    ),
)

LITERACY_AND_BANS_DATE = Rule(
    "E-02a",
    "Règlement (UE) 2024/1689, articles 4 et 5",
    _(
        "La formation du personnel à l’IA et les interdictions s’appliquent à partir "
        "du 2 février 2025."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2025, 2, 2)),
    since=IN_FORCE,
)

GENERAL_MODELS_DATE = Rule(
    "E-02b",
    "Règlement (UE) 2024/1689",
    _(
        "Les règles sur les modèles d’IA à usage général, la gouvernance et les "
        "sanctions s’appliquent à partir du 2 août 2025."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2025, 8, 2)),
    since=IN_FORCE,
)

GENERAL_DATE = Rule(
    "E-02c",
    "Règlement (UE) 2024/1689, dont article 50",
    _(
        "Le règlement s’applique en général, transparence comprise, à partir du 2 août "
        "2026."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2026, 8, 2)),
    since=IN_FORCE,
)

MARKING_DATE = Rule(
    "E-02d",
    "Règlement (UE) 2024/1689, article 50, paragraphe 2",
    _(
        "Les systèmes déjà sur le marché avant le 2 août 2026 doivent marquer ce "
        "qu’ils produisent à partir du 2 décembre 2026."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2026, 12, 2)),
)

NEW_BANS_DATE = Rule(
    "E-02e",
    "Règlement (UE) 2024/1689, article 5, paragraphe 1, points ba et bb",
    _(
        "L’interdiction des images intimes fabriquées sans consentement et des "
        "contenus d’abus sexuels sur mineur·es s’applique à partir du 2 décembre 2026."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2026, 12, 2)),
    since=AMENDED,
)

HIGH_RISK_DATE = Rule(
    "E-02f",
    "Règlement (UE) 2024/1689, annexe III, articles 26 et 27",
    _(
        "Les obligations sur les systèmes à haut risque de l’annexe III, dont l’emploi "
        "et la gestion du personnel, s’appliquent à partir du 2 décembre 2027."
    ),
    Confidence.V2,
    _DATES,
    HIGH_RISK,
    since=AMENDED,
    earlier=Rule(
        "E-02f",
        "Règlement (UE) 2024/1689, annexe III, articles 26 et 27",
        _(
            "Avant le règlement du 8 juillet 2026, les obligations sur les systèmes à "
            "haut risque de l’annexe III devaient s’appliquer à partir du 2 août 2026."
        ),
        Confidence.V2,
        _DATES,
        HIGH_RISK_BEFORE,
        since=IN_FORCE,
    ),
)

PRODUCTS_DATE = Rule(
    "E-02g",
    "Règlement (UE) 2024/1689, annexe I",
    _(
        "Les obligations sur les produits à haut risque de l’annexe I s’appliquent à "
        "partir du 2 août 2028."
    ),
    Confidence.V2,
    _DATES,
    AppliesFrom(date(2028, 8, 2)),
    since=AMENDED,
    earlier=Rule(
        "E-02g",
        "Règlement (UE) 2024/1689, annexe I",
        _(
            "Avant le règlement du 8 juillet 2026, les obligations sur les produits à "
            "haut risque de l’annexe I devaient s’appliquer à partir du 2 août 2027."
        ),
        Confidence.V2,
        _DATES,
        AppliesFrom(date(2027, 8, 2)),
        since=IN_FORCE,
    ),
)

CLASSES = Rule(
    "E-03",
    "Règlement (UE) 2024/1689, articles 5, 6 et 50, annexes I et III",
    _(
        "Le règlement distingue les systèmes interdits, à haut risque, soumis à la "
        "transparence, et à risque minime."
    ),
    Confidence.V2,
    "https://www.aiactblog.nl/en/annex-iii/werkgelegenheid-personeelsbeheer",
    None,
)

FILTER = Rule(
    "E-03a",
    "Règlement (UE) 2024/1689, article 6, paragraphe 3",
    _(
        "Un système de l’annexe III sans risque notable peut échapper à ce classement, "
        "mais jamais s’il établit le profil de personnes."
    ),
    Confidence.V2,
    "https://www.aiactblog.nl/en/annex-iii/werkgelegenheid-personeelsbeheer",
    None,
)

RECRUITMENT = Rule(
    "E-04",
    "Règlement (UE) 2024/1689, annexe III, point 4 a",
    _(
        "Est à haut risque l’IA qui cible des offres d’emploi, analyse ou trie des "
        "candidatures, ou évalue des candidat·es."
    ),
    Confidence.V1,
    "https://aiact.annotated.nl/en/aiact/annex/iii/4/",
    None,
)

WORK_DECISIONS = Rule(
    "E-04a",
    "Règlement (UE) 2024/1689, annexe III, point 4 b",
    _(
        "Est à haut risque l’IA qui pèse sur les conditions de travail, la promotion "
        "ou la rupture, attribue les tâches selon le comportement ou la personnalité, "
        "ou surveille et évalue le travail et le comportement."
    ),
    Confidence.V1,
    "https://aiact.annotated.nl/en/aiact/annex/iii/4/",
    None,
)

EMOTIONS = Rule(
    "E-05",
    "Règlement (UE) 2024/1689, article 5, paragraphe 1, point f",
    _(
        "Il est interdit de déduire les émotions d’une personne sur son lieu de "
        "travail ou dans l’enseignement."
    ),
    Confidence.V2,
    "https://www.getactready.com/blog/eu-ai-act-digital-omnibus-extension",
    AppliesFrom(date(2025, 2, 2)),
    since=IN_FORCE,
)

EMOTIONS_EXCEPTION = Rule(
    "E-05a",
    "Règlement (UE) 2024/1689, article 5, paragraphe 1, point f",
    _(
        "L’interdiction de déduire les émotions connaît une exception, pour des "
        "raisons médicales ou de sécurité."
    ),
    Confidence.M,
    AI_ACT,
    None,
)

UNION_CATEGORISATION = Rule(
    "E-05b",
    "Règlement (UE) 2024/1689, article 5, paragraphe 1, point g",
    _(
        "Il est interdit de classer des personnes d’après leurs données biométriques "
        "pour en déduire leur appartenance syndicale."
    ),
    Confidence.M,
    AI_ACT,
    AppliesFrom(date(2025, 2, 2)),
)

CHAPTER = Chapter(
    _("Le règlement européen sur l’IA : dates et risques"),
    (
        STATUS,
        STAGES,
        LITERACY_AND_BANS_DATE,
        GENERAL_MODELS_DATE,
        GENERAL_DATE,
        MARKING_DATE,
        NEW_BANS_DATE,
        HIGH_RISK_DATE,
        PRODUCTS_DATE,
        CLASSES,
        FILTER,
        RECRUITMENT,
        WORK_DECISIONS,
        EMOTIONS,
        EMOTIONS_EXCEPTION,
        UNION_CATEGORISATION,
    ),
)
