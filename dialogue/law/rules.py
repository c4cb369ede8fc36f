"""The rules of law that the calculations cite, each with how far it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from projects.enums import Confidence as Confidence

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATE_OF_LAW = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law in one French sentence; `source` is where it was read."""

    id: str
    article: str
    sentence: StrPromise
    confidence: Confidence
    source: str
    checked_on: date = STATE_OF_LAW


_LEGIFRANCE = "https://www.legifrance.gouv.fr/codes"
_CPC = f"{_LEGIFRANCE}/texte_lc/LEGITEXT000006070716/"
_CGFP = f"{_LEGIFRANCE}/texte_lc/LEGITEXT000044416551/"
_R2312_6 = f"{_LEGIFRANCE}/article_lc/LEGIARTI000036411558"
_EXPERT_CALENDAR = "https://infocse.fr/articles/cse-calendrier-des-expertises"

CONSULTED_CSE = Rule(
    "A-02",
    "L. 2312-5 et L. 2312-8",
    _(
        "Le CSE est consulté sur les nouvelles technologies dans les entreprises "
        "d’au moins cinquante salariés ; en dessous, aucun délai d’avis n’est fixé."
    ),
    Confidence.V1,
    f"{_LEGIFRANCE}/section_lc/LEGITEXT000006072050/LEGISCTA000035610692/2019-01-01/",
)
JUDGE_EXTENSION = Rule(
    "A-05",
    "L. 2312-15",
    _(
        "Le juge saisi avant la fin du délai peut le prolonger lorsque les "
        "informations nécessaires sont particulièrement difficiles d’accès."
    ),
    Confidence.V1,
    f"{_LEGIFRANCE}/article_lc/LEGIARTI000038791194",
)
PERIOD_START = Rule(
    "A-06",
    "R. 2312-5",
    _(
        "Le délai part du jour où l’employeur donne au CSE les informations "
        "exigées, ou l’avertit qu’elles sont dans la base de données de l’entreprise."
    ),
    Confidence.V1,
    f"{_LEGIFRANCE}/article_lc/LEGIARTI000045680873",
)
PERIOD_LENGTH = Rule(
    "A-07",
    "R. 2312-6, I",
    _(
        "Le CSE a un mois pour rendre son avis, deux si un expert intervient, trois "
        "si l’expertise porte sur une consultation menée au CSE central et dans des "
        "établissements ; passé ce délai, il est réputé avoir rendu un avis négatif."
    ),
    Confidence.V1,
    _R2312_6,
)
EXPERT_IN_TIME = Rule(
    "A-07a",
    "R. 2312-6 ; Cass. soc., 29 juin 2022, n° 21-11.077",
    _("Le CSE ne peut désigner un expert qu’avant la fin du délai de consultation."),
    Confidence.V2,
    "https://ogletree.fr/publications/consultation-du-cse-un-delai-fixe-par-accord-"
    "ne-peut-se-cumuler-avec-un-delai-reglementaire",
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
)
EMPLOYER_REPLY = Rule(
    "B-05b",
    "R. 2315-45",
    _("L’employeur répond à la demande de l’expert dans les cinq jours."),
    Confidence.V2,
    _EXPERT_CALENDAR,
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
)
PUBLIC_SECTOR = Rule(
    "B-07",
    "Code général de la fonction publique, articles R. 254-38 à R. 254-74",
    _("Dans le secteur public, le silence de l’instance ne vaut pas avis négatif."),
    Confidence.V1,
    _CGFP,
)
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
)

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
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
        EXPERT_REQUEST,
        EMPLOYER_REPLY,
        EXPERT_NOTICE,
        EXPERT_REPORT,
        EMPLOYER_CHALLENGE,
        PUBLIC_SECTOR,
        AGENDA,
        MAJORITY,
    )
}
