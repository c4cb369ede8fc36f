"""Forms that two people fill at once: the late one is refused, with both texts."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diagnostics.actions import (
    answers,
    assessments,
    needs,
    outcomes,
    stakeholders,
    tasks,
)
from diagnostics.actions.answers import Said
from diagnostics.enums import AdviceState, AnswerKind, Party, Position
from diagnostics.models import AdviceRecord, Logbook, Stakeholder
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.models import Document, Entry, Member
from projects.seen import mark
from tests.diagnostics.books import make_logbook, make_need, said
from tests.diagnostics.hearings import make_card, make_learning
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.dialogue.stories import document, signed_in
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
    return str(client.get(path).context[name].initial.get("seen", ""))


def plain(page: Any) -> str:
    return str(page.content.decode()).replace("\xa0", " ")


def assert_both(page: Any, typed: str, stored: str) -> None:
    """What was typed is still in its field, what is stored is said beside it."""
    assert f"{typed}</textarea>" in plain(page)
    assert f"Déjà enregistré : {stored}" in plain(page)


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
    assert_both(page, "Du temps.", "De l’argent.")
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


# ---- the logbook ------------------------------------------------------------------
def test_a_late_rewording_shows_both_texts(world: World) -> None:
    need = make_need(make_logbook(world.project, world.secretary), world.secretary)
    client, path = signed_in(world.secretary), address(world, "need_edit", need.pk)
    words = {name: getattr(need, name) for name in needs.WORDS}
    sent = words | {"motive": "Le mien.", "seen": seen_on(client, path)}
    theirs = words | {"motive": "Le leur."}
    needs.reword(need, actor=world.elected, origin=None, **theirs)
    page = client.post(path, sent)
    assert_both(page, "Le mien.", "Le leur.")
    need.refresh_from_db()
    assert need.motive == "Le leur."


def test_a_late_answer_to_a_need_shows_both_texts(world: World) -> None:
    need = make_need(make_logbook(world.project, world.secretary), world.secretary)
    client = signed_in(world.employer)
    sent = {"answer": "En mars."}
    sent["seen"] = seen_on(client, need.get_absolute_url(), "answer_form")
    needs.answer(need, actor=world.secretary, answer="En mai.")
    page = client.post(address(world, "need_answer", need.pk), sent)
    assert_both(page, "En mars.", "En mai.")
    need.refresh_from_db()
    assert need.answer == "En mai."


def test_late_words_on_a_piece_of_advice_show_both(world: World) -> None:
    logbook = make_logbook(world.project, world.secretary)
    client, path = signed_in(world.secretary), address(world, "advice", "C1")
    sent = {"state": "done", "proof": "Le mien.", "seen": seen_on(client, path)}
    said(logbook, world.employer, AdviceState.DOING, proof="Le leur.")
    page = client.post(path, sent)
    assert_both(page, "Le mien.", "Le leur.")
    assert "Déjà enregistré : en cours" in plain(page)
    again = sent | {"seen": page.context["form"].data["seen"]}
    assert client.post(path, again).status_code == 302
    assert AdviceRecord.objects.get().proof == "Le mien."


# ---- diagnostics ------------------------------------------------------------------
def test_a_late_agreement_shows_both_degrees(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    assessments.close(row, actor=world.secretary)
    client = signed_in(world.secretary)
    path = address(world, "criterion", row.pk, "D1.1")
    day = row.started_on
    sent = {"level": "2", "note": "Le mien.", "agreed_on": day.isoformat()}
    sent["seen"] = seen_on(client, path)
    theirs: dict[str, Any] = {"level": -1, "note": "Le leur.", "disagreement": ""}
    outcomes.agree(row, "D1.1", actor=world.elected, agreed_on=day, **theirs)
    page = client.post(path, sent)
    assert_both(page, "Le mien.", "Le leur.")
    assert "Déjà enregistré : entrave" in plain(page)
    assert row.agreed.get().note == "Le leur."


def test_a_group_that_two_people_write_for_keeps_both_texts(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    group = answers.add_group(
        row, actor=world.secretary, party=Party.USERS, label="Matin", people=7
    )
    client = signed_in(world.elected)
    path = address(world, "sheet_step", row.pk, group.pk, "D1.1")
    sent = {"level": "1", "verbatim": "Les miens.", "seen": ""}
    theirs = Said(AnswerKind.LEVEL, 1, verbatim="Les leurs.")
    answers.save(group, "D1.1", theirs, actor=world.secretary)
    quick = client.post(path, sent, headers={"HX-Target": "autosave"})
    assert quick.status_code == 422
    assert "Quelqu’un a écrit ici entre-temps" in plain(quick)
    page = client.post(path, sent)
    assert_both(page, "Les miens.", "Les leurs.")
    assert "level" not in page.context["form"].errors
    assert group.answers.get().verbatim == "Les leurs."
    again = sent | {"seen": page.context["form"].data["seen"]}
    assert client.post(path, again).status_code == 302


def test_what_is_saved_while_one_writes_tells_the_page_what_it_is(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    group = answers.add_group(
        row, actor=world.secretary, party=Party.USERS, label="Matin", people=7
    )
    client = signed_in(world.secretary)
    path = address(world, "sheet_step", row.pk, group.pk, "D1.1")
    sent = {"level": "1", "verbatim": "Un", "seen": ""}
    quick = client.post(path, sent, headers={"HX-Target": "autosave"})
    seen = mark(group.answers.get(), answers.SAID)
    assert f'name="seen" id="id_seen" value="{seen}"' in quick.content.decode()
    more = sent | {"verbatim": "Un, deux", "seen": seen}
    assert client.post(path, more).status_code == 302
    assert group.answers.get().verbatim == "Un, deux"


# ---- what is cited ----------------------------------------------------------------
def named_to(reader: Member, world: World) -> Document:
    """A document of the caucus that only one person may read."""
    row = document(
        world,
        "Lettre",
        room=Room.CAUCUS,
        confidential=True,
        confidential_until=date(2099, 1, 1),
    )
    row.readers.add(reader)
    return row


def test_who_may_not_read_a_document_does_not_take_it_away(world: World) -> None:
    kept = named_to(world.elected, world)
    assert kept not in Document.objects.visible_to(world.secretary)
    logbook = make_logbook(world.project, world.secretary, Room.CAUCUS)
    said(logbook, world.elected, AdviceState.DOING, document=kept)
    client, path = signed_in(world.secretary), address(world, "advice", "C1")
    sent = {"state": "done", "seen": seen_on(client, path)}
    assert client.post(path, sent).status_code == 302
    record = AdviceRecord.objects.get()
    assert (record.state, record.document) == (AdviceState.DONE, kept)
    reader = signed_in(world.elected)
    reader.post(path, {"state": "done", "seen": seen_on(reader, path)})
    record.refresh_from_db()
    assert record.document is None


def test_a_shared_logbook_keeps_what_it_cited_before(world: World) -> None:
    logbook = make_logbook(world.project, world.secretary, Room.CAUCUS)
    kept = document(world, "Lettre", room=Room.CAUCUS)
    said(logbook, world.elected, AdviceState.DOING, document=kept)
    Logbook.objects.update(room=Room.SHARED, shared_at=timezone.now())
    client, path = signed_in(world.secretary), address(world, "advice", "C1")
    sent = {"state": "done", "seen": seen_on(client, path)}
    assert client.post(path, sent).status_code == 302
    assert AdviceRecord.objects.get().document == kept


@pytest.mark.parametrize("quick", [True, False])
def test_a_group_keeps_the_document_that_somebody_else_cited(
    world: World, quick: bool
) -> None:
    kept = named_to(world.elected, world)
    row = make_assessment(world.project, world.secretary, Room.CAUCUS)
    group = answers.add_group(
        row, actor=world.elected, party=Party.USERS, label="Matin", people=7
    )
    cited = Said(AnswerKind.LEVEL, 1, document=kept)
    answers.save(group, "D1.1", cited, actor=world.elected)
    client = signed_in(world.secretary)
    path = address(world, "sheet_step", row.pk, group.pk, "D1.1")
    headers = {"HX-Target": "autosave"} if quick else {}
    sent = {"level": "2", "seen": seen_on(client, path)}
    client.post(path, sent, headers=headers)
    found = group.answers.get()
    assert (found.level, found.document) == (2, kept)


# ---- one's own --------------------------------------------------------------------
def test_notes_of_a_criterion_that_left_the_canvas_stay(world: World) -> None:
    make_learning()
    card = make_card(world.elected)
    tasks.note(card, {"R1": "Un.", "R9": "D’un canevas d’avant."})
    url = reverse("diagnostics:task", args=[card.pk])
    client = signed_in(world.elected)
    client.post(url, {"R1": "", "seen": seen_on(client, url)})
    card.refresh_from_db()
    assert card.notes == {"R9": "D’un canevas d’avant."}
