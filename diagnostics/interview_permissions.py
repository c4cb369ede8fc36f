"""Who may do what with actors and interviews: role here, state in each act."""

from django.db.models import Q, QuerySet

from diagnostics.enums import InterviewState
from diagnostics.models import Interview, Synthesis
from projects.enums import Room, Side
from projects.models import Member, Project
from projects.permissions import CAPABILITIES, Can, may


def can_listen(member: Member) -> bool:
    """Draw the map, plan and lead interviews: elected people and who facilitates."""
    return may(member, Can.DIAGNOSE) and member.sees_caucus


def listeners(project: Project) -> QuerySet[Member]:
    """Those whom `can_listen` allows on this project, in the database."""
    roles = [role for role, found in CAPABILITIES.items() if Can.DIAGNOSE in found]
    return (
        Member.objects.active()
        .on_project(project)
        .filter(Q(side=Side.DELEGATION) | Q(caucus=True), role__in=roles)
        .select_related("user")
    )


def leads(member: Member, interview: Interview) -> bool:
    """Whether the notes are theirs to read: those who led it, and nobody else."""
    return any(one.pk == member.pk for one in interview.interviewers.all())


def can_change_interview(member: Member, interview: Interview) -> bool:
    """Anyone who listens before it takes place; then only those who led it.

    Naming somebody opens the notes to them: nobody lets themselves in afterwards.
    """
    return can_listen(member) and (
        interview.state == InterviewState.PLANNED or leads(member, interview)
    )


def can_write_notes(member: Member, interview: Interview) -> bool:
    return can_listen(member) and leads(member, interview)


def can_share_synthesis(member: Member, synthesis: Synthesis) -> bool:
    """Out of the caucus: by who wrote it, or by who speaks to management."""
    return (
        can_listen(member)
        and synthesis.room == Room.CAUCUS
        and (synthesis.written_by_id == member.pk or may(member, Can.SEND))
    )
