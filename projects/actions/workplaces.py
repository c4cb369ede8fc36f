"""Acts on workplaces: what the law needs to know of where the work is done."""

from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from projects import journal
from projects.models import Member, Organisation, Workplace


class WorkplaceFields(TypedDict):
    name: str
    siren: str
    siret: str
    headcount: int
    regime: str
    instance: str
    branch: NotRequired[str]
    territory: str
    mail_domains: str


@transaction.atomic
def add_workplace(
    organisation: Organisation, *, actor: Member, **fields: Unpack[WorkplaceFields]
) -> Workplace:
    workplace = Workplace.objects.create(organisation=organisation, **fields)
    journal.record(
        organisation,
        "workplace.added",
        _("Lieu de travail ajouté : %(name)s") % {"name": workplace},
        actor=actor,
        target=workplace,
        new=fields,
    )
    return workplace


@transaction.atomic
def edit_workplace(
    workplace: Workplace, *, actor: Member, **fields: Unpack[WorkplaceFields]
) -> Workplace:
    """Change the sheet. Dates already computed keep the rule they were made with."""
    workplace = Workplace.objects.select_for_update().get(pk=workplace.pk)
    new = {n: value for n, value in fields.items() if getattr(workplace, n) != value}
    if not new:
        return workplace
    old = {name: getattr(workplace, name) for name in new}
    for name, value in new.items():
        setattr(workplace, name, value)
    workplace.save(update_fields=list(new))
    journal.record(
        workplace.organisation,
        "workplace.edited",
        _("Lieu de travail modifié : %(name)s") % {"name": workplace},
        actor=actor,
        target=workplace,
        old=old,
        new=new,
    )
    return workplace
