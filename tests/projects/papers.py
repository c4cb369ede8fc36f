"""Documents and clients, for the tests of documents and of the checklist."""

import re
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.actions.documents import file_document
from projects.enums import Room
from projects.models import Document, DocumentVersion, Member, Project
from projects.uploads.checks import check_upload
from tests.projects.uploads.samples import SAMPLES

PAST = date(2026, 3, 2)


def upload(name: str = "Notice.txt", content: bytes = b"Bonjour") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sample(kind: str, stem: str = "Notice") -> SimpleUploadedFile:
    return upload(f"{stem}.{kind}", SAMPLES[kind])


def filed(project: Project, actor: Member, **fields: Any) -> Document:
    """A document of the caucus, unless told otherwise."""
    file = fields.pop("file", None) or upload()
    fields.setdefault("room", Room.CAUCUS)
    fields.setdefault("title", "Notice du projet")
    fields.setdefault("given_by", "Direction")
    fields.setdefault("given_on", PAST)
    return file_document(
        project, actor=actor, file=file, checked=check_upload(file), **fields
    )


def confidential(project: Project, actor: Member, **fields: Any) -> Document:
    until = timezone.localdate() + timedelta(days=90)
    fields.setdefault("confidential_until", until)
    return filed(project, actor, confidential=True, **fields)


def version_of(document: Document) -> DocumentVersion:
    return document.versions.get(rank=1)


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(name: str, project: Project, *more: Any) -> str:
    return reverse(f"projects:{name}", args=[project.pk, *(row.pk for row in more)])


def file_url(document: Document) -> str:
    return url("version_file", document.project, document, version_of(document))


def opened(member: Member, document: Document) -> int:
    """Open the first version's file to its end; the status of the answer."""
    answer = client_of(member).get(file_url(document))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def text_of(response: Any) -> str:
    """The page as read: spaces that do not break count as spaces."""
    text: str = response.content.decode()
    return re.sub(r"[\u00a0\u202f]", " ", text)


def without_token(response: HttpResponse) -> bytes:
    """A page without what changes at each answer."""
    return re.sub(rb'X-CSRFToken": "\w+"', b"", response.content)


def sent(**fields: Any) -> dict[str, Any]:
    """What the form of a new document sends."""
    fields.setdefault("file", upload())
    fields.setdefault("title", "Notice du projet")
    fields.setdefault("room", "caucus")
    fields.setdefault("given_by", "Direction du service client")
    fields.setdefault("given_on", "2026-03-02")
    return fields
