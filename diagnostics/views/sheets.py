"""Answering: one criterion a page, in any order, saved as one writes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics.access import criterion_or_404, sheet_or_404, sheet_to_save
from diagnostics.actions import answers
from diagnostics.enums import AnswerKind, AssessmentState
from diagnostics.forms.assessments import AnswerForm
from diagnostics.instruments.grids import Criterion, Grid
from diagnostics.models import Answer, Respondent
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Member
from projects.seen import mark


@require_safe
def sheet(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, respondent_id: UUID
) -> HttpResponse:
    """The whole sheet: what is answered, what is left, and handing it in."""
    row, member = sheet_or_404(request, project_id, assessment_id, respondent_id)
    said = _said(row)
    grid = row.assessment.grid
    given = {code for code in said if _given(said, code)}
    left = [one for one in grid.criteria if one.code not in given]
    context = _context(row, member) | {
        "menu": _menu(grid, said, ""),
        "answered": len(given),
        "next": left[0] if left else None,
    }
    return render(request, "diagnostics/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_step(
    request: HttpRequest,
    project_id: UUID,
    assessment_id: UUID,
    respondent_id: UUID,
    code: str,
) -> HttpResponse:
    quick = request.method == "POST" and request.headers.get("HX-Target") == "autosave"
    fetch = sheet_to_save if quick else sheet_or_404
    row, member = fetch(request, project_id, assessment_id, respondent_id)
    criterion = criterion_or_404(row.assessment, code)
    form = _form(request, row, member, criterion, quick=quick)
    if request.method != "POST":
        return _step(request, row, member, criterion, form)
    saved, error = _saved(row, criterion, form, member)
    if quick:
        context = {
            "saved_at": saved and saved.saved_at,
            "error": error or _told(form),
            "seen": saved and mark(saved, answers.SAID),
            "draft": saved is not None and saved.kind == AnswerKind.DRAFT,
        }
        said = render_to_string("diagnostics/sheet_step.html#autosave_result", context)
        return HttpResponse(said, status=200 if saved else 422)
    if saved is not None and saved.kind == AnswerKind.DRAFT:
        form.add_error("level", _("Choisissez un degré. Vos mots sont gardés."))
        form.kept = True
        saved = None
    if saved is None:
        return _step(request, row, member, criterion, form, 422)
    return _onward(request, row, criterion)


def _told(form: AnswerForm) -> str:
    """What is wrong, with the names of the fields: it stands far from them."""
    names = {name: f"« {field.label} » : " for name, field in form.fields.items()}
    return " ".join(
        f"{names.get(name, '')}{error}"
        for name, errors in form.errors.items()
        for error in errors
    )


def _saved(
    row: Respondent, criterion: Criterion, form: AnswerForm, member: Member
) -> tuple[Answer | None, str]:
    """The answer that is kept, or why none is."""
    if not form.is_valid():
        return None, ""
    code, seen = criterion.code, form.cleaned_data["seen"]
    try:
        return answers.save(row, code, form.said(), actor=member, seen=seen), ""
    except Stale as stale:
        keep_both(form, stale)
        # Only a whole page shows both texts: saved quietly, it asks to save.
        return None, _("Quelqu’un a écrit ici entre-temps : enregistrez pour comparer.")
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None, refused.sentence


def _form(
    request: HttpRequest,
    row: Respondent,
    member: Member,
    criterion: Criterion,
    *,
    quick: bool,
) -> AnswerForm:
    answers_here = Answer.objects.filter(respondent=row, criterion=criterion.code)
    if quick:
        # Of what is kept, only what the person may not read matters to a quick save.
        answers_here = answers_here.filter(document__isnull=False)
    return AnswerForm(
        request.POST or None,
        scale=row.assessment.grid.scale,
        criterion=criterion,
        assessment=row.assessment,
        member=member,
        answer=next(iter(answers_here), None),
        quick=quick,
    )


def _onward(
    request: HttpRequest, row: Respondent, criterion: Criterion
) -> HttpResponse:
    """To the criterion that follows, or back to the whole sheet after the last."""
    place = (row.assessment.project_id, row.assessment_id, row.pk)
    codes = list(row.assessment.grid.by_code)
    following = codes.index(criterion.code) + 1
    if "retour" in request.POST or following == len(codes):
        return redirect("diagnostics:sheet", *place)
    return redirect("diagnostics:sheet_step", *place, codes[following])


def _step(
    request: HttpRequest,
    row: Respondent,
    member: Member,
    criterion: Criterion,
    form: AnswerForm,
    status: int = 200,
) -> HttpResponse:
    grid = row.assessment.grid
    codes = list(grid.by_code)
    rank = codes.index(criterion.code)
    dimension = grid.dimension_of[criterion.code]
    context = _context(row, member)
    if request.method == "POST" and not context["open"]:
        # It was shown or cancelled while somebody wrote: their words go back to them.
        written = [form[name] for name in ("verbatim", "evidence")]
        context["written"] = [one for one in written if one.value()]
    context |= {
        "criterion": criterion,
        "dimension": dimension,
        "component": criterion.component or dimension.component,
        "form": form,
        "rank": rank + 1,
        "total": len(codes),
        "previous": codes[rank - 1] if rank else "",
        "following": grid.by_code[codes[rank + 1]] if rank + 1 < len(codes) else None,
        "menu": _menu(grid, _said(row), criterion.code),
    }
    return render(request, "diagnostics/sheet_step.html", context, status=status)


@require_POST
def sheet_finish(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, respondent_id: UUID
) -> HttpResponse:
    row, member = sheet_or_404(request, project_id, assessment_id, respondent_id)
    try:
        answers.finish(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("diagnostics:sheet", project_id, assessment_id, row.pk)
    messages.success(
        request,
        _(
            "Feuille remise : elle compte. Vous pouvez encore la changer jusqu’à ce "
            "que les résultats soient montrés."
        ),
    )
    return redirect(row.assessment)


def _context(row: Respondent, member: Member) -> dict[str, Any]:
    return {
        "project": row.assessment.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row.assessment,
        "grid": row.assessment.grid,
        "sheet": row,
        "open": row.assessment.state == AssessmentState.OPEN,
    }


def _said(row: Respondent) -> dict[str, Answer]:
    return {one.criterion: one for one in row.answers.defer("verbatim", "evidence")}


def _menu(grid: Grid, said: dict[str, Answer], here: str) -> list[dict[str, Any]]:
    """The dimensions with their criteria, each with what was answered, in words."""
    return [
        {
            "dimension": dimension,
            "answered": sum(_given(said, one.code) for one in dimension.criteria),
            "lines": [
                {
                    "criterion": one,
                    "here": one.code == here,
                    "given": _given(said, one.code),
                    "words": _words(grid, said.get(one.code)),
                }
                for one in dimension.criteria
            ],
        }
        for dimension in grid.dimensions
    ]


def _given(said: dict[str, Answer], code: str) -> bool:
    return code in said and said[code].kind != AnswerKind.DRAFT


def _words(grid: Grid, answer: Answer | None) -> str:
    if answer is None:
        return ""
    if answer.kind == AnswerKind.LEVEL and answer.level is not None:
        return grid.scale.label(answer.level)
    return answer.get_kind_display()
