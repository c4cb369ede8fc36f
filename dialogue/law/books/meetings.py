"""Section C-01 to C-04 and C-07: meetings, agenda, votes and minutes of the CSE."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import LABOUR_CODE, article
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from dialogue.law.votes import resolution_adopted
from projects.enums import Confidence

_AGENDA = (
    "https://www2.liaisons-sociales.fr/850-5-delai-de-transmission-de-la-convocation-"
    "a-la-reunion-du-cse/"
)
_VOTES = "https://www2.liaisons-sociales.fr/218-31-vote-des-resolutions/"
_MINUTES = (
    "https://diapason-cse.fr/guides-cse/proces-verbal/proces-verbal-cse-code-du-travail"
)
_MEETINGS = article("LEGIARTI000035624857")
#: Meetings by video in a calendar year without an agreement (L2315-4).
MOST_VIDEO_MEETINGS = 3
#: Meetings a year on health, safety and working conditions (L2315-27).
HEALTH_MEETINGS_A_YEAR = 4


def meetings_per_year(headcount: int) -> int:
    """Fewest meetings a year without an agreement; 0 below fifty, where L2315-28 does
    not apply (see C-01d)."""
    if headcount >= 300:
        return 12
    return 6 if headcount >= 50 else 0


def receptions_per_year(headcount: int) -> int:
    """How often the employer receives a CSE without consultation; 0 without a CSE."""
    return 12 if 11 <= headcount < 50 else 0


def agenda_in_time(received_at: datetime, opens_at: datetime) -> bool:
    """Whether seventy-two hours part the receipt from the opening, rest days included.

    Both moments are aware: a night of daylight saving has not twelve hours.
    """
    # Two moments of one zone would be subtracted by the clock on the wall.
    return opens_at.astimezone(UTC) - received_at.astimezone(UTC) >= timedelta(hours=72)


def designated(votes_for: int, votes_cast: int) -> bool:
    """Whether more than half of the votes cast are for; blank ones are not cast."""
    return 2 * votes_for > votes_cast


def video_allowed(held_this_year: int, *, agreed: bool = False) -> bool:
    """Whether one more meeting by video may be held in the calendar year."""
    return agreed or held_this_year < MOST_VIDEO_MEETINGS


FREQUENCY = Rule(
    "C-01",
    "L. 2315-28",
    _(
        "À défaut d’accord, le CSE se réunit au moins une fois par mois à partir de "
        "trois cents salarié·es, et au moins une fois tous les deux mois dans les "
        "autres entreprises d’au moins cinquante salarié·es."
    ),
    Confidence.V3,
    _MEETINGS,
    meetings_per_year,
)

SECOND_MEETING = Rule(
    "C-01a",
    "L. 2315-28",
    _("Une deuxième réunion a lieu si la majorité des membres du CSE la demande."),
    Confidence.V3,
    _MEETINGS,
    None,
)

FEWER_MEETINGS = Rule(
    "C-01b",
    "L. 2312-19, 2°",
    _("Un accord peut réduire le nombre de réunions, jusqu’à six par an."),
    Confidence.V1,
    "https://lexbase.fr/numlxb/L9886LQ9",
    None,
)

HEALTH_MEETINGS = Rule(
    "C-01c",
    "L. 2315-27",
    _(
        "Au moins quatre réunions par an portent en tout ou partie sur la santé, la "
        "sécurité et les conditions de travail."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

SMALL_RECEPTIONS = Rule(
    "C-01d",
    "L. 2315-21",
    _(
        "En dessous de cinquante salarié·es, l’employeur reçoit les membres du CSE au "
        "moins une fois par mois."
    ),
    Confidence.M,
    LABOUR_CODE,
    receptions_per_year,
)

AGENDA = Rule(
    "C-02",
    "L. 2315-30",
    _(
        "Les membres du CSE reçoivent l’ordre du jour trois jours au moins avant la "
        "réunion, week-ends et jours fériés compris."
    ),
    Confidence.V2,
    _AGENDA,
    Span(days=3, backward=True),
)

SEVENTY_TWO_HOURS = Rule(
    "C-02a",
    "L. 2315-30",
    _(
        "Soixante-douze heures au moins séparent la réception de l’ordre du jour par "
        "les membres et l’ouverture de la séance."
    ),
    Confidence.V2,
    _AGENDA,
    agenda_in_time,
)

AGENDA_AUTHORS = Rule(
    "C-02b",
    "L. 2315-29",
    _("La présidence et le ou la secrétaire établissent ensemble l’ordre du jour."),
    Confidence.V3,
    article("LEGIARTI000035624861"),
    None,
)

AUTOMATIC_ITEMS = Rule(
    "C-02c",
    "L. 2315-29",
    _(
        "Une consultation que la loi ou un accord impose est inscrite de plein droit à "
        "l’ordre du jour par la présidence ou par le ou la secrétaire."
    ),
    Confidence.V3,
    article("LEGIARTI000035624861"),
    None,
)

AGENDA_READERS = Rule(
    "C-02d",
    "L. 2315-30",
    _(
        "La présidence envoie aussi l’ordre du jour à l’inspection du travail et à "
        "l’agent·e des services de prévention de la sécurité sociale."
    ),
    Confidence.V2,
    _AGENDA,
    None,
)

CENTRAL_AGENDA = Rule(
    "C-02e",
    "L. 2316-17",
    _("L’ordre du jour du CSE central est transmis huit jours avant la séance."),
    Confidence.V2,
    _AGENDA,
    Span(days=8, backward=True),
)

ESTABLISHMENT_AGENDA = Rule(
    "C-02f",
    "L. 2316-26",
    _(
        "L’ordre du jour d’un CSE d’établissement est transmis trois jours avant la "
        "séance."
    ),
    Confidence.V2,
    _AGENDA,
    Span(days=3, backward=True),
)

GROUP_AGENDA = Rule(
    "C-02g",
    "Code du travail, comité de groupe",
    _("L’ordre du jour du comité de groupe est transmis quinze jours avant la séance."),
    Confidence.V2,
    _AGENDA,
    Span(days=15, backward=True),
)

AGENDA_COMPLAINT = Rule(
    "C-02h",
    "L. 2315-30 ; Cass. soc., 28 juin 2023, n° 22-10.586",
    _(
        "Seuls les membres du CSE peuvent se plaindre d’un ordre du jour tardif, "
        "jamais l’employeur."
    ),
    Confidence.V2,
    "https://toutsurlecse.fr/?p=158690",
    None,
)

URGENCY = Rule(
    "C-02i",
    "L. 2315-30 (décisions)",
    _("Les juges admettent un délai plus court en cas d’urgence."),
    Confidence.V2,
    _AGENDA,
    None,
)

EXTRA_MEETING = Rule(
    "C-02j",
    "L. 2315-31",
    _(
        "Quand la majorité des membres demande une réunion, les questions jointes à la "
        "demande sont inscrites à l’ordre du jour."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

VIDEO = Rule(
    "C-07",
    "L. 2315-4",
    _(
        "Sans accord, le CSE tient au plus trois réunions en visioconférence par année "
        "civile."
    ),
    Confidence.V3,
    LABOUR_CODE,
    video_allowed,
)

VIDEO_SECRECY = Rule(
    "C-07a",
    "D. 2315-1",
    _("En visioconférence, le vote doit pouvoir être secret."),
    Confidence.M,
    LABOUR_CODE,
    None,
)

MAJORITY = Rule(
    "C-03",
    "L. 2315-32",
    _(
        "Une résolution est adoptée si plus de la moitié des membres présents qui ont "
        "droit de vote votent pour : l’abstention et le bulletin blanc ou nul pèsent "
        "contre, et l’égalité ne suffit pas."
    ),
    Confidence.V2,
    _VOTES,
    resolution_adopted,
)

PRESIDENT = Rule(
    "C-03a",
    "L. 2315-32",
    _(
        "La présidence ne vote pas quand elle consulte les membres élus du CSE en tant "
        "que délégation du personnel."
    ),
    Confidence.V1,
    "https://help.qiiro.eu/knowledge/droit-vote-president-cse",
    None,
)

SUBSTITUTES = Rule(
    "C-03b",
    "L. 2315-32",
    _(
        "Les suppléant·es ne votent que pour remplacer un·e titulaire, et ni les "
        "représentant·es des syndicats ni les personnes qui assistent l’employeur ne "
        "votent."
    ),
    Confidence.V2,
    _VOTES,
    None,
)

PRESIDENT_MAY_VOTE = Rule(
    "C-03c",
    "L. 2315-32",
    _(
        "La présidence peut voter sur le fonctionnement interne du CSE, mais ni sur "
        "une consultation, ni sur un expert, ni sur les activités sociales et "
        "culturelles."
    ),
    Confidence.V2,
    "https://www.force-ouvriere.fr/votes-au-sein-du-cse-quand-et-comment-l-employeur-"
    "doit-il-voter",
    None,
)

DESIGNATIONS = Rule(
    "C-03d",
    "L. 2315-32",
    _("Une désignation se fait à la majorité des voix exprimées."),
    Confidence.V2,
    "https://atlantes.fr/LE-CSE-AU-FIL-DES-JOURS-DES-PRATIQUES-le-vote-au-sein-du-CSE-"
    "une-etape",
    designated,
)

MINUTES = Rule(
    "C-04",
    "L. 2315-34 et D. 2315-26",
    _(
        "Sauf accord, le procès-verbal est établi dans les quinze jours de la réunion, "
        "ou avant la réunion suivante si elle vient plus tôt."
    ),
    Confidence.V1,
    _MINUTES,
    Span(days=15),
)

CHAPTER = Chapter(
    _("Les réunions et les votes"),
    (
        FREQUENCY,
        SECOND_MEETING,
        FEWER_MEETINGS,
        HEALTH_MEETINGS,
        SMALL_RECEPTIONS,
        AGENDA,
        SEVENTY_TWO_HOURS,
        AGENDA_AUTHORS,
        AUTOMATIC_ITEMS,
        AGENDA_READERS,
        CENTRAL_AGENDA,
        ESTABLISHMENT_AGENDA,
        GROUP_AGENDA,
        AGENDA_COMPLAINT,
        URGENCY,
        EXTRA_MEETING,
        MAJORITY,
        PRESIDENT,
        SUBSTITUTES,
        PRESIDENT_MAY_VOTE,
        DESIGNATIONS,
        VIDEO,
        VIDEO_SECRECY,
    ),
)
