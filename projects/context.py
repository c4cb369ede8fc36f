"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.access import request_places
from projects.enums import Side
from projects.models import Member, User
from projects.notices import request_unread

#: Accounts the demo creates, shown on the sign-in page in demo mode only.
DEMO_ACCOUNTS = (
    ("secretaire@navette.example", _l("secrétaire du CSE")),
    ("elue@navette.example", _l("élue titulaire")),
    ("delegue@navette.example", _l("délégué syndical")),
    ("facilitatrice@navette.example", _l("facilitatrice")),
    ("direction@navette.example", _l("direction")),
    ("expert@navette.example", _l("expert")),
    ("admin@navette.example", _l("gestion de l’organisation")),
)
DEMO_PASSWORD = "navette-demo"


def demo() -> dict[str, Any] | None:
    """The demo's accounts and password; None on a real installation."""
    if not settings.DEMO:
        return None
    accounts = [{"email": email, "label": label} for email, label in DEMO_ACCOUNTS]
    return {"accounts": accounts, "password": DEMO_PASSWORD}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu, organisations and notice count of the signed-in person."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"demo": demo()}
    places = request_places(request)
    member = _current(request, places)
    return {
        "demo": demo(),
        "member": member,
        "organisation": member.organisation if member else None,
        "organisations": [
            {
                "label": place.organisation.name,
                "url": reverse("projects:projects", args=[place.organisation_id]),
                "current": member is not None
                and place.organisation_id == member.organisation_id,
            }
            for place in places
            if place.project_id is None
        ],
        "nav_items": _menu(request, member),
        "notices_count": request_unread(request, user),
    }


def _current(request: HttpRequest, places: tuple[Member, ...]) -> Member | None:
    """The place this page speaks from: its project's, its organisation's, the first."""
    member: Member | None = getattr(request, "_member", None)
    if member is not None:
        return member
    match = getattr(request, "resolver_match", None)
    wanted = match.kwargs.get("organisation_id") if match else None
    for place in places:
        if wanted is None or place.organisation_id == wanted:
            return place
    return None


def _menu(request: HttpRequest, member: Member | None) -> list[dict[str, Any]]:
    entries = [(_("Cette semaine"), reverse("projects:week"))]
    if member is None:
        return _mark(request, entries)
    if member.project_id is None:
        organisation = member.organisation_id
        entries.append(
            (_("Projets"), reverse("projects:projects", args=[organisation]))
        )
        if member.side == Side.DELEGATION:
            entries.append(
                (_("Registre"), reverse("projects:systems", args=[organisation]))
            )
            entries.append(
                (
                    _("Organisation"),
                    reverse("projects:organisation", args=[organisation]),
                )
            )
    else:
        entries.append(
            (_("Projet"), reverse("projects:project", args=[member.project_id]))
        )
    return _mark(request, entries)


def _mark(request: HttpRequest, entries: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The longest address that begins the page's own is the current one."""
    path = request.path
    under_project = path.startswith("/projets/")
    # The first address is the root: every page begins with it.
    found = [url for _label, url in entries[1:] if path.startswith(url)]
    best = max(found, key=len, default=path)
    if under_project and len(entries) > 1:
        best = entries[1][1]
    return [
        {"label": label, "url": url, "current": url == best} for label, url in entries
    ]
