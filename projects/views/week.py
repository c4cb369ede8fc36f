"""Home: the dates of the next two weeks, what each asks for, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.access import PersonRequest, request_places
from projects.awaited import awaited_of
from projects.enums import Confidence, Side
from projects.french import cut
from projects.models import Deadline, Entry, Member, Project
from projects.models.deadlines import DeadlineQuerySet
from projects.numbers import names_of, numbered
from projects.permissions import can_create_project

#: "Cette semaine" looks two weeks ahead: a date in nine days is prepared this week.
WINDOW = timedelta(days=14)
MOST_CARDS = 50
MOST_LATER = 100
LAST_LINES = 6
MOST_PLACES = 8  # places whose journal is told on the home page
NOW = 7  # days under which the first date takes the strong look

#: The columns that the page reads.
_PROJECT = (
    *("project", "project__year", "project__rank", "project__title"),
    "project__organisation",
)
_SHOWN = (
    *("label", "due_on", "binding", "room", "consequence"),
    *("explanation", "changes", "article", "confidence", "rule"),
    *("action_label", "action_url"),
)


@dataclass(frozen=True)
class Later:
    """What comes after the cards."""

    next_on: date | None
    count: int
    more: bool


@require_safe
def week(request: PersonRequest) -> HttpResponse:
    places = request_places(request)
    today, names = timezone.localdate(), names_of(places)
    deadlines = _open_to(places)
    if "tout" in request.GET:
        page = Paginator(deadlines, MOST_CARDS).get_page(request.GET.get("page"))
        return render(
            request,
            "projects/week_all.html",
            {"page": page, "cards": cards(list(page), today, names), "today": today},
        )
    shown = list(deadlines.filter(due_on__lte=today + WINDOW)[:MOST_CARDS])
    # « Binding » is said of the CSE: to the employer, every date is its own.
    employer = bool(places) and all(p.side == Side.MANAGEMENT for p in places)
    own = [deadline for deadline in shown if deadline.binding or employer]
    later = _later(deadlines, today, every=employer)
    context = {
        "today": today,
        "names": names,
        "awaited": awaited_of(request.user, places),
        "employer": employer,
        "cards": cards(own, today, names),
        "others": [] if employer else [one for one in shown if not one.binding],
        "later": later,
        "total": len(shown) + later.count,
        "full": len(shown) == MOST_CARDS,
        "lines": _last_lines(places),
        "new_project_url": _new_project_url(places),
        "first_step": not shown and not later.count and _has_no_project(places),
    }
    return render(request, "projects/week.html", context)


def _open_to(places: tuple[Member, ...]) -> DeadlineQuerySet:
    return (
        Deadline.objects.visible_to(*places)
        .open()
        .select_related("project")
        .only(*_SHOWN, *_PROJECT)
        .order_by("due_on", "label", "id")
    )


def _later(deadlines: DeadlineQuerySet, today: date, *, every: bool) -> Later:
    """One bounded query: the next date that binds and how many come, up to a hundred.

    Counting them all would read the whole table of a federation at each visit.
    """
    rows = list(
        deadlines.filter(due_on__gt=today + WINDOW)
        .order_by("due_on")
        .values_list("due_on", "binding")[:MOST_LATER]
    )
    next_on = next((day for day, binding in rows if binding or every), None)
    return Later(next_on, len(rows), len(rows) == MOST_LATER)


def _last_lines(places: tuple[Member, ...]) -> list[Entry]:
    """Last lines of the journal, asked place by place: each question then follows an
    index, where one for all of them may read the whole journal."""
    lines = [
        line
        for place in places[:MOST_PLACES]
        for line in Entry.objects.visible_to(place)
        .filter(project__isnull=False)
        .select_related("project")
        .only("sentence", "actor_name", "at", *_PROJECT)
        .order_by("-id")[:LAST_LINES]
    ]
    once = {line.pk: line for line in lines}
    return [once[pk] for pk in sorted(once, reverse=True)][:LAST_LINES]


def cards(
    deadlines: list[Deadline], today: date, names: Mapping[UUID, str]
) -> list[dict[str, object]]:
    """What the tag due_cards needs, in order; `names` as `numbers.names_of` gives."""
    levels = {value: str(words) for value, words in Confidence.choices}
    open_file = _("Ouvrir le dossier")
    return [
        {
            "day": deadline.due_on,
            "title": deadline.label,
            "url": deadline.action_url or _url(deadline),
            "detail": _file(deadline.project, names),
            "consequence": deadline.consequence,
            "why": " ".join(deadline.explanation),
            "article": deadline.article,
            "confidence": levels.get(deadline.confidence, deadline.confidence),
            "changes": " ".join(deadline.changes),
            "rule": deadline.rule,
            "room": deadline.room,
            "acts": _acts(deadline, open_file),
            "tone": _tone(deadline, today, first=rank == 0),
        }
        for rank, deadline in enumerate(deadlines)
    ]


def _file(project: Project, names: Mapping[UUID, str]) -> str:
    """Number and title; the title is cut, the card is about the date."""
    return f"{numbered(project, names)} · {cut(project.title, 60)}"


def _acts(deadline: Deadline, open_file: str) -> list[dict[str, object]]:
    project = {"label": open_file, "url": _url(deadline), "primary": False}
    if not deadline.action_url:
        return [project | {"primary": True}]
    act = {
        "label": deadline.action_label,
        "url": deadline.action_url,
        "primary": True,
    }
    return [act, project]


def _url(deadline: Deadline) -> str:
    return deadline.project.get_absolute_url()


def _tone(deadline: Deadline, today: date, *, first: bool) -> str:
    left = (deadline.due_on - today).days
    return "now" if left < 0 or (first and left <= NOW) else ""


def _new_project_url(places: tuple[Member, ...]) -> str:
    for place in places:
        if place.project_id is None and can_create_project(place):
            return reverse("projects:project_new", args=[place.organisation_id])
    return ""


def _has_no_project(places: tuple[Member, ...]) -> bool:
    return not Project.objects.visible_to(*places).exists()
