"""Who may do what with the outcomes: role here, state in each act."""

from projects.models import Member
from projects.permissions import Can, may


def can_propose_commitment(member: Member) -> bool:
    """The delegation prepares what it will ask for, in the caucus."""
    return may(member, Can.ASK)
