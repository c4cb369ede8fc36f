"""Pages of the meetings: their lists, one meeting with its acts, its PDF files."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogue import late_opinions, meeting_papers
from dialogue import permissions as may
from dialogue.actions import agenda, attendance, meeting_dates, meetings
from dialogue.actions.meeting_remarks import Remark
from dialogue.agenda_lines import AgendaLine, agenda_lines
from dialogue.enums import MeetingState
from dialogue.forms.meetings import CorrectMeetingForm, PlanForm, StepForm
from dialogue.meeting_access import meeting_or_404
from dialogue.models import Attendance, Meeting, Vote
from dialogue.models.meetings import MINUTES_SHARED
from dialogue.views.from_criterion import prefilled_point, waiting_finding
from dialogue.views.meeting_acts import BY_SLUG, STEPS, Step, is_public
from dialogue.views.meeting_counts import years
from projects.access import organisation_or_404, project_or_404, require
from projects.errors import Refused
from projects.models import Member, Project

S = MeetingState
PER_PAGE = 50


@require_GET
def meeting_list(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Every meeting of the organisation, the latest first, and the year's numbers."""
    organisation, member = organisation_or_404(request, organisation_id)
    rows = Meeting.objects.visible_to(member).filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "member": member,
        "tab": "meetings",
        "page": Paginator(rows.select_related("project"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "years": years(organisation, timezone.localdate()),
        "may_plan": may.can_plan_meeting(member),
    }
    return render(request, "dialogue/meetings.html", context)


@require_GET
def project_meetings(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The meetings that treat one project: all that its guests see."""
    project, member = project_or_404(request, project_id)
    rows = Meeting.objects.visible_to(member).treating(project)
    context = {
        "project": project,
        "member": member,
        "tab": "meetings",
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "dialogue/meetings.html", context)


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, member = organisation_or_404(request, organisation_id)
    require(may.can_plan_meeting(member))
    finding = waiting_finding(request, organisation, member)
    form = PlanForm(
        request.POST or None,
        organisation=organisation,
        initial={"project": finding.project_id} if finding else {},
    )
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        row = meetings.plan(fields.pop("project"), actor=member, **fields)
        messages.success(request, _("La réunion est en préparation."))
        warn(request, late_opinions.late_when_planned(row, member))
        if finding and finding.project.workplace_id == row.project.workplace_id:
            return redirect(prefilled_point(row, finding))
        return redirect(row)
    context = {
        "organisation": organisation,
        "member": member,
        "tab": "meetings",
        "form": form,
        "title": _("Préparer une réunion"),
        "button": _("Préparer la réunion"),
    }
    return render(request, "dialogue/meeting_form.html", context)


@require_GET
def meeting(request: HttpRequest, project_id: UUID, meeting_id: UUID) -> HttpResponse:
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    return page(request, row, project, member)


@require_http_methods(["GET", "POST"])
def meeting_edit(
    request: HttpRequest, project_id: UUID, meeting_id: UUID
) -> HttpResponse:
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    require(may.can_run_meeting(member))
    form = CorrectMeetingForm(request.POST or None, meeting=row)
    if request.method == "POST" and form.is_valid():
        was_convened, old = row.convened_on is not None, row.held_on
        try:
            meetings.correct(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La réunion est modifiée."))
            if row.held_on != old:
                _warn_of_day(request, row, member, convened=was_convened)
            return redirect("dialogue:meeting", project.pk, row.pk)
    title, button = _("Modifier la réunion"), _("Enregistrer")
    return form_page(request, row, project, member, form, title=title, button=button)


def _warn_of_day(
    request: HttpRequest, row: Meeting, member: Member, *, convened: bool
) -> None:
    """What the new day makes of the convening, and of the opinions to give."""
    if convened and row.convened_on is None:
        messages.warning(
            request,
            _("Le nouveau jour précède la convocation : convoquez de nouveau."),
        )
    elif row.convened_on is not None:
        warn(request, meetings.warnings_to_convene(row, row.convened_on))
    warn(request, late_opinions.late_at(row, member))


def warn(request: HttpRequest, remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        messages.warning(request, str(remark))


@require_http_methods(["GET", "POST"])
def meeting_act(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, step: str
) -> HttpResponse:
    """One act: its form opened in the page, then the act itself."""
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    chosen = BY_SLUG.get(step)
    if chosen is None:
        raise Http404
    require(chosen.allowed(member, row))
    form = _form(chosen, row, request)
    if request.method != "POST":
        return page(request, row, project, member, chosen, form)
    if form.is_valid():
        try:
            done = chosen.run(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            form.start_again()
            row, project, member = meeting_or_404(request, project_id, meeting_id)
        else:
            shown = done if isinstance(done, Meeting) else row
            messages.success(request, chosen.done(shown, member))
            return redirect("dialogue:meeting", project.pk, shown.pk)
    return page(request, row, project, member, chosen, form)


@require_POST
def meeting_pdf(
    request: HttpRequest, project_id: UUID, meeting_id: UUID, paper: str
) -> HttpResponse:
    """Ask for the agenda or the minutes, as this person may read them."""
    row, project, member = meeting_or_404(request, project_id, meeting_id)
    if paper == "ordre-du-jour":
        ask = meeting_papers.ask_convocation
    elif paper == "proces-verbal" and reads_minutes(row, member):
        ask = meeting_papers.ask_minutes
    else:
        raise Http404
    filed = row.project if member.project_id is None else project
    report = ask(row, filed, actor=member)
    return redirect("projects:report", report.project_id, report.pk)


def reads_minutes(row: Meeting, member: Member) -> bool:
    """The delegation once it is held; the other side once they are sent."""
    return row.state in MINUTES_SHARED or (row.state == S.HELD and member.sees_caucus)


def _form(step: Step, row: Meeting, request: HttpRequest | None = None) -> StepForm:
    posted = request.POST if request and request.method == "POST" else None
    return step.form(posted, meeting=row, auto_id=f"{step.slug}_%s")


def page(
    request: HttpRequest,
    row: Meeting,
    project: Project,
    member: Member,
    opened: Step | None = None,
    opened_form: StepForm | None = None,
) -> HttpResponse:
    """The page of one meeting, with one act opened when it is being done."""
    acts = [
        {
            "act": step,
            "form": opened_form if step is opened else _form(step, row),
            "open": step is opened,
        }
        for step in STEPS
        if step is opened or step.possible(row, member)
    ]
    lines = agenda_lines(row, member)
    context = {
        "meeting": row,
        "project": project,
        "member": member,
        "tab": "meetings",
        "acts": acts,
        "joint": meetings.is_joint(row),
        "public": is_public(row),
        "digest": row.report.sha256 if row.report and member.sees_caucus else "",
        "warned": _remarks(row, member, lines),
        **_agenda(row, member, lines),
        **_sitting(row, member),
    }
    failed = opened_form is not None and bool(opened_form.errors)
    return render(
        request, "dialogue/meeting.html", context, status=422 if failed else 200
    )


def _agenda(
    row: Meeting, member: Member, lines: Sequence[AgendaLine]
) -> dict[str, Any]:
    points = [line.point for line in lines if line.point is not None]
    reads = reads_minutes(row, member)
    votes = Vote.objects.visible_to(member)
    told = meeting_papers.vote_sentences(row, points, votes) if reads else {}
    enters = may.can_enter_by_law(member) and row.state in meetings.TO_COME
    return {
        "lines": [
            {
                "line": line,
                "votes": told.get(line.point.pk, []) if line.point else [],
                "origin": line.point and member.sees_caucus and line.point.origin,
            }
            for line in lines
        ],
        "whole": may.can_read_whole_agenda(member, row),
        "sets": may.can_plan_meeting(member) and row.state in agenda.BEING_SET,
        "to_enter": agenda.to_enter(row, member) if enters else [],
        "reads_minutes": reads,
        "writes": may.can_write_minutes(member) and row.state in (S.HELD, S.SENT),
        "records_votes": _sits(row, member),
    }


def _remarks(row: Meeting, member: Member, lines: Iterable[AgendaLine]) -> list[Remark]:
    """What the rules ask and is not so, while it can still be put right."""
    if not member.sees_caucus or row.state not in meetings.TO_COME:
        return []
    treated = [line.point.consultation for line in lines if line.point]
    said = late_opinions.late_opinions(row.held_on, filter(None, treated), member)
    if row.state in agenda.BEING_SET:
        today = meeting_dates.local_day(row)
        said = [*meetings.warnings_to_convene(row, today), *said]
    return said


def _sits(row: Meeting, member: Member) -> bool:
    """The day has come: the sheet and the votes are written down."""
    return (
        may.can_run_meeting(member)
        and row.state in (S.CONVENED, S.HELD)
        and row.held_on <= meeting_dates.local_day(row)
    )


def _sitting(row: Meeting, member: Member) -> dict[str, Any]:
    """Attendance and dates: the delegation's own until the minutes are sent."""
    sheet = list(
        Attendance.objects.visible_to(member)
        .filter(meeting=row)
        .select_related("member__user", "replaces__user")
    )
    return {
        "sheet": sheet,
        "voting": sum(
            line.status == "present" and (not line.substitute or bool(line.replaces_id))
            for line in sheet
        ),
        "quorum": attendance.has_quorum(row) if sheet and is_public(row) else None,
        "fills": _sits(row, member),
        "edits": may.can_run_meeting(member) and row.state in meetings.TO_COME,
        "dates": meeting_dates.open_dates(row, member),
    }


def form_page(
    request: HttpRequest,
    row: Meeting,
    project: Project,
    member: Member,
    form: Any,
    **words: Any,
) -> HttpResponse:
    """A page with one form about the meeting; 422 when it refuses what was sent."""
    context = {
        "meeting": row,
        "project": project,
        "member": member,
        "tab": "meetings",
        "form": form,
        **words,
    }
    return render(
        request,
        "dialogue/meeting_form.html",
        context,
        status=422 if form.errors else 200,
    )
