"""What the European regulation on AI makes the employer owe, each with its date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.law.books import ai_act
from dialogue.law.books import ai_duties as rules
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
from dialogue.law.owed.risk import high_risk
from dialogue.law.owed.verdicts import information_first
from dialogue.law.project_facts import NO, UNKNOWN, YES, ProjectFacts
from projects.enums import AIFunction, Use
from projects.french import day


def with_ai(judge: Judge) -> Judge:
    """Only where there is AI; it is asked as long as nobody knows."""

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        if facts.uses_ai == NO:
            return nothing(_("Il est dit qu’il n’y a pas d’IA."))
        if facts.uses_ai == UNKNOWN:
            return to_check(_("y a-t-il de l’intelligence artificielle ?"))
        return judge(facts, today)

    return verdict


def _from(first: date) -> Verdict:
    return nothing(_("Pas encore : à partir du %(day)s.") % {"day": day(first)}, first)


def from_day(first: Callable[[date], date], judge: Judge) -> Judge:
    """Owed from the day that the law of `today` gives."""

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        begins = first(today)
        return _from(begins) if today < begins else judge(facts, today)

    return verdict


def annex_three(today: date) -> date:
    """2 December 2027; the law said 2 August 2026 before 27 July 2026."""
    return ai_act.HIGH_RISK_DATE.on(today).function.day


def if_high_risk(judge: Judge) -> Judge:
    dated = from_day(annex_three, judge)

    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        high = high_risk(facts)
        if high == NO:
            return nothing(_("Rien n’indique un usage à haut risque."))
        if high == UNKNOWN and today >= annex_three(today):
            return to_check(_("l’outil est-il à haut risque au sens de l’annexe III ?"))
        return dated(facts, today)

    return verdict


def _trained(facts: ProjectFacts, today: date) -> Verdict:
    trained = facts.answer(Use.TRAINING)
    if trained == YES:
        return done(_("Il est dit que les personnes sont formées."))
    if trained == UNKNOWN:
        return to_check(_("quelle formation est donnée, à qui et quand ?"))
    if facts.first_use_on:
        words = {"day": day(facts.first_use_on)}
        return late(
            _("L’outil sert depuis le %(day)s sans formation.") % words,
            facts.first_use_on,
        )
    return due(_("Il est dit que la formation reste à prévoir."), facts.next_start)


def _no_emotion(facts: ProjectFacts, today: date) -> Verdict:
    found = facts.answer(Use.EMOTIONS)
    if found == NO:
        return nothing(_("Il est dit que l’outil ne déduit pas d’émotions."))
    if found == YES and facts.first_use_on:
        return late(
            _("Un usage interdit est possible, et l’outil sert déjà."),
            facts.first_use_on,
        )
    if found == YES:
        return due(_("Un usage interdit est possible : il ne doit pas commencer."))
    return to_check(
        _("l’outil déduit-il des émotions, ou classe-t-il d’après le corps ?")
    )


def _announced(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("les personnes savent-elles qu’elles échangent avec une IA ?"))


def _marked(facts: ProjectFacts, today: date) -> Verdict:
    """The delay is for systems that were on the market before 2 August 2026 (E-02)."""
    later = ai_act.MARKING_DATE.function.day
    if today < later:
        question = _(
            "l’outil était-il sur le marché avant le 2 août 2026 ? Sinon, le marquage "
            "est déjà dû ; si oui, il l’est à partir du %(day)s."
        )
        return to_check(question % {"day": day(later)}, later)
    return to_check(_("ce que l’outil produit est-il marqué comme venant d’une IA ?"))


def if_generating(judge: Judge) -> Judge:
    def verdict(facts: ProjectFacts, today: date) -> Verdict:
        if AIFunction.GENERATES not in facts.ai_functions:
            return nothing(_("Rien n’indique que l’outil produit des contenus."))
        return judge(facts, today)

    return verdict


def _overseen(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("qui peut corriger, refuser ou arrêter l’outil ?"))


def _logged(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("qui garde les journaux de l’outil, et combien de temps ?"))


def _explained(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("qui explique, sur demande, une décision prise avec l’outil ?"))


def _persons_told(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("les personnes visées par une décision le savent-elles ?"))


def _rights(facts: ProjectFacts, today: date) -> Verdict:
    if not rules.RIGHTS_ASSESSMENT.function(public_body=facts.public):
        return nothing(_("Un employeur privé n’y est en général pas tenu."))
    return if_high_risk(_assessed)(facts, today)


def _assessed(facts: ProjectFacts, today: date) -> Verdict:
    return to_check(_("l’évaluation des effets sur les droits est-elle faite ?"))


STAFF = _l("les personnes qui se servent de l’outil")
#: Article 50: the reference was read without its paragraphs (E-09), so to be checked.
PROVIDER = _l(
    "Le fournisseur (l’employeur s’il conçoit lui-même l’outil), point à vérifier"
)
INTELLIGENCE: Table = owed_to(
    STAFF,
    with_ai,
    Line(
        "usages-interdits",
        ai_act.EMOTIONS,
        _l("Ne pas déduire les émotions, ni classer d’après le corps."),
        Moment.USE,
        from_day(lambda _today: ai_act.EMOTIONS.function.day, _no_emotion),
        also=(ai_act.EMOTIONS_EXCEPTION, ai_act.UNION_CATEGORISATION),
        to=_l("les personnes au travail"),
        forbids=True,
    ),
    Line(
        "maitrise-de-l-ia",
        rules.LITERACY,
        _l("Développer la maîtrise de l’IA des personnes qui s’en servent."),
        Moment.USE,
        from_day(lambda today: rules.LITERACY.on(today).function.day, _trained),
        also=(rules.LITERACY_LIMIT,),
    ),
    Line(
        "transparence",
        rules.TRANSPARENCY,
        _l("Avertir qui échange avec une IA."),
        Moment.USE,
        from_day(lambda _today: rules.TRANSPARENCY.function.day, _announced),
        who=PROVIDER,
        to=_l("les personnes qui échangent avec l’outil"),
    ),
    Line(
        "marquage",
        ai_act.MARKING_DATE,
        _l("Marquer ce que l’IA produit."),
        Moment.LIFE,
        if_generating(
            from_day(lambda _today: rules.TRANSPARENCY.function.day, _marked)
        ),
        who=PROVIDER,
        to=_l("les personnes qui lisent ce que l’outil produit"),
    ),
    Line(
        "information-haut-risque",
        rules.INFORMING_WORKERS,
        _l("Informer la représentation et les personnes d’une IA à haut risque."),
        Moment.USE,
        if_high_risk(information_first),
        also=(ai_act.RECRUITMENT, ai_act.WORK_DECISIONS),
        to=_l("la représentation du personnel et les personnes concernées"),
    ),
    Line(
        "controle-humain",
        rules.INSTRUCTIONS,
        _l("Suivre la notice et confier le contrôle à des personnes formées."),
        Moment.LIFE,
        if_high_risk(_overseen),
        also=(rules.MONITORING, rules.INPUT_DATA),
    ),
    Line(
        "journaux",
        rules.LOGS,
        _l("Garder les journaux de l’IA à haut risque."),
        Moment.LIFE,
        if_high_risk(_logged),
    ),
    Line(
        "personnes-visees",
        rules.INFORMING_PERSONS,
        _l("Dire aux personnes qu’une décision est prise avec une IA."),
        Moment.LIFE,
        if_high_risk(_persons_told),
        to=_l("les personnes visées par une décision"),
    ),
    Line(
        "droits-fondamentaux",
        rules.RIGHTS_ASSESSMENT,
        _l("Évaluer les effets de l’IA à haut risque sur les droits."),
        Moment.USE,
        _rights,
        to=_l("les personnes concernées"),
    ),
    Line(
        "explications",
        rules.EXPLANATION,
        _l("Expliquer clairement le rôle de l’IA dans une décision défavorable."),
        Moment.REQUEST,
        if_high_risk(_explained),
        to=_l("la personne qui le demande"),
    ),
)
