"""A letter on paper: as DOCX, made here, and as the content of its PDF."""

import io
import zipfile
from datetime import UTC
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document as Paper
from docx.document import Document as PaperType
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from dialogue.documents import iso
from dialogue.letters.layout import blocks
from dialogue.models import Letter
from projects import reports
from projects.enums import ReportKind, Room
from projects.french import day, french
from projects.models import Member, Report

TEMPLATE = "dialogue/pdf/letter.html"
LANGUAGE = "fr-FR"
#: One and the same date in every archive: the same letter is the same file.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def letter_content(letter: Letter) -> dict[str, Any]:
    """What the PDF says, as JSON: the text as it stands, never what it rests on."""
    project = letter.consultation.project
    return {
        "heading": reports.heading_of(project),
        "consultation": letter.consultation.subject,
        "kind": letter.get_kind_display(),
        "subject": letter.subject,
        "written_by": str(letter.written_by),
        "sent_on": iso(timezone.localdate(letter.sent_at) if letter.sent_at else None),
        "adopted_on": iso(letter.adopted_on),
        "blocks": [
            {"kind": block.kind, "lines": list(block.lines)}
            for block in blocks(letter.body)
        ],
    }


def ask_pdf(letter: Letter, *, actor: Member, frozen: bool = False) -> Report:
    return reports.ask(
        letter.consultation.project,
        ReportKind.LETTER,
        subject=letter.pk,
        room=Room(letter.room),
        title=letter.subject,
        template=TEMPLATE,
        content=letter_content(letter),
        draft=letter.sent_at is None,
        actor=actor,
        frozen=frozen,
    )


def docx_of(letter: Letter) -> bytes:
    """The letter as a DOCX file; the same letter gives the same bytes."""
    project = letter.consultation.project
    paper = Paper()
    _prepare(paper, letter)
    paper.add_paragraph(french(project.organisation.name))
    number = _("Dossier n° %(number)s") % {"number": project.number}
    paper.add_paragraph(french(number))
    if letter.sent_at is not None:
        paper.add_paragraph(_("Le %(day)s") % {"day": day(letter.sent_at)})
    else:
        paper.add_paragraph(_("Brouillon, non envoyé"))
    paper.add_heading(french(letter.subject), level=1)
    for block in blocks(letter.body):
        if block.kind == "title":
            paper.add_heading(french(block.lines[0]), level=2)
        elif block.kind == "list":
            for line in block.lines:
                paper.add_paragraph(french(line), style="List Bullet")
        else:
            paper.add_paragraph("\n".join(french(line) for line in block.lines))
    return _frozen(paper)


def _prepare(paper: PaperType, letter: Letter) -> None:
    """French for hyphenation and voices, a readable size, no trace of a machine."""
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for style in paper.styles.element.iter(qn("w:lang")):
        style.set(qn("w:val"), LANGUAGE)
    for section in paper.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    about = paper.core_properties
    about.title, about.language = letter.subject, LANGUAGE
    about.author = about.last_modified_by = str(letter.written_by)
    about.comments = about.keywords = ""
    written = letter.sent_at or letter.written_at
    about.created = about.modified = written.astimezone(UTC).replace(tzinfo=None)
    about.revision = 1


def _frozen(paper: PaperType) -> bytes:
    """The archive written again without the hour at which it was made."""
    made, kept = io.BytesIO(), io.BytesIO()
    paper.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(kept, "w") as target:
        for entry in source.infolist():
            again = zipfile.ZipInfo(entry.filename, _EPOCH)
            again.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(again, source.read(entry))
    return kept.getvalue()
