"""Who may do what with instruments and assessments: role here, state in each act."""

from diagnostics.consents import may_lead
from diagnostics.enums import NEED_MOVES, OWN_PARTIES, PARTIES_OF_SIDE, NeedState, Party
from diagnostics.models import (
    Assessment,
    Finding,
    FollowedPath,
    Instrument,
    Logbook,
    Need,
    Practice,
    Respondent,
)
from diagnostics.proposals import SIDES
from projects.enums import Role, Room, Side
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
    """For which groups this person may hold the pen."""
    if member.role in (Role.READER, Role.ADMIN):
        return frozenset()
    return PARTIES_OF_SIDE[member.side]


def own_parties(member: Member) -> frozenset[Party]:
    """For whom this person may answer alone, in their own name."""
    return parties_for(member) & OWN_PARTIES[member.side]


def can_hold_pen(member: Member, assessment: Assessment) -> bool:
    return bool(parties_for(member)) and (
        assessment.room == Room.SHARED or member.sees_caucus
    )


def can_write(member: Member, respondent: Respondent) -> bool:
    """One's own sheet; for a group, anyone of the side that holds the pen."""
    parties = parties_for(member) if respondent.group else own_parties(member)
    if respondent.party not in parties:
        return False
    return respondent.held_by_id == member.pk or (
        respondent.group and respondent.held_by.side == member.side
    )


def can_note_finding(member: Member) -> bool:
    return may(member, Can.ASK) and member.sees_caucus


def can_propose_practice(member: Member, assessment: Assessment) -> bool:
    """The reference is built together: whoever may answer may propose."""
    return can_hold_pen(member, assessment)


def can_lead_practice(
    member: Member, assessment: Assessment, practice: Practice
) -> bool:
    """The two sides; another one only takes back what it proposed, not agreed yet."""
    return can_hold_pen(member, assessment) and may_lead(practice, member.side)


def can_agree_practice(member: Member, assessment: Assessment) -> bool:
    """The two sides of the table agree; who facilitates or advises proposes."""
    return can_hold_pen(member, assessment) and member.side in SIDES


def can_say_of_level(member: Member, assessment: Assessment) -> bool:
    """Whoever may answer says, for their own side, whether it agrees."""
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


#: Sides that write in a shared logbook, beside the delegation.
_WRITE_LOGBOOK = frozenset({Side.MANAGEMENT, Side.FACILITATION})


def can_open_logbook(member: Member) -> bool:
    return may(member, Can.EDIT_PROJECT)


def can_write_logbook(member: Member, logbook: Logbook) -> bool:
    """The delegation; in the shared room, management, IT and who facilitates."""
    if may(member, Can.EDIT_PROJECT):
        return True
    enters = logbook.room == Room.SHARED or member.sees_caucus
    return enters and member.side in _WRITE_LOGBOOK


def can_share_logbook(member: Member, logbook: Logbook) -> bool:
    """Out of the caucus: by who opened it, or by who speaks to management."""
    return (
        may(member, Can.EDIT_PROJECT)
        and logbook.room == Room.CAUCUS
        and (logbook.opened_by_id == member.pk or may(member, Can.SEND))
    )


def can_reword_need(member: Member, need: Need) -> bool:
    """A need keeps the words of the side that expressed it."""
    wrote = need.created_by.side == member.side
    return wrote and can_write_logbook(member, need.logbook)


def need_moves(member: Member, need: Need) -> list[NeedState]:
    """Where this person may lead a need, in the order of its life.

    Management does not accept in the place of those who carry the need, and only the
    side that expressed it gives it up.
    """
    found = set(NEED_MOVES[NeedState(need.state)])
    if member.side == Side.MANAGEMENT:
        found.discard(NeedState.ACCEPTED)
    if need.created_by.side != member.side:
        found.discard(NeedState.DROPPED)
    return [state for state in NeedState if state in found]


def can_share_need(member: Member, need: Need) -> bool:
    return (
        may(member, Can.EDIT_PROJECT)
        and need.room == Room.CAUCUS
        and need.logbook.room == Room.SHARED
        and (need.created_by_id == member.pk or may(member, Can.SEND))
    )


def can_start_path(member: Member) -> bool:
    return may(member, Can.EDIT_PROJECT)


def can_lead_path(member: Member, path: FollowedPath) -> bool:
    """The delegation; who facilitates as well, in a room they may enter."""
    if may(member, Can.EDIT_PROJECT):
        return True
    enters = path.room == Room.SHARED or member.sees_caucus
    return enters and member.side == Side.FACILITATION
