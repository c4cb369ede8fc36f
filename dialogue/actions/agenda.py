"""Acts on the agenda (ordre du jour): points set by both, entered by either (C-02)."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from dialogue.actions.meetings import hold, record
from dialogue.enums import ConsultationState, MeetingState, PointKind
from dialogue.models import AgendaPoint, Consultation, Meeting
from projects.enums import Room, Side
from projects.errors import Refused
from projects.models import Item, Member, Project
from projects.workdays import day_in_words

S = MeetingState
#: The agenda is still being set; a compulsory consultation also enters afterwards.
BEING_SET = (S.DRAFT, S.PROPOSED)
#: Consultations that a meeting has to treat.
COMPULSORY = (
    ConsultationState.INFORMING,
    ConsultationState.OPEN,
    ConsultationState.SUSPENDED,
)


class PointFields(TypedDict, total=False):
    """What is said of a point when it is added or changed."""

    title: str
    kind: PointKind
    project: Project | None
    consultation: Consultation | None
    to_vote: bool
    origin: Item | None


@transaction.atomic
def add_point(
    meeting: Meeting,
    *,
    actor: Member,
    sure: bool = False,
    **fields: Unpack[PointFields],
) -> AgendaPoint:
    """Add a point; what one side had agreed to is then to be agreed again.

    `sure`: the title goes to the other side at once, and who writes it knows.
    """
    hold(meeting, *BEING_SET)
    _check(meeting, fields)
    if not sure:
        _ask_before_sharing(meeting, fields["title"], fields.get("project"))
    point = _insert(meeting, actor, fields)
    _agree_again(meeting)
    _record(meeting, _("Point ajouté : %(title)s"), actor, point.title)
    return point


@transaction.atomic
def enter_by_law(
    meeting: Meeting, *, actor: Member, consultation: Consultation
) -> AgendaPoint:
    """Enter a compulsory consultation, alone: no agreement falls (L2315-29).

    Also once the meeting is convened: the members alone could complain of a point that
    came less than three days before (Cass. soc., 28 June 2023, 22-10.586).
    """
    hold(meeting, S.DRAFT, S.PROPOSED, S.CONVENED)
    if consultation.state not in COMPULSORY:
        raise Refused(
            _(
                "Seule une consultation en cours s’inscrit de plein droit à l’ordre du "
                "jour."
            )
        )
    if meeting.points.filter(consultation=consultation).exists():
        raise Refused(_("Cette consultation est déjà à l’ordre du jour."))
    fields = PointFields(
        title=consultation.subject,
        kind=PointKind.CONSULTATION,
        project=consultation.project,
        consultation=consultation,
        to_vote=consultation.state == ConsultationState.OPEN,
    )
    _check(meeting, fields)
    point = _insert(meeting, actor, fields, by_law=True)
    record(
        meeting,
        "by_law",
        _("Consultation inscrite de plein droit à l’ordre du jour : %(title)s"),
        actor,
        room=Room.CAUCUS,
        title=point.title,
    )
    return point


@transaction.atomic
def edit_point(
    point: AgendaPoint,
    *,
    actor: Member,
    sure: bool = False,
    **fields: Unpack[PointFields],
) -> AgendaPoint:
    """Change a point that was not entered by law; `sure` as in `add_point`."""
    meeting = point.meeting
    hold(meeting, *BEING_SET)
    _refuse_by_law(point)
    _check(meeting, fields)
    old = point.title
    title, project = fields.get("title", old), fields.get("project", point.project)
    read_by_others = project is not None and project != point.project
    if not sure and (title != old or read_by_others):
        _ask_before_sharing(meeting, title, project)
    for name, value in fields.items():
        setattr(point, name, value)
    point.save(update_fields=list(fields))
    _agree_again(meeting)
    _record(meeting, _("Point modifié : %(title)s"), actor, point.title, before=old)
    return point


@transaction.atomic
def remove_point(point: AgendaPoint, *, actor: Member) -> None:
    """Take a point off the agenda; a compulsory consultation stays."""
    meeting = point.meeting
    hold(meeting, *BEING_SET)
    _refuse_by_law(point)
    title = point.title
    point.delete()
    _agree_again(meeting)
    _record(meeting, _("Point retiré : %(title)s"), actor, title)


@transaction.atomic
def raise_point(point: AgendaPoint, *, actor: Member) -> None:
    """Move a point one place up; the order binds nobody and breaks no agreement."""
    hold(point.meeting, *BEING_SET)
    before = point.meeting.points.filter(rank__lt=point.rank).order_by("-rank").first()
    if before is None:
        raise Refused(_("Ce point est déjà le premier."))
    before.rank, point.rank = point.rank, before.rank
    for row in (before, point):
        row.save(update_fields=["rank"])
    _record(point.meeting, _("Point déplacé : %(title)s"), actor, point.title)


def to_enter(meeting: Meeting, member: Member) -> list[Consultation]:
    """Compulsory consultations that this person sees and the agenda does not hold."""
    here = AgendaPoint.objects.filter(meeting=meeting, consultation__isnull=False)
    return list(
        Consultation.objects.visible_to(member)
        .filter(project__workplace=meeting.project.workplace_id, state__in=COMPULSORY)
        .exclude(pk__in=here.values("consultation"))
        .select_related("project")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def _insert(
    meeting: Meeting, actor: Member, fields: PointFields, *, by_law: bool = False
) -> AgendaPoint:
    last = meeting.points.aggregate(last=Max("rank"))["last"] or 0
    side = Side.MANAGEMENT if actor.side == Side.MANAGEMENT else Side.DELEGATION
    return AgendaPoint.objects.create(
        meeting=meeting, rank=last + 1, proposed_by=side, by_law=by_law, **fields
    )


def _check(meeting: Meeting, fields: PointFields) -> None:
    """A consultation brings its project; a resolution is put to the vote.

    Each workplace has its own instance, which alone is consulted.
    """
    consultation = fields.get("consultation")
    if consultation is not None:
        refuse_other_instance(meeting, consultation)
        fields["project"] = consultation.project
        fields["kind"] = PointKind.CONSULTATION
    if fields.get("kind") == PointKind.RESOLUTION:
        fields["to_vote"] = True
    origin = fields.get("origin")
    if origin is not None and origin.project != fields.get("project"):
        raise Refused(_("L’élément d’origine appartient à un autre dossier."))


def refuse_other_instance(meeting: Meeting, consultation: Consultation) -> None:
    if consultation.project.workplace_id != meeting.project.workplace_id:
        raise Refused(
            _(
                "Cette consultation est celle d’un autre établissement : elle "
                "s’inscrit à l’ordre du jour de son instance."
            )
        )


def _ask_before_sharing(meeting: Meeting, title: str, project: Project | None) -> None:
    """Once the agenda is proposed, a title is read at once.

    By who agrees to it for the president, and by the guests of the point's project.
    """
    if meeting.state != S.PROPOSED:
        return
    sentence = (
        _(
            "L’ordre du jour est déjà proposé : dès maintenant, « %(title)s » sera lu "
            "par la direction du dossier %(filed)s, qui accepte l’ordre du jour. Si "
            "c’est bien ce que vous voulez, cochez « Je partage ce titre »."
        )
        if project is None
        else _(
            "L’ordre du jour est déjà proposé : dès maintenant, « %(title)s » sera lu "
            "par la direction du dossier %(filed)s, qui accepte l’ordre du jour, et "
            "par les personnes invitées du dossier %(number)s. Si c’est bien ce que "
            "vous voulez, cochez « Je partage ce titre »."
        )
    )
    words = {
        "filed": meeting.project.number,
        "number": project.number if project else "",
        "title": title,
    }
    raise Refused(sentence % words)


def _refuse_by_law(point: AgendaPoint) -> None:
    if point.by_law:
        raise Refused(
            _(
                "Cette consultation est obligatoire : inscrite de plein droit, elle ne "
                "se retire ni ne se change."
            )
        )


def _record(
    meeting: Meeting, sentence: str, actor: Member, title: str, **data: str
) -> None:
    """In the caucus: guests of one project must not read the points of another."""
    record(meeting, "point", sentence, actor, room=Room.CAUCUS, title=title, **data)


def _agree_again(meeting: Meeting) -> None:
    """The agenda changed: nobody has agreed to it as it now stands."""
    if meeting.state == S.PROPOSED:
        meeting.secretary_agreed_on = meeting.president_agreed_on = None
        meeting.save(update_fields=["secretary_agreed_on", "president_agreed_on"])


def entered_late(meeting: Meeting) -> str:
    """What to say of a point that enters after the agenda was sent; or nothing."""
    if meeting.state != S.CONVENED:
        return ""
    return _(
        "La réunion du %(day)s est déjà convoquée : faites parvenir ce point aux "
        "membres, qui seuls pourraient se plaindre du délai."
    ) % {"day": day_in_words(meeting.held_on)}
