"""What is owed to the comité social of the public service (B-07)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.law.books import public_scope as scope
from dialogue.law.books import public_sector as sector
from dialogue.law.duty import (
    Line,
    Moment,
    Table,
    Verdict,
    done,
    due,
    late,
    nothing,
    owed_to,
    to_check,
)
from dialogue.law.owed.verdicts import (
    for_agents,
    if_answer,
    if_used,
    opinion_first,
)
from dialogue.law.project_facts import NO, UNKNOWN, YES, ProjectFacts, either
from projects.enums import Use
from projects.french import day


def _technology(facts: ProjectFacts, today: date) -> Verdict:
    """The condition that L2312-8 does not have: health and safety."""
    if facts.answer(Use.REORGANISATION) == YES:
        return nothing(
            _("Le projet fait partie d’une réorganisation : voyez le comité social.")
        )
    return if_answer(
        facts.answer(Use.CONDITIONS),
        _l("le projet peut-il toucher la santé et la sécurité des agent·es ?"),
        _l("La condition manque : il est dit que la santé n’est pas touchée."),
        opinion_first,
        facts,
        today,
    )


def _important(facts: ProjectFacts, today: date) -> Verdict:
    changed = either(facts.answer(Use.CONDITIONS), facts.answer(Use.ALLOCATION))
    return if_answer(
        changed,
        _l("le projet change-t-il les postes, les outils ou les cadences ?"),
        _l("Rien n’indique un changement important des postes ou des cadences."),
        opinion_first,
        facts,
        today,
    )


def _themes(facts: ProjectFacts, today: date) -> Verdict:
    if facts.ended_on:
        return done(_("L’instance a rendu son avis sur le projet."))
    return due(_("Le sujet peut être mis à l’ordre du jour du comité social."))


def _expert(facts: ProjectFacts, today: date) -> Verdict:
    if facts.expert_named_on:
        words = {"day": day(facts.expert_named_on)}
        return done(_("L’expertise est votée depuis le %(day)s.") % words)
    if facts.answer(Use.REORGANISATION) == YES or facts.ended_on:
        return nothing(
            _("L’avis est rendu, ou le projet fait partie d’une réorganisation.")
        )
    if facts.answer(Use.CONDITIONS) == NO:
        return nothing(_("Une nouvelle technologie ne suffit pas à elle seule."))
    if facts.answer(Use.CONDITIONS) == UNKNOWN:
        return to_check(_("le projet modifie-t-il la santé ou le travail ?"))
    return due(_("La formation spécialisée peut la demander par une délibération."))


def _papers_in_time(facts: ProjectFacts, today: date) -> Verdict:
    """The sheet of the sitting holds that day, not the sheet of the project."""
    return to_check(_("les documents sont-ils arrivés huit jours avant la séance ?"))


def _told_afterwards(facts: ProjectFacts, today: date) -> Verdict:
    if facts.opinion_on is None:
        return nothing(_("Aucun avis n’est rendu à ce jour."))
    last = sector.FOLLOW_UP.function(facts.opinion_on, facts.territory).strict
    words = {"day": day(facts.followed_up_on), "last": day(last)}
    if facts.followed_up_on:
        return done(_("Le suivi de l’avis est clos depuis le %(day)s.") % words)
    if last < today:
        return late(
            _("Les suites étaient dues au plus tard le %(last)s.") % words, last
        )
    return due(_("Les suites de l’avis sont dues par écrit dans les deux mois."), last)


AGENTS: Table = owed_to(
    _l("la formation spécialisée ou le comité social"),
    for_agents,
    Line(
        "consultation-publique",
        scope.HEALTH_CONSULTATION,
        _l("Consulter sur la nouvelle technologie qui peut toucher la santé."),
        Moment.DECISION,
        _technology,
        also=(sector.NO_DEEMED_OPINION,),
    ),
    Line(
        "changements-importants",
        scope.IMPORTANT_CHANGES,
        _l("Consulter sur les changements importants des postes et des outils."),
        Moment.DECISION,
        _important,
    ),
    Line(
        "reorganisation",
        scope.REORGANISATION,
        _l("Consulter le comité social sur la réorganisation de service."),
        Moment.DECISION,
        if_used(
            Use.REORGANISATION,
            _l("le projet fait-il partie d’une réorganisation de service ?"),
            _l("Il est dit que le projet n’est pas une réorganisation."),
            opinion_first,
        ),
        to=_l("le comité social"),
    ),
    Line(
        "outils-numeriques",
        scope.DIGITAL_THEMES,
        _l("Débattre de l’organisation du travail et des outils numériques."),
        Moment.PERIOD,
        _themes,
        also=(scope.DIGITAL_THEMES_OF_HEALTH,),
        to=_l("le comité social"),
    ),
    Line(
        "documents-de-seance",
        sector.DOCUMENTS,
        _l("Transmettre les documents huit jours au moins avant la séance."),
        Moment.PERIOD,
        _papers_in_time,
        also=(sector.CONVENING,),
    ),
    Line(
        "expertise-publique",
        scope.EXPERT,
        _l("Demander, ou non, un expert certifié à la présidence."),
        Moment.PERIOD,
        _expert,
        also=(scope.NOT_TECHNOLOGY_ALONE, scope.EXPERT_COST, scope.EXPERT_REFUSED),
        who=_l("La formation spécialisée"),
        to=_l("les agent·es"),
    ),
    Line(
        "suites-publiques",
        sector.FOLLOW_UP,
        _l("Dire par écrit, dans les deux mois, les suites données à l’avis."),
        Moment.OPINION,
        _told_afterwards,
    ),
)
