"""Section A: the consultation of the CSE, private sector, fifty employees or more."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence
from projects.workdays import add_months, next_working_day, previous_working_day

LEGIFRANCE = "https://www.legifrance.gouv.fr/codes"
_CPC = f"{LEGIFRANCE}/texte_lc/LEGITEXT000006070716/"
_R2312_6 = f"{LEGIFRANCE}/article_lc/LEGIARTI000036411558"
_AGREED = (
    "https://ogletree.fr/publications/consultation-du-cse-un-delai-fixe-par-accord-"
    "ne-peut-se-cumuler-avec-un-delai-reglementaire"
)
#: First day of the CSE and of its periods (the date itself is to be checked, M).
CSE_SINCE = date(2018, 1, 1)
#: Head-count from which a CSE is consulted on projects (A-02).
CONSULTED_FROM = 50


def is_consulted(headcount: int) -> bool:
    """Whether the CSE of an undertaking of this size has the consultation."""
    return headcount >= CONSULTED_FROM


def opinion_span(*, expert: bool, two_levels: bool) -> Span:
    """One month, two with an expert, three with an expert at both levels."""
    if not expert:
        return Span(months=1)
    return Span(months=3 if two_levels else 2)


CONSULTED_CSE = Rule(
    "A-02",
    "L. 2312-5 et L. 2312-8",
    _(
        "Le CSE est consulté sur les nouvelles technologies dans les entreprises "
        "d’au moins cinquante salariés ; en dessous, aucun délai d’avis n’est fixé."
    ),
    Confidence.V1,
    f"{LEGIFRANCE}/section_lc/LEGITEXT000006072050/LEGISCTA000035610692/2019-01-01/",
    is_consulted,
)

JUDGE_EXTENSION = Rule(
    "A-05",
    "L. 2312-15",
    _(
        "Le juge saisi avant la fin du délai peut le prolonger lorsque les "
        "informations nécessaires sont particulièrement difficiles d’accès."
    ),
    Confidence.V1,
    f"{LEGIFRANCE}/article_lc/LEGIARTI000038791194",
    None,
)

PERIOD_START = Rule(
    "A-06",
    "R. 2312-5",
    _(
        "Le délai part du jour où l’employeur donne au CSE les informations "
        "exigées, ou l’avertit qu’elles sont dans la base de données de l’entreprise."
    ),
    Confidence.V1,
    f"{LEGIFRANCE}/article_lc/LEGIARTI000045680873",
    None,
    since=CSE_SINCE,
)


class OpinionSpan(Protocol):
    def __call__(self, *, expert: bool, two_levels: bool) -> Span: ...


type OpinionRule = Rule[OpinionSpan]

PERIOD_LENGTH: OpinionRule = Rule(
    "A-07",
    "R. 2312-6, I",
    _(
        "Le CSE a un mois pour rendre son avis, deux si un expert intervient, trois "
        "si l’expertise porte sur une consultation menée au CSE central et dans des "
        "établissements ; passé ce délai, il est réputé avoir rendu un avis négatif."
    ),
    Confidence.V1,
    _R2312_6,
    opinion_span,
    since=CSE_SINCE,
)

EXPERT_IN_TIME = Rule(
    "A-07a",
    "R. 2312-6 ; Cass. soc., 29 juin 2022, n° 21-11.077",
    _("Le CSE ne peut désigner un expert qu’avant la fin du délai de consultation."),
    Confidence.V2,
    "https://ogletree.fr/publications/consultation-du-cse-un-delai-fixe-par-accord-"
    "ne-peut-se-cumuler-avec-un-delai-reglementaire",
    None,
)

ESTABLISHMENT_OPINION = Rule(
    "A-08",
    "R. 2312-6, II",
    _(
        "Chaque CSE d’établissement transmet son avis au CSE central au plus tard "
        "sept jours avant la date où celui-ci est réputé consulté ; sinon, son avis "
        "est réputé négatif."
    ),
    Confidence.V1,
    _R2312_6,
    Span(days=7, backward=True),
    since=CSE_SINCE,
)

AGREED_PERIOD = Rule(
    "A-10",
    "L. 2312-55",
    _(
        "Un accord d’entreprise ou, sans délégué syndical, un accord entre "
        "l’employeur et le CSE peut fixer d’autres délais, qui remplacent ceux du "
        "décret."
    ),
    Confidence.V2,
    "https://ogletree.fr/publications/consultation-du-cse-un-delai-fixe-par-accord-"
    "ne-peut-se-cumuler-avec-un-delai-reglementaire",
    None,
)

COUNTING = Rule(
    "A-12",
    "Code de procédure civile, articles 640 et 641",
    _(
        "Un délai en mois finit le jour qui porte le même numéro que le jour de "
        "départ, ou à défaut le dernier jour du mois ; un délai en jours ne compte pas "
        "le jour de départ."
    ),
    Confidence.V1,
    _CPC,
    add_months,
)

WEEKEND_EXTENSION = Rule(
    "A-12a",
    "Code de procédure civile, article 642",
    _(
        "Un délai de procédure qui finit un samedi, un dimanche ou un jour férié va "
        "jusqu’au jour ouvré suivant ; aucune décision lue ne le confirme pour l’avis "
        "du CSE."
    ),
    Confidence.M,
    _CPC,
    next_working_day,
)

COUNTING_BACKWARDS = Rule(
    "A-12b",
    "Cass., 14 février 1990, n° 88-19.900",
    _(
        "Un délai compté à rebours n’est pas repoussé : s’il tombe un jour non ouvré, "
        "le jour sûr est le jour ouvré précédent."
    ),
    Confidence.V2,
    "https://solon.law/actualites/2019/12/5/comment-calculer-les-dlais-rebours-dune-"
    "formalt-avant-le-au-plus-tard-le-ou-quelles-sont-les-rgles-applicables-",
    previous_working_day,
)

CHAPTER = Chapter(
    _("La consultation du CSE"),
    (
        CONSULTED_CSE,
        JUDGE_EXTENSION,
        PERIOD_START,
        PERIOD_LENGTH,
        EXPERT_IN_TIME,
        ESTABLISHMENT_OPINION,
        AGREED_PERIOD,
        COUNTING,
        WEEKEND_EXTENSION,
        COUNTING_BACKWARDS,
    ),
)
