"""Plain functions that make rows. Names say what a test is about; the rest is dull."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from projects.enums import (
    SIDE_OF_ROLE,
    Instance,
    MandateKind,
    OrganisationKind,
    Regime,
    Role,
)
from projects.models import (
    Mandate,
    Member,
    Organisation,
    Project,
    User,
    Workplace,
)

_numbers = count(1)


def make_user(name: str = "", **fields: Any) -> User:
    number = next(_numbers)
    fields.setdefault("email", f"personne{number}@example.org")
    return User.objects.create_user(name=name or f"Personne {number}", **fields)


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    fields.setdefault("kind", OrganisationKind.CSE)
    return Organisation.objects.create(name=name or f"CSE {next(_numbers)}", **fields)


def make_workplace(organisation: Organisation, **fields: Any) -> Workplace:
    fields.setdefault("name", f"Site {next(_numbers)}")
    fields.setdefault("headcount", 412)
    fields.setdefault("regime", Regime.PRIVATE)
    fields.setdefault("instance", Instance.CSE)
    return Workplace.objects.create(organisation=organisation, **fields)


def make_member(
    organisation: Organisation, role: Role = Role.ELECTED, **fields: Any
) -> Member:
    fields.setdefault("since", date(2020, 1, 1))
    fields.setdefault("side", SIDE_OF_ROLE[role])
    if "user" not in fields:
        fields["user"] = make_user()
    return Member.objects.create(organisation=organisation, role=role, **fields)


def make_guest(project: Project, role: Role = Role.EMPLOYER, **fields: Any) -> Member:
    return make_member(project.organisation, role, project=project, **fields)


def make_mandate(
    member: Member, kind: MandateKind = MandateKind.FULL, **fields: Any
) -> Mandate:
    fields.setdefault("starts_on", date(2020, 1, 1))
    return Mandate.objects.create(
        organisation=member.organisation, member=member, kind=kind, **fields
    )


def make_project(
    workplace: Workplace, created_by: Member, title: str = "", **fields: Any
) -> Project:
    number = next(_numbers)
    return Project.objects.create(
        organisation=workplace.organisation,
        workplace=workplace,
        created_by=created_by,
        year=timezone.localdate().year,
        rank=number,
        title=title or f"Projet {number}",
        **fields,
    )


@dataclass
class World:
    """Two organisations that must not meet."""

    organisation: Organisation
    workplace: Workplace
    project: Project
    secretary: Member
    elected: Member
    admin: Member
    reader: Member
    employer: Member
    expert: Member
    ex_member: Member
    outsider: Member
    other_project: Project


def make_world() -> World:
    organisation = make_organisation("CSE Clientis")
    workplace = make_workplace(organisation, name="Site de Villeurbanne")
    secretary = make_member(organisation, Role.SECRETARY)
    elected = make_member(organisation, Role.ELECTED)
    for member in (secretary, elected):
        make_mandate(member)
    project = make_project(workplace, secretary, "Assistant du service client")
    other = make_organisation("CSE Autre")
    outsider = make_member(other, Role.SECRETARY)
    return World(
        organisation=organisation,
        workplace=workplace,
        project=project,
        secretary=secretary,
        elected=elected,
        admin=make_member(organisation, Role.ADMIN),
        reader=make_member(organisation, Role.READER),
        employer=make_guest(project, Role.EMPLOYER),
        expert=make_guest(project, Role.EXPERT),
        ex_member=make_member(organisation, Role.ELECTED, until=date(2021, 1, 1)),
        outsider=outsider,
        other_project=make_project(
            make_workplace(other), outsider, "Projet d’ailleurs"
        ),
    )
