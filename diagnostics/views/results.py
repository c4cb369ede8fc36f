"""Results: profiles side by side, gaps first, and what people make of them."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import permissions
from diagnostics.access import assessment_or_404, criterion_or_404, finding_or_404
from diagnostics.actions import consents, outcomes
from diagnostics.consents import is_own, level_words
from diagnostics.drawings import legend_mark, radar_svg, words
from diagnostics.drawings_gaps import gap_svg, gaps_svg
from diagnostics.drawings_rounds import evolution_panels
from diagnostics.enums import AssessmentState, Party
from diagnostics.forms.assessments import AgreeForm, FindingForm, SayForm
from diagnostics.instruments.grids import Criterion
from diagnostics.models import AgreedLevel, Answer, Assessment, Finding
from diagnostics.reading import (
    agreed_words,
    cell,
    evolution_table,
    frozen_rounds,
    gap_line,
    levels_of,
    moves,
    party_names,
    profiles,
    results_of,
    said_alike,
    waves_of,
    whole_table,
)
from diagnostics.scoring import CriterionResult, Results
from projects import items
from projects.access import require
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.forms.base import Form
from projects.forms.seen import keep_both
from projects.models import Document, Member
from projects.seen import mark

TEXTS_A_PAGE = 30
#: Stands for the code of a criterion in an address asked for once per page.
_CODE = "code"


def results_page(request: HttpRequest, row: Assessment, member: Member) -> HttpResponse:
    found = results_of(row)
    names = party_names(row, found)
    agreed = levels_of(row)
    waves = waves_of(found.grid, frozen_rounds(row))
    criteria = _address_of_criteria(row)
    context = _shared(row, member) | {
        "grid": found.grid,
        "legend": legend(names),
        "frozen": _frozen(found, tuple(names.items()), criteria),
        "criteria": criteria,
        "dimensions": whole_table(found, agreed),
        "moves": moves(row, found),
        "waves": waves,
        "panels": evolution_panels(waves),
        "evolution": evolution_table(waves),
        "may_run": permissions.can_run_assessment(member, row),
        "may_note": permissions.can_note_finding(member),
        "findings": Finding.objects.visible_to(member)
        .filter(assessment=row)
        .select_related("item"),
        "findings_room": Room.CAUCUS if member.sees_caucus else Room.SHARED,
    }
    return render(request, "diagnostics/results.html", context)


@lru_cache(maxsize=64)
def _frozen(
    found: Results, names: tuple[tuple[Party, str], ...], criteria: str
) -> SafeString:
    """What is the same for everybody: it changes only by closing again.

    Written once in a process. `names` and `criteria` as `party_names` and
    `_address_of_criteria` give them; nothing that depends on the reader comes in.
    """
    first, scale, labels = found.gaps[:12], found.grid.scale, dict(names)
    context = {
        "legend": legend(labels),
        "radar": radar_svg(found),
        "radar_on_phone": radar_svg(found, ident="radar-etroit", narrow=True),
        "profiles": profiles(found),
        "gaps_drawing": gaps_svg(first, scale),
        "gaps_on_phone": gaps_svg(first, scale, ident="ecarts-etroits", narrow=True),
        "gaps": [gap_line(one, labels) for one in found.gaps],
        "disagreements": len(found.disagreements),
        "strengths": said_alike(found, found.strengths),
        "brakes": said_alike(found, found.brakes),
        "criteria": criteria,
    }
    return render_to_string("diagnostics/_frozen.html", context)


def _address_of_criteria(row: Assessment) -> str:
    """What stands before the code of a criterion: a page asks for one per line."""
    place = [row.project_id, row.pk, _CODE]
    return reverse("diagnostics:criterion", args=place).removesuffix(f"{_CODE}/")


def legend(names: dict[Party, str]) -> list[dict[str, Any]]:
    return [
        {"mark": legend_mark(party), "label": label} for party, label in names.items()
    ]


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
        seen = mark(context["agreed"], outcomes.AGREED)
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
    said = {name: getattr(agreed, name) for name in outcomes.AGREED}
    return said | {"seen": mark(agreed, outcomes.AGREED)}


def _criterion_context(
    request: HttpRequest, row: Assessment, member: Member, code: str
) -> dict[str, Any]:
    grid = row.grid
    found = results_of(row)
    names = party_names(row, found)
    result = next(one for one in found.criteria if one.criterion.code == code)
    texts = (
        Answer.objects.filter(respondent__assessment=row, criterion=code)
        .texts_for(member)
        .select_related("respondent")
        .order_by("respondent__party", "pk")
    )
    page = Paginator(texts, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    agreed = levels_of(row).get(code)
    return _shared(row, member) | {
        "dimension": grid.dimension_of[code],
        "criterion": result.criterion,
        "result": result,
        "drawing": gap_svg(result),
        "legend": legend(names),
        "views": [_view(result, view.party, names) for view in result.views],
        "page": page,
        "readable": set(
            Document.objects.visible_to(member)
            .filter(pk__in=[one.document_id for one in page if one.document_id])
            .values_list("pk", flat=True)
        ),
        "agreed": agreed,
        "agreed_words": agreed_words(agreed, found),
        **_level_said(agreed, row, member),
        "low_label": grid.scale.levels[0].label,
        "high_label": grid.scale.levels[-1].label,
        "findings": Finding.objects.visible_to(member)
        .filter(assessment=row, criterion=code)
        .select_related("item"),
        "weak": any(map(result.is_weak, result.middles)),
        "may_run": permissions.can_run_assessment(member, row),
        "may_note": permissions.can_note_finding(member),
    }


def _level_said(
    agreed: AgreedLevel | None, row: Assessment, member: Member
) -> dict[str, Any]:
    if agreed is None:
        return {}
    may_say = permissions.can_say_of_level(member, row)
    return {
        "level_said": level_words(agreed, row.room),
        "may_say": may_say and not is_own(row.room, agreed.recorded_by, member),
    }


def _shared(row: Assessment, member: Member) -> dict[str, Any]:
    """What every page of one diagnostic hands to its template."""
    return {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "assessment": row,
    }


def _view(
    result: CriterionResult, party: Party, names: dict[Party, str]
) -> dict[str, Any]:
    view = next(one for one in result.views if one.party == party)
    return {
        "label": names[party],
        "words": cell(result, party),
        "levels": [
            {"label": result.scale.label(level), "count": count}
            for level, count in view.levels
        ],
        "unknown": view.unknown,
        "not_applicable": view.not_applicable,
        "split": party in result.split,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def finding_new(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_note_finding(member))
    here = criterion_or_404(row, code)
    if row.state != AssessmentState.CLOSED:
        raise Http404
    form = FindingForm(
        request.POST or None, initial={"text": proposed_finding(row, code)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            noted = outcomes.note_finding(row, code, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("Constat noté : le fil commence ici, dans l’espace élus.")
            )
            return redirect("diagnostics:finding", project_id, noted.pk)
    context = _shared(row, member) | {"criterion": here, "form": form}
    return render(request, "diagnostics/finding_form.html", context)


def proposed_finding(row: Assessment, code: str) -> str:
    """The result of a criterion as a sentence, for people to rewrite."""
    grid = row.grid
    found = results_of(row)
    names = party_names(row, found)
    result = next(one for one in found.criteria if one.criterion.code == code)
    said = [
        f"{names[party]} : {words(result.scale, middle)}"
        for party, middle in result.middles.items()
    ]
    title = f"{result.criterion.title} ({grid.header.title}, {code})."
    return f"{title} {' ; '.join(said)}." if said else title


def finding_of_criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> tuple[Finding, Criterion]:
    """What upper floors draw from: the last finding of the criterion, or a new one.

    404 for who does not see the diagnostic or before its results, 403 for who may not
    note a finding.
    """
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_note_finding(member))
    here = criterion_or_404(row, code)
    if row.state != AssessmentState.CLOSED:
        raise Http404
    known = row.findings.filter(criterion=code).select_related("item").last()
    if known is not None:
        return known, here
    text = proposed_finding(row, code)
    try:
        return outcomes.note_finding(row, code, actor=member, text=text), here
    except Refused:
        # Somebody opened the answers again between the two readings.
        raise Http404 from None


@require_safe
def finding(request: HttpRequest, project_id: UUID, finding_id: UUID) -> HttpResponse:
    row, member = finding_or_404(request, project_id, finding_id)
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "finding": row,
        "criterion": row.assessment.grid.by_code[row.criterion],
        "thread": items.chain(row.item, member),
        "may_share": permissions.can_share_finding(member, row),
        "may_note": permissions.can_note_finding(member),
        "sees_assessment": Assessment.objects.visible_to(member)
        .filter(pk=row.assessment_id)
        .exists(),
    }
    return render(request, "diagnostics/finding.html", context)


@require_POST
def finding_share(
    request: HttpRequest, project_id: UUID, finding_id: UUID
) -> HttpResponse:
    row, member = finding_or_404(request, project_id, finding_id)
    require(permissions.can_share_finding(member, row))
    outcomes.share_finding(row, actor=member)
    messages.success(request, _("La direction peut maintenant lire ce constat."))
    return redirect("diagnostics:finding", project_id, row.pk)
