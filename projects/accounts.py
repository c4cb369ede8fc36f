"""Accounts as they are read: whose an address is, who may still come in."""

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone

from projects.models import Invitation, Member, User, Workplace


def addresses(user: User) -> set[str]:
    """Addresses that are proved to be this person's, in lower case."""
    proved = EmailAddress.objects.filter(user=user, verified=True)
    return {
        user.email.lower(),
        *(a.lower() for a in proved.values_list("email", flat=True)),
    }


def account_of(email: str) -> User | None:
    """The open account that this address is proved to belong to."""
    owners = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.filter(
        Q(email__iexact=email) | Q(pk__in=owners.values("user")), is_active=True
    ).first()


def may_enter(user: User) -> bool:
    """Signing in needs an open place somewhere, or an invitation to one (SE-06)."""
    if not user.is_authenticated_person:
        return False
    if Member.objects.active().filter(user=user).exists():
        return True
    to_this_person = Q()
    for address in addresses(user):
        to_this_person |= Q(email__iexact=address)
    return (
        Invitation.objects.filter(
            to_this_person,
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
        )
        .filter(invited_by__in=Member.objects.active())
        .exists()
    )


def split_domains(text: str) -> list[str]:
    """Mail domains as people type them (commas, spaces, a leading @), cleaned."""
    words = text.replace(",", " ").replace(";", " ").split()
    return list(dict.fromkeys(word.strip().lstrip("@").lower() for word in words))


def read_by_employer(email: str, organisations: Iterable[UUID]) -> bool:
    """True when the employer of one of these organisations runs that mailbox."""
    domain = email.rpartition("@")[2].lower()
    lists = Workplace.objects.filter(organisation__in=organisations)
    return any(
        domain == employer or domain.endswith(f".{employer}")
        for text in lists.exclude(mail_domains="").values_list(
            "mail_domains", flat=True
        )
        for employer in split_domains(text)
    )


def caucus_organisations(user: User) -> list[UUID]:
    """Organisations whose caucus this person may enter today."""
    places = Member.objects.active().filter(user=user)
    return [place.organisation_id for place in places if place.sees_caucus]
