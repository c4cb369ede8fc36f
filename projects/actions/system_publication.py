"""Publishing a sheet of the register, and taking it back."""

import hashlib
import json
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.actions.systems import locked, record
from projects.errors import Conflict, Refused
from projects.models import Member, System
from projects.system_facts import public_facts


def public_fingerprint(system: System) -> str:
    """Of what a public page would say: nobody publishes words that they did not see."""
    facts = json.dumps(public_facts(system))
    return hashlib.sha256(facts.encode()).hexdigest()[:32]


@transaction.atomic
def publish(system: System, *, actor: Member, seen: str) -> System:
    """Publier cette fiche: its public part, word for word as it is today.

    What is corrected later stays inside until it is published again; the address, which
    cannot be guessed, then stays the same. Raises Conflict when the words changed since
    the person read them.
    """
    current = locked(system)
    if seen != public_fingerprint(current):
        raise Conflict(
            _("La fiche a changé depuis : relisez ce qui sera public."),
            public_fingerprint(current),
        )
    current.public_token = current.public_token or secrets.token_urlsafe(32)
    current.public_facts = public_facts(current)
    current.published_at = timezone.now()
    current.save(update_fields=["public_token", "public_facts", "published_at"])
    record(
        current,
        "system.published",
        _("Fiche publiée : %(name)s") % {"name": current},
        actor=actor,
        facts=current.public_facts,
    )
    return current


@transaction.atomic
def unpublish(system: System, *, actor: Member) -> System:
    """Take the public page back: its address answers 404 from then on, for good."""
    current = locked(system)
    if current.public_token is None:
        raise Refused(_("Cette fiche n’est pas publiée."))
    current.public_token, current.published_at = None, None
    current.public_facts = []
    current.save(update_fields=["public_token", "public_facts", "published_at"])
    record(
        current,
        "system.unpublished",
        _("Page publique retirée : %(name)s") % {"name": current},
        actor=actor,
    )
    return current
