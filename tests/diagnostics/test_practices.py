"""Good practices once agreed: led on by the two sides, given up with a reason."""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments, outcomes
from diagnostics.enums import Party, PracticeState
from diagnostics.papers import synthesis
from projects.enums import Role, Room
from projects.errors import Refused
from projects.french import day
from projects.models import Entry, Notice
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
S = PracticeState
QUOTED = "« Relire ensemble. »"
WHY = "Le fournisseur a changé d’outil."


@pytest.fixture
def world():
    return make_world()


def shown(world, room=Room.SHARED):
    row = make_assessment(world.project, world.secretary, room)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    return assessments.close(row, actor=world.secretary)


def proposed(world, actor, room=Room.SHARED):
    return outcomes.propose_practice(
        shown(world, room), actor=actor, criterion="", text="Relire ensemble."
    )


def agreed(world):
    """Proposed by the delegation, agreed by management."""
    one = proposed(world, world.secretary)
    outcomes.move_practice(one, actor=world.employer, to=S.AGREED)
    return one


def third_parties(world):
    """Guests who may propose, on neither side of the table."""
    return [
        make_guest(world.project, role)
        for role in (Role.EXPERT, Role.SUPPLIER, Role.FACILITATOR)
    ]


def address(name, one):
    return reverse(
        f"diagnostics:{name}", args=[one.project_id, one.assessment_id, one.pk]
    )


def page_of(one, member):
    path = reverse("diagnostics:practices", args=[one.project_id, one.assessment_id])
    return text_of(client_of(member).get(path))


def drop(one, member, reason=WHY):
    path = address("practice_drop", one)
    return client_of(member).post(path, {"reason": reason}, follow=True)


def news(member):
    """Lines of this person that await nothing."""
    found = Notice.objects.filter(member=member, awaits="").exclude(
        sentence__startswith="Au moins"
    )
    return [
        sentence
        for sentence in found.values_list("sentence", flat=True)
        if "ratique" in sentence
    ]


# ---- who leads it on --------------------------------------------------------------
@pytest.mark.parametrize("state", [S.AGREED, S.APPLIED, S.DROPPED])
def test_nobody_but_the_two_sides_undoes_what_they_agreed(world, state):
    one = agreed(world)
    if state != S.AGREED:
        outcomes.move_practice(one, actor=world.employer, to=state, words=WHY)
    for guest in third_parties(world):
        client = client_of(guest)
        for to in S:
            answer = client.post(address("practice_move", one), {"to": to})
            assert answer.status_code == 403
        assert drop(one, guest).status_code == 403
        assert client.get(address("practice_drop", one)).status_code == 403
        assert "pratiques/" + str(one.pk) not in page_of(one, guest)
        with pytest.raises(Refused):
            outcomes.move_practice(one, actor=guest, to=S.DROPPED, words=WHY)
    one.refresh_from_db()
    assert (one.state, one.consents.count()) == (state, 1)


@pytest.mark.parametrize("to", [S.APPLIED, S.DROPPED])
def test_the_act_itself_refuses_a_third_party(world, to):
    one = agreed(world)
    for guest in third_parties(world):
        with pytest.raises(Refused, match="La délégation et la direction décident"):
            outcomes.move_practice(one, actor=guest, to=to, words=WHY)


def test_who_advises_takes_back_its_own_proposal_until_it_is_agreed(world):
    guest, other, _facilitator = third_parties(world)
    one = proposed(world, guest)
    assert drop(one, other).status_code == 403
    drop(one, guest, reason="")
    one.refresh_from_db()
    assert (one.state, one.moved_by) == (S.DROPPED, guest)


def test_who_advises_does_not_give_up_what_a_side_proposed(world):
    one = proposed(world, world.secretary)
    assert [drop(one, guest).status_code for guest in third_parties(world)] == [403] * 3


def test_each_side_may_note_it_applied_and_the_page_says_which(world):
    one = agreed(world)
    sides = {world.employer: "la direction", world.elected: "la délégation"}
    for side, said in sides.items():
        client_of(side).post(address("practice_move", one), {"to": S.APPLIED})
        one.refresh_from_db()
        page = page_of(one, world.secretary)
        assert f"Appliquée, dit {said} ({side}) le {day(one.moved_at)}." in page
        assert "convenue par la direction" in page
        assert "Dire qu’elle n’est plus appliquée" in page
        client_of(world.secretary).post(address("practice_move", one), {"to": S.AGREED})
        one.refresh_from_db()
        assert (one.state, one.consents.count()) == (S.AGREED, 1)


