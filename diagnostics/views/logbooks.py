"""The logbook: advice of the present phase first, and who moved what."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import library, permissions
from diagnostics.access import logbook_of, logbook_or_404
from diagnostics.actions import logbooks as actions
from diagnostics.enums import AdviceState
from diagnostics.forms.logbooks import AdviceForm, OpenLogbookForm
from diagnostics.instruments import Guide
from diagnostics.instruments.advice import Advice, Stage
from diagnostics.logbook_paper import ask_logbook
from diagnostics.models import AdviceRecord, Logbook, Need
from diagnostics.views.pages import context_of, page_of
from projects.access import project_or_404, require
from projects.enums import Phase, Room
from projects.errors import Conflict, Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Document, Entry, Member, Project

TONES = {
    AdviceState.TODO: "plain",
    AdviceState.DOING: "wait",
    AdviceState.DONE: "ok",
    AdviceState.NOT_APPLICABLE: "plain",
    AdviceState.REFUSED: "late",
}
#: Phases in which needs are judged: what is not accepted is told on every page.
JUDGED = (Phase.ACCEPTANCE, Phase.DEPLOYMENT, Phase.MAINTENANCE)


@require_safe
def logbook(request: HttpRequest, project_id: UUID) -> HttpResponse:
    row, project, member = logbook_of(request, project_id)
    context = context_of(project, member)
    if row is None:
        context["may_open"] = permissions.can_open_logbook(member)
        return render(request, "diagnostics/logbook_none.html", context)
    needs = Need.objects.visible_to(member).filter(logbook=row)
    context |= {
        "logbook": row,
        "header": row.book.header,
        "may_write": permissions.can_write_logbook(member, row),
        "may_share": permissions.can_share_logbook(member, row),
        "needs": needs.count(),
        "waiting": needs.waiting().count() if project.phase in JUDGED else 0,
        **_parts(row, project, member),
    }
    return render(request, "diagnostics/logbook.html", context)


def _parts(row: Logbook, project: Project, member: Member) -> dict[str, Any]:
    """The present phase, what holds for all of them, then the others."""
    records = {one.code: one for one in row.records.select_related("moved_by__user")}
    cited = [one.document_id for one in records.values() if one.document_id]
    readable = set(
        Document.objects.visible_to(member)
        .filter(pk__in=cited)
        .values_list("pk", flat=True)
    )
    guides = library.guides()
    book = row.book
    parts = [
        _part(stage, records, readable, _to_read(guides, stage, book.header.id), member)
        for stage in book.stages
    ]
    return {
        "now": [part for part in parts if part["stage"].phase == project.phase],
        "always": [part for part in parts if part["stage"].phase is None],
        "others": [
            part for part in parts if part["stage"].phase not in (None, project.phase)
        ],
    }


def _part(
    stage: Stage,
    records: dict[str, AdviceRecord],
    readable: set[UUID],
    guides: list[Guide],
    member: Member,
) -> dict[str, Any]:
    lines = [
        {
            "advice": advice,
            "actors": [actor.label for actor in advice.actors],
            **_state(records.get(advice.code)),
            "by": record and record.mover_for(member),
            "cites": record is not None and record.document_id in readable,
        }
        for advice in stage.advice
        for record in [records.get(advice.code)]
    ]
    states = Counter(line["state"] for line in lines)
    return {
        "stage": stage,
        "lines": lines,
        "total": len(lines),
        "settled": len(lines) - states[AdviceState.TODO] - states[AdviceState.DOING],
        "guides": guides,
    }


def _to_read(guides: list[Guide], stage: Stage, book: str) -> list[Guide]:
    """Beside a phase; what holds for all of them is the business of the whole book."""
    if stage.phase is None:
        return [guide for guide in guides if book in guide.instruments]
    return [guide for guide in guides if stage.phase in guide.phases]


def _state(record: AdviceRecord | None) -> dict[str, Any]:
    state = AdviceState(record.state) if record else AdviceState.TODO
    return {"record": record, "state": state, "tone": TONES[state]}


@require_http_methods(["GET", "HEAD", "POST"])
def logbook_open(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_open_logbook(member))
    form = OpenLogbookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.open_logbook(project, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le carnet est ouvert."))
            return redirect(row)
    book = library.advice_book()
    text = book.current.text if book and book.current else None
    context = context_of(project, member, form=form, header=text and text.header)
    return render(request, "diagnostics/logbook_open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def logbook_share(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Shows what the other side will read, then shares it for good."""
    row, member = logbook_or_404(request, project_id)
    if row.room == Room.SHARED and member.sees_caucus:
        messages.info(request, _("Ce carnet est déjà dans l’espace partagé."))
        return redirect(row)
    require(permissions.can_share_logbook(member, row))
    if request.method == "POST":
        try:
            actions.share_logbook(row, actor=member, seen=request.POST.get("seen", ""))
        except Conflict as conflict:
            messages.error(request, conflict.sentence)
            return redirect("diagnostics:logbook_share", project_id)
        messages.success(request, _("Carnet partagé avec la direction."))
        return redirect(row)
    lines = _read_outside(row, member)
    context = context_of(
        row.project,
        member,
        lines=lines,
        seen=actions.fingerprint(row),
        untouched=len(actions.advice_by_code(row)) - len(lines),
        needs=row.needs.count(),
    )
    return render(request, "diagnostics/logbook_share.html", context)


