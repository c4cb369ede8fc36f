"""Documents: the page that lists them, one of them, its files and who reads it."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from projects import permissions
from projects.access import project_or_404, require
from projects.actions import document_files
from projects.actions import documents as actions
from projects.enums import Room, Side
from projects.errors import Refused
from projects.forms.documents import (
    DocumentForm,
    LinkForm,
    ReadersForm,
    ShareForm,
    UploadForm,
)
from projects.models import (
    Document,
    DocumentOpening,
    DocumentVersion,
    InformationDue,
    Member,
    Project,
)
from projects.uploads.checks import Checked, QuotaExceeded
from projects.uploads.names import serving_headers

#: Openings shown on a document's page; all of them stay in the database.
LAST_OPENINGS = 200

logger = logging.getLogger(__name__)


def visible_documents(project: Project, member: Member) -> QuerySet[Document]:
    found = Document.objects.visible_to(member).filter(project=project)
    return found.select_related("project", "filed_by__user")


def document_or_404(
    request: HttpRequest, project_id: UUID, document_id: UUID
) -> tuple[Project, Member, Document]:
    """Rights are read again at each request; a hidden document does not exist."""
    project, member = project_or_404(request, project_id)
    documents = visible_documents(project, member)
    return project, member, get_object_or_404(documents, pk=document_id)


@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_file_document(member, Room.SHARED))
    initial = {"information_due": request.GET.getlist("information")}
    form = DocumentForm(project, member, *_sent(request), initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            document = actions.file_document(
                project, actor=member, checked=form.checked, **fields
            )
        except QuotaExceeded as refused:
            status = _over_quota(form, refused)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            sentence = _("Document %(number)s déposé.")
            messages.success(request, sentence % {"number": document.number})
            _tell_of_twin(request, document, form.checked, member)
            return redirect(actions.document_url(document))
    context = _context(project, member, form=form)
    template = "projects/document_form.html"
    return render(request, template, context, status=status)


def _tell_of_twin(
    request: HttpRequest, document: Document, checked: Checked, member: Member
) -> None:
    """Say that the same bytes are already here, in a document this person may see.

    What they may not see stays unsaid: the file is accepted without a word.
    """
    twin = (
        visible_documents(document.project, member)
        .filter(versions__sha256=checked.sha256)
        .exclude(pk=document.pk)
        .order_by("rank")
        .first()
    )
    if twin is not None:
        url, title = actions.document_url(twin), f"{twin.number} {twin.title}"
        sentence = _("Le même fichier est déjà dans ce projet : {document}.")
        link = format_html('<a href="{}">{}</a>', url, title)
        messages.info(request, format_html(sentence, document=link))


@require_safe
def document(request: HttpRequest, project_id: UUID, document_id: UUID) -> HttpResponse:
    project, member, row = document_or_404(request, project_id, document_id)
    judges = permissions.can_judge_information(member)
    context = _context(
        project,
        member,
        document=row,
        confidential=actions.is_confidential(row),
        readers=row.readers.known_to(member).select_related("user"),
        lines=InformationDue.objects.visible_to(member).filter(documents=row),
        versions=list(row.versions.select_related("filed_by__user").order_by("-rank")),
        link_form=LinkForm(row, member) if judges else None,
        may_add_version=permissions.can_add_version(member, row),
        may_share=permissions.can_share_document(member, row),
        may_name_readers=permissions.can_name_readers(member, row),
    )
    if permissions.can_see_openings(member, row):
        context["openings"] = openings(row, member)
    return render(request, "projects/document.html", context)


def openings(document: Document, member: Member) -> list[dict[str, Any]]:
    """Who opened which version, and when, newest first.

    To another side the delegation is one, with those it let into its room: when each
    of them reads is part of how they hold their mandate, and no employer's business.
    """
    found = (
        DocumentOpening.objects.filter(version__document=document)
        .select_related("member__user", "version")
        .order_by("-opened_at", "-pk")[:LAST_OPENINGS]
    )
    return [
        _who(opening.member, member)
        | {"version": opening.version.rank, "at": opening.opened_at}
        for opening in found
    ]


def _who(reader: Member, member: Member) -> dict[str, Any]:
    other_side = member.side != Side.DELEGATION and reader.side == Side.DELEGATION
    if other_side or (reader.sees_caucus and not member.sees_caucus):
        return {"who": Side.DELEGATION.label, "side": Side.DELEGATION.label}
    return {"who": str(reader), "side": reader.get_side_display()}


@require_http_methods(["GET", "HEAD", "POST"])
def version_new(
    request: HttpRequest, project_id: UUID, document_id: UUID
) -> HttpResponse:
    project, member, row = document_or_404(request, project_id, document_id)
    require(permissions.can_add_version(member, row))
    form = UploadForm(*_sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.add_version(row, actor=member, file=file, checked=form.checked)
        except QuotaExceeded as refused:
            status = _over_quota(form, refused)
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            messages.success(request, _("Nouvelle version déposée."))
            _tell_of_twin(request, row, form.checked, member)
            return redirect(actions.document_url(row))
    context = _context(project, member, form=form, document=row)
    template = "projects/version_form.html"
    return render(request, template, context, status=status)


@require_safe
def version_file(
    request: HttpRequest, project_id: UUID, document_id: UUID, version_id: UUID
) -> HttpResponse | FileResponse:
    _project, member, row = document_or_404(request, project_id, document_id)
    version = get_object_or_404(row.versions, pk=version_id)
    try:
        handle = default_storage.open(version.stored_name)
    except OSError as error:
        logger.exception("The file of version %s is not in the store", version.pk)
        raise Http404 from error
    response: HttpResponse | FileResponse
    if request.method == "HEAD":
        # Looking at the headers is not opening the document.
        handle.close()
        response = HttpResponse(content_type=version.content_type)
        response["Content-Length"] = str(version.size)
    else:
        document_files.record_opening(version, actor=member)
        response = FileResponse(handle, content_type=version.content_type)
    headers = serving_headers(version.shown_name, version.content_type)
    for name, value in headers.items():
        response[name] = value
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def document_readers(
    request: HttpRequest, project_id: UUID, document_id: UUID
) -> HttpResponse:
    project, member, row = document_or_404(request, project_id, document_id)
    require(permissions.can_name_readers(member, row))
    form = ReadersForm(row, member, *_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_readers(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            messages.info(request, refused.sentence)
        else:
            messages.success(request, _("Confidentialité enregistrée."))
        return redirect(_after_readers(row, member))
    context = _context(project, member, form=form, document=row)
    return render(request, "projects/document_readers.html", context)


def _after_readers(document: Document, member: Member) -> str:
    """A secretary who did not name themselves no longer sees the document."""
    if visible_documents(document.project, member).filter(pk=document.pk).exists():
        return actions.document_url(document)
    return reverse("projects:documents", args=[document.project_id])


@require_http_methods(["GET", "HEAD", "POST"])
def document_share(
    request: HttpRequest, project_id: UUID, document_id: UUID
) -> HttpResponse:
    project, member, row = document_or_404(request, project_id, document_id)
    if row.room == Room.SHARED and member.sees_caucus:
        messages.info(request, _("Ce document est déjà dans l’espace partagé."))
        return redirect(actions.document_url(row))
    require(permissions.can_share_document(member, row))
    words = {"title": row.title, "given_by": row.given_by}
    form = ShareForm(*_sent(request), initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            actions.share_document(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Document partagé avec la direction."))
            return redirect(actions.document_url(row))
    versions: list[DocumentVersion] = list(
        row.versions.select_related("filed_by__user").order_by("-rank")
    )
    context = _context(
        project,
        member,
        form=form,
        document=row,
        versions=versions,
        confidential=actions.is_confidential(row),
    )
    return render(request, "projects/document_share.html", context)


@require_POST
def document_link(
    request: HttpRequest, project_id: UUID, document_id: UUID
) -> HttpResponse:
    _project, member, row = document_or_404(request, project_id, document_id)
    require(permissions.can_judge_information(member))
    form = LinkForm(row, member, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez parmi les lignes de la liste."))
        return redirect(actions.document_url(row))
    try:
        lines = form.cleaned_data["information_due"]
        actions.link_document(row, actor=member, lines=lines)
    except Refused as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(request, _("Lien enregistré."))
    return redirect(actions.document_url(row))


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """Data and files of a form: bound by any POST, an empty one included."""
    if request.method != "POST":
        return None, None
    return request.POST, request.FILES


def _over_quota(form: UploadForm, refused: QuotaExceeded) -> int:
    form.add_error("file", str(refused))
    return 429


def _context(project: Project, member: Member, **more: Any) -> dict[str, Any]:
    return {"project": project, "member": member, "tab": "documents", **more}
