"""What templates say in French: dates, sizes, spaces, badges, the thread's chain.

Dates do not follow the active locale: a page, a mail and a PDF must write the
same date the same way, whoever renders them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import is_aware
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from projects import numbers
from projects.markup import fill, fill_each
from projects.models import Project

register = template.Library()

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

ROOMS = {
    "caucus": ("lock", "Espace élus"),
    "shared": ("people", "Espace partagé"),
}
STATE_ICONS = {"ok": "check", "late": "alert", "wait": "clock"}

# Only spaces already typed are changed: adding some would break addresses and
# times. No character special to HTML is added, so what was escaped stays so.
# One width for all: the font has no U+202F, and its own space (0.28 em) is the
# quarter-em that French typography asks for before ? ! and ;.
# Every branch stands after the space: the search then runs from one space to the next.
_SPACES = re.compile(
    r"[ \u00a0\u202f](?:[ \u00a0\u202f]*(?=[?!;:»%€])"
    r"|(?<=«.)[ \u00a0\u202f]*|(?<=\bn°[ \u202f])[ \u202f]*|(?<=\b[LRD]\. )(?=\d))"
)


@register.filter(is_safe=True)
def french(value: object) -> str:
    """Make the spaces of French punctuation unbreakable, in plain or safe text."""
    text = "" if value is None else str(value)
    was_safe = isinstance(text, SafeData)
    text = _SPACES.sub(NO_BREAK, text)
    # A lazy safe text hides its safety from the template engine until now.
    return mark_safe(text) if was_safe else text


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(PARIS) if is_aware(value) else value).date()
    return value


@register.filter
def day_short(value: date | None) -> str:
    """12 mars; 1er mars."""
    if not value:
        return ""
    value = _local_day(value)
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]}"


@register.filter
def day(value: date | None) -> str:
    """12 mars 2026; 1er mars 2026."""
    return f"{day_short(value)} {_local_day(value).year}" if value else ""


@register.filter
def month_short(value: date | None) -> str:
    """sept."""
    return MONTHS_SHORT[_local_day(value).month - 1] if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """jeudi."""
    return WEEKDAYS[_local_day(value).weekday()] if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """10 h 42, in Paris."""
    if not value:
        return ""
    local = value.astimezone(PARIS) if is_aware(value) else value
    return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"


@register.filter
def moment(value: datetime | None) -> str:
    """12 mars 2026 à 10 h 42, in Paris."""
    if not value:
        return ""
    return _("%(day)s à %(clock)s") % {"day": day(value), "clock": clock(value)}


@register.filter
def days_left(value: date | None, today: date) -> int | None:
    """Whole days from today to the date; negative once it has passed."""
    return (_local_day(value) - _local_day(today)).days if value else None


@register.filter
def countdown(value: date | None, today: date) -> str:
    """How far the date is, in words."""
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
    sentence = ngettext(
        "dépassée de %(count)d jour", "dépassée de %(count)d jours", -left
    )
    return sentence % {"count": -left}


@register.filter
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


#: Words of a User-Agent, the most precise first: Edge and Chrome also say Safari.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome"}
_BROWSERS |= {"Safari": "Safari"}
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad"}
_SYSTEMS |= {"Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux"}


@register.filter
def device(user_agent: str) -> str:
    """ "Firefox sur Windows": what a person recognises of a User-Agent."""
    browser = next((name for key, name in _BROWSERS.items() if key in user_agent), "")
    system = next((name for key, name in _SYSTEMS.items() if key in user_agent), "")
    if browser and system:
        words = {"browser": browser, "system": system}
        return _("%(browser)s sur %(system)s") % words
    return browser or system or _("Appareil inconnu")


@register.filter
def numbered(project: Project, names: Mapping[UUID, str]) -> str:
    """The number, with whose file it is for who sits in several organisations."""
    return numbers.numbered(project, names)


@register.filter
def needs_answers(form: BaseForm) -> bool:
    """Whether something in the form must be given: else nothing is to be said of it."""
    return any(field.field.required for field in form.visible_fields())


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative drawing from the sprite; the words beside it carry the sense.

    Made once per process: a page shows up to a hundred of a dozen drawings.
    """
    return fill(
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def room_badge(room: str) -> SafeString:
    """Which room this belongs to: colour, drawing and words."""
    return _room_badge(str(room), get_language())


@cache
def _room_badge(key: str, _language: str | None) -> SafeString:
    drawing, words = ROOMS[key]
    return fill('<span class="room {}">{}{}</span>', key, icon(drawing), _(words))


@register.simple_tag
def state_badge(label: object, tone: str = "plain") -> SafeString:
    """A state in words; the tone (ok, late, wait, plain) only underlines it."""
    drawing = icon(STATE_ICONS[tone]) if tone in STATE_ICONS else ""
    return fill('<span class="badge {}">{}{}</span>', tone, drawing, french(label))


@register.simple_tag
def chain(items: Iterable[object]) -> SafeString:
    """Where an item comes from and what became of it, as a walk of knots.

    Each is an Item or a mapping with some of number, title, url and current. In
    Python and not in a template: a list of questions draws one per row.
    """
    knots = fill_each("<li>{}</li>", ((_knot(item),) for item in items))
    if not knots:
        return knots
    return fill('<ol class="thread" aria-label="{}">{}</ol>', _("Le fil"), knots)


def _knot(item: object) -> SafeString:
    number, title, url, current = (
        item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
        for name in ("number", "title", "url", "current")
    )
    if not current and not url:
        space = " " if number and title else ""
        return fill(
            '<span class="knot none">{}{}{}</span>', number, space, french(title)
        )
    words = french(cut(title, 48)) if title else ""
    if words:
        words = fill(' <span class="knot-title">{}</span>', words)
    if current:
        return fill('<b class="knot" aria-current="true">{}{}</b>', number, words)
    return fill('<a class="knot" href="{}">{}{}</a>', url, number, words)


def cut(title: str, most: int) -> str:
    """At most so many characters; the long road only for the long titles."""
    return title if len(title) <= most else Truncator(title).chars(most)
