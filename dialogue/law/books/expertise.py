"""Section B-05 and B-06: the expert's mission, and the employer's challenge."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import LEGIFRANCE
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_EXPERT_CALENDAR = "https://infocse.fr/articles/cse-calendrier-des-expertises"
_CHALLENGE = "https://www.rocheblave.com/contestation-expertise-expert-cse/"
_LIMITS = "https://www.maitredata.com/expertises-delais-et-contestation-au-sein-du-cse/"


class Head(StrEnum):
    """What of the expertise the employer contests (L2315-86)."""

    NECESSITY = "necessity"
    CHOICE = "choice"
    FORECAST = "forecast"
    FINAL_COST = "final_cost"


def challenge_suspends(head: Head) -> bool:
    """Whether the challenge freezes the vote of the CSE and the consultation."""
    return head is not Head.FINAL_COST


TERMS = Rule(
    "B-05",
    "L. 2315-81-1",
    _(
        "Les membres du CSE établissent au besoin un cahier des charges, que "
        "l’employeur reçoit, sans délai fixé par la loi."
    ),
    Confidence.V1,
    f"{LEGIFRANCE}/id/LEGIARTI000036262521/2020-06-11/",
    None,
)

EXPERT_REQUEST = Rule(
    "B-05a",
    "R. 2315-45",
    _(
        "L’expert demande à l’employeur les informations qui lui manquent dans les "
        "trois jours de sa désignation."
    ),
    Confidence.V2,
    _EXPERT_CALENDAR,
    Span(days=3),
)

EMPLOYER_REPLY = Rule(
    "B-05b",
    "R. 2315-45",
    _("L’employeur répond à la demande de l’expert dans les cinq jours."),
    Confidence.V2,
    _EXPERT_CALENDAR,
    Span(days=5),
)

EXPERT_NOTICE = Rule(
    "B-05c",
    "R. 2315-46",
    _(
        "L’expert notifie à l’employeur le coût prévu, l’étendue et la durée de "
        "l’expertise dans les dix jours de sa désignation."
    ),
    Confidence.V2,
    _EXPERT_CALENDAR,
    Span(days=10),
)

EXPERT_REPORT = Rule(
    "B-05d",
    "R. 2315-47",
    _(
        "L’expert remet son rapport au plus tard quinze jours avant la fin du délai de "
        "consultation."
    ),
    Confidence.V1,
    "https://avocats-amado.net/ces-et-expert-comptable",
    Span(days=15, backward=True),
)

MERGER_REPORT = Rule(
    "B-05e",
    "R. 2315-47",
    _(
        "En cas de concentration, l’expert remet son rapport dans les huit jours de la "
        "notification de la décision de l’autorité de la concurrence ou de la "
        "Commission européenne."
    ),
    Confidence.V2,
    "https://snfocos.org/cse-conditions-de-recours-a-lexpertise-cse-definies",
    Span(days=8),
)

OTHER_REPORT = Rule(
    "B-05f",
    "R. 2315-47",
    _(
        "Hors de tout délai de consultation, par exemple pour un risque grave, "
        "l’expert remet son rapport dans les deux mois de sa désignation."
    ),
    Confidence.V2,
    _LIMITS,
    Span(months=2),
)

OTHER_REPORT_RENEWED = Rule(
    "B-05g",
    "R. 2315-47",
    _(
        "Les deux mois de l’expertise menée hors de tout délai de consultation sont "
        "renouvelables une fois, de deux mois au plus, par accord entre l’employeur et "
        "la majorité des titulaires du CSE."
    ),
    Confidence.V2,
    _LIMITS,
    Span(months=2),
)

AGREED_REPORT = Rule(
    "B-05h",
    "L. 2315-85",
    _("Un accord peut fixer d’autres délais maximaux pour le rapport de l’expert."),
    Confidence.V2,
    _LIMITS,
    None,
)

EXPERT_ACCESS = Rule(
    "B-05i",
    "L. 2315-82 et L. 2315-83",
    _(
        "L’expert entre librement dans l’entreprise, et l’employeur lui donne les "
        "informations nécessaires à sa mission."
    ),
    Confidence.V2,
    _LIMITS,
    None,
)

EMPLOYER_CHALLENGE = Rule(
    "B-06",
    "L. 2315-86 et R. 2315-49",
    _(
        "L’employeur a dix jours pour contester l’expertise devant le juge ; sauf sur "
        "le coût final, sa contestation suspend le délai de consultation jusqu’à la "
        "notification du jugement."
    ),
    Confidence.V1,
    _CHALLENGE,
    Span(days=10),
)

CHALLENGE_START = Rule(
    "B-06a",
    "L. 2315-86 et R. 2315-49",
    _(
        "Les dix jours partent du vote pour la nécessité, de la désignation pour le "
        "choix de l’expert, de la notification à l’employeur pour le coût prévu, "
        "l’étendue ou la durée, et de celle du coût final pour ce coût."
    ),
    Confidence.V1,
    _CHALLENGE,
    Span(days=10),
)

CHALLENGE_COUNT = Rule(
    "B-06b",
    "R. 2315-49 ; Cass. soc., 5 février 2025, n° 22-21.892",
    _(
        "Le premier jour des dix ne compte pas, et une fin un jour non ouvré va "
        "jusqu’au jour ouvré suivant."
    ),
    Confidence.V1,
    "https://juricaf.org/arret/FRANCE-COURDECASSATION-20250205-52500120",
    Span(days=10),
)

CHALLENGE_WRIT = Rule(
    "B-06c",
    "R. 2315-49 ; Cass. soc., 6 juin 2018 (numéro à vérifier)",
    _(
        "La contestation de l’employeur est faite le jour où l’assignation est "
        "délivrée."
    ),
    Confidence.V2,
    "https://ogletree.fr/publications/od-flash-le-delai-de-contestation-dun-avis-du-"
    "cse-court-a-compter-du-lendemain-de-la-decision-litigieuse",
    None,
)

CHALLENGE_RULING = Rule(
    "B-06d",
    "L. 2315-86",
    _(
        "Sauf sur le coût final, le juge statue dans les dix jours selon la procédure "
        "accélérée au fond, et sa décision ne peut pas être frappée d’appel."
    ),
    Confidence.V1,
    _CHALLENGE,
    Span(days=10),
)

CHALLENGE_SUSPENSION = Rule(
    "B-06e",
    "L. 2315-86",
    _(
        "Le délai suspendu reprend à la notification du jugement pour les jours qui "
        "restaient à courir."
    ),
    Confidence.V1,
    _CHALLENGE,
    challenge_suspends,
)

FINAL_COST = Rule(
    "B-06f",
    "L. 2315-86 ; Cass. soc., 31 janvier 2024",
    _(
        "La contestation du coût final se juge au fond et ne suspend ni l’expertise ni "
        "le délai de consultation."
    ),
    Confidence.V2,
    "https://agcr-expertise.fr/?p=11655",
    challenge_suspends,
)

CASSATION = Rule(
    "B-06g",
    "L. 2315-86 ; R. 2315-50 (numéro à vérifier)",
    _(
        "Le pourvoi en cassation se forme dans les dix jours de la notification du "
        "jugement."
    ),
    Confidence.V2,
    "https://guidecse.cftc.fr/sante-securite-et-conditions-de-travail/le-recours-a-un-"
    "expert-sante-securite/les-delais-dexpertise",
    Span(days=10),
)

ANNULLED = Rule(
    "B-06h",
    "L. 2315-86",
    _(
        "Si la décision du CSE est annulée, l’expert rembourse l’employeur, et le CSE "
        "peut choisir de prendre l’expertise à sa charge."
    ),
    Confidence.V1,
    _CHALLENGE,
    None,
)

CHAPTER = Chapter(
    _("La mission de l’expert et sa contestation"),
    (
        TERMS,
        EXPERT_REQUEST,
        EMPLOYER_REPLY,
        EXPERT_NOTICE,
        EXPERT_REPORT,
        MERGER_REPORT,
        OTHER_REPORT,
        OTHER_REPORT_RENEWED,
        AGREED_REPORT,
        EXPERT_ACCESS,
        EMPLOYER_CHALLENGE,
        CHALLENGE_START,
        CHALLENGE_COUNT,
        CHALLENGE_WRIT,
        CHALLENGE_RULING,
        CHALLENGE_SUSPENSION,
        FINAL_COST,
        CASSATION,
        ANNULLED,
    ),
)
