"""Days typed in a form: their field, and whether they can be meant."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.workdays import add_months, day_in_words

FIRST_YEAR, YEARS_AHEAD = 2000, 20


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def plausible(
    day: date | None, *, since: int = FIRST_YEAR, ahead: int = YEARS_AHEAD
) -> date | None:
    """Refuse a slip of the keyboard: before the year `since`, or too many years ahead.

    Raises ValidationError with the first and last day that can be meant.
    """
    first = date(since, 1, 1)
    last = add_months(timezone.localdate(), 12 * ahead)
    if day is not None and not first <= day <= last:
        raise forms.ValidationError(
            _("Vérifiez l’année : la date va du %(first)s au %(last)s.")
            % {"first": day_in_words(first), "last": day_in_words(last)}
        )
    return day


def not_to_come(day: date | None, sentence: str) -> date | None:
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(sentence)
    return plausible(day)
