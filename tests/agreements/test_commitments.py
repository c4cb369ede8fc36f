"""A proposed commitment: changed by several people, given up, nothing lost."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from agreements.actions import commitments
from agreements.enums import CommitmentState
from agreements.models import Commitment
from projects.errors import Refused, Stale
from projects.models import Entry
from projects.seen import mark
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db
TEXT = "La direction forme chaque équipe avant l’ouverture."
DAY = date(2030, 3, 1)


@pytest.fixture
def row(world: World) -> Commitment:
    return commitments.propose(
        world.project, actor=world.elected, text=TEXT, origin=None
    )


def edited(row: Commitment, world: World, **over: Any) -> None:
    values: dict[str, Any] = {"text": TEXT, "who": "", "due_on": None, "evidence": ""}
    seen = over.pop("seen", mark(row, commitments.FIELDS))
    commitments.edit(row, actor=world.elected, seen=seen, **{**values, **over})


def stored(row: Commitment) -> list[object]:
    row.refresh_from_db()
    return [getattr(row, name) for name in commitments.FIELDS]


def test_an_edit_says_in_the_journal_what_was_and_what_is(
    world: World, row: Commitment
) -> None:
    edited(row, world, who="La direction", due_on=DAY)
    assert stored(row) == [TEXT, "La direction", DAY, ""]
    line = Entry.objects.get(verb="commitment.edited")
    assert line.data == {
        "old": {"who": "", "due_on": ""},
        "new": {"who": "La direction", "due_on": "2030-03-01"},
    }


def test_the_title_in_the_thread_follows_the_text(
    world: World, row: Commitment
) -> None:
    edited(row, world, text="Deux jours par équipe.")
    row.item.refresh_from_db()
    assert row.item.title == "Deux jours par équipe."


def test_who_adds_the_evidence_does_not_wipe_who_and_when(
    world: World, row: Commitment
) -> None:
    seen = mark(row, commitments.FIELDS)
    edited(row, world, who="La direction", due_on=DAY)
    with pytest.raises(Stale):
        edited(row, world, seen=seen, evidence="La feuille de présence")
    assert stored(row) == [TEXT, "La direction", DAY, ""]


def test_the_page_keeps_both_and_the_next_save_knows(
    world: World, row: Commitment
) -> None:
    client = signed_in(world.secretary)
    path = reverse("agreements:commitment_edit", args=[world.project.pk, row.pk])
    sent = {"text": TEXT, "evidence": "La feuille de présence"}
    sent["seen"] = client.get(path).context["form"].initial["seen"]
    edited(row, world, who="La direction", due_on=DAY)
    page = client.post(path, sent)
    shown = page.content.decode().replace("\xa0", " ")
    assert "La feuille de présence" in shown
    assert "Déjà enregistré : La direction" in shown
    assert "Déjà enregistré : 1er mars 2030" in shown
    sent["seen"] = page.context["form"].data["seen"]
    assert client.post(path, sent | {"who": "La direction"}).status_code == 302
    assert stored(row) == [TEXT, "La direction", None, "La feuille de présence"]


def test_the_same_words_sent_twice_are_written_once(
    world: World, row: Commitment
) -> None:
    seen = mark(row, commitments.FIELDS)
    for _time in range(2):
        edited(row, world, seen=seen, who="La direction")
    assert Entry.objects.filter(verb="commitment.edited").count() == 1


def test_a_withdrawn_commitment_keeps_its_number_and_changes_no_more(
    world: World, row: Commitment
) -> None:
    commitments.withdraw(row, actor=world.elected)
    row.item.refresh_from_db()
    assert (row.state, row.item.rank) == (CommitmentState.WITHDRAWN, 1)
    assert row.item.withdrawn_at is not None
    assert Entry.objects.get(verb="commitment.withdrawn").target == row.item.pk
    with pytest.raises(Refused, match="ne change plus"):
        edited(row, world, who="La direction")
    with pytest.raises(Refused, match="déjà retiré"):
        commitments.withdraw(row, actor=world.elected)
