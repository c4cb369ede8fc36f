"""Dates of one consultation of the CSE (information-consultation), explained.

Pure: facts in, dates and French sentences out. See `dialogue.law.facts` for what
the two dates of each period mean.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dialogue.law import explanations, rules
from dialogue.law.facts import (
    Computation,
    Facts,
    ImpossibleFactsError,
    LegalDate,
    LegalWarning,
    Pause,
    check,
)
from dialogue.law.period import Period, opinion_period
from dialogue.law.rules import Rule
from projects.enums import Regime
from projects.workdays import (
    Territory,
    add_days,
    day_in_words,
    next_working_day,
    previous_working_day,
)

__all__ = [
    "Computation",
    "Facts",
    "ImpossibleFactsError",
    "LegalDate",
    "LegalWarning",
    "Pause",
    "consultation_dates",
    "days_left",
]


def days_left(strict: date, today: date) -> int:
    """Days until the last safe day: 0 on that day, still in time; negative after."""
    return (strict - today).days


def consultation_dates(facts: Facts) -> Computation:
    """Every date that follows from the facts, most binding first.

    Raises ImpossibleFactsError. Public regime or no CSE: no date, one warning,
    because nothing there is deemed given by silence.
    """
    check(facts)
    outside = _outside_the_code(facts)
    if outside:
        return Computation((), (outside,))
    period = opinion_period(facts)
    dates = [] if period is None else _opinion_dates(facts, period)
    warnings = [] if period is None else period.warnings
    if facts.expert:
        dates += _expert_steps(facts)
    elif facts.expert_named_on:
        message = _(
            "Une date de désignation d’expert est donnée sans expertise : elle n’est "
            "pas comptée."
        )
        warnings.append(
            LegalWarning("expert_sans_expertise", rules.PERIOD_LENGTH, message)
        )
    if facts.information_on is None:
        warnings.append(_no_information_yet(fixed_end=period is not None))
    return Computation(tuple(dates), tuple(warnings))


def _outside_the_code(facts: Facts) -> LegalWarning | None:
    if facts.regime == Regime.PUBLIC:
        message = _(
            "Dans le secteur public, le silence de l’instance ne vaut jamais avis "
            "négatif : aucune date d’avis réputé rendu n’est calculée."
        )
        return LegalWarning("sans_avis_repute", rules.PUBLIC_SECTOR, message)
    if not facts.has_cse:
        message = _(
            "Sans CSE d’une entreprise d’au moins cinquante salariés, aucun délai de "
            "consultation ne court : le dialogue reste possible, sans date légale."
        )
        return LegalWarning("sans_consultation", rules.CONSULTED_CSE, message)
    return None


def _no_information_yet(*, fixed_end: bool) -> LegalWarning:
    message = (
        _(
            "Indiquez le jour où les informations ont été données : sans elles, aucun "
            "délai ne court."
        )
        if fixed_end
        else _(
            "Le délai n’a pas commencé : il partira du jour où l’employeur donnera les "
            "informations exigées, ou annoncera qu’elles sont dans la base de données."
        )
    )
    return LegalWarning("information_attendue", rules.PERIOD_START, message)


def _opinion_dates(facts: Facts, period: Period) -> list[LegalDate]:
    opinion = _opinion(facts, period)
    dates = [opinion]
    if facts.two_levels:
        dates.append(
            _before_opinion(
                facts,
                opinion,
                7,
                code="avis_etablissement",
                rule=rules.ESTABLISHMENT_OPINION,
                label=_("Dernier jour pour transmettre l’avis du CSE d’établissement"),
                consequence=_(
                    "Visez le %(day)s : transmis au CSE central moins de sept jours "
                    "avant la fin du délai, l’avis d’un établissement est réputé "
                    "négatif."
                ),
            )
        )
    if period.with_expert:
        dates.append(
            _before_opinion(
                facts,
                opinion,
                15,
                code="rapport_expert",
                rule=rules.EXPERT_REPORT,
                label=_("Dernier jour pour remettre le rapport de l’expert"),
                consequence=_(
                    "Visez le %(day)s : un rapport remis en retard ne repousse pas, à "
                    "lui seul, la date de l’avis."
                ),
            )
        )
    return dates


def _opinion(facts: Facts, period: Period) -> LegalDate:
    if period.end is None:
        consequence = _(
            "Tant que le jugement n’est pas notifié, le silence ne vaut pas avis."
        )
    else:
        sentence = (
            _(
                "Sans avis au plus tard le %(day)s, le CSE central sera réputé avoir "
                "rendu un avis négatif, et l’employeur pourra décider."
            )
            if facts.two_levels
            else _(
                "Sans avis au plus tard le %(day)s, le CSE sera réputé avoir rendu un "
                "avis négatif, et l’employeur pourra décider."
            )
        )
        consequence = sentence % {"day": day_in_words(period.end)}
    return LegalDate(
        code="avis",
        rule=period.rule,
        label=(
            _("Dernier jour pour rendre l’avis du CSE central")
            if facts.two_levels
            else _("Dernier jour pour rendre l’avis du CSE")
        ),
        starts_on=facts.information_on,
        strict=period.end,
        extended=period.extended,
        steps=tuple(period.steps),
        consequence=consequence,
        what_would_change=explanations.opinion_changes(
            facts, with_expert=period.with_expert
        ),
    )


def _before_opinion(
    facts: Facts,
    opinion: LegalDate,
    days: int,
    *,
    code: str,
    rule: Rule,
    label: str,
    consequence: str,
) -> LegalDate:
    """A date `days` before the strict end of the opinion, counted backwards (A-12b)."""
    end = opinion.strict
    plain = None if end is None else add_days(end, -days)
    safe = None if plain is None else previous_working_day(plain, facts.territory)
    if end is None or plain is None or safe is None:
        steps: tuple[str, ...] = (
            _("La date de l’avis n’est pas encore connue ; celle-ci en dépend."),
        )
        consequence = ""
    else:
        steps = explanations.backward(end, days, plain, safe, facts.territory)
        consequence = consequence % {"day": day_in_words(safe)}
    return LegalDate(
        code=code,
        rule=rule,
        label=label,
        starts_on=end,
        strict=safe,
        extended=plain,
        steps=steps,
        consequence=consequence,
        what_would_change=(
            _("Si la date de l’avis bouge, celle-ci bouge avec elle."),
            _("Un accord peut fixer un autre ordre ou d’autres délais."),
        ),
    )


def _expert_steps(facts: Facts) -> list[LegalDate]:
    dates = []
    if facts.expert_named_on:
        dates += _after_designation(facts.expert_named_on, facts.territory)
    if facts.expert_asked_on:
        dates.append(_employer_reply(facts.expert_asked_on, facts.territory))
    return dates


def _after_designation(named_on: date, territory: Territory) -> list[LegalDate]:
    start = _("Point de départ : la désignation de l’expert, le %(day)s.")
    request = _step_of_the_mission(
        named_on,
        3,
        territory,
        code="expert_demande",
        rule=rules.EXPERT_REQUEST,
        label=_("Dernier jour pour que l’expert demande des informations"),
        start=start,
        consequence=_("Après le %(day)s, l’employeur pourra juger la demande tardive."),
    )
    notice = _step_of_the_mission(
        named_on,
        10,
        territory,
        code="expert_notification",
        rule=rules.EXPERT_NOTICE,
        label=_("Dernier jour pour que l’expert notifie coût, étendue et durée"),
        start=start,
        consequence=_(
            "Sans notification au plus tard le %(day)s, l’employeur pourra reprocher "
            "ce retard à l’expert ; la date de l’avis ne bouge pas."
        ),
    )
    return [request, notice]


def _employer_reply(asked_on: date, territory: Territory) -> LegalDate:
    return _step_of_the_mission(
        asked_on,
        5,
        territory,
        code="employeur_reponse_expert",
        rule=rules.EMPLOYER_REPLY,
        label=_("Dernier jour pour que l’employeur réponde à l’expert"),
        start=_("Point de départ : la demande de l’expert, le %(day)s."),
        consequence=_(
            "Sans réponse au plus tard le %(day)s, le CSE peut constater le retard, et "
            "saisir le juge avant la fin du délai de consultation."
        ),
    )


def _step_of_the_mission(
    starts_on: date,
    days: int,
    territory: Territory,
    *,
    code: str,
    rule: Rule,
    label: str,
    start: str,
    consequence: str,
) -> LegalDate:
    """A forward period in days, its first day left out (CPC 641)."""
    end = add_days(starts_on, days)
    return LegalDate(
        code=code,
        rule=rule,
        label=label,
        starts_on=starts_on,
        strict=end,
        extended=next_working_day(end, territory),
        steps=(
            start % {"day": day_in_words(starts_on, weekday=True)},
            explanations.days_after(days, end),
            explanations.forward_end(end, territory),
        ),
        consequence=consequence % {"day": day_in_words(end)},
        what_would_change=(
            _("Un autre point de départ déplacerait cette date."),
            _("Un accord d’entreprise peut prévoir d’autres délais."),
        ),
    )
