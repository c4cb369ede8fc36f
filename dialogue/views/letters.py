"""Reminder letters: proposed, rewritten, sent once, printable."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogue.access import current_consultation, letter_or_404
from dialogue.actions import batches, letters
from dialogue.forms.questions import LetterForm
from dialogue.models import Consultation, Letter
from dialogue.permissions import can_send_letter, can_write_letter
from projects.access import project_or_404, require
from projects.errors import Conflict, Refused
from projects.models import Member


@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(can_write_letter(member))
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(request, _("Aucune consultation n’est en cours sur ce projet."))
        return redirect("dialogue:questions", project.pk)
    body = letters.compose(consultation, member=member, today=timezone.localdate())
    initial = {"subject": letters.propose_subject(consultation), "body": body}
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        letter = letters.draft(
            consultation,
            actor=member,
            subject=form.cleaned_data["subject"],
            body=form.cleaned_data["body"],
        )
        messages.success(request, _("La lettre est gardée en brouillon."))
        return redirect("dialogue:letter", project.pk, letter.pk)
    return _form_page(request, consultation, member, form, nothing=not body)


@require_http_methods(["GET", "POST"])
def letter_edit(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> HttpResponse:
    letter, member = letter_or_404(request, project_id, letter_id)
    require(can_write_letter(member))
    initial = {"subject": letter.subject, "body": letter.body, "seen": letter.body}
    form = LetterForm(request.POST or None, initial=initial)
    current = ""
    if request.method == "POST" and form.is_valid():
        try:
            letters.edit(letter, actor=member, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("body", conflict.sentence)
            form.start_again_from(conflict.current)
            current = conflict.current
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le brouillon est enregistré."))
            return redirect("dialogue:letter", project_id, letter.pk)
    return _form_page(
        request, letter.consultation, member, form, letter=letter, current=current
    )


def _form_page(
    request: HttpRequest,
    consultation: Consultation,
    member: Member,
    form: LetterForm,
    *,
    letter: Letter | None = None,
    nothing: bool = False,
    current: str = "",
) -> HttpResponse:
    context = {
        "current": current,
        "project": consultation.project,
        "member": member,
        "tab": "questions",
        "form": form,
        "letter": letter,
        "nothing": nothing,
    }
    return render(request, "dialogue/letter_form.html", context)


@require_GET
def letter(request: HttpRequest, project_id: UUID, letter_id: UUID) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    project = row.consultation.project
    context = {
        "project": project,
        "member": member,
        "tab": "questions",
        "letter": row,
        "readers": batches.management(project) if row.sent_at is None else [],
        "may_write": can_write_letter(member) and row.sent_at is None,
        "may_send": can_send_letter(member) and row.sent_at is None,
    }
    return render(request, "dialogue/letter.html", context)


@require_POST
def letter_send(
    request: HttpRequest, project_id: UUID, letter_id: UUID
) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    require(can_send_letter(member))
    try:
        letters.send(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("La lettre est envoyée à la direction."))
    return redirect("dialogue:letter", project_id, row.pk)
