"""The library of questions: browse by theme and phase, take several as drafts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dialogue import library
from dialogue.access import current_consultation
from dialogue.actions import questions
from dialogue.enums import Theme
from dialogue.forms.library import LibraryFilterForm, LibraryForm
from dialogue.models import Consultation
from dialogue.permissions import can_ask
from projects.access import project_or_404, require
from projects.errors import Refused
from projects.models import Project


@require_http_methods(["GET", "POST"])
def question_library(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(can_ask(member))
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(
            request,
            _("Préparez d’abord la consultation : les questions s’y rattachent."),
        )
        return redirect("dialogue:consultation_new", project.pk)
    posted = request.POST if request.method == "POST" else None
    form = LibraryForm(posted, offered=list(library.questions()))
    if request.method == "POST" and form.is_valid():
        try:
            made = questions.draft_from_library(
                consultation, actor=member, chosen=form.cleaned_data["questions"]
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _say(request, len(made), len(form.cleaned_data["questions"]))
            return redirect("dialogue:questions", project.pk)
    filters = LibraryFilterForm(request.GET)
    context = {
        "project": project,
        "member": member,
        "tab": "questions",
        "filters": filters,
        "form": form,
        "ticked": request.POST.getlist("questions"),
        **_shown(project, consultation, filters),
    }
    return render(request, "dialogue/question_library.html", context)


def _say(request: HttpRequest, made: int, wanted: int) -> None:
    if made:
        sentence = ngettext(
            "%(count)d question est ajoutée à vos brouillons.",
            "%(count)d questions sont ajoutées à vos brouillons.",
            made,
        )
        messages.success(request, sentence % {"count": made})
    if made < wanted:
        messages.info(
            request,
            _("Les questions déjà dans la consultation n’ont pas été reprises."),
        )


def _shown(
    project: Project, consultation: Consultation, filters: LibraryFilterForm
) -> dict[str, Any]:
    """Questions that pass the filters, those that the sheet brings forward first."""
    wanted = filters.cleaned_data if filters.is_valid() else {}
    theme, phase = wanted.get("theme", ""), wanted.get("phase", "")
    taken = set(consultation.questions.kept().values_list("library", flat=True))
    facts = facts_of(project)
    rows: list[dict[str, Any]] = [
        {
            "question": one,
            "taken": one.id in taken,
            "suggested": library.suggested(one, facts),
        }
        for one in library.questions()
        if theme in ("", one.theme) and phase in ("", *one.phases)
    ]
    groups = [
        {
            "title": each.label,
            "rows": [
                row
                for row in rows
                if not row["suggested"] and row["question"].theme == each
            ],
        }
        for each in Theme
    ]
    return {
        "count": len(rows),
        "total": len(library.questions()),
        "forward": [row for row in rows if row["suggested"]],
        "groups": [group for group in groups if group["rows"]],
    }


def facts_of(project: Project) -> frozenset[str]:
    """What the sheet answers with yes; a pilot counts once it is planned or seen."""
    pilot = project.pilot_planned_on or project.first_use_on
    answers = {
        **project.uses,
        "ai": project.uses_ai,
        "monitoring": project.monitoring,
        "staff_data": project.staff_data,
        "personal_data": project.personal_data,
        "pilot": "yes" if pilot else "no",
    }
    return library.facts_of_sheet(answers, project.ai_functions)
