"""Opening the first account, creating and closing accounts."""

import uuid
from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import accounts, journal
from projects.actions.organisations import open_organisation
from projects.actions.people import end_every_place
from projects.actions.workplaces import WorkplaceFields
from projects.enums import JobState
from projects.errors import Refused
from projects.models import Invitation, Mail, Member, Notice, User
from projects.models.people import new_feed_token

#: What the upper floors erase of a person who leaves: each adds its own when it starts.
_forgetting: list[Callable[[User], object]] = []


def add_forgetting(forget: Callable[[User], object]) -> None:
    """Let an upper floor erase its own part; the same one twice counts once."""
    if forget not in _forgetting:
        _forgetting.append(forget)


def create_account(*, email: str, name: str, password: str | None) -> User:
    """An account whose address is proved: by the link it received, or the terminal."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(
        user=user, email=user.email, primary=True, verified=True
    )
    return user


@transaction.atomic
def open_installation(
    *,
    organisation_name: str,
    kind: str,
    workplace: WorkplaceFields,
    email: str,
    name: str,
    password: str,
) -> Member:
    """First run: the organisation, where its people work, and its secretary."""
    if User.objects.exists():
        raise Refused(_("Navette est déjà installée : connectez-vous."))
    return open_organisation(
        name=organisation_name,
        kind=kind,
        workplace=workplace,
        user=create_account(email=email, name=name, password=password),
    )


@transaction.atomic
def rename(user: User, *, name: str) -> User:
    """Change the name shown from now on; the journal keeps the former one."""
    user.name = name
    user.save(update_fields=["name"])
    return user


@transaction.atomic
def close_account(user: User) -> None:
    """Close every place, then keep of the person only what minutes and votes need.

    The row stays, without name nor address, because opinions and votes point to it;
    the journal keeps the sentences it already holds (GDPR, article 17, 3 b).
    """
    for place in end_every_place(user):
        journal.record(
            place.project or place.organisation,
            "member.closed",
            _("%(name)s a fermé son compte") % {"name": user},
            actor=place,
            target=place,
        )
    _forget(user)
    for forget in _forgetting:
        forget(user)
    user.name = _("Compte clos")
    user.email = f"clos-{uuid.uuid4()}@invalid"
    user.set_unusable_password()
    user.is_active = False
    user.closed_at = timezone.now()
    user.feed_token = new_feed_token()
    user.digest = user.reminders_by_mail = False
    user.reminder_days = []
    user.save()


def _forget(user: User) -> None:
    known = Q()
    for address in accounts.addresses(user):
        known |= Q(email__iexact=address)
    Invitation.objects.filter(known).update(email="clos@invalid", name=_("Compte clos"))
    Invitation.objects.filter(
        email="clos@invalid", accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    Notice.objects.filter(user=user).delete()
    sent_to = Q(user=user)
    for address in accounts.addresses(user):
        sent_to |= Q(to__iexact=address)
    # The rows prove that a reminder left; what they said and to whom is erased.
    mails = Mail.objects.filter(sent_to)
    mails.filter(state=JobState.WAITING).update(state=JobState.DROPPED)
    mails.update(to="clos@invalid", text="", unsubscribe_url="")
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
