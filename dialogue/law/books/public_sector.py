"""Section B-07: CSA, CST and CSE hospitalier, code général de la fonction publique."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_CGFP = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000044416551/"

NO_DEEMED_OPINION = Rule(
    "B-07",
    "Code général de la fonction publique, articles R. 254-38 à R. 254-74",
    _("Dans le secteur public, le silence de l’instance ne vaut pas avis négatif."),
    Confidence.V1,
    _CGFP,
    None,
)

CONVENING = Rule(
    "B-07d",
    "Code général de la fonction publique, article R. 254-38",
    _(
        "Les membres de l’instance sont convoqués quinze jours au moins avant la "
        "séance, huit en cas d’urgence, et l’ordre du jour dit les points mis au vote."
    ),
    Confidence.V1,
    _CGFP,
    Span(days=15, backward=True),
)
DOCUMENTS = Rule(
    "B-07d2",
    "Code général de la fonction publique, article R. 254-39",
    _("Les documents de la séance sont transmis huit jours au moins avant elle."),
    Confidence.V1,
    _CGFP,
    Span(days=8, backward=True),
)
MINUTES = Rule(
    "B-07h",
    "Code général de la fonction publique, article R. 254-73",
    _(
        "Le procès-verbal est envoyé aux membres dans le mois qui suit la séance, "
        "dans les quinze jours pour le comité social territorial."
    ),
    Confidence.V1,
    _CGFP,
    Span(months=1),
)

CHAPTER = Chapter(
    _("La fonction publique"),
    (NO_DEEMED_OPINION, CONVENING, DOCUMENTS, MINUTES),
)
