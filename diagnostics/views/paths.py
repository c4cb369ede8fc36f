"""Where the dialogue stands: choosing a path, following it, its panel."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from diagnostics import library, permissions
from diagnostics.actions import paths as actions
from diagnostics.enums import Availability, InstrumentKind, PathState, StageState
from diagnostics.forms.paths import ReasonForm, StageForm, StartPathForm
from diagnostics.instruments import DialoguePath
from diagnostics.instruments.paths import PathStage
from diagnostics.models import FollowedPath, Instrument, StageRecord
from diagnostics.offers import offers
from diagnostics.views.pages import context_of
from diagnostics.views.paths_read import left_behind, over, paths_of
from projects.access import project_or_404, require
from projects.errors import Conflict, Refused, Stale
from projects.forms.seen import keep_both
from projects.french import day_short
from projects.models import Member, Project


def _followed(project: Project, member: Member) -> FollowedPath | None:
    path = paths_of(project, member).underway().first()
    if path is not None:
        path.project = project
    return path


def standing(path: FollowedPath) -> dict[str, Any]:
    """The stage where a path stands, its steps, and what the next one asks.

    Read from the record alone: the row of the path may be older than it.
    """
    rows = path.records.filter(Q(round=path.round) | Q(state=StageState.HERE))
    record = next((one for one in rows if one.state == StageState.HERE), None)
    if record is None:
        raise Http404
    path.round = record.round
    records = {one.stage: one for one in rows if one.round == record.round}
    stages = path.text.stages
    here = next(one for one in stages if one.code == record.stage)
    place = stages.index(here)
    after: PathStage | None = None
    if place + 1 < len(stages):
        after = stages[place + 1]
    elif path.text.circular:
        after = stages[0]
    return {
        "path": path,
        "header": path.text.header,
        "circular": path.text.circular,
        "stage": here,
        "record": record,
        "next": after,
        "may_go_back": place > 0 or path.round > 1,
        "again": after is not None and place + 1 == len(stages),
        "missing": len(here.exit) - len(record.ticked),
        "steps": [_step(stage, records.get(stage.code)) for stage in stages],
    }


def _step(stage: PathStage, record: StageRecord | None) -> dict[str, str]:
    state = "todo"
    if record is not None and record.state != StageState.AHEAD:
        state = "done" if record.state == StageState.DONE else "here"
    detail = day_short(record.done_on) if record else ""
    return {"label": stage.title, "state": state, "detail": detail}


def _levers(text: DialoguePath, stage: PathStage) -> list[dict[str, Any]]:
    """Levers that can be pulled now: those of this stage, then those of always."""
    here = [
        one
        for one in text.levers
        if one.availability == Availability.MOMENT
        and (not one.stages or stage.code in one.stages)
    ]
    always = [one for one in text.levers if one.availability == Availability.ALWAYS]
    return [
        {"title": _("À cette étape"), "levers": here},
        {"title": _("À tout moment"), "levers": always},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def path(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The stage, what was reached; the second button also moves on."""
    project, member = project_or_404(request, project_id)
    row = _followed(project, member)
    if row is None:
        return _no_path(request, project, member)
    found = standing(row)
    moving = "suivante" in request.POST
    form = StageForm(
        request.POST or None,
        stage=found["stage"],
        record=found["record"],
        moving=moving,
    )
    kept = ""
    if request.method == "POST":
        require(permissions.can_lead_path(member, row))
        if form.is_valid() and _done(request, row, member, form, moving=moving):
            return redirect(row)
        found = standing(row)
        if request.POST.get("here") != actions.place(found["record"]):
            # The ticks of one stage mean nothing on another: only words are kept.
            form = StageForm(stage=found["stage"], record=found["record"])
            kept = _typed(request)
    return _path_page(request, row, member, form, found | {"kept": kept})


def _path_page(
    request: HttpRequest,
    row: FollowedPath,
    member: Member,
    form: StageForm,
    found: dict[str, Any],
) -> HttpResponse:
    project, may_lead = row.project, permissions.can_lead_path(member, row)
    context = context_of(
        project,
        member,
        form=form if may_lead else None,
        may_lead=may_lead,
        levers=_levers(row.text, found["stage"]),
        offers=offers(found["stage"].instruments, project, member),
        past=left_behind(row),
        over=over(request, project, member),
        moved=request.method == "POST" and not form.is_bound,
        **found,
    )
    return render(request, "diagnostics/path.html", context)


def _typed(request: HttpRequest) -> str:
    words = (request.POST.get(name, "") for name in ("note", "left_because", "reason"))
    return "\n\n".join(filter(None, words))


def _done(
    request: HttpRequest,
    row: FollowedPath,
    member: Member,
    form: StageForm,
    *,
    moving: bool,
) -> bool:
    words = dict(form.cleaned_data)
    if not moving:
        words.pop("left_because")
    try:
        if moving:
            actions.move_on(row, actor=member, **words)
            messages.success(request, _("Étape passée."))
        else:
            actions.note(row, actor=member, **words)
            messages.success(request, _("Étape enregistrée."))
    except Stale as stale:
        keep_both(form, stale)
        return False
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


