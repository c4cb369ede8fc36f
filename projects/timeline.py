"""The drawing of a run of dates: the same SVG on screen and in the PDF.

Labels alternate above and below the line and are pushed apart along each side,
so that they never overlap, however close the dates are. Colours are presentation
attributes: neither a strict style policy nor the PDF engine loses them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.french import MONTHS_SHORT, day, french
from projects.markup import fill, fill_each

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Kind = Literal["done", "due", "past", "planned", "today", "warn"]

INK, SOFT, LINE = "#1c2233", "#545b6e", "#dfdad0"
INDIGO, GARANCE, GAUDE = "#2f3e8f", "#a8321f", "#7a5600"
COLOURS: dict[Kind, str] = {
    "done": INDIGO,
    "due": GARANCE,
    "past": SOFT,
    "planned": INDIGO,
    "today": INK,
    "warn": GAUDE,
}

_KIND_LABELS: "dict[Kind, StrPromise]" = {
    "done": gettext_lazy("fait"),
    "due": gettext_lazy("à venir"),
    "past": gettext_lazy("passé"),
    "planned": gettext_lazy("prévu"),
    "today": gettext_lazy("aujourd’hui"),
    "warn": gettext_lazy("attention"),
}

FONT = "'Atkinson Hyperlegible Next', system-ui, sans-serif"
FONT_SIZE = 13
LINE_HEIGHT = 17
LABEL_WIDTH = 128
LABEL_GAP = 10
MAX_LINES = 5
MIN_WIDTH = 960
MARGIN = 16
MARK_GAP = 40  # between two marks, even of the same day
REACH = 38  # from the line to the nearest edge of a label


@dataclass(frozen=True, slots=True)
class Moment:
    """One date of the run; `due` still binds, `warn` went wrong, `done` is past.

    `past`: the day is over, and nobody said whether it was kept. `planned`: what will
    happen on a day that binds nobody.
    """

    day: date
    label: str
    kind: Kind

    @property
    def kind_label(self) -> str:
        return str(_KIND_LABELS[self.kind])


@dataclass(frozen=True, slots=True)
class _Placed:
    moment: Moment
    lines: tuple[str, ...]
    mark: float  # where the date falls on the line
    centre: float  # where its label stands
    above: bool


def timeline_svg(
    moments: Sequence[Moment], today: date, *, ident: str = "frise"
) -> SafeString:
    """Draw the moments in the order of their dates; `ident` is unique in the page."""
    run = _with_today(moments, today)
    if not run:
        return SafeString("")
    width = max(MIN_WIDTH, (len(run) + 1) // 2 * (LABEL_WIDTH + LABEL_GAP) + 2 * MARGIN)
    placed = _place(run, width)
    axis = REACH + max((len(p.lines) for p in placed if p.above), default=0) * (
        LINE_HEIGHT
    )
    below = max((len(p.lines) for p in placed if not p.above), default=0)
    height = axis + REACH + below * LINE_HEIGHT + 8
    return format_html(
        '<svg class="timeline" xmlns="http://www.w3.org/2000/svg" role="img"'
        ' viewBox="0 0 {width} {height}" aria-labelledby="{ident}-t {ident}-d">'
        '<title id="{ident}-t">{title}</title><desc id="{ident}-d">{desc}</desc>'
        "{line}{leaders}{marks}{labels}</svg>",
        width=width,
        height=height,
        ident=ident,
        title=_("Frise des dates"),
        desc=_sentence(run),
        line=_line(placed, today, width, axis),
        leaders=fill_each("{}", ((_leader(p, axis),) for p in placed)),
        marks=fill_each("{}", ((_mark(p, axis),) for p in placed)),
        labels=fill_each("{}", ((_label(p, axis),) for p in placed)),
    )


def _with_today(moments: Sequence[Moment], today: date) -> list[Moment]:
    """Add today, unless the run is over and today would only stretch it."""
    run = sorted(moments, key=lambda m: m.day)
    if not run or any(m.kind == "today" for m in run):
        return run
    if today <= run[-1].day or any(m.kind == "due" for m in run):
        run.append(Moment(today, "", "today"))
        run.sort(key=lambda m: m.day)
    return run


def _place(run: Sequence[Moment], width: int) -> list[_Placed]:
    first, last = run[0].day, run[-1].day
    span = (last - first).days
    inner = width - 2 * MARGIN - LABEL_WIDTH
    left = MARGIN + LABEL_WIDTH / 2

    def x(moment: Moment) -> float:
        if not span:
            return width / 2
        return left + inner * (moment.day - first).days / span

    # Close dates are drawn a little apart: legible marks are worth more than an
    # exact scale, since every mark carries its date.
    gap = min(MARK_GAP, inner / max(len(run) - 1, 1))
    marks = _spread([x(m) for m in run], left, width - left, gap)
    centres: dict[int, float] = {}
    for side in (0, 1):
        indexes = range(side, len(run), 2)
        wanted = [marks[i] for i in indexes]
        spread = _spread(wanted, left, width - left, LABEL_WIDTH + LABEL_GAP)
        centres.update(zip(indexes, spread, strict=True))
    texts = _texts(run)
    return [
        _Placed(m, texts[i], marks[i], centres[i], above=i % 2 == 0)
        for i, m in enumerate(run)
    ]


def _spread(wanted: list[float], low: float, high: float, step: float) -> list[float]:
    """Move the points as little as needed for each to stand `step` from the next.

    Points that would collide form a group, which stands around its own middle.
    """
    groups: list[tuple[float, int]] = []  # (mean of its points' room, size)
    for i, value in enumerate(wanted):
        mean, size = value - i * step, 1
        while groups and groups[-1][0] > mean:
            before, count = groups.pop()
            mean = (mean * size + before * count) / (size + count)
            size += count
        groups.append((mean, size))
    most = high - (len(wanted) - 1) * step
    bases = [min(max(mean, low), most) for mean, size in groups for _i in range(size)]
    return [base + i * step for i, base in enumerate(bases)]


def _texts(run: Sequence[Moment]) -> list[tuple[str, ...]]:
    """The date, with its year where it changes, then the label cut in lines."""
    texts = []
    year = None
    for m in run:
        number = "1er" if m.day.day == 1 else str(m.day.day)
        short = f"{number} {MONTHS_SHORT[m.day.month - 1]}"
        head = short if m.day.year == year else f"{short} {m.day.year}"
        year = m.day.year
        label = m.label or (m.kind_label if m.kind == "today" else "")
        texts.append((head, *_wrap(label)))
    return texts


def text_width(text: str) -> float:
    """Upper estimate in pixels; capitals and m, w are wide, i, l and stops narrow."""
    ems = sum(
        0.31
        if char in "ijl.,:;’'!|·()[] "
        else 0.86
        if char in "mwMWŒœ%—…"
        else 0.72
        if char.isupper() or not char.isalpha()
        else 0.57
        for char in text
    )
    return ems * FONT_SIZE


@lru_cache(maxsize=1024)
def _wrap(label: str) -> tuple[str, ...]:
    """Cut in lines that fit; kept, since most labels are those of the law."""
    lines: list[str] = []
    for word in french(label).split(" "):  # an unbreakable space stays in its word
        if lines and text_width(f"{lines[-1]} {word}") <= LABEL_WIDTH:
            lines[-1] += f" {word}"
            continue
        piece = ""
        for char in word:
            if text_width(piece + char + "-") > LABEL_WIDTH + LABEL_GAP - 2:
                lines.append(f"{piece}-")
                piece = ""
            piece += char
        lines.append(piece)
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], f"{lines[MAX_LINES - 1][:12]}…"]
    return tuple(lines)


def _line(
    placed: Sequence[_Placed], today: date, width: int, axis: float
) -> SafeString:
    """The thread, inked up to today."""
    past = [p.mark for p in placed if p.moment.day <= today]
    stroke = (
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="6"'
        ' stroke-linecap="round"/>'
    )
    whole = fill(stroke, MARGIN, width - MARGIN, axis, axis, LINE)
    if not past:
        return whole
    end = width - MARGIN if len(past) == len(placed) else round(max(past), 1)
    return whole + fill(stroke, MARGIN, end, axis, axis, INDIGO)


def _leader(placed: _Placed, axis: float) -> SafeString:
    far = axis - REACH + 6 if placed.above else axis + REACH - 6
    return fill(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"/>',
        round(placed.mark, 1),
        axis,
        round(placed.centre, 1),
        far,
        SOFT,
    )


def _mark(placed: _Placed, axis: float) -> SafeString:
    """A disc is over, a ring is planned, a lozenge binds; a bar is today."""
    x, kind = round(placed.mark, 1), placed.moment.kind
    shapes: dict[Kind, tuple[float, ...]] = {
        "due": (x, axis - 12, x + 12, axis, x, axis + 12, x - 12, axis),
        "warn": (x, axis - 12, x + 12, axis + 9, x - 12, axis + 9),
        "today": (
            *(x - 2, axis - 17, x + 2, axis - 17),
            *(x + 2, axis + 17, x - 2, axis + 17),
        ),
    }
    if kind == "planned":
        return fill(
            '<circle cx="{}" cy="{}" r="7" fill="#ffffff" stroke="{}"'
            ' stroke-width="3"/>',
            x,
            axis,
            COLOURS[kind],
        )
    if kind in ("done", "past"):
        return fill(
            '<circle cx="{}" cy="{}" r="9" fill="{}" stroke="#ffffff"'
            ' stroke-width="2"/>',
            x,
            axis,
            COLOURS[kind],
        )
    points = " ".join(str(round(value, 1)) for value in shapes[kind])
    return fill(
        '<polygon points="{}" fill="{}" stroke="#ffffff" stroke-width="1.5"/>',
        points,
        COLOURS[kind],
    )


def _label(placed: _Placed, axis: float) -> SafeString:
    count = len(placed.lines)
    top = (
        axis - REACH - (count - 1) * LINE_HEIGHT
        if placed.above
        else axis + REACH + FONT_SIZE - 4
    )
    rows = (
        (
            round(placed.centre, 1),
            top + i * LINE_HEIGHT,
            700 if i == 0 else 450,
            _colour(placed.moment.kind) if i == 0 else SOFT,
            line,
        )
        for i, line in enumerate(placed.lines)
    )
    return fill(
        '<g font-family="{}" font-size="{}" text-anchor="middle">{}</g>',
        FONT,
        FONT_SIZE,
        fill_each('<text x="{}" y="{}" font-weight="{}" fill="{}">{}</text>', rows),
    )


def _colour(kind: Kind) -> str:
    return COLOURS[kind] if kind in ("due", "warn") else INK


def _sentence(run: Sequence[Moment]) -> str:
    """The drawing read aloud."""
    parts = [
        f"{m.label} : {day(m.day)} ({m.kind_label})"
        if m.label
        else f"{m.kind_label} : {day(m.day)}"
        for m in run
    ]
    return french(" ; ".join(parts) + ".")
