"""Letters: chosen by kind, proposed, rewritten, sent once, printable."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogue.access import current_consultation, letter_or_404
from dialogue.actions import batches, letters, resolutions
from dialogue.enums import RESOLUTIONS, LetterKind
from dialogue.forms.letters import AgendaForm, LetterForm, VoteForm, being_set
from dialogue.letter_facts import facts_for, propose
from dialogue.letters.kinds import PURPOSES, WRITERS, assemble
from dialogue.letters.layout import blocks
from dialogue.letters.proposal import Proposal
from dialogue.models import Consultation, Letter
from dialogue.permissions import (
    can_plan_meeting,
    can_run_consultation,
    can_send_letter,
    can_write_letter,
)
from projects.access import project_or_404, require
from projects.errors import Conflict, Refused
from projects.models import Member
from projects.permissions import can_file_document


@require_GET
def letter_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The letters of the file, and the kinds that its facts allow."""
    project, member = project_or_404(request, project_id)
    require(member.sees_caucus)
    consultation = current_consultation(project, member)
    rows = Letter.objects.visible_to(member).filter(consultation__project=project)
    context = {
        "project": project,
        "member": member,
        "tab": "questions",
        "letters": rows.order_by("consultation", "rank"),
        "kinds": _kinds(consultation, member) if can_write_letter(member) else [],
        "consultation": consultation,
    }
    return render(request, "dialogue/letters.html", context)


def _kinds(
    consultation: Consultation | None, member: Member
) -> list[dict[str, object]]:
    if consultation is None:
        return []
    facts = facts_for(consultation, member=member, today=timezone.localdate())
    return [
        {
            "value": kind.value,
            "label": kind.label,
            "purpose": PURPOSES[kind],
            "missing": assemble(kind, facts).missing,
            "always": kind == LetterKind.REMINDER,
        }
        for kind in WRITERS
    ]


def _kind_wanted(request: HttpRequest) -> LetterKind:
    wanted = request.GET.get("genre", "")
    return LetterKind(wanted) if wanted in LetterKind.values else LetterKind.REMINDER


@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(can_write_letter(member))
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(request, _("Aucune consultation n’est en cours sur ce projet."))
        return redirect("dialogue:questions", project.pk)
    kind = _kind_wanted(request)
    proposal = propose(consultation, kind, member=member, today=timezone.localdate())
    # What was typed is never sent away: the act refuses it with the form kept.
    if proposal.missing and kind != LetterKind.REMINDER and request.method == "GET":
        messages.info(request, proposal.missing)
        return redirect("dialogue:letters", project.pk)
    subject = proposal.subject or letters.propose_subject(consultation)
    form = LetterForm(
        request.POST or None, initial={"subject": subject, "body": proposal.body}
    )
    if request.method == "POST" and form.is_valid():
        try:
            letter = letters.draft(
                consultation,
                actor=member,
                subject=form.cleaned_data["subject"],
                body=form.cleaned_data["body"],
                kind=kind,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La lettre est gardée en brouillon."))
            return redirect("dialogue:letter", project.pk, letter.pk)
    return _form_page(request, consultation, member, form, kind=kind, proposal=proposal)


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
    kind: LetterKind = LetterKind.REMINDER,
    proposal: Proposal | None = None,
    current: str = "",
) -> HttpResponse:
    kind = LetterKind(letter.kind) if letter else kind
    context = {
        "kind": kind,
        "reminds": kind == LetterKind.REMINDER,
        "sources": letter.sources if letter else proposal and proposal.sources,
        "notes": letter.notes if letter else proposal and proposal.notes,
        "current": current,
        "project": consultation.project,
        "member": member,
        "tab": "questions",
        "form": form,
        "letter": letter,
        "nothing": proposal is not None and not proposal.body,
    }
    return render(request, "dialogue/letter_form.html", context)


@require_GET
def letter(request: HttpRequest, project_id: UUID, letter_id: UUID) -> HttpResponse:
    row, member = letter_or_404(request, project_id, letter_id)
    return letter_page(request, row, member)


def letter_page(
    request: HttpRequest,
    row: Letter,
    member: Member,
    *,
    agenda_form: AgendaForm | None = None,
    vote_form: VoteForm | None = None,
) -> HttpResponse:
    project = row.consultation.project
    to_vote = row.kind in RESOLUTIONS and row.adopted_on is None
    waits = row.sent_at is None
    readers = batches.management(project) if waits else []
    context = {
        "project": project,
        "member": member,
        "tab": "questions",
        "letter": row,
        "blocks": blocks(row.body),
        "sources": row.sources if member.sees_caucus else [],
        "notes": row.notes if member.sees_caucus else [],
        "readers": readers,
        "invited": waits and not readers and batches.awaits_management(project),
        "may_write": can_write_letter(member) and waits and not row.adopted_on,
        "may_send": can_send_letter(member) and waits and not to_vote,
        "to_vote": to_vote,
        "vote_words": resolutions.vote_words(row) if to_vote else "",
        "vote_carried": to_vote and resolutions.is_carried(row),
        "names_expert": row.kind == LetterKind.EXPERT
        and row.adopted_on is not None
        and can_run_consultation(member),
        "may_file": can_file_document(member, row.room) and can_write_letter(member),
        "agenda_form": (agenda_form or AgendaForm(meetings=being_set(project, member)))
        if to_vote and row.point is None and can_plan_meeting(member)
        else None,
        "vote_form": (vote_form or VoteForm(initial=_voted_on(row)))
        if to_vote and can_run_consultation(member)
        else None,
    }
    return render(request, "dialogue/letter.html", context)


def _voted_on(row: Letter) -> dict[str, date]:
    """The day of the meeting whose point carries the vote."""
    point = row.point
    return {"on": point.meeting.held_on} if point and point.voted else {}


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
