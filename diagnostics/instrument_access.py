"""Fetching the grids of an organisation through a person's place, or 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from diagnostics import drafts
from diagnostics.drafts import Values
from diagnostics.enums import InstrumentKind
from diagnostics.models import Instrument, InstrumentVersion
from diagnostics.models.instruments import InstrumentQuerySet
from diagnostics.permissions import can_edit_instrument
from projects.access import organisation_or_404, require
from projects.models import Member, Organisation


def grids_of(member: Member) -> InstrumentQuerySet:
    """What a member of the organisation may read: Navette's, theirs, those shared."""
    return (
        Instrument.objects.visible_to(member)
        .filter(kind=InstrumentKind.GRID)
        .select_related("current", "created_by__user")
        .defer("current__content")
    )


def grid_or_404(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> tuple[Instrument, Organisation, Member]:
    organisation, member = organisation_or_404(request, organisation_id)
    instrument = get_object_or_404(grids_of(member), pk=instrument_id)
    if instrument.organisation_id is not None:
        instrument.organisation = organisation
    elif instrument.current is None:
        raise Http404
    return instrument, organisation, member


def version_or_404(
    instrument: Instrument, number: int, member: Member
) -> InstrumentVersion:
    """A published one for whoever sees the grid; the draft for who may write it."""
    version = get_object_or_404(instrument.versions, number=number)
    if version.published_at is None and not can_edit_instrument(member, instrument):
        raise Http404
    version.instrument = instrument
    return version


def own_grid_or_404(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> tuple[Instrument, Organisation, Member]:
    """A grid that this person may change: 404 outside, 403 inside."""
    instrument, organisation, member = grid_or_404(
        request, organisation_id, instrument_id
    )
    require(can_edit_instrument(member, instrument))
    return instrument, organisation, member


def draft_or_404(
    request: HttpRequest, organisation_id: UUID, instrument_id: UUID
) -> tuple[InstrumentVersion, Organisation, Member]:
    """The draft of a grid that this person may change.

    Once it is published or thrown away, what is sent about it is still read, so that
    the page shows it again: the act refuses.
    """
    instrument, organisation, member = own_grid_or_404(
        request, organisation_id, instrument_id
    )
    draft = instrument.versions.filter(published_at=None).first()
    if draft is None:
        if request.method != "POST" or instrument.current is None:
            raise Http404
        draft = InstrumentVersion(content=instrument.current.content)
    draft.instrument = instrument
    return draft, organisation, member


def dimension_or_404(
    request: HttpRequest, draft: InstrumentVersion, code: str
) -> Values:
    """When it is gone, what is sent about it is read all the same, as above."""
    row = drafts.dimension_of(draft.content, code)
    if row is not None:
        return row
    if request.method != "POST":
        raise Http404
    return {"code": code}


def criterion_or_404(
    request: HttpRequest, draft: InstrumentVersion, code: str
) -> tuple[Values, Values]:
    """The dimension and the criterion; when they are gone, as above."""
    found = drafts.criterion_of(draft.content, code)
    if found is not None:
        return found
    if request.method != "POST":
        raise Http404
    return {"code": ""}, {"code": code}
