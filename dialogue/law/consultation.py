"""Dates of one consultation of the CSE (information-consultation), explained.

Pure: facts in, dates and French sentences out. See `dialogue.law.facts` for what
the two dates of each period mean.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from dialogue.law import explanations
from dialogue.law.books import consultation as law
from dialogue.law.books.court import WRIT_DATE
from dialogue.law.books.expertise import EMPLOYER_CHALLENGE, EXPERT_REPORT, OTHER_REPORT
from dialogue.law.books.public_sector import NO_DEEMED_OPINION
from dialogue.law.expertise import mission_dates
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
from dialogue.law.spans import Span
from projects.enums import Regime
from projects.workdays import day_in_words

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
    inside = _inside_the_consultation(facts)
    period = opinion_period(inside)
    if period is not None and facts.risk_expert and facts.suspended:
        _argue_the_pause(period, facts)
    dates = [] if period is None else _opinion_dates(inside, period)
    warnings = [] if period is None else period.warnings
    dates += mission_dates(facts)
    if facts.expert_named_on and facts.risk_expert:
        warnings.append(_outside_expertise())
    elif facts.expert_named_on and not facts.expert:
        message = _(
            "Une date de désignation d’expert est donnée sans expertise : elle "
            "n’allonge pas le délai de l’avis."
        )
        warnings.append(
            LegalWarning("expert_sans_expertise", law.PERIOD_LENGTH, message)
        )
    unextended = opinion_period(replace(inside, judge_extended_to=None))
    if facts.writ_on and unextended is not None and unextended.end is not None:
        warnings.append(_about_the_writ(facts.writ_on, unextended.end))
    if facts.information_on is None:
        warnings.append(_no_information_yet(fixed_end=period is not None))
    elif not law.PERIOD_LENGTH.in_force(facts.information_on):
        warnings.append(_before_the_cse())
    return Computation(tuple(dates), tuple(warnings))


def _inside_the_consultation(facts: Facts) -> Facts:
    """Without the expertise for a serious risk: it lengthens no avis, nor safely does
    the challenge to it."""
    if not facts.risk_expert:
        return facts
    return replace(facts, expert=False, expert_named_on=None, suspended=())


def _argue_the_pause(period: Period, facts: Facts) -> None:
    """A challenge to an expertise for a serious risk: no text read says what it does.

    The safe date ignores it; the date it would give is only the arguable one, None
    until the judgment is notified.
    """
    paused = opinion_period(replace(facts, expert=False, expert_named_on=None))
    assert paused is not None
    if paused.extended == period.extended:
        period.warnings = paused.warnings
        return
    period.extended = paused.extended
    message = _(
        "Aucun texte lu ne dit si contester une expertise pour risque grave suspend "
        "le délai de l’avis : la date sûre n’en tient pas compte, et une suspension "
        "ne peut que se plaider."
    )
    period.steps.append(message)
    period.warnings.append(
        LegalWarning("contestation_risque_grave", EMPLOYER_CHALLENGE, message)
    )


def _outside_expertise() -> LegalWarning:
    message = _(
        "L’expertise pour risque grave se mène hors de la consultation : elle "
        "n’allonge pas le délai de l’avis."
    )
    return LegalWarning("expert_risque_grave", OTHER_REPORT, message)


def _outside_the_code(facts: Facts) -> LegalWarning | None:
    if facts.regime == Regime.PUBLIC:
        message = _(
            "Dans le secteur public, le silence de l’instance ne vaut jamais avis "
            "négatif : aucune date d’avis réputé rendu n’est calculée."
        )
        return LegalWarning("sans_avis_repute", NO_DEEMED_OPINION, message)
    if not facts.has_cse:
        message = _(
            "Sans CSE d’une entreprise d’au moins cinquante salariés, aucun délai de "
            "consultation ne court : le dialogue reste possible, sans date légale."
        )
        return LegalWarning("sans_consultation", law.CONSULTED_CSE, message)
    return None


def _about_the_writ(writ_on: date, end: date) -> LegalWarning:
    """Whether the CSE went to the judge in time; the day of the writ decides."""
    words = {"writ": day_in_words(writ_on), "end": day_in_words(end)}
    if WRIT_DATE.function(writ_on, end):
        message = _(
            "Le juge est saisi depuis le %(writ)s, dans le délai : cela ne prolonge "
            "rien par soi-même, mais il peut encore statuer après le %(end)s."
        )
        return LegalWarning("juge_saisi", WRIT_DATE, message % words)
    message = _(
        "L’assignation du %(writ)s a été remise après la fin du délai, le %(end)s : "
        "le juge peut refuser la demande comme tardive."
    )
    return LegalWarning("saisine_tardive", WRIT_DATE, message % words)


def _before_the_cse() -> LegalWarning:
    message = _(
        "Avant le 1er janvier 2018, d’autres règles s’appliquaient au comité "
        "d’entreprise et au CHSCT : ces dates suivent celles du CSE, à vérifier."
    )
    return LegalWarning("droit_anterieur", law.PERIOD_LENGTH, message)


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
    return LegalWarning("information_attendue", law.PERIOD_START, message)


def _opinion_dates(facts: Facts, period: Period) -> list[LegalDate]:
    opinion = _opinion(facts, period)
    dates = [opinion]
    if facts.is_central:
        dates.append(
            _before_opinion(
                facts,
                opinion,
                code="avis_etablissement",
                rule=law.ESTABLISHMENT_OPINION.on(facts.information_on),
                label=_establishment_label(),
                consequence=_establishment_consequence(),
            )
        )
    if period.with_expert:
        dates.append(
            report_date(
                facts,
                opinion,
                consequence=_(
                    "Visez le %(day)s : un rapport remis en retard ne repousse pas, à "
                    "lui seul, la date de l’avis."
                ),
            )
        )
    return dates


def report_date(facts: Facts, opinion: LegalDate, *, consequence: str) -> LegalDate:
    """The last day for the expert's report; `consequence` may hold a %(day)s."""
    return _before_opinion(
        facts,
        opinion,
        code="rapport_expert",
        rule=EXPERT_REPORT.on(facts.information_on),
        label=_("Dernier jour pour remettre le rapport de l’expert"),
        consequence=consequence,
    )


