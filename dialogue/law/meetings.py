"""Dates around a meeting: convening, documents, agenda, minutes (procès-verbal)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from django.utils.translation import gettext as _

from dialogue.law import explanations
from dialogue.law.books import meetings as private
from dialogue.law.books import public_sector as public
from dialogue.law.facts import LegalDate
from dialogue.law.rules import Rule
from dialogue.law.spans import Span
from projects.enums import Branch, Regime
from projects.workdays import Territory, day_in_words


def meeting_dates(
    meetings: Iterable[date],
    *,
    regime: Regime,
    territory: Territory,
    central: bool = False,
    branch_known: bool = True,
    branch: Branch | None = None,
) -> list[LegalDate]:
    """The dates before and after each meeting; a day given twice counts once.

    The minutes of the CSE are also due before the meeting that follows (D2315-26).
    `central`: the CSE central, whose agenda is received eight days before.
    `branch_known`: False when the public body may be a comité social territorial, whose
    minutes have fifteen days instead of a month; `branch`: which one it is, when known.
    """
    agenda = private.CENTRAL_AGENDA if central else private.AGENDA
    days = sorted(set(meetings))
    dates = []
    for held_on, following in zip_longest(days, days[1:]):
        if regime == Regime.PUBLIC:
            doubt = branch is None and not branch_known
            dates += [
                *_public_meeting(held_on, territory),
                _territorial_minutes(held_on, territory)
                if branch is Branch.TERRITORIAL
                else _public_minutes(held_on, territory, branch_known=not doubt),
            ]
        else:
            dates += [
                _agenda(held_on, territory, agenda),
                _minutes(held_on, following, territory),
            ]
    return dates


def _agenda(held_on: date, territory: Territory, agenda: Rule[Span]) -> LegalDate:
    return _before(
        held_on,
        territory,
        code="ordre_du_jour",
        rule=agenda.on(held_on),
        label=_(
            "Ordre du jour de la réunion du %(day)s : dernier jour pour le recevoir"
        ),
        consequence=_(
            "Ordre du jour reçu après le %(day)s : seuls les membres du CSE peuvent "
            "s’en plaindre, jamais l’employeur."
        ),
    )


def _public_meeting(held_on: date, territory: Territory) -> list[LegalDate]:
    return [
        _before(
            held_on,
            territory,
            code="convocation",
            rule=public.CONVENING.on(held_on),
            label=_("Réunion du %(day)s : dernier jour pour convoquer les membres"),
            consequence=_(
                "Convoqués après le %(day)s, les membres peuvent demander le report "
                "de la séance ; l’urgence ramène le délai à huit jours."
            ),
        ),
        _before(
            held_on,
            territory,
            code="documents",
            rule=public.DOCUMENTS.on(held_on),
            label=_("Réunion du %(day)s : dernier jour pour transmettre les documents"),
            consequence=_(
                "Documents reçus après le %(day)s : faites-le noter au procès-verbal."
            ),
        ),
    ]


def _territorial_minutes(held_on: date, territory: Territory) -> LegalDate:
    rule = public.TERRITORIAL_MINUTES.on(held_on)
    ends = rule.function(held_on, territory)
    return _after(
        held_on,
        rule,
        strict=ends.strict,
        extended=ends.extended,
        steps=(
            explanations.days_after(rule.function.days, ends.strict),
            explanations.forward_end(ends.strict, territory),
        ),
        consequence=_members_may_claim(),
    )


def _public_minutes(
    held_on: date, territory: Territory, *, branch_known: bool
) -> LegalDate:
    """A month; while the branch is not known, the shortest period is the safe one."""
    rule = public.MINUTES.on(held_on)
    strict, extended = rule.function(held_on, territory)
    steps: tuple[str, ...] = (
        explanations.months(held_on, strict),
        explanations.forward_end(strict, territory),
    )
    if not branch_known:
        shorter = public.TERRITORIAL_MINUTES.on(held_on).function
        strict = shorter(held_on, territory).strict
        steps = (
            explanations.days_after(shorter.days, strict),
            _(
                "Ces quinze jours sont ceux du comité social territorial ; les autres "
                "comités ont un mois, jusqu’au %(month)s. La branche n’étant pas "
                "connue de Navette, la date la plus proche est la date sûre."
            )
            % {"month": day_in_words(extended, weekday=True)},
        )
    return _after(
        held_on,
        rule,
        strict=strict,
        extended=extended,
        steps=steps,
        consequence=_members_may_claim(),
    )


def _members_may_claim() -> str:
    return _("Sans procès-verbal le %(day)s, les membres peuvent le réclamer.")


def _minutes(held_on: date, following: date | None, territory: Territory) -> LegalDate:
    """Fifteen days, never later than the eve of the following meeting."""
    rule = private.MINUTES.on(held_on)
    strict, extended = rule.function(held_on, territory)
    eve = None if following is None else following - timedelta(1)
    if eve is not None and eve < strict:
        steps: tuple[str, ...] = (
            _(
                "La réunion suivante vient dans les quinze jours : le procès-verbal "
                "est dû avant elle, au plus tard la veille, le %(day)s."
            )
            % {"day": day_in_words(eve, weekday=True)},
        )
        strict = extended = eve
    else:
        steps = (
            explanations.days_after(rule.function.days, strict),
            explanations.forward_end(strict, territory),
        )
        extended = extended if eve is None else min(extended, eve)
    return _after(
        held_on,
        rule,
        strict=strict,
        extended=extended,
        steps=steps,
        consequence=_(
            "Sans procès-verbal le %(day)s, l’employeur peut reporter sa réponse "
            "motivée aux propositions du CSE."
        ),
    )


def _before(
    held_on: date,
    territory: Territory,
    *,
    code: str,
    rule: Rule[Span],
    label: str,
    consequence: str,
) -> LegalDate:
    ends = rule.function(held_on, territory)
    return LegalDate(
        code=code,
        rule=rule,
        label=label % {"day": day_in_words(held_on)},
        starts_on=held_on,
        strict=ends.strict,
        extended=ends.extended,
        steps=explanations.backward(
            _("Point de départ : la réunion du %(day)s."),
            held_on,
            rule.function,
            ends,
            territory,
        ),
        consequence=consequence % {"day": day_in_words(ends.strict)},
        what_would_change=(
            _("Une autre date de réunion, ou un accord, changerait cette date."),
        ),
    )


def _after(
    held_on: date,
    rule: Rule[Span],
    *,
    strict: date,
    extended: date,
    steps: Sequence[str],
    consequence: str,
) -> LegalDate:
    start = _("Point de départ : la réunion du %(day)s.") % {
        "day": day_in_words(held_on, weekday=True)
    }
    return LegalDate(
        code="pv",
        rule=rule,
        label=_("Réunion du %(day)s : dernier jour pour établir le procès-verbal")
        % {"day": day_in_words(held_on)},
        starts_on=held_on,
        strict=strict,
        extended=extended,
        steps=(start, *steps),
        consequence=consequence % {"day": day_in_words(strict)},
        what_would_change=(
            _("Une autre date de réunion, ou un accord, changerait cette date."),
        ),
    )
