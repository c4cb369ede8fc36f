"""Outgoing mail: a row in the transaction of its cause, then the effect (habit 9)."""

from datetime import datetime, timedelta
from email.policy import Policy
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import claims, reports
from projects.enums import JobState
from projects.french import french
from projects.models import Mail, Report, User

#: Name of the task; the task itself is a leaf, in projects/tasks.py.
SEND = "projects.send_mail"
#: How long a mail lets its PDF be made before it is looked at again.
ATTACHMENT_PAUSE = timedelta(seconds=30)
_PERMANENT = 500


class OneLine(str):
    """The List-Unsubscribe header, never folded.

    Python folds a long address into encoded words, which no mail program undoes there.
    """

    name = "List-Unsubscribe"

    def fold(self, *, policy: "Policy[Any]") -> str:
        return f"{self.name}: {_one_line(self)}{policy.linesep}"


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
            "subject": _one_line(subject)[:200],
            "text": text,
            "unsubscribe_url": unsubscribe_url,
            "attachment": attachment,
        },
    )
    if created:
        transaction.on_commit(lambda: claims.wake(SEND, mail.pk), robust=True)
    return mail


def deliver(mail_id: UUID, *, now: datetime | None = None) -> None:
    """Send one mail. Does nothing when another worker holds it or it is done.

    A worker killed between the server's 250 and our commit sends it twice, with the
    same Message-ID, so that the mailbox shows it once (AV-03).
    """
    now = now or timezone.now()
    if not claims.claim(Mail, mail_id, now=now):
        return
    mail = Mail.objects.select_related("attachment__project").get(pk=mail_id)
    if mail.attachment is not None and mail.attachment.state == JobState.WAITING:
        _wait_for_attachment(mail, now)
        return
    try:
        message(mail).send()
    except Exception as error:  # noqa: BLE001 -- whatever happens, the row says it
        claims.fail(mail, repr(error), for_good=_is_permanent(error), now=now)
        return
    # Links that open a place do not stay here; only the demo's mail page reads them.
    claims.finish(mail, text=mail.text if settings.DEMO else "")


def message(mail: Mail) -> EmailMessage:
    """The mail as it leaves, with an identity that is the row's.

    Raises ValidationError when the address is not exactly one address.
    """
    validate_email(mail.to)
    headers = {
        "Message-ID": f"<{mail.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = OneLine(f"<{mail.unsubscribe_url}>")
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = mail.text
    report = mail.attachment
    attached = report is not None and report.state == JobState.DONE
    if report is not None and not attached:
        text += "\n" + _("Le PDF n’a pas pu être joint : il est dans Navette.") + "\n"
    outgoing = EmailMessage(
        subject=french(mail.subject),
        body=french(text),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers=headers,
    )
    if report is not None and attached:
        with default_storage.open(report.stored_name) as file:
            outgoing.attach(reports.file_name(report), file.read(), "application/pdf")
    return outgoing


def _one_line(text: str) -> str:
    """No control character in a header, whatever a caller passed (EX-06)."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _wait_for_attachment(mail: Mail, now: datetime) -> None:
    """Give the claim back: waiting for a PDF is not a failure."""
    Mail.objects.filter(pk=mail.pk).update(
        leased_until=None,
        next_try_at=now + ATTACHMENT_PAUSE,
        attempts=F("attempts") - 1,
    )


def _is_permanent(error: Exception) -> bool:
    """Trying again would not help: a malformed address, or a refusal in 5xx."""
    match error:
        case SMTPRecipientsRefused():
            codes = [code for code, _words in error.recipients.values()]
            return bool(codes) and min(codes) >= _PERMANENT
        case SMTPResponseException():
            # An authentication refused (535) is ours to mend: keep trying.
            return error.smtp_code in {550, 551, 552, 553, 554}
    return isinstance(error, (ValueError, ValidationError))
