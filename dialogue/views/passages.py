"""Editing one passage: autosave, plain save, merge, collision, history."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dialogue.access import passage_or_404
from dialogue.actions import opinions
from dialogue.actions.opinions import Saved
from dialogue.enums import OpinionState
from dialogue.forms.opinions import PassageForm, RestoreForm, SourceForm
from dialogue.merge import compare
from dialogue.models import Passage, PassageRevision
from dialogue.permissions import can_write_opinion
from projects.access import require
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Member

#: Saves of one person that follow within two minutes are one line of the history.
ONE_SITTING = 120


@require_http_methods(["GET", "POST"])
def passage(request: HttpRequest, project_id: UUID, passage_id: UUID) -> HttpResponse:
    row, member = passage_or_404(request, project_id, passage_id)
    require(can_write_opinion(member))
    if request.method == "GET":
        return _editor(request, row, member, PassageForm(initial=_values(row)))
    form = PassageForm(request.POST)
    quick = request.headers.get("HX-Target") == "autosave"
    if not form.is_valid():
        error = " ".join(str(m) for errors in form.errors.values() for m in errors)
        return (
            _status(request, row, 422, error=error)
            if quick
            else _editor(request, row, member, form, status=422)
        )
    try:
        saved = opinions.save_passage(
            row,
            actor=member,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            base=form.cleaned_data["revision"],
        )
    except Conflict as conflict:
        return (
            _status(request, row, 409, error=conflict.sentence, collided=True)
            if quick
            else _both(request, row, member, form, conflict)
        )
    except Refused as refused:
        if quick:
            return _status(request, row, 422, error=refused.sentence)
        form.add_error(None, refused.sentence)
        return _editor(request, row, member, form, status=422)
    if quick:
        return _status(request, row, 200, saved=saved)
    return _after(request, row, saved)


def _values(row: Passage) -> dict[str, Any]:
    return {"title": row.title, "text": row.text, "revision": row.revision}


def _editor(
    request: HttpRequest,
    row: Passage,
    member: Member,
    form: PassageForm,
    status: int = 200,
) -> HttpResponse:
    project = row.opinion.project
    context = {
        "project": project,
        "member": member,
        "tab": "opinion",
        "passage": row,
        "name": opinions.name_of(row),
        "form": form,
        "place": f"{Room.CAUCUS}:passage:{row.pk}",
        "readonly": row.opinion.state != OpinionState.DRAFTING
        or row.removed_at is not None,
        "source_form": SourceForm(
            initial={"source": row.item.origin_id}, project=project, member=member
        )
        if row.item
        else None,
    }
    return render(request, "dialogue/passage.html", context, status=status)


def _status(
    request: HttpRequest,
    row: Passage,
    status: int,
    *,
    error: str = "",
    saved: Saved | None = None,
    collided: bool = False,
) -> HttpResponse:
    """The line under the editor; it also moves the revision the page started from."""
    context = {
        "project": row.opinion.project,
        "passage": row,
        "error": error,
        "saved": saved,
        "collided": collided,
    }
    return render(
        request, "dialogue/passage.html#autosave_result", context, status=status
    )


def _after(request: HttpRequest, row: Passage, saved: Saved) -> HttpResponse:
    project_id = row.opinion.project_id
    if not saved.merged:
        messages.success(request, _("Passage enregistré."))
        return redirect("dialogue:opinion", project_id)
    sentence = (
        _("Enregistré, fusionné avec la version de %(others)s. Relisez l’ensemble.")
        % {"others": saved.others}
        if saved.others
        else _("Enregistré, fusionné avec le texte commun. Relisez l’ensemble.")
    )
    messages.success(request, sentence)
    return redirect("dialogue:passage", project_id, row.pk)


def _both(
    request: HttpRequest,
    row: Passage,
    member: Member,
    form: PassageForm | RestoreForm,
    conflict: Conflict,
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    """Both texts side by side; the person writes the one that stays."""
    row.refresh_from_db()
    mine = typed or form.cleaned_data
    final = {"title": mine["title"], "text": mine["text"], "revision": row.revision}
    context = {
        "project": row.opinion.project,
        "member": member,
        "tab": "opinion",
        "passage": row,
        "name": opinions.name_of(row),
        "sentence": conflict.sentence,
        "mine": mine,
        "parts": compare(row.text, mine["text"]),
        "form": PassageForm(initial=final),
    }
    return render(request, "dialogue/passage_conflict.html", context, status=409)


@require_http_methods(["GET", "POST"])
def passage_history(
    request: HttpRequest, project_id: UUID, passage_id: UUID
) -> HttpResponse:
    row, member = passage_or_404(request, project_id, passage_id)
    if request.method == "POST":
        require(can_write_opinion(member))
        return _restore(request, row, member)
    context = {
        "project": row.opinion.project,
        "member": member,
        "tab": "opinion",
        "passage": row,
        "name": opinions.name_of(row),
        "sittings": _sittings(row),
        "restores": can_write_opinion(member)
        and row.opinion.state == OpinionState.DRAFTING
        and row.removed_at is None,
    }
    return render(request, "dialogue/passage_history.html", context)


def _sittings(row: Passage) -> list[dict[str, Any]]:
    """Revisions, latest first, each with what it changed from the one before."""
    kept: list[PassageRevision] = []
    for revision in row.revisions.select_related("saved_by__user")[:400]:
        later = kept[-1] if kept else None
        if (
            later is None
            or later.saved_by_id != revision.saved_by_id
            or (later.saved_at - revision.saved_at).total_seconds() > ONE_SITTING
        ):
            kept.append(revision)
    kept = kept[:50]
    return [
        {
            "revision": new,
            "parts": compare(old.text if old else "", new.text),
            "old_title": old.title if old else "",
            "current": new.revision == row.revision,
        }
        for new, old in pairwise([*kept, None])
        if new is not None
    ]


def _restore(request: HttpRequest, row: Passage, member: Member) -> HttpResponse:
    """An older text comes back as a new save, merged or refused like any other."""
    project_id = row.opinion.project_id
    form = RestoreForm(request.POST)
    old = (
        row.revisions.filter(revision=form.cleaned_data["restore"]).first()
        if form.is_valid()
        else None
    )
    if old is None:
        messages.error(request, _("Cette version n’existe pas."))
        return redirect("dialogue:passage_history", project_id, row.pk)
    try:
        saved = opinions.save_passage(
            row,
            actor=member,
            title=old.title,
            text=old.text,
            base=form.cleaned_data["revision"],
        )
    except Conflict as conflict:
        typed = {"title": old.title, "text": old.text}
        return _both(request, row, member, form, conflict, typed)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("dialogue:passage_history", project_id, row.pk)
    return _after(request, row, saved)
