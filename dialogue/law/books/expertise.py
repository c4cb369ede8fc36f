"""Section B, B-01 to B-06: the expert, the mission, the employer's challenge."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_EXPERT_CALENDAR = "https://infocse.fr/articles/cse-calendrier-des-expertises"

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
        "L’expert remet son rapport au plus tard quinze jours avant la fin du délai "
        "de consultation."
    ),
    Confidence.V1,
    "https://avocats-amado.net/ces-et-expert-comptable",
    Span(days=15, backward=True),
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
    "https://www.rocheblave.com/contestation-expertise-expert-cse/",
    Span(days=10),
)

CHAPTER = Chapter(
    _("L’expertise"),
    (
        EXPERT_REQUEST,
        EMPLOYER_REPLY,
        EXPERT_NOTICE,
        EXPERT_REPORT,
        EMPLOYER_CHALLENGE,
    ),
)
