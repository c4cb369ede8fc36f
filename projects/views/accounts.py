"""First run, profile, own data, closing one's account."""

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from projects import exports, first_run
from projects.access import PersonRequest, request_places
from projects.actions import accounts as actions
from projects.errors import Refused
from projects.forms.accounts import (
    CloseAccountForm,
    FirstRunForm,
    FirstWorkplaceForm,
    ProfileForm,
    wrong_code,
)
from projects.models import Member, User

EDIT = ["GET", "HEAD", "POST"]


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(EDIT)
def first_run_page(request: HttpRequest) -> HttpResponse:
    """The page of an empty installation; it does not exist any more afterwards."""
    if User.objects.exists():
        raise Http404
    may_try = request.method != "POST" or bool(
        ratelimit.consume(request, action="first_run", key="first-run")
    )
    form = FirstRunForm(request.POST or None, may_try=may_try)
    workplace = FirstWorkplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and workplace.is_valid():
        member = _open(form, workplace)
        if member is not None:
            signed_in: HttpResponse = perform_login(request, member.user)
            return signed_in
    context = {"form": form, "workplace": workplace}
    return render(request, "projects/first_run.html", context)


def _open(form: FirstRunForm, workplace: FirstWorkplaceForm) -> Member | None:
    """Create everything, or put the reason on the form and return None."""
    data = form.cleaned_data
    with first_run.one_at_a_time():
        if not first_run.is_right(data["code"]):
            form.add_error("code", wrong_code())
            return None
        try:
            member = actions.open_installation(
                organisation_name=data["organisation_name"],
                kind=data["kind"],
                workplace=workplace.cleaned_data,  # type: ignore[arg-type]
                email=data["email"],
                name=data["name"],
                password=data["password"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return None
        first_run.forget_code()
    return member


@require_http_methods(EDIT)
def profile(request: PersonRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(user, name=form.cleaned_data["name"])
        messages.success(request, _("Votre nom est à jour."))
        return redirect("projects:profile")
    factors = Authenticator.objects.filter(user=user)
    context = {
        "form": form,
        "places": request_places(request),
        "factors": factors.exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        "sessions": UserSession.objects.filter(user=user).count(),
    }
    return render(request, "projects/profile.html", context)


@require_POST
def session_end(request: PersonRequest, session_id: int) -> HttpResponse:
    """Close one of one's own sessions, on a device left behind for instance."""
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    get_adapter().end_sessions([session])
    messages.success(request, _("La session est fermée."))
    return redirect("usersessions_list")


@never_cache
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]
def profile_export(request: PersonRequest) -> HttpResponse:
    """Own data in one file; asks for the password again, five minutes at most ago."""
    day = timezone.localdate().isoformat()
    return JsonResponse(
        exports.personal_data(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={
            "Content-Disposition": f'attachment; filename="navette-donnees-{day}.json"'
        },
    )


@sensitive_post_parameters()
@require_http_methods(EDIT)
def account_close(request: PersonRequest) -> HttpResponse:
    user = request.user
    form = CloseAccountForm(request.POST or None, user=user)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=user):
            form.add_error(None, _("Trop d’essais : attendez une minute."))
        elif form.is_valid():
            try:
                actions.close_account(user)
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                logout(request)
                messages.success(
                    request, _("Votre compte est fermé. Merci pour le chemin parcouru.")
                )
                return redirect("account_login")
    return render(request, "projects/account_close.html", {"form": form})
