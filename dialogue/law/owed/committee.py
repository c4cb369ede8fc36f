"""What is owed to a CSE that is consulted (A-01 to A-04, A-09, A-13, B-01, F-03)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.law.books import experts, levels, monitoring, scope
from dialogue.law.duty import (
    DutyState,
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
    announced,
    for_committee,
    if_answer,
    if_used,
    information_first,
    nothing_before_opinion,
    opinion_first,
)
from dialogue.law.project_facts import YES, ProjectFacts, either
from projects.enums import Instance, Use
from projects.french import day

CSE = _l("le CSE")


def _new_technology(facts: ProjectFacts, today: date) -> Verdict:
    verdict = opinion_first(facts, today)
    if facts.answer(Use.UPGRADE) == YES and facts.ended_on is None:
        return to_check(
            _(
                "une simple mise à jour n’appelle pas toujours une consultation, "
                "qu’est-ce qui change vraiment ?"
            )
        )
    return verdict


def _control(facts: ProjectFacts, today: date) -> Verdict:
    return if_answer(
        facts.monitoring,
        _l("l’outil permet-il de voir l’activité de chaque personne ?"),
        _l("Il est dit que l’outil ne permet pas de contrôler l’activité."),
        opinion_first,
        facts,
        today,
    )


def _personnel_management(facts: ProjectFacts, today: date) -> Verdict:
    managed = either(
        facts.staff_data, facts.answer(Use.APPRAISAL), facts.answer(Use.ALLOCATION)
    )
    return if_answer(
        managed,
        _l("l’outil traite-t-il des données pour gérer le personnel ?"),
        _l("Rien n’indique un traitement de gestion du personnel."),
        information_first,
        facts,
        today,
    )


def _environment(facts: ProjectFacts, today: date) -> Verdict:
    if facts.ended_on:
        return nothing(_("La consultation est terminée."))
    return to_check(
        _("l’information remise parle-t-elle des conséquences pour l’environnement ?"),
        facts.opinion_due_on,
    )


def _each_stage(facts: ProjectFacts, today: date) -> Verdict:
    return due(_("Le projet se décide en plusieurs fois : chaque fois compte."))


def _written(facts: ProjectFacts, today: date) -> Verdict:
    verdict = information_first(facts, today)
    if (
        facts.information_on is None
        and facts.first_use_on is None
        and facts.requested_on
    ):
        words = {"day": day(facts.requested_on)}
        told = _("L’information demandée le %(day)s n’est pas remise.") % words
        return due(" ".join((told, *announced(facts))))
    if verdict.to_check:
        return _precise(facts)
    if verdict.state == DutyState.DUE:
        return due(" ".join((verdict.reason, *announced(facts))))
    return verdict


def _precise(facts: ProjectFacts) -> Verdict:
    """Handed over: whether it was precise and written is judged on the checklist."""
    known = {
        "day": day(facts.information_on),
        "short": facts.information_short,
        "count": facts.information_lines,
    }
    if not facts.information_lines:
        return to_check(
            _(
                "remise notée le %(day)s ; était-elle précise et écrite ? La "
                "délégation en juge."
            )
            % known
        )
    if facts.information_short:
        return to_check(
            _(
                "remise notée le %(day)s ; informations attendues manquantes ou "
                "insuffisantes : %(short)d sur %(count)d."
            )
            % known
        )
    return done(
        _("Toutes les informations attendues sont notées reçues ; remise le %(day)s.")
        % known
    )


def answers_owed(facts: ProjectFacts, today: date) -> Verdict:
    """Reasoned answers to what was sent; in a public body too, as a good habit."""
    if not facts.questions_sent:
        return nothing(_("Aucune question n’est encore transmise."))
    if not facts.questions_waiting:
        return done(_("Toutes les questions transmises ont une réponse."))
    wanted = facts.answers_wanted_on
    if wanted and wanted < today:
        # A day that one side wishes for binds nobody: it is said, never "late".
        words = {"day": day(wanted)}
        return due(_("Des réponses étaient demandées pour le %(day)s.") % words, wanted)
    return due(_("Des questions transmises attendent une réponse."), wanted)


def _followed_up(facts: ProjectFacts, today: date) -> Verdict:
    if facts.opinion_on is None:
        return nothing(_("Aucun avis écrit n’est rendu à ce jour."))
    if facts.followed_up_on:
        words = {"day": day(facts.followed_up_on)}
        return done(_("Le suivi de l’avis est clos depuis le %(day)s.") % words)
    words = {"day": day(facts.opinion_on)}
    return due(_("L’avis date du %(day)s : la suite n’est pas au dossier.") % words)


def _level(facts: ProjectFacts, today: date) -> Verdict:
    if facts.instance != Instance.CENTRAL_CSE:
        return nothing(_("Il y a un seul CSE ici."))
    if facts.ended_on:
        return nothing(_("La consultation est terminée."))
    return to_check(
        _("qui décide du projet, et l’établissement a-t-il des mesures à lui ?")
    )


def _expertise(facts: ProjectFacts, today: date) -> Verdict:
    if facts.expert_named_on:
        words = {"day": day(facts.expert_named_on)}
        return done(_("L’expertise est votée depuis le %(day)s.") % words)
    if facts.ended_on:
        return nothing(_("Le délai de l’avis est terminé."))
    return due(_("Le vote reste possible avant la fin du délai."), facts.opinion_due_on)


def stop_the_use(facts: ProjectFacts, today: date) -> Verdict:
    """Use before the avis: the judge may suspend it (F-03). No day is set for it."""
    if facts.first_use_on is None:
        return nothing(_("Aucun usage n’est constaté avant l’avis."))
    if facts.ended_on:
        return nothing(_("La consultation est terminée."))
    words = {"day": day(facts.first_use_on)}
    return late(
        _("L’outil sert depuis le %(day)s : un pilote en service est un usage.") % words
    )


COMMITTEE: Table = owed_to(
    CSE,
    for_committee,
    Line(
        "consultation",
        scope.NEW_TECHNOLOGY,
        _l("Informer et consulter sur l’introduction de la nouvelle technologie."),
        Moment.DECISION,
        _new_technology,
        also=(scope.NEW_HERE, scope.UPGRADES),
        decisions=("F-02", "F-04", "F-05", "F-06"),
    ),
    Line(
        "avant-la-decision",
        scope.PRIOR,
        _l("Ne rien décider et ne rien mettre en service avant l’avis."),
        Moment.DECISION,
        nothing_before_opinion,
        forbids=True,
        decisions=("F-03",),
    ),
    Line(
        "conditions-de-travail",
        scope.IMPORTANT_CHANGE,
        _l("Consulter sur ce que le projet change des conditions de travail."),
        Moment.DECISION,
        if_used(
            Use.CONDITIONS,
            _l("le projet change-t-il la santé ou les conditions de travail ?"),
            _l("Il est dit que le projet ne change pas les conditions de travail."),
            opinion_first,
        ),
    ),
    Line(
        "environnement",
        scope.ENVIRONMENT,
        _l("Informer et consulter sur les conséquences pour l’environnement."),
        Moment.PERIOD,
        _environment,
    ),
    Line(
        "etapes",
        scope.STAGED_DECISIONS,
        _l("Consulter à chaque décision d’un projet décidé en plusieurs fois."),
        Moment.DECISION,
        if_used(
            Use.STAGED,
            _l("le projet se décide-t-il en plusieurs fois ?"),
            _l("Il est dit que le projet se décide en une fois."),
            _each_stage,
        ),
    ),
    Line(
        "niveau",
        levels.CENTRAL_ALONE,
        _l("Consulter le bon niveau : CSE central, établissement, ou les deux."),
        Moment.DECISION,
        _level,
        also=(levels.CENTRAL_COMMON_MEASURES, levels.ESTABLISHMENT_MEASURES),
    ),
    Line(
        "information-ecrite",
        scope.INFORMATION,
        _l("Remettre une information précise et écrite."),
        Moment.DECISION,
        _written,
    ),
    Line(
        "reponses",
        scope.INFORMATION,
        _l("Répondre, en donnant ses raisons, à ce que le CSE observe et demande."),
        Moment.PERIOD,
        answers_owed,
    ),
    Line(
        "expertise",
        experts.NEW_TECHNOLOGY_EXPERT,
        _l("Voter, ou non, une expertise sur la nouvelle technologie."),
        Moment.PERIOD,
        _expertise,
        also=(experts.COST,),
        decisions=("F-01", "F-02", "F-07"),
        who=_l("Le CSE"),
        to=_l("les personnes qu’il représente"),
    ),
    Line(
        "suite-de-l-avis",
        scope.FOLLOW_UP,
        _l("Rendre compte, avec ses raisons, de la suite donnée à l’avis."),
        Moment.OPINION,
        _followed_up,
    ),
    Line(
        "controle",
        monitoring.CONTROL,
        _l("Informer et consulter sur ce qui permet de contrôler l’activité."),
        Moment.DECISION,
        _control,
        also=(monitoring.CONTROL_BY_USE,),
        decisions=("F-17",),
    ),
    Line(
        "recrutement",
        monitoring.RECRUITMENT,
        _l("Informer sur les méthodes d’aide au recrutement."),
        Moment.USE,
        if_used(
            Use.RECRUITMENT,
            _l("l’outil sert-il à recruter ?"),
            _l("Il est dit que l’outil ne sert pas à recruter."),
            information_first,
        ),
    ),
    Line(
        "gestion-du-personnel",
        monitoring.AUTOMATED_MANAGEMENT,
        _l("Informer sur le traitement automatisé de gestion du personnel."),
        Moment.USE,
        _personnel_management,
    ),
    Line(
        "suspension",
        monitoring.CIVIL_REMEDIES,
        _l("Suspendre l’usage jusqu’à l’avis, de soi-même ou sur décision du juge."),
        Moment.USED,
        stop_the_use,
        also=(monitoring.OBSTRUCTION,),
        decisions=("F-03", "F-04", "F-08"),
    ),
)
