from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.utils import timezone

from projects import mail
from projects.enums import JobState, ReportKind, Room
from projects.models import Mail, Report
from tests.factories import World

pytestmark = pytest.mark.django_db


def put(**fields: Any) -> Mail:
    fields = {
        "key": "essai",
        "to": "elue@example.org",
        "subject": "Navette : essai",
        "text": "Bonjour",
        **fields,
    }
    return mail.put(**fields)


def make_report(world: World, **fields: Any) -> Report:
    return Report.objects.create(
        organisation=world.organisation,
        project=world.project,
        kind=ReportKind.OPINION,
        subject=world.project.pk,
        room=Room.SHARED,
        title="Avis",
        content_key="k",
        content={},
        **fields,
    )


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_args: object, **_kwargs: object) -> int:
        raise error

    monkeypatch.setattr(EmailMessage, "send", refuse)


def test_asking_twice_makes_one_row() -> None:
    first = put()
    assert put(text="autre chose").pk == first.pk
    assert Mail.objects.get().text == "Bonjour"


def test_a_mail_leaves_with_the_identity_of_its_row(
    mailoutbox: list[EmailMessage],
) -> None:
    address = f"http://localhost/desabonnement/{'x' * 200}/"
    row = put(unsubscribe_url=address)
    mail.deliver(row.pk)
    mail.deliver(row.pk)
    assert len(mailoutbox) == 1
    sent = mailoutbox[0].message()
    assert sent["Message-ID"] == f"<{row.pk}@localhost>"
    assert f"\nList-Unsubscribe: <{address}>\n".encode() in sent.as_bytes()
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["To"] == "elue@example.org"
    assert sent["Subject"] == "Navette\u00a0: essai"
    assert sent.get_content_type() == "text/plain"
    row.refresh_from_db()
    assert row.state == JobState.DONE


def test_a_mail_without_unsubscribe_says_nothing_of_it(
    mailoutbox: list[EmailMessage],
) -> None:
    mail.deliver(put().pk)
    assert "List-Unsubscribe" not in mailoutbox[0].message()


def test_a_server_that_is_away_is_tried_again_with_the_same_identity(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    row = put()
    now = timezone.now()
    with monkeypatch.context() as broken:
        fail_with(broken, SMTPServerDisconnected("coupé"))
        mail.deliver(row.pk, now=now)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.WAITING, 1)
    assert row.next_try_at == now + timedelta(minutes=1)
    mail.deliver(row.pk, now=row.next_try_at)
    assert [sent.message()["Message-ID"] for sent in mailoutbox] == [
        f"<{row.pk}@localhost>"
    ]


@pytest.mark.parametrize(
    ("code", "state"), [(550, JobState.FAILED), (451, JobState.WAITING)]
)
def test_an_address_refused_for_good_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, code: int, state: str
) -> None:
    row = put()
    fail_with(monkeypatch, SMTPRecipientsRefused({row.to: (code, b"non")}))
    mail.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == state
    assert str(code) in row.error


@pytest.mark.parametrize(
    "subject",
    ["Navette\r\nBcc: pirate@example.org", "Navette\x00\u2028Bcc: x", "Na\tvette\n"],
)
def test_no_header_can_be_forged_through_a_subject(
    subject: str, mailoutbox: list[EmailMessage]
) -> None:
    row = put(subject=subject)
    mail.deliver(row.pk)
    sent = mailoutbox[0].message()
    assert sent["Bcc"] is None
    assert "\n" not in sent["Subject"]


@pytest.mark.parametrize(
    "to",
    [
        "elue@example.org\nBcc: pirate@example.org",
        "elue@example.org, pirate@example.org",
        "sans-arobase",
        "elue@example.org\r\n",
        "",
    ],
)
def test_a_malformed_address_becomes_a_visible_failure(
    to: str, mailoutbox: list[EmailMessage]
) -> None:
    row = put(to=to)
    mail.deliver(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, mailoutbox) == (JobState.FAILED, 1, [])


def test_a_mail_waits_for_its_pdf_without_losing_a_try(
    world: World, mailoutbox: list[EmailMessage]
) -> None:
    report = make_report(world)
    row = put(attachment=report)
    now = timezone.now()
    mail.deliver(row.pk, now=now)
    row.refresh_from_db()
    assert (len(mailoutbox), row.attempts, row.state) == (0, 0, JobState.WAITING)
    report.stored_name = default_storage.save("avis.pdf", ContentFile(b"%PDF-essai"))
    report.state, report.done_at, report.sha256 = JobState.DONE, now, "0" * 64
    report.save()
    mail.deliver(row.pk, now=row.next_try_at)
    attachment = mailoutbox[0].attachments[0]
    assert (attachment.filename, attachment.content) == (
        f"avis-{world.project.number}-brouillon.pdf",
        b"%PDF-essai",
    )


def test_a_mail_whose_pdf_failed_leaves_and_says_so(
    world: World, mailoutbox: list[EmailMessage]
) -> None:
    row = put(attachment=make_report(world, state=JobState.FAILED))
    mail.deliver(row.pk)
    assert mailoutbox[0].attachments == []
    assert "Le PDF n’a pas pu être joint" in mailoutbox[0].body


def test_a_row_is_woken_once_its_cause_is_committed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[tuple[str, object]] = []
    monkeypatch.setattr(mail.claims, "wake", lambda task, pk: woken.append((task, pk)))
    with django_capture_on_commit_callbacks(execute=True):
        row = put()
        put()
        assert woken == []
    assert woken == [("projects.send_mail", row.pk)]
