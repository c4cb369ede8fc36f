"""Session cookie and age, first run, second factor, signing in, caches."""

import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from projects.models import User
from projects.public import PREFIXES

logger = logging.getLogger(__name__)

SESSION_KEY = re.compile(r"[a-z0-9]{32}")
SEEN, STARTED = "seen_at", "started_at"
ASKED = "second_factor_asked"
#: Pages a person without a second factor may still open: to add one, to take an
#: invitation, and those that anybody may open.
OPEN_PREFIXES = (
    "/compte/",
    "/static/",
    "/sante",
    "/verifier/",
    "/invitation/",
    "/desabonnement/",
    *PREFIXES,
)
#: What a page asks by itself does not mean that somebody sits in front of it.
QUIET = re.compile(
    r"^/(direct/|notifications/nombre/|projets/[^/]+/(nouveau|presence)/)$"
)


class SessionCookieMiddleware(MiddlewareMixin):
    """Ignore a session cookie that Navette cannot have given.

    Django asks the database for whatever it says, and PostgreSQL refuses a NUL.
    """

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]


class FirstRunMiddleware(MiddlewareMixin):
    """Lead to the first-run page as long as nobody has an account.

    Once somebody has one, the process never asks again.
    """

    installed = False

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if FirstRunMiddleware.installed:
            return None
        FirstRunMiddleware.installed = User.objects.exists()
        page = reverse("projects:first_run")
        free = (page, "/static/", "/sante", *PREFIXES)
        if FirstRunMiddleware.installed or request.path.startswith(free):
            return None
        return redirect(page)


class IdleSessionMiddleware(MiddlewareMixin):
    """Sign out after SESSION_IDLE_MINUTES without a request, or 12 hours (SE-07).

    The session row is written at most once a minute, not at each request. Django's
    own age starts again at each write, so the start of the session is kept too.
    """

    def process_request(self, request: HttpRequest) -> None:
        # Reading who asks is reading the cookie: pages for anybody never do.
        if request.path.startswith(PREFIXES) or not isinstance(request.user, User):
            return
        now = int(timezone.now().timestamp())
        seen = request.session.get(SEEN)
        started = request.session.setdefault(STARTED, now)
        idle = seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * 60
        if idle or now - started > settings.SESSION_COOKIE_AGE:
            logout(request)
            return
        if QUIET.match(request.path):
            return
        if seen is None or now - seen >= 60:
            request.session[SEEN] = now
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=timezone.now()
            )

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """A fragment never receives the sign-in page: the text typed stays in place."""
        sign_in = resolve_url(settings.LOGIN_URL)
        if (
            response.status_code == 302
            and request.headers.get("HX-Request")
            and response.headers["Location"].startswith(sign_in)
        ):
            return HttpResponse(
                _("Session terminée : reconnectez-vous dans un autre onglet."),
                status=401,
                content_type="text/plain; charset=utf-8",
            )
        return response


class SignInAgainMiddleware(LoginRequiredMiddleware):
    """Lead who sends a form after the session ended back to the page of that form.

    Many addresses only take what is sent: opened after signing in, they show nothing.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method != "POST" or request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request,
            _(
                "Votre session est terminée : reconnectez-vous. Ce que vous venez "
                "d’envoyer n’est pas encore enregistré."
            ),
        )
        return redirect_to_login(_page_of_form(request))


def _page_of_form(request: HttpRequest) -> str:
    """The page of this site that the form was on, when the browser says it."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    ):
        return request.get_full_path()
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


class WrongMethodMiddleware(MiddlewareMixin):
    """Give a page to who opens an address that only takes what a form sends."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        # Pages for anybody are rendered without who asks.
        person = None if request.path.startswith(PREFIXES) else request
        context = {"back": _parent(request.path)}
        response.content = render_to_string("405.html", context, request=person)
        return response


def _parent(path: str) -> str:
    """The nearest address above this one that the site knows."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


class SecondFactorMiddleware(MiddlewareMixin):
    """Lead a person without a second factor to its page first (SE-01)."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if (
            not settings.MFA_REQUIRED
            or request.path.startswith(OPEN_PREFIXES)
            or not isinstance(request.user, User)
            or is_mfa_enabled(request.user)
        ):
            return None
        if QUIET.match(request.path):
            return HttpResponse(status=204)
        if not request.session.get(ASKED):
            # Once: the live parts of a page would otherwise repeat the sentence.
            request.session[ASKED] = True
            messages.warning(
                request,
                _(
                    "Avant de continuer, ajoutez une deuxième preuve d’identité : "
                    "une application de codes ou une clé d’accès."
                ),
            )
        return redirect("mfa_index")


class SignInMiddleware(MiddlewareMixin):
    """What allauth leaves unsaid: a provider that fails, a code that no longer serves.

    A provider that is away or talks nonsense gets a page, never a 500; allauth expects
    only part of it. AccountMiddleware stands after this one, so that its own exceptions
    are answered first.
    """

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not _view_name(request).startswith("openid_connect_") or isinstance(
            exception, Http404 | PermissionDenied | SuspiciousOperation
        ):
            return None
        if isinstance(exception, OSError):  # what requests raises when nobody answers
            logger.warning("The identity provider is away: %s", exception)
        else:
            logger.error("The provider was not understood.", exc_info=exception)
        return render(request, "socialaccount/authentication_error.html", status=401)

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if (
            _view_name(request) == "account_confirm_login_code"
            and response.status_code == 302
            and response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))
            and not getattr(messages.get_messages(request), "added_new", False)
        ):
            messages.warning(request, _("Ce code ne sert plus : demandez-en un autre."))
        return response


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


class PrivateResponseMiddleware(MiddlewareMixin):
    """Nothing that a page showed stays in a cache, links with a token included (T9)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response
