"""PDF reports: one row per content, made once, checked at each download (EX-01/02)."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects import mail, pdf, reports
from projects.enums import JobState, ReportKind, Room
from projects.models import Member, Report
from projects.pdf import process
from tests.factories import World

VERIFY = "/verifier/"


def ask(world: World, actor: Member | None = None, **changes: Any) -> Report:
    fields: dict[str, Any] = {
        "subject": world.project.pk,
        "room": Room.CAUCUS,
        "title": "Dossier",
        "template": "base_print.html",
        "content": {"lines": ["une", "deux"]},
        "draft": True,
    }
    return reports.ask(
        world.project,
        ReportKind.DOSSIER,
        actor=actor or world.secretary,
        **(fields | changes),
    )


def made(report: Report) -> Report:
    reports.make(report.pk)
    report.refresh_from_db()
    return report


def content_of(report: Report) -> bytes:
    with default_storage.open(report.stored_name) as file:
        data: bytes = file.read()
    return data


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def status_of(client: Client, url: str) -> int:
    """Reads the answer to its end, which closes the file it comes from."""
    response = client.get(url)
    if response.streaming:
        b"".join(response)  # type: ignore[arg-type]
    return response.status_code


def address(report: Report, name: str = "report") -> str:
    return reverse(f"projects:{name}", args=[report.project_id, report.pk])


def test_the_same_content_asked_twice_is_one_row(world: World) -> None:
    first, second = ask(world), ask(world, world.elected)
    other = ask(world, content={"lines": ["trois"]})
    assert (first.pk == second.pk, first.pk == other.pk) == (True, False)
    assert Report.objects.count() == 2


def test_a_report_is_made_once_and_keeps_its_digest(world: World) -> None:
    report = made(ask(world))
    data = content_of(report)
    assert report.state == JobState.DONE
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert (report.size, report.progress) == (len(data), 100)
    stored = report.stored_name
    assert made(report).stored_name == stored
    assert default_storage.listdir("reports")[1] == [stored.removeprefix("reports/")]


def test_a_report_held_by_another_worker_is_left_alone(world: World) -> None:
    report = ask(world)
    Report.objects.update(leased_until=timezone.now() + timedelta(seconds=30))
    assert made(report).state == JobState.WAITING
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert made(report).state == JobState.DONE


def test_a_failure_is_shown_with_a_way_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str) -> pdf.Rendered:
        raise pdf.PdfFailed("plus de 300 pages", final=True)

    report = ask(world)
    client = client_of(world.elected)
    with monkeypatch.context() as broken:
        broken.setattr(pdf, "render", fail)
        assert made(report).state == JobState.FAILED
    page = client.get(address(report)).content.decode()
    assert "plus de 300 pages" in page
    assert address(report, "report_retry") in page
    assert client.post(address(report, "report_retry")).status_code == 302
    assert made(report).state == JobState.DONE


@pytest.mark.parametrize(
    "error",
    [
        pdf.PdfFailed("too long", final=False),
        OSError("disque plein"),
        OperationalError("connexion perdue"),
    ],
)
def test_a_passing_failure_is_tried_again_and_its_mail_waits(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    mailoutbox: list[Any],
    error: Exception,
) -> None:
    def fail(_html: str) -> pdf.Rendered:
        raise error

    report = ask(world)
    letter = mail.put("k", "rh@example.org", "Avis", "Bonjour", attachment=report)
    with monkeypatch.context() as broken:
        broken.setattr(pdf, "render", fail)
        assert made(report).state == JobState.WAITING
    assert (report.error, report.progress) == (str(error), 0)
    mail.deliver(letter.pk)
    assert mailoutbox == []
    assert made(report).state == JobState.WAITING
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert made(report).state == JobState.DONE
        mail.deliver(letter.pk)
    assert [len(sent.attachments) for sent in mailoutbox] == [1]


def test_a_document_that_is_always_too_slow_is_shown_as_failed_at_the_third_try(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(html: str) -> pdf.Rendered:
        return process.render(html, seconds=0)

    report = ask(world)
    client = client_of(world.elected)
    seen = []
    with monkeypatch.context() as slow:
        slow.setattr(pdf, "render", render)
        for _try in range(reports.MOST_RENDERINGS):
            with time_machine.travel(report.next_try_at + timedelta(seconds=1)):
                seen.append(made(report).state)
    assert seen == [JobState.WAITING, JobState.WAITING, JobState.FAILED]
    page = client.get(address(report)).content.decode()
    assert "La mise en page a été arrêtée au bout de 0 secondes" in page
    assert address(report, "report_retry") in page
    client.post(address(report, "report_retry"))
    assert made(report).state == JobState.DONE


def test_an_error_of_the_template_is_shown_at_once(world: World) -> None:
    assert made(ask(world, template="absent.html")).state == JobState.FAILED


def test_the_page_tells_progress_then_gives_the_file(world: World) -> None:
    report = ask(world)
    client = client_of(world.elected)
    assert "<progress" in client.get(address(report)).content.decode()
    assert status_of(client, address(report, "report_file")) == 404
    made(report)
    assert "<progress" not in client.get(address(report)).content.decode()
    response = client.get(address(report, "report_file"))
    said = response.headers["Content-Disposition"]
    name = f"dossier-de-consultation-{world.project.number}-brouillon.pdf"
    assert said.startswith(f'attachment; filename="{name}"')
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert b"".join(response).startswith(b"%PDF")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["report", "report_file"])
def test_a_caucus_report_does_not_exist_for_the_employer(
    world: World, name: str
) -> None:
    report = made(ask(world))
    for member in (world.employer, world.expert, world.outsider):
        assert status_of(client_of(member), address(report, name)) == 404
    assert status_of(client_of(world.reader), address(report, name)) == 200


def test_a_right_that_ends_closes_the_file_at_the_next_request(world: World) -> None:
    report = made(ask(world))
    client = client_of(world.elected)
    assert status_of(client, address(report, "report_file")) == 200
    Member.objects.filter(pk=world.elected.pk).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    assert status_of(client, address(report, "report_file")) == 404


def test_exports_last_a_day_and_proofs_remain(world: World) -> None:
    export = made(ask(world))
    proof = made(ask(world, frozen=True, draft=False))
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert reports.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert reports.purge() == 1
    assert list(Report.objects.all()) == [proof]
    assert not default_storage.exists(export.stored_name)
    assert default_storage.exists(proof.stored_name)


# ---- verification -----------------------------------------------------------------
def test_anybody_may_verify_a_file_or_its_digest(world: World) -> None:
    proof = made(ask(world, frozen=True, draft=False))
    data = content_of(proof)
    spaced = f" {proof.sha256[:32].upper()} {proof.sha256[32:]} "
    for values in (
        {"file": SimpleUploadedFile("avis.pdf", data)},
        {"digest": spaced},
    ):
        page = Client().post(VERIFY, values).content.decode()
        assert "C’est le même fichier" in page


def test_a_file_that_changed_is_unknown_and_so_is_an_export(world: World) -> None:
    proof = made(ask(world, frozen=True, draft=False))
    export = made(ask(world, content={}))
    data = content_of(proof)
    for values in (
        {"file": SimpleUploadedFile("avis.pdf", data + b" ")},
        {"digest": export.sha256},
    ):
        page = Client().post(VERIFY, values).content.decode()
        assert "Ce fichier n’est pas connu ici" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Choisissez un fichier, ou collez son empreinte."),
        ({"digest": "xyz"}, "Une empreinte compte 64 caractères"),
        ({"digest": "é" * 300}, "Ce texte compte 300 caractères, et 100 tiennent ici"),
    ],
)
def test_a_wrong_digest_gets_a_sentence_and_is_kept(
    world: World, values: dict[str, str], sentence: str
) -> None:
    page = Client().post(VERIFY, values).content.decode()
    assert sentence in page
    assert values.get("digest", "") in page
