"""Pages for anybody: no account, no cookie, the same for all, so caches may keep them.

Everything under `PREFIXES` is answered without reading the session; the templates are
rendered without the request, hence without the person who asks.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

PREFIXES = ("/outils/", "/registre-public/")
#: One address may be that of a whole company, or of a room where people learn.
MOST_PER_MINUTE = 300
MAX_AGE = 3600
DAY = 24 * 3600


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the view to anybody, count the requests of each address, let caches keep it.

    Addresses are kept one minute, as a digest.
    """

    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if asks_too_often(request, most=MOST_PER_MINUTE):
            return _too_often(request)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        return _kept(request, response)

    return answer


def asks_too_often(
    request: HttpRequest,
    scope: str = "public",
    *,
    most: int,
    seconds: int = 60,
) -> bool:
    """Count one request of this address; whether it makes more than `most` in time."""
    address = get_adapter().get_client_ip(request)
    key = f"{scope}:{sha256(str(address).encode()).hexdigest()}"
    if cache.add(key, 1, timeout=seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # the time ended in between
        return False


def _too_often(request: HttpRequest) -> HttpResponse:
    if request.path.endswith(".json"):
        sentence = _("Trop de demandes : réessayez dans une minute.")
        response: HttpResponse = JsonResponse({"erreurs": {"": [sentence]}}, status=429)
    else:
        response = HttpResponse(render_to_string("429.html"), status=429)
    response["Retry-After"] = "60"
    return response


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With what a cache needs, or 304 when the reader already has it."""
    etag = quote_etag(sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    # A page counts the days that are left: nobody may read it the day after.
    patch_cache_control(response, public=True, max_age=min(MAX_AGE, _left_today()))
    kept = get_conditional_response(request, etag=etag, response=response)
    assert kept is not None
    return kept


def _left_today() -> int:
    """Seconds before midnight in Paris; exact in the evening, when it matters."""
    now = timezone.localtime()
    return DAY - 3600 * now.hour - 60 * now.minute - now.second
