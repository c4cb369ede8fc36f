"""The grids of an organisation: the library, one grid, its acts as a whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import drafts, permissions
from diagnostics.actions import instruments as actions
from diagnostics.exchange import WRITERS
from diagnostics.forms.instruments import ImportForm, PreviewForm
from diagnostics.instrument_access import (
    grid_or_404,
    grids_of,
    own_grid_or_404,
    version_or_404,
)
from diagnostics.instruments import Grid
from diagnostics.models import Assessment, Instrument, InstrumentVersion
from projects.access import organisation_or_404, require
from projects.errors import Refused
from projects.models import Member, Project

MOST_USES = 200
MOST_PROJECTS = 50


@require_safe
def grids(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Three shelves: those I may change, those shared with me, those of Navette."""
    organisation, member = organisation_or_404(request, organisation_id)
    written = InstrumentVersion.objects.filter(
        instrument=OuterRef("pk"), published_at=None
    )
    rows = list(grids_of(member).annotate(has_draft=Exists(written)))
    ours = [row for row in rows if row.organisation_id is not None]
    mine = [row for row in ours if permissions.can_edit_instrument(member, row)]
    context = {
        "organisation": organisation,
        "mine": mine,
        "shared": [row for row in ours if row not in mine],
        "navette": [row for row in rows if row.organisation_id is None],
        "may_edit": permissions.can_edit_instruments(member),
    }
    return render(request, "diagnostics/instruments.html", context)


