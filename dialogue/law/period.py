"""The period in which the CSE gives its opinion (avis), and its suspension."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.law import explanations
from dialogue.law.books import consultation as law
from dialogue.law.books.expertise import EMPLOYER_CHALLENGE
from dialogue.law.facts import Facts, LegalWarning, Pause
from dialogue.law.rules import AnyRule
from projects.workdays import day_in_words, next_working_day


@dataclass(slots=True)
class Period:
    """The period of the avis with its reasons."""

    rule: AnyRule
    end: date | None
    extended: date | None
    with_expert: bool
    steps: list[str] = field(default_factory=list)
    warnings: list[LegalWarning] = field(default_factory=list)


def opinion_period(facts: Facts) -> Period | None:
    if facts.judge_extended_to or facts.agreed_on:
        return _period_with_fixed_end(facts)
    if facts.establishment:
        return _period_before_the_central(facts)
    if facts.information_on:
        return _period_of_the_decree(facts, facts.information_on)
    return None


def _period_with_fixed_end(facts: Facts) -> Period:
    """The judge's date, else the agreed one; both displace the decree (A-05, A-10)."""
    end = facts.judge_extended_to or facts.agreed_on
    assert end is not None
    by_judge = facts.judge_extended_to is not None
    sentence = (
        _("Le juge a prolongé le délai jusqu’au %(end)s.")
        if by_judge
        else _("L’employeur et le CSE ont convenu du %(end)s, avec ou sans expert.")
    )
    late = _late_expert(facts, end, end)
    period = Period(
        rule=law.JUDGE_EXTENSION if by_judge else law.AGREED_PERIOD,
        end=end,
        extended=end,
        with_expert=facts.expert and late is None,
        steps=[
            sentence % {"end": day_in_words(end, weekday=True)},
            _("Cette date remplace le délai du décret : rien ne s’y ajoute."),
        ],
        warnings=[late] if late else [],
    )
    if by_judge:
        period.warnings += _shortened(facts, end)
    if facts.suspended:
        message = _(
            "La contestation de l’expertise n’est pas ajoutée à une date fixée par "
            "accord ou par le juge : vérifiez si elle la suspend."
        )
        period.warnings.append(
            LegalWarning("contestation_date_fixee", EMPLOYER_CHALLENGE, message)
        )
    return period


def _period_before_the_central(facts: Facts) -> Period:
    """The establishment has until seven days before the central end (A-08)."""
    rule = law.ESTABLISHMENT_OPINION.on(facts.information_on)
    central = facts.central_ends_on
    if central is None:
        unknown = _("La fin de la consultation du CSE central n’est pas connue.")
        return Period(rule, None, None, with_expert=facts.expert, steps=[unknown])
    ends = rule.function(central, facts.territory)
    late = _late_expert(facts, ends.strict, ends.extended)
    start = _("Point de départ : la fin de la consultation du CSE central, le %(day)s.")
    steps = explanations.backward(start, central, rule.function, ends, facts.territory)
    period = Period(
        rule=rule,
        end=ends.strict,
        extended=ends.extended,
        with_expert=facts.expert and late is None,
        steps=list(steps),
        warnings=[late] if late else [],
    )
    if facts.suspended:
        message = _(
            "La contestation de l’expertise n’est pas ajoutée à une date qui suit "
            "celle du CSE central : vérifiez si elle la suspend."
        )
        period.warnings.append(
            LegalWarning("contestation_date_fixee", EMPLOYER_CHALLENGE, message)
        )
    return period


def _shortened(facts: Facts, end: date) -> list[LegalWarning]:
    """A judge extends: a date before the end without him is to be read again."""
    without = opinion_period(replace(facts, judge_extended_to=None))
    if without is None or without.end is None or without.end <= end:
        return []
    message = _(
        "La date du juge précède la fin du délai, le %(end)s : relisez la décision."
    ) % {"end": day_in_words(without.end)}
    return [LegalWarning("prolongation_plus_courte", law.JUDGE_EXTENSION, message)]


