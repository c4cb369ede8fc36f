"""The dates of a meeting in the ledger: agenda, convening, documents, minutes.

They stand in the project the meeting is filed under; one key per meeting and code. A
meeting that moves, comes or goes also moves the minutes of the one before (D2315-26).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dialogue.actions.clock import ZONES
from dialogue.enums import MeetingState
from dialogue.law.facts import LegalDate
from dialogue.law.meetings import meeting_dates
from dialogue.models import Meeting
from dialogue.models.meetings import MeetingQuerySet
from projects import deadlines
from projects.enums import DeadlineNature, DeadlineState, Instance, Regime, Room
from projects.french import clock, cut
from projects.models import Deadline, Member
from projects.workdays import Territory

S = MeetingState
#: Dates that stand before the meeting, and the states in which they still bind.
BEFORE = {
    "ordre_du_jour": (S.DRAFT, S.PROPOSED),
    "convocation": (S.DRAFT, S.PROPOSED),
    "documents": (S.DRAFT, S.PROPOSED, S.CONVENED),
}
#: The code of the day itself, and the room there is for its words.
SITTING, LABEL = "reunion", 200


def local_day(meeting: Meeting, now: datetime | None = None) -> date:
    """The day it is where the meeting is held."""
    territory = Territory(meeting.project.workplace.territory)
    return timezone.localdate(
        now, timezone=ZoneInfo(ZONES.get(territory, "Europe/Paris"))
    )


def legal_dates(meeting: Meeting) -> dict[str, LegalDate]:
    """The legal dates around the meeting, by code, as it is known now."""
    workplace = meeting.project.workplace
    following = _following(meeting)
    days = [meeting.held_on] + ([following] if following else [])
    return {
        legal.code: legal
        for legal in meeting_dates(
            days,
            regime=Regime(workplace.regime),
            territory=Territory(workplace.territory),
            central=workplace.instance == Instance.CENTRAL_CSE,
            branch_known=False,
            branch=workplace.known_branch,
        )
        if legal.starts_on == meeting.held_on
    }


def convening_date(meeting: Meeting) -> LegalDate:
    """The last day to convene: of the agenda in the CSE, of the call elsewhere."""
    dates = legal_dates(meeting)
    return dates.get("convocation") or dates["ordre_du_jour"]


def put_dates(meeting: Meeting, *, actor: Member, reason: str = "") -> None:
    """Write the dates that bind in the state the meeting is in; close the others."""
    follow_day(meeting, actor=actor)
    for code, legal in legal_dates(meeting).items():
        states = BEFORE.get(code, (S.HELD,))
        if legal.strict is not None and meeting.state in states:
            _put(meeting, legal, legal.strict, actor=actor, reason=reason)
            if code == "documents" and meeting.documents_on is not None:
                meet(meeting, code, on=meeting.documents_on)
        elif meeting.state == S.CANCELLED:
            deadlines.close(meeting.project, key_of(meeting, code), _GONE)


def follow_day(meeting: Meeting, *, actor: Member) -> None:
    """The day itself, once convened, for whoever reads the project it is filed under.

    Nobody is late for a day that passed: it waits until the meeting is said to be held.
    Why it moved is not told here, since both sides read this date.
    """
    key = key_of(meeting, SITTING)
    if meeting.state != S.CONVENED:
        held = meeting.state == S.HELD
        deadlines.close(meeting.project, key, DeadlineState.MET if held else _GONE)
        return
    deadlines.put(
        meeting.project,
        key,
        day_label(meeting),
        meeting.held_on,
        actor=actor,
        room=Room.SHARED,
        binding=False,
        nature=DeadlineNature.SITTING,
        action_label=_("Voir la réunion"),
        action_url=meeting.get_absolute_url(),
    )


def day_label(meeting: Meeting) -> str:
    """What the meeting is, its hour and its place, where they are known."""
    words = capfirst(meeting.get_kind_display())
    if meeting.starts_at is not None:
        hour = {"meeting": words, "hour": clock(meeting.starts_at)}
        words = _("%(meeting)s à %(hour)s") % hour
    video = _("en visioconférence") if meeting.video else ""
    return cut(", ".join(filter(None, (words, meeting.place, video))), LABEL)


def is_stale(meeting: Meeting) -> bool:
    """Whether the sheet of the workplace changed since the dates were written."""
    known = {key_of(meeting, code): row for code, row in legal_dates(meeting).items()}
    rows = Deadline.objects.open().filter(
        project=meeting.project_id, key__in=sorted(known)
    )
    return any(
        (known[row.key].strict, known[row.key].extended)
        != (row.due_on, row.extended_on)
        for row in rows
    )


def follow(meeting: Meeting, *, actor: Member, reason: str, old: date) -> None:
    """The meeting was corrected: its dates follow its day, and the day its words."""
    if meeting.held_on == old:
        follow_day(meeting, actor=actor)
    else:
        put_dates_around(meeting, actor=actor, reason=reason, old=old)


def put_dates_around(
    meeting: Meeting, *, actor: Member, reason: str = "", old: date | None = None
) -> None:
    """The dates of the meeting, and of the minutes that its day may bring forward.

    `old`: the day it was planned on before it moved.
    """
    put_dates(meeting, actor=actor, reason=reason)
    if old is not None and meeting.convened_on is not None:
        _convened_all_the_same(meeting, actor=actor, reason=reason)
    first = min(meeting.held_on, old) if old else meeting.held_on
    before = (
        _same_instance(meeting)
        .filter(state=S.HELD, held_on__lt=max(meeting.held_on, old or first))
        .select_related("project__workplace")
    )
    for row in before:
        put_dates(row, actor=actor, reason=_("une autre réunion a changé de jour"))


def _convened_all_the_same(meeting: Meeting, *, actor: Member, reason: str) -> None:
    """The last day to convene moved with the meeting: was it kept, or missed?"""
    legal = convening_date(meeting)
    if legal.strict is not None and meeting.convened_on is not None:
        _put(meeting, legal, legal.strict, actor=actor, reason=reason)
        meet(meeting, legal.code, on=meeting.convened_on)


def meet(meeting: Meeting, code: str, *, on: date) -> None:
    """Close the date: met when the act was done in time, missed otherwise."""
    legal = legal_dates(meeting)[code]
    late = legal.extended is not None and on > max(legal.extended, legal.strict or on)
    state = DeadlineState.MISSED if late else DeadlineState.MET
    deadlines.close(meeting.project, key_of(meeting, code), state)


def cancel_before(meeting: Meeting) -> None:
    """The meeting is held: what should have come before it has no object left."""
    for code in BEFORE:
        deadlines.close(meeting.project, key_of(meeting, code), _GONE)


_GONE = DeadlineState.CANCELLED


def key_of(meeting: Meeting, code: str) -> str:
    return f"meeting:{meeting.pk}:{code}"


def open_dates(meeting: Meeting, member: Member) -> list[Deadline]:
    """The dates around it; the page already tells its own day."""
    return list(
        Deadline.objects.visible_to(member)
        .open()
        .filter(project=meeting.project_id, key__startswith=key_of(meeting, ""))
        .exclude(nature=DeadlineNature.SITTING)
    )


def _same_instance(meeting: Meeting) -> "MeetingQuerySet":
    """The other meetings of the instance: one per workplace."""
    return Meeting.objects.filter(
        organisation=meeting.organisation_id,
        project__workplace=meeting.project.workplace_id,
    ).exclude(pk=meeting.pk)


def _following(meeting: Meeting) -> date | None:
    return (
        _same_instance(meeting)
        .filter(held_on__gt=meeting.held_on)
        .exclude(state__in=[S.CANCELLED, S.NO_QUORUM])
        .order_by("held_on")
        .values_list("held_on", flat=True)
        .first()
    )


def _put(
    meeting: Meeting, legal: LegalDate, due_on: date, *, actor: Member, reason: str
) -> None:
    minutes = legal.code == "pv"
    deadlines.put(
        meeting.project,
        key_of(meeting, legal.code),
        legal.label,
        due_on,
        actor=actor,
        reason=reason,
        starts_on=legal.starts_on,
        extended_on=legal.extended,
        rule=legal.rule.id,
        article=legal.rule.article,
        confidence=legal.rule.confidence,
        explanation=list(legal.steps),
        changes=list(legal.what_would_change),
        consequence=legal.consequence,
        room=Room.CAUCUS,
        binding=legal.code != "documents",
        action_label=_("Écrire le procès-verbal") if minutes else _("Voir la réunion"),
        action_url=meeting.get_absolute_url(),
    )
