"""Who may do what in the dialogue: role here, state in each act (which refuses)."""

from collections.abc import Iterable

from dialogue.enums import QuestionState
from dialogue.models import Meeting, Question, Voter
from projects.enums import Role, Room
from projects.models import Member
from projects.permissions import Can, may


def can_prepare_consultation(member: Member) -> bool:
    """Start a draft: any elected person may, so that questions are not held up."""
    return may(member, Can.ASK)


def can_run_consultation(member: Member) -> bool:
    return may(member, Can.RUN_CONSULTATION)


def can_ask(member: Member) -> bool:
    return may(member, Can.ASK)


def can_edit_question(member: Member, question: Question) -> bool:
    return may(member, Can.ASK) and question.state == QuestionState.DRAFT


def can_withdraw_question(member: Member, question: Question) -> bool:
    """Who wrote the draft, or who decides what is sent."""
    return may(member, Can.ASK) and (
        question.author_id == member.pk or may(member, Can.SEND)
    )


def can_send_questions(member: Member) -> bool:
    return may(member, Can.SEND)


def can_answer(member: Member, question: Question) -> bool:
    return may(member, Can.ANSWER) and question.item.room == Room.SHARED


def can_judge_answer(member: Member) -> bool:
    """The delegation says whether an answer answers; the employer never does."""
    return may(member, Can.ASK)


def can_write_letter(member: Member) -> bool:
    return may(member, Can.ASK)


def can_send_letter(member: Member) -> bool:
    return may(member, Can.SEND)


def can_write_opinion(member: Member) -> bool:
    return may(member, Can.WRITE_OPINION)


def can_run_vote(member: Member) -> bool:
    return may(member, Can.RUN_VOTE)


def can_cast_vote(member: Member, voters: Iterable[Voter]) -> bool:
    """The mandate decides, not the role: whoever is on the list of this vote."""
    return any(voter.member_id == member.pk for voter in voters)


def can_transmit_opinion(member: Member) -> bool:
    return may(member, Can.TRANSMIT)


def can_plan_meeting(member: Member) -> bool:
    """Plan it and write its agenda: any elected person or delegate."""
    return may(member, Can.ASK)


def can_run_meeting(member: Member) -> bool:
    """Propose, convene, hold, cancel, approve: the secretary."""
    return may(member, Can.RUN_CONSULTATION)


def can_agree_agenda(member: Member, meeting: Meeting) -> bool:
    """The secretary, or the employer's guest for the president (L2315-29).

    That guest is of the project the meeting is filed under: one invited for a single
    point does not speak for the whole agenda.
    """
    return can_run_meeting(member) or _speaks_for_president(member, meeting)


def can_read_whole_agenda(member: Member, meeting: Meeting) -> bool:
    """Every title of it: the organisation, and who agrees to it for the president."""
    return member.project_id is None or _speaks_for_president(member, meeting)


def _speaks_for_president(member: Member, meeting: Meeting) -> bool:
    return member.role == Role.EMPLOYER and member.project_id == meeting.project_id


def can_enter_by_law(member: Member) -> bool:
    """A compulsory consultation is entered by either side alone (L2315-29)."""
    return can_plan_meeting(member) or member.role == Role.EMPLOYER


def can_write_minutes(member: Member) -> bool:
    return may(member, Can.WRITE_OPINION)


def can_send_minutes(member: Member) -> bool:
    return may(member, Can.SEND)
