"""Quizzes, canvases of one's own tasks, interview guides, and texts to read."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.enums import TaskField
from diagnostics.instruments.header import KEYS, Grounds, Header, grounds, keys_of
from diagnostics.source import LONGEST_TEXT, Table, refuse_twins
from projects.enums import Phase


@dataclass(frozen=True, slots=True)
class QuizItem:
    """`correct` holds positions in `choices`, from 0; `level` goes from 1 to 3."""

    code: str
    theme: str
    level: int
    statement: str
    choices: tuple[str, ...]
    correct: frozenset[int]
    explanation: str
    grounds: Grounds


@dataclass(frozen=True)
class Quiz:
    header: Header
    items: tuple[QuizItem, ...]


def read_quiz(top: Table, header: Header) -> Quiz:
    top.only(*KEYS, "item")
    rows = top.tables("item", least=1)
    refuse_twins(rows)
    refuse_twins(rows, "statement")
    return Quiz(header, tuple(_item(one, header) for one in rows))


def _item(table: Table, header: Header) -> QuizItem:
    table.only(*keys_of(QuizItem))
    choices = table.several("choices", least=2)
    correct = table.numbers("correct")
    if not correct or any(not 1 <= one <= len(choices) for one in correct):
        raise table.error(
            "« correct » donne la place des bonnes réponses, à partir de 1.", "correct"
        )
    return QuizItem(
        code=table.code(),
        theme=table.words("theme", longest=80),
        level=table.number("level", 1, 3),
        statement=table.words("statement"),
        choices=choices,
        correct=frozenset(one - 1 for one in correct),
        explanation=table.words("explanation", longest=1200),
        grounds=grounds(table, header),
    )


@dataclass(frozen=True, slots=True)
class CanvasField:
    """What a field asks; `choices` are its words, lowest first, when it has degrees."""

    name: TaskField
    help: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CanvasCriterion:
    code: str
    title: str
    question: str
    examples: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Prompt:
    """One step of the collective discussion."""

    code: str
    title: str
    text: str
    minutes: int


@dataclass(frozen=True)
class Canvas:
    header: Header
    fields: tuple[CanvasField, ...]
    criteria: tuple[CanvasCriterion, ...]
    prompts: tuple[Prompt, ...]


def read_canvas(top: Table, header: Header) -> Canvas:
    top.only(*KEYS, "field", "criterion", "prompt")
    fields = top.tables("field", least=len(TaskField))
    criteria = top.tables("criterion", least=1)
    prompts = top.tables("prompt", least=1)
    refuse_twins(fields, "name")
    refuse_twins(criteria)
    refuse_twins(prompts)
    return Canvas(
        header,
        tuple(_field(one) for one in fields),
        tuple(_canvas_criterion(one, header) for one in criteria),
        tuple(_prompt(one) for one in prompts),
    )


def _field(table: Table) -> CanvasField:
    table.only("name", "help", "choices")
    return CanvasField(
        name=table.among("name", TaskField),
        help=table.words("help"),
        choices=table.several("choices"),
    )


def _canvas_criterion(table: Table, header: Header) -> CanvasCriterion:
    table.only(*keys_of(CanvasCriterion))
    return CanvasCriterion(
        code=table.code(),
        title=table.words("title", longest=160),
        question=table.words("question"),
        examples=table.several("examples"),
        grounds=grounds(table, header),
    )


def _prompt(table: Table) -> Prompt:
    table.only("code", "title", "text", "minutes")
    return Prompt(
        code=table.code(),
        title=table.words("title", longest=160),
        text=table.words("text", longest=1200),
        minutes=table.number("minutes", 1, 240),
    )


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of an interview: what to ask, and the code of what is heard."""

    code: str
    title: str
    summary: str
    questions: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True)
class InterviewGuide:
    header: Header
    opening: tuple[str, ...]
    themes: tuple[Theme, ...]
    closing: tuple[str, ...]


def read_interview(top: Table, header: Header) -> InterviewGuide:
    """`opening` and `closing`: what to say before and after (rights, use of notes)."""
    top.only(*KEYS, "opening", "closing", "theme")
    themes = top.tables("theme", least=2)
    refuse_twins(themes)
    return InterviewGuide(
        header,
        top.several("opening", least=1),
        tuple(_theme(one, header) for one in themes),
        top.several("closing", least=1),
    )


def _theme(table: Table, header: Header) -> Theme:
    table.only(*keys_of(Theme))
    return Theme(
        code=table.code(),
        title=table.words("title", longest=160),
        summary=table.words("summary"),
        questions=table.several("questions", least=1),
        grounds=grounds(table, header),
    )


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    text: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary."""

    term: str
    meaning: str
    grounds: Grounds


@dataclass(frozen=True)
class Guide:
    """`phases` and `instruments` say beside what it is offered."""

    header: Header
    phases: tuple[Phase, ...]
    instruments: tuple[str, ...]
    sections: tuple[Section, ...]
    terms: tuple[Term, ...]


def read_guide(top: Table, header: Header) -> Guide:
    top.only(*KEYS, "phases", "instruments", "section", "term")
    sections = top.tables("section", least=1)
    terms = top.tables("term")
    refuse_twins(sections)
    refuse_twins(terms, "term")
    return Guide(
        header,
        top.some_among("phases", Phase),
        top.several("instruments"),
        tuple(_section(one, header) for one in sections),
        tuple(_term(one, header) for one in terms),
    )


def _section(table: Table, header: Header) -> Section:
    """`text`: paragraphs parted by an empty line; « - » begins an item of a list."""
    table.only(*keys_of(Section))
    return Section(
        code=table.code(),
        title=table.words("title", longest=160),
        text=table.words("text", longest=LONGEST_TEXT),
        grounds=grounds(table, header),
    )


def _term(table: Table, header: Header) -> Term:
    table.only(*keys_of(Term))
    return Term(
        term=table.words("term", longest=80),
        meaning=table.words("meaning"),
        grounds=grounds(table, header),
    )
