"""Methods to read: the list of instruments, a guide, the glossary."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from diagnostics import library as shelves
from diagnostics.enums import InstrumentKind
from diagnostics.instruments import Guide
from diagnostics.texts import blocks

#: What one reads first, then what one does.
SHELVES = (
    (InstrumentKind.GUIDE, _l("Repères à lire")),
    (InstrumentKind.PATH, _l("Parcours de dialogue")),
    (InstrumentKind.ADVICE, _l("Conseils par phase")),
    (InstrumentKind.GRID, _l("Grilles de diagnostic")),
    (InstrumentKind.INTERVIEW, _l("Guides d’entretien")),
    (InstrumentKind.QUIZ, _l("Quiz")),
    (InstrumentKind.CANVAS, _l("Canevas")),
)


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    rows: dict[str, list[dict[str, Any]]] = {}
    texts = [row.current.text for row in shelves.of_navette() if row.current]
    guides = [text for text in texts if isinstance(text, Guide)]
    for text in texts:
        header = text.header
        about = [guide for guide in guides if header.id in guide.instruments]
        rows.setdefault(header.kind, []).append({"header": header, "guides": about})
    parts = [
        {"kind": kind, "label": label, "rows": rows[kind]}
        for kind, label in SHELVES
        if kind in rows
    ]
    return render(request, "diagnostics/library.html", {"parts": parts})


@require_safe
def guide(request: HttpRequest, guide_slug: str) -> HttpResponse:
    text = next((one for one in shelves.guides() if one.header.id == guide_slug), None)
    if text is None:
        raise Http404
    anchors = {
        word.term.term: word.anchor
        for word in shelves.glossary()
        if word.guide.header.id == guide_slug
    }
    context = {
        "guide": text,
        "sections": [
            {"section": one, "blocks": blocks(one.text)} for one in text.sections
        ],
        "terms": [
            {"term": one, "anchor": anchors.get(one.term, "")} for one in text.terms
        ],
    }
    return render(request, "diagnostics/guide.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    letters = [
        {"letter": letter, "words": list(words)}
        for letter, words in groupby(shelves.glossary(), key=lambda one: one.letter)
    ]
    return render(request, "diagnostics/glossary.html", {"letters": letters})
