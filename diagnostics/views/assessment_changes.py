"""What people change of a diagnostic: its words, its end, its repeat."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from diagnostics import permissions
from diagnostics.access import assessment_or_404
from diagnostics.actions import assessments as actions
from diagnostics.enums import NEXT_ROUND, ROUNDS_AFTER, AssessmentState, Round
from diagnostics.forms.assessment_changes import (
    CancelForm,
    ReopenForm,
    RepeatForm,
    RewordForm,
)
from diagnostics.models import Assessment
from diagnostics.views.pages import context_of
from projects.access import require
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.models import Member


def _run_or_404(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> tuple[Assessment, Member]:
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_run_assessment(member, row))
    return row, member


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = _run_or_404(request, project_id, assessment_id)
    if row.state != AssessmentState.OPEN:
        messages.error(request, str(actions.WORDED))
        return redirect(row)
    form = RewordForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword(row, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Enregistré."))
            return redirect(row)
    title, button = _("Changer le titre ou la description"), _("Enregistrer")
    return _page(request, row, member, form, title=title, button=button)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_cancel(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = _run_or_404(request, project_id, assessment_id)
    if row.state != AssessmentState.OPEN:
        messages.error(
            request, _("Seul un diagnostic ouvert aux réponses peut être annulé.")
        )
        return redirect(row)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le diagnostic est annulé."))
            return redirect(row)
    text = _(
        "Personne ne pourra plus répondre, et rien ne sera montré : chaque feuille "
        "reste à qui l’a écrite. Le diagnostic reste dans la liste, parmi les annulés. "
        "On ne revient pas sur une annulation."
    )
    title = _("Annuler ce diagnostic")
    return _page(
        request,
        row,
        member,
        form,
        title=title,
        button=title,
        text=text,
        leave=_("Garder ce diagnostic"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_reopen(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = _run_or_404(request, project_id, assessment_id)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Les réponses sont rouvertes."))
            return redirect(row)
    title, button = _("Rouvrir les réponses"), _("Rouvrir")
    if request.method != "POST" and (why := _not_shown(row)):
        return _page(request, row, member, title=title, text=why)
    rested_on = Assessment.objects.rested_on().filter(pk=row.pk)
    if request.method != "POST" and rested_on.exists():
        return _page(request, row, member, title=title, text=str(actions.RESTED_ON))
    text = _(
        "Les résultats ne se lisent plus jusqu’à ce que vous les montriez de nouveau. "
        "Chaque partie peut changer ses réponses. Les feuilles remises le restent ; "
        "les autres ne comptent qu’une fois remises."
    )
    return _page(request, row, member, form, title=title, text=text, button=button)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_repeat(
    request: HttpRequest, project_id: UUID, assessment_id: UUID
) -> HttpResponse:
    row, member = _run_or_404(request, project_id, assessment_id)
    here = Round(row.round)
    form = RepeatForm(
        request.POST or None,
        moments=ROUNDS_AFTER[here],
        initial={"moment": NEXT_ROUND.get(here, Round.LATER)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            again = actions.repeat(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le diagnostic est ouvert de nouveau."))
            return redirect(again)
    title, button = _("Refaire ce diagnostic"), _("Ouvrir aux réponses")
    if request.method != "POST" and (why := _not_shown(row)):
        return _page(request, row, member, title=title, text=why)
    last = Assessment.objects.after(row)
    if request.method != "POST" and last is not None:
        return _page(request, row, member, title=title, last=last)
    text = _(
        "La même version de la grille se remplit à nouveau, dans le même espace. Les "
        "résultats dessineront ce qui a bougé depuis la première fois."
    )
    return _page(request, row, member, form, title=title, text=text, button=button)


def _not_shown(row: Assessment) -> str:
    """Why there are no results to start from, empty when there are."""
    if row.state == AssessmentState.CANCELLED:
        return _("Ce diagnostic est annulé, et on ne revient pas sur une annulation.")
    if row.state == AssessmentState.OPEN:
        return _("Ce diagnostic est encore ouvert aux réponses : rien n’est montré.")
    return ""


def _page(
    request: HttpRequest,
    row: Assessment,
    member: Member,
    form: forms.Form | None = None,
    **words: str | Assessment,
) -> HttpResponse:
    """The form, or why there is none: nobody fills what would be refused."""
    context = context_of(
        row.project,
        member,
        assessment=row,
        form=form,
        back=row.get_absolute_url(),
        **words,
    )
    if form is None:
        return render(request, "diagnostics/assessment_unchanged.html", context)
    return render(request, "diagnostics/form.html", context)
