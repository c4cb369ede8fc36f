"""What is said after an act on the agenda: what was done, and who is awaited."""

from django.utils.translation import gettext as _

from dialogue.actions.meeting_remarks import is_joint
from dialogue.enums import MeetingState
from dialogue.models import Meeting
from projects.enums import Role
from projects.french import day
from projects.models import Member


def recorded(_meeting: Meeting, _member: Member) -> str:
    return _("C’est enregistré, avec la date et votre nom.")


def proposed(meeting: Meeting, member: Member) -> str:
    """After "Proposer l’ordre du jour", by which the secretary agrees (L2315-29)."""
    if not is_joint(meeting):
        return _(
            "L’ordre du jour est proposé à la direction. Il reste à convoquer les "
            "membres."
        )
    done = _(
        "L’ordre du jour est proposé à la direction, et l’accord de la ou du "
        "secrétaire est donné par là, à la date du %(day)s."
    ) % {"day": day(meeting.secretary_agreed_on)}
    return f"{done} {awaited(meeting, member)}"


def agreed(meeting: Meeting, member: Member) -> str:
    done = _("L’accord est enregistré, avec la date et votre nom.")
    return f"{done} {awaited(meeting, member)}"


def awaited(meeting: Meeting, member: Member) -> str:
    """Whose agreement is still to come, and how it comes."""
    if meeting.president_agreed_on is None:
        return _president(meeting, member)
    if meeting.secretary_agreed_on is None:
        return _("Celui de la ou du secrétaire est attendu.")
    if not member.sees_caucus:
        return _("L’ordre du jour est arrêté par les deux.")
    return _(
        "L’ordre du jour est arrêté par les deux : il reste à convoquer les membres."
    )


def _president(meeting: Meeting, member: Member) -> str:
    if not member.sees_caucus:
        return _("Celui de la présidence est attendu.")
    names = [
        str(one)
        for one in Member.objects.active()
        .filter(project=meeting.project_id, role=Role.EMPLOYER)
        .select_related("user")
    ]
    if not names:
        return _(
            "Celui de la présidence est attendu : personne de la direction n’est "
            "invité dans ce dossier, notez-le ici quand vous l’aurez reçu."
        )
    return _(
        "Celui de la présidence est attendu : %(names)s peut le donner dans Navette, "
        "ou vous le notez ici s’il vous parvient autrement."
    ) % {"names": _(" ou ").join(names)}


def changed(meeting: Meeting, done: str) -> str:
    """After a change of the agenda: nobody has agreed to it as it now stands."""
    if meeting.state != MeetingState.PROPOSED or not is_joint(meeting):
        return done
    again = _("Les deux accords sur l’ordre du jour sont à redonner.")
    return f"{done} {again}"
