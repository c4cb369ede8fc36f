"""Forms that two people fill at once: the late one is refused, with both texts."""

import pytest
from django.test import Client
from django.urls import reverse

from diagnostics.actions import stakeholders
from diagnostics.enums import Position
from diagnostics.models import Stakeholder
from projects.errors import Refused, Stale
from projects.models import Entry
from projects.seen import mark
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db
ACTOR = {
    "label": "Service client",
    "side": "users",
    "influence": "undergoes",
    "position": "unknown",
    "stake": "",
    "relations": "",
}


def address(world: World, name: str, *rest: object) -> str:
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def seen_on(client: Client, path: str, name: str = "form") -> str:
    return str(client.get(path).context[name].initial["seen"])


# ---- the map of actors ------------------------------------------------------------
def on_the_map(world: World) -> Stakeholder:
    return stakeholders.add(world.project, actor=world.secretary, **ACTOR)


def test_a_late_form_does_not_move_an_actor_back(world: World) -> None:
    row = on_the_map(world)
    seen = mark(row, stakeholders.FIELDS)
    moved = ACTOR | {"position": Position.OPPOSES}
    stakeholders.change(row, actor=world.elected, seen=seen, **moved)
    with pytest.raises(Stale):
        stakeholders.change(
            row, actor=world.secretary, seen=seen, **ACTOR | {"stake": "Du temps."}
        )
    row.refresh_from_db()
    assert (row.position, row.stake) == (Position.OPPOSES, "")


def test_the_map_shows_both_texts(world: World) -> None:
    row = on_the_map(world)
    client, path = signed_in(world.secretary), address(world, "actor_edit", row.pk)
    sent = ACTOR | {"stake": "Du temps.", "seen": seen_on(client, path)}
    stakeholders.change(row, actor=world.elected, **ACTOR | {"stake": "De l’argent."})
    page = client.post(path, sent)
    shown = page.content.decode().replace("\xa0", " ")
    assert "Enregistré entre-temps : De l’argent." in shown
    assert "Du temps.</textarea>" in shown
    again = sent | {"seen": page.context["form"].data["seen"]}
    assert client.post(path, again).status_code == 302


def test_an_actor_taken_off_meanwhile_is_said_to_be(world: World) -> None:
    row = on_the_map(world)
    stakeholders.remove(Stakeholder.objects.get(), actor=world.elected)
    with pytest.raises(Refused, match="n’est plus sur la carte"):
        stakeholders.change(row, actor=world.secretary, **ACTOR | {"stake": "Tout."})
    with pytest.raises(Refused, match="n’est plus sur la carte"):
        stakeholders.remove(row, actor=world.secretary)
    assert Entry.objects.filter(verb="stakeholder.removed").count() == 1
