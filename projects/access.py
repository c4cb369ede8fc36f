"""The first line of every view: fetch through the person's place, or 404."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from projects.models import Member, Organisation, Project, User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class PersonRequest(HttpRequest):
    """A request of a signed-in person, once the middlewares have run."""

    user: User
    htmx: "HtmxDetails"


def places_of(user: User) -> tuple[Member, ...]:
    """Every open place of a person, with organisations loaded (one query)."""
    return tuple(
        Member.objects.active()
        .filter(user=user)
        .select_related("organisation", "user", "project")
        .order_by("organisation__name", "id")
    )


def request_places(request: HttpRequest) -> tuple[Member, ...]:
    """`places_of` the signed-in person, asked once per request."""
    if not hasattr(request, "_places"):
        user = request.user
        request._places = places_of(user) if isinstance(user, User) else ()  # type: ignore[attr-defined]
    places: tuple[Member, ...] = request._places  # type: ignore[attr-defined]
    return places


def organisation_or_404(
    request: HttpRequest, organisation_id: UUID
) -> tuple[Organisation, Member]:
    """The organisation and the person's place in it; guests of a project get 404."""
    for place in request_places(request):
        if place.project_id is None and place.organisation_id == organisation_id:
            return place.organisation, place
    raise Http404


def project_or_404(request: HttpRequest, project_id: UUID) -> tuple[Project, Member]:
    """The project and the person's place on it (`place_on`)."""
    places = request_places(request)
    project = (
        Project.objects.visible_to(*places)
        .select_related("workplace")
        .filter(pk=project_id)
        .first()
    )
    if project is None:
        raise Http404
    member = place_on(places, project.pk, project.organisation_id)
    assert member is not None
    project.organisation = member.organisation
    request._member = member  # type: ignore[attr-defined]
    return project, member


def place_on(
    places: Iterable[Member], project_id: UUID, organisation_id: UUID
) -> Member | None:
    """The one of these places that counts on a project of that organisation.

    A place in the organisation wins over a guest's place on the project.
    """
    ours = [
        place
        for place in places
        if place.project_id == project_id
        or (place.project_id is None and place.organisation_id == organisation_id)
    ]
    return min(ours, key=lambda place: place.project_id is not None, default=None)


def require(allowed: bool) -> None:
    """403 inside: the page exists for this person, the act does not."""
    if not allowed:
        raise PermissionDenied
