"""Everything this installation holds about one person (GDPR, articles 15 and 20)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from projects.access import places_of
from projects.accounts import addresses
from projects.models import (
    Document,
    DocumentOpening,
    DocumentVersion,
    Entry,
    Invitation,
    Item,
    Mail,
    Mandate,
    Member,
    User,
)
from projects.notices import shown_to


def personal_data(user: User) -> dict[str, Any]:
    """JSON-ready; secrets (password, factors) are named, never copied.

    What the person wrote on the upper floors is reached through the items of the
    thread, which carry its title and its address. A place that was closed shows what
    the person did there, and nothing of what their former colleagues wrote.
    """
    places = Member.objects.filter(user=user)
    return {
        "exporte_le": timezone.now(),
        "compte": _account(user),
        **_places(places),
        **_written(places),
        **_documents(user, places),
        **_messages(user, places),
        "sessions": _rows(
            UserSession.objects.filter(user=user),
            "created_at",
            "last_seen_at",
            "ip",
            "user_agent",
        ),
    }


def _places(places: QuerySet[Member]) -> dict[str, Any]:
    return {
        "places": _rows(
            places,
            "organisation__name",
            "project__title",
            "role",
            "side",
            "caucus",
            "since",
            "until",
        ),
        "mandats": _rows(
            Mandate.objects.filter(member__in=places),
            "organisation__name",
            "kind",
            "starts_on",
            "ends_on",
        ),
    }


def _written(places: QuerySet[Member]) -> dict[str, Any]:
    return {
        "journal": _rows(
            Entry.objects.filter(actor_id__in=places.values("pk")).order_by("id"),
            "at",
            "verb",
            "sentence",
            "organisation__name",
            "project__title",
        ),
        "elements_du_fil": _rows(
            Item.objects.filter(created_by__in=places),
            "kind",
            "rank",
            "title",
            "state",
            "room",
            "url",
            "project__title",
        ),
    }


def _account(user: User) -> dict[str, Any]:
    return {
        "nom": user.name,
        "adresse": user.email,
        "cree_le": user.date_joined,
        "derniere_connexion": user.last_login,
        "resume_du_jour": user.digest,
        "rappels_par_courriel": user.reminders_by_mail,
        "rappels": user.reminder_days,
        "adresses": _rows(
            EmailAddress.objects.filter(user=user), "email", "verified", "primary"
        ),
        "deuxiemes_facteurs": _rows(
            Authenticator.objects.filter(user=user),
            "type",
            "created_at",
            "last_used_at",
        ),
        "services_de_connexion": _rows(
            SocialAccount.objects.filter(user=user), "provider", "uid", "date_joined"
        ),
    }


def _documents(user: User, places: QuerySet[Member]) -> dict[str, Any]:
    """Titles are those of today: only of documents the person may see today."""
    seen = Document.objects.visible_to(*places_of(user))
    filed = DocumentVersion.objects.filter(filed_by__in=places)
    opened = DocumentOpening.objects.filter(member__in=places)
    return {
        "documents_deposes": _rows(
            filed.annotate(title=_title("document", seen)),
            "title",
            "shown_name",
            "size",
            "filed_at",
        ),
        "documents_ouverts": _rows(
            opened.annotate(title=_title("version__document", seen)),
            "title",
            "opened_at",
        ),
    }


def _title(document: str, seen: QuerySet[Document]) -> Case:
    return Case(
        When(**{f"{document}__in": seen.values("pk")}, then=F(f"{document}__title")),
        default=None,
    )


def _messages(user: User, places: QuerySet[Member]) -> dict[str, Any]:
    received, sent_to = Q(), Q(user=user)
    for address in addresses(user):
        received |= Q(email__iexact=address)
        sent_to |= Q(to__iexact=address)
    return {
        "notifications": _rows(
            shown_to(user, places_of(user)),
            "created_at",
            "sentence",
            "url",
            "read_at",
        ),
        "courriels": _rows(
            Mail.objects.filter(sent_to), "created_at", "to", "subject", "done_at"
        ),
        "invitations_recues": _rows(
            Invitation.objects.filter(received),
            "organisation__name",
            "name",
            "role",
            "created_at",
            "accepted_at",
        ),
        "invitations_envoyees": _rows(
            Invitation.objects.filter(invited_by__in=places),
            "name",
            "email",
            "role",
            "created_at",
        ),
    }


def _rows(rows: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return list(rows.values(*names))
