"""Everything this installation holds about one person (GDPR, articles 15 and 20)."""

from collections.abc import Callable
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
    Project,
    SystemIncident,
    SystemReport,
    SystemReview,
    User,
)
from projects.notices import shown_to

#: The places of the person that are open today.
Open = tuple[Member, ...]
#: From the places of a person, ever and open today, to what one floor holds.
Part = Callable[[QuerySet[Member], Open], dict[str, Any]]
#: Parts of the upper floors: each adds its own when it starts (`AppConfig.ready`).
_parts: list[Part] = []


def add_part(part: Part) -> None:
    """Let an upper floor add what it holds; the same one twice counts once."""
    if part not in _parts:
        _parts.append(part)


def personal_data(user: User) -> dict[str, Any]:
    """JSON-ready; secrets (password, factors) are named, never copied.

    What the person wrote on the upper floors is reached through the items of the
    thread, which carry its title and its address; what has no item there, through the
    part that each floor adds. A place that was closed shows what
    the person did there, and nothing of what their former colleagues wrote.
    """
    places, still_open = Member.objects.filter(user=user), places_of(user)
    return {
        "exporte_le": timezone.now(),
        "compte": _account(user),
        **_places(places, still_open),
        **_written(places, still_open),
        **_documents(places, still_open),
        **_register(places),
        **_messages(user, places, still_open),
        "sessions": _rows(
            UserSession.objects.filter(user=user),
            "created_at",
            "last_seen_at",
            "ip",
            "user_agent",
        ),
        **{
            name: rows
            for part in _parts
            for name, rows in part(places, still_open).items()
        },
    }


def _places(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    return {
        "places": _rows(
            places.annotate(project_title=_project_title(still_open)),
            "organisation__name",
            "project_title",
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


def _written(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    """A step keeps its number; its title is everybody's and may have changed since."""
    seen = Item.objects.visible_to(*still_open)
    title = Case(When(pk__in=seen.values("pk"), then=F("title")), default=None)
    steps = _rows(
        Item.objects.filter(created_by__in=places).annotate(
            shown=title, project_title=_project_title(still_open)
        ),
        "kind",
        "rank",
        "shown",
        "state",
        "room",
        "url",
        "project_title",
    )
    return {
        "journal": _rows(
            Entry.objects.filter(actor_id__in=places.values("pk"))
            .annotate(project_title=_project_title(still_open))
            .order_by("id"),
            "at",
            "verb",
            "sentence",
            "organisation__name",
            "project_title",
        ),
        "elements_du_fil": [{"title": step.pop("shown"), **step} for step in steps],
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


def _documents(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    """Titles are those of today: only of documents the person may see today."""
    seen = Document.objects.visible_to(*still_open)
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


def _register(places: QuerySet[Member]) -> dict[str, Any]:
    """What the person wrote on the register, without the name of the system."""
    return {
        "erreurs_signalees": _rows(
            SystemReport.objects.filter(author__in=places), "text", "created_at"
        ),
        "reponses_au_registre": _rows(
            SystemReport.objects.filter(answered_by__in=places), "reply", "answered_at"
        ),
        "revues": _rows(
            SystemReview.objects.filter(recorded_by__in=places), "reviewed_on", "seen"
        ),
        "incidents": _rows(
            SystemIncident.objects.filter(recorded_by__in=places), "happened_on", "what"
        ),
    }


def _project_title(still_open: Open) -> Case:
    """Title of today, for projects the person may open today."""
    seen = Project.objects.visible_to(*still_open)
    return Case(
        When(project__in=seen.values("pk"), then=F("project__title")), default=None
    )


def _title(document: str, seen: QuerySet[Document]) -> Case:
    return Case(
        When(**{f"{document}__in": seen.values("pk")}, then=F(f"{document}__title")),
        default=None,
    )


def _messages(user: User, places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    received, sent_to = Q(), Q(user=user)
    for address in addresses(user):
        received |= Q(email__iexact=address)
        sent_to |= Q(to__iexact=address)
    return {
        "notifications": _rows(
            shown_to(user, still_open),
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
