"""What the PDF of an agenda (convocation) and of minutes (procès-verbal) say, as JSON.

The whole for the delegation; for the guests of a project, its points alone, without
the names of those present: a paper of the shared room is read by every guest. Who
agrees to the agenda for the president has a paper of their own, with every title. A
whole paper says whom it is for: the caucus of the project the meeting is filed under
may have guests, who read of no other project.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dialogue import permissions
from dialogue.actions import votes
from dialogue.actions.attendance import point_result, voting_count
from dialogue.actions.meetings import projects_of
from dialogue.agenda_lines import agenda_lines
from dialogue.documents import iso
from dialogue.enums import MeetingState
from dialogue.models import AgendaPoint, Attendance, Meeting, Vote
from projects import reports
from projects.enums import ReportKind, Room
from projects.models import Member, Project, Report
from projects.models.reports import FOR_WHOM, Audience
from projects.workdays import day_in_words

CONVOCATION = "dialogue/pdf/convocation.html"
MINUTES = "dialogue/pdf/minutes.html"
S = MeetingState


def ask_convocation(meeting: Meeting, project: Project, *, actor: Member) -> Report:
    """The agenda as this person may read it; a draft until the meeting is convened."""
    room = Room.CAUCUS if actor.sees_caucus else Room.SHARED
    content = _heading(meeting, project) | {
        "points": [line.on_paper() for line in agenda_lines(meeting, actor)]
    }
    if permissions.can_read_whole_agenda(actor, meeting):
        caucus = room == Room.CAUCUS
        whom = Audience.ORGANISATION if caucus else Audience.PRESIDENT
        content[FOR_WHOM] = whom.value
    words = {"day": day_in_words(meeting.held_on)}
    return reports.ask(
        project,
        ReportKind.CONVOCATION,
        subject=meeting.pk,
        room=room,
        title=_("Ordre du jour de la réunion du %(day)s") % words,
        template=CONVOCATION,
        content=content,
        draft=meeting.convened_on is None,
        actor=actor,
    )


def ask_minutes(meeting: Meeting, project: Project, *, actor: Member) -> Report:
    """The minutes as they stand: a draft, then the proof of the approved ones."""
    whole = actor.project_id is None
    if meeting.report is not None and whole:
        return meeting.report
    return _ask_minutes(
        meeting,
        project,
        AgendaPoint.objects.visible_to(actor).filter(meeting=meeting),
        whole=whole,
        room=Room.CAUCUS if actor.sees_caucus else Room.SHARED,
        draft=meeting.state != S.APPROVED,
        actor=actor,
        at=meeting.approved_at,
    )


def freeze_minutes(meeting: Meeting, *, at: Meeting, actor: Member) -> Report:
    """Freeze the whole, and what the guests of each project read; returns the whole."""
    for project in projects_of(meeting):
        _ask_minutes(
            meeting,
            project,
            meeting.points.filter(project=project),
            whole=False,
            room=Room.SHARED,
            draft=False,
            actor=actor,
            at=at,
            frozen=True,
        )
    return _ask_minutes(
        meeting,
        meeting.project,
        meeting.points.all(),
        whole=True,
        room=Room.CAUCUS,
        draft=False,
        actor=actor,
        at=at,
        frozen=True,
    )


def _ask_minutes(
    meeting: Meeting,
    project: Project,
    points: Iterable[AgendaPoint],
    *,
    whole: bool,
    room: Room,
    draft: bool,
    actor: Member,
    at: Meeting | None = None,
    frozen: bool = False,
) -> Report:
    words = {"day": day_in_words(meeting.held_on)}
    content = _heading(meeting, project, at) | {
        "points": _points(meeting, list(points), room, whole=whole),
        "attendance": attendance_part(meeting) if room == Room.CAUCUS else [],
        "voting": voting_count(meeting),
    }
    if whole:
        content[FOR_WHOM] = Audience.ORGANISATION.value
    return reports.ask(
        project,
        ReportKind.MINUTES,
        subject=meeting.pk,
        room=room,
        title=_("Procès-verbal de la réunion du %(day)s") % words,
        template=MINUTES,
        content=content,
        draft=draft,
        actor=actor,
        frozen=frozen,
    )


def _heading(
    meeting: Meeting, project: Project, at: Meeting | None = None
) -> dict[str, Any]:
    heading = reports.heading_of(project)
    return {
        "heading": heading,
        "consultation": heading["project"],
        "meeting": {
            "held_on": meeting.held_on.isoformat(),
            "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
            "place": meeting.place,
            "chair": meeting.chair,
            "kind": meeting.get_kind_display(),
            "video": meeting.video,
            "convened_on": iso(meeting.convened_on),
            "sent_on": iso(meeting.minutes_sent_on),
            "approved_on": iso(at.held_on) if at else None,
        },
    }


def _points(
    meeting: Meeting, points: list[AgendaPoint], room: Room, *, whole: bool
) -> list[dict[str, Any]]:
    """Each point as the minutes tell it; an extract has no numbers of its own."""
    votes = Vote.objects.all() if room == Room.CAUCUS else Vote.objects.shared()
    told = vote_sentences(meeting, points, votes)
    return [
        {
            "title": point.title,
            "kind": point.get_kind_display(),
            "to_vote": point.to_vote,
            "by_law": point.by_law,
            "text": point.minutes,
            "votes": told.get(point.pk, []),
        }
        | ({"number": number} if whole else {})
        for number, point in enumerate(points, start=1)
    ]


def attendance_part(meeting: Meeting) -> list[dict[str, str]]:
    rows = Attendance.objects.filter(meeting=meeting).select_related(
        "member__user", "replaces__user"
    )
    return [
        {
            "name": str(row.member),
            "mandate": _("suppléant·e") if row.substitute else _("titulaire"),
            "status": row.get_status_display(),
            "replaces": str(row.replaces) if row.replaces else "",
        }
        for row in rows
    ]


def vote_sentences(
    meeting: Meeting, points: Iterable[AgendaPoint], seen: QuerySet[Vote]
) -> dict[UUID, list[str]]:
    """Results of points, and of the votes on their opinions held that day, by point.

    `seen`: the votes on opinions that the reader may know; a text voted down is the
    delegation's own. Two queries at most, however long the agenda.
    """
    points = list(points)
    told: dict[UUID, list[str]] = {point.pk: [] for point in points}
    if any(point.voted for point in points):
        for point in points:
            if point.voted:
                # Read once, whatever the number of points.
                point.meeting = meeting
                told[point.pk].append(point_result(point))
    by_consultation = {
        point.consultation_id: point.pk for point in points if point.consultation_id
    }
    if by_consultation:
        rows = seen.filter(
            opinion__consultation__in=by_consultation,
            held_on=meeting.held_on,
            closed_at__isnull=False,
        ).select_related("opinion__project__workplace")
        for row in rows:
            told[by_consultation[row.opinion.consultation_id]].append(votes.result(row))
    return told
