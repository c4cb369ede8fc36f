"""What a person chooses to receive, and the addresses that stand for a choice."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from projects.models import User
from projects.models.people import new_feed_token

_SALT = "projects.unsubscribe"


class Wish(StrEnum):
    """What one click in a mail stops."""

    REMINDERS = "reminders"
    DIGEST = "digest"


@transaction.atomic
def choose(
    user: User,
    *,
    reminders_by_mail: bool,
    reminder_days: Iterable[int],
    digest: bool,
) -> None:
    """Set what `user` receives; an empty list of days means every one."""
    user.reminders_by_mail = reminders_by_mail
    user.reminder_days = sorted(reminder_days, reverse=True)
    user.digest = digest
    user.save(update_fields=["reminders_by_mail", "reminder_days", "digest"])


@transaction.atomic
def stop(user: User, wish: Wish) -> None:
    """Unsubscribe: planned reminders look at this wish when their hour comes."""
    field = "reminders_by_mail" if wish is Wish.REMINDERS else "digest"
    setattr(user, field, False)
    user.save(update_fields=[field])


@transaction.atomic
def renew_feed(user: User) -> None:
    """Give the calendar a new secret address; the old one stops at once."""
    user.feed_token = new_feed_token()
    user.save(update_fields=["feed_token"])


def unsubscribe_url(user: User, wish: Wish) -> str:
    """Full address that stops `wish` without signing in; it opens nothing else."""
    signed = signing.dumps([str(user.pk), wish.value], salt=_SALT, compress=False)
    return settings.BASE_URL + reverse("projects:unsubscribe", args=[signed])


def read_unsubscribe(signed: str) -> tuple[UUID, Wish]:
    """Person and wish of an unsubscribe address.

    Raises django.core.signing.BadSignature when Navette did not write it. It has no
    age: a mail read late must still let its reader out.
    """
    user_id, wish = signing.loads(signed, salt=_SALT)
    return UUID(user_id), Wish(wish)
