"""The files of a letter, kept among the documents of the dossier with their source."""

import hashlib

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dialogue.actions.locks import hold_letter
from dialogue.letter_paper import ask_pdf, docx_of
from dialogue.models import Letter
from projects.actions import documents
from projects.enums import JobState, Room
from projects.errors import Refused
from projects.models import Document, Member
from projects.uploads.checks import Checked, UploadRefused
from projects.uploads.names import CONTENT_TYPE_OF_KIND

DOCX, PDF = "docx", "pdf"


def file_docx(letter: Letter, *, actor: Member) -> Document:
    """Keep the DOCX: in the caucus while it is a draft, shared once it is sent."""
    with transaction.atomic():
        hold_letter(letter)
        return _keep(letter, DOCX, docx_of(letter), actor=actor)


def file_pdf(letter: Letter, *, actor: Member) -> Document:
    """Keep the PDF of the text as it stands. Raises Refused until it is made."""
    with transaction.atomic():
        hold_letter(letter)
        report = ask_pdf(letter, actor=actor, frozen=letter.sent_at is not None)
        if report.state == JobState.DONE:
            with default_storage.open(report.stored_name) as stored:
                return _keep(letter, PDF, stored.read(), actor=actor)
    raise Refused(
        _("Le PDF n’est pas encore prêt : il vient d’être demandé. Réessayez bientôt.")
    )


def file_sent(letter: Letter, *, actor: Member) -> None:
    """What goes with sending: the DOCX in the dossier, the PDF asked for and kept.

    A letter leaves even on a day when the project takes no more files.
    """
    ask_pdf(letter, actor=actor, frozen=True)
    try:
        _keep(letter, DOCX, docx_of(letter), actor=actor, told=False)
    except Refused:
        return


def _keep(
    letter: Letter, kind: str, data: bytes, *, actor: Member, told: bool = True
) -> Document:
    """A version of the letter's document; the first one opens it. Bytes are ours."""
    name = f"{slugify(letter.subject)[:80] or letter.kind}.{kind}"
    content_type = CONTENT_TYPE_OF_KIND[kind]
    file = SimpleUploadedFile(name, data, content_type=content_type)
    digest = hashlib.sha256(data).hexdigest()
    checked = Checked(kind, content_type, len(data), digest, name)
    try:
        if letter.filed is not None and letter.filed.room == letter.room:
            documents.add_version(letter.filed, actor=actor, file=file, checked=checked)
            return letter.filed
        document = documents.file_document(
            letter.consultation.project,
            actor=actor,
            file=file,
            checked=checked,
            room=letter.room,
            told=told,
            title=_title(letter),
            given_by=str(letter.written_by),
            given_on=timezone.localdate(letter.sent_at or letter.written_at),
        )
    except UploadRefused as error:
        raise Refused(str(error)) from error
    letter.filed = document
    letter.save(update_fields=["filed"])
    return document


def _title(letter: Letter) -> str:
    if letter.room == Room.SHARED:
        return letter.subject
    return (_("Brouillon : %(subject)s") % {"subject": letter.subject})[:200]
