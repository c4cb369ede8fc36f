"""Invitations as they are read: which links still work, which are waiting."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from projects.models import Invitation, Member, Organisation, Project
from projects.permissions import Can, may

VALID = timedelta(days=7)


def new_token() -> str:
    """256 random bits; only their digest is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_live(invitation: Invitation) -> bool:
    """An invitation lives as long as the right of the person who sent it (SE-05)."""
    inviter = invitation.invited_by
    right = Can.INVITE_GUEST if invitation.project_id else Can.MANAGE_ORGANISATION
    return (
        invitation.is_open()
        and may(inviter, right)
        and Member.objects.active().filter(pk=inviter.pk).exists()
    )


def find(token: str) -> Invitation | None:
    """The invitation behind a link; None when used, withdrawn, too old or unknown."""
    invitation = (
        Invitation.objects.select_related("organisation", "project", "invited_by__user")
        .filter(token_digest=digest(token))
        .first()
    )
    return invitation if invitation is not None and is_live(invitation) else None


def waiting(
    organisation: Organisation, project: Project | None = None
) -> list[Invitation]:
    """Neither accepted nor withdrawn, newest first; those out of date included."""
    return list(
        Invitation.objects.filter(
            organisation=organisation,
            project=project,
            accepted_at=None,
            withdrawn_at=None,
            created_at__gte=timezone.now() - timedelta(days=30),
        ).select_related("invited_by__user")
    )
