"""Home: the dates of the next two weeks, what each asks for, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.access import PersonRequest, request_places
from projects.awaited import awaited_by
from projects.enums import Confidence, DeadlineNature, Room, Side
from projects.french import cut
from projects.models import Deadline, Entry, Member, Project, System
from projects.models.deadlines import DeadlineQuerySet
from projects.models.projects import address_of, number_of
from projects.numbers import names_of, numbered
from projects.permissions import Can, can_create_project, can_edit_register, may

#: "Cette semaine" looks two weeks ahead: a date in nine days is prepared this week.
WINDOW = timedelta(days=14)
MOST_CARDS = 50
MOST_LATER = 100
MOST_REVIEWS = 5
LAST_LINES = 6
MOST_PLACES = 8  # places whose journal is told on the home page
NOW = 7  # days under which the first date takes the strong look

#: The columns of a line of the journal that home reads.
_LINE = (
    *("sentence", "actor_name", "at", "verb"),
    *("project__organisation", "project__year", "project__rank"),
)


class Due(NamedTuple):
    """What home reads of a deadline: the names are those of the columns.

    A row and not a model: home shows fifty, each with its project.
    """

    label: str
    due_on: date
    binding: bool
    nature: str
    room: str
    consequence: str
    explanation: list[str]
    changes: list[str]
    article: str
    confidence: str
    rule: str
    action_label: str
    action_url: str
    organisation_id: UUID
    project_id: UUID
    project__title: str
    project__year: int
    project__rank: int

    @property
    def number(self) -> str:
        return number_of(self.project__year, self.project__rank)

    @property
    def title(self) -> str:
        return cut(self.project__title, 60)

    @property
    def project_url(self) -> str:
        return address_of(self.project_id)

    @property
    def url(self) -> str:
        return self.action_url or self.project_url


@dataclass(frozen=True)
class Later:
    """What comes after the cards."""

    next_on: date | None
    count: int
    more: bool


NOTHING = Later(None, 0, more=False)


@require_safe
def week(request: PersonRequest) -> HttpResponse:
    places = request_places(request)
    today, names = timezone.localdate(), names_of(places)
    # « Binding » is said of the CSE: to the employer, every date is its own.
    employer = bool(places) and all(p.side == Side.MANAGEMENT for p in places)
    deadlines = Deadline.objects.visible_to(*places).open()
    if "tout" in request.GET:
        page = Paginator(_rows(deadlines), MOST_CARDS).get_page(request.GET.get("page"))
        every = [Due(*row) for row in page]
        shown_cards = cards(every, today, names, places=places, employer=employer)
        context = {"page": page, "cards": shown_cards, "today": today}
        return render(request, "projects/week_all.html", context)
    near = _rows(deadlines.filter(due_on__lte=today + WINDOW))
    shown = [Due(*row) for row in near[:MOST_CARDS]]
    full = len(shown) == MOST_CARDS
    own = [deadline for deadline in shown if deadline.binding or employer]
    # A full page says nothing of what comes after it.
    later = NOTHING if full else _later(deadlines, today, every=employer)
    context = {
        "today": today,
        "names": names,
        "awaited": awaited_by(request),
        "reviews": _passed_reviews(places, today),
        "employer": employer,
        "cards": cards(own, today, names, places=places, employer=employer),
        "others": [] if employer else [one for one in shown if not one.binding],
        "later": later,
        "total": len(shown) + later.count,
        "full": full,
        "lines": _last_lines(places),
        "new_project_url": _new_project_url(places),
        "first_step": not shown and not later.count and _has_no_project(places),
    }
    return render(request, "projects/week.html", context)


def _rows(deadlines: DeadlineQuerySet) -> QuerySet[Deadline, tuple[Any, ...]]:
    return deadlines.order_by("due_on", "label", "id").values_list(*Due._fields)


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


def _passed_reviews(places: tuple[Member, ...], today: date) -> list[System]:
    """Systems to look at again, for who may do it; a file has its own date for that."""
    keepers = [place for place in places if can_edit_register(place)]
    if not keepers:
        return []
    rows = System.objects.visible_to(*keepers).to_review(today).filter(project=None)
    told = rows.only("name", "review_on", "organisation_id")
    return list(told.order_by("review_on", "id")[:MOST_REVIEWS])


def _last_lines(places: tuple[Member, ...]) -> list[Entry]:
    """Last lines of the journal, asked place by place: each question then follows an
    index, where one for all of them may read the whole journal."""
    lines = [
        line
        for place in places[:MOST_PLACES]
        for line in Entry.objects.visible_to(place)
        .filter(project__isnull=False)
        .select_related("project")
        .only(*_LINE)
        .order_by("-id")[:LAST_LINES]
    ]
    once = {line.pk: line for line in lines}
    return [once[pk] for pk in sorted(once, reverse=True)][:LAST_LINES]


def cards(
    deadlines: list[Due],
    today: date,
    names: Mapping[UUID, str],
    *,
    places: tuple[Member, ...],
    employer: bool,
) -> list[dict[str, object]]:
    """What the tag due_cards needs, in order; `names` as `numbers.names_of` gives."""
    levels = {value: str(words) for value, words in Confidence.choices}
    mine = [_acts_on(due, places, employer=employer) for due in deadlines]
    open_file = _("Ouvrir le dossier")
    return [
        {
            "day": due.due_on,
            "nature": due.nature,
            "title": due.label,
            "url": due.url,
            "detail": f"{numbered(due, names)} · {due.title}",
            "consequence": due.consequence,
            "why": " ".join(due.explanation),
            "article": due.article,
            "confidence": levels.get(due.confidence, due.confidence),
            "changes": " ".join(due.changes),
            "rule": due.rule,
            "room": due.room,
            "acts": _acts(due, open_file, acts=mine[rank]),
            "tone": _tone(due, today, first=rank == 0),
        }
        for rank, due in enumerate(deadlines)
    ]


def _acts_on(due: Due, places: tuple[Member, ...], *, employer: bool) -> bool:
    """Whether the act is theirs: what binds the CSE is for those who write its opinion,
    and what both sides read without binding it, for the employer. A sitting is theirs
    who read of it."""
    if due.nature == DeadlineNature.SITTING:
        return True
    if not due.binding:
        return employer or due.room != Room.SHARED
    return employer or any(
        may(place, Can.WRITE_OPINION)
        for place in places
        if place.organisation_id == due.organisation_id
        and place.project_id in (None, due.project_id)
    )


def _acts(due: Due, open_file: str, *, acts: bool) -> list[dict[str, object]]:
    project = {"label": open_file, "url": due.project_url, "primary": False}
    if not due.action_url:
        return [project | {"primary": True}]
    label = due.action_label if acts else _("Voir où cela en est")
    return [
        {"label": label, "url": due.action_url, "primary": True},
        project,
    ]


def _tone(due: Due, today: date, *, first: bool) -> str:
    if due.nature != DeadlineNature.AWAITED:
        return ""
    left = (due.due_on - today).days
    return "now" if left < 0 or (first and left <= NOW) else ""


def _new_project_url(places: tuple[Member, ...]) -> str:
    for place in places:
        if place.project_id is None and can_create_project(place):
            return reverse("projects:project_new", args=[place.organisation_id])
    return ""


def _has_no_project(places: tuple[Member, ...]) -> bool:
    return not Project.objects.visible_to(*places).exists()
