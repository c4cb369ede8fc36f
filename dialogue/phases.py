"""What dialogue is due in each phase of a project: advice, not law.

Inspired by APIDOR (methods.md, section 12), in our own words and not validated by its
authors; the page shows the source and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from projects.enums import Phase

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_SITE = "https://methodes-dialogue-social-numerique.eu/"
_FRENCH = f"{_SITE}methode-apidor/dialogue-social-par-etape-du-projet-informatique/"
_ENGLISH = (
    f"{_SITE}en/the-apidor-method-overview/"
    "democratic-dialogue-advice-by-phase-of-an-it-project/"
)


@dataclass(frozen=True, slots=True)
class PhaseDialogue:
    """`stake`: why dialogue matters here; `advice`: who does what."""

    stake: StrPromise
    advice: tuple[StrPromise, ...]
    source: str


DIALOGUE: dict[Phase, PhaseDialogue] = {
    Phase.FRAMING: PhaseDialogue(
        _("Presque tout se décide ici."),
        (
            _("Partir de situations de travail réelles, trois au moins par métier."),
            _("Dresser la carte des personnes touchées, même sans usage de l’outil."),
            _("Demander si une consultation est due, quand, et l’écrire au planning."),
            _("Faire présenter la solution « ne pas faire », et une sans logiciel."),
            _("Traiter un pilote en conditions réelles comme un début de déploiement."),
        ),
        f"{_ENGLISH}initiation-phase",
    ),
    Phase.DESIGN: PhaseDialogue(
        _("Les besoins se figent dans les modèles."),
        (
            _("Éprouver une maquette sur un cas simple, un cas rare, un cas urgent."),
            _("Vérifier les données : but, durée, accès de la hiérarchie."),
            _("Écrire ce que l’humain décide et ce que l’outil ne doit pas faire."),
            _("Donner aux besoins de bien-être une place et un critère de recette."),
        ),
        f"{_FRENCH}conception-planification",
    ),
    Phase.BUILD: PhaseDialogue(
        _("Traduire, c’est interpréter."),
        (
            _("Voir l’outil tourner souvent, et garder trace des renoncements."),
            _("Faire signaler tout écart avec un besoin de bien-être."),
            _("Faire montrer ce que le paramétrage peut changer, et ce qu’il ne peut."),
        ),
        f"{_FRENCH}realisation",
    ),
    Phase.ACCEPTANCE: PhaseDialogue(
        _("On vérifie la réponse aux besoins."),
        (
            _("Lire le cahier de recette et rattacher les réserves au dialogue."),
            _("Faire essayer des personnes variées, choisies aussi par leurs pairs."),
            _("Essayer près du réel : interruptions, pics, panne."),
            _("Faire dire quelle réserve empêche de démarrer."),
        ),
        f"{_FRENCH}livraison-recette",
    ),
    Phase.DEPLOYMENT: PhaseDialogue(
        _("Première rencontre avec le travail réel."),
        (
            _("Tenir un point à chaud à deux, six et douze semaines."),
            _("Obtenir une charge allégée et une durée d’apprentissage écrite."),
            _("Ouvrir une voie simple pour dire ce qui gêne, avec réponse visible."),
            _("Garder l’ancien chemin, et essayer le retour en arrière."),
        ),
        f"{_FRENCH}deploiement",
    ),
    Phase.MAINTENANCE: PhaseDialogue(
        _("Le dialogue continue tant que l’outil vit."),
        (
            _("Revoir l’outil à date fixe, et à chaque changement de version."),
            _("Faire annoncer les évolutions de l’éditeur avant leur mise en service."),
            _("Refaire un diagnostic à un an, et comparer."),
            _("Parler aussi de la fin : retrait, données, compétences."),
        ),
        f"{_ENGLISH}maintenance-change-management",
    ),
}
