"""A supplier's sheet that two people write at once keeps what both wrote."""

import pytest
from django.urls import reverse

from projects.actions import suppliers
from projects.errors import Stale
from projects.seen import mark
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db
SHEET = dict.fromkeys(suppliers.FIELDS, "") | {
    "supplier": "Éditions Alpha",
    "product": "Alpha",
}


def test_an_old_page_is_refused_and_nothing_is_replaced(world: World) -> None:
    sheet = suppliers.add_supplier(world.organisation, actor=world.elected, **SHEET)
    seen = mark(sheet, suppliers.FIELDS)
    located = SHEET | {"data_location": "Lyon"}
    suppliers.edit_supplier(sheet, actor=world.elected, seen=seen, **located)
    with pytest.raises(Stale):
        suppliers.edit_supplier(
            sheet, actor=world.secretary, seen=seen, **SHEET | {"contact": "Léa"}
        )
    sheet.refresh_from_db()
    assert (sheet.data_location, sheet.contact) == ("Lyon", "")


def test_the_page_says_what_the_other_person_wrote(world: World) -> None:
    sheet = suppliers.add_supplier(world.organisation, actor=world.elected, **SHEET)
    path = reverse("projects:supplier_edit", args=[world.organisation.pk, sheet.pk])
    client = signed_in(world.secretary)
    sent = SHEET | {"contact": "Léa"}
    sent["seen"] = client.get(path).context["form"].initial["seen"]
    suppliers.edit_supplier(
        sheet, actor=world.elected, **SHEET | {"data_location": "Lyon"}
    )
    page = client.post(path, sent)
    shown = page.content.decode().replace("\xa0", " ")
    assert "Déjà enregistré : Lyon" in shown
    assert 'value="Léa"' in shown
    sent |= {"seen": page.context["form"].data["seen"], "data_location": "Lyon"}
    assert client.post(path, sent).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.data_location, sheet.contact) == ("Lyon", "Léa")
