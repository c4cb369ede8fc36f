"""PDF reports: one row per content, made by a worker, checked at each download."""

import hashlib
import json
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, InterfaceError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from redis import RedisError

from projects import claims, journal, live, pdf
from projects.enums import JobState, ReportKind, Room
from projects.models import Member, Project, Report

logger = logging.getLogger(__name__)

#: Longer than a child that starts (60 s) and a document at its limit (60 s).
LEASE = timedelta(seconds=150)
#: A document that takes its whole minute, or all the memory it may, is tried again soon
#: after and later; then somebody has to look at it.
MOST_RENDERINGS = 3
#: An export that is not the proof of anything does not lie about for days (EX-01).
KEEP = timedelta(hours=24)


@transaction.atomic
def ask(
    project: Project,
    kind: ReportKind,
    *,
    subject: UUID,
    room: Room,
    title: str,
    template: str,
    content: dict[str, Any],
    draft: bool,
    actor: Member,
    frozen: bool = False,
) -> Report:
    """Ask for a PDF of `content` (JSON values only), frozen here, and return its row.

    Two people asking for the same content get the same row and the same file.
    """
    shown, key = _frozen(
        content | {"template": template, "title": title, "draft": draft}
    )
    report, created = Report.objects.get_or_create(
        project=project,
        kind=kind,
        subject=subject,
        room=room,
        content_key=key,
        defaults={
            "organisation_id": project.organisation_id,
            "title": title,
            "draft": draft,
            "content": shown,
            "asked_by": actor,
        },
    )
    if frozen and not report.frozen:
        report.frozen = True
        report.save(update_fields=["frozen"])
    if created:
        _start(report, "asked", _("PDF demandé : %(title)s"), actor)
    return report


def _frozen(content: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The content as the database keeps it, and its digest.

    Through JSON once, so that what is hashed is exactly what is stored.
    """
    stored = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    raw = json.dumps(stored, sort_keys=True, ensure_ascii=False).encode()
    return stored, hashlib.sha256(raw).hexdigest()


def _start(report: Report, what: str, sentence: str, actor: Member) -> None:
    journal.record(
        report.project,
        f"report.{what}",
        sentence % {"title": report.title},
        actor=actor,
        target=report,
        room=report.room,
    )
    transaction.on_commit(lambda: claims.wake(MAKE, report.pk), robust=True)


@transaction.atomic
def retry(report: Report, *, actor: Member) -> None:
    """Give a failed report another set of tries."""
    changed = Report.objects.filter(pk=report.pk, state=JobState.FAILED).update(
        state=JobState.WAITING,
        attempts=0,
        next_try_at=timezone.now(),
        leased_until=None,
        error="",
        progress=0,
    )
    if changed:
        _start(report, "retried", _("PDF relancé : %(title)s"), actor)


#: Name of the task; the task itself is a leaf, in projects/tasks.py.
MAKE = "projects.make_report"


def make(report_id: UUID) -> None:
    """Render one report. Does nothing when another worker holds it or it is done."""
    if not claims.claim(Report, report_id, LEASE):
        return
    report = Report.objects.select_related("project").get(pk=report_id)
    try:
        _progress(report, 20)
        html = html_of(report)
        _progress(report, 50)
        rendered = pdf.render(html)
        name = default_storage.save(
            f"reports/{uuid4().hex}.pdf", ContentFile(rendered.data)
        )
    except Exception as error:
        logger.exception("Report %s failed", report_id)
        claims.fail(report, str(error), for_good=_is_final(error, report.attempts))
        _progress(report, 0)
        return
    done = claims.finish(
        report,
        progress=100,
        stored_name=name,
        pages=rendered.pages,
        size=len(rendered.data),
        sha256=hashlib.sha256(rendered.data).hexdigest(),
    )
    if not done:
        default_storage.delete(name)
    live.publish(report.project, "report", report.room)


def _is_final(error: Exception, attempts: int) -> bool:
    """The same content would fail again: show it now, with its button to retry.

    What comes from the machine (time, a child that died, disk, database) is tried
    later, and the mail that carries the file waits meanwhile.
    """
    if isinstance(error, pdf.PdfFailed):
        return error.final or attempts >= MOST_RENDERINGS
    passing = (OSError, MemoryError, DatabaseError, InterfaceError, RedisError)
    return not isinstance(error, passing)


def heading_of(project: Project) -> dict[str, str]:
    """What every cover carries."""
    return {
        "organisation": project.organisation.name,
        "workplace": project.workplace.name,
        "number": project.number,
        "project": project.title,
    }


def file_name(report: Report) -> str:
    """« avis-2026-0001.pdf »: what it is and whose file, never a title.

    Save where one file has several of a kind: its content then says `file_words`.
    """
    words = [report.get_kind_display(), report.project.number]
    words.append(report.content.get("file_words", ""))
    if report.draft:
        words.append(_("brouillon"))
    return f"{slugify(' '.join(words))}.pdf"


def html_of(report: Report) -> str:
    """What is handed to the renderer: the content as it was frozen."""
    content: dict[str, Any] = report.content
    context = content | {
        "made_for": report.asked_at,
        "project_number": report.project.number,
        "site": settings.BASE_URL,
    }
    return render_to_string(content["template"], context)


def _progress(report: Report, percent: int) -> None:
    Report.objects.filter(pk=report.pk).update(progress=percent)
    live.publish(report.project, "report", report.room)


def purge() -> int:
    """Delete exports older than a day that prove nothing; returns how many."""
    old = Report.objects.filter(
        frozen=False, asked_at__lt=timezone.now() - KEEP
    ).exclude(state=JobState.WAITING)
    count = 0
    for report in old[:200]:
        report.delete()
        if report.stored_name:
            default_storage.delete(report.stored_name)
        count += 1
    return count
