"""From a criterion of a diagnostic to the dialogue: a question, a point, one click."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diagnostics.models import Finding
from diagnostics.views.findings import finding_of_criterion
from dialogue.access import current_consultation
from dialogue.actions import agenda, questions
from dialogue.actions.agenda import BEING_SET
from dialogue.enums import PointKind, Theme
from dialogue.models import AgendaPoint, Meeting
from dialogue.permissions import can_ask, can_plan_meeting
from projects.access import project_or_404, require
from projects.errors import Refused
from projects.french import day
from projects.models import Item, Member, Organisation, Project


@require_POST
def question_from_criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    """The finding, then a draft that comes from it, to be read again before sending.

    Without a consultation the finding is kept, and the page says what to prepare.
    """
    project, member = project_or_404(request, project_id)
    require(can_ask(member))
    finding, criterion = finding_of_criterion(request, project_id, assessment_id, code)
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(
            request,
            _("Constat noté. Préparez la consultation : la question s’y rattachera."),
        )
        return redirect("dialogue:consultation_new", project.pk)
    try:
        question = questions.draft(
            consultation,
            actor=member,
            text=criterion.ask or criterion.question,
            theme=Theme.WORK,
            origin=finding.item,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("diagnostics:criterion", project_id, assessment_id, code)
    messages.success(
        request,
        _("Question %(number)s en brouillon, dans l’espace élus. Relisez-la.")
        % {"number": question.item.number},
    )
    return redirect("dialogue:question_edit", project.pk, question.pk)


@require_POST
def point_from_criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    """The finding, then a point of the next meeting whose agenda is being set.

    The title is the criterion's: what people said stays where it was said.
    """
    project, member = project_or_404(request, project_id)
    require(can_plan_meeting(member))
    finding, criterion = finding_of_criterion(request, project_id, assessment_id, code)
    meeting = _being_set(project, member)
    if meeting is None:
        messages.info(
            request,
            _("Constat noté. Préparez une réunion : le point y est ensuite proposé."),
        )
        path = reverse("dialogue:meeting_new", args=[project.organisation_id])
        return redirect(f"{path}?{urlencode({'constat': finding.pk})}")
    try:
        agenda.add_point(
            meeting,
            actor=member,
            title=criterion.title,
            kind=PointKind.OTHER,
            project=project,
            origin=finding.item,
        )
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect(prefilled_point(meeting, finding))
    messages.success(
        request,
        _("« %(title)s » est à l’ordre du jour de la réunion du %(day)s.")
        % {"title": criterion.title, "day": day(meeting.held_on)},
    )
    return redirect(meeting)


def _being_set(project: Project, member: Member) -> Meeting | None:
    """The next meeting of the project's instance whose agenda may still change."""
    return (
        Meeting.objects.visible_to(member)
        .filter(state__in=BEING_SET, project__workplace=project.workplace_id)
        .select_related("project")
        .order_by("held_on", "pk")
        .first()
    )


def waiting_finding(
    request: HttpRequest, organisation: Organisation, member: Member
) -> Finding | None:
    """The finding for which a meeting is being prepared; None for any other key."""
    try:
        wanted = UUID(request.GET.get("constat", ""))
    except ValueError:
        return None
    return (
        Finding.objects.visible_to(member)
        .filter(organisation=organisation, pk=wanted, item__withdrawn_at=None)
        .select_related("project", "assessment__version")
        .first()
    )


def prefilled_point(meeting: Meeting, finding: Finding) -> str:
    """The form of a point, to confirm that the other side reads its title."""
    path = reverse("dialogue:point_new", args=[meeting.project_id, meeting.pk])
    title = finding.assessment.version.grid.by_code[finding.criterion].title
    known = {"titre": title, "origine": finding.pk, "dossier": finding.project_id}
    return f"{path}?{urlencode(known)}"


@require_safe
def points_of_item(
    request: HttpRequest, project_id: UUID, item_id: UUID
) -> HttpResponse:
    """Meetings that put a step of the thread on the table, for the step's own page."""
    project, member = project_or_404(request, project_id)
    item = get_object_or_404(
        Item.objects.visible_to(member).filter(project=project), pk=item_id
    )
    points = (
        AgendaPoint.objects.visible_to(member)
        .filter(origin=item)
        .select_related("meeting")
    )
    context = {
        "project": project,
        "member": member,
        "tab": "diagnostics",
        "points": points,
    }
    return render(request, "dialogue/item_points.html", context)
