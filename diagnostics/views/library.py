"""Methods to read: the list of instruments, a guide, the glossary."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diagnostics import library as shelves
from diagnostics.enums import InstrumentKind
from diagnostics.texts import blocks

#: What one reads first, then what one does.
ORDER = (
    InstrumentKind.GUIDE,
    InstrumentKind.PATH,
    InstrumentKind.ADVICE,
    InstrumentKind.GRID,
    InstrumentKind.INTERVIEW,
    InstrumentKind.QUIZ,
    InstrumentKind.CANVAS,
)


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in shelves.of_navette():
        if row.current is not None:
            header = row.current.text.header
            rows.setdefault(row.kind, []).append({"slug": row.slug, "header": header})
    parts = [
        {"kind": kind, "label": kind.label, "rows": rows[kind]}
        for kind in ORDER
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
