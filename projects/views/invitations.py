"""Offering a place, taking it by the link of a mail, guests of one project."""

from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from projects import accounts, invitations, permissions
from projects.access import organisation_or_404, project_or_404, require
from projects.actions import invitations as actions
from projects.actions import people
from projects.errors import Refused
from projects.forms.accounts import AcceptForm
from projects.forms.people import EndForm, InviteForm, InviteGuestForm
from projects.french import of_person
from projects.models import Invitation, Member, Project, User
from projects.views.people import EDIT, FORM_PAGE, form_page, managed


@require_http_methods(EDIT)
def invite(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    return form_page(
        request,
        organisation,
        InviteForm(request.POST or None),
        lambda data: actions.invite_member(organisation, actor=actor, **data),
        title=_("Inviter une personne"),
        intro=_(
            "Elle reçoit un lien par courriel, valable sept jours et une seule fois. "
            "Elle verra l’espace élus de tous les projets de l’organisation."
        ),
        submit=_("Envoyer l’invitation"),
        done=_(
            "Invitation envoyée. Le lien est valable sept jours et ne sert qu’une fois."
        ),
    )


@require_POST
def invitation_withdraw(
    request: HttpRequest, organisation_id: UUID, invitation_id: UUID
) -> HttpResponse:
    """Of a member or of a guest: both are the organisation's."""
    organisation, actor = organisation_or_404(request, organisation_id)
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation", "project"),
        pk=invitation_id,
        organisation=organisation,
    )
    if invitation.project is None:
        require(permissions.can_manage_organisation(actor))
        back = reverse("projects:organisation", args=[organisation.pk])
    else:
        require(permissions.can_invite_guest(actor, invitation.project))
        back = reverse("projects:guests", args=[invitation.project_id])
    try:
        actions.withdraw_invitation(invitation, actor=actor)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("L’invitation est retirée : son lien est mort."))
    return redirect(back)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(EDIT)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitations.find(token)
    if found is None:
        return _closed(request)
    if isinstance(request.user, User):
        return _join(request, found, request.user)
    if accounts.account_of(found.email) is not None:
        query = urlencode({"next": request.path})
        return _page(request, found, sign_in=f"{reverse('account_login')}?{query}")
    form = AcceptForm(
        request.POST or None, email=found.email, initial={"name": found.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.accept_with_new_account(
                found,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
            )
        except Refused as refusal:
            # The page itself then says whether to sign in or that the link is dead.
            messages.error(request, refusal.sentence)
            return redirect(request.path)
        signed_in: HttpResponse = perform_login(
            request, member.user, redirect_url=_home(member)
        )
        return signed_in
    return _page(request, found, form=form)


def _join(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if found.email.lower() not in accounts.addresses(user):
        return _page(request, found, stranger=True, status=403)
    if request.method != "POST":
        return _page(request, found, join=True)
    try:
        member = actions.accept_with_account(found, user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("projects:week")
    messages.success(request, _("Bienvenue : votre place est ouverte."))
    return redirect(_home(member))


def _home(member: Member) -> str:
    if member.project_id is not None:
        return reverse("projects:project", args=[member.project_id])
    return reverse("projects:week")


def _page(
    request: HttpRequest, found: Invitation, *, status: int = 200, **state: object
) -> HttpResponse:
    context = {"invitation": found, **state}
    return render(request, "projects/invitation.html", context, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    """Used, withdrawn, too old or never sent: one answer (SE-02)."""
    return render(request, "projects/invitation_closed.html", status=404)


@require_http_methods(EDIT)
def guests(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, actor = project_or_404(request, project_id)
    require(permissions.can_invite_guest(actor, project))
    form = InviteGuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_guest(project, actor=actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request,
                _(
                    "Invitation envoyée. Le lien est valable sept jours et ne sert "
                    "qu’une fois."
                ),
            )
            return redirect("projects:guests", project.pk)
    places = Member.objects.active().filter(project=project).select_related("user")
    context = {
        "project": project,
        "member": actor,
        "tab": "summary",
        "guests": places,
        "waiting": invitations.waiting(project.organisation, project),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "projects/guests.html", context)


@require_http_methods(EDIT)
def guest_end(request: HttpRequest, project_id: UUID, guest_id: UUID) -> HttpResponse:
    project, actor = project_or_404(request, project_id)
    require(permissions.can_invite_guest(actor, project))
    guest = _guest(project, guest_id)
    form = EndForm(request.POST or None)
    back = reverse("projects:guests", args=[project.pk])
    if request.method == "POST" and form.is_valid():
        try:
            people.end_membership(guest, actor=actor, until=form.cleaned_data["until"])
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, _("C’est noté : l’accès prend fin à la date choisie.")
            )
            return redirect(back)
    context = {
        "form": form,
        "back": back,
        "title": _("Fermer l’accès %(of)s") % {"of": of_person(guest)},
        "intro": _("La personne ne verra plus ce projet. Ce qu’elle a écrit reste."),
        "submit": _("Fermer l’accès"),
        "danger": True,
    }
    return render(request, FORM_PAGE, context)


def _guest(project: Project, guest_id: UUID) -> Member:
    places = Member.objects.active().select_related("user", "project", "organisation")
    return get_object_or_404(places, pk=guest_id, project=project)