def _no_path(request: HttpRequest, project: Project, member: Member) -> HttpResponse:
    context = context_of(
        project,
        member,
        over=over(request, project, member),
        may_start=permissions.can_start_path(member),
        late=request.method == "POST",
        kept=_typed(request),
    )
    return render(request, "diagnostics/path_none.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def path_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Choose a path, read its stages, then follow it."""
    project, member = project_or_404(request, project_id)
    require(permissions.can_start_path(member))
    if FollowedPath.objects.underway().filter(project=project).exists():
        messages.info(
            request, _("Ce projet suit déjà un parcours : arrêtez-le d’abord.")
        )
        return redirect("diagnostics:path", project.pk)
    rows = library.of_navette(InstrumentKind.PATH)
    chosen = request.GET.get("parcours", "")
    if not chosen:
        texts = [row.current.text for row in rows if row.current]
        context = context_of(project, member, paths=texts)
        return render(request, "diagnostics/path_choose.html", context)
    instrument = get_object_or_404(rows.named(chosen))
    form = StartPathForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start(project, instrument, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le parcours est commencé."))
            return redirect(row)
    context = context_of(project, member, form=form, text=_text(instrument))
    return render(request, "diagnostics/path_form.html", context)


def _text(instrument: Instrument) -> DialoguePath:
    assert instrument.current is not None
    text = instrument.current.text
    assert isinstance(text, DialoguePath)
    return text


@require_http_methods(["GET", "HEAD", "POST"])
def path_back(request: HttpRequest, project_id: UUID) -> HttpResponse:
    return _with_reason(
        request,
        project_id,
        actions.go_back,
        said=_("Retour à l’étape d’avant."),
        title=_("Revenir à l’étape d’avant"),
        text=_("Ce qui a été noté des deux étapes est gardé."),
        button=_("Revenir en arrière"),
        backwards=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def path_leave(request: HttpRequest, project_id: UUID) -> HttpResponse:
    return _with_reason(
        request,
        project_id,
        actions.leave,
        said=_("Le parcours est arrêté."),
        title=_("Arrêter ce parcours"),
        text=_(
            "Ce qui y est noté reste lisible, étape par étape, parmi les parcours "
            "terminés ou arrêtés. Vous pourrez en suivre un autre."
        ),
        button=_("Arrêter ce parcours"),
    )


def _with_reason(
    request: HttpRequest,
    project_id: UUID,
    act: Callable[..., object],
    *,
    said: str,
    backwards: bool = False,
    **words: str,
) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    row = _followed(project, member)
    if row is None:
        return _ended(request, project, member)
    require(permissions.can_lead_path(member, row))
    found = standing(row)
    if backwards and not found["may_go_back"] and request.method != "POST":
        messages.info(
            request, _("C’est la première étape : il n’y en a pas avant elle.")
        )
        return redirect(row)
    here = actions.place(found["record"])
    form = ReasonForm(request.POST or None, initial={"here": here})
    if request.method == "POST" and form.is_valid():
        try:
            act(row, actor=member, **form.cleaned_data)
        except Conflict as conflict:
            _ask_again(request, form, conflict)
        except Refused as refused:
            if row.state != PathState.OPEN:
                return _ended(request, project, member)
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, said)
            return redirect(row)
    back = row.get_absolute_url()
    context = context_of(project, member, form=form, back=back, **words)
    return render(request, "diagnostics/form.html", context)


def _ask_again(request: HttpRequest, form: ReasonForm, conflict: Conflict) -> None:
    form.add_error(None, conflict.sentence)
    data = request.POST.copy()
    data["here"] = conflict.current
    form.data = data


def _ended(request: HttpRequest, project: Project, member: Member) -> HttpResponse:
    """A button pressed twice, or after somebody else's: to the page of paths.

    Words that were typed meanwhile are given back; the same person's are kept already.
    """
    last = paths_of(project, member).first()
    if last is None or not permissions.can_lead_path(member, last):
        raise Http404
    if request.method == "POST" and _typed(request) not in ("", last.reason):
        return _no_path(request, project, member)
    sentence = _("Ce parcours est déjà arrêté ou terminé : rien de plus n’a été fait.")
    messages.info(request, sentence)
    return redirect("diagnostics:path", project.pk)


@require_safe
def path_panel(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The part that the page of the project asks for.

    Without htmx, the link that stands in its place leads to the whole page.
    """
    project, member = project_or_404(request, project_id)
    if not getattr(request, "htmx", False):
        return redirect("diagnostics:path", project_id)
    row = _followed(project, member)
    context = context_of(
        project, member, path=row, may_start=permissions.can_start_path(member)
    )
    if row is not None:
        found = standing(row)
        context |= found | {
            "offers": offers(found["stage"].instruments, project, member)
        }
    return render(request, "diagnostics/path_panel.html", context)
