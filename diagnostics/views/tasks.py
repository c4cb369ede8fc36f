"""One's own tasks: pages that only their owner opens, and the sharing of a copy."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics.actions import tasks as actions
from diagnostics.enums import TaskField
from diagnostics.forms.tasks import ShareTaskForm, TaskForm, TaskNotesForm
from diagnostics.instruments.learning import Canvas
from diagnostics.learning import canvas_or_404
from diagnostics.models import SharedTask, TaskCard
from projects.access import PersonRequest, project_or_404, request_places
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Member, Project


@require_safe
def tasks(request: PersonRequest) -> HttpResponse:
    """The board: cards by wish, against the responsibility criteria."""
    canvas = canvas_or_404()
    cards = list(TaskCard.objects.owned_by(request.user))
    still_open = Project.objects.visible_to(*request_places(request))
    context = {
        "canvas": canvas,
        "origin": canvas.header.origin,
        "cards": cards,
        "groups": _by_wish(canvas, cards),
        # Whoever left takes a copy back without reading what the project became.
        "shared": SharedTask.objects.given_by(request.user)
        .select_related("project")
        .annotate(still_open=Q(project__in=still_open)),
    }
    return render(request, "diagnostics/tasks.html", context)


def _by_wish(canvas: Canvas, cards: list[TaskCard]) -> list[dict[str, Any]]:
    """In the order of the canvas; words that it no longer has come last."""
    offered = next(one.choices for one in canvas.fields if one.name == TaskField.WISH)
    others = {card.wish for card in cards} - {*offered}
    return [
        {
            "wish": wish,
            "rows": [
                {
                    "card": card,
                    "notes": [card.notes.get(one.code, "") for one in canvas.criteria],
                }
                for card in cards
                if card.wish == wish
            ],
        }
        for wish in (*offered, *sorted(others, reverse=True))
        if any(card.wish == wish for card in cards)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: PersonRequest) -> HttpResponse:
    canvas = canvas_or_404()
    form = TaskForm(request.POST or None, canvas=canvas)
    if request.method == "POST" and form.is_valid():
        try:
            card = actions.add(request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La tâche est dans votre canevas."))
            return redirect("diagnostics:task", card.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: PersonRequest, task_id: UUID) -> HttpResponse:
    """One card: what was said of it, and a note per criterion."""
    canvas = canvas_or_404()
    card = get_object_or_404(TaskCard.objects.owned_by(request.user), pk=task_id)
    form = TaskNotesForm(request.POST or None, canvas=canvas, card=card)
    if request.method == "POST" and form.is_valid():
        notes = dict(form.cleaned_data)
        try:
            actions.note(card, notes, seen=notes.pop("seen"))
        except Stale as stale:
            keep_both(form, stale)
        else:
            messages.success(request, _("Vos notes sont gardées, pour vous."))
            return redirect("diagnostics:task", card.pk)
    context = {"card": card, "form": form, "canvas": canvas}
    status = 422 if form.errors else 200
    return render(request, "diagnostics/task.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: PersonRequest, task_id: UUID) -> HttpResponse:
    canvas = canvas_or_404()
    card = get_object_or_404(TaskCard.objects.owned_by(request.user), pk=task_id)
    form = TaskForm(request.POST or None, canvas=canvas, card=card)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(card, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        else:
            messages.success(request, _("La tâche est modifiée."))
            return redirect("diagnostics:task", card.pk)
    return _form_page(request, form, card)


@require_POST
def task_delete(request: PersonRequest, task_id: UUID) -> HttpResponse:
    card = get_object_or_404(TaskCard.objects.owned_by(request.user), pk=task_id)
    actions.delete(card)
    messages.success(request, _("La tâche est supprimée, avec ses notes."))
    return redirect("diagnostics:tasks")


@require_http_methods(["GET", "HEAD", "POST"])
def task_share(request: PersonRequest, task_id: UUID) -> HttpResponse:
    """Choose a project, a room, and what others will read."""
    card = get_object_or_404(TaskCard.objects.owned_by(request.user), pk=task_id)
    places = request_places(request)
    form = ShareTaskForm(
        request.POST or None,
        projects=Project.objects.visible_to(*places),
        rooms=rooms_of(*places),
        card=card,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        project, member = project_or_404(request, data["project"].pk)
        try:
            actions.share(
                card,
                project,
                actor=member,
                room=data["room"],
                note=data["note"],
                fields=data["fields_shown"],
            )
        except Refused as refused:
            form.add_error("room", refused.sentence)
        else:
            messages.success(request, _("Une copie est partagée, sans votre nom."))
            return redirect("diagnostics:shared_tasks", project.pk)
    context = {"card": card, "form": form, "places": places}
    status = 422 if form.errors else 200
    return render(request, "diagnostics/task_share.html", context, status=status)


@require_POST
def shared_retract(request: PersonRequest, shared_id: UUID) -> HttpResponse:
    """Only its author takes a copy back, even from a place that was closed."""
    shared = get_object_or_404(
        SharedTask.objects.given_by(request.user).select_related("project"),
        pk=shared_id,
    )
    actions.take_back(shared)
    messages.success(request, _("La carte n’est plus partagée."))
    known = Project.objects.visible_to(*request_places(request))
    if "cartes" in request.POST and known.filter(pk=shared.project_id).exists():
        return redirect("diagnostics:shared_tasks", shared.project_id)
    return redirect("diagnostics:tasks")


def rooms_of(*places: Member) -> list[Room]:
    """The caucus first, for who enters one: nothing goes to management by default."""
    if any(place.sees_caucus for place in places):
        return [Room.CAUCUS, Room.SHARED]
    return [Room.SHARED]


def _form_page(
    request: PersonRequest, form: TaskForm, card: TaskCard | None
) -> HttpResponse:
    context = {"form": form, "card": card}
    status = 422 if form.errors else 200
    return render(request, "diagnostics/task_form.html", context, status=status)
