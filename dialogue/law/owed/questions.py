"""What to ask the employer about a duty: our own words, by code of duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dialogue.enums import Theme

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

QUESTIONS: dict[str, tuple[Theme, StrPromise]] = {
    "consultation": (
        Theme.PURPOSE,
        _(
            "Qu’est-ce qui change par rapport à l’outil d’avant, à quelle date la "
            "décision doit-elle être prise, et quand nous consulterez-vous ?"
        ),
    ),
    "avant-la-decision": (
        Theme.PURPOSE,
        _("L’outil est-il déjà utilisé, par qui, où et depuis quand ?"),
    ),
    "conditions-de-travail": (
        Theme.HEALTH,
        _("Que change le projet pour la charge, le rythme et le contenu du travail ?"),
    ),
    "environnement": (
        Theme.OTHER,
        _("Quelles sont les conséquences du projet pour l’environnement ?"),
    ),
    "etapes": (
        Theme.PURPOSE,
        _("Quelles décisions restent à prendre, par qui et à quelles dates ?"),
    ),
    "niveau": (
        Theme.PURPOSE,
        _("Qui décide du projet, et quelles mesures seront propres à chaque site ?"),
    ),
    "information-ecrite": (
        Theme.PURPOSE,
        _("Quand recevrons-nous une information écrite et précise sur le projet ?"),
    ),
    "suite-de-l-avis": (
        Theme.ROLLBACK,
        _("Quelle suite avez-vous donnée à notre avis, point par point, et pourquoi ?"),
    ),
    "controle": (
        Theme.MONITORING,
        _("Que peut-on voir de l’activité de chaque personne, et qui le voit ?"),
    ),
    "recrutement": (
        Theme.DATA,
        _("L’outil sert-il à recruter, et comment trie-t-il ou note-t-il ?"),
    ),
    "gestion-du-personnel": (
        Theme.DATA,
        _("Quelles données sur le personnel l’outil traite-t-il, et pour quoi faire ?"),
    ),
    "suspension": (
        Theme.ROLLBACK,
        _("Acceptez-vous de suspendre l’usage de l’outil jusqu’à notre avis ?"),
    ),
    "consultation-publique": (
        Theme.HEALTH,
        _("Quels effets le projet peut-il avoir sur la santé et la sécurité ?"),
    ),
    "changements-importants": (
        Theme.WORK,
        _("Que change le projet pour les postes, les outils et les cadences ?"),
    ),
    "reorganisation": (
        Theme.PURPOSE,
        _("Le projet fait-il partie d’une réorganisation de service, et laquelle ?"),
    ),
    "suites-publiques": (
        Theme.ROLLBACK,
        _("Quelles suites avez-vous données à notre avis, et pourquoi ?"),
    ),
    "information-des-personnes": (
        Theme.DATA,
        _("Comment chaque personne apprend-elle ce que l’outil recueille sur elle ?"),
    ),
    "candidats": (
        Theme.DATA,
        _("Que dit-on aux candidat·es de l’outil et de ce qu’il recueille ?"),
    ),
    "proportion": (
        Theme.MONITORING,
        _("Pourquoi chaque donnée recueillie est-elle nécessaire au travail ?"),
    ),
    "analyse-d-impact-cnil": (
        Theme.DATA,
        _("L’analyse d’impact est-elle faite, et pouvez-vous nous la remettre ?"),
    ),
    "analyse-d-impact": (
        Theme.DATA,
        _("Une analyse d’impact est-elle faite ou prévue, et sinon pourquoi ?"),
    ),
    "decision-automatisee": (
        Theme.MONITORING,
        _("Quelles décisions sur les personnes l’outil prend-il ou prépare-t-il ?"),
    ),
    "usages-interdits": (
        Theme.MONITORING,
        _("L’outil analyse-t-il la voix, le visage, les gestes ou les émotions ?"),
    ),
    "maitrise-de-l-ia": (
        Theme.SKILLS,
        _("Quelle formation à l’IA est prévue, pour qui, quand et sur quel temps ?"),
    ),
    "transparence": (
        Theme.OTHER,
        _("Comment les personnes savent-elles qu’elles échangent avec une IA ?"),
    ),
    "marquage": (
        Theme.OTHER,
        _("Comment les contenus produits par l’outil sont-ils marqués ?"),
    ),
    "information-haut-risque": (
        Theme.SUPPLIER,
        _("Quel niveau de risque le fournisseur retient-il, et pour quelles raisons ?"),
    ),
    "controle-humain": (
        Theme.MONITORING,
        _("Qui peut corriger, refuser ou arrêter ce que propose l’outil ?"),
    ),
    "journaux": (
        Theme.DATA,
        _("Qui garde les journaux de l’outil, combien de temps, et qui les lit ?"),
    ),
    "personnes-visees": (
        Theme.DATA,
        _("Comment une personne apprend-elle que l’outil a servi à décider ?"),
    ),
    "droits-fondamentaux": (
        Theme.DATA,
        _("L’évaluation des effets sur les droits est-elle faite, et par qui ?"),
    ),
    "explications": (
        Theme.DATA,
        _("Qui explique une décision prise avec l’outil, et dans quel délai ?"),
    ),
    "plateforme": (
        Theme.MONITORING,
        _("Comment le système distribue-t-il les missions, et qui peut le corriger ?"),
    ),
    "regulation": (
        Theme.WORK,
        _("Quand négocierons-nous la déconnexion et l’usage des outils numériques ?"),
    ),
    "emplois": (
        Theme.JOBS,
        _("Quels effets du projet sur les emplois la négociation traitera-t-elle ?"),
    ),
    "charte": (
        Theme.WORK,
        _("Une charte d’usage est-elle prévue, et avec quelles sanctions ?"),
    ),
}
