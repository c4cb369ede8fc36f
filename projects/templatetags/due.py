"""The card of a date that binds, and the fold that says where the date comes from.

In Python and not in templates: home shows up to fifty, and they are most of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.french import countdown, french, month_short, weekday
from projects.markup import fill, fill_each
from projects.templatetags.ui import room_badge

register = template.Library()


@register.simple_tag
def due_cards(cards: Iterable[Mapping[str, Any]], today: date) -> SafeString:
    """Dates that bind, what each asks for, and where it comes from.

    A card has day, title and acts; and detail, consequence, url, room, tone and the
    parts of `why` when they are known.
    """
    heads = cache(_head)  # cards of one day follow each other
    return fill_each(
        "{}", ((_card(card, heads(card["day"], today)),) for card in cards)
    )


class _Head(NamedTuple):
    """What the cards of one day share."""

    time: SafeString
    left: str


def _head(on: date, today: date) -> _Head:
    time = fill(
        '<time datetime="{}"><span>{}</span> <b>{}</b> <span>{}{}</span></time>',
        on.isoformat(),
        weekday(on),
        on.day,
        month_short(on),
        "" if on.year == today.year else f" {on.year}",
    )
    return _Head(time, capfirst(countdown(on, today)))


def _card(card: Mapping[str, Any], head: _Head) -> SafeString:
    tone = card.get("tone", "")
    title, detail = french(card["title"]), french(card.get("detail"))
    if card.get("url"):
        title = fill('<a href="{}">{}</a>', card["url"], title)
    return fill(
        '<article class="card due{}{}">\n{}\n<div><h2>{}</h2>\n'
        '<p class="count">{}{}{}</p>\n{}{}{}</div></article>\n',
        " " if tone else "",
        tone,
        head.time,
        title,
        head.left,
        " · " if detail else "",
        detail,
        _paragraph(french(card.get("consequence"))),
        _reason(card),
        _acts(card, tone),
    )


def _paragraph(words: str) -> str:
    return fill("<p>{}</p>\n", words) if words else ""


def _reason(card: Mapping[str, Any]) -> str:
    if not card.get("why"):
        return ""
    names = ("article", "confidence", "changes", "rule")
    return why(card["why"], **{name: card.get(name, "") for name in names})


def _acts(card: Mapping[str, Any], tone: str) -> str:
    quiet = "" if tone == "now" else " quiet"
    acts = [
        fill(
            '<a class="btn{}" href="{}">{}</a>', quiet, act["url"], french(act["label"])
        )
        if act["primary"]
        else fill('<a href="{}">{}</a>', act["url"], french(act["label"]))
        for act in card["acts"]
    ]
    if card.get("room"):
        acts.append(room_badge(card["room"]))
    if not acts:
        return ""
    return fill('<div class="acts">{}</div>\n', SafeString("".join(acts)))


@register.simple_tag
def why(calculation: str, summary: str = "", **parts: str) -> SafeString:
    """The fold that says where a date comes from; what is not known is left out.

    `parts`: start, article, confidence, changes, rule.
    """
    title, *labels = _why_words(get_language())
    values = (
        french(parts.get("start")),
        french(calculation),
        french(parts.get("article")),
        french(parts.get("confidence")),
        french(parts.get("changes")),
        _rule(parts.get("rule")),
    )
    return fill(
        '<details><summary>{}</summary>\n<dl class="why">{}</dl></details>',
        french(summary) or title,
        fill_each(
            "<dt>{}</dt><dd>{}</dd>",
            (line for line in zip(labels, values, strict=True) if line[1]),
            between="\n",
        ),
    )


@cache
def _rule(rule: str | None) -> str:
    """The rule's id, which leads to its words on the page of the law."""
    if not rule:
        return ""
    return fill('<a href="{}#{}">{}</a>', reverse("agreements:law"), rule, rule)


@cache
def _why_words(_language: str | None) -> tuple[str, ...]:
    """Title of the fold, then the labels of its lines, in the active language."""
    return (
        french(_("Pourquoi cette date ?")),
        _("Point de départ"),
        _("Calcul"),
        _("Texte"),
        _("Degré de certitude"),
        _("Ce qui la changerait"),
        _("Règle appliquée"),
    )
