"""Who may do what: role (one table) and state (in each floor's `can_...`)."""

from enum import Enum, auto

from projects.enums import Role, Room
from projects.models import Document, Member, Project


class Can(Enum):
    MANAGE_ORGANISATION = auto()
    CREATE_PROJECT = auto()
    EDIT_PROJECT = auto()
    INVITE_GUEST = auto()
    FILE_DOCUMENT = auto()
    JUDGE_INFORMATION = auto()
    RUN_CONSULTATION = auto()
    ASK = auto()
    SEND = auto()
    ANSWER = auto()
    WRITE_OPINION = auto()
    RUN_VOTE = auto()
    VOTE = auto()
    TRANSMIT = auto()
    DIAGNOSE = auto()
    EDIT_INSTRUMENT = auto()


_ELECTED = frozenset(
    {
        Can.CREATE_PROJECT,
        Can.EDIT_PROJECT,
        Can.FILE_DOCUMENT,
        Can.JUDGE_INFORMATION,
        Can.ASK,
        Can.WRITE_OPINION,
        Can.VOTE,
        Can.DIAGNOSE,
        Can.EDIT_INSTRUMENT,
    }
)
CAPABILITIES: dict[str, frozenset[Can]] = {
    Role.SECRETARY: _ELECTED
    | {
        Can.MANAGE_ORGANISATION,
        Can.INVITE_GUEST,
        Can.RUN_CONSULTATION,
        Can.SEND,
        Can.RUN_VOTE,
        Can.TRANSMIT,
    },
    Role.ADMIN: frozenset(
        {
            Can.MANAGE_ORGANISATION,
            Can.CREATE_PROJECT,
            Can.INVITE_GUEST,
            Can.EDIT_INSTRUMENT,
        }
    ),
    Role.ELECTED: _ELECTED,
    Role.DELEGATE: _ELECTED,
    Role.READER: frozenset(),
    Role.EMPLOYER: frozenset({Can.ANSWER, Can.FILE_DOCUMENT}),
    Role.IT: frozenset({Can.ANSWER, Can.FILE_DOCUMENT}),
    Role.EXPERT: frozenset({Can.FILE_DOCUMENT}),
    Role.FACILITATOR: frozenset({Can.FILE_DOCUMENT, Can.DIAGNOSE}),
    Role.SUPPLIER: frozenset({Can.FILE_DOCUMENT}),
}


def may(member: Member, capability: Can) -> bool:
    return capability in CAPABILITIES[member.role]


def can_manage_organisation(member: Member) -> bool:
    return may(member, Can.MANAGE_ORGANISATION)


def can_create_project(member: Member) -> bool:
    return may(member, Can.CREATE_PROJECT)


def can_edit_project(member: Member, project: Project) -> bool:
    return (
        may(member, Can.EDIT_PROJECT)
        and member.organisation_id == project.organisation_id
    )


def can_edit_register(member: Member) -> bool:
    """Sheets of the register and of suppliers, inside one's own organisation."""
    return may(member, Can.EDIT_PROJECT) and member.project_id is None


def can_publish_system(member: Member) -> bool:
    """What anybody will read is said by who speaks to management."""
    return may(member, Can.SEND) and member.project_id is None


def editors_of_register() -> frozenset[str]:
    """Roles that keep the register: they are told what passes and what is wrong."""
    return frozenset(
        role for role, given in CAPABILITIES.items() if Can.EDIT_PROJECT in given
    )


def can_invite_guest(member: Member, project: Project) -> bool:
    return may(member, Can.INVITE_GUEST)


def can_file_document(member: Member, room: str) -> bool:
    return may(member, Can.FILE_DOCUMENT) and (
        room == Room.SHARED or member.sees_caucus
    )


def can_judge_information(member: Member) -> bool:
    return may(member, Can.JUDGE_INFORMATION)


def can_add_version(member: Member, document: Document) -> bool:
    """Who may file it, on the side that filed it: nobody renews the other's file."""
    return (
        can_file_document(member, document.room)
        and document.filed_by.side == member.side
    )


def can_share_document(member: Member, document: Document) -> bool:
    """Out of the caucus: by who filed it, or by who speaks to management."""
    return (
        member.sees_caucus
        and document.room == Room.CAUCUS
        and (document.filed_by_id == member.pk or may(member, Can.SEND))
    )


def can_name_readers(member: Member, document: Document) -> bool:
    """Who filed it; for the delegation's own documents, the secretary as well."""
    if document.filed_by_id == member.pk:
        return may(member, Can.FILE_DOCUMENT)
    return member.role == Role.SECRETARY and document.filed_by.side == member.side


def can_see_openings(member: Member, document: Document) -> bool:
    """Who opened what: for who filed it and for the secretary (features D5)."""
    return document.filed_by_id == member.pk or member.role == Role.SECRETARY
