"""Section B-07: sittings of the CSA, the CST and the CSE hospitalier, their votes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import PUBLIC_SERVICE
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence
from projects.workdays import add_days

#: Fewest sittings a year; one a quarter for the CSE hospitalier (R254-35).
SITTINGS_A_YEAR, HOSPITAL_SITTINGS_A_YEAR = 2, 4


class PublicOpinion(StrEnum):
    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    GIVEN = "given"


class Window(NamedTuple):
    """First and last day of what may happen between two days."""

    first: date
    last: date


def quorum_met(present: int, members: int) -> bool:
    """Half at least: of the staff's representatives, of voting members at hospital."""
    return 2 * present >= members


def public_opinion(votes_for: int, votes_against: int, present: int) -> PublicOpinion:
    """What the body said: without a majority of those present, it only gave a view.

    `present`: members present who have a vote, abstentions included (R254-60).
    """
    if 2 * votes_for > present:
        return PublicOpinion.FAVOURABLE
    if 2 * votes_against > present:
        return PublicOpinion.UNFAVOURABLE
    return PublicOpinion.GIVEN


def must_be_examined_again(votes_against: int, present: int) -> bool:
    """Whether all those present with a vote were against."""
    return 0 < present == votes_against


def examined_again(voted_on: date) -> Window:
    """When the body deliberates again: from the eighth to the thirtieth day."""
    return Window(add_days(voted_on, 8), add_days(voted_on, 30))


NO_DEEMED_OPINION = Rule(
    "B-07",
    "Code général de la fonction publique, articles R. 254-38 à R. 254-74",
    _("Dans le secteur public, le silence de l’instance ne vaut pas avis négatif."),
    Confidence.V1,
    PUBLIC_SERVICE,
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
    PUBLIC_SERVICE,
    Span(days=15, backward=True),
)

URGENT_CONVENING = Rule(
    "B-07d1",
    "Code général de la fonction publique, article R. 254-38",
    _("En cas d’urgence, la convocation part huit jours au moins avant la séance."),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(days=8, backward=True),
)

DOCUMENTS = Rule(
    "B-07d2",
    "Code général de la fonction publique, article R. 254-39",
    _("Les documents de la séance sont transmis huit jours au moins avant elle."),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(days=8, backward=True),
)

REQUESTED_SITTING = Rule(
    "B-07d3",
    "Code général de la fonction publique, article R. 254-35",
    _(
        "Le comité social se réunit dans les deux mois quand la moitié des "
        "représentant·es titulaires du personnel le demande."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(months=2),
)

SITTINGS = Rule(
    "B-07d4",
    "Code général de la fonction publique, article R. 254-35",
    _(
        "Le comité social se réunit au moins deux fois par an, et au moins une fois "
        "par trimestre à l’hôpital."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

HEALTH_SITTINGS = Rule(
    "B-07d5",
    "Code général de la fonction publique, article R. 254-37",
    _(
        "La formation spécialisée se réunit au moins une fois par an pour l’État, "
        "trois fois dans les collectivités et chaque trimestre à l’hôpital."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

QUORUM = Rule(
    "B-07e",
    "Code général de la fonction publique, articles R. 254-54 à R. 254-57",
    _(
        "La séance s’ouvre si la moitié au moins des représentant·es du personnel est "
        "présente, ou la moitié des membres qui votent à l’hôpital."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    quorum_met,
)

SECOND_CONVENING = Rule(
    "B-07e1",
    "Code général de la fonction publique, articles R. 254-54 à R. 254-57",
    _(
        "Sans ce quorum, une nouvelle convocation est faite dans les huit jours, et "
        "l’instance siège alors quel que soit le nombre de personnes présentes."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(days=8),
)

MAJORITY = Rule(
    "B-07f",
    "Code général de la fonction publique, article R. 254-60",
    _(
        "L’avis se prend à la majorité des membres présents qui ont voix délibérative, "
        "l’abstention est permise et, sans majorité, l’avis est réputé donné."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    public_opinion,
)

TIE = Rule(
    "B-07f1",
    "Code général de la fonction publique, article R. 254-66",
    _("Au comité social territorial, en cas d’égalité, l’avis est réputé donné."),
    Confidence.V1,
    PUBLIC_SERVICE,
    public_opinion,
)

WHO_VOTES = Rule(
    "B-07f2",
    "Code général de la fonction publique, articles R. 254-59 et R. 254-65",
    _(
        "Les représentant·es de l’administration ne votent pas, sauf l’exception que "
        "prévoit le code pour les collectivités."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

EXAMINED_AGAIN = Rule(
    "B-07g",
    "Code général de la fonction publique, articles R. 254-63, R. 254-68 et R. 254-72",
    _(
        "Un projet rejeté à l’unanimité est réexaminé : l’instance, convoquée à "
        "nouveau, délibère une seule fois, au plus tôt huit jours et au plus tard "
        "trente jours après."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    examined_again,
)

UNANIMITY = Rule(
    "B-07g1",
    "Code général de la fonction publique, articles R. 254-63, R. 254-68 et R. 254-72",
    _(
        "Un projet est réexaminé quand toutes les voix lui sont défavorables, sous les "
        "conditions propres à l’État et aux collectivités."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    must_be_examined_again,
)

STATE_TEXTS = Rule(
    "B-07g2",
    "Code général de la fonction publique, articles R. 253-1 et R. 254-63",
    _(
        "Pour l’État, le réexamen après un vote unanime concerne les projets de texte "
        "soumis au comité social d’administration."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

TERRITORIAL_QUESTIONS = Rule(
    "B-07g3",
    "Code général de la fonction publique, article R. 254-68 ; décret n° 2021-571 du "
    "10 mai 2021",
    _(
        "Au comité social territorial, n’est réexaminée qu’une question dont la mise "
        "en œuvre demande une délibération de la collectivité ou de l’établissement."
    ),
    Confidence.V3,
    PUBLIC_SERVICE,
    None,
)

MINUTES = Rule(
    "B-07h",
    "Code général de la fonction publique, article R. 254-73",
    _(
        "Le procès-verbal est envoyé aux membres dans le mois qui suit la séance, dans "
        "les quinze jours pour le comité social territorial."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(months=1),
)

TERRITORIAL_MINUTES = Rule(
    "B-07h1",
    "Code général de la fonction publique, article R. 254-73",
    _(
        "Au comité social territorial, le procès-verbal est envoyé aux membres dans "
        "les quinze jours de la séance."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(days=15),
)

PUBLICITY = Rule(
    "B-07h2",
    "Code général de la fonction publique, article R. 254-74",
    _(
        "Les avis sont portés à la connaissance des agent·es, dans le mois pour l’État "
        "et l’hôpital."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(months=1),
)

FOLLOW_UP = Rule(
    "B-07h3",
    "Code général de la fonction publique, article R. 254-74",
    _(
        "Les membres sont informés par écrit, dans les deux mois, des suites données à "
        "leurs avis."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    Span(months=2),
)

CHAPTER = Chapter(
    _("La fonction publique : séances, votes et suites"),
    (
        CONVENING,
        URGENT_CONVENING,
        DOCUMENTS,
        REQUESTED_SITTING,
        SITTINGS,
        HEALTH_SITTINGS,
        QUORUM,
        SECOND_CONVENING,
        MAJORITY,
        TIE,
        WHO_VOTES,
        EXAMINED_AGAIN,
        UNANIMITY,
        STATE_TEXTS,
        TERRITORIAL_QUESTIONS,
        MINUTES,
        TERRITORIAL_MINUTES,
        PUBLICITY,
        FOLLOW_UP,
    ),
)
