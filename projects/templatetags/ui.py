"""What templates say in French: the words of projects/french.py, badges, the thread."""

from collections.abc import Iterable, Mapping
from functools import cache
from uuid import UUID

from django import template
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects import numbers
from projects.french import (
    clock,
    countdown,
    cut,
    day,
    day_short,
    days_left,
    file_size,
    french,
    moment,
    month_short,
    of_person,
    weekday,
)
from projects.markup import fill, fill_each

register = template.Library()

ROOMS = {
    "caucus": ("lock", "Espace élus"),
    "shared": ("people", "Espace partagé"),
}
STATE_ICONS = {"ok": "check", "late": "alert", "wait": "clock"}

register.filter("french", french, is_safe=True)
for _words in (
    *(day_short, day, month_short, weekday, clock, moment, days_left, countdown),
    *(file_size, of_person),
):
    register.filter(_words)


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
def breakable(address: str) -> SafeString:
    """An e-mail address that a narrow line cuts after its @, not inside a word."""
    name, at, domain = address.partition("@")
    return format_html("{}{}<wbr>{}", name, at, domain)


@register.filter
def numbered(file: numbers.Numbered, names: Mapping[UUID, str]) -> str:
    """The number, with whose file it is for who sits in several organisations."""
    return numbers.numbered(file, names)


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
