"""The arithmetic of a legal date told in French sentences, to be read aloud."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.facts import Facts
from dialogue.law.spans import Ends, Span
from dialogue.law.votes import number_in_words
from projects.workdays import (
    SATURDAY,
    Territory,
    day_in_words,
    holiday_name,
    next_working_day,
)


def length(facts: Facts, *, with_expert: bool, expert_is_late: bool) -> str:
    if expert_is_late:
        return _("Durée : un mois, car l’expert a été désigné après la fin du délai.")
    if facts.risk_expert:
        return _(
            "Durée : un mois, car l’expertise pour risque grave se mène hors de la "
            "consultation."
        )
    if not with_expert:
        return _("Durée : un mois, car aucun expert n’intervient.")
    if facts.two_levels:
        return _(
            "Durée : trois mois, car l’expertise porte sur une consultation menée au "
            "CSE central et dans des établissements."
        )
    return _(
        "Durée : deux mois au lieu d’un, comptés du même jour, car un expert "
        "intervient."
    )


def months(start: date, end: date) -> str:
    if start.day == end.day:
        return _(
            "Un délai en mois finit le jour qui porte le même numéro : le %(end)s."
        ) % {"end": day_in_words(end)}
    return _(
        "Le mois d’arrivée n’a pas de %(number)s : le délai finit le dernier jour "
        "de ce mois, le %(end)s."
    ) % {"number": start.day, "end": day_in_words(end)}


def days_after(days: int, end: date) -> str:
    return _(
        "Le premier jour ne compte pas ; %(days)s jours plus tard, c’est le %(end)s."
    ) % {"days": number_in_words(days), "end": day_in_words(end)}


def forward_end(end: date, territory: Territory, *, ruled: bool = False) -> str:
    """Whether the end falls on a working day, and what CPC 642 does of it.

    `ruled`: a ruling read applies it to this period.
    """
    rest = _day_of_rest(end, territory, uncertain=False)
    if rest is None:
        return _("Le %(end)s est un jour ouvré : aucun report n’est à discuter.") % {
            "end": day_in_words(end, weekday=True)
        }
    words = {
        "rest": rest,
        "next": day_in_words(next_working_day(end, territory), weekday=True),
    }
    if ruled:
        return (
            _(
                "%(rest)s : le délai va jusqu’au %(next)s, minuit (Cass. soc., "
                "5 février 2025, n° 22-21.892)."
            )
            % words
        )
    return (
        _(
            "%(rest)s. Il reste le dernier jour sûr ; un report au %(next)s se "
            "plaide, mais il est à vérifier."
        )
        % words
    )


def backward(
    start: str, from_day: date, span: Span, ends: Ends, territory: Territory
) -> tuple[str, ...]:
    """How a date counted back was reached; `start` holds a %(day)s."""
    words = {
        "days": number_in_words(span.days),
        "plain": day_in_words(ends.extended),
        "safe": day_in_words(ends.strict, weekday=True),
    }
    count = _("%(start)s En reculant de %(days)s jours, on arrive au %(plain)s.") % {
        **words,
        "start": start % {"day": day_in_words(from_day, weekday=True)},
    }
    rest = _day_of_rest(ends.extended, territory, uncertain=True)
    if rest is None:
        return (count, _("Le %(safe)s est un jour ouvré.") % words)
    moved = _(
        "%(rest)s. Un délai à rebours n’est jamais repoussé : le jour sûr est le jour "
        "ouvré précédent, le %(safe)s."
    )
    return (count, moved % {**words, "rest": rest})


def second_date(strict: date, extended: date | None, start: date | None) -> str:
    """How the second date differs from the safe one (A-12); `start` tells the way."""
    if extended is None or extended == strict:
        return _("date sûre")
    words = {"day": day_in_words(extended)}
    if start and start > strict:
        return _("date sûre ; le calcul simple donne le %(day)s") % words
    return _("date sûre ; un report au %(day)s se plaide, à vérifier") % words


def _day_of_rest(day: date, territory: Territory, *, uncertain: bool) -> str | None:
    holiday = holiday_name(day, territory, uncertain=uncertain)
    words = {"day": day_in_words(day, weekday=True)}
    if holiday:
        return _("Le %(day)s est un jour férié (%(holiday)s)") % {
            **words,
            "holiday": holiday,
        }
    if day.weekday() >= SATURDAY:
        return _("Le %(day)s n’est pas un jour ouvré") % words
    return None


def opinion_changes(facts: Facts, *, with_expert: bool) -> tuple[str, ...]:
    """The events that would move the date of the avis, told in advance."""
    if facts.judge_extended_to:
        return (_("Seul un nouvel accord ou une nouvelle décision la changerait."),)
    by_agreement = _(
        "L’employeur et le CSE peuvent convenir d’une autre date : gardez-en la preuve."
    )
    by_judge = _(
        "Le juge saisi avant la fin du délai peut le prolonger si les informations "
        "nécessaires sont particulièrement difficiles d’accès."
    )
    if facts.agreed_on:
        return (by_agreement, by_judge)
    start = _("Si les informations ont été données un autre jour, la date change.")
    expertise = _expertise_changes(facts, with_expert=with_expert)
    return (start, *expertise, by_agreement, by_judge)


def _expertise_changes(facts: Facts, *, with_expert: bool) -> list[str]:
    if not facts.expert:
        longer = (
            _("Un expert désigné avant la fin du délai le porterait à trois mois.")
            if facts.two_levels
            else _("Un expert désigné avant la fin du délai le porterait à deux mois.")
        )
        return [longer]
    changes = []
    if facts.expert_named_on is None:
        changes.append(
            _("Sans expert désigné dans le premier mois, le délai en reste là.")
        )
    if with_expert and not facts.suspended:
        changes.append(
            _(
                "Une contestation de l’expertise par l’employeur suspendrait le délai "
                "jusqu’à la notification du jugement."
            )
        )
    return changes
