"""What keeps an open page up to date: the stream, its fallback, who else is there."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from projects.access import PersonRequest, places_of, project_or_404
from projects.enums import Room
from projects.hub import hub
from projects.models import Entry, Member, Project

KEEP_ALIVE = 15  # seconds; proxies cut a connection that says nothing for longer
CHECK_EVERY = 60  # seconds between two looks at the person's rights (AC-05)
#: An entry gets its time before its transaction ends: the last seconds are told twice
#: rather than never.
OVERLAP = timedelta(seconds=5)
LOOK_BACK = 100
PRESENT = 30  # seconds a person stays "there" after a ping
_PLACE = re.compile(r"[a-z]+(:[a-z0-9-]+)+\Z")


# ---- the stream -------------------------------------------------------------------
@require_GET
async def live(request: PersonRequest) -> HttpResponseBase:
    """What moves wherever the person has a place, as server-sent events.

    One stream serves every tab of a browser (static/js/live.js): browsers open six
    connections to a site, and the seventh tab would wait for ever. Answers 204 under
    WSGI, where a stream would hold a worker: pages poll `moved`.
    """
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)
    user_id, places = await sync_to_async(_rooms)(request)
    response = StreamingHttpResponse(
        _events(request, user_id, places), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Accel-Buffering"] = "no"
    return response


def _rooms(request: PersonRequest) -> tuple[UUID, dict[UUID, bool]]:
    """Whose stream it is; organisations and guests' projects, and if the caucus is."""
    return request.user.pk, {
        place.project_id or place.organisation_id: place.sees_caucus
        for place in places_of(request.user)
    }


async def _events(
    request: PersonRequest, user_id: UUID, places: dict[UUID, bool]
) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    stream = hub().join(user_id, places)
    checked = clock()
    try:
        # Middlewares may have asked the database again after the view.
        await sync_to_async(_release)()
        yield b"retry: 3000\n\n"
        while True:
            wait = min(KEEP_ALIVE, max(0.0, checked + CHECK_EVERY - clock()))
            moved = await stream.wait(wait)
            if clock() - checked >= CHECK_EVERY:
                now = await sync_to_async(_still_open)(request)
                if now is None:
                    return
                # What was heard with the rooms of before is not told.
                moved = moved if now == stream.places else []
                hub().move(stream, now)
                checked = clock()
            for said in moved:
                yield f"data: {said}\n\n".encode()
            if stream.ended:
                return
            if not moved:
                yield b": .\n\n"
    finally:
        hub().leave(stream)


def _still_open(request: PersonRequest) -> dict[UUID, bool] | None:
    """The person's places now, which may have changed; None once signed out."""
    try:
        key = request.session.session_key
        if key is None or not request.session.exists(key):
            return None
        return _rooms(request)[1]
    finally:
        _release()


def _release() -> None:
    """A stream lasts for hours: it must not keep a connection of the pool."""
    if not connection.in_atomic_block:
        close_old_connections()


# ---- the fallback -----------------------------------------------------------------
@require_GET
def moved(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """What moved on the project since a second of the clock (`depuis`).

    204 when nothing did; else the same little element with its new second, and one
    `moved-<topic>` event for each part of the page to ask for itself again. A time,
    and never the number of a line: those run through every organisation's journal,
    and would tell how much the others do.
    """
    project, member = project_or_404(request, project_id)
    now = timezone.now()
    since = _second(request, "depuis")
    entries = Entry.objects.visible_to(member).filter(project=project)
    last = entries.only("at", "verb").order_by("-id")[:LOOK_BACK] if since else ()
    fresh = [entry for entry in last if since and entry.at >= since]
    if since and not fresh:
        return HttpResponse(status=204)
    settled = now - OVERLAP
    mark = int(max(settled, since or settled).timestamp())
    response = render(
        request, "projects/_moved.html", {"project": project, "since": mark}
    )
    topics = sorted({entry.verb.partition(".")[0] for entry in fresh})
    if topics:
        response["HX-Trigger"] = json.dumps({f"moved-{t}": True for t in topics})
    return response


def _second(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "")
    if not (text.isdecimal() and text.isascii() and len(text) < 12):
        return None
    return datetime.fromtimestamp(int(text), UTC)


# ---- who else is there ------------------------------------------------------------
@require_POST
def presence(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say "I am editing this" and learn who else is.

    `place` begins with its room ("caucus:passage:<uuid>"): outside that room, the place
    does not exist. One cache entry per person, so that two pings never lose each other.
    """
    project, member = project_or_404(request, project_id)
    place = request.GET.get("place", "")[:120]
    if not _PLACE.match(place):
        raise Http404
    if not place.startswith(f"{Room.SHARED}:") and not member.sees_caucus:
        raise Http404
    cache.set(_presence_key(project, place, member), True, PRESENT)
    others = Member.objects.active().on_project(project).exclude(user=member.user_id)
    by_key = {
        _presence_key(project, place, other): other
        for other in others.select_related("user")
    }
    names = sorted({str(by_key[key]) for key in cache.get_many(by_key)})
    return render(request, "projects/_presence.html", {"names": names})


def _presence_key(project: Project, place: str, member: Member) -> str:
    digest = sha256(f"{project.pk}:{place}:{member.pk}".encode()).hexdigest()
    return f"presence:{digest}"
