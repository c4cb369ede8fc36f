"""What is owed to each person, and on their data (A-13d to f, E-20, E-30)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.law.books import monitoring, personal_data
from dialogue.law.duty import (
    Judge,
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
from dialogue.law.owed.verdicts import if_answer
from dialogue.law.project_facts import NO, UNKNOWN, YES, ProjectFacts, either
from projects.enums import Answer3, Use
from projects.french import day


def anywhere(judge: Judge) -> Judge:
    """Owed whatever the instance, or without one."""
    return judge


def labour_code(judge: Judge) -> Judge:
    """Rules of the labour code, which does not govern public agents."""

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        if facts.public:
            return nothing(_("Règle du code du travail : pour les agent·es, le RGPD."))
        return judge(facts, today)

    return verdict


def collects(facts: ProjectFacts) -> Answer3:
    """Whether the tool gathers something on the people who work."""
    return either(facts.staff_data, facts.monitoring)


def _told(facts: ProjectFacts, today: date) -> Verdict:
    told = facts.answer(Use.PEOPLE_TOLD)
    if told == YES:
        return done(_("Il est dit que chaque personne a été informée."))
    if told == UNKNOWN:
        return to_check(
            _("chaque personne sait-elle ce que l’outil recueille sur elle ?"),
            facts.next_start,
        )
    if facts.first_use_on:
        words = {"day": day(facts.first_use_on)}
        return late(
            _("L’outil sert depuis le %(day)s sans que chacun·e le sache.") % words,
            facts.first_use_on,
        )
    return due(
        _("Il est dit que les personnes ne sont pas informées."), facts.next_start
    )


def _each_person(facts: ProjectFacts, today: date) -> Verdict:
    return if_answer(
        collects(facts),
        _l("l’outil recueille-t-il des données sur le personnel ?"),
        _l("Il est dit que rien n’est recueilli sur le personnel."),
        _told,
        facts,
        today,
    )


def _candidates_told(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(
        _("les candidat·es savent-ils ce que l’outil recueille sur eux ?"),
        facts.next_start,
    )


def _candidates(facts: ProjectFacts, today: date) -> Verdict:
    return if_answer(
        facts.answer(Use.RECRUITMENT),
        _l("l’outil sert-il à recruter ?"),
        _l("Il est dit que l’outil ne sert pas à recruter."),
        _candidates_told,
        facts,
        today,
    )


def _proportionate(facts: ProjectFacts, today: date) -> Verdict:
    if collects(facts) == NO:
        return nothing(_("Il est dit que rien n’est recueilli sur le personnel."))
    return to_check(_("en quoi ce qui est recueilli est-il nécessaire à la tâche ?"))


def criteria(facts: ProjectFacts) -> tuple[list[str], list[str]]:
    """European criteria that the sheet shows, then those it cannot exclude."""
    known = {
        _("des personnes en situation de dépendance"): facts.staff_data,
        _("une surveillance"): facts.monitoring,
        _("une évaluation de personnes"): either(
            facts.answer(Use.APPRAISAL), facts.answer(Use.RECRUITMENT)
        ),
        _("un usage innovant"): facts.uses_ai,
    }
    return (
        [words for words, answer in known.items() if answer == YES],
        [words for words, answer in known.items() if answer == UNKNOWN],
    )


def listed_by_cnil(facts: ProjectFacts) -> bool:
    """Profiles of people for their management, or monitoring that may be constant."""
    return YES in (
        facts.monitoring,
        facts.answer(Use.APPRAISAL),
        facts.answer(Use.RECRUITMENT),
    )


def _listed(facts: ProjectFacts, today: date) -> Verdict:
    if not listed_by_cnil(facts):
        return nothing(_("Rien n’indique un cas de la liste de la CNIL."))
    return _assessed(
        facts,
        _("L’usage ressemble à un cas de la liste, et l’analyse n’est pas faite."),
    )


def _two_criteria(facts: ProjectFacts, today: date) -> Verdict:
    if either(facts.personal_data, facts.staff_data, facts.monitoring) == NO:
        return nothing(_("Il est dit qu’il n’y a pas de données personnelles."))
    if listed_by_cnil(facts):
        return nothing(_("L’analyse est déjà demandée par la liste de la CNIL."))
    met, open_ones = criteria(facts)
    expected = personal_data.TWO_CRITERIA.function
    if expected(len(met)):
        words = {"criteria": ", ".join(met)}
        return _assessed(
            facts, _("Critères réunis sans analyse : %(criteria)s.") % words
        )
    if expected(len(met) + len(open_ones)):
        words = {"criteria": ", ".join(open_ones)}
        return to_check(_("y a-t-il %(criteria)s ?") % words, facts.next_start)
    return nothing(_("Moins de deux critères européens semblent réunis."))


def _assessed(facts: ProjectFacts, why: str) -> Verdict:
    made = facts.answer(Use.IMPACT_DONE)
    if made == YES:
        return done(_("Il est dit que l’analyse d’impact est faite."))
    if made == UNKNOWN:
        return to_check(
            _("l’analyse d’impact (AIPD) est-elle faite ?"), facts.next_start
        )
    return (
        late(why, facts.first_use_on)
        if facts.first_use_on
        else due(why, facts.next_start)
    )


def _automated(facts: ProjectFacts, today: date) -> Verdict:
    decides = either(
        *map(facts.answer, (Use.RECRUITMENT, Use.APPRAISAL, Use.ALLOCATION))
    )
    if decides == NO or either(facts.personal_data, facts.staff_data) == NO:
        return nothing(_("Rien n’indique une décision sur les personnes."))
    return to_check(_("quelles décisions sur les personnes l’outil prend-il seul ?"))


def _platform(facts: ProjectFacts, today: date) -> Verdict:
    first = personal_data.PLATFORMS.function.day
    if today < first:
        words = {"day": day(first)}
        return nothing(
            _("À transposer au plus tard le %(day)s, aucun texte français trouvé.")
            % words,
            first,
        )
    return to_check(_("quel texte français a repris la directive ?"), first)


PERSONS: Table = owed_to(
    _l("chaque personne"),
    labour_code,
    Line(
        "information-des-personnes",
        monitoring.PERSONAL_INFORMATION,
        _l("Faire connaître à chaque personne ce que l’outil recueille sur elle."),
        Moment.USE,
        _each_person,
    ),
    Line(
        "candidats",
        monitoring.CANDIDATES,
        _l("Faire connaître aux candidat·es ce que l’outil recueille."),
        Moment.USE,
        _candidates,
        to=_l("chaque candidat·e"),
    ),
    Line(
        "proportion",
        monitoring.PROPORTION,
        _l("Justifier toute restriction des droits, et la proportionner au but."),
        Moment.DECISION,
        _proportionate,
    ),
)
DATA: Table = owed_to(
    _l("les personnes dont les données sont traitées"),
    anywhere,
    Line(
        "analyse-d-impact-cnil",
        personal_data.COMPULSORY_LIST,
        _l("Faire l’analyse d’impact (AIPD) que la liste de la CNIL exige."),
        Moment.USE,
        _listed,
        also=(personal_data.IMPACT_ASSESSMENT,),
    ),
    Line(
        "analyse-d-impact",
        personal_data.TWO_CRITERIA,
        _l("Faire l’analyse d’impact (AIPD) quand deux critères sont réunis."),
        Moment.USE,
        _two_criteria,
        also=(personal_data.IMPACT_ASSESSMENT, personal_data.PERSONNEL_REFERENCE),
    ),
    Line(
        "decision-automatisee",
        personal_data.AUTOMATED_DECISIONS,
        _l("Ne pas laisser une machine décider seule de ce qui touche une personne."),
        Moment.LIFE,
        _automated,
    ),
)
PLATFORM_WORK: Table = owed_to(
    _l("les personnes qui travaillent par une plateforme"),
    anywhere,
    Line(
        "plateforme",
        personal_data.PLATFORMS,
        _l("Expliquer les systèmes automatisés, et consulter à leur sujet."),
        Moment.LIFE,
        _platform,
        also=(
            personal_data.PLATFORM_RIGHTS,
            personal_data.PLATFORM_CONSULTATION,
            personal_data.PLATFORM_EXPERT,
            personal_data.NO_TRANSPOSITION,
        ),
    ),
)
