"""Sending questions: choose, see what the employer will see, confirm, receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dialogue.access import batch_or_404, current_consultation
from dialogue.actions import batches
from dialogue.forms.questions import SendForm
from dialogue.models import Consultation, Question, QuestionBatch
from dialogue.permissions import can_send_questions
from projects.access import project_or_404, require
from projects.errors import Refused
from projects.french import day
from projects.models import Member

#: As many drafts fit in the address of the recap; more of them are posted.
IN_ADDRESS = 50


@require_http_methods(["GET", "POST"])
def questions_send(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Two steps in one address: the choice, then the recap that is confirmed."""
    project, member = project_or_404(request, project_id)
    require(can_send_questions(member))
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(request, _("Aucune question n’est à transmettre."))
        return redirect("dialogue:questions", project.pk)
    drafts = _drafts(consultation, member)
    # The recap is read at an address of its own: going back to it shows it again.
    data = request.POST if request.method == "POST" else request.GET
    if "batch" not in data and request.method != "POST":
        form = SendForm(drafts=drafts)
        return _page(request, consultation, member, form, recap=[])
    form = SendForm(data, drafts=drafts)
    valid = form.is_valid()
    done = _already_sent(consultation, form)
    if valid and done is None and "confirm" in request.POST:
        done = _send(consultation, member, form)
    if done is not None:
        return redirect("dialogue:batch", project.pk, done.pk)
    recap = valid and form.is_valid() and "change" not in data
    chosen = list(form.cleaned_data["questions"]) if recap else []
    return _page(request, consultation, member, form, recap=chosen)


def _drafts(consultation: Consultation, member: Member) -> QuerySet[Question]:
    return (
        Question.objects.visible_to(member)
        .filter(consultation=consultation)
        .drafts()
        .select_related("item")
    )


def _already_sent(consultation: Consultation, form: SendForm) -> QuestionBatch | None:
    """The batch of this very page, when it is confirmed a second time."""
    batch_id = form.cleaned_data.get("batch")
    return consultation.batches.filter(pk=batch_id).first() if batch_id else None


def _send(
    consultation: Consultation, member: Member, form: SendForm
) -> QuestionBatch | None:
    try:
        return batches.send(
            consultation,
            actor=member,
            chosen=list(form.cleaned_data["questions"]),
            wanted_on=form.cleaned_data["wanted_on"],
            batch_id=form.cleaned_data["batch"],
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None


def _page(
    request: HttpRequest,
    consultation: Consultation,
    member: Member,
    form: SendForm,
    *,
    recap: list[Question],
) -> HttpResponse:
    project = consultation.project
    context: dict[str, Any] = {
        "project": project,
        "member": member,
        "tab": "questions",
        "consultation": consultation,
        "form": form,
        "recap": recap,
        "shut": consultation.state in batches.SHUT,
        "readers": batches.management(project),
        "in_address": IN_ADDRESS,
    }
    if not context["readers"]:
        context["invited"] = batches.awaits_management(project)
    if recap:
        context["wanted_on"] = form.cleaned_data["wanted_on"]
        context["batch_id"] = form.cleaned_data["batch"]
    return render(request, "dialogue/questions_send.html", context)


@require_GET
def batch(request: HttpRequest, project_id: UUID, batch_id: UUID) -> HttpResponse:
    """The receipt; both sides read the same one."""
    row, member = batch_or_404(request, project_id, batch_id)
    questions = (
        Question.objects.visible_to(member).filter(batch=row).select_related("item")
    )
    rows = [
        {"label": _("Consultation"), "value": row.consultation.subject},
        {"label": _("Transmis par"), "value": str(row.sent_by)},
        {
            "label": _("Réponse souhaitée pour le"),
            "value": day(row.answer_wanted_on) or _("sans date"),
        },
    ]
    context = {
        "project": row.consultation.project,
        "member": member,
        "tab": "questions",
        "batch": row,
        "questions": questions,
        "rows": rows,
    }
    return render(request, "dialogue/batch.html", context)
