"""A further organisation on the same installation (feature P1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from projects import accounts, journal
from projects.actions.workplaces import WorkplaceFields, add_workplace
from projects.enums import SIDE_OF_ROLE, Role
from projects.errors import Refused
from projects.models import Member, Organisation, User


@transaction.atomic
def open_organisation(
    *, name: str, kind: str, workplace: WorkplaceFields, user: User
) -> Member:
    """An organisation, its first workplace, and `user` as its secretary.

    Raises Refused when the employer could read that person's mail (SE-06).
    """
    organisation = Organisation.objects.create(name=name, kind=kind)
    member = Member.objects.create(
        organisation=organisation,
        user=user,
        role=Role.SECRETARY,
        side=SIDE_OF_ROLE[Role.SECRETARY],
    )
    journal.record(
        organisation,
        "organisation.created",
        _("Organisation créée : %(name)s") % {"name": organisation},
        actor=member,
        target=organisation,
    )
    add_workplace(organisation, actor=member, **workplace)
    if accounts.read_by_employer(user.email, [organisation.pk]):
        raise Refused(
            _(
                "Votre adresse est sur la messagerie de l’employeur, qui pourrait la "
                "lire : indiquez une adresse personnelle ou syndicale."
            )
        )
    return member
