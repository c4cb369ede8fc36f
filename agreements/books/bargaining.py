"""Section D-03 and D-04: method agreements and compulsory bargaining."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements import law
from dialogue.law.books.addresses import LABOUR_CODE, article
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_METHOD = "https://www2.liaisons-sociales.fr/301-accord-de-methode-de-negociation/"

METHOD = Rule(
    "D-03",
    "L. 2222-3-1",
    _(
        "Un accord de méthode peut prévoir les informations partagées, les étapes de "
        "la négociation et des moyens de plus, comme des heures ou une expertise."
    ),
    Confidence.V1,
    _METHOD,
    None,
)

METHOD_BREACH = Rule(
    "D-03a",
    "L. 2222-3-1",
    _(
        "Ne pas respecter un accord de méthode n’annule pas à soi seul l’accord conclu "
        "ensuite, si la négociation est restée loyale."
    ),
    Confidence.M,
    _METHOD,
    None,
)

CALENDAR = Rule(
    "D-03b",
    "L. 2242-11",
    _(
        "Un accord de quatre ans au plus peut fixer les thèmes, le rythme, le "
        "calendrier et les informations des négociations obligatoires."
    ),
    Confidence.V3,
    article("LEGIARTI000052437060"),
    Span(months=48),
)

DISCONNECTION = Rule(
    "D-04",
    "L. 2242-17, 7°",
    _(
        "La négociation sur la qualité de vie au travail porte aussi sur le droit à la "
        "déconnexion et la régulation des outils numériques, et à défaut d’accord "
        "l’employeur établit une charte après avis du CSE."
    ),
    Confidence.V1,
    article("LEGIARTI000043893940"),
    None,
)

COMPULSORY_TALKS = Rule(
    "D-04a",
    "L. 2242-1",
    _(
        "L’employeur engage au moins tous les quatre ans une négociation sur les "
        "salaires, et une autre sur l’égalité et la qualité de vie au travail."
    ),
    Confidence.V3,
    LABOUR_CODE,
    Span(months=48),
)

YEARLY_TALKS = Rule(
    "D-04b",
    "L. 2242-17",
    _(
        "À défaut d’accord sur le rythme, la négociation sur l’égalité et la qualité "
        "de vie au travail a lieu chaque année."
    ),
    Confidence.V1,
    article("LEGIARTI000043893940"),
    Span(months=12),
)

CAREER_TALKS = Rule(
    "D-04c",
    "L. 2242-2 et L. 2242-13",
    _(
        "À partir de trois cents salarié·es, l’employeur négocie la gestion des "
        "emplois et des parcours professionnels, tous les trois ans à défaut d’accord."
    ),
    Confidence.V3,
    LABOUR_CODE,
    law.career_talks_compulsory,
)

CAREER_CONTENT = Rule(
    "D-04d",
    "L. 2242-20",
    _(
        "Le contenu de la négociation sur les emplois et les parcours professionnels "
        "reste à vérifier."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

NO_UNILATERAL_DECISION = Rule(
    "D-04e",
    "L. 2242-4",
    _(
        "Pendant une négociation obligatoire, l’employeur ne prend pas seul de "
        "décision collective sur les sujets traités, sauf urgence."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

DISAGREEMENT = Rule(
    "D-04f",
    "L. 2242-5",
    _(
        "Si la négociation obligatoire échoue, un procès-verbal de désaccord est "
        "établi et déposé."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

AI_CHARTER = Rule(
    "D-04g",
    "L. 1321-4 et L. 1321-5",
    _(
        "Une charte informatique ou d’IA qui prévoit des sanctions suit la procédure "
        "du règlement intérieur : avis du CSE, dépôt et publicité."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

CHARTER_EFFECT = Rule(
    "D-04h",
    "L. 1321-4",
    _(
        "Une charte qui prévoit des sanctions entre en vigueur un mois au moins après "
        "les formalités."
    ),
    Confidence.M,
    LABOUR_CODE,
    Span(months=1),
)

CHAPTER = Chapter(
    _("Négocier"),
    (
        METHOD,
        METHOD_BREACH,
        CALENDAR,
        DISCONNECTION,
        COMPULSORY_TALKS,
        YEARLY_TALKS,
        CAREER_TALKS,
        CAREER_CONTENT,
        NO_UNILATERAL_DECISION,
        DISAGREEMENT,
        AI_CHARTER,
        CHARTER_EFFECT,
    ),
)
