"""Acts on documents: file, add a version, share, mark confidential, link to a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import journal, notices
from projects.actions.document_files import stored, used_today
from projects.enums import Room
from projects.errors import Refused
from projects.items import lock_project, next_rank
from projects.models import (
    Document,
    DocumentVersion,
    InformationDue,
    Member,
    Project,
)
from projects.uploads.checks import Checked, check_quota


class DocumentFields(TypedDict, total=False):
    """What the person who files a document says about it."""

    title: str
    given_by: str
    given_on: date
    document_date: date | None
    confidential: bool
    confidential_until: date | None


def is_confidential(document: Document) -> bool:
    """Whether the mark still holds: it ends by itself with its duration."""
    until = document.confidential_until
    return document.confidential and (until is None or until >= timezone.localdate())


def document_url(document: Document) -> str:
    return reverse("projects:document", args=[document.project_id, document.pk])


def without_room(room: str, readers: Iterable[Member]) -> list[Member]:
    """Readers who may not enter `room`: naming them would give them nothing."""
    return [r for r in readers if room == Room.CAUCUS and not r.sees_caucus]


def file_document(
    project: Project,
    *,
    actor: Member,
    file: UploadedFile[Any],
    checked: Checked,
    room: str,
    readers: Iterable[Member] = (),
    information_due: Iterable[InformationDue] = (),
    told: bool = True,
    **fields: Unpack[DocumentFields],
) -> Document:
    """Number a new document and keep its first version.

    `told` is False when another notice of the same act already says it.
    Raises QuotaExceeded past 500 MiB a day in the project, Refused when the room, the
    line or a reader is not within reach of the person or of the project.
    """
    readers, lines = list(readers), list(information_due)
    with stored(file) as name, transaction.atomic():
        lock_project(project)
        check_quota(used_today(project), checked.size)
        _refuse_filing(project, actor, room, lines, readers)
        fields["title"] = fields.get("title") or _stem(checked.shown_name)
        document = _numbered(project, actor, room, fields)
        document.information_due.set(lines)
        if is_confidential(document):
            document.readers.set(readers)
        version = _keep(document, name, checked, actor=actor)
        sentence = _("Document %(number)s déposé : %(title)s")
        _tell(
            document,
            "document.filed",
            sentence,
            actor=actor,
            version=version,
            notify=told,
        )
    return document


def _numbered(
    project: Project, actor: Member, room: str, fields: DocumentFields
) -> Document:
    return Document.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        rank=next_rank(Document.objects.filter(project=project)),
        room=room,
        filed_by=actor,
        **fields,
    )


def add_version(
    document: Document, *, actor: Member, file: UploadedFile[Any], checked: Checked
) -> DocumentVersion:
    """Keep a newer file under the same number; the older ones stay readable."""
    with stored(file) as name, transaction.atomic():
        current = locked(document)
        check_quota(used_today(current.project), checked.size)
        latest = current.versions.last()
        if latest is not None and latest.sha256 == checked.sha256:
            raise Refused(
                _("Ce fichier est déjà la dernière version : rien n’a été ajouté.")
            )
        version = _keep(current, name, checked, actor=actor)
        sentence = _("Nouvelle version de %(number)s : %(title)s")
        _tell(current, "document.version", sentence, actor=actor, version=version)
    return version


@transaction.atomic
def share_document(
    document: Document, *, actor: Member, title: str, given_by: str
) -> Document:
    """Move a document to the shared room, with the words management will read.

    There is no way back. The words used until now stay in the caucus' own line.
    """
    current = locked(document)
    if current.room == Room.SHARED:
        raise Refused(_("Ce document est déjà dans l’espace partagé."))
    if is_confidential(current):
        raise Refused(
            _(
                "Ce document est marqué confidentiel : retirez d’abord cette mention, "
                "ou attendez sa fin, pour le partager."
            )
        )
    old = {"title": current.title, "given_by": current.given_by}
    current.title, current.given_by, current.room = title, given_by, Room.SHARED
    current.save(update_fields=["title", "given_by", "room"])
    if old != {"title": title, "given_by": given_by}:
        journal.record(
            current.project,
            "document.reworded",
            _("Titre ou provenance de %(number)s changés avant le partage")
            % {"number": current.number},
            actor=actor,
            target=current,
            old=old,
        )
    sentence = _("Document %(number)s partagé avec la direction : %(title)s")
    _tell(current, "document.shared", sentence, actor=actor)
    return current


@transaction.atomic
def name_readers(
    document: Document,
    *,
    actor: Member,
    confidential: bool,
    confidential_until: date | None,
    readers: Iterable[Member],
) -> Document:
    """Mark a document confidential (article L. 2315-3) or not, for whom, until when."""
    current = locked(document)
    readers = list(readers)
    _refuse_readers(current.project, current.room, readers, actor)
    old = _confidentiality(current)
    current.confidential = confidential
    current.confidential_until = confidential_until if confidential else None
    current.save(update_fields=["confidential", "confidential_until"])
    current.readers.set(readers if confidential else [])
    new = _confidentiality(current)
    if new == old:
        raise Refused(_("Rien n’a changé : la confidentialité est restée la même."))
    # Neither title nor name: the line is read by people who may not know them.
    journal.record(
        current.project,
        "document.readers",
        _("Confidentialité de %(number)s modifiée") % {"number": current.number},
        actor=actor,
        target=current,
        room=current.room,
        old=old,
        new=new,
    )
    _notify(
        current,
        _("La confidentialité du document %(number)s a changé")
        % {"number": current.number},
        actor=actor,
    )
    return current


@transaction.atomic
def link_document(
    document: Document, *, actor: Member, lines: Iterable[InformationDue]
) -> Document:
    """Say which information due the document answers; each is judged by people."""
    current = locked(document)
    lines = list(lines)
    _refuse_foreign_lines(current.project, lines, actor)
    if set(current.information_due.all()) == set(lines):
        raise Refused(_("Rien n’a changé : le document répond déjà à cela."))
    current.information_due.set(lines)
    sentence = (
        _("%(number)s répond à : %(lines)s")
        if lines
        else _("%(number)s ne répond plus à une information attendue")
    )
    labels = ", ".join(f"« {line.label} »" for line in lines)
    journal.record(
        current.project,
        "document.linked",
        sentence % {"number": current.number, "lines": labels},
        actor=actor,
        target=current,
        lines=[str(line.pk) for line in lines],
    )
    return current


def locked(document: Document) -> Document:
    """The row as it is now, with the project held until the end of the transaction."""
    lock_project(document.project)
    return Document.objects.select_related("project", "filed_by").get(pk=document.pk)


def _keep(
    document: Document, name: str, checked: Checked, *, actor: Member
) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        rank=next_rank(DocumentVersion.objects.filter(document=document)),
        stored_name=name,
        shown_name=checked.shown_name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        filed_by=actor,
    )


def _tell(
    document: Document,
    verb: str,
    sentence: str,
    *,
    actor: Member,
    version: DocumentVersion | None = None,
    notify: bool = True,
) -> None:
    """Journal and notices, without the title of a document that is not for all."""
    if is_confidential(document):
        sentence = sentence.replace("%(title)s", _("document confidentiel"))
    sentence %= {"number": document.number, "title": document.title}
    journal.record(
        document.project,
        verb,
        sentence,
        actor=actor,
        target=document,
        room=document.room,
        version=version.rank if version else None,
        sha256=version.sha256 if version else None,
    )
    if notify:
        _notify(document, sentence, actor=actor)


def _notify(document: Document, sentence: str, *, actor: Member) -> None:
    """Only people who may open the document today."""
    audience = notices.audience(document.project, document.room)
    if is_confidential(document):
        named = {document.filed_by_id, *document.readers.values_list("pk", flat=True)}
        audience = [member for member in audience if member.pk in named]
    url = document_url(document)
    notices.tell(document.project, audience, sentence, url, actor=actor)


def _confidentiality(document: Document) -> dict[str, Any]:
    until = document.confidential_until
    return {
        "confidential": document.confidential,
        "until": until.isoformat() if until else None,
        "readers": sorted(
            str(reader) for reader in document.readers.values_list("pk", flat=True)
        ),
    }


def _refuse_filing(
    project: Project,
    actor: Member,
    room: str,
    lines: list[InformationDue],
    readers: list[Member],
) -> None:
    if room == Room.CAUCUS and not actor.sees_caucus:
        raise Refused(_("L’espace élus n’est pas ouvert à votre compte."))
    _refuse_foreign_lines(project, lines, actor)
    _refuse_readers(project, room, readers, actor)


def _refuse_foreign_lines(
    project: Project, lines: list[InformationDue], actor: Member
) -> None:
    visible = InformationDue.objects.visible_to(actor).filter(project=project)
    if {line.pk for line in lines} - set(visible.values_list("pk", flat=True)):
        raise Refused(_("Cette information attendue n’existe pas dans ce projet."))


def _refuse_readers(
    project: Project, room: str, readers: list[Member], actor: Member
) -> None:
    active = Member.objects.active().on_project(project).known_to(actor)
    known = set(active.values_list("pk", flat=True))
    if any(reader.pk not in known for reader in readers) or without_room(room, readers):
        raise Refused(
            _("Une des personnes choisies n’a pas accès à l’espace du document.")
        )


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
