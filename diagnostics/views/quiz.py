"""The path « Se situer face à l’IA » and its quiz: nothing of it is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from diagnostics.forms.tasks import QuizForm
from diagnostics.learning import (
    current_canvas,
    current_quiz,
    quiz_or_404,
    series,
)
from diagnostics.models import TaskCard
from projects.access import PersonRequest, request_places
from projects.models import Project


@require_safe
def diag(request: PersonRequest) -> HttpResponse:
    """Three sequences: learn, look at one's own work, talk together."""
    canvas = current_canvas()
    context = {
        "quiz": current_quiz(),
        "canvas": canvas,
        "origin": canvas.header.origin if canvas else None,
        "cards": TaskCard.objects.owned_by(request.user).count(),
        "minutes": sum(one.minutes for one in canvas.prompts) if canvas else 0,
        "projects": Project.objects.visible_to(*request_places(request))[:20],
    }
    return render(request, "diagnostics/diag.html", context)


@require_safe
def quiz(request: HttpRequest) -> HttpResponse:
    """The themes of the quiz. No total, and nothing of the answers is kept."""
    text = quiz_or_404()
    context = {
        "quiz": text,
        "origin": text.header.origin,
        "parts": [
            {"theme": theme, "first": items[0], "count": len(items)}
            for theme, items in series(text).items()
        ],
    }
    return render(request, "diagnostics/quiz.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quiz_item(request: HttpRequest, quiz_code: str) -> HttpResponse:
    """One question; its explanation comes whatever was answered."""
    text = quiz_or_404()
    item = next((one for one in text.items if one.code == quiz_code), None)
    if item is None:
        raise Http404
    form = QuizForm(request.POST or None, item=item)
    answered = request.method == "POST" and form.is_valid()
    chosen = form.chosen() if answered else frozenset()
    beside = series(text)[item.theme]
    rank = beside.index(item)
    context = {
        "item": item,
        "form": form,
        "answered": answered,
        "right": chosen == item.correct,
        "lines": [
            {"words": words, "right": place in item.correct, "mine": place in chosen}
            for place, words in enumerate(item.choices)
        ],
        "rank": rank + 1,
        "total": len(beside),
        "following": beside[rank + 1] if rank + 1 < len(beside) else None,
    }
    status = 422 if request.method == "POST" and not answered else 200
    return render(request, "diagnostics/quiz_item.html", context, status=status)