def _establishment_label() -> str:
    return _("Dernier jour pour transmettre l’avis du CSE d’établissement")


def _establishment_consequence() -> str:
    return _(
        "Visez le %(day)s : transmis au CSE central moins de sept jours avant la fin "
        "du délai, l’avis d’un établissement est réputé négatif."
    )


def _establishment_opinion(facts: Facts, period: Period) -> LegalDate:
    """The opinion of an establishment, which follows the end of the central one."""
    known = period.end is not None
    words = {"day": day_in_words(period.end)} if period.end else {}
    return LegalDate(
        code="avis",
        rule=period.rule,
        label=_establishment_label(),
        starts_on=facts.central_ends_on,
        strict=period.end,
        extended=period.extended,
        steps=tuple(period.steps),
        consequence=_establishment_consequence() % words if known else "",
        what_would_change=(
            _("Si la fin de la consultation du CSE central bouge, celle-ci la suit."),
            _("Un accord peut fixer un autre ordre ou d’autres délais."),
        ),
    )


def _opinion(facts: Facts, period: Period) -> LegalDate:
    if period.rule.id == law.ESTABLISHMENT_OPINION.id:
        return _establishment_opinion(facts, period)
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
            if facts.is_central
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
            if facts.is_central
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
    *,
    code: str,
    rule: Rule[Span],
    label: str,
    consequence: str,
) -> LegalDate:
    """A date counted back from the strict end of the opinion (A-12b)."""
    end = opinion.strict
    steps: tuple[str, ...] = (
        _("La date de l’avis n’est pas encore connue ; celle-ci en dépend."),
    )
    ends = None if end is None else rule.function(end, facts.territory)
    if end is not None and ends is not None:
        start = _("Point de départ : la fin du délai de l’avis, le %(day)s.")
        steps = explanations.backward(start, end, rule.function, ends, facts.territory)
        consequence = consequence % {"day": day_in_words(ends.strict)}
    else:
        consequence = ""
    return LegalDate(
        code=code,
        rule=rule,
        label=label,
        starts_on=end,
        strict=ends and ends.strict,
        extended=ends and ends.extended,
        steps=steps,
        consequence=consequence,
        what_would_change=(
            _("Si la date de l’avis bouge, celle-ci bouge avec elle."),
            _("Un accord peut fixer un autre ordre ou d’autres délais."),
        ),
    )