def _period_of_the_decree(facts: Facts, start: date) -> Period:
    """R2312-6: one, two or three months, plus the days of suspension."""
    rule = law.PERIOD_LENGTH.on(start)
    pauses = _merged(facts.suspended, start)
    one_month = _suspend(_plain_end(rule, start, facts, expert=False), pauses)
    arguable = one_month and next_working_day(one_month, facts.territory)
    late = _late_expert(facts, one_month, arguable)
    with_expert = facts.expert and late is None
    plain = _plain_end(rule, start, facts, expert=with_expert)
    end = _suspend(plain, pauses)
    period = Period(
        rule=rule,
        end=end,
        extended=None if end is None else next_working_day(end, facts.territory),
        with_expert=with_expert,
        steps=[
            _(
                "Point de départ : le %(day)s, jour où le CSE a reçu les informations "
                "ou a su qu’elles étaient dans la base de données."
            )
            % {"day": day_in_words(start, weekday=True)},
            explanations.length(
                facts, with_expert=with_expert, expert_is_late=late is not None
            ),
            explanations.months(start, plain),
        ],
        warnings=[late] if late else [],
    )
    _tell_suspensions(period, plain, pauses)
    if end is not None:
        period.steps.append(explanations.forward_end(end, facts.territory))
    return period


def _plain_end(
    rule: law.OpinionRule, start: date, facts: Facts, *, expert: bool
) -> date:
    """The end before any suspension."""
    span = rule.function(expert=expert, two_levels=facts.two_levels)
    return span(start, facts.territory).strict


def _late_expert(
    facts: Facts, limit: date | None, arguable: date | None
) -> LegalWarning | None:
    """An expert voted after the period is void and extends nothing (A-07a).

    Between `limit` and `arguable` (CPC 642) the vote is defensible, and said so, but
    no safe date may rest on it.
    """
    named = facts.expert_named_on
    if named is None or limit is None or named <= limit:
        return None
    message = _(
        "L’expert a été désigné le %(named)s, après la fin du délai, le %(limit)s : "
        "cette désignation ne prolonge pas le délai et le juge peut l’annuler."
    ) % {"named": day_in_words(named), "limit": day_in_words(limit)}
    if arguable and named <= arguable:
        message = _("%(message)s Un report de la fin au %(arguable)s se plaide.") % {
            "message": message,
            "arguable": day_in_words(arguable, weekday=True),
        }
    return LegalWarning("expert_hors_delai", law.EXPERT_IN_TIME, message)


def _merged(suspended: Iterable[Pause], start: date) -> list[Pause]:
    """Pauses in order, without overlap, none counting a day before the period."""
    merged: list[Pause] = []
    for begin, stop in sorted(suspended, key=lambda pause: pause[0]):
        begin = max(begin, start)
        if stop is not None and stop < begin:
            continue
        if merged and ((last := merged[-1][1]) is None or begin <= last):
            far = None if last is None or stop is None else max(last, stop)
            merged[-1] = (merged[-1][0], far)
        else:
            merged.append((begin, stop))
    return merged


def _suspend(end: date, pauses: Iterable[Pause]) -> date | None:
    """The end once suspended days are added (B-06: suspended, not started anew)."""
    for begin, stop in pauses:
        if begin > end:
            break
        if stop is None:
            return None
        end += stop - begin
    return end


def _tell_suspensions(period: Period, end: date, pauses: Iterable[Pause]) -> None:
    for begin, stop in pauses:
        words = {"begin": day_in_words(begin)}
        if begin > end:
            message = _(
                "La contestation du %(begin)s arrive après la fin du délai, le "
                "%(end)s : elle ne le suspend pas."
            ) % {**words, "end": day_in_words(end)}
            period.warnings.append(
                LegalWarning("contestation_tardive", EMPLOYER_CHALLENGE, message)
            )
        elif stop is None:
            message = _(
                "Depuis le %(begin)s, la contestation de l’expertise suspend le "
                "délai : la date de l’avis sera connue à la notification du jugement."
            )
            period.steps.append(message % words)
            period.warnings.append(
                LegalWarning("suspendu", EMPLOYER_CHALLENGE, message % words)
            )
            return
        elif days := (stop - begin).days:
            end += timedelta(days)
            period.steps.append(
                ngettext(
                    "La contestation du %(begin)s, jugement notifié le %(stop)s, a "
                    "suspendu le délai un jour : il finit le %(end)s.",
                    "La contestation du %(begin)s, jugement notifié le %(stop)s, a "
                    "suspendu le délai %(days)s jours : il finit le %(end)s.",
                    days,
                )
                % {
                    **words,
                    "stop": day_in_words(stop),
                    "days": days,
                    "end": day_in_words(end),
                }
            )
