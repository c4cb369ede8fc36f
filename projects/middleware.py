"""Session age, second factor, and responses that no shared computer may keep."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from projects.models import User

SEEN = "seen_at"
#: Pages a person without a second factor may still open.
OPEN_PREFIXES = ("/compte/", "/static/", "/sante", "/verifier/")


class IdleSessionMiddleware(MiddlewareMixin):
    """Sign out after SESSION_IDLE_MINUTES without a request (SE-07).

    The session row is written at most once a minute, not at each request.
    """

    def process_request(self, request: HttpRequest) -> None:
        if not isinstance(request.user, User):
            return
        now = int(timezone.now().timestamp())
        seen = request.session.get(SEEN)
        if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * 60:
            logout(request)
            return
        if seen is None or now - seen >= 60:
            request.session[SEEN] = now


class SecondFactorMiddleware(MiddlewareMixin):
    """Lead a person without a second factor to its page first (SE-01)."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if (
            not settings.MFA_REQUIRED
            or not isinstance(request.user, User)
            or request.path.startswith(OPEN_PREFIXES)
            or is_mfa_enabled(request.user)
        ):
            return None
        messages.warning(
            request,
            _(
                "Avant de continuer, ajoutez une deuxième preuve d’identité : "
                "une application de codes ou une clé d’accès."
            ),
        )
        return redirect("mfa_index")


class PrivateResponseMiddleware(MiddlewareMixin):
    """Nothing a signed-in person reads stays in a cache (T9)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User) and not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response
