"""Section F: decisions of the courts on AI, experts and periods, one sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dialogue.law.rules import STATE_OF_LAW
from projects.enums import Confidence

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Decision:
    """What a court held; `source` is empty when no address was kept."""

    id: str
    court: StrPromise
    decided_on: date
    number: str
    sentence: StrPromise
    confidence: Confidence
    source: str
    checked_on: date = STATE_OF_LAW


_CASSATION = _("Cour de cassation, chambre sociale")
_PARIS = _("Tribunal judiciaire de Paris")
_NANTERRE = _("Tribunal judiciaire de Nanterre")

DECISIONS: tuple[Decision, ...] = (
    Decision(
        "F-01",
        _CASSATION,
        date(2018, 4, 12),
        "16-27.866",
        _(
            "Sous l’ancien droit du CHSCT, un outil d’IA qui trie des messages, avec "
            "des effets mineurs sur le travail, n’est pas un projet important, et "
            "l’expertise est annulée."
        ),
        Confidence.V1,
        "https://juricaf.org/arret/FRANCE-COURDECASSATION-20180412-1627866",
    ),
    Decision(
        "F-02",
        _("Tribunal judiciaire de Pontoise"),
        date(2022, 4, 15),
        "22/00134 (numéro à vérifier)",
        _(
            "Depuis les textes de 2017, introduire une nouvelle technologie, ici un "
            "logiciel d’IA, suffit à ouvrir l’expertise sans en prouver les effets."
        ),
        Confidence.V2,
        "https://huje-avocats.fr/expertise-du-cse-et-introduction-de-nouvelles-"
        "technologies/",
    ),
    Decision(
        "F-03",
        _NANTERRE,
        date(2025, 2, 14),
        "24/01457",
        _(
            "Un pilote dont le personnel se sert déjà depuis des mois est une mise en "
            "œuvre, et cinq applications d’IA sont suspendues sous astreinte alors que "
            "la consultation est encore ouverte."
        ),
        Confidence.V2,
        "https://www.actu-juridique.fr/social/travail/lintelligence-artificielle-a-"
        "lepreuve-du-dialogue-social/",
    ),
    Decision(
        "F-04",
        _("Tribunal judiciaire de Créteil"),
        date(2025, 7, 15),
        "25/00851",
        _(
            "L’IA est une nouvelle technologie susceptible de toucher le travail des "
            "équipes d’un groupe de presse, et le projet est suspendu jusqu’à la fin "
            "de la consultation que l’employeur refusait."
        ),
        Confidence.V2,
        "https://www.leonassocies.com/?p=133687",
    ),
    Decision(
        "F-05",
        _PARIS,
        date(2025, 9, 2),
        "25/53278",
        _(
            "Une plateforme d’IA générative est une nouvelle technologie à soumettre "
            "au CSE et est suspendue, mais la nouvelle version d’un robot "
            "conversationnel déjà en place n’appelle pas d’autre consultation."
        ),
        Confidence.V2,
        "https://www.leonassocies.com/?p=133687",
    ),
    Decision(
        "F-06",
        _NANTERRE,
        date(2026, 1, 29),
        "25/02856",
        _(
            "Remplacer un outil d’IA sur les compétences par deux autres, étendus à "
            "tout le personnel et utilisés dans les entretiens et les affectations, "
            "est une nouvelle technologie à soumettre au CSE central."
        ),
        Confidence.V2,
        "https://www.flichygrange.fr/articles/arret-ne-pas-manquer-ia-integree-dans-"
        "logiciel-rh-consultation-cse-est-elle-obligatoire-18451.htm",
    ),
    Decision(
        "F-07",
        _PARIS,
        date(2026, 2, 10),
        "25/57412",
        _(
            "Une expérimentation volontaire de quatre mois, sans effet établi, n’ouvre "
            "pas l’expertise, et la désignation de l’expert est annulée."
        ),
        Confidence.V3,
        "",
    ),
    Decision(
        "F-08",
        _("Cour d’appel de Paris"),
        date(2026, 5, 21),
        "25/13234",
        _(
            "En appel de la décision de Créteil, l’outil accomplit des tâches que "
            "faisait le personnel, et la suspension est confirmée, avec des dommages "
            "et intérêts pour le CSE."
        ),
        Confidence.V3,
        "",
    ),
    Decision(
        "F-09",
        _CASSATION,
        date(2025, 2, 5),
        "22-21.892",
        _(
            "Les dix jours que l’employeur a pour contester l’expertise se comptent "
            "selon les articles 641 et 642 du code de procédure civile."
        ),
        Confidence.V1,
        "https://juricaf.org/arret/FRANCE-COURDECASSATION-20250205-52500120",
    ),
    Decision(
        "F-10",
        _CASSATION,
        date(2024, 10, 9),
        "23-11.339",
        _(
            "C’est la date de l’assignation qui dit si le CSE a agi à temps pour des "
            "informations manquantes."
        ),
        Confidence.V2,
        "https://open.lefebvre-dalloz.fr/actualites/droit-social/demande-justice-"
        "informations-complementaires-cse-date-assignation-compte_f904d8019-1528-4ab5-"
        "887f-c86289a9c768",
    ),
    Decision(
        "F-11",
        _CASSATION,
        date(2024, 6, 26),
        "22-24.488",
        _(
            "L’employeur et le CSE peuvent prolonger le délai même sans forme, et le "
            "juge peut aussi interdire la mise en œuvre jusqu’à la remise des "
            "informations."
        ),
        Confidence.V2,
        "https://www.seban-associes.avocat.fr/procedure-dinformation-consultation-du-"
        "cse-un-accord-informel-peut-prolonger-le-delai-legal-de-consultation/"
        "?idLDPA=122032",
    ),
    Decision(
        "F-12",
        _CASSATION,
        date(2023, 12, 6),
        "22-17.921",
        _("La désignation d’un expert votée après la fin du délai est nulle."),
        Confidence.V2,
        "",
    ),
    Decision(
        "F-13",
        _CASSATION,
        date(2023, 6, 28),
        "22-10.586",
        _("L’employeur ne peut pas se prévaloir du délai de l’ordre du jour."),
        Confidence.V2,
        "https://toutsurlecse.fr/?p=158690",
    ),
    Decision(
        "F-14",
        _CASSATION,
        date(2022, 6, 29),
        "21-11.077",
        _(
            "Le délai convenu, même d’un simple commun accord, remplace celui du "
            "décret, et un expert désigné trop tard est annulé."
        ),
        Confidence.V2,
        "https://ogletree.fr/publications/consultation-du-cse-un-delai-fixe-par-accord-"
        "ne-peut-se-cumuler-avec-un-delai-reglementaire",
    ),
    Decision(
        "F-15",
        _CASSATION,
        date(2020, 2, 26),
        "18-22.759",
        _("Le juge saisi à temps peut statuer et prolonger le délai après sa fin."),
        Confidence.V2,
        "https://41-avocats.fr/information-consultation-du-cse-et-delai-prefix/",
    ),
    Decision(
        "F-16",
        _CASSATION,
        date(2018, 3, 28),
        "17-13.081",
        _("Sans base de données, le délai de consultation n’a pas commencé."),
        Confidence.V2,
        "https://dynamique-ce.fr/cass-soc-28-mars-2018-n17-13081",
    ),
    Decision(
        "F-17",
        _CASSATION,
        date(2019, 12, 11),
        "18-11.792",
        _(
            "Un outil de traçabilité qui a servi à contrôler une personne devait être "
            "soumis d’abord au comité, et la preuve qu’il donne est illicite."
        ),
        Confidence.V2,
        "https://expertise-comptable-des-cse.fr/qui-dit-dispositif-de-controle-de-"
        "lactivite-des-salaries-dit-consultation-prealable-du-comite-social-et-"
        "economique",
    ),
)
