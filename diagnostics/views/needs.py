"""The table of needs: expressing one, answering, moving, sharing, taking it away."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import permissions
from diagnostics.access import logbook_of, logbook_or_404, need_or_404
from diagnostics.actions import needs as actions
from diagnostics.enums import NeedState
from diagnostics.forms.needs import NeedAnswerForm, NeedForm, NeedMoveForm
from diagnostics.models import Logbook, Need
from diagnostics.models.logbooks import NeedQuerySet
from diagnostics.signed_answers import answers_signed
from diagnostics.views.logbooks import JUDGED, history
from diagnostics.views.pages import context_of, page_of
from projects.access import require
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.french import day
from projects.models import Entry, Item, Member
from projects.spreadsheets import csv_file

A_PAGE = 30
TONES = {
    NeedState.EXPRESSED: "wait",
    NeedState.RETAINED: "wait",
    NeedState.DELIVERED: "wait",
    NeedState.ACCEPTED: "ok",
    NeedState.REFUSED: "late",
    NeedState.DROPPED: "plain",
}


def _rows(logbook: Logbook, member: Member) -> NeedQuerySet:
    return Need.objects.visible_to(member).filter(logbook=logbook)


def _line(need: Need, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "need": need,
        "category": titles.get(need.category, need.category),
        "tone": TONES[NeedState(need.state)],
    }


def _titles(logbook: Logbook) -> dict[str, str]:
    return {one.code: one.title for one in logbook.book.needs}


@require_safe
def need_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The table; `?attente` keeps the needs that are not accepted yet."""
    logbook, project, member = logbook_of(request, project_id)
    context = context_of(project, member, logbook=logbook)
    if logbook is None:
        context["may_open"] = permissions.can_open_logbook(member)
        return render(request, "diagnostics/logbook_none.html", context)
    rows, only = _rows(logbook, member), "attente" in request.GET
    page = page_of(request, rows.waiting() if only else rows, size=A_PAGE)
    titles = _titles(logbook)
    context |= {
        "page": page,
        "lines": [_line(one, titles) for one in page.object_list],
        "only_waiting": only,
        "judged": project.phase in JUDGED,
        "waiting": rows.waiting().count(),
        "may_write": permissions.can_write_logbook(member, logbook),
    }
    return render(request, "diagnostics/needs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Write a need, from a blank or from one of the examples of the book."""
    logbook, member = logbook_or_404(request, project_id)
    require(permissions.can_write_logbook(member, logbook))
    form = NeedForm(
        request.POST or None,
        logbook=logbook,
        member=member,
        initial=_picked(logbook, request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            need = actions.express(logbook, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("Besoin %(number)s noté.") % {"number": need.number}
            )
            return redirect(need)
    context = context_of(
        logbook.project, member, logbook=logbook, form=form, kinds=logbook.book.needs
    )
    return render(request, "diagnostics/need_form.html", context)


def _picked(logbook: Logbook, request: HttpRequest) -> dict[str, str]:
    """`?sorte=ENF1&exemple=2`: the second example, with its way of accepting."""
    code, number = request.GET.get("sorte", ""), request.GET.get("exemple", "")
    kind = next((one for one in logbook.book.needs if one.code == code), None)
    if kind is None:
        return {}
    picked = {"category": kind.code, "acceptance": kind.acceptance}
    rank = int(number) if number.isascii() and number.isdigit() else 0
    if 1 <= rank <= len(kind.examples):
        picked["statement"] = kind.examples[rank - 1]
    return picked


@require_safe
def need(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    row, member = need_or_404(request, project_id, need_id)
    return _need_page(request, row, member)


def _author(row: Need, member: Member) -> str:
    """By name when the journal that this person reads names them for it too."""
    author = row.created_by
    if author.name_for(member) != str(author):
        told = Entry.objects.visible_to(member).filter(
            project=row.project, target=row.pk, verb="need.expressed"
        )
        return str(author) if told.exists() else author.name_outside
    return str(author)


def _need_page(
    request: HttpRequest, row: Need, member: Member, status: int = 200, **forms: Any
) -> HttpResponse:
    moves = permissions.need_moves(member, row)
    may_write = permissions.can_write_logbook(member, row.logbook)
    context = context_of(
        row.project,
        member,
        logbook=row.logbook,
        **_line(row, _titles(row.logbook)),
        origin=_origin(row, member),
        author=_author(row, member),
        answered=answers_signed([row], member).get(row.pk),
        seen=actions.fingerprint(row),
        entries=history(request, row.project, row.pk, member),
        may_write=may_write,
        may_reword=permissions.can_reword_need(member, row)
        and row.state in actions.WORDED,
        may_share=permissions.can_share_need(member, row),
        **{
            "move_form": NeedMoveForm(moves=moves, need=row)
            if may_write and moves
            else None,
            "answer_form": NeedAnswerForm(need=row)
            if may_write and row.state not in actions.CLOSED
            else None,
        }
        | forms,
    )
    return render(request, "diagnostics/need.html", context, status=status)


def _origin(row: Need, member: Member) -> Item | None:
    """Where it comes from, for who may enter the room of that step."""
    if row.origin is None:
        return None
    hidden = row.origin.room == Room.CAUCUS and not member.sees_caucus
    return None if hidden else row.origin


@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    row, member = need_or_404(request, project_id, need_id)
    require(permissions.can_reword_need(member, row))
    words = {name: getattr(row, name) for name in actions.WORDS}
    form = NeedForm(
        request.POST or None,
        logbook=row.logbook,
        member=member,
        need=row,
        initial=words | {"origin": row.origin_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword(row, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Besoin récrit."))
            return redirect(row)
    context = context_of(
        row.project,
        member,
        form=form,
        title=_("Récrire le besoin %(number)s") % {"number": row.number},
        button=_("Enregistrer"),
        back=row.get_absolute_url(),
    )
    return render(request, "diagnostics/form.html", context)


@require_POST
def need_answer(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    row, member = need_or_404(request, project_id, need_id)
    require(permissions.can_write_logbook(member, row.logbook))
    form = NeedAnswerForm(request.POST, need=row)
    if not form.is_valid():
        return _need_page(request, row, member, 422, answer_form=form)
    try:
        actions.answer(row, actor=member, **form.cleaned_data)
    except Stale as stale:
        keep_both(form, stale)
        return _need_page(request, row, member, 422, answer_form=form)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _need_page(request, row, member, 422, answer_form=form)
    messages.success(request, _("Réponse enregistrée."))
    return redirect(row)


@require_POST
def need_move(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    row, member = need_or_404(request, project_id, need_id)
    require(permissions.can_write_logbook(member, row.logbook))
    moves = permissions.need_moves(member, row)
    form = NeedMoveForm(request.POST, moves=moves, need=row)
    if form.is_valid():
        try:
            actions.move(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("État du besoin mis à jour."))
            return redirect(row)
    return _need_page(request, row, member, 422, move_form=form)


@require_POST
def need_share(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    row, member = need_or_404(request, project_id, need_id)
    require(permissions.can_share_need(member, row))
    try:
        actions.share(row, actor=member, seen=request.POST.get("seen", ""))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Besoin partagé avec la direction."))
    return redirect(row)


@require_safe
def need_export(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The table this person may read, for a spreadsheet."""
    logbook, member = logbook_or_404(request, project_id)
    rows = _rows(logbook, member).select_related("origin")
    response = HttpResponse(
        csv_file(_table(rows, _titles(logbook), member)),
        content_type="text/csv; charset=utf-8",
    )
    name = f"besoins-{logbook.project.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _table(
    rows: NeedQuerySet, titles: dict[str, str], member: Member
) -> Iterator[tuple[str, ...]]:
    yield (
        *(_("Numéro"), _("Sorte"), _("Besoin"), _("Motif"), _("Porté par")),
        *(_("Vient de"), _("Réponse du projet"), _("Réponse de")),
        _("À quoi on l’acceptera"),
        *(_("Preuve"), _("État"), _("Depuis le"), _("Pourquoi"), _("Suite du refus")),
        _("Espace"),
    )
    signed = answers_signed(rows, member)
    for row in rows:
        origin = _origin(row, member)
        yield (
            *(row.number, titles.get(row.category, row.category), row.statement),
            *(row.motive, row.carried_by, origin.number if origin else ""),
            *(row.answer, signed.get(row.pk, ""), row.acceptance, row.proof),
            str(row.get_state_display()),
            *(day(row.moved_at or row.created_at), row.reason, row.sequel),
            str(row.get_room_display()),
        )
