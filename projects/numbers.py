"""Whose file a number is, told to people who sit in several organisations.

Two organisations of one installation may both have a file 2026-0001.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from projects.enums import OrganisationKind
from projects.models import Member, Project, User

#: Names that tell of a union (GDPR, article 9): not for a mailbox, nor a calendar.
_UNIONS = frozenset({OrganisationKind.UNION_SECTION, OrganisationKind.FEDERATION})


def names_of(places: Iterable[Member]) -> dict[UUID, str]:
    """Names to put beside numbers inside Navette, by organisation.

    Empty for a person of one organisation, to whom a number says enough.
    """
    names = {place.organisation_id: place.organisation.name for place in places}
    return names if len(names) > 1 else {}


def sits_in_several(user: User) -> bool:
    places: QuerySet[Member] = Member.objects.active().filter(user=user)
    return len(set(places.values_list("organisation", flat=True))) > 1


class Numbered(Protocol):
    """A project, or a row that carries what quotes one."""

    @property
    def number(self) -> str: ...
    @property
    def organisation_id(self) -> UUID: ...


def numbered(file: Numbered, names: Mapping[UUID, str]) -> str:
    name = names.get(file.organisation_id)
    return f"{file.number} · {name}" if name else file.number


def quoted(project: Project, *, several: bool) -> str:
    """The number as a mail or a calendar quotes it: « 2026-0001, CSE Clientis ».

    A union is named by the site, which says nothing of anybody's membership.
    """
    if not several:
        return project.number
    whose = project.organisation
    name = project.workplace.name if whose.kind in _UNIONS else whose.name
    return f"{project.number}, {name}"
