"""The demo's mailbox: every mail of an installation where nobody is real."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.access import PersonRequest, request_places
from projects.enums import Side
from projects.models import Mail

PER_PAGE = 20


@require_GET
def mailbox(request: PersonRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    mails = Mail.objects.order_by("-created_at", "id")
    sides = {place.side for place in request_places(request)}
    if Side.DELEGATION not in sides:
        # The demonstration shows two rooms: management reads its own mail only.
        mails = mails.filter(to=request.user.email)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/mailbox.html", {"page": page})
