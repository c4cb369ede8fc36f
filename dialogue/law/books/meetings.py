"""Section C: meetings, agenda, votes and minutes of the CSE."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from dialogue.law.votes import resolution_adopted
from projects.enums import Confidence

AGENDA = Rule(
    "C-02",
    "L. 2315-30",
    _(
        "Les membres du CSE reçoivent l’ordre du jour trois jours au moins avant la "
        "réunion, week-ends et jours fériés compris."
    ),
    Confidence.V2,
    "https://www2.liaisons-sociales.fr/850-5-delai-de-transmission-de-la-convocation-"
    "a-la-reunion-du-cse/",
    Span(days=3, backward=True),
)

MAJORITY = Rule(
    "C-03",
    "L. 2315-32",
    _(
        "Une résolution est adoptée si plus de la moitié des membres présents qui ont "
        "droit de vote votent pour : l’abstention et le bulletin blanc ou nul pèsent "
        "contre, et l’égalité ne suffit pas."
    ),
    Confidence.V2,
    "https://www2.liaisons-sociales.fr/218-31-vote-des-resolutions/",
    resolution_adopted,
)

MINUTES = Rule(
    "C-04",
    "L. 2315-34 et D. 2315-26",
    _(
        "Sauf accord, le procès-verbal est établi dans les quinze jours de la réunion, "
        "ou avant la réunion suivante si elle vient plus tôt."
    ),
    Confidence.V1,
    "https://diapason-cse.fr/guides-cse/proces-verbal/proces-verbal-cse-code-du-travail",
    Span(days=15),
)

CHAPTER = Chapter(
    _("Les réunions, les votes et le procès-verbal"), (AGENDA, MAJORITY, MINUTES)
)
