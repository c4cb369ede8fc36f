"""What the page of a new document says: to each side in its words, and of a twin."""

import re
from typing import Any

import pytest
from django.test import Client

from projects.enums import Room
from projects.models import Document
from tests.factories import World, make_guest
from tests.projects.papers import (
    client_of,
    confidential,
    filed,
    sent,
    text_of,
    upload,
    url,
)

TWIN = "Le même fichier est déjà dans ce projet"


def hints(client: Client, world: World) -> dict[str, str]:
    form = client.get(url("document_new", world.project)).context["form"]
    return {name: str(field.help_text) for name, field in form.fields.items()}


def test_the_delegation_is_asked_what_it_received(world: World) -> None:
    said = hints(client_of(world.elected), world)
    assert (
        said["given_on"]
        == "Le jour où il vous est parvenu : il compte pour les délais."
    )
    assert said["given_by"].startswith("Personne ou service.")


def test_the_employer_is_asked_what_it_hands_over(world: World) -> None:
    client = client_of(world.employer)
    said = hints(client, world)
    assert (
        said["given_on"] == "Le jour où vous le remettez : il compte pour les délais."
    )
    assert said["given_by"].startswith("Vous, ou le service qui le remet.")
    assert "que vous la présentez comme telle" in said["confidential"]
    page = text_of(client.get(url("document_new", world.project)))
    assert "Qui le remet, et quand" in page
    assert "vous est parvenu" not in page


def test_an_expert_is_not_spoken_to_as_the_employer(world: World) -> None:
    said = hints(client_of(world.expert), world)
    assert said["given_on"] == "Le jour où il a été remis : il compte pour les délais."


def deposit(client: Client, world: World, content: bytes, **fields: Any) -> str:
    body = sent(file=upload("Copie.txt", content), **fields)
    answer = client.post(url("document_new", world.project), body, follow=True)
    return text_of(answer)


def twins(page: str) -> list[str]:
    """Addresses and words of the links that a message about a twin gives."""
    found = re.search(rf"<p>{TWIN} : (.*?)</p>", page)
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', found[1]) if found else []


def test_the_same_file_twice_is_kept_and_said(world: World) -> None:
    first = filed(
        world.project, world.secretary, title="<b>Plan</b>", file=upload(content=b"Ici")
    )
    page = deposit(client_of(world.elected), world, b"Ici")
    where = url("document", world.project, first)
    assert twins(page) == [(where, "D-1 &lt;b&gt;Plan&lt;/b&gt;")]
    assert Document.objects.count() == 2


def test_another_file_is_filed_without_a_word(world: World) -> None:
    filed(world.project, world.secretary, file=upload(content=b"Ici"))
    assert TWIN not in deposit(client_of(world.elected), world, b"Ailleurs")


def test_the_same_file_in_another_project_is_not_told(world: World) -> None:
    filed(world.other_project, world.outsider, file=upload(content=b"Ici"))
    make_guest(world.other_project, user=world.elected.user)
    assert TWIN not in deposit(client_of(world.elected), world, b"Ici")


@pytest.mark.parametrize("file_one", [filed, confidential])
def test_a_twin_that_one_may_not_see_stays_unsaid(world: World, file_one: Any) -> None:
    room = Room.CAUCUS if file_one is filed else Room.SHARED
    file_one(world.project, world.secretary, room=room, file=upload(content=b"Ici"))
    page = deposit(client_of(world.employer), world, b"Ici")
    assert TWIN not in page
    assert Document.objects.count() == 2
    assert twins(deposit(client_of(world.secretary), world, b"Ici")) != []


def test_a_version_that_is_another_document_is_said(world: World) -> None:
    first = filed(world.project, world.secretary, file=upload(content=b"Ici"))
    other = filed(world.project, world.secretary, file=upload(content=b"Avant"))
    answer = client_of(world.secretary).post(
        url("version_new", world.project, other),
        {"file": upload("Copie.txt", b"Ici")},
        follow=True,
    )
    where = url("document", world.project, first)
    assert twins(text_of(answer)) == [(where, "D-1 Notice du projet")]
