"""Section A: the consultation of the CSE, private sector, fifty employees or more."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import (
    CIVIL_PROCEDURE,
    FROM_FIFTY,
    article,
)
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence
from projects.workdays import add_months, next_working_day, previous_working_day

_L2312_19 = "https://lexbase.fr/numlxb/L9886LQ9"
_R2312_5 = article("LEGIARTI000045680873")
_R2312_6 = article("LEGIARTI000036411558")
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
        "Le CSE est consulté sur les nouvelles technologies dans les entreprises d’au "
        "moins cinquante salarié·es ; en dessous, aucun délai d’avis n’est fixé."
    ),
    Confidence.V1,
    FROM_FIFTY,
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
    article("LEGIARTI000038791194"),
    None,
)

PERIOD_START = Rule(
    "A-06",
    "R. 2312-5",
    _(
        "Le délai du décret, quand la loi n’en fixe pas un autre, part du jour où "
        "l’employeur donne au CSE les informations exigées, ou l’avertit qu’elles sont "
        "dans la base de données de l’entreprise."
    ),
    Confidence.V1,
    _R2312_5,
    None,
    since=CSE_SINCE,
)

NOT_THE_MEETING = Rule(
    "A-06a",
    "R. 2312-5 ; Cass. soc., 6 décembre 2023, n° 22-17.921",
    _(
        "Ni la convocation ni l’ordre du jour ne font partir le délai, mais la réunion "
        "le fait partir si les informations y sont données pour la première fois."
    ),
    Confidence.V2,
    _R2312_5,
    None,
    since=CSE_SINCE,
)

MISSING_DATABASE = Rule(
    "A-06b",
    "Cass. soc., 28 mars 2018, n° 17-13.081",
    _(
        "Le délai ne part pas si un support d’information que la loi impose, comme la "
        "base de données de l’entreprise, n’est pas fourni."
    ),
    Confidence.V2,
    "https://dynamique-ce.fr/cass-soc-28-mars-2018-n17-13081",
    None,
)

INSUFFICIENT_INFORMATION = Rule(
    "A-06c",
    "R. 2312-5 et L. 2312-15",
    _(
        "Des informations réelles mais insuffisantes font partir le délai : le remède "
        "est de saisir le juge avant la fin."
    ),
    Confidence.V2,
    "https://41-avocats.fr/information-consultation-du-cse-et-delai-prefix/",
    None,
)


class OpinionSpan(Protocol):
    def __call__(self, *, expert: bool, two_levels: bool) -> Span: ...


type OpinionRule = Rule[OpinionSpan]

PERIOD_LENGTH: OpinionRule = Rule(
    "A-07",
    "R. 2312-6, I",
    _(
        "Le CSE a un mois pour rendre son avis, deux si un expert intervient, trois si "
        "l’expertise porte sur une consultation menée au CSE central et dans des "
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
    _AGREED,
    None,
)

FREE_EXPERT = Rule(
    "A-07b",
    "R. 2312-6 et L. 2315-81",
    _(
        "Un expert que le CSE paie librement ne porte pas le délai à deux mois : la "
        "question est discutée."
    ),
    Confidence.M,
    "https://www.groupe-legrand.com/evenements-et-publications/delai-de-consultation-"
    "cse-recourt-a-un-expert-libre/",
    None,
)

ONE_START = Rule(
    "A-07c",
    "R. 2312-6, I",
    _(
        "Avec un expert, les deux mois remplacent le mois et se comptent du même jour "
        "de départ."
    ),
    Confidence.V1,
    _R2312_6,
    None,
    since=CSE_SINCE,
)

ESTABLISHMENT_OPINION = Rule(
    "A-08",
    "R. 2312-6, II",
    _(
        "Chaque CSE d’établissement transmet son avis au CSE central au plus tard sept "
        "jours avant la date où celui-ci est réputé consulté ; sinon, son avis est "
        "réputé négatif."
    ),
    Confidence.V1,
    _R2312_6,
    Span(days=7, backward=True),
    since=CSE_SINCE,
)

ORDER_OF_LEVELS = Rule(
    "A-08a",
    "L. 2316-22",
    _(
        "Un accord peut fixer l’ordre et les délais des consultations du CSE central "
        "et des CSE d’établissement."
    ),
    Confidence.V3,
    article("LEGIARTI000036761997"),
    None,
)

AGREED_PERIOD = Rule(
    "A-10",
    "L. 2312-55",
    _(
        "Un accord d’entreprise ou, sans délégué·e syndical·e, un accord entre "
        "l’employeur et le CSE peut fixer d’autres délais, qui remplacent ceux du "
        "décret."
    ),
    Confidence.V2,
    _AGREED,
    None,
)

AD_HOC_AGREEMENT = Rule(
    "A-10a",
    "L. 2312-55",
    _(
        "L’accord qui fixe le délai d’avis peut aussi définir le contenu des "
        "consultations ponctuelles, la manière de les conduire et le nombre de "
        "réunions."
    ),
    Confidence.V1,
    FROM_FIFTY,
    None,
)

RECURRING_AGREEMENT = Rule(
    "A-10b",
    "L. 2312-19",
    _(
        "Pour les consultations récurrentes, un accord peut fixer le contenu, les "
        "niveaux, les délais d’avis, un rythme d’au plus trois ans et au moins six "
        "réunions par an."
    ),
    Confidence.V1,
    _L2312_19,
    None,
)

INFORMAL_EXTENSION = Rule(
    "A-10c",
    "Cass. soc., 26 juin 2024, n° 22-24.488",
    _(
        "L’employeur et le CSE peuvent prolonger le délai d’un commun accord, même "
        "sans vote ni acte formel : gardez-en la preuve."
    ),
    Confidence.V2,
    "https://www.seban-associes.avocat.fr/procedure-dinformation-consultation-du-cse-"
    "un-accord-informel-peut-prolonger-le-delai-legal-de-consultation/?idLDPA=122032",
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
    CIVIL_PROCEDURE,
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
    CIVIL_PROCEDURE,
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

CHALLENGE_COUNTING = Rule(
    "A-12c",
    "Cass. soc., 5 février 2025, n° 22-21.892",
    _(
        "Pour les dix jours que l’employeur a pour contester une expertise, la Cour de "
        "cassation applique le report au jour ouvré suivant."
    ),
    Confidence.V1,
    "https://juricaf.org/arret/FRANCE-COURDECASSATION-20250205-52500120",
    next_working_day,
)

CHAPTER = Chapter(
    _("Le délai de l’avis"),
    (
        PERIOD_START,
        NOT_THE_MEETING,
        MISSING_DATABASE,
        INSUFFICIENT_INFORMATION,
        PERIOD_LENGTH,
        EXPERT_IN_TIME,
        FREE_EXPERT,
        ONE_START,
        ESTABLISHMENT_OPINION,
        ORDER_OF_LEVELS,
        AGREED_PERIOD,
        AD_HOC_AGREEMENT,
        RECURRING_AGREEMENT,
        INFORMAL_EXTENSION,
        COUNTING,
        WEEKEND_EXTENSION,
        COUNTING_BACKWARDS,
        CHALLENGE_COUNTING,
    ),
)