# ---- giving it up -----------------------------------------------------------------
@pytest.mark.parametrize("state", [S.AGREED, S.APPLIED])
def test_giving_up_what_was_agreed_needs_a_reason(world, state):
    one = agreed(world)
    if state == S.APPLIED:
        outcomes.move_practice(one, actor=world.employer, to=S.APPLIED)
    answer = drop(one, world.employer, reason="  ")
    assert answer.status_code == 422
    assert "Dites pourquoi vous l’abandonnez." in text_of(answer)
    with pytest.raises(Refused, match="Dites pourquoi"):
        outcomes.move_practice(one, actor=world.employer, to=S.DROPPED)
    one.refresh_from_db()
    assert one.state == state


def test_the_list_says_who_gave_it_up_and_why_and_that_both_agreed(world):
    one = agreed(world)
    drop(one, world.employer)
    one.refresh_from_db()
    today = day(one.moved_at)
    for reader in (world.secretary, world.employer, world.expert):
        page = page_of(one, reader)
        assert f"convenue par la direction ({world.employer}) le {today}." in page
        assert (
            f"Abandonnée par la direction ({world.employer}) le {today} : {WHY}" in page
        )
    entry = Entry.objects.filter(verb="practice.moved").order_by("pk").last()
    assert (entry.actor_name, entry.data["state"]) == (str(world.employer), S.DROPPED)
    assert (entry.data["side"], entry.data["words"]) == ("management", WHY)


def test_what_one_side_alone_accepted_is_not_said_to_be_agreed(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    one = proposed(world, facilitator)
    outcomes.move_practice(one, actor=world.employer, to=S.AGREED)
    drop(one, world.elected)
    page = page_of(one, world.secretary)
    assert f"acceptée par la direction ({world.employer})" in page
    assert "convenue par" not in page


def test_a_reason_is_kept_when_the_practice_moved_meanwhile(world):
    one = agreed(world)
    outcomes.move_practice(one, actor=world.employer, to=S.DROPPED, words="Avant.")
    answer = drop(one, world.secretary)
    assert answer.status_code == 422
    assert "Cette pratique est à l’état « abandonnée »" in text_of(answer)
    assert WHY in text_of(answer)
    one.refresh_from_db()
    assert one.moved_words == "Avant."


def test_an_older_page_is_led_to_the_reason(world):
    one = agreed(world)
    answer = client_of(world.employer).post(
        address("practice_move", one), {"to": S.DROPPED}
    )
    assert (answer.status_code, answer["Location"]) == (
        302,
        address("practice_drop", one),
    )


def test_a_practice_given_up_before_anybody_was_written_down_tells_nobody(world):
    one = agreed(world)
    one.state = S.DROPPED
    one.moved_by = None
    one.save(update_fields=["state", "moved_by"])
    assert "Abandonnée par" not in page_of(one, world.secretary)


# ---- telling the other side -------------------------------------------------------
def test_the_other_side_is_told_and_nobody_of_the_same_side(world):
    one = agreed(world)
    outcomes.move_practice(one, actor=world.employer, to=S.APPLIED)
    outcomes.move_practice(one, actor=world.secretary, to=S.AGREED)
    outcomes.move_practice(one, actor=world.employer, to=S.DROPPED, words=WHY)
    ours = [
        f"Bonne pratique acceptée par la direction : {QUOTED}",
        f"Bonne pratique appliquée, dit la direction : {QUOTED}",
        f"Bonne pratique abandonnée par la direction : {QUOTED}",
    ]
    theirs = [f"Bonne pratique pas encore appliquée, dit la délégation : {QUOTED}"]
    assert sorted(news(world.elected)) == sorted(ours)
    assert sorted(news(world.secretary)) == sorted(ours)
    assert news(world.employer) == theirs
    assert news(world.expert) == news(world.reader) == []


def test_what_the_other_side_proposed_is_not_given_up_in_silence(world):
    one = proposed(world, world.employer)
    drop(one, world.elected, reason="")
    assert news(world.employer) == [
        f"Bonne pratique abandonnée par la délégation : {QUOTED}"
    ]


def test_taking_back_ones_own_proposal_tells_nobody(world):
    one = proposed(world, world.employer)
    drop(one, world.employer, reason="")
    assert news(world.secretary) == news(world.employer) == []


def test_in_the_caucus_there_is_nobody_to_tell(world):
    one = proposed(world, world.secretary, Room.CAUCUS)
    outcomes.move_practice(one, actor=world.secretary, to=S.AGREED)
    with pytest.raises(Refused, match="Dites pourquoi"):
        outcomes.move_practice(one, actor=world.elected, to=S.DROPPED)
    outcomes.move_practice(one, actor=world.elected, to=S.DROPPED, words=WHY)
    assert news(world.secretary) == news(world.employer) == []
    assert f"le {day(one.moved_at)} : {WHY}" in page_of(one, world.secretary)


def test_the_paper_says_which_side_says_so(world):
    one = agreed(world)
    outcomes.move_practice(one, actor=world.employer, to=S.DROPPED, words=WHY)
    states = [line["state"] for line in synthesis(one.assessment)["actions"]]
    assert [f"Abandonnée par la direction ({world.employer})" in s for s in states] == [
        True
    ]
