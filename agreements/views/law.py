"""« Le droit dans Navette »: the whole rule book, for anybody, on one page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.books import CHAPTERS as AGREEMENTS
from dialogue.law.books import CHAPTERS as CONSULTATION
from dialogue.law.books.case_law import DECISIONS, Decision
from dialogue.law.books.unverified import OPEN_QUESTIONS
from dialogue.law.rules import STATE_OF_LAW, AnyRule, Chapter
from projects.enums import Confidence
from projects.public import public

TONES = {Confidence.V1: "ok", Confidence.M: "wait"}


@dataclass(frozen=True)
class Version:
    """One wording of a rule; `until` is its last day, None for the one in force."""

    rule: AnyRule
    until: date | None

    @property
    def mark(self) -> str:
        return mark(self.rule.confidence)

    @property
    def tone(self) -> str:
        return tone(self.rule.confidence)

    @property
    def site(self) -> str:
        return site(self.rule.source)


@dataclass(frozen=True)
class Ruling:
    """A decision with what a page shows beside it."""

    decision: Decision

    @property
    def mark(self) -> str:
        return mark(self.decision.confidence)

    @property
    def tone(self) -> str:
        return tone(self.decision.confidence)

    @property
    def site(self) -> str:
        return site(self.decision.source)


def mark(confidence: Confidence) -> str:
    """ "V1 · texte lu"."""
    return f"{confidence.value} · {confidence.label}"


def tone(confidence: Confidence) -> str:
    return TONES.get(confidence, "plain")


def site(address: str) -> str:
    """The host of an address, as one says it; empty without an address."""
    return urlsplit(address).netloc.removeprefix("www.")


def versions(rule: AnyRule) -> list[Version]:
    """The wordings of a rule, the newest first, each until the eve of the next."""
    found: list[Version] = []
    until: date | None = None
    for version in rule.versions():
        found.append(Version(version, until))
        until = version.since and version.since - timedelta(1)
    return found


def parts(chapters: Iterable[Chapter]) -> list[dict[str, object]]:
    return [
        {
            "anchor": slugify(str(chapter.title)),
            "title": chapter.title,
            "rules": [(rule.id, versions(rule)) for rule in chapter.rules],
        }
        for chapter in chapters
    ]


@cache
def page() -> str:
    """Made once: it depends on nothing but the code."""
    context = {
        "parts": parts([*CONSULTATION, *AGREEMENTS]),
        "rulings": [Ruling(decision) for decision in DECISIONS],
        "open_questions": OPEN_QUESTIONS,
        "state_of_law": STATE_OF_LAW,
        "marks": [(mark(level), tone(level)) for level in Confidence],
    }
    return render_to_string("agreements/law.html", context)


@public
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    return HttpResponse(page())
