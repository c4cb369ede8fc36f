"""Nobody agrees for the other side: practices and degrees, proposed then agreed."""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments, consents, outcomes
from diagnostics.enums import Party, PracticeState
from diagnostics.models import Consent
from diagnostics.papers import synthesis
from diagnostics.reading import agreed_words, levels_of, results_of
from projects.enums import Role, Room
from projects.errors import Refused
from projects.french import day
from projects.models import Entry
from projects.seen import mark
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db
S = PracticeState


@pytest.fixture
def world():
    return make_world()


def shown(world, room=Room.SHARED):
    row = make_assessment(world.project, world.secretary, room)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    return assessments.close(row, actor=world.secretary)


def page_of(world, row, member):
    place = [world.project.pk, row.pk, "D1.1"]
    return text_of(client_of(member).get(reverse("diagnostics:criterion", args=place)))


# ---- practices --------------------------------------------------------------------
def practice(row, actor):
    return outcomes.propose_practice(
        row, actor=actor, criterion="D1.1", text="Relire ensemble."
    )


def practices_of(world, row, member):
    place = [world.project.pk, row.pk]
    return text_of(client_of(member).get(reverse("diagnostics:practices", args=place)))


def move(world, row, one, member, to):
    place = [world.project.pk, row.pk, one.pk]
    path = reverse("diagnostics:practice_move", args=place)
    return client_of(member).post(path, {"to": to}, follow=True)


def test_the_employer_does_not_agree_to_what_it_proposed(world):
    row = shown(world)
    one = practice(row, world.employer)
    said = text_of(move(world, row, one, world.employer, S.AGREED))
    assert "Votre partie a proposé cette pratique" in said
    one.refresh_from_db()
    assert (one.state, Consent.objects.count()) == (S.PROPOSED, 0)
    assert '<button class="btn quiet small" name="to" value="agreed">' not in said


def test_the_other_side_agrees_and_both_are_named_with_the_day(world):
    row = shown(world)
    one = practice(row, world.employer)
    assert "Attend l’accord de la délégation." in practices_of(
        world, row, world.employer
    )
    move(world, row, one, world.elected, S.AGREED)
    one.refresh_from_db()
    today = day(one.moved_at)
    assert one.state == S.AGREED
    assert (
        f"Proposée par la direction ({world.employer}) le {today}, "
        f"convenue par la délégation ({world.elected}) le {today}."
    ) in practices_of(world, row, world.employer)
    entry = Entry.objects.get(verb="practice.moved")
    assert (entry.data["state"], entry.actor_name) == (S.AGREED, str(world.elected))


def test_what_who_facilitates_proposes_waits_for_both_sides(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = shown(world)
    one = practice(row, facilitator)
    assert move(world, row, one, facilitator, S.AGREED).status_code == 403
    move(world, row, one, world.employer, S.AGREED)
    one.refresh_from_db()
    assert one.state == S.PROPOSED
    said = practices_of(world, row, world.employer)
    assert f"acceptée par la direction ({world.employer})" in said
    assert "Attend l’accord de la délégation." in said
    move(world, row, one, world.secretary, S.AGREED)
    one.refresh_from_db()
    assert one.state == S.AGREED
    verbs = Entry.objects.filter(verb__startswith="practice").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "practice.proposed",
        "practice.accepted",
        "practice.moved",
    ]


def test_who_proposes_again_waits_for_the_other_side_again(world):
    row = shown(world)
    one = practice(row, world.employer)
    for to, words in ((S.AGREED, ""), (S.DROPPED, "Trop long."), (S.PROPOSED, "")):
        outcomes.move_practice(one, actor=world.secretary, to=to, words=words)
    assert (one.proposed_by, one.consents.count()) == (world.secretary, 0)
    with pytest.raises(Refused, match="c’est à l’autre d’en convenir"):
        outcomes.move_practice(one, actor=world.elected, to=S.AGREED)
    outcomes.move_practice(one, actor=world.employer, to=S.AGREED)
    assert one.state == S.AGREED


def test_in_the_caucus_the_delegation_agrees_and_its_card_says_who(world):
    row = shown(world, Room.CAUCUS)
    one = practice(row, world.secretary)
    outcomes.move_practice(one, actor=world.secretary, to=S.AGREED)
    said = practices_of(world, row, world.elected)
    assert f"convenue par la délégation ({world.secretary})" in said


