"""Section D-05 to D-07: filing, challenge and duration of an agreement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements import law
from dialogue.law.books.addresses import LABOUR_CODE, article
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_L2262_14 = "https://legal.tricoteuses.fr/articles/LEGIARTI000035624175"
_DURATION = (
    "https://juriblio.fr/codes/code-du-travail/partie-legislative/deuxieme-partie/"
    "livre-ii/titre-ii/chapitre-ii/section-3/article-l2222-4"
)

NOTIFICATION = Rule(
    "D-05",
    "L. 2231-5",
    _(
        "L’accord signé est notifié à tous les syndicats représentatifs de "
        "l’entreprise, ce qui fait partir le délai de contestation des syndicats qui y "
        "ont une section."
    ),
    Confidence.V1,
    _L2262_14,
    None,
)

FILING = Rule(
    "D-05a",
    "D. 2231-4",
    _("L’accord est déposé sur la plateforme TéléAccords du ministère du travail."),
    Confidence.M,
    article("LEGIARTI000036920597"),
    None,
)

LABOUR_COURT_COPY = Rule(
    "D-05b",
    "D. 2231-2",
    _("Un exemplaire de l’accord va au greffe de la juridiction prud’homale."),
    Confidence.M,
    LABOUR_CODE,
    None,
)

PUBLICATION = Rule(
    "D-05c",
    "L. 2231-5-1",
    _(
        "L’accord est publié dans une base de données nationale, sans le nom des "
        "personnes qui l’ont négocié et signé."
    ),
    Confidence.V2,
    "https://avocats-amado.net/?p=19849",
    None,
)

EFFECT = Rule(
    "D-05d",
    "L. 2261-1",
    _("L’accord s’applique le lendemain de son dépôt, sauf s’il dit autre chose."),
    Confidence.M,
    LABOUR_CODE,
    law.effective_on,
)

CHALLENGE = Rule(
    "D-06",
    "L. 2262-14",
    _(
        "L’action en nullité d’un accord s’exerce dans les deux mois, à partir de sa "
        "notification pour un syndicat qui a une section dans l’entreprise, et de sa "
        "publication dans les autres cas."
    ),
    Confidence.V1,
    _L2262_14,
    Span(months=2),
)

ILLEGALITY = Rule(
    "D-06a",
    "L. 2262-14",
    _(
        "Passé le délai de deux mois, une personne peut encore soutenir, dans son "
        "propre procès, qu’une clause de l’accord est illégale."
    ),
    Confidence.V2,
    _L2262_14,
    None,
)

BRANCH_CHALLENGE = Rule(
    "D-06b",
    "Cass. soc., 21 septembre 2022, n° 20-23.500",
    _(
        "Pour un accord de branche, les deux mois de la contestation partent de sa "
        "publication au bulletin officiel des conventions collectives."
    ),
    Confidence.M,
    _L2262_14,
    Span(months=2),
)

CHALLENGE_COUNTING = Rule(
    "D-06c",
    "Code de procédure civile, articles 641 et 642",
    _(
        "Le délai pour contester un accord, qui est un délai pour agir en justice, "
        "serait reporté au jour ouvré suivant s’il finit un jour non ouvré."
    ),
    Confidence.M,
    _L2262_14,
    None,
)

DURATION = Rule(
    "D-07",
    "L. 2222-4",
    _(
        "Un accord qui ne dit rien de sa durée vaut pour cinq ans puis cesse de "
        "produire effet, s’il a été conclu depuis août 2016."
    ),
    Confidence.V1,
    _DURATION,
    law.ceases_on,
)

FOLLOW_UP = Rule(
    "D-07a",
    "L. 2222-5-1",
    _(
        "L’accord définit son suivi et ses rendez-vous, mais l’oublier ne le rend pas "
        "nul."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

REVISION = Rule(
    "D-07b",
    "L. 2222-5",
    _("L’accord prévoit comment il est renouvelé et révisé."),
    Confidence.M,
    LABOUR_CODE,
    None,
)

RENEGOTIATION = Rule(
    "D-07c",
    "L. 2242-12",
    _("L’accord peut fixer le rythme auquel il est renégocié."),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

CHAPTER = Chapter(
    _("La vie d’un accord"),
    (
        NOTIFICATION,
        FILING,
        LABOUR_COURT_COPY,
        PUBLICATION,
        EFFECT,
        CHALLENGE,
        ILLEGALITY,
        BRANCH_CHALLENGE,
        CHALLENGE_COUNTING,
        DURATION,
        FOLLOW_UP,
        REVISION,
        RENEGOTIATION,
    ),
)
