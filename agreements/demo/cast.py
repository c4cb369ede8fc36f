"""Who plays: accounts, places and mandates, each born from an invitation."""

from datetime import date

from projects.actions import accounts, invitations, people
from projects.actions.workplaces import WorkplaceFields
from projects.context import DEMO_PASSWORD
from projects.enums import Instance, MandateKind, OrganisationKind, Regime, Role
from projects.models import Invitation, Member, Organisation, Project, User

NAMES = {
    "secretaire": "Inès Belkacem",
    "elue": "Maëlle Le Goff",
    "delegue": "Karim Lahlou",
    "facilitatrice": "Oumou Diarra",
    "direction": "Claire Fontanet",
    "expert": "Paul Ansel",
    "admin": "Sacha Roy",
    "dsi": "Hugo Ferrand",
}


def address(who: str) -> str:
    return f"{who}@navette.example"


def open_clientis() -> Member:
    """The first run: a works council, its site, its secretary."""
    return accounts.open_installation(
        organisation_name="CSE Clientis",
        kind=OrganisationKind.CSE,
        workplace=WorkplaceFields(
            name="Clientis, site de Villeurbanne",
            siren="732829320",
            siret="73282932000074",
            headcount=412,
            regime=Regime.PRIVATE,
            instance=Instance.CSE,
            territory="metropole",
            mail_domains="clientis.example",
        ),
        email=address("secretaire"),
        name=NAMES["secretaire"],
        password=DEMO_PASSWORD,
    )


def join(organisation: Organisation, who: str, role: Role, *, actor: Member) -> Member:
    invitations.invite_member(
        organisation, actor=actor, email=address(who), name=NAMES[who], role=role
    )
    return _accept(who)


def be_guest(
    project: Project, who: str, role: Role, *, actor: Member, caucus: bool = False
) -> Member:
    invitations.invite_guest(
        project,
        actor=actor,
        email=address(who),
        name=NAMES[who],
        role=role,
        caucus=caucus,
    )
    return _accept(who)


def _accept(who: str) -> Member:
    invitation = Invitation.objects.get(email=address(who), accepted_at=None)
    user = User.objects.filter(email=address(who)).first()
    if user is not None:
        return invitations.accept_with_account(invitation, user=user)
    return invitations.accept_with_new_account(
        invitation, name=NAMES[who], password=DEMO_PASSWORD
    )


def elect(member: Member, kind: MandateKind, *, actor: Member, since: date) -> None:
    people.add_mandate(member, actor=actor, kind=kind, starts_on=since)
