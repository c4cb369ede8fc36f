"""Acts on a meeting: plan, move, propose, agree, convene, cancel (L2315-28 to 30)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.actions import meeting_dates
from dialogue.actions.meeting_remarks import Remark, warnings_of_day
from dialogue.actions.meeting_remarks import is_joint as is_joint
from dialogue.actions.meeting_remarks import warnings_to_convene as warnings_to_convene
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import MEETING_MOVES, MeetingKind, MeetingState
from dialogue.late_opinions import TO_COME as TO_COME
from dialogue.late_opinions import late_at
from dialogue.models import AgendaPoint, Attendance, Letter, Meeting
from projects import journal, notices
from projects.enums import Room, Side
from projects.errors import Refused
from projects.models import Member, Project
from projects.workdays import day_in_words

S = MeetingState
#: Its dates are still counted: those of the minutes follow the day it was held.
COUNTED = (*TO_COME, S.HELD)


class MeetingFields(TypedDict, total=False):
    """What is said of a meeting when it is planned or corrected."""

    held_on: date
    starts_at: time | None
    place: str
    chair: str
    kind: MeetingKind
    video: bool
    health: bool


@transaction.atomic
def plan(
    project: Project, *, actor: Member, **fields: Unpack[MeetingFields]
) -> Meeting:
    """Plan a meeting, filed under `project`; the delegation alone sees its draft."""
    meeting = Meeting.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        created_by=actor,
        **fields,
    )
    meeting_dates.put_dates_around(meeting, actor=actor)
    record(meeting, "planned", _("Réunion du %(day)s en préparation"), actor)
    return meeting


@transaction.atomic
def correct(
    meeting: Meeting,
    *,
    actor: Member,
    reason: str = "",
    anew: bool = False,
    **fields: Unpack[MeetingFields],
) -> Meeting:
    """Change the day, the hour or the place; a day that moves says why.

    Once the agenda was proposed, the other side reads the new day, not the reason. A
    convened meeting is told late as `convene` would; one that moves before its
    convening has to be convened again. `anew`: who was there on the former day is to
    be asked again, and who moves the meeting knows it.
    """
    hold(meeting, *TO_COME)
    old = meeting.held_on
    day = fields.get("held_on", old)
    moved, expected = day != old, meeting.state == S.CONVENED
    warned = _leave_day(meeting, day, reason, actor, anew=anew) if moved else []
    for name, value in fields.items():
        setattr(meeting, name, value)
    _drop_convening_after(meeting, day)
    meeting.save(update_fields=[*fields, "state", "convened_on"])
    meeting_dates.follow(meeting, actor=actor, reason=reason, old=old)
    record(
        meeting,
        "moved" if moved else "corrected",
        _("Réunion du %(old)s déplacée au %(day)s")
        if moved
        else _("Réunion du %(day)s modifiée"),
        actor,
        reason=reason,
        old=day_in_words(old),
        warnings=[row.article for row in warned],
    )
    if moved and expected:
        tell(meeting, _("La réunion du %(day)s a changé de jour"), actor=actor)
    return meeting


@transaction.atomic
def propose(meeting: Meeting, *, actor: Member) -> Meeting:
    """Show the agenda to the other side; in the CSE, the secretary thereby agrees."""
    hold(meeting, S.DRAFT)
    if not meeting.points.exists():
        raise Refused(_("L’ordre du jour est vide : ajoutez au moins un point."))
    move(meeting, S.PROPOSED)
    meeting.secretary_agreed_on = meeting_dates.local_day(meeting)
    meeting.save(update_fields=["state", "secretary_agreed_on"])
    record(
        meeting,
        "proposed",
        _("Ordre du jour de la réunion du %(day)s proposé à la direction"),
        actor,
    )
    tell(meeting, _("Ordre du jour de la réunion du %(day)s proposé"), actor=actor)
    return meeting


@transaction.atomic
def agree(
    meeting: Meeting, *, actor: Member, side: Side, on: date, seen: str
) -> Meeting:
    """Write down that one side agrees with the agenda as it stands (L2315-29).

    The president's agreement is theirs to give; the secretary may also write down one
    that was given by letter or aloud, and the journal says who did. `seen`: the mark
    of the agenda on the page they agreed from; nobody agrees to what came since.
    """
    hold(meeting, S.PROPOSED)
    if seen != agenda_mark(meeting):
        raise Refused(
            _(
                "L’ordre du jour a changé pendant que vous le lisiez : relisez-le, "
                "puis enregistrez l’accord."
            )
        )
    if actor.side == Side.MANAGEMENT and side != Side.MANAGEMENT:
        raise Refused(_("L’accord de la ou du secrétaire se donne par sa propre voix."))
    if on > meeting_dates.local_day(meeting):
        raise Refused(_("Un accord ne peut pas être daté dans l’avenir."))
    president = side == Side.MANAGEMENT
    field = "president_agreed_on" if president else "secretary_agreed_on"
    setattr(meeting, field, on)
    meeting.save(update_fields=[field])
    record(
        meeting,
        "agreed",
        _("Ordre du jour de la réunion du %(day)s accepté par la présidence")
        if president
        else _(
            "Ordre du jour de la réunion du %(day)s accepté par la ou le secrétaire"
        ),
        actor,
    )
    return meeting


def _drop_sheet(meeting: Meeting, actor: Member, *, anew: bool) -> None:
    """Those present on one day, and their votes, say nothing of another day.

    Raises Refused until whoever moves the meeting says that they know.
    """
    sheet = Attendance.objects.filter(meeting=meeting)
    if not sheet.exists():
        return
    if not anew:
        raise Refused(
            _(
                "La feuille de présence du %(day)s est remplie. Elle ne vaut pas pour "
                "un autre jour : présences et votes des points seront effacés, et à "
                "saisir de nouveau. Si c’est bien ce que vous voulez, cochez « Les "
                "présences seront à refaire »."
            )
            % {"day": day_in_words(meeting.held_on)}
        )
    voting = sheet.voting().count()
    sheet.delete()
    meeting.points.update(votes_for=None, votes_against=None, abstentions=None)
    record(
        meeting,
        "attendance_dropped",
        _("Feuille de présence du %(day)s effacée : la réunion change de jour"),
        actor,
        room=Room.CAUCUS,
        voting=voting,
    )


def _refuse_adopted(meeting: Meeting) -> None:
    """A text adopted that day keeps its vote, and the facts that follow from it."""
    letters = Letter.objects.filter(
        point__meeting=meeting, adopted_on=meeting.held_on
    ).order_by("subject")
    names = [str(_("« %(subject)s »") % {"subject": row.subject}) for row in letters]
    if names:
        raise Refused(
            _(
                "Cette réunion a adopté %(texts)s le %(day)s : son jour ne change "
                "plus. Pour ce qui reste à traiter, préparez une autre réunion."
            )
            % {"texts": ", ".join(names), "day": day_in_words(meeting.held_on)}
        )


def _drop_convening_after(meeting: Meeting, day: date) -> None:
    """Nobody can have been convened after the day itself: it is to be done again."""
    if meeting.convened_on is not None and day < meeting.convened_on:
        move(meeting, S.PROPOSED)
        meeting.convened_on = None


def _leave_day(
    meeting: Meeting, day: date, reason: str, actor: Member, *, anew: bool
) -> list[Remark]:
    """What the rules say of the convening, were the meeting on that day.

    Raises Refused when the other side knows of the meeting and no reason is given.
    """
    if meeting.state == S.DRAFT:
        return []
    warned = warnings_of_day(meeting, day)
    if not reason.strip():
        told = [str(row) for row in (*warned, *late_at(meeting, actor, day))]
        raise Refused(" ".join([*told, _("Dites pourquoi la réunion change de jour.")]))
    _refuse_adopted(meeting)
    _drop_sheet(meeting, actor, anew=anew)
    return warned


@transaction.atomic
def convene(meeting: Meeting, *, actor: Member, on: date, reason: str = "") -> Meeting:
    """Write down the day the members received the agenda; late or alone, with why."""
    hold(meeting, S.PROPOSED)
    if on > meeting_dates.local_day(meeting):
        raise Refused(_("La convocation ne peut pas être datée dans l’avenir."))
    if on > meeting.held_on:
        raise Refused(_("La convocation ne peut pas suivre la réunion."))
    warned = warnings_to_convene(meeting, on)
    if warned and not reason.strip():
        told = " ".join(str(row) for row in warned)
        raise Refused(
            _("%(told)s Pour l’enregistrer, dites pourquoi.") % {"told": told}
        )
    move(meeting, S.CONVENED)
    meeting.convened_on = on
    meeting.save(update_fields=["state", "convened_on"])
    code = meeting_dates.convening_date(meeting).code
    meeting_dates.meet(meeting, code, on=on)
    meeting_dates.follow_day(meeting, actor=actor)
    record(
        meeting,
        "convened",
        _("Réunion du %(day)s convoquée"),
        actor,
        reason=reason,
        warnings=[row.article for row in warned],
    )
    tell(meeting, _("Réunion du %(day)s convoquée"), actor=actor)
    return meeting


@transaction.atomic
def note_documents(meeting: Meeting, *, actor: Member, on: date) -> Meeting:
    """The day the members received the documents of the sitting (public sector)."""
    hold(meeting, S.PROPOSED, S.CONVENED)
    if "documents" not in meeting_dates.legal_dates(meeting):
        raise Refused(_("Cette date n’existe que dans la fonction publique."))
    if on > min(meeting.held_on, meeting_dates.local_day(meeting)):
        raise Refused(_("Les documents se reçoivent avant la séance, pas après."))
    meeting.documents_on = on
    meeting.save(update_fields=["documents_on"])
    meeting_dates.meet(meeting, "documents", on=on)
    record(meeting, "documents", _("Documents de la séance du %(day)s reçus"), actor)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, actor: Member, reason: str) -> Meeting:
    """Give up a meeting to come; its dates have no object left."""
    hold(meeting, *TO_COME)
    known = meeting.state != S.DRAFT
    move(meeting, S.CANCELLED)
    meeting.save(update_fields=["state"])
    meeting_dates.put_dates_around(meeting, actor=actor)
    room = Room.SHARED if known else Room.CAUCUS
    record(
        meeting,
        "cancelled",
        _("Réunion du %(day)s annulée"),
        actor,
        reason=reason,
        room=room,
    )
    if known:
        tell(meeting, _("Réunion du %(day)s annulée"), actor=actor)
    return meeting


# ---- what every act on a meeting shares -------------------------------------------
@transaction.atomic
def count_again(meeting: Meeting, *, actor: Member) -> Meeting:
    """The sheet of the workplace changed: its territory, or its branch."""
    hold(meeting, *COUNTED)
    reason = _("fiche du lieu de travail modifiée")
    meeting_dates.put_dates(meeting, actor=actor, reason=reason)
    return meeting


def hold(meeting: Meeting, *states: MeetingState) -> None:
    """Hold the meeting until the end of the act, read again, in one of `states`."""
    project = meeting.project
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    meeting.project = project
    if meeting.state not in states:
        raise Refused(
            _("La réunion est à l’état « %(state)s » : cela n’est plus possible.")
            % {"state": S(meeting.state).label}
        )


def move(meeting: Meeting, state: MeetingState) -> None:
    """Set the state, along the table of moves; the act saves."""
    assert state in MEETING_MOVES[S(meeting.state)], (meeting.state, state)
    meeting.state = state


def record(
    meeting: Meeting,
    verb: str,
    sentence: str,
    actor: Member,
    *,
    reason: str = "",
    room: Room | None = None,
    old: str = "",
    **data: Any,
) -> None:
    """One line of the journal; the reason makes a second one, for the caucus alone."""
    words = {"day": day_in_words(meeting.held_on), "old": old, **data}
    seen = room or (Room.CAUCUS if meeting.state == S.DRAFT else Room.SHARED)
    journal.record(
        meeting.project,
        f"meeting.{verb}",
        sentence % words,
        actor=actor,
        target=meeting,
        room=seen,
        **data,
    )
    if reason.strip():
        journal.record(
            meeting.project,
            f"meeting.{verb}_why",
            _("%(what)s, motif : %(reason)s")
            % {"what": sentence % words, "reason": reason.strip()},
            actor=actor,
            target=meeting,
            room=Room.CAUCUS,
            reason=reason.strip(),
        )


def tell(meeting: Meeting, sentence: str, *, actor: Member) -> None:
    """A notice to the delegation and to the guests of every project it treats."""
    words = sentence % {"day": day_in_words(meeting.held_on)}
    for project in projects_of(meeting):
        people: Iterable[Member] = notices.audience(project, Room.SHARED)
        if project.pk != meeting.project_id:
            people = [member for member in people if member.project_id == project.pk]
        notices.tell(project, people, words, address(meeting, project), actor=actor)


def projects_of(meeting: Meeting) -> list[Project]:
    """The project it is filed under, then those of its points."""
    points = AgendaPoint.objects.filter(meeting=meeting).exclude(project=None)
    others = {
        point.project.pk: point.project
        for point in points.select_related("project")
        if point.project and point.project_id != meeting.project_id
    }
    return [meeting.project, *others.values()]


def address(meeting: Meeting, project: Project) -> str:
    """The page of the meeting as those of `project` open it."""
    return reverse("dialogue:meeting", args=[project.pk, meeting.pk])
