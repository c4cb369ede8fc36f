"""Bargaining on the project (D-04), and what remains where nobody is consulted (D-02).

Pure, like the duties of `dialogue.law`: facts in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from agreements.books import bargaining, validity
from agreements.law import Route, routes_without_delegate
from dialogue.law import obligations
from dialogue.law.books import meetings, monitoring, personal_data, scope
from dialogue.law.duty import (
    Duty,
    Line,
    Moment,
    Table,
    Verdict,
    due,
    judged,
    nothing,
    owed_to,
    to_check,
)
from dialogue.law.owed.people import labour_code
from dialogue.law.owed.verdicts import if_used
from dialogue.law.project_facts import ProjectFacts
from dialogue.law.rules import AnyRule
from projects.enums import Instance, Use

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _regulation(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(
        _("quand négocie-t-on la qualité de vie au travail et les outils numériques ?")
    )


def _careers(facts: ProjectFacts, today: date) -> Verdict:
    if not bargaining.CAREER_TALKS.function(facts.headcount):
        return nothing(_("Obligatoire à partir de trois cents salarié·es."))
    return to_check(_("la négociation sur les emplois parle-t-elle du projet ?"))


def _alone(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("une négociation sur les mêmes sujets est-elle en cours ?"))


def _charter(facts: ProjectFacts, today: date) -> Verdict:
    if facts.instance == Instance.NONE:
        return due(
            _("Une charte avec des sanctions est annoncée, et il n’y a pas de CSE."),
            facts.next_start,
        )
    return due(_("Une charte avec des sanctions est annoncée."), facts.next_start)


BARGAINING: Table = owed_to(
    _l("les syndicats représentatifs"),
    labour_code,
    Line(
        "regulation",
        bargaining.DISCONNECTION,
        _l("Négocier la déconnexion et la régulation des outils numériques."),
        Moment.TALKS,
        _regulation,
        also=(bargaining.COMPULSORY_TALKS, bargaining.YEARLY_TALKS),
    ),
    Line(
        "emplois",
        bargaining.CAREER_TALKS,
        _l("Négocier la gestion des emplois et des parcours."),
        Moment.TALKS,
        _careers,
        also=(bargaining.CAREER_CONTENT,),
    ),
    Line(
        "decision-unilaterale",
        bargaining.NO_UNILATERAL_DECISION,
        _l("Ne pas décider seul de ce qui se négocie."),
        Moment.TALKS,
        _alone,
        also=(bargaining.DISAGREEMENT,),
    ),
    Line(
        "charte",
        bargaining.AI_CHARTER,
        _l("Soumettre la charte à l’avis du CSE, puis la déposer et la publier."),
        Moment.USE,
        if_used(
            Use.CHARTER,
            _l("une charte qui prévoit des sanctions est-elle annoncée ?"),
            _l("Il est dit qu’aucune charte n’est annoncée."),
            _charter,
        ),
        also=(bargaining.CHARTER_EFFECT,),
        to=_l("le CSE et le personnel"),
    ),
)


def all_duties(facts: ProjectFacts, today: date) -> tuple[Duty, ...]:
    """The duties of the dialogue, then those of bargaining."""
    return (
        *obligations.duties(facts, today),
        *judged(BARGAINING, facts, today),
    )


@dataclass(frozen=True, slots=True)
class Path:
    """What one may still ask where nobody is consulted; no date runs."""

    what: StrPromise
    to: StrPromise
    rules: tuple[AnyRule, ...] = ()


EMPLOYER = _l("à l’employeur")
ROUTES: dict[Route, tuple[AnyRule, ...]] = {
    Route.EMPLOYER_DRAFT: (validity.EMPLOYER_DRAFT, validity.TWO_THIRDS),
    Route.ELECTED: (validity.FROM_ELEVEN, validity.ELECTED_MAJORITY),
    Route.MANDATED_EMPLOYEES: (validity.FROM_ELEVEN,),
    Route.MANDATED_ELECTED: (validity.FROM_FIFTY,),
}
WORDS = {
    Route.EMPLOYER_DRAFT: _l("Proposer d’inscrire des règles dans un projet d’accord."),
    Route.ELECTED: _l("Négocier un accord avec les titulaires du CSE."),
    Route.MANDATED_EMPLOYEES: _l("Négocier par des salarié·es qu’un syndicat mandate."),
    Route.MANDATED_ELECTED: _l("Négocier par des élu·es qu’un syndicat mandate."),
}


def paths(facts: ProjectFacts) -> tuple[Path, ...]:
    """The dialogue path of a small structure; empty where somebody is consulted."""
    return tuple(_paths(facts)) if facts.on_its_own else ()


def _paths(facts: ProjectFacts) -> Iterator[Path]:
    yield Path(
        _l("Ouvrir un espace de discussion : le travail réel, et ce qu’il deviendra."),
        _l("entre collègues, puis avec l’employeur"),
    )
    if facts.public:
        yield from _anyone()
        return
    has_cse = facts.instance == Instance.CSE
    if has_cse:
        yield Path(
            _l("Réclamer, demander des mesures de santé, enquêter, alerter."),
            EMPLOYER,
            (scope.BELOW_FIFTY, meetings.SMALL_RECEPTIONS),
        )
    elif facts.headcount >= 11:
        yield Path(
            _l("Demander où en sont les élections du CSE."),
            EMPLOYER,
            (monitoring.OBSTRUCTION_OF_ELECTIONS,),
        )
    yield Path(
        _l("Demander ce que l’outil recueille, et pourquoi c’est nécessaire."),
        EMPLOYER,
        (monitoring.PERSONAL_INFORMATION, monitoring.PROPORTION),
    )
    yield from _anyone()
    for route in routes_without_delegate(facts.headcount, has_cse=has_cse):
        rules = ROUTES[route]
        if facts.headcount >= 50:
            rules = (validity.FROM_FIFTY,)
        yield Path(WORDS[route], _l("sans délégué·e syndical·e"), rules)


def _anyone() -> Iterator[Path]:
    yield Path(
        _l("Demander l’analyse d’impact, et ce que l’outil décide seul."),
        _l("à la personne chargée des données"),
        (personal_data.IMPACT_ASSESSMENT, personal_data.AUTOMATED_DECISIONS),
    )
