"""The demo's mailbox: what Navette would have sent to the invented people."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from projects.context import DEMO_ACCOUNTS
from projects.models import Mail

PER_PAGE = 20


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    addresses = [address for address, _label in DEMO_ACCOUNTS]
    mails = Mail.objects.filter(to__in=addresses).order_by("-created_at", "id")
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/mailbox.html", {"page": page})
