"""Acts on suppliers' sheets: what is said once for every workplace."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from projects import journal
from projects.errors import Refused
from projects.models import Member, Organisation, SupplierSheet
from projects.seen import refuse_stale


class SupplierFields(TypedDict):
    supplier: str
    product: str
    does: str
    data_location: str
    subprocessors: str
    ai_models: str
    documentation: str
    contact: str


FIELDS = tuple(SupplierFields.__annotations__)


@transaction.atomic
def add_supplier(
    organisation: Organisation, *, actor: Member, **fields: Unpack[SupplierFields]
) -> SupplierSheet:
    _refuse_twin(organisation, fields)
    sheet = SupplierSheet.objects.create(organisation=organisation, **fields)
    journal.record(
        organisation,
        "supplier.added",
        _("Fiche de fournisseur ajoutée : %(name)s") % {"name": sheet},
        actor=actor,
        target=sheet,
        new=fields,
    )
    return sheet


@transaction.atomic
def edit_supplier(
    sheet: SupplierSheet,
    *,
    actor: Member,
    seen: str | None = None,
    **fields: Unpack[SupplierFields],
) -> SupplierSheet:
    """Change the sheet, hence what every system that points to it says.

    `seen` is the `mark` of what the page showed. Raises Stale when it changed since.
    """
    sheet = SupplierSheet.objects.select_for_update().get(pk=sheet.pk)
    refuse_stale(sheet, fields, seen)
    new = {n: value for n, value in fields.items() if getattr(sheet, n) != value}
    if not new:
        return sheet
    _refuse_twin(sheet.organisation, fields, but=sheet)
    old = {name: getattr(sheet, name) for name in new}
    for name, value in new.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(new))
    labels = (str(SupplierSheet._meta.get_field(n).verbose_name) for n in new)  # type: ignore[union-attr]
    journal.record(
        sheet.organisation,
        "supplier.edited",
        _("Fiche de fournisseur modifiée, %(name)s : %(fields)s")
        % {"name": sheet, "fields": ", ".join(labels)},
        actor=actor,
        target=sheet,
        old=old,
        new=new,
    )
    return sheet


def _refuse_twin(
    organisation: Organisation,
    fields: SupplierFields,
    *,
    but: SupplierSheet | None = None,
) -> None:
    # The organisation's row is held so that two people never write one sheet twice.
    Organisation.objects.select_for_update().only("pk").get(pk=organisation.pk)
    twins = SupplierSheet.objects.filter(
        organisation=organisation,
        supplier__iexact=fields["supplier"],
        product__iexact=fields["product"],
    )
    if but is not None:
        twins = twins.exclude(pk=but.pk)
    if twins.exists():
        raise Refused(_("Ce produit a déjà sa fiche : complétez celle-là."))
