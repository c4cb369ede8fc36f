"""What a person receives: their own page, and the link at the foot of each mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from projects.access import PersonRequest, request_places
from projects.actions import preferences as actions
from projects.enums import Side
from projects.forms.preferences import PreferencesForm
from projects.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    user = request.user
    # Guests receive no reminder by mail: nothing of it is asked of them.
    reminded = any(one.side == Side.DELEGATION for one in request_places(request))
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial=PreferencesForm.of(user),
        reminded=reminded,
    )
    if form.is_bound and form.is_valid():
        kept = {
            "reminders_by_mail": user.reminders_by_mail,
            "reminder_days": user.reminder_days,
        }
        actions.choose(user, **(kept | form.cleaned_data))
        messages.success(request, _("Vos choix sont enregistrés."))
        return redirect("projects:preferences")
    address = reverse("projects:feed", args=[user.feed_token])
    context = {
        "form": form,
        "reminded": reminded,
        "feed_url": request.build_absolute_uri(address),
    }
    status = 422 if form.is_bound else 200
    return render(request, "projects/preferences.html", context, status=status)


@login_not_required
@csrf_exempt  # one-click unsubscribe comes from a mail server: the signature is proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, signed: str) -> HttpResponse:
    """Stop one kind of mail without signing in (RFC 8058). Opening it changes nothing:
    mail filters follow links."""
    try:
        user_id, wish = actions.read_unsubscribe(signed)
    except (BadSignature, ValueError, TypeError):
        raise Http404 from None
    user = get_object_or_404(User, pk=user_id)
    done = request.method == "POST"
    if done:
        actions.stop(user, wish)
    context = {"wish": wish.value, "done": done}
    return render(request, "projects/unsubscribe.html", context)
