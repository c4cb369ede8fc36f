"""Needs followed to their acceptance: a refusal has its sequel, a proof its words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from diagnostics.actions import needs
from diagnostics.enums import NEED_MOVES, NeedState
from diagnostics.models import Need
from diagnostics.permissions import need_moves
from projects import items
from projects.enums import ItemKind, Role, Room
from projects.errors import Refused
from projects.models import Entry
from projects.seen import mark
from tests.diagnostics.books import make_logbook, make_need
from tests.dialogue.stories import html_of, signed_in
from tests.factories import make_guest, make_user

pytestmark = pytest.mark.django_db
S = NeedState


@pytest.fixture
def logbook(world):
    return make_logbook(world.project, world.secretary)


def address(world, name="needs", *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def led(need, actor, *states):
    """Through these states, each with the words it asks for."""
    words = {"reason": "Trop cher.", "sequel": "Revu en mars.", "proof": "Essai."}
    for state in states:
        needs.move(need, actor=actor, to=state, **words)
    return need


def test_needs_are_numbered_in_their_project(world, logbook):
    first, second = make_need(logbook, world.elected), make_need(logbook, world.elected)
    assert [first.number, second.number] == ["B-1", "B-2"]
    assert Entry.objects.filter(verb="need.expressed").count() == 2


def test_a_need_goes_from_words_to_acceptance(world, logbook):
    need = make_need(logbook, world.elected)
    led(need, world.secretary, S.RETAINED, S.DELIVERED, S.ACCEPTED)
    assert (need.state, need.proof) == (S.ACCEPTED, "Essai.")
    assert [
        (one.data["before"], one.data["after"])
        for one in Entry.objects.filter(verb="need.moved").order_by("pk")
    ] == [
        ("expressed", "retained"),
        ("retained", "delivered"),
        ("delivered", "accepted"),
    ]


@pytest.mark.parametrize("state", list(NeedState))
def test_every_state_has_its_moves_and_no_other(world, logbook, state):
    for there in NeedState:
        need = make_need(logbook, world.secretary)
        Need.objects.filter(pk=need.pk).update(
            state=state,
            moved_at=need.created_at,
            reason="r",
            sequel="s",
            proof="p",
        )
        if there in NEED_MOVES[state]:
            assert led(need, world.secretary, there).state == there
        else:
            with pytest.raises(Refused, match="cela n’est pas possible"):
                led(need, world.secretary, there)


@pytest.mark.parametrize(
    ("to", "words", "sentence"),
    [
        (S.REFUSED, {"reason": "Trop cher."}, "quelle suite il a"),
        (S.REFUSED, {"sequel": "Revu en mars."}, "quelle suite il a"),
        (S.DROPPED, {}, "pourquoi ce besoin est abandonné"),
    ],
)
def test_a_refusal_and_giving_up_say_their_words(world, logbook, to, words, sentence):
    need = make_need(logbook, world.secretary)
    with pytest.raises(Refused, match=sentence):
        needs.move(need, actor=world.secretary, to=to, **words)


def test_nothing_is_accepted_without_what_shows_it(world, logbook):
    need = make_need(logbook, world.secretary)
    for state in (S.RETAINED, S.DELIVERED):
        needs.move(need, actor=world.secretary, to=state)
    with pytest.raises(Refused, match="ce qui montre que le besoin est tenu"):
        needs.move(need, actor=world.secretary, to=S.ACCEPTED)


def test_the_base_keeps_a_refusal_with_its_sequel(world, logbook):
    need = make_need(logbook, world.secretary)
    row = Need.objects.filter(pk=need.pk)
    for broken in (
        {"state": S.REFUSED, "moved_at": need.created_at, "reason": "r"},
        {"state": S.ACCEPTED, "moved_at": need.created_at},
        {"state": S.RETAINED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**broken)


def test_a_refused_need_may_come_back_and_forgets_its_sequel(world, logbook):
    need = led(make_need(logbook, world.secretary), world.secretary, S.REFUSED)
    assert need.sequel == "Revu en mars."
    needs.move(need, actor=world.secretary, to=S.RETAINED)
    assert (need.reason, need.sequel) == ("", "")


def test_management_neither_accepts_nor_gives_up_what_others_carry(world, logbook):
    need = make_need(logbook, world.elected)
    assert need_moves(world.employer, need) == [S.RETAINED, S.REFUSED]
    assert need_moves(world.elected, need) == [S.RETAINED, S.REFUSED, S.DROPPED]
    led(need, world.employer, S.RETAINED, S.DELIVERED)
    assert need_moves(world.employer, need) == [S.RETAINED, S.REFUSED]
    posted = signed_in(world.employer).post(
        address(world, "need_move", need.pk), {"to": "accepted", "proof": "Si."}
    )
    need.refresh_from_db()
    assert (posted.status_code, need.state) == (422, S.DELIVERED)


def test_a_need_keeps_the_words_of_the_side_that_expressed_it(world, logbook):
    need = make_need(logbook, world.elected)
    url = address(world, "need_edit", need.pk)
    assert signed_in(world.employer).get(url).status_code == 403
    words = {"category": "ENF1", "statement": "Plus court.", "acceptance": "Vu."}
    sent = words | {"seen": mark(need, needs.REWORDED)}
    assert signed_in(world.secretary).post(url, sent).status_code == 302
    need.refresh_from_db()
    assert need.statement == "Plus court."
    led(need, world.secretary, S.RETAINED, S.DELIVERED)
    with pytest.raises(Refused, match="sa phrase ne change plus"):
        needs.reword(need, actor=world.secretary, origin=None, **words)


def test_both_sides_answer_and_the_journal_keeps_the_answer_before(world, logbook):
    need = make_need(logbook, world.elected)
    url = address(world, "need_answer", need.pk)
    for answer in ("Prévu en mars.", "Prévu en avril."):
        need.refresh_from_db()
        sent = {"answer": answer, "seen": mark(need, needs.ANSWERED)}
        signed_in(world.employer).post(url, sent)
    need.refresh_from_db()
    assert need.answer == "Prévu en avril."
    last = Entry.objects.filter(verb="need.answered").first()
    assert (last.actor_name, last.data["before"]) == (
        str(world.employer),
        "Prévu en mars.",
    )


def test_a_draft_of_the_caucus_is_shared_once(world, logbook):
    need = make_need(logbook, world.elected, Room.CAUCUS)
    page = address(world, "need", need.pk)
    assert signed_in(world.employer).get(page).status_code == 404
    seen = {"seen": needs.fingerprint(need)}
    signed_in(world.elected).post(address(world, "need_share", need.pk), seen)
    assert need.statement in html_of(world.employer, page)
    again = signed_in(world.elected).post(address(world, "need_share", need.pk), seen)
    assert again.status_code == 403
    assert Entry.objects.filter(verb="need.shared").count() == 1


def test_a_need_is_shared_as_it_was_read(world, logbook):
    need = make_need(logbook, world.elected, Room.CAUCUS)
    client, page = signed_in(world.elected), address(world, "need", need.pk)
    share = address(world, "need_share", need.pk)
    seen = client.get(page).context["seen"]
    needs.answer(need, actor=world.secretary, answer="Marie le demande.")
    answer = client.post(share, {"seen": seen}, follow=True)
    need.refresh_from_db()
    assert need.room == Room.CAUCUS
    assert "a changé depuis" in answer.text
    client.post(share, {"seen": answer.context["seen"]})
    need.refresh_from_db()
    assert need.room == Room.SHARED


def test_a_need_is_expressed_outside_by_a_side_when_its_author_is_not_known_there(
    world,
):
    logbook = make_logbook(world.project, world.secretary)
    hidden = make_guest(
        world.project, Role.FACILITATOR, caucus=True, user=make_user("Ada Cachée")
    )
    need = make_need(logbook, hidden, Room.CAUCUS)
    seen = needs.fingerprint(need)
    needs.share(need, actor=world.secretary, seen=seen)
    page = address(world, "need", need.pk)
    assert "Ada Cachée" in html_of(world.elected, page)
    outside = html_of(world.employer, page)
    assert "une personne de l’animation" in outside
    assert "Ada Cachée" not in outside


def test_no_need_is_shared_in_a_logbook_of_the_caucus(world):
    logbook = make_logbook(world.project, world.secretary, Room.CAUCUS)
    with pytest.raises(Refused, match="espace élus"):
        make_need(logbook, world.secretary)
    need = make_need(logbook, world.secretary, Room.CAUCUS)
    with pytest.raises(Refused, match="Partagez d’abord le carnet"):
        needs.share(need, actor=world.secretary, seen=needs.fingerprint(need))


def test_a_shared_need_comes_from_what_both_sides_read(world, logbook):
    kept = items.create(
        world.project,
        ItemKind.FINDING,
        "Entre nous",
        actor=world.secretary,
        room=Room.CAUCUS,
    )
    with pytest.raises(Refused, match="les deux parties peuvent lire"):
        make_need(logbook, world.secretary, origin=kept)
    need = make_need(logbook, world.secretary, Room.CAUCUS, origin=kept)
    needs.share(need, actor=world.secretary, seen=needs.fingerprint(need))
    page = address(world, "need", need.pk)
    assert "Entre nous" in html_of(world.secretary, page)
    assert "Entre nous" not in html_of(world.employer, page)


def test_an_example_of_the_book_fills_a_new_need(world, logbook):
    page = html_of(
        world.secretary, f"{address(world, 'need_new')}?sorte=ENF1&exemple=2"
    )
    assert "Il dit qui a saisi.</textarea>" in page
    assert "Trois personnes lisent la même chose.</textarea>" in page


def test_guests_of_management_write_in_the_shared_table_only(world, logbook):
    words = {"category": "ENF1", "statement": "Un besoin.", "acceptance": "Vu."}
    client = signed_in(world.employer)
    refused = client.post(address(world, "need_new"), {**words, "room": "caucus"})
    assert (refused.status_code, Need.objects.count()) == (200, 0)
    client.post(address(world, "need_new"), {**words, "room": "shared"})
    assert Need.objects.get().room == Room.SHARED


def test_the_page_keeps_those_not_accepted(world, logbook):
    done = make_need(logbook, world.secretary, statement="Tenu.")
    led(done, world.secretary, S.RETAINED, S.DELIVERED, S.ACCEPTED)
    given_up = make_need(logbook, world.secretary, statement="Laissé.")
    led(given_up, world.secretary, S.DROPPED)
    refused = make_need(logbook, world.secretary, statement="Refusé pour l’instant.")
    led(refused, world.secretary, S.REFUSED)
    page = html_of(world.secretary, f"{address(world)}?attente")
    assert "Refusé pour l’instant." in page
    assert "Tenu." not in page
    assert "Laissé." not in page


def test_the_table_leaves_as_a_file_of_what_its_reader_may_see(world, logbook):
    make_need(logbook, world.secretary, statement="=cmd()")
    make_need(logbook, world.secretary, Room.CAUCUS, statement="Entre nous.")
    ours = signed_in(world.secretary).get(address(world, "need_export"))
    theirs = signed_in(world.employer).get(address(world, "need_export"))
    assert ours.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = theirs.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("B-1;Lisibilité;'=cmd()")
    assert "Entre nous." in ours.content.decode()
