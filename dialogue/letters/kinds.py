"""Which function assembles which kind of letter, and what each is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from dialogue.enums import LetterKind
from dialogue.letters import asking, pilot, resolutions
from dialogue.letters.facts import LetterFacts
from dialogue.letters.proposal import Proposal

K = LetterKind
WRITERS: Mapping[LetterKind, Callable[[LetterFacts], Proposal]] = {
    K.REQUEST: asking.request,
    K.REMINDER: asking.reminder,
    K.NOTICE: asking.notice,
    K.SUSPEND: pilot.suspend,
    K.OBSTRUCTION: pilot.obstruction,
    K.COURT: resolutions.court,
    K.EXPERT: resolutions.expert,
}
PURPOSES = {
    K.REQUEST: _("Demander par écrit les informations qui manquent au dossier."),
    K.REMINDER: _("Relancer sur les questions sans réponse complète."),
    K.NOTICE: _("Dire la date à laquelle le silence vaudra avis négatif."),
    K.SUSPEND: _("Demander l’arrêt d’un usage qui a commencé avant l’avis."),
    K.OBSTRUCTION: _("Dater ce qui empêche le CSE de fonctionner."),
    K.COURT: _("Faire voter la saisine du juge et le mandat pour agir."),
    K.EXPERT: _("Faire voter l’expertise, le choix du cabinet et sa mission."),
}


def assemble(kind: LetterKind, facts: LetterFacts) -> Proposal:
    return WRITERS[kind](facts)
