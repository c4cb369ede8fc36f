"""The card of a date that binds, and the fold that says where the date comes from.

In Python and not in templates: home shows up to fifty, and they are most of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.enums import DeadlineNature
from projects.french import countdown, french, month_short, weekday
from projects.markup import fill
from projects.templatetags.ui import room_badge

register = template.Library()


@register.simple_tag
def due_cards(cards: Iterable[Mapping[str, Any]], today: date) -> SafeString:
    """Dates that bind, what each asks for, and where it comes from.

    A card has day, title and acts; and nature, detail, consequence, url, room, tone and
    the parts of `why` when they are known.
    """
    heads = cache(_head)  # cards of one day follow each other
    drawn = (_card(card, heads(card["day"], today), today) for card in cards)
    return SafeString("".join(drawn))


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


@register.filter
def how_far(due: Any, today: date) -> str:
    """How far the day of a row of the ledger is; only what is awaited can be missed."""
    return _how_far(due.due_on, today, due.nature)


def _how_far(on: date, today: date, nature: str) -> str:
    words = countdown(on, today, late=nature == DeadlineNature.AWAITED)
    if nature == DeadlineNature.CONDITIONAL:
        words = _("date sous condition : %(left)s") % {"left": words}
    return capfirst(french(words))


def _card(card: Mapping[str, Any], head: _Head, today: date) -> SafeString:
    tone = card.get("tone", "")
    nature, left = card.get("nature"), head.left
    if nature and nature != DeadlineNature.AWAITED:
        left = _how_far(card["day"], today, nature)
    title, detail = _law_words(card["title"]), french(card.get("detail"))
    if card.get("url"):
        title = fill('<a href="{}">{}</a>', card["url"], title)
    return fill(
        '<article class="card due{}{}">\n{}\n<div><h2>{}</h2>\n'
        '<p class="count">{}{}{}</p>\n{}{}{}</div></article>\n',
        " " if tone else "",
        tone,
        head.time,
        title,
        left,
        " · " if detail else "",
        detail,
        _paragraph(card.get("consequence")),
        _reason(card),
        _acts(card, tone),
    )


# What the law says of one date it says of many: those words are kept. `typed`, so that
# a safe text never stands for one to escape.
_kept = lru_cache(maxsize=256, typed=True)
_law_words = _kept(french)


@_kept
def _paragraph(words: str | None) -> str:
    return fill("<p>{}</p>\n", french(words)) if words else ""


def _reason(card: Mapping[str, Any]) -> str:
    if not card.get("why"):
        return ""
    names = ("article", "confidence", "changes", "rule")
    return why(card["why"], **{name: card.get(name, "") for name in names})


def _acts(card: Mapping[str, Any], tone: str) -> str:
    quiet = "" if tone == "now" else " quiet"
    acts = [
        fill(
            *('<a class="btn{}" href="{}">{}</a>', quiet, act["url"]),
            _law_words(act["label"]),
        )
        if act["primary"]
        else fill('<a href="{}">{}</a>', act["url"], _law_words(act["label"]))
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
    language = get_language()
    words = _why_words(language)
    names = ("article", "confidence", "changes", "rule")
    lines = (
        _line(words.start, parts.get("start")),
        _line(words.calculation, calculation),
        _lines_of_rule(language, *(parts.get(name) for name in names)),
    )
    return fill(
        '<details><summary>{}</summary>\n<dl class="why">{}</dl></details>',
        french(summary) or words.title,
        SafeString("\n".join(filter(None, lines))),
    )


def _line(label: str, value: str | None) -> str:
    return fill("<dt>{}</dt><dd>{}</dd>", label, french(value)) if value else ""


@_kept
def _lines_of_rule(
    language: str | None,
    article: str | None,
    confidence: str | None,
    changes: str | None,
    rule: str | None,
) -> str:
    """The lines that are the same for each date that the rule gives."""
    words = _why_words(language)
    lines = (
        _line(words.article, article),
        _line(words.confidence, confidence),
        _line(words.changes, changes),
        _line(words.rule, _rule(rule)),
    )
    return "\n".join(filter(None, lines))


@cache
def _rule(rule: str | None) -> str:
    """The rule's id, which leads to its words on the page of the law."""
    if not rule:
        return ""
    return fill('<a href="{}#{}">{}</a>', reverse("agreements:law"), rule, rule)


class _WhyWords(NamedTuple):
    title: str
    start: str
    calculation: str
    article: str
    confidence: str
    changes: str
    rule: str


@cache
def _why_words(_language: str | None) -> _WhyWords:
    """Title of the fold and labels of its lines, in the active language."""
    return _WhyWords(
        title=french(_("Pourquoi cette date ?")),
        start=_("Point de départ"),
        calculation=_("Calcul"),
        article=_("Texte"),
        confidence=_("Degré de certitude"),
        changes=_("Ce qui la changerait"),
        rule=_("Règle appliquée"),
    )
