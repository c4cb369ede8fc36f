"""A slow French calendar that walks day by day and shares no code with Navette.

It knows Easter from an almanac, months by leafing through days, and a suspended clock
by counting the days on which it runs. A territory is its name in the query.
"""

import os
from datetime import date, timedelta

from hypothesis import settings

DAY = timedelta(days=1)
ALMANAC = {
    2016: "03-27",
    2017: "04-16",
    2018: "04-01",
    2019: "04-21",
    2020: "04-12",
    2021: "04-04",
    2022: "04-17",
    2023: "04-09",
    2024: "03-31",
    2025: "04-20",
    2026: "04-05",
    2027: "03-28",
    2028: "04-16",
    2029: "04-01",
    2030: "04-21",
    2031: "04-13",
    2032: "03-28",
    2033: "04-17",
    2034: "04-09",
    2035: "03-25",
    2036: "04-13",
}
EVERYWHERE = {
    "01-01",
    "05-01",
    "05-08",
    "07-14",
    "08-15",
    "11-01",
    "11-11",
    "12-25",
}
ONE_TERRITORY = {
    "metropole": set(),
    "alsace-moselle": {"12-26"},
    "guadeloupe": {"05-27"},
    "martinique": {"05-22"},
    "guyane": {"06-10"},
    "reunion": {"12-20"},
    "mayotte": {"04-27"},
    "saint-martin": {"05-27"},
    "saint-barthelemy": {"10-09"},
}


def cases(count):
    """How many cases a test draws; `make mutation` runs it a thousand times over, and
    asks for a hundredth of them."""
    share = float(os.environ.get("ORACLE_SHARE", "1"))
    return settings(max_examples=max(10, int(count * share)), deadline=None)


def slow_is_holiday(day, territory, *, uncertain=False):
    written = day.isoformat()[5:]
    if written in EVERYWHERE | ONE_TERRITORY[territory]:
        return True
    since_easter = (day - date.fromisoformat(f"{day.year}-{ALMANAC[day.year]}")).days
    if since_easter in (1, 39, 50):
        return True
    if not uncertain:
        return False
    if territory == "saint-martin":
        return written == "05-28" and day.year > 2017
    return territory == "alsace-moselle" and since_easter == -2


def slow_is_worked(day, territory, *, uncertain=False):
    return day.strftime("%w") not in "06" and not slow_is_holiday(
        day, territory, uncertain=uncertain
    )


def slow_months_later(start, count):
    """Leaf through the days; keep the last one of the right month not past `start`'s
    number."""
    kept = None
    months_turned = 0
    day = start
    while months_turned <= count:
        if months_turned == count and day.day <= start.day:
            kept = day
        day += DAY
        if day.day == 1:
            months_turned += 1
    return kept


def slow_end(start, plain_end, pauses):
    """Let the clock run on every day outside the pauses, and stop when it is spent;
    None when it waits for a judgment."""
    to_spend = (plain_end - start).days
    day = start
    while True:
        holding = [stop for begin, stop in pauses if begin <= day]
        if None in holding:
            return None
        frozen = any(day < stop for stop in holding)
        if not to_spend and not frozen:
            return day
        day += DAY
        if not frozen:
            to_spend -= 1


def slow_days_later(day, count):
    """The first day is not counted: the walk starts the day after."""
    for _each in range(count):
        day += DAY
    return day


def slow_earlier(day, territory):
    while not slow_is_worked(day, territory, uncertain=True):
        day -= DAY
    return day


def slow_later(day, territory):
    while not slow_is_worked(day, territory):
        day += DAY
    return day
