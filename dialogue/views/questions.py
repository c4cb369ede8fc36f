"""Questions and answers: the list, one question, a draft, an answer, a judgement."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from dialogue.access import current_consultation, question_or_404
from dialogue.actions import answers, questions
from dialogue.enums import QuestionState, Theme
from dialogue.forms.questions import (
    TO_JUDGE,
    AnswerForm,
    FilterForm,
    JudgeForm,
    QuestionForm,
)
from dialogue.judgements import to_judge
from dialogue.law.owed.questions import QUESTIONS
from dialogue.models import Answer, Consultation, Letter, Question
from dialogue.permissions import (
    can_answer,
    can_ask,
    can_edit_question,
    can_judge_answer,
    can_prepare_consultation,
    can_send_questions,
    can_withdraw_question,
    can_write_letter,
)
from dialogue.views.question_lines import lines_of
from dialogue.views.question_rows import badge, listed, rows_of
from projects import items
from projects.access import project_or_404, require
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Document, Entry, Member, Project

#: Said to the delegation, beside its list.
EMPLOYER_SEES = gettext_lazy(
    "Les questions transmises, leur numéro et leurs dates. Jamais les brouillons, ni "
    "qui a écrit la question, ni son thème, ni d’où elle vient dans l’espace élus."
)


@require_GET
def question_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    filters = FilterForm(request.GET, member=member)
    state = filters.cleaned_data["etat"] if filters.is_valid() else ""
    visible = list(listed(project, member))
    unjudged = to_judge(visible)
    told = {one.pk: TO_JUDGE if one.pk in unjudged else one.state for one in visible}
    shown = [one for one in visible if not state or told[one.pk] == state]
    states = Counter(one.state for one in visible)
    letters = list(
        Letter.objects.visible_to(member).filter(consultation__project=project)
    )
    context = {
        "project": project,
        "member": member,
        "tab": "questions",
        "filters": filters,
        "lines": lines_of(rows_of(shown, member, unjudged), project.pk),
        "counts": {
            "drafts": states[QuestionState.DRAFT],
            "sent": len(visible) - states[QuestionState.DRAFT],
            "answered": states[QuestionState.ANSWERED],
            "to_judge": len(unjudged) if member.sees_caucus else 0,
        },
        "letters": letters,
        "letters_shared": letters
        and all(letter.room == Room.SHARED for letter in letters),
        "employer_sees": EMPLOYER_SEES if member.sees_caucus else "",
        "may_ask": can_ask(member),
        "may_send": can_send_questions(member),
        "may_write": can_write_letter(member)
        and Consultation.objects.visible_to(member).filter(project=project).exists(),
        "may_prepare": can_prepare_consultation(member),
    }
    return render(request, "dialogue/questions.html", context)


@require_GET
def question(request: HttpRequest, project_id: UUID, question_id: UUID) -> HttpResponse:
    row, member = question_or_404(request, project_id, question_id)
    return _page(request, row, member)


def _page(
    request: HttpRequest,
    row: Question,
    member: Member,
    judge_form: JudgeForm | None = None,
) -> HttpResponse:
    label, tone = _badge(row, member)
    given = _answers(row, member)
    history = Entry.objects.visible_to(member).filter(
        project=row.project, target=row.pk
    )
    context = {
        "project": row.project,
        "member": member,
        "tab": "questions",
        "question": row,
        "label": label,
        "tone": tone,
        "thread": _thread(row, member),
        "origin": _origin(row) if member.sees_caucus else "",
        "with_rooms": member.sees_caucus,
        "given": given,
        "history": history.order_by("id"),
        "may_edit": can_edit_question(member, row),
        "may_withdraw": row.state == QuestionState.DRAFT
        and can_withdraw_question(member, row),
        "may_answer": can_answer(member, row),
        "judge_form": judge_form or (JudgeForm() if given else None),
        "may_judge": can_judge_answer(member) and bool(given),
        "judging": judge_form is not None,
    }
    return render(request, "dialogue/question.html", context)


def _badge(row: Question, member: Member) -> tuple[str, str]:
    return badge(
        row.state,
        row.batch.sent_at if row.batch else None,
        unjudged=bool(to_judge([row])),
        caucus=member.sees_caucus,
    )


def _answers(row: Question, member: Member) -> list[Answer]:
    """Rooms and confidentiality hold for the reader, not for the author."""
    readable = Prefetch(
        "documents", Document.objects.visible_to(member), to_attr="readable"
    )
    return list(
        row.answers.select_related("item", "author__user").prefetch_related(readable)
    )


def _origin(row: Question) -> str:
    """Who wrote it and how the delegation sorts it: its own business."""
    words = _("écrite par %(name)s") % {"name": row.author}
    if row.theme == Theme.OTHER:
        return words
    return f"{words} · {row.get_theme_display()}"


def _thread(row: Question, member: Member) -> list[dict[str, Any]]:
    """Where the question comes from and what came of it, as far as they may see."""
    return [
        {
            "number": step.number,
            "title": step.title if step.pk != row.pk else "",
            "url": step.url,
            "current": step.pk == row.pk,
        }
        for step in items.chain(row.item, member)
    ]


@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(can_ask(member))
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(
            request,
            _("Préparez d’abord la consultation : les questions s’y rattachent."),
        )
        return redirect("dialogue:consultation_new", project.pk)
    initial = {"origin": request.GET.get("origine", ""), **_about(request)}
    form = QuestionForm(
        request.POST or None, project=project, member=member, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            questions.draft(
                consultation,
                actor=member,
                text=cleaned["text"],
                theme=cleaned["theme"],
                origin=cleaned["origin"],
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("La question est gardée en brouillon, dans l’espace élus.")
            )
            return redirect("dialogue:questions", project.pk)
    return _form_page(request, project, member, form, None)


def _about(request: HttpRequest) -> dict[str, str]:
    """The question that a duty leads to (`du`), in our words, to be rewritten."""
    theme, text = QUESTIONS.get(request.GET.get("du", ""), (Theme.OTHER, ""))
    return {"theme": theme, "text": str(text)}


@require_http_methods(["GET", "POST"])
def question_edit(
    request: HttpRequest, project_id: UUID, question_id: UUID
) -> HttpResponse:
    row, member = question_or_404(request, project_id, question_id)
    require(can_ask(member))
    form = QuestionForm(
        request.POST or None, project=row.project, member=member, question=row
    )
    current = ""
    if request.method == "POST" and form.is_valid():
        try:
            questions.edit(row, actor=member, **form.cleaned_data)
        except Conflict as conflict:
            form.add_error("text", conflict.sentence)
            form.start_again_from(conflict.current)
            current = conflict.current
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le brouillon est enregistré."))
            return redirect("dialogue:question", row.project_id, row.pk)
    return _form_page(request, row.project, member, form, row, current)


@require_http_methods(["GET", "POST"])
def question_withdraw(
    request: HttpRequest, project_id: UUID, question_id: UUID
) -> HttpResponse:
    row, member = question_or_404(request, project_id, question_id)
    require(can_withdraw_question(member, row))
    if request.method == "POST":
        try:
            questions.withdraw(row, actor=member)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return redirect("dialogue:question", row.project_id, row.pk)
        messages.success(request, _("La question est retirée. Son numéro est gardé."))
        return redirect("dialogue:questions", row.project_id)
    context = {
        "project": row.project,
        "member": member,
        "tab": "questions",
        "question": row,
    }
    return render(request, "dialogue/question_withdraw.html", context)


def _form_page(
    request: HttpRequest,
    project: Project,
    member: Member,
    form: QuestionForm,
    row: Question | None,
    current: str = "",
) -> HttpResponse:
    context = {
        "current": current,
        "project": project,
        "member": member,
        "tab": "questions",
        "form": form,
        "question": row,
    }
    return render(request, "dialogue/question_form.html", context)


@require_http_methods(["GET", "POST"])
def answer_new(
    request: HttpRequest, project_id: UUID, question_id: UUID
) -> HttpResponse:
    row, member = question_or_404(request, project_id, question_id)
    require(can_answer(member, row))
    form = AnswerForm(request.POST or None, project=row.project, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            answers.answer(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Votre réponse est transmise à la délégation."))
            return redirect("dialogue:question", row.project_id, row.pk)
    context = {
        "project": row.project,
        "member": member,
        "tab": "questions",
        "question": row,
        "form": form,
    }
    return render(request, "dialogue/answer_form.html", context)


@require_http_methods(["GET", "POST"])
def question_judge(
    request: HttpRequest, project_id: UUID, question_id: UUID
) -> HttpResponse:
    """The delegation says whether the answers answer."""
    row, member = question_or_404(request, project_id, question_id)
    require(can_judge_answer(member))
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answers.judge(
                row,
                actor=member,
                complete=form.cleaned_data["verdict"] == "complete",
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Votre appréciation est enregistrée."))
        return redirect("dialogue:question", row.project_id, row.pk)
    return _page(request, row, member, form)
