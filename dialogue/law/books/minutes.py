"""Section C-04: the minutes (procès-verbal) of the CSE."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import LABOUR_CODE
from dialogue.law.books.meetings import MINUTES
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_TEXT = (
    "https://diapason-cse.fr/guides-cse/proces-verbal/proces-verbal-cse-code-du-travail"
)
_COUNTING = "https://compte-rendu.fr/pv-de-cse-que-dit-le-code-du-travail-en-2025"

MINUTES_AUTHOR = Rule(
    "C-04a",
    "L. 2315-34",
    _(
        "Le ou la secrétaire consigne les délibérations dans un procès-verbal, puis le "
        "transmet à l’employeur."
    ),
    Confidence.V1,
    _COUNTING,
    None,
)

EMPLOYER_REPLY = Rule(
    "C-04b",
    "L. 2315-34",
    _(
        "L’employeur donne sa décision motivée sur les propositions du CSE à la "
        "réunion qui suit la transmission du procès-verbal."
    ),
    Confidence.V1,
    _COUNTING,
    None,
)

REDUNDANCY_MINUTES = Rule(
    "C-04c",
    "D. 2315-26",
    _(
        "Lors d’un licenciement économique collectif, le procès-verbal est établi dans "
        "les trois jours de la réunion."
    ),
    Confidence.V1,
    _TEXT,
    Span(days=3),
)

REDUNDANCY_NEXT_MEETING = Rule(
    "C-04c1",
    "D. 2315-26",
    _(
        "Lors d’un licenciement économique collectif, le procès-verbal est établi "
        "avant la réunion suivante si elle est prévue dans les trois jours."
    ),
    Confidence.M,
    _TEXT,
    None,
)

INSOLVENCY_MINUTES = Rule(
    "C-04d",
    "D. 2315-26",
    _(
        "En redressement ou en liquidation judiciaire, le procès-verbal est établi "
        "dans un délai d’un jour."
    ),
    Confidence.V1,
    _TEXT,
    Span(days=1),
)

CONTENT = Rule(
    "C-04e",
    "D. 2315-26",
    _(
        "Le procès-verbal contient au moins le résumé des délibérations et la décision "
        "motivée de l’employeur."
    ),
    Confidence.V1,
    _TEXT,
    None,
)

CALENDAR_DAYS = Rule(
    "C-04f",
    "D. 2315-26",
    _("Les jours du procès-verbal sont des jours de calendrier."),
    Confidence.V2,
    _COUNTING,
    None,
)

POSTING = Rule(
    "C-04g",
    "L. 2315-35",
    _(
        "Une fois le procès-verbal adopté, le ou la secrétaire peut l’afficher ou le "
        "diffuser dans l’entreprise."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

RECORDING = Rule(
    "C-04h",
    "D. 2315-27",
    _(
        "L’enregistrement ou la sténographie des séances suit des règles propres : "
        "lisez-les avant d’enregistrer."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

CHAPTER = Chapter(
    _("Le procès-verbal"),
    (
        MINUTES,
        MINUTES_AUTHOR,
        EMPLOYER_REPLY,
        REDUNDANCY_MINUTES,
        REDUNDANCY_NEXT_MEETING,
        INSOLVENCY_MINUTES,
        CONTENT,
        CALENDAR_DAYS,
        POSTING,
        RECORDING,
    ),
)