def test_practices_are_read_in_as_many_queries_with_one_as_with_three(world):
    row = shown(world)
    path = reverse("diagnostics:practices", args=[world.project.pk, row.pk])
    found = []
    for _rank in range(3):
        one = practice(row, world.employer)
        outcomes.move_practice(one, actor=world.elected, to=S.AGREED)
        found.append(queries(world.secretary, path))
    assert (found[0], found[2]) == (8, 8)


# ---- degrees ----------------------------------------------------------------------
def written(row, actor, **over):
    fields = {"level": -1, "note": "Relu.", "disagreement": ""} | over
    return outcomes.agree(row, "D1.1", actor=actor, agreed_on=row.started_on, **fields)


def say(world, row, member, says, **over):
    level = row.agreed.get()
    given = {"says": says, "seen": mark(level, consents.PROPOSED), "words": ""} | over
    path = reverse("diagnostics:level_say", args=[world.project.pk, row.pk, "D1.1"])
    return client_of(member).post(path, given)


def short(row):
    return agreed_words(levels_of(row)["D1.1"], results_of(row))


def test_a_degree_is_proposed_until_the_other_side_agrees(world):
    row = shown(world)
    written(row, world.secretary)
    page = page_of(world, row, world.employer)
    assert "Ce qui est proposé" in page
    assert f"Proposé par la délégation ({world.secretary})" in page
    assert "Attend l’accord de la direction." in page
    assert short(row) == "entrave (proposé par la délégation)"
    assert say(world, row, world.employer, "oui").status_code == 302
    page = page_of(world, row, world.employer)
    assert "Ce qui est convenu ensemble" in page
    assert f"convenu par la direction ({world.employer})" in page
    assert short(row) == "entrave"
    assert Entry.objects.get(verb="assessment.level_said").data["agrees"] is True


def test_the_side_that_wrote_it_does_not_agree_to_it(world):
    row = shown(world)
    written(row, world.secretary)
    assert 'value="oui"' not in page_of(world, row, world.elected)
    refused = say(world, row, world.elected, "oui")
    assert refused.status_code == 422
    assert "c’est à une autre d’en convenir" in text_of(refused)
    assert not Consent.objects.exists()


def test_the_other_side_says_that_it_disagrees_in_its_own_name(world):
    row = shown(world)
    written(row, world.secretary)
    say(world, row, world.employer, "non", words="Deux équipes sur trois.")
    page = page_of(world, row, world.elected)
    assert f"Désaccord de la direction ({world.employer})" in page
    assert "Deux équipes sur trois." in page
    assert short(row) == "entrave, avec un désaccord (proposé par la délégation)"
    paper = synthesis(row)["agreed"][0]
    assert paper["against"][0]["words"] == "Deux équipes sur trois."
    # It has answered: nothing is awaited of it, and nothing is agreed.
    assert "Attend" not in paper["told"]
    assert "Ce qui est proposé" in page


def test_a_degree_that_changes_asks_everybody_again(world):
    row = shown(world)
    written(row, world.secretary)
    seen = mark(row.agreed.get(), consents.PROPOSED)
    say(world, row, world.employer, "oui")
    written(row, world.secretary, level=2)
    late = say(world, row, world.employer, "oui", seen=seen)
    assert "vient de changer" in text_of(late)
    assert short(row) == "soutien fort (proposé par la délégation)"
    last = Entry.objects.filter(verb="assessment.agreed").order_by("pk").last()
    assert last.data["said_before"] == [["management", True, ""]]


def test_who_facilitates_writes_it_down_and_both_sides_agree(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = shown(world)
    level = written(row, facilitator)
    consents.say_of_level(level, actor=world.employer, agrees=True)
    assert short(row) == "entrave (proposé par l’animation)"
    consents.say_of_level(level, actor=world.elected, agrees=True)
    assert short(row) == "entrave"


def test_in_the_caucus_it_is_said_by_whom_and_another_person_confirms(world):
    row = shown(world, Room.CAUCUS)
    level = written(row, world.secretary)
    page = page_of(world, row, world.elected)
    assert f"Noté par la délégation ({world.secretary})" in page
    with pytest.raises(Refused, match="une autre personne"):
        consents.say_of_level(level, actor=world.secretary, agrees=True)
    say(world, row, world.elected, "oui")
    page = page_of(world, row, world.elected)
    assert f"convenu par la délégation ({world.elected})" in page
    assert short(row) == "entrave"
