"""The notice centre of a person."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects import notices as ledger
from projects.access import PersonRequest, request_places
from projects.models import Notice
from projects.numbers import names_of

PER_PAGE = 50


@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    shown = ledger.shown_to(request.user, request_places(request))
    page = Paginator(shown.select_related("project"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "names": names_of(request_places(request)),
        "unread": any(notice.read_at is None for notice in page),
    }
    return render(request, "projects/notices.html", context)


@require_safe
def notices_count(request: PersonRequest) -> HttpResponse:
    """The number in the header; 204 while it is still the one on the page (`vu`)."""
    count = ledger.shown_to(request.user, request_places(request)).unread().count()
    if request.GET.get("vu") == str(count):
        return HttpResponse(status=204)
    # Without the request: the frame of a whole page would be counted for nothing.
    return HttpResponse(
        render_to_string("projects/_notices_count.html", {"notices_count": count})
    )


@require_POST
def notices_read(request: PersonRequest) -> HttpResponse:
    """Mark one notice (`notice`) or all of them; `open` leads to what it tells."""
    wanted = request.POST.get("notice")
    if not wanted:
        ledger.read(request.user)
        messages.success(request, _("Toutes vos notifications sont lues."))
        return redirect("projects:notices")
    notice = get_object_or_404(
        ledger.shown_to(request.user, request_places(request)), pk=_uuid_or_none(wanted)
    )
    ledger.read(request.user, notice_id=notice.pk)
    if "open" in request.POST and _is_ours(request, notice):
        return redirect(notice.url)
    return redirect("projects:notices")


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_ours(request: HttpRequest, notice: Notice) -> bool:
    return url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