@require_safe
def grid(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    """One version to read; unless said, the one that new diagnostics take."""
    row, organisation, member = grid_or_404(request, organisation_id, instrument_id)
    if row.current is None:
        # Never published: all there is to read is the draft, which is there.
        return redirect("diagnostics:draft", organisation.pk, row.pk)
    versions = list(
        row.versions.select_related("published_by__user")
        .defer("content")
        .order_by("-number")
    )
    published = [one for one in versions if one.published_at is not None]
    asked = request.GET.get("version", "")
    shown = next((one for one in published if str(one.number) == asked), row.current)
    context = {
        "organisation": organisation,
        "instrument": row,
        "version": shown,
        "grid": shown.grid,
        "versions": _with_uses(row, published, member),
        "has_draft": len(published) < len(versions),
        "may_edit": permissions.can_edit_instrument(member, row),
        "may_copy": permissions.can_edit_instruments(member),
        "projects": _projects(member),
    }
    return render(request, "diagnostics/instrument.html", context)


def _with_uses(
    row: Instrument, versions: list[InstrumentVersion], member: Member
) -> list[tuple[InstrumentVersion, list[Assessment]]]:
    """The diagnostics that this person sees, under the version that each took."""
    uses = (
        Assessment.objects.visible_to(member)
        .kept()
        .filter(version__in=versions)
        .select_related("project")[:MOST_USES]
    )
    found: dict[UUID, list[Assessment]] = {}
    for use in uses:
        found.setdefault(use.version_id, []).append(use)
    return [(one, found.get(one.pk, [])) for one in versions]


def _projects(member: Member) -> list[Project]:
    """Where this person may open a diagnostic with it."""
    if not permissions.can_start_assessment(member):
        return []
    return list(Project.objects.visible_to(member)[:MOST_PROJECTS])


@require_http_methods(["GET", "HEAD", "POST"])
def grid_import(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    require(permissions.can_edit_instruments(member))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = actions.bring_in(form.values, actor=member)
        messages.success(request, _("La grille est reprise, comme brouillon à vous."))
        return redirect("diagnostics:draft", organisation.pk, row.pk)
    context = {"organisation": organisation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "diagnostics/instrument_import.html", context, status=status)


@require_safe
def grid_export(
    request: HttpRequest,
    organisation_id: UUID,
    instrument_id: UUID,
    number: int,
    form: str,
) -> HttpResponse:
    row, _organisation, member = grid_or_404(request, organisation_id, instrument_id)
    version = version_or_404(row, number, member)
    if form not in WRITERS:
        raise Http404
    response = HttpResponse(
        WRITERS[form](version.content), content_type=f"application/{form}"
    )
    name = f"{row.slug}-v{version.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def grid_copy(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    """Of the version that new diagnostics take."""
    row, organisation, member = grid_or_404(request, organisation_id, instrument_id)
    require(permissions.can_edit_instruments(member))
    try:
        if row.current is None:
            raise Refused(_("Seule une version publiée d’une grille se copie."))
        row.current.instrument = row
        copied = actions.copy(row.current, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("diagnostics:grids", organisation.pk)
    messages.success(request, _("La copie est à vous : changez-la, puis publiez-la."))
    return redirect("diagnostics:draft", organisation.pk, copied.pk)


@require_safe
def grid_preview(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    """The sheet as those who answer will see it; nothing is sent from here."""
    row, organisation, member = grid_or_404(request, organisation_id, instrument_id)
    found, version = _previewed(row, member)
    criteria = list(found.criteria) if found else []
    asked = request.GET.get("critere", "")
    at = next((n for n, one in enumerate(criteria) if one.code == asked), 0)
    here = criteria[at] if criteria else None
    context = {
        "organisation": organisation,
        "instrument": row,
        "version": version,
        "grid": found,
        "criterion": here,
        "dimension": found.dimension_of[here.code] if found and here else None,
        "form": PreviewForm(found.scale, here) if found and here else None,
        "rank": at + 1,
        "total": len(criteria),
        "previous": criteria[at - 1] if at else None,
        "following": criteria[at + 1] if at + 1 < len(criteria) else None,
    }
    return render(request, "diagnostics/instrument_preview.html", context)


def _previewed(
    row: Instrument, member: Member
) -> tuple[Grid | None, InstrumentVersion | None]:
    """The draft for who writes it, with words in its gaps; else the current version."""
    if permissions.can_edit_instrument(member, row):
        draft = row.versions.filter(published_at=None).first()
        if draft is not None:
            return drafts.check(draft.content).grid, draft
    if row.current is None:
        raise Http404
    return row.current.grid, row.current


@require_POST
def grid_revise(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    row, organisation, member = own_grid_or_404(request, organisation_id, instrument_id)
    try:
        actions.revise(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("diagnostics:grids", organisation.pk)
    return redirect("diagnostics:draft", organisation.pk, row.pk)


@require_POST
def grid_publish(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    row, organisation, member = own_grid_or_404(request, organisation_id, instrument_id)
    words = _("La version est publiée : les prochains diagnostics la prennent.")
    done = _done(request, words, lambda: actions.publish(row, actor=member))
    return redirect(
        f"diagnostics:{'grid' if done else 'draft'}", organisation.pk, row.pk
    )


@require_http_methods(["GET", "HEAD", "POST"])
def grid_discard(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    """Asked once more on a page of its own, for who has no dialogue."""
    row, organisation, member = own_grid_or_404(request, organisation_id, instrument_id)
    place = (organisation.pk, row.pk)
    if request.method != "POST":
        if not row.versions.filter(published_at=None).exists():
            return redirect("diagnostics:grid", *place)
        context = {"organisation": organisation, "instrument": row}
        return render(request, "diagnostics/instrument_discard.html", context)
    try:
        gone = actions.discard(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("diagnostics:grid", *place)
    messages.success(request, _("Le brouillon est abandonné."))
    if gone:
        return redirect("diagnostics:grids", organisation.pk)
    return redirect("diagnostics:grid", *place)


@require_POST
def grid_share(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    return _shared(request, organisation_id, instrument_id, True)


@require_POST
def grid_unshare(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> HttpResponse:
    return _shared(request, organisation_id, instrument_id, False)


def _shared(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID, shared: bool
) -> HttpResponse:
    row, organisation, member = own_grid_or_404(request, organisation_id, instrument_id)
    words = (
        _("Les membres de l’organisation peuvent maintenant prendre cette grille.")
        if shared
        else _("La grille n’est plus partagée. Les diagnostics ouverts continuent.")
    )
    _done(request, words, lambda: actions.share(row, actor=member, shared=shared))
    if not shared and row.created_by_id != member.pk:
        # Out of sight now: it was theirs to read because it was shared.
        return redirect("diagnostics:grids", organisation.pk)
    return redirect("diagnostics:grid", organisation.pk, row.pk)


def _done(request: HttpRequest, words: str, act: Callable[[], Any]) -> bool:
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
        return False
    messages.success(request, words)
    return True
