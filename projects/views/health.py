"""`/sante`, for whoever watches the machine: no name, no title, no address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from projects.health import health as measure


@login_not_required
@require_GET
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    measured = measure()
    return JsonResponse(measured.facts, status=200 if measured.healthy else 503)
