"""Wording in French: dates, sizes, spaces. Values in, words out; no query, no clock.

Dates do not follow the active locale: a page, a mail and a PDF must write the
same date the same way, whoever renders them.
"""

import re
import unicodedata
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeData, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PARIS = ZoneInfo("Europe/Paris")
NO_BREAK = "\u00a0"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTHS_SHORT = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

UNITS = ("ko", "Mo", "Go", "To")

# Only spaces already typed are changed: adding some would break addresses and
# times. No character special to HTML is added, so what was escaped stays so.
# One width for all: the font has no U+202F, and its own space (0.28 em) is the
# quarter-em that French typography asks for before ? ! and ;.
# Every branch stands after the space: the search then runs from one space to the next.
_SPACES = re.compile(
    r"[ \u00a0\u202f](?:[ \u00a0\u202f]*(?=[?!;:»%€])"
    r"|(?<=«.)[ \u00a0\u202f]*|(?<=\bn°[ \u202f])[ \u202f]*|(?<=\b[LRD]\. )(?=\d))"
)


def french(value: object) -> str:
    """Make the spaces of French punctuation unbreakable, in plain or safe text."""
    text = "" if value is None else str(value)
    was_safe = isinstance(text, SafeData)
    text = _SPACES.sub(NO_BREAK, text)
    # A lazy safe text hides its safety from the template engine until now.
    return mark_safe(text) if was_safe else text


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(PARIS) if value.tzinfo else value).date()
    return value


def day_short(value: date | None) -> str:
    """12 mars; 1er mars."""
    if not value:
        return ""
    value = _local_day(value)
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]}"


def day(value: date | None) -> str:
    """12 mars 2026; 1er mars 2026."""
    return f"{day_short(value)} {_local_day(value).year}" if value else ""


def month_short(value: date | None) -> str:
    """sept."""
    return MONTHS_SHORT[_local_day(value).month - 1] if value else ""


def weekday(value: date | None) -> str:
    """jeudi."""
    return WEEKDAYS[_local_day(value).weekday()] if value else ""


def clock(value: datetime | time | None) -> str:
    """10 h 42, 14 h; in Paris when it is a moment, as it is when it is an hour."""
    # Midnight is an hour too: only None and the empty text of a template are nothing.
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(PARIS)
    hour = f"{value.hour}{NO_BREAK}h"
    return f"{hour}{NO_BREAK}{value.minute:02}" if value.minute else hour


def moment(value: datetime | None) -> str:
    """12 mars 2026 à 10 h 42, in Paris."""
    if not value:
        return ""
    return _("%(day)s à %(clock)s") % {"day": day(value), "clock": clock(value)}


def days_left(value: date | None, today: date) -> int | None:
    """Whole days from today to the date; negative once it has passed."""
    return (_local_day(value) - _local_day(today)).days if value else None


def countdown(value: date | None, today: date, *, late: bool = True) -> str:
    """How far the date is, in words; without `late`, nobody missed one that passed."""
    left = days_left(value, today)
    match left:
        case None:
            return ""
        case 0:
            return _("aujourd’hui")
        case 1:
            return _("demain")
        case _ if left > 1:
            return _("dans %(count)d jours") % {"count": left}
    if not late:
        return _("ce jour est passé")
    sentence = ngettext(
        "dépassée de %(count)d jour", "dépassée de %(count)d jours", -left
    )
    return sentence % {"count": -left}


def file_size(value: float | str | None) -> str:
    """A size in bytes with French units, thousands and decimal comma."""
    if value is None or value == "":
        return ""
    size = float(value)
    if size < 1000:
        unit = _("octet") if size < 2 else _("octets")
        return f"{int(size)}{NO_BREAK}{unit}"
    power = 1
    while size >= 999.5 * 1000**power and power < len(UNITS):
        power += 1
    size /= 1000**power
    figure = f"{size:.1f}" if size < 9.95 else f"{size:.0f}"
    figure = figure.removesuffix(".0").replace(".", ",")
    return f"{figure}{NO_BREAK}{UNITS[power - 1]}"


#: The first word of a collective's name, without accents nor capitals, and how « de »
#: meets it. A sigle that is not here takes « de » alone.
_OF = {
    "du": (
        *("cse", "csec", "cst", "csa", "csam", "chsct", "comite", "conseil", "college"),
        *("collectif", "groupe", "reseau", "syndicat", "service", "site", "centre"),
        "cabinet",
    ),
    "de la": (
        *("section", "federation", "confederation", "delegation", "commission"),
        *("cfdt", "cfe", "cftc", "cgt", "fsu"),
    ),
    "de l’": ("association", "union", "unsa", "instance", "intersyndicale", "unite"),
    "des": ("elus", "elues", "representants", "representantes"),
}
_OF_WORD = {word: start for start, words in _OF.items() for word in words}


def of_the(name: str) -> str:
    """« du CSE Clientis », « de la section Clientis », « de Clientis », « d’Aldi »."""
    first = _bare(name).partition(" ")[0].partition("-")[0]
    start = _OF_WORD.get(first)
    if start is None:
        start = "d’" if first[:1] in {*"aeiouy"} else "de"
    return f"{start}{name}" if start.endswith("’") else f"{start} {name}"


def the(name: str) -> str:
    """« le CSE Clientis », « l’association Clientis », « Clientis »."""
    of = of_the(name)
    start = of[: len(of) - len(name)]
    return {"du ": "le ", "de la ": "la ", "de l’": "l’", "des ": "les "}.get(
        start, ""
    ) + name


def to_the(name: str) -> str:
    """« au cabinet Clientis », « à la section Clientis », « à Clientis »."""
    of = of_the(name)
    start = of[: len(of) - len(name)]
    joined = {"du ": "au ", "de la ": "à la ", "de l’": "à l’", "des ": "aux "}
    if start not in joined:
        return f"à {name}"
    first, _space, rest = name.partition(" ")
    # A common noun loses its capital after its article; a sigle keeps its own.
    word = first if first.isupper() else first.lower()
    return f"{joined[start]}{word} {rest}".rstrip()


#: First names whose h is silent; before the others, « de » stays whole.
_SILENT = ("hel", "hen", "her", "hon", "hor", "hub", "hug")


def of_person(name: object) -> str:
    """« d’Inès », « de Claire », « d’Yves », « de Yann », « d’Hélène »."""
    said = str(name)
    bare = _bare(said)
    vowel = bare[:1] in {*"aeiouœæ"} or bare.startswith(_SILENT)
    if bare[:1] == "y":
        vowel = bare[1:2] not in {*"aeiou"}
    return f"d’{said}" if vowel and said else f"de {said}"


def _bare(name: str) -> str:
    """Without accents nor capitals."""
    apart = unicodedata.normalize("NFD", name.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def counted_on(label: str) -> list[tuple[str, int]]:
    """A key that sorts « n° 2 » before « n° 10 », whatever the capitals."""
    pieces = re.findall(r"(\D*)(\d*)", label.casefold())
    return [(words, int(number or -1)) for words, number in pieces]


def cut(title: str, most: int) -> str:
    """At most so many characters; the long road only for the long titles."""
    return title if len(title) <= most else Truncator(title).chars(most)