def _read_outside(row: Logbook, member: Member) -> list[dict[str, Any]]:
    """What management will read; a document that not all of it may read is left out."""
    known = actions.advice_by_code(row)
    records = row.records.select_related("moved_by__user")
    cited = (
        Document.objects.visible_to(member)
        .open_to_all()
        .in_bulk([one.document_id for one in records if one.document_id])
    )
    return [
        {
            "advice": known[one.code],
            **_state(one),
            "by": one.mover_outside(),
            "document": cited.get(one.document_id),
        }
        for one in records
        if one.code in known
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def advice(request: HttpRequest, project_id: UUID, advice_code: str) -> HttpResponse:
    """One piece of advice: what it asks, where it stands, and its history."""
    row, member = logbook_or_404(request, project_id)
    _named(row, advice_code)
    record = (
        row.records.filter(code=advice_code)
        .select_related("moved_by__user", "document")
        .first()
    )
    form = AdviceForm(request.POST or None, logbook=row, member=member, record=record)
    if request.method == "POST":
        require(permissions.can_write_logbook(member, row))
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                actions.move_advice(
                    row, advice_code, form.followed(), actor=member, seen=seen
                )
            except Stale as stale:
                keep_both(form, stale)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("Conseil mis à jour."))
                return redirect(f"{row.get_absolute_url()}#conseil-{advice_code}")
    return _advice_page(request, row, member, advice_code, record, form)


def _advice_page(
    request: HttpRequest,
    row: Logbook,
    member: Member,
    code: str,
    record: AdviceRecord | None,
    form: AdviceForm,
) -> HttpResponse:
    stage, one = _named(row, code)
    context = context_of(
        row.project,
        member,
        logbook=row,
        stage=stage,
        advice=one,
        actors=[actor.label for actor in one.actors],
        form=form if permissions.can_write_logbook(member, row) else None,
        entries=history(request, row.project, record.pk if record else None, member),
        document=_cited(record, member),
        moved_by=record and record.mover_for(member),
        **_state(record),
    )
    return render(request, "diagnostics/advice.html", context)


def _named(row: Logbook, code: str) -> tuple[Stage, Advice]:
    for stage in row.book.stages:
        for one in stage.advice:
            if one.code == code:
                return stage, one
    raise Http404


def history(
    request: HttpRequest, project: Project, target: UUID | None, member: Member
) -> Page[Entry]:
    """Lines of the journal about one row, with their words, in rooms one may enter."""
    lines = Entry.objects.none()
    if target is not None:
        lines = Entry.objects.visible_to(member).filter(project=project, target=target)
    return page_of(request, lines, "historique")


def _cited(record: AdviceRecord | None, member: Member) -> Document | None:
    if record is None or record.document_id is None:
        return None
    return Document.objects.visible_to(member).filter(pk=record.document_id).first()


@require_POST
def logbook_pdf(request: HttpRequest, project_id: UUID) -> HttpResponse:
    row, member = logbook_or_404(request, project_id)
    report = ask_logbook(row, actor=member)
    return redirect("projects:report", project_id, report.pk)
