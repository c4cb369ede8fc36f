"""The files of a letter: DOCX at once, PDF by a worker, both kept in the dossier."""

import io
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dialogue.access import letter_or_404
from dialogue.actions import letter_files
from dialogue.letter_paper import ask_pdf, docx_of
from dialogue.permissions import can_write_letter
from projects.access import require
from projects.errors import Refused
from projects.permissions import can_file_document
from projects.uploads.names import CONTENT_TYPE_OF_KIND, serving_headers

FILES = {
    letter_files.DOCX: letter_files.file_docx,
    letter_files.PDF: letter_files.file_pdf,
}


@require_GET
def letter_docx(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> FileResponse:
    row, _member = letter_or_404(request, project_id, letter_id)
    content_type = CONTENT_TYPE_OF_KIND["docx"]
    number = row.consultation.project.number
    name = f"{slugify(f'navette {number} lettre {row.rank}')}.docx"
    made = io.BytesIO(docx_of(row))
    response = FileResponse(made, content_type=content_type)
    for header, value in serving_headers(name, content_type).items():
        response[header] = value
    return response


@require_POST
def letter_pdf(request: HttpRequest, project_id: UUID, letter_id: UUID) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    report = ask_pdf(row, actor=member)
    return redirect("projects:report", project_id, report.pk)


@require_POST
def letter_file(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    require(can_write_letter(member) and can_file_document(member, row.room))
    keep = FILES.get(request.POST.get("papier", ""))
    if keep is None:
        messages.error(request, _("Choisissez le format du fichier."))
        return redirect("dialogue:letter", project_id, row.pk)
    try:
        document = keep(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(
            request,
            _("Le fichier est classé : document %(number)s.")
            % {"number": document.number},
        )
    return redirect("dialogue:letter", project_id, row.pk)
