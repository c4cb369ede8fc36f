"""Outgoing mail: a row in the transaction of its cause, then the effect (habit 9)."""

from django.db import transaction

from projects.models import Mail, Report, User


def put(
    key: str,
    to: str,
    subject: str,
    text: str,
    *,
    user: User | None = None,
    unsubscribe_url: str = "",
    attachment: Report | None = None,
) -> Mail:
    """Ask for one mail, once per `key`; the second call returns the first row.

    Subjects never name a project (AN-06): the employer's IT may read the mailbox list.
    """
    mail, created = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "user": user,
            "subject": subject,
            "text": text,
            "unsubscribe_url": unsubscribe_url,
            "attachment": attachment,
        },
    )
    if created:
        transaction.on_commit(lambda: _wake(mail), robust=True)
    return mail


def _wake(mail: Mail) -> None:
    """A speed-up only: a mail whose message is lost is found by the sweeper."""
