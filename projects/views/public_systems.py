"""The public page of a published sheet: what it says, and telling what is wrong."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from projects.actions.system_events import report_from_public_page
from projects.errors import Refused
from projects.forms.system_events import VisitorForm
from projects.models import System
from projects.public import asks_too_often, public

#: A page that is taken back must be gone from caches soon.
MAX_AGE = 300
#: Messages that one address may leave in an hour: it may be a whole company's.
MOST_REPORTS, HOUR = 20, 3600
#: And on one sheet in a day: a handful of mistakes, not a flood that hides them.
MOST_ON_ONE, DAY = 5, 24 * 3600
SENT = "envoye"


def _published(token: str) -> System:
    found = System.objects.filter(public_token=token).select_related("organisation")
    # PostgreSQL refuses a NUL, and no token holds one.
    system = found.first() if token.isprintable() else None
    if system is None:
        raise Http404
    return system


@public
@require_safe
def public_system(request: HttpRequest, token: str) -> HttpResponse:
    system = _published(token)
    context = {
        "system": system,
        "organisation_name": system.organisation.name,
        "name": system.public_facts[0][1],
        "facts": system.public_facts[1:],
        "sent": SENT in request.GET,
    }
    page = render_to_string("projects/system_public.html", context)
    response = HttpResponse(page)
    patch_cache_control(response, max_age=MAX_AGE)
    return response


@csrf_exempt  # no cookie is read here: there is no session that could be misused
@public
@require_http_methods(["GET", "HEAD", "POST"])
def public_report(request: HttpRequest, token: str) -> HttpResponse:
    system = _published(token)
    form = VisitorForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        status = _report(request, system, form)
        if status == 302:
            address = reverse("projects:public_system", args=[token])
            return redirect(f"{address}?{SENT}")
    elif form.is_bound:
        status = 422
    context = {"system": system, "name": system.public_facts[0][1], "form": form}
    page = render_to_string("projects/system_public_report.html", context)
    response = HttpResponse(page, status=status)
    patch_cache_control(response, max_age=MAX_AGE)
    return response


def _report(request: HttpRequest, system: System, form: VisitorForm) -> int:
    """Keep the message; the status of the answer, with its reason in the form."""
    if asks_too_often(request, "report", most=MOST_REPORTS, seconds=HOUR):
        form.add_error(None, _("Trop de messages d’ici : réessayez dans une heure."))
        return 429
    if asks_too_often(request, f"report:{system.pk}", most=MOST_ON_ONE, seconds=DAY):
        form.add_error(
            None, _("Trop de messages d’ici sur cette fiche : réessayez demain.")
        )
        return 429
    try:
        report_from_public_page(system, text=form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return 429
    return 302
