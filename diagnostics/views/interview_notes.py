"""Notes of an interview: 404 for everybody but the people who led it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from diagnostics import interview_permissions as permissions
from diagnostics.actions import interviews as actions
from diagnostics.enums import InterviewState
from diagnostics.forms.interviews import NoteForm
from diagnostics.interview_access import led_or_404, note_or_404
from diagnostics.models import Interview, InterviewNote
from projects.access import require
from projects.errors import Refused
from projects.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
def interview_notes(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    row, member = led_or_404(request, project_id, interview_id)
    may_write = permissions.can_write_notes(member, row)
    form = NoteForm(request.POST or None, guide=row.guide)
    if request.method == "POST":
        require(may_write)
        if form.is_valid():
            try:
                actions.write_note(row, actor=member, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("La note est gardée."))
                return redirect("diagnostics:interview_notes", project_id, row.pk)
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "interview": row,
        "form": form if row.state != InterviewState.PLANNED and may_write else None,
        "may_write": may_write,
        "notes": _notes(row, member),
    }
    status = 422 if form.errors else 200
    return render(request, "diagnostics/interview_notes.html", context, status=status)


def _notes(row: Interview, member: Member) -> list[dict[str, Any]]:
    """Each with the titles of its themes."""
    titles = {theme.code: theme.title for theme in row.guide.themes}
    return [
        {"row": one, "themes": [titles[code] for code in one.themes]}
        for one in InterviewNote.objects.readable_by(member).filter(interview=row)
    ]


@require_POST
def note_erase(
    request: HttpRequest, project_id: UUID, interview_id: UUID, note_id: UUID
) -> HttpResponse:
    note, member = note_or_404(request, project_id, interview_id, note_id)
    require(permissions.can_write_notes(member, note.interview))
    actions.erase_note(note, actor=member)
    messages.success(request, _("La note est effacée."))
    return redirect("diagnostics:interview_notes", project_id, interview_id)


@require_POST
def notes_erase(
    request: HttpRequest, project_id: UUID, interview_id: UUID
) -> HttpResponse:
    row, member = led_or_404(request, project_id, interview_id)
    require(permissions.can_write_notes(member, row))
    actions.erase_notes(row, actor=member)
    messages.success(request, _("Les notes de cet entretien sont effacées."))
    return redirect(row)
