"""Offering a place by mail, and taking it. The link works once, for one address."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import accounts, invitations, journal, mail, notices
from projects.actions import people
from projects.actions.accounts import create_account
from projects.enums import ORGANISATION_ROLES, SIDE_OF_ROLE, Role, Side
from projects.errors import Refused
from projects.models import Invitation, Member, Organisation, Project, User

#: Mails that one organisation may cause in one hour: to one address, and in all.
PER_ADDRESS, PER_ORGANISATION = 3, 60


@transaction.atomic
def invite_member(
    organisation: Organisation, *, actor: Member, email: str, name: str, role: str
) -> Invitation:
    """Offer a place in the organisation. Nothing tells whether an account exists."""
    if role not in ORGANISATION_ROLES:
        raise Refused(_("Ce rôle est celui d’une personne invitée dans un projet."))
    members = Member.objects.active().filter(organisation=organisation, project=None)
    if members.filter(user__email__iexact=email).exists():
        raise Refused(_("Cette personne est déjà membre de l’organisation."))
    return _invite(organisation, None, actor, email, name, Role(role), caucus=True)


@transaction.atomic
def invite_guest(
    project: Project,
    *,
    actor: Member,
    email: str,
    name: str,
    role: str,
    caucus: bool = False,
) -> Invitation:
    """Offer a place on one project; the side follows from the role."""
    if role in ORGANISATION_ROLES:
        raise Refused(_("Ce rôle est celui d’un membre de l’organisation."))
    people.refuse_caucus_to_the_other_side(role, caucus)
    present = Member.objects.active().on_project(project)
    if present.filter(user__email__iexact=email).exists():
        raise Refused(_("Cette personne a déjà accès à ce projet."))
    return _invite(
        project.organisation, project, actor, email, name, Role(role), caucus
    )


def _invite(
    organisation: Organisation,
    project: Project | None,
    actor: Member,
    email: str,
    name: str,
    role: Role,
    caucus: bool,
) -> Invitation:
    _hold(organisation)
    if caucus and accounts.read_by_employer(email, [organisation.pk]):
        raise Refused(
            _(
                "Cette adresse est sur la messagerie de l’employeur, qui pourrait la "
                "lire : demandez une adresse personnelle ou syndicale."
            )
        )
    _refuse_too_many(organisation, email)
    now = timezone.now()
    same = Invitation.objects.filter(
        organisation=organisation, project=project, email__iexact=email
    )
    same.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = invitations.new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        project=project,
        email=email.lower(),
        name=name,
        role=role,
        caucus=caucus and project is not None,
        token_digest=invitations.digest(token),
        invited_by=actor,
        created_at=now,
        expires_at=now + invitations.VALID,
    )
    _send(invitation, token)
    return invitation


def _hold(organisation: Organisation) -> None:
    """One place offered or opened at a time: each sees those of the one before.

    Always before any invitation row, so that two acts never wait for each other.
    """
    Organisation.objects.select_for_update(no_key=True).only("pk").get(
        pk=organisation.pk
    )


def _send(invitation: Invitation, token: str) -> None:
    journal.record(
        invitation.project or invitation.organisation,
        "member.invited",
        _("Invitation envoyée à %(name)s (%(role)s)")
        % {"name": invitation.name, "role": Role(invitation.role).label},
        actor=invitation.invited_by,
        target=invitation,
        role=invitation.role,
        caucus=invitation.caucus,
    )
    mail.put(
        f"invitation:{invitation.pk}",
        invitation.email,
        _("Navette : une invitation vous attend"),
        _letter(invitation, token),
    )


def _refuse_too_many(organisation: Organisation, email: str) -> None:
    recent = Invitation.objects.filter(
        organisation=organisation,
        created_at__gt=timezone.now() - timedelta(hours=1),
    )
    if (
        recent.filter(email__iexact=email).count() >= PER_ADDRESS
        or recent.count() >= PER_ORGANISATION
    ):
        raise Refused(
            _("Trop d’invitations en une heure : attendez un peu avant de continuer.")
        )


def _letter(invitation: Invitation, token: str) -> str:
    """The body names who invites, for whom and, to a guest, which file (AN-06)."""
    url = settings.BASE_URL + reverse("projects:invitation", args=[token])
    return _(
        "Bonjour %(name)s,\n\n"
        "%(inviter)s vous invite à rejoindre « %(organisation)s » dans Navette, "
        "l’espace de travail sur les projets numériques et d’IA.%(file)s\n\n"
        "Ouvrez ce lien, valable sept jours et une seule fois :\n%(url)s\n\n"
        "Ne le transmettez à personne. Si vous n’attendiez pas cette invitation, "
        "ignorez ce message : rien ne se passera."
    ) % {
        "name": invitation.name,
        "inviter": invitation.invited_by.user,
        "organisation": invitation.organisation,
        "file": _file(invitation),
        "url": url,
    }


def _file(invitation: Invitation) -> str:
    """Its number and, for who comes by the shared room, its title.

    A file that the delegation still prepares by itself is told to whom it lets into
    the caucus by its number alone: others may read a mailbox.
    """
    if invitation.project is None:
        return ""
    words = {
        "number": invitation.project.number,
        "title": " ".join(invitation.project.title.split()),
    }
    if invitation.caucus:
        return "\n\n" + _("L’invitation porte sur le dossier n° %(number)s.") % words
    return "\n\n" + (
        _("L’invitation porte sur le dossier n° %(number)s, « %(title)s ».") % words
    )


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Member) -> None:
    """Kill the link at once."""
    changed = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    if not changed:
        raise Refused(_("Cette invitation est déjà utilisée ou retirée."))
    journal.record(
        invitation.project or invitation.organisation,
        "member.uninvited",
        _("Invitation de %(name)s retirée") % {"name": invitation.name},
        actor=actor,
        target=invitation,
    )


@transaction.atomic
def accept_with_new_account(
    invitation: Invitation, *, name: str, password: str
) -> Member:
    """Create the account of the invited address and open its place.

    Raises Refused when the link was used meanwhile or when the address has an account.
    """
    _take(invitation)
    known = _("Cette adresse a déjà un compte : connectez-vous d’abord.")
    if accounts.account_of(invitation.email) is not None:
        raise Refused(known)
    try:
        with transaction.atomic():
            user = create_account(email=invitation.email, name=name, password=password)
    except IntegrityError as error:
        # Another organisation's invitation was accepted at the same moment.
        raise Refused(known) from error
    return _open_place(invitation, user)


@transaction.atomic
def accept_with_account(invitation: Invitation, *, user: User) -> Member:
    """Open the place for the signed-in person, who must own the invited address."""
    if invitation.email.lower() not in accounts.addresses(user):
        raise Refused(_("Cette invitation est adressée à une autre personne."))
    _take(invitation)
    return _open_place(invitation, user)


def _take(invitation: Invitation) -> None:
    """Claim by update: of two requests with one link, one goes on (SE-05)."""
    _hold(invitation.organisation)
    now = timezone.now()
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).update(accepted_at=now)
    if not taken:
        raise Refused(_("Cette invitation a déjà servi."))


def _open_place(invitation: Invitation, user: User) -> Member:
    member = _place(invitation, user)
    role = Role(invitation.role)
    sentence = _("%(name)s a rejoint l’espace (%(role)s)") % {
        "name": user,
        "role": role.label,
    }
    journal.record(
        invitation.project or invitation.organisation,
        "member.joined",
        sentence,
        actor=member,
        target=member,
        role=role,
        caucus=member.caucus,
    )
    if invitation.project is not None:
        url = reverse("projects:guests", args=[invitation.project_id])
        notices.tell(
            invitation.project, [invitation.invited_by], sentence, url, actor=member
        )
    return member


def _place(invitation: Invitation, user: User) -> Member:
    """A new place, or the person's former one opened again from today."""
    today = timezone.localdate()
    side = SIDE_OF_ROLE[Role(invitation.role)]
    places = list(
        Member.objects.select_for_update().filter(
            organisation=invitation.organisation, user=user
        )
    )
    _refuse_two_sides(invitation, places, side)
    for place in places:
        if place.project_id != invitation.project_id:
            continue
        if place.until is None or place.until >= today:
            raise Refused(_("Vous avez déjà votre place ici : rien n’est à faire."))
        place.role, place.side = invitation.role, side
        place.caucus = invitation.caucus
        place.since, place.until = today, None
        place.save(update_fields=["role", "side", "caucus", "since", "until"])
        return place
    return Member.objects.create(
        organisation=invitation.organisation,
        project=invitation.project,
        user=user,
        role=invitation.role,
        side=side,
        caucus=invitation.caucus,
    )


def _refuse_two_sides(invitation: Invitation, places: list[Member], side: Side) -> None:
    """Nobody sits on both sides of one table, nor changes side without a new address.

    What was written under a place keeps the side it was written from.
    """
    today = timezone.localdate()
    for place in places:
        is_open = place.until is None or place.until >= today
        if place.project_id == invitation.project_id:
            if place.side != side:
                raise Refused(
                    _(
                        "Cette adresse a déjà servi ici pour une autre partie : "
                        "demandez une invitation sur une autre adresse."
                    )
                )
        elif is_open and (place.project_id is None or invitation.project_id is None):
            opposed = {place.side, side} & {Side.MANAGEMENT, Side.SUPPLIER}
            if opposed or place.project_id is None:
                raise Refused(
                    _(
                        "Vous avez déjà une place dans cette organisation, qui ne "
                        "peut pas aller avec celle-ci."
                    )
                )
