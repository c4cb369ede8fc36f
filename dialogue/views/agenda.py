"""Points of the agenda, the attendance sheet, votes and minutes: one form each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dialogue import late_opinions
from dialogue import permissions as may
from dialogue.actions import agenda, attendance, minutes
from dialogue.enums import MeetingState
from dialogue.forms.meetings import (
    AttendanceForm,
    MinutesForm,
    PointForm,
    PointVoteForm,
)
from dialogue.meeting_access import meeting_or_404, point_or_404
from dialogue.meeting_words import changed
from dialogue.models import AgendaPoint, Attendance, Consultation, Meeting
from dialogue.views.meetings import form_page, warn
from projects.access import require
from projects.errors import Conflict, Refused
from projects.models import Member, Project

S = MeetingState


@require_http_methods(["GET", "POST"])
def point_new(request: HttpRequest, project_id: UUID, meeting_id: UUID) -> HttpResponse:
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    require(may.can_plan_meeting(member))
    known = {"title": "titre", "origin": "origine", "project": "dossier"}
    form = PointForm(
        request.POST or None,
        meeting=row,
        member=member,
        initial={field: request.GET.get(name, "") for field, name in known.items()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            agenda.add_point(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, changed(row, _("Le point est ajouté.")))
            _warn_of_opinion(request, row, member, form.cleaned_data["consultation"])
            return _back(project, row)
    title, button = _("Ajouter un point"), _("Ajouter ce point")
    return form_page(request, row, project, member, form, title=title, button=button)


@require_POST
def point_by_law(
    request: HttpRequest, project_id: UUID, meeting_id: UUID
) -> HttpResponse:
    """A compulsory consultation, entered by either side alone (L2315-29)."""
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    require(may.can_enter_by_law(member))
    try:
        wanted = UUID(request.POST.get("consultation", ""))
    except ValueError:
        messages.error(request, _("Choisissez une des réponses proposées."))
        return _back(project, row)
    rows = Consultation.objects.visible_to(member).select_related("project")
    consultation = get_object_or_404(rows, pk=wanted, organisation=row.organisation_id)
    late = agenda.entered_late(row)
    try:
        agenda.enter_by_law(row, actor=member, consultation=consultation)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("La consultation est inscrite de plein droit."))
        if late:
            messages.warning(request, late)
        _warn_of_opinion(request, row, member, consultation)
    return _back(project, row)


def _warn_of_opinion(
    request: HttpRequest,
    row: Meeting,
    member: Member,
    consultation: Consultation | None,
) -> None:
    if consultation is not None:
        warn(request, late_opinions.late_opinions(row.held_on, [consultation], member))


@require_http_methods(["GET", "POST"])
def point_edit(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, point_id: UUID
) -> HttpResponse:
    point, project, member = point_or_404(request, project_id, meeting_id, point_id)
    require(may.can_plan_meeting(member))
    form = PointForm(
        request.POST or None, meeting=point.meeting, member=member, point=point
    )
    if request.method == "POST" and form.is_valid():
        try:
            agenda.edit_point(point, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, changed(point.meeting, _("Le point est modifié."))
            )
            chosen = form.cleaned_data["consultation"]
            _warn_of_opinion(request, point.meeting, member, chosen)
            return _back(project, point.meeting)
    title, button = _("Modifier le point"), _("Enregistrer")
    return form_page(
        request, point.meeting, project, member, form, title=title, button=button
    )


@require_POST
def point_remove(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, point_id: UUID
) -> HttpResponse:
    point, project, member = point_or_404(request, project_id, meeting_id, point_id)
    require(may.can_plan_meeting(member))
    done = changed(point.meeting, _("Le point est retiré."))
    return _do(request, project, point, agenda.remove_point, member, done)


@require_POST
def point_raise(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, point_id: UUID
) -> HttpResponse:
    point, project, member = point_or_404(request, project_id, meeting_id, point_id)
    require(may.can_plan_meeting(member))
    done = _("Le point est monté d’un rang.")
    return _do(request, project, point, agenda.raise_point, member, done)


def _do(
    request: HttpRequest,
    project: Project,
    point: AgendaPoint,
    act: Any,
    member: Member,
    done: str,
) -> HttpResponse:
    try:
        act(point, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return _back(project, point.meeting)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, project_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The attendance sheet: who came, and who replaces whom."""
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    require(may.can_run_meeting(member))
    if row.state not in (S.CONVENED, S.HELD):
        messages.error(request, _("La feuille se remplit le jour de la réunion."))
        return _back(project, row)
    form = AttendanceForm(
        request.POST or None,
        entitled=attendance.sheet(row),
        known=list(Attendance.objects.filter(meeting=row)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            attendance.record_attendance(row, actor=member, lines=form.lines())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La feuille de présence est enregistrée."))
            return _back(project, row)
    words = {
        "title": _("Feuille de présence"),
        "button": _("Enregistrer la feuille"),
        "help": _(
            "Un·e suppléant·e ne vote qu’à la place d’un·e titulaire absent·e : "
            "choisissez qui elle ou il remplace. Les listes et collèges ne sont pas "
            "connus de Navette : vérifiez-les vous-même."
        ),
        "nobody": not form.entitled,
    }
    return form_page(request, row, project, member, form, **words)


@require_http_methods(["GET", "POST"])
def point_vote(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, point_id: UUID
) -> HttpResponse:
    point, project, member = point_or_404(request, project_id, meeting_id, point_id)
    require(may.can_run_meeting(member))
    if point.meeting.state not in (S.CONVENED, S.HELD) or not point.to_vote:
        messages.error(request, _("Ce point ne reçoit pas de vote maintenant."))
        return _back(project, point.meeting)
    form = PointVoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            attendance.record_vote(point, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le résultat est enregistré."))
            return _back(project, point.meeting)
    words = {
        "title": _("Résultat du vote à main levée"),
        "button": _("Enregistrer le résultat"),
        "help": point.title,
    }
    return form_page(request, point.meeting, project, member, form, **words)


@require_http_methods(["GET", "POST"])
def point_minutes(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, point_id: UUID
) -> HttpResponse:
    """What the minutes say of one point; a text that changed meanwhile is shown."""
    point, project, member = point_or_404(request, project_id, meeting_id, point_id)
    require(may.can_write_minutes(member))
    row: Meeting = point.meeting
    if row.state not in minutes.WRITTEN_IN:
        messages.error(request, _("Ce procès-verbal ne s’écrit pas maintenant."))
        return _back(project, row)
    initial = {"text": point.minutes, "revision": point.revision}
    form = MinutesForm(request.POST or None, initial=initial)
    current = ""
    if request.method == "POST" and form.is_valid():
        text, base = form.cleaned_data["text"], form.cleaned_data["revision"]
        try:
            minutes.write(point, actor=member, text=text, base=base)
        except Conflict as conflict:
            form.add_error("text", conflict.sentence)
            form.start_again_from(point.revision)
            current = conflict.current
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le texte est enregistré."))
            return _back(project, row)
    words = {
        "title": _("Procès-verbal"),
        "button": _("Enregistrer le texte"),
        "help": point.title,
        "current": current,
    }
    return form_page(request, row, project, member, form, **words)


def _back(project: Project, row: Meeting) -> HttpResponse:
    return redirect("dialogue:meeting", project.pk, row.pk)
