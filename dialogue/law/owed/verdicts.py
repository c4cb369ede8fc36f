"""Where a duty stands when it must come before the decision, or before the use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dialogue.law.duty import Judge, Verdict, done, due, late, nothing, to_check
from dialogue.law.project_facts import NO, YES, ProjectFacts
from projects.enums import Answer3, Instance, Phase, Use
from projects.french import day

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STARTED = frozenset({Phase.DEPLOYMENT, Phase.MAINTENANCE})


def for_committee(judge: Judge) -> Judge:
    """Only where a CSE is consulted; says why it is not."""

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        return judge(facts, today) if facts.consulted else nothing(_no_committee(facts))

    return verdict


def _no_committee(facts: ProjectFacts) -> str:
    if facts.public:
        return _("La fonction publique suit d’autres règles.")
    if facts.instance == Instance.CSE:
        return _(
            "En dessous de cinquante salarié·es, le CSE n’est pas consulté sur les "
            "projets."
        )
    return _("Il n’y a pas ici de CSE à consulter.")


def for_agents(judge: Judge) -> Judge:
    """Only where a comité social of the public service sits."""

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        if facts.agents_heard:
            return judge(facts, today)
        if facts.public:
            return nothing(_("Il n’y a pas ici de comité social."))
        return nothing(_("Cette règle est celle de la fonction publique."))

    return verdict


def if_used(
    use: Use, question: StrPromise, excluded: StrPromise, judge: Judge
) -> Judge:
    """What depends on one answer of the sheet."""

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        return if_answer(facts.answer(use), question, excluded, judge, facts, today)

    return verdict


def if_answer(
    answer: Answer3,
    question: StrPromise,
    excluded: StrPromise,
    judge: Judge,
    facts: ProjectFacts,
    today: date,
) -> Verdict:
    if answer == YES:
        return judge(facts, today)
    return nothing(str(excluded)) if answer == NO else to_check(str(question))


def opinion_first(facts: ProjectFacts, today: date) -> Verdict:
    """An avis must come before the decision (L2312-14)."""
    if facts.ended_on:
        return _ended(facts)
    return _before(facts, today) or _awaited(facts)


def _ended(facts: ProjectFacts) -> Verdict:
    words = {"day": day(facts.ended_on), "used": day(facts.used_before)}
    if facts.used_before:
        return done(
            _("L’avis date du %(day)s, mais l’outil servait déjà le %(used)s.") % words
        )
    if facts.opinion_on is None:
        return done(_("L’avis est réputé négatif depuis le %(day)s.") % words)
    return done(_("L’avis est rendu depuis le %(day)s.") % words)


def nothing_before_opinion(facts: ProjectFacts, today: date) -> Verdict:
    """No decision and no use before the avis."""
    if facts.ended_on and facts.used_before:
        words = {"used": day(facts.used_before), "day": day(facts.ended_on)}
        return late(
            _("L’outil servait le %(used)s, avant l’avis du %(day)s.") % words,
            facts.used_before,
        )
    if facts.ended_on:
        return done(_("Aucun usage n’a été constaté avant l’avis."))
    return _before(facts, today) or _awaited(facts)


def _awaited(facts: ProjectFacts) -> Verdict:
    """The decision is the limit, and no sheet holds its day: a start is only told."""
    return due(" ".join((_opened(facts), *announced(facts))))


def announced(facts: ProjectFacts) -> tuple[str, ...]:
    """The first start that was announced, as a fact; empty when none is known."""
    if facts.next_start is None:
        return ()
    words = {"day": day(facts.next_start)}
    return (_("La mise en service annoncée est le %(day)s.") % words,)


def information_first(facts: ProjectFacts, today: date) -> Verdict:
    """Information, not an avis, must come before the use."""
    told, used = facts.information_on, facts.first_use_on
    if told and used and used < told:
        words = {"told": day(told), "used": day(used)}
        return late(
            _("L’outil servait le %(used)s, avant l’information du %(told)s.") % words,
            used,
        )
    if told:
        # A day tells that something was handed over, never what it said.
        return to_check(
            _("remise notée le %(day)s ; parlait-elle de ce point ?")
            % {"day": day(told)}
        )
    if used:
        return late(
            _("L’outil sert depuis le %(day)s, sans information écrite au dossier.")
            % {"day": day(used)},
            used,
        )
    return due(_("Aucune information écrite n’est au dossier."), facts.next_start)


def _before(facts: ProjectFacts, today: date) -> Verdict | None:
    """Too late already, or perhaps; None while nothing shows it."""
    if facts.first_use_on:
        return late(
            _("L’outil sert depuis le %(day)s, sans avis.")
            % {"day": day(facts.first_use_on)},
            facts.first_use_on,
        )
    if facts.phase in STARTED:
        return late(
            _("Le projet en est à la phase « %(phase)s », sans avis.")
            % {"phase": facts.phase.label}
        )
    if facts.next_start and facts.next_start < today:
        return to_check(
            _("le début annoncé pour le %(day)s est passé, l’outil sert-il déjà ?")
            % {"day": day(facts.next_start)}
        )
    return None


def _opened(facts: ProjectFacts) -> str:
    if facts.information_on:
        return _("L’information date du %(day)s et l’avis est attendu.") % {
            "day": day(facts.information_on)
        }
    if facts.requested_on:
        return _("L’information est demandée depuis le %(day)s.") % {
            "day": day(facts.requested_on)
        }
    return _("Aucune consultation n’est ouverte.")
