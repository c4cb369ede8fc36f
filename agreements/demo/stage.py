"""The clock of the story, and what people hand over: files made for it."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
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
from projects.workdays import Territory, next_working_day, previous_working_day

PARIS = ZoneInfo("Europe/Paris")


#: What would be done on a day of rest is done late on the working day before it, in
#: the same order: from this hour, and within so long for each day of rest.
LATE, SLOT = time(18, 30), timedelta(minutes=45)


class Stage:
    """Days counted back from today, on days and at hours when people work."""

    def __init__(self) -> None:
        self.today = timezone.localdate()

    def day(self, days_ago: int) -> date:
        """That day, or the last working day before it."""
        wanted = self.today - timedelta(days=days_ago)
        return previous_working_day(wanted, Territory.METROPOLE)

    def moment(self, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """A later hour of a later day is always a later moment."""
        day = self.day(days_ago)
        rest = (self.today - day).days - days_ago
        if not rest:
            return datetime.combine(day, time(hour, minute), PARIS)
        share = timedelta(hours=hour, minutes=minute) / timedelta(days=1)
        return datetime.combine(day, LATE, PARIS) + (rest - 1 + share) * SLOT

    @contextmanager
    def at(self, days_ago: int, hour: int = 10, minute: int = 0) -> Iterator[date]:
        """Play what follows then."""
        moment = self.moment(days_ago, hour, minute)
        with time_machine.travel(moment, tick=True):
            yield moment.date()

    #: As `at`, which keeps to working days.
    at_work = at

    @contextmanager
    def on(self, day: date, hour: int = 10, minute: int = 0) -> Iterator[date]:
        """Play what follows on this very day."""
        moment = datetime.combine(day, time(hour, minute), PARIS)
        with time_machine.travel(moment, tick=True):
            yield day


def after(day: date, working_days: int) -> date:
    """So many working days later."""
    for _day in range(working_days):
        day = next_working_day(day + timedelta(days=1), Territory.METROPOLE)
    return day


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
