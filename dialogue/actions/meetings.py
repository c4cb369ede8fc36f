"""Acts on a meeting: plan, move, propose, agree, convene, cancel (L2315-28 to 30)."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.actions import meeting_dates
from dialogue.enums import MEETING_MOVES, MeetingKind, MeetingState
from dialogue.law.books.meetings import AGENDA_AUTHORS
from dialogue.models import AgendaPoint, Meeting
from projects import journal, notices
from projects.enums import Regime, Room, Side
from projects.errors import Refused
from projects.models import Member, Project
from projects.workdays import day_in_words

S = MeetingState
#: The meeting is to come: its day and its place may still change.
TO_COME = (S.DRAFT, S.PROPOSED, S.CONVENED)


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
    **fields: Unpack[MeetingFields],
) -> Meeting:
    """Change the day, the hour or the place; a day that moves says why.

    Once the agenda was proposed, the other side reads the new day, not the reason. A
    convened meeting is told late as `convene` would; one that moves before its
    convening has to be convened again.
    """
    hold(meeting, *TO_COME)
    old = meeting.held_on
    day = fields.get("held_on", old)
    moved, expected = day != old, meeting.state == S.CONVENED
    warned = _warnings_to_move(meeting, day, reason) if moved else []
    for name, value in fields.items():
        setattr(meeting, name, value)
    _drop_convening_after(meeting, day)
    meeting.save(update_fields=[*fields, "state", "convened_on"])
    if moved:
        meeting_dates.put_dates_around(meeting, actor=actor, reason=reason, old=old)
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
def agree(meeting: Meeting, *, actor: Member, side: Side, on: date) -> Meeting:
    """Write down that one side agrees with the agenda as it stands (L2315-29).

    The president's agreement is theirs to give; the secretary may also write down one
    that was given by letter or aloud, and the journal says who did.
    """
    hold(meeting, S.PROPOSED)
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


@dataclass(frozen=True)
class Remark:
    """Something the law asks for and that is not so: its sentence and its article."""

    sentence: str
    article: str


def warnings_to_convene(meeting: Meeting, on: date) -> list[Remark]:
    """What the rules say of a meeting convened on that day; nothing forbids it."""
    found = []
    last = meeting_dates.convening_date(meeting)
    if last.extended is not None and on > last.extended:
        found.append(
            Remark(
                _(
                    "Convocation tardive : le dernier jour était le %(day)s. "
                    "%(consequence)s"
                )
                % {
                    "day": day_in_words(last.strict or last.extended),
                    "consequence": last.consequence,
                },
                last.rule.article,
            )
        )
    if is_joint(meeting) and not (
        meeting.secretary_agreed_on and meeting.president_agreed_on
    ):
        found.append(
            Remark(
                _(
                    "L’ordre du jour n’a pas encore l’accord de la présidence et de la "
                    "ou du secrétaire : seules les consultations obligatoires y "
                    "entrent sans cet accord."
                ),
                AGENDA_AUTHORS.article,
            )
        )
    return found


def _drop_convening_after(meeting: Meeting, day: date) -> None:
    """Nobody can have been convened after the day itself: it is to be done again."""
    if meeting.convened_on is not None and day < meeting.convened_on:
        move(meeting, S.PROPOSED)
        meeting.convened_on = None


def _warnings_to_move(meeting: Meeting, day: date, reason: str) -> list[Remark]:
    """What the rules say of the convening, were the meeting on that day.

    Raises Refused when the other side knows of the meeting and no reason is given.
    """
    if meeting.state == S.DRAFT:
        return []
    there, warned = copy(meeting), []
    there.held_on = day
    if there.convened_on is not None and there.convened_on <= day:
        warned = warnings_to_convene(there, there.convened_on)
    if not reason.strip():
        told = [f"{row.sentence} ({row.article})" for row in warned]
        raise Refused(" ".join([*told, _("Dites pourquoi la réunion change de jour.")]))
    return warned


def is_joint(meeting: Meeting) -> bool:
    """Whether president and secretary set the agenda: not in the public sector."""
    return meeting.project.workplace.regime != Regime.PUBLIC


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
        told = " ".join(f"{row.sentence} ({row.article})" for row in warned)
        raise Refused(
            _("%(told)s Pour l’enregistrer, dites pourquoi.") % {"told": told}
        )
    move(meeting, S.CONVENED)
    meeting.convened_on = on
    meeting.save(update_fields=["state", "convened_on"])
    code = meeting_dates.convening_date(meeting).code
    meeting_dates.meet(meeting, code, on=on)
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
