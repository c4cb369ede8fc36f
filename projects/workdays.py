"""Working days and periods as French civil procedure counts them.

Periods follow articles 640 to 642 of the code de procédure civile (CPC); public
holidays follow L3133-1, L3134-13 and L3422-2 of the code du travail.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SATURDAY = 5


class Territory(StrEnum):
    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    REUNION = "reunion"
    MAYOTTE = "mayotte"
    SAINT_MARTIN = "saint-martin"
    SAINT_BARTHELEMY = "saint-barthelemy"

    @property
    def label(self) -> StrPromise:
        return _TERRITORY_LABELS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, StrPromise]]:
        return [(territory.value, territory.label) for territory in cls]


_TERRITORY_LABELS = {
    Territory.METROPOLE: gettext_lazy("Métropole, hors Alsace-Moselle"),
    Territory.ALSACE_MOSELLE: gettext_lazy("Bas-Rhin, Haut-Rhin et Moselle"),
    Territory.GUADELOUPE: gettext_lazy("Guadeloupe"),
    Territory.MARTINIQUE: gettext_lazy("Martinique"),
    Territory.GUYANE: gettext_lazy("Guyane"),
    Territory.REUNION: gettext_lazy("La Réunion"),
    Territory.MAYOTTE: gettext_lazy("Mayotte"),
    Territory.SAINT_MARTIN: gettext_lazy("Saint-Martin"),
    Territory.SAINT_BARTHELEMY: gettext_lazy("Saint-Barthélemy"),
}

_FIXED_HOLIDAYS = (
    (1, 1, gettext_lazy("jour de l’An")),
    (5, 1, gettext_lazy("fête du Travail")),
    (5, 8, gettext_lazy("victoire de 1945")),
    (7, 14, gettext_lazy("fête nationale")),
    (8, 15, gettext_lazy("Assomption")),
    (11, 1, gettext_lazy("Toussaint")),
    (11, 11, gettext_lazy("armistice de 1918")),
    (12, 25, gettext_lazy("Noël")),
)

# Days after Easter Sunday.
_MOVABLE_HOLIDAYS = (
    (1, gettext_lazy("lundi de Pâques")),
    (39, gettext_lazy("Ascension")),
    (50, gettext_lazy("lundi de Pentecôte")),
)

_ABOLITION = gettext_lazy("abolition de l’esclavage")
_LOCAL_HOLIDAYS = {
    Territory.ALSACE_MOSELLE: (12, 26, gettext_lazy("lendemain de Noël")),
    Territory.MAYOTTE: (4, 27, _ABOLITION),
    Territory.MARTINIQUE: (5, 22, _ABOLITION),
    Territory.GUADELOUPE: (5, 27, _ABOLITION),
    Territory.SAINT_MARTIN: (5, 27, _ABOLITION),
    Territory.GUYANE: (6, 10, _ABOLITION),
    Territory.SAINT_BARTHELEMY: (10, 9, _ABOLITION),
    Territory.REUNION: (12, 20, _ABOLITION),
}

_GOOD_FRIDAY = gettext_lazy("Vendredi saint, dans certaines communes")
_ABOLITION_BY_CIRCULAR = gettext_lazy("abolition de l’esclavage, selon la préfecture")
_FIRST_CIRCULAR_YEAR = 2018

_WEEKDAYS = (
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
    gettext_lazy("samedi"),
    gettext_lazy("dimanche"),
)
_MONTHS = (
    gettext_lazy("janvier"),
    gettext_lazy("février"),
    gettext_lazy("mars"),
    gettext_lazy("avril"),
    gettext_lazy("mai"),
    gettext_lazy("juin"),
    gettext_lazy("juillet"),
    gettext_lazy("août"),
    gettext_lazy("septembre"),
    gettext_lazy("octobre"),
    gettext_lazy("novembre"),
    gettext_lazy("décembre"),
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=1024)
def _holidays(
    year: int, territory: Territory, *, uncertain: bool
) -> dict[date, tuple[StrPromise, ...]]:
    sunday = easter(year)
    listed = [(date(year, month, day), name) for month, day, name in _FIXED_HOLIDAYS]
    listed += [(sunday + timedelta(after), name) for after, name in _MOVABLE_HOLIDAYS]
    if territory in _LOCAL_HOLIDAYS:
        month, day, name = _LOCAL_HOLIDAYS[territory]
        listed.append((date(year, month, day), name))
    if uncertain and territory is Territory.ALSACE_MOSELLE:
        listed.append((sunday - timedelta(2), _GOOD_FRIDAY))
    if (
        uncertain
        and territory is Territory.SAINT_MARTIN
        and year >= _FIRST_CIRCULAR_YEAR
    ):
        listed.append((date(year, 5, 28), _ABOLITION_BY_CIRCULAR))
    names: dict[date, tuple[StrPromise, ...]] = {}
    for holiday, name in sorted(listed, key=lambda entry: entry[0]):
        names[holiday] = (*names.get(holiday, ()), name)
    return names


def public_holidays(
    year: int, territory: Territory, *, uncertain: bool = False
) -> dict[date, str]:
    """The public holidays of a year with their French names, in order.

    `uncertain` adds the days that are holidays only for some: Good Friday, which
    L3134-13 keeps to the Alsace-Moselle municipalities with a Protestant or mixed
    church, and 28 May in Saint-Martin, kept by circular since 2018 while L3422-2
    still says 27 May. Leaving them out is the safe side of a period that a
    holiday would lengthen; counting them is the safe side of a period counted
    backwards, which a holiday makes earlier.
    """
    holidays = _holidays(year, territory, uncertain=uncertain)
    return {day: ", ".join(map(str, names)) for day, names in holidays.items()}


def holiday_name(
    day: date, territory: Territory, *, uncertain: bool = False
) -> str | None:
    """The French name of a public holiday, None on any other day."""
    names = _holidays(day.year, territory, uncertain=uncertain).get(day)
    return ", ".join(map(str, names)) if names else None


def is_working_day(day: date, territory: Territory, *, uncertain: bool = False) -> bool:
    """Whether a period may end on this day: Saturday may not (CPC 642)."""
    if day.weekday() >= SATURDAY:
        return False
    return day not in _holidays(day.year, territory, uncertain=uncertain)


def next_working_day(
    day: date, territory: Territory, *, uncertain: bool = False
) -> date:
    """The day itself if it is worked, else the first one after it (CPC 642)."""
    while not is_working_day(day, territory, uncertain=uncertain):
        day += timedelta(1)
    return day


def previous_working_day(
    day: date, territory: Territory, *, uncertain: bool = True
) -> date:
    """The day itself if it is worked, else the last one before it.

    Made for periods counted backwards, hence uncertain holidays count here.
    """
    while not is_working_day(day, territory, uncertain=uncertain):
        day -= timedelta(1)
    return day


def add_days(day: date, count: int) -> date:
    """The last day of a period in days: its first day does not count (CPC 641)."""
    return day + timedelta(count)


def add_months(day: date, count: int) -> date:
    """The last day of a period in months, de quantième à quantième (CPC 641).

    Same day number in the month of arrival, else the last day of that month.
    """
    years, month_index = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def day_in_words(day: date, *, weekday: bool = False) -> str:
    """« 12 mars 2026 », or « jeudi 12 mars 2026 » with its weekday."""
    return _day_in_words(day, weekday, get_language())


@lru_cache(maxsize=4096)
def _day_in_words(day: date, weekday: bool, _language: str | None) -> str:
    """Kept by language: one explanation says the same few days again and again."""
    words = {
        "weekday": _WEEKDAYS[day.weekday()],
        "number": _("1er") if day.day == 1 else day.day,
        "month": _MONTHS[day.month - 1],
        "year": day.year,
    }
    if weekday:
        return _("%(weekday)s %(number)s %(month)s %(year)s") % words
    return _("%(number)s %(month)s %(year)s") % words
