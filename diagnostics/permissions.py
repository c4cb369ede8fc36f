"""Who may do what with instruments and assessments: role here, state in each act."""

from diagnostics.enums import PARTIES_OF_SIDE, Party
from diagnostics.models import Assessment, Finding, Instrument, Respondent
from projects.enums import Role, Room
from projects.models import Member
from projects.permissions import Can, may


def can_start_assessment(member: Member, room: str = Room.SHARED) -> bool:
    """Elected people, delegates and who facilitates; in a room they may enter."""
    return may(member, Can.DIAGNOSE) and (room == Room.SHARED or member.sees_caucus)


def can_run_assessment(member: Member, assessment: Assessment) -> bool:
    """Close it, open it again, record what was agreed: its author or the secretary."""
    return can_start_assessment(member, assessment.room) and (
        assessment.created_by_id == member.pk or may(member, Can.SEND)
    )


def parties_for(member: Member) -> frozenset[Party]:
    """For whom this person may hold the pen."""
    if member.role in (Role.READER, Role.ADMIN):
        return frozenset()
    return PARTIES_OF_SIDE[member.side]


def can_hold_pen(member: Member, assessment: Assessment) -> bool:
    return bool(parties_for(member)) and (
        assessment.room == Room.SHARED or member.sees_caucus
    )


def can_write(member: Member, respondent: Respondent) -> bool:
    """One's own sheet; for a group, anyone of the side that holds the pen."""
    if respondent.party not in parties_for(member):
        return False
    return respondent.held_by_id == member.pk or (
        respondent.group and respondent.held_by.side == member.side
    )


def can_note_finding(member: Member) -> bool:
    return may(member, Can.ASK) and member.sees_caucus


def can_propose_practice(member: Member, assessment: Assessment) -> bool:
    """The reference is built together: whoever may answer may propose."""
    return can_hold_pen(member, assessment)


def can_edit_instruments(member: Member) -> bool:
    return may(member, Can.EDIT_INSTRUMENT)


def can_edit_instrument(member: Member, instrument: Instrument) -> bool:
    """Its author, or the secretary once it is shared; never those of Navette."""
    return (
        instrument.organisation_id == member.organisation_id
        and can_edit_instruments(member)
        and (
            instrument.created_by_id == member.pk
            or (instrument.shared and may(member, Can.MANAGE_ORGANISATION))
        )
    )


def can_share_finding(member: Member, finding: Finding) -> bool:
    """Out of the caucus: by who wrote it, or by who speaks to management."""
    return (
        can_note_finding(member)
        and finding.item.room == Room.CAUCUS
        and (finding.author_id == member.pk or may(member, Can.SEND))
    )
