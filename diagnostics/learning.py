"""The path « Se situer face à l’IA »: its quiz and its canvas, as they are today."""

from django.http import Http404

from diagnostics.enums import InstrumentKind
from diagnostics.instruments.learning import Canvas, Quiz, QuizItem
from diagnostics.library import of_navette

QUIZ, CANVAS = "diag-quiz", "diag-taches"


def current_quiz() -> Quiz | None:
    row = of_navette(InstrumentKind.QUIZ).filter(slug=QUIZ).first()
    text = row.current.text if row and row.current else None
    return text if isinstance(text, Quiz) else None


def current_canvas() -> Canvas | None:
    row = of_navette(InstrumentKind.CANVAS).filter(slug=CANVAS).first()
    text = row.current.text if row and row.current else None
    return text if isinstance(text, Canvas) else None


def quiz_or_404() -> Quiz:
    quiz = current_quiz()
    if quiz is None:
        raise Http404
    return quiz


def canvas_or_404() -> Canvas:
    canvas = current_canvas()
    if canvas is None:
        raise Http404
    return canvas


def series(quiz: Quiz) -> dict[str, list[QuizItem]]:
    """The questions by theme, the easiest first, in the order of the quiz."""
    found: dict[str, list[QuizItem]] = {}
    for item in quiz.items:
        found.setdefault(item.theme, []).append(item)
    return {
        theme: sorted(items, key=lambda item: item.level)
        for theme, items in found.items()
    }
