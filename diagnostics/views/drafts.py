"""The editor of a grid: one page a part, plain forms, nothing lost when two write."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from diagnostics import drafts
from diagnostics.actions import drafts as actions
from diagnostics.draft_scales import leaves
from diagnostics.drafts import Values
from diagnostics.forms.instruments import (
    CriterionForm,
    DimensionForm,
    HeaderForm,
    PartForm,
    ScaleForm,
)
from diagnostics.instrument_access import (
    criterion_or_404,
    dimension_or_404,
    draft_or_404,
    own_grid_or_404,
)
from diagnostics.models import InstrumentVersion
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Organisation
from projects.seen import mark

EDIT = ["GET", "HEAD", "POST"]


@require_safe
def draft(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    """The whole draft: its parts, what is missing, and what to do with it."""
    instrument, organisation, _member = own_grid_or_404(
        request, organisation_id, instrument_id
    )
    row = instrument.versions.filter(published_at=None).first()
    if row is None:
        return redirect("diagnostics:grid", organisation.pk, instrument.pk)
    row.instrument, values = instrument, row.content
    found = drafts.check(values)
    context = context_of(row, organisation) | {
        "faults": found.faults,
        "values": values,
        "levels": _levels(values["scale"]),
        "scale_seen": mark(values["scale"], actions.SCALE),
        "dimensions": _outline(values, found.faults),
        "criteria": sum(1 for _one in drafts.criteria_of(values)),
    }
    return render(request, "diagnostics/instrument_draft.html", context)


def _levels(scale: Values) -> list[dict[str, Any]]:
    """The degrees from the lowest, each with those that would go away with it."""
    return [
        {"part": level, "leaves": leaves(scale, rank)}
        for rank, level in enumerate(scale["level"])
    ]


def _outline(values: Values, faults: tuple[drafts.Fault, ...]) -> list[dict[str, Any]]:
    """Dimensions and criteria, each with whether something is missing in it."""
    wanting = {fault.criterion for fault in faults}
    unfinished = {fault.dimension for fault in faults if not fault.criterion}
    return [
        {
            "part": dimension,
            "missing": dimension["code"] in unfinished,
            "criteria": [
                {"part": one, "missing": one["code"] in wanting}
                for one in dimension.get("criterion", [])
            ],
        }
        for dimension in values["dimension"]
    ]


def context_of(row: InstrumentVersion, organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "instrument": row.instrument,
        "draft": row,
    }


def back_to(
    row: InstrumentVersion, organisation: Organisation, anchor: str = ""
) -> str:
    path = reverse("diagnostics:draft", args=[organisation.pk, row.instrument_id])
    return f"{path}#{anchor}" if anchor else path


def _part(
    request: HttpRequest,
    row: InstrumentVersion,
    organisation: Organisation,
    form: PartForm,
    act: Callable[..., Any],
    *,
    title: str,
    anchor: str = "",
    **more: Any,
) -> HttpResponse:
    """One form about one part; after a conflict, with both texts."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = act(**form.words())
            except Stale as stale:
                status = 409
                keep_both(form, stale)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("C’est enregistré dans le brouillon."))
                where = anchor or (done if isinstance(done, str) else "")
                return redirect(back_to(row, organisation, where))
    context = context_of(row, organisation) | {
        "form": form,
        "title": title,
        "back": back_to(row, organisation, anchor),
        **more,
    }
    return render(request, "diagnostics/instrument_form.html", context, status=status)


@require_http_methods(EDIT)
def header(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)

    def act(**words: Any) -> None:
        actions.save_header(row.instrument, actor=member, **words)

    return _part(
        request,
        row,
        organisation,
        HeaderForm(request.POST or None, part=row.content),
        act,
        title=_("Titre et résumé"),
    )


@require_http_methods(EDIT)
def scale(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)

    def act(**words: Any) -> None:
        actions.save_scale(row.instrument, actor=member, **words)

    form = ScaleForm(request.POST or None, part=row.content["scale"])
    return _part(
        request,
        row,
        organisation,
        form,
        act,
        title=_("Échelle"),
        parts=form.parts(),
    )


@require_http_methods(EDIT)
def dimension_new(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)

    def act(**words: Any) -> str:
        return actions.add_dimension(row.instrument, actor=member, **words)

    components = drafts.has_components(row.content)
    form = DimensionForm(request.POST or None, components=components)
    title = _("Ajouter une dimension")
    return _part(request, row, organisation, form, act, title=title)


@require_http_methods(EDIT)
def dimension(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, dimension: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    part = dimension_or_404(request, row, dimension)

    def act(**words: Any) -> None:
        actions.save_dimension(row.instrument, dimension, actor=member, **words)

    components = drafts.has_components(row.content)
    return _part(
        request,
        row,
        organisation,
        DimensionForm(request.POST or None, part=part, components=components),
        act,
        title=_("Dimension %(code)s") % {"code": dimension},
        anchor=dimension,
        remove=_address("dimension_remove", row, organisation, dimension),
    )


@require_http_methods(EDIT)
def criterion_new(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, dimension: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    dimension_or_404(request, row, dimension)

    def act(**words: Any) -> str:
        return actions.add_criterion(row.instrument, dimension, actor=member, **words)

    form = CriterionForm(request.POST or None, values=row.content, dimension=dimension)
    title = _("Ajouter un critère à %(code)s") % {"code": dimension}
    return _part(request, row, organisation, form, act, title=title)


@require_http_methods(EDIT)
def criterion(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, code: str
) -> HttpResponse:
    row, organisation, member = draft_or_404(request, organisation_id, instrument_id)
    here, part = criterion_or_404(request, row, code)

    def act(**words: Any) -> None:
        actions.save_criterion(row.instrument, code, actor=member, **words)

    return _part(
        request,
        row,
        organisation,
        CriterionForm(
            request.POST or None, values=row.content, dimension=here["code"], part=part
        ),
        act,
        title=_("Critère %(code)s") % {"code": code},
        anchor=code,
        remove=_address("criterion_remove", row, organisation, code),
    )


def _address(
    name: str, row: InstrumentVersion, organisation: Organisation, code: str
) -> str:
    place = [organisation.pk, row.instrument_id, code]
    return reverse(f"diagnostics:{name}", args=place)
