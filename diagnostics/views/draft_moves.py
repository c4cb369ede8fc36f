"""Raising a part of a draft in its list, or taking it out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from diagnostics import drafts
from diagnostics.actions import drafts as actions
from diagnostics.drafts import Values
from diagnostics.instrument_access import (
    criterion_or_404,
    dimension_or_404,
    draft_or_404,
)
from diagnostics.models import InstrumentVersion
from diagnostics.views.drafts import EDIT, back_to, context_of
from projects.errors import Refused
from projects.models import Organisation
from projects.seen import mark

#: Where the page of the draft shows its scale.
SCALE_PART = "scale-title"


@require_POST
def dimension_up(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, dimension: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    dimension_or_404(request, row, dimension)
    return _moved(
        request,
        back_to(row, organisation, dimension),
        lambda: actions.raise_dimension(row.instrument, dimension, actor=member),
    )


@require_POST
def criterion_up(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, code: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    criterion_or_404(request, row, code)
    return _moved(
        request,
        back_to(row, organisation, code),
        lambda: actions.raise_criterion(row.instrument, code, actor=member),
    )


@require_POST
def level_add(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    """Leads to the scale, where what was added is named."""
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    try:
        actions.add_level(row.instrument, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(back_to(row, organisation, SCALE_PART))
    messages.success(request, _("Degré ajouté : donnez-lui un nom."))
    return redirect("diagnostics:draft_scale", organisation.pk, row.instrument_id)


@require_POST
def level_remove(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, rank: int
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    seen = request.POST.get("seen", "")

    def act() -> None:
        actions.remove_level(row.instrument, rank, actor=member, seen=seen)
        messages.success(request, _("Retiré de l’échelle du brouillon."))

    return _moved(request, back_to(row, organisation, SCALE_PART), act)


def _moved(request: HttpRequest, back: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(back)


@require_http_methods(EDIT)
def dimension_remove(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, dimension: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    part = dimension_or_404(request, row, dimension)
    keys = (*drafts.DIMENSION, "criterion")

    def act(seen: str) -> None:
        actions.remove_dimension(row.instrument, dimension, actor=member, seen=seen)

    seen = mark(part, keys)
    return _remove(request, row, organisation, part, act, seen)


@require_http_methods(EDIT)
def criterion_remove(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, code: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    _here, part = criterion_or_404(request, row, code)

    def act(seen: str) -> None:
        actions.remove_criterion(row.instrument, code, actor=member, seen=seen)

    seen = mark(part, drafts.CRITERION)
    return _remove(request, row, organisation, part, act, seen)


def _remove(
    request: HttpRequest,
    row: InstrumentVersion,
    organisation: Organisation,
    part: Values,
    act: Callable[[str], None],
    seen: str,
) -> HttpResponse:
    """Shows what goes away; a part changed meanwhile is shown again first."""
    error = ""
    if request.method == "POST":
        try:
            act(request.POST.get("seen", ""))
        except Refused as refused:
            error = refused.sentence
        else:
            messages.success(request, _("C’est retiré du brouillon."))
            return redirect(back_to(row, organisation))
    context = context_of(row, organisation) | {
        "part": part,
        "seen": seen,
        "error": error,
        "back": back_to(row, organisation, part["code"]),
    }
    status = 409 if error else 200
    return render(request, "diagnostics/instrument_remove.html", context, status=status)
