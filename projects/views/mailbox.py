"""The demo's mailbox: every mail of an installation where nobody is real."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.models import Mail

PER_PAGE = 20


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    mails = Mail.objects.order_by("-created_at", "id")
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/mailbox.html", {"page": page})
