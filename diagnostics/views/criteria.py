"""One criterion: who says what, the degree agreed on, and the thread from it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from diagnostics import permissions, trust
from diagnostics.access import assessment_or_404, criterion_or_404
from diagnostics.actions import consents, outcomes
from diagnostics.consents import is_own, level_words
from diagnostics.drawings_gaps import gap_svg
from diagnostics.enums import AssessmentState, Party
from diagnostics.forms.assessments import AgreeForm, SayForm
from diagnostics.models import AgreedLevel, Answer, Assessment, Finding
from diagnostics.reading import (
    agreed_words,
    cell,
    levels_of,
    party_names,
    results_of,
)
from diagnostics.scoring import CriterionResult, Results, View
from diagnostics.views.pages import page_of
from diagnostics.views.results import around, legend
from projects.access import require
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.forms.base import Form
from projects.forms.seen import keep_both
from projects.models import Document, Member
from projects.seen import mark

TEXTS_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    """One criterion: who says what, the degree agreed on, and the thread from it."""
    row, member = assessment_or_404(request, project_id, assessment_id)
    here = criterion_or_404(row, code)
    if row.state != AssessmentState.CLOSED:
        raise Http404
    if request.method != "POST":
        return _criterion_page(request, row, member, here.code)
    require(permissions.can_run_assessment(member, row))
    known = _agreed_values(row.agreed.filter(criterion=code).first())
    form = AgreeForm(request.POST, scale=row.grid.scale, initial=known)
    if form.is_valid():
        try:
            outcomes.agree(row, code, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _noted(row))
            return redirect("diagnostics:criterion", project_id, row.pk, code)
    return _criterion_page(request, row, member, here.code, form=form)


@require_POST
def level_say(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    """Whether one's side agrees to the degree that another one wrote down."""
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_say_of_level(member, row))
    level = get_object_or_404(row.agreed.select_related("recorded_by"), criterion=code)
    form = SayForm(request.POST)
    if form.is_valid():
        try:
            consents.say_of_level(level, actor=member, **form.said())
        except Refused as refused:
            form.add_error(None, refused.sentence)
            # The page now shows what is stored: the next click knows it.
            form.data = request.POST.copy()
            form.data["seen"] = mark(level, consents.PROPOSED)
        else:
            messages.success(request, _("C’est noté, au nom de votre partie."))
            return redirect("diagnostics:criterion", project_id, row.pk, code)
    return _criterion_page(request, row, member, code, say_form=form)


def _criterion_page(
    request: HttpRequest, row: Assessment, member: Member, code: str, **forms: Form
) -> HttpResponse:
    context = _criterion_context(request, row, member, code)
    if context["may_run"]:
        context["form"] = AgreeForm(
            scale=row.grid.scale, initial=_agreed_values(context["agreed"])
        )
    if context.get("may_say"):
        seen = mark(context["agreed"], consents.PROPOSED)
        context["say_form"] = SayForm(initial={"seen": seen})
    errors = any(form.errors for form in forms.values())
    return render(
        request,
        "diagnostics/criterion.html",
        context | forms,
        status=422 if errors else 200,
    )


def _noted(row: Assessment) -> str:
    if row.room == Room.CAUCUS:
        return _("C’est noté, avec ce qui fait désaccord.")
    return _("C’est proposé : les autres parties disent si elles en conviennent.")


def _agreed_values(agreed: AgreedLevel | None) -> dict[str, Any]:
    if agreed is None:
        return {}
    said = {name: getattr(agreed, name) for name in consents.PROPOSED}
    return said | {"seen": mark(agreed, consents.PROPOSED)}


def _criterion_context(
    request: HttpRequest, row: Assessment, member: Member, code: str
) -> dict[str, Any]:
    """One part per card of the page."""
    found = results_of(row)
    result = next(one for one in found.criteria if one.criterion.code == code)
    return {
        **around(row, member),
        "criterion": result.criterion,
        **_parties(row, result, party_names(row, found)),
        **_texts(request, row, member, code),
        **_level_said(row, found, member, code),
        **_sequels(row, result, member),
    }


def _parties(
    row: Assessment, result: CriterionResult, names: dict[Party, str]
) -> dict[str, Any]:
    """What each party says, and how sure it is, between the two ends."""
    scale, code = result.scale, result.criterion.code
    trusts = trust.trusts_of(row, criterion=code).get(code, {})
    return {
        "result": result,
        "drawing": gap_svg(result),
        "legend": legend(names),
        "views": [
            _view(result, view, names) | {"trust": trust.words(trusts.get(view.party))}
            for view in result.views
        ],
        "low_label": scale.levels[0].label,
        "high_label": scale.levels[-1].label,
    }


def _view(
    result: CriterionResult, view: View, names: dict[Party, str]
) -> dict[str, Any]:
    return {
        "label": names[view.party],
        "words": cell(result, view.party),
        "levels": [
            {"label": result.scale.label(level), "count": count}
            for level, count in view.levels
        ],
        "unknown": view.unknown,
        "not_applicable": view.not_applicable,
        "split": view.party in result.split,
    }


def _texts(
    request: HttpRequest, row: Assessment, member: Member, code: str
) -> dict[str, Any]:
    """The words that this person may read, and which cited documents they may open."""
    texts = (
        Answer.objects.filter(respondent__assessment=row, criterion=code)
        .texts_for(member)
        .select_related("respondent")
        .order_by("respondent__party", "pk")
    )
    page = page_of(request, texts, size=TEXTS_A_PAGE)
    cited = [one.document_id for one in page if one.document_id]
    readable = Document.objects.visible_to(member).filter(pk__in=cited)
    return {"page": page, "readable": set(readable.values_list("pk", flat=True))}


def _level_said(
    row: Assessment, found: Results, member: Member, code: str
) -> dict[str, Any]:
    agreed = levels_of(row).get(code)
    if agreed is None:
        return {"agreed": None}
    may_say = permissions.can_say_of_level(member, row)
    return {
        "agreed": agreed,
        "agreed_words": agreed_words(agreed, found),
        "level_said": level_words(agreed, row.room),
        "may_say": may_say and not is_own(row.room, agreed.recorded_by, member),
    }


def _sequels(
    row: Assessment, result: CriterionResult, member: Member
) -> dict[str, Any]:
    """What may be drawn from the criterion, and what already was."""
    placed = result.middles
    return {
        "weak": any(map(result.is_weak, placed)),
        "strong": bool(placed) and all(map(result.is_strong, placed)),
        "findings": Finding.objects.visible_to(member)
        .filter(assessment=row, criterion=result.criterion.code)
        .select_related("item"),
        "may_run": permissions.can_run_assessment(member, row),
        "may_note": permissions.can_note_finding(member),
        "may_propose": permissions.can_propose_practice(member, row),
    }
