"""The clock of the story, and what people hand over: files made for it."""

import html
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify

from projects import pdf
from projects.actions import documents
from projects.actions.documents import DocumentFields
from projects.enums import Room
from projects.models import Document, Member, Project
from projects.uploads.checks import check_upload
from projects.workdays import Territory, previous_working_day

PARIS = ZoneInfo("Europe/Paris")


class Stage:
    """Days counted back from today, at an hour when people work."""

    def __init__(self) -> None:
        self.today = timezone.localdate()

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    @contextmanager
    def at(self, days_ago: int, hour: int = 10, minute: int = 0) -> Iterator[date]:
        """Play what follows on that day."""
        day = self.day(days_ago)
        moment = datetime.combine(day, time(hour, minute), PARIS)
        with time_machine.travel(moment, tick=True):
            yield day

    def at_work(
        self, days_ago: int, hour: int = 10, minute: int = 0
    ) -> AbstractContextManager[date]:
        """As `at`, on the working day that this one is, or that comes before it."""
        day = previous_working_day(self.day(days_ago), Territory.METROPOLE)
        return self.at((self.today - day).days, hour, minute)


def notice(title: str, paragraphs: list[str]) -> bytes:
    """A short PDF, as an employer would hand it over."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    head = f"<!doctype html><html lang='fr'><head><title>{html.escape(title)}</title>"
    page = f"{head}</head><body><h1>{html.escape(title)}</h1>{body}</body></html>"
    return pdf.render(page).data


def hand_over(
    project: Project,
    title: str,
    paragraphs: list[str],
    *,
    actor: Member,
    given_by: str,
    on: date,
    room: Room = Room.SHARED,
    confidential_until: date | None = None,
    readers: tuple[Member, ...] = (),
) -> Document:
    file = SimpleUploadedFile(
        f"{slugify(title)}.pdf",
        notice(title, paragraphs),
        content_type="application/pdf",
    )
    fields = DocumentFields(
        title=title,
        given_by=given_by,
        given_on=on,
        document_date=on,
        confidential=confidential_until is not None,
        confidential_until=confidential_until,
    )
    return documents.file_document(
        project,
        actor=actor,
        file=file,
        checked=check_upload(file),
        room=room,
        readers=readers,
        **fields,
    )
