"""The steps of an expert's mission and the employer's days to challenge it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dialogue.law import explanations
from dialogue.law.books import expertise as law
from dialogue.law.facts import Facts, LegalDate
from dialogue.law.rules import Rule
from dialogue.law.spans import Span
from projects.workdays import Territory, day_in_words


def mission_dates(facts: Facts) -> list[LegalDate]:
    """The dates that follow from the designation, the request and the terms."""
    dates = []
    if facts.expert_named_on:
        dates += _after_designation(facts.expert_named_on, facts.territory)
    if facts.expert_named_on and facts.risk_expert:
        dates.append(_report_alone(facts.expert_named_on, facts.territory))
    if facts.expert_asked_on:
        dates.append(_employer_reply(facts.expert_asked_on, facts.territory))
    return dates + _challenges(facts)


def _after_designation(named_on: date, territory: Territory) -> list[LegalDate]:
    start = _("Point de départ : la désignation de l’expert, le %(day)s.")
    request = _forward(
        named_on,
        territory,
        code="expert_demande",
        rule=law.EXPERT_REQUEST.on(named_on),
        label=_("Dernier jour pour que l’expert demande des informations"),
        start=start,
        consequence=_("Après le %(day)s, l’employeur pourra juger la demande tardive."),
    )
    notice = _forward(
        named_on,
        territory,
        code="expert_notification",
        rule=law.EXPERT_NOTICE.on(named_on),
        label=_("Dernier jour pour que l’expert notifie coût, étendue et durée"),
        start=start,
        consequence=_(
            "Sans notification au plus tard le %(day)s, l’employeur pourra reprocher "
            "ce retard à l’expert ; la date de l’avis ne bouge pas."
        ),
    )
    return [request, notice]


def _report_alone(named_on: date, territory: Territory) -> LegalDate:
    """The report of an expertise outside of any consultation (R2315-47, third part)."""
    rule = law.OTHER_REPORT.on(named_on)
    ends = rule.function(named_on, territory)
    start = _("Point de départ : la désignation de l’expert, le %(day)s.")
    return LegalDate(
        code="rapport_expert",
        rule=rule,
        label=_("Dernier jour pour remettre le rapport de l’expert"),
        starts_on=named_on,
        strict=ends.strict,
        extended=ends.extended,
        steps=(
            start % {"day": day_in_words(named_on, weekday=True)},
            explanations.months(named_on, ends.strict),
            explanations.forward_end(ends.strict, territory),
        ),
        consequence=_(
            "Sans rapport au plus tard le %(day)s, demandez-le à l’expert ; la date de "
            "l’avis ne bouge pas."
        )
        % {"day": day_in_words(ends.strict)},
        what_would_change=(
            _(
                "L’employeur et la majorité des titulaires du CSE peuvent convenir de "
                "deux mois de plus, une seule fois."
            ),
            _("Un accord d’entreprise peut prévoir d’autres délais."),
        ),
    )


def _employer_reply(asked_on: date, territory: Territory) -> LegalDate:
    return _forward(
        asked_on,
        territory,
        code="employeur_reponse_expert",
        rule=law.EMPLOYER_REPLY.on(asked_on),
        label=_("Dernier jour pour que l’employeur réponde à l’expert"),
        start=_("Point de départ : la demande de l’expert, le %(day)s."),
        consequence=_(
            "Sans réponse au plus tard le %(day)s, le CSE peut constater le retard, et "
            "saisir le juge avant la fin du délai de consultation."
        ),
    )


def _challenges(facts: Facts) -> list[LegalDate]:
    """One date for each group of heads of challenge whose days run (L2315-86)."""
    heads = (
        (
            facts.expert_named_on,
            "designation",
            _(
                "Dernier jour pour que l’employeur conteste la nécessité de "
                "l’expertise ou le choix de l’expert"
            ),
            _("Point de départ : la désignation de l’expert, le %(day)s."),
        ),
        (
            facts.terms_notified_on,
            "cahier_des_charges",
            _(
                "Dernier jour pour que l’employeur conteste le coût prévu, l’étendue "
                "ou la durée de l’expertise"
            ),
            _("Point de départ : la notification du cahier des charges, le %(day)s."),
        ),
    )
    return [
        _forward(
            starts_on,
            facts.territory,
            code="contestation_employeur",
            head=head,
            rule=law.EMPLOYER_CHALLENGE.on(starts_on),
            label=label,
            start=start,
            consequence=_(
                "Assigné après le %(day)s, le CSE peut soutenir que la contestation "
                "est irrecevable."
            ),
        )
        for starts_on, head, label, start in heads
        if starts_on is not None
    ]


def _forward(
    starts_on: date,
    territory: Territory,
    *,
    code: str,
    rule: Rule[Span],
    label: str,
    start: str,
    consequence: str,
    head: str = "",
) -> LegalDate:
    """A forward period in days, its first day left out (CPC 641).

    Only for the challenge does a ruling read apply CPC 642 (F-09): its consequence
    waits for the extended end.
    """
    ends = rule.function(starts_on, territory)
    ruled = rule.id == law.EMPLOYER_CHALLENGE.id
    return LegalDate(
        code=code,
        head=head,
        rule=rule,
        label=label,
        starts_on=starts_on,
        strict=ends.strict,
        extended=ends.extended,
        steps=(
            start % {"day": day_in_words(starts_on, weekday=True)},
            explanations.days_after(rule.function.days, ends.strict),
            explanations.forward_end(ends.strict, territory, ruled=ruled),
        ),
        consequence=consequence
        % {"day": day_in_words(ends.extended if ruled else ends.strict)},
        what_would_change=(
            _("Un autre point de départ déplacerait cette date."),
            _("Un accord d’entreprise peut prévoir d’autres délais."),
        ),
    )
