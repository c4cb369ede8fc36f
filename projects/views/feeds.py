"""The calendar of one person, behind a secret address that can be renewed."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from icalendar import Calendar, Event

from projects.access import PersonRequest, places_of
from projects.actions import preferences
from projects.models import Deadline, User
from projects.numbers import names_of, quoted

#: More dates than anybody looks at; a feed must stay small to be read every hour.
MOST_EVENTS = 500


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Open deadlines of the person whose address this is.

    The calendar may lie with the employer: neither title nor label leaves Navette.
    """
    user = get_object_or_404(User, feed_token=token, is_active=True, closed_at=None)
    places = places_of(user)
    deadlines = (
        Deadline.objects.visible_to(*places)
        .open()
        .select_related("project__organisation", "project__workplace")
        .order_by("due_on", "id")[:MOST_EVENTS]
    )
    calendar = Calendar.new(
        prodid="-//Navette//FR",
        name=_("Navette : échéances"),
        refresh_interval=timedelta(hours=6),
    )
    calendar.calendar_name = _("Navette : échéances")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, several=bool(names_of(places))))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar")
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _event(deadline: Deadline, *, several: bool) -> Event:
    """A whole day. The same date that moves keeps its identity: the event moves."""
    url = settings.BASE_URL + deadline.project.get_absolute_url()
    number = quoted(deadline.project, several=several)
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, deadline.key)}@{_host()}")
    event.add("dtstamp", deadline.created_at)
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(1))
    event.add(
        "summary",
        _("Navette : échéance du dossier %(number)s") % {"number": number},
    )
    event.add("url", url)
    event.add(
        "description", _("Dossier n° %(number)s") % {"number": number} + f"\n{url}"
    )
    event.add("transp", "TRANSPARENT")
    return event


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""


@require_POST
def feed_renew(request: PersonRequest) -> HttpResponse:
    preferences.renew_feed(request.user)
    messages.success(
        request,
        _(
            "Votre calendrier a une nouvelle adresse. L’ancienne ne répond plus : "
            "remplacez-la là où vous l’aviez collée."
        ),
    )
    return redirect("projects:preferences")
