"""The journal of a project as each person may read it, and the thread item by item."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import items, told
from projects.access import project_or_404
from projects.enums import ItemKind
from projects.forms.history import TOPICS, HistoryForm, on_topic
from projects.french import PARIS
from projects.models import Entry, Item, Member, Project
from projects.models.journal import EntryQuerySet
from projects.spreadsheets import csv_file

PAGE_SIZE = 50


@require_safe
def history(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    form = HistoryForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    topic = asked.get("sujet", "")
    entries = on_topic(_journal(project, member), topic)
    found, older = _page(entries, asked.get("avant"))
    context = {
        "project": project,
        "member": member,
        "tab": "history",
        "form": form,
        "topic": topic,
        "query": urlencode({"sujet": topic}) if topic else "",
        "first_page": not asked.get("avant"),
        "entries": found,
        "with_rooms": member.sees_caucus,
        "older": older,
        "verbs": [verb for _words, verbs in TOPICS.values() for verb in verbs],
    }
    return render(request, "projects/history.html", context)


def _page(entries: EntryQuerySet, until: int | None) -> tuple[list[Entry], int | None]:
    """The newest of the `until` oldest lines, newest first; how many come before.

    Lines are counted from the first that this person reads: an address with the
    row's own id would tell how much every other organisation wrote.
    """
    if until is None:
        found = list(entries[: PAGE_SIZE + 1])
        more = len(found) > PAGE_SIZE
        return found[:PAGE_SIZE], entries.count() - PAGE_SIZE if more else None
    older = max(0, until - PAGE_SIZE)
    found = list(entries.order_by("pk")[older:until])
    return found[::-1], older or None


def _journal(project: Project, member: Member) -> EntryQuerySet:
    return Entry.objects.visible_to(member).filter(project=project)


@require_safe
def history_export(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The lines this person may read, oldest first, for a spreadsheet."""
    project, member = project_or_404(request, project_id)
    form = HistoryForm(request.GET or None)
    topic = form.cleaned_data.get("sujet", "") if form.is_valid() else ""
    entries = on_topic(_journal(project, member), topic).order_by("pk")
    response = HttpResponse(
        csv_file(_lines(entries)), content_type="text/csv; charset=utf-8"
    )
    name = f"historique-{project.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(entries: EntryQuerySet) -> Iterator[tuple[str, ...]]:
    yield (
        _("Ligne"),
        _("Date"),
        _("Heure"),
        _("Qui"),
        _("Ce qui s’est passé"),
        _("Espace"),
        _("Ce qui a été écrit"),
    )
    # Counted here: the row's own id runs through every organisation's journal.
    for rank, entry in enumerate(entries.iterator(chunk_size=500), start=1):
        moment = entry.at.astimezone(PARIS)
        yield (
            str(rank),
            f"{moment:%d/%m/%Y}",
            "" if entry.hourless else f"{moment:%H:%M:%S}",
            entry.actor_name,
            entry.sentence,
            entry.get_room_display(),
            "\n".join(f"{name} : {words}" for name, words in told.words_of(entry)),
        )


#: Under which tab a step of the thread is found.
_TABS = {
    str(ItemKind.QUESTION): "questions",
    str(ItemKind.ANSWER): "questions",
    str(ItemKind.POINT): "opinion",
}


@require_safe
def item(request: HttpRequest, project_id: UUID, item_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    found = (
        Item.objects.visible_to(member)
        .filter(project=project, pk=item_id)
        .select_related("created_by__user")
        .first()
    )
    if found is None:
        raise Http404
    chain = items.chain(found, member)
    context = {
        "project": project,
        "member": member,
        "tab": _TABS.get(found.kind, "summary"),
        "item": found,
        "steps": chain,
        "knots": _knots(project, chain, found),
    }
    return render(request, "projects/item.html", context)


def _knots(project: Project, chain: list[Item], current: Item) -> list[dict[str, Any]]:
    """The chain as the drawing wants it, with what is still missing at its end."""
    knots: list[dict[str, Any]] = [
        {
            "number": step.number,
            "title": step.title,
            "url": _url(project, step),
            "current": step.pk == current.pk,
        }
        for step in chain
    ]
    if chain[-1].pk == current.pk:
        knots.append({"number": "", "title": _("pas encore de suite")})
    return knots


def _url(project: Project, step: Item) -> str:
    return reverse("projects:item", args=[project.pk, step.pk])
