"""Own data of a person whose places were closed: what they did, nothing since."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projects import exports, items, journal
from projects.enums import ItemKind, Role, Room
from projects.models import Document, Item, Member
from tests.factories import World, make_guest
from tests.projects.papers import confidential, filed, opened, upload


def leave(member: Member) -> None:
    member.until = timezone.localdate() - timedelta(days=1)
    member.save(update_fields=["until"])


def exported(member: Member, part: str, name: str) -> list[Any]:
    return [row[name] for row in exports.personal_data(member.user)[part]]


def titles(member: Member) -> tuple[list[Any], list[Any]]:
    return (
        exported(member, "documents_deposes", "title"),
        exported(member, "documents_ouverts", "title"),
    )


def test_a_closed_place_exports_neither_notices_nor_titles(world: World) -> None:
    member = world.elected
    filed(world.project, member, file=upload("Mes notes.txt"), title="Notes")
    assert opened(member, filed(world.project, world.secretary, title="Plan")) == 200
    assert titles(member) == (["Notes"], ["Plan"])
    assert exported(member, "notifications", "sentence") == [
        "Document D-2 déposé : Plan"
    ]
    leave(member)
    Document.objects.update(title="Changé depuis")
    assert titles(member) == ([None], [None])
    assert exported(member, "notifications", "sentence") == []
    assert exported(member, "documents_deposes", "shown_name") == ["Mes notes.txt"]
    assert exported(member, "places", "until") == [member.until]


def test_a_closed_place_exports_no_title_of_the_thread_nor_of_the_project(
    world: World,
) -> None:
    member = world.elected
    for actor in (member, world.secretary):
        items.create(
            world.project, ItemKind.QUESTION, "Qui lit ?", actor=actor, room=Room.CAUCUS
        )
    parts = ("places", "journal", "elements_du_fil")

    def told() -> dict[str, set[Any]]:
        return {part: set(exported(member, part, "project_title")) for part in parts}

    journal.record(world.project, "a.b", "Dit", actor=member, target=world.project)
    assert exported(member, "elements_du_fil", "title") == ["Qui lit ?"]
    title = world.project.title
    assert told() == {"places": {None}, "journal": {title}, "elements_du_fil": {title}}
    leave(member)
    Item.objects.update(title="Changé depuis")
    assert exported(member, "elements_du_fil", "title") == [None]
    assert exported(member, "elements_du_fil", "rank") == [1]
    assert told() == {part: {None} for part in parts}


def test_a_guest_who_left_exports_no_title_of_the_project(world: World) -> None:
    guest = world.expert
    assert exported(guest, "places", "project_title") == [world.project.title]
    leave(guest)
    assert exported(guest, "places", "project_title") == [None]
    assert exported(guest, "places", "organisation__name") == ["CSE Clientis"]


def test_a_place_that_stays_open_keeps_what_it_sees(world: World) -> None:
    guest = make_guest(
        world.project, Role.EXPERT, caucus=True, user=world.outsider.user
    )
    document = filed(world.other_project, world.outsider, title="Le nôtre")
    filed(world.project, guest, title="Le leur")
    leave(guest)
    assert opened(world.outsider, document) == 200
    filed_titles, opened_titles = titles(world.outsider)
    assert (set(filed_titles), opened_titles) == ({None, "Le nôtre"}, ["Le nôtre"])


def test_a_document_made_confidential_since_is_exported_without_its_title(
    world: World,
) -> None:
    document = confidential(world.project, world.secretary, readers=[world.elected])
    assert opened(world.elected, document) == 200
    document.readers.clear()
    assert titles(world.elected) == ([], [None])
