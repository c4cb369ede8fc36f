"""« Au moins un degré attend l’accord de votre partie », told to who may give it."""

import pytest

from diagnostics.actions import assessments, consents, outcomes
from diagnostics.enums import Party, PracticeState
from projects.enums import Role, Room
from projects.models import Entry, Notice
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_guest, make_world
from tests.projects.sheets import client_of, text_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db
S = PracticeState
DEGREE = "Au moins un degré attend l’accord de votre partie : Diagnostic de l’assistant"
PRACTICE = (
    "Au moins une bonne pratique attend l’accord de votre partie : "
    "Diagnostic de l’assistant"
)


@pytest.fixture
def world():
    return make_world()


def shown(world, room=Room.SHARED):
    row = make_assessment(world.project, world.secretary, room)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2, D1_2=1)
    return assessments.close(row, actor=world.secretary)


def written(row, actor, code="D1.1", **over):
    fields = {"level": -1, "note": "Relu.", "disagreement": ""} | over
    return outcomes.agree(row, code, actor=actor, agreed_on=row.started_on, **fields)


def practice(row, actor):
    return outcomes.propose_practice(row, actor=actor, criterion="", text="Relire.")


def told():
    """Who got a line about an accord, and how many."""
    found = Notice.objects.filter(sentence__in=[DEGREE, PRACTICE])
    people = [str(notice.member) for notice in found.select_related("member__user")]
    return {name: people.count(name) for name in people}


def at_home(member):
    """What the home page says is awaited of this person: words, address, room."""
    waiting = client_of(member).get("/").context["awaited"]
    return [(one.sentence, one.url, one.awaited_in) for one in waiting]


def test_a_degree_waits_on_the_home_page_of_the_other_side_until_it_answers(world):
    row = shown(world)
    level = written(row, world.secretary)
    assert told() == {str(world.employer): 1}
    line = (DEGREE, row.get_absolute_url(), Room.SHARED)
    assert at_home(world.employer) == [line]
    assert at_home(world.elected) == []
    consents.say_of_level(level, actor=world.employer, agrees=True)
    assert at_home(world.employer) == []


def test_home_frames_it_as_shared(world):
    written(shown(world), world.secretary)
    page = client_of(world.employer).get("/").content.decode()
    assert page.count('<section class="card shared split">') == 1
    assert 'class="card caucus' not in page


def test_a_disagreement_is_an_answer_too(world):
    row = shown(world)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.employer, agrees=False, words="Non.")
    assert at_home(world.employer) == []


def test_several_degrees_make_one_line_that_leaves_with_the_last_answer(world):
    row = shown(world)
    first = written(row, world.secretary)
    second = written(row, world.secretary, "D1.2")
    assert len(at_home(world.employer)) == 1
    consents.say_of_level(first, actor=world.employer, agrees=True)
    assert len(at_home(world.employer)) == 1
    consents.say_of_level(second, actor=world.employer, agrees=True)
    assert at_home(world.employer) == []


def test_other_words_ask_again_and_the_same_words_ask_nobody(world):
    row = shown(world)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.employer, agrees=True)
    written(row, world.secretary)
    assert [one.agrees for one in level.consents.all()] == [True]
    assert Entry.objects.filter(verb="assessment.agreed").count() == 1
    assert (told(), at_home(world.employer)) == ({str(world.employer): 1}, [])
    written(row, world.secretary, note="Relu à deux.")
    assert level.consents.count() == 0
    assert told() == {str(world.employer): 2}
    assert len(at_home(world.employer)) == 1


def test_what_who_facilitates_writes_waits_for_who_may_answer_on_both_sides(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    level = written(shown(world), facilitator)
    people = (world.secretary, world.elected, world.employer)
    assert told() == {str(one): 1 for one in people}
    consents.say_of_level(level, actor=world.elected, agrees=True)
    assert [len(at_home(one)) for one in people] == [0, 0, 1]


def test_the_side_that_writes_it_over_is_asked_no_more(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = shown(world)
    written(row, facilitator)
    written(row, world.secretary, level=1)
    assert [len(at_home(one)) for one in (world.elected, world.employer)] == [0, 1]


def test_a_practice_waits_for_the_other_side_until_it_is_agreed_or_given_up(world):
    row = shown(world)
    for to in (S.AGREED, S.DROPPED):
        one = practice(row, world.employer)
        assert [line[0] for line in at_home(world.elected)] == [PRACTICE]
        assert at_home(world.elected)[0][1].endswith("/pratiques/")
        outcomes.move_practice(one, actor=world.secretary, to=to)
        assert at_home(world.elected) == at_home(world.secretary) == []
    assert told() == {str(world.secretary): 2, str(world.elected): 2}
    outcomes.move_practice(one, actor=world.secretary, to=S.PROPOSED)
    assert [len(at_home(one)) for one in (world.elected, world.employer)] == [0, 1]


def test_a_practice_accepted_by_one_side_still_waits_for_the_other(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    one = practice(shown(world), facilitator)
    outcomes.move_practice(one, actor=world.employer, to=S.AGREED)
    assert [len(at_home(one)) for one in (world.elected, world.employer)] == [1, 0]


def test_nothing_of_the_caucus_is_told(world):
    row = shown(world, Room.CAUCUS)
    written(row, world.secretary)
    practice(row, world.secretary)
    assert (told(), at_home(world.elected)) == ({}, [])


def test_home_costs_the_same_with_one_line_and_with_two(world):
    row = shown(world)
    written(row, world.secretary)
    with_one = queries(world.employer, "/")
    practice(row, world.secretary)
    assert "Relire" not in text_of(client_of(world.employer).get("/"))
    assert queries(world.employer, "/") == with_one


# ---- what the others answer --------------------------------------------------------
def answers(member):
    """Answers that this person has not read, with where they lead."""
    found = Notice.objects.filter(member=member, awaits="").unread()
    return [
        (one.sentence, one.url)
        for one in found
        if one.sentence.startswith(("Critère", "Bonne pratique"))
    ]


def test_the_side_that_proposed_a_degree_is_told_of_the_last_answer_only(world):
    row = shown(world)
    level = written(row, world.secretary)
    url = f"{row.get_absolute_url()}criteres/D1.1/"
    for agrees, said in ((False, "désaccord"), (True, "accord")):
        consents.say_of_level(level, actor=world.employer, agrees=agrees, words="Lu.")
        line = f"Critère D1.1, {said} de la direction : {row.title}"
        assert answers(world.elected) == answers(world.secretary) == [(line, url)]
    assert answers(world.employer) == answers(world.expert) == []


def test_each_degree_has_its_own_line(world):
    row = shown(world)
    for code in ("D1.1", "D1.2"):
        level = written(row, world.employer, code)
        consents.say_of_level(level, actor=world.elected, agrees=True)
    said = "accord de la délégation"
    assert sorted(sentence for sentence, _url in answers(world.employer)) == [
        f"Critère {code}, {said} : {row.title}" for code in ("D1.1", "D1.2")
    ]


def test_who_facilitates_is_told_of_what_each_side_answers(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    row = shown(world)
    one = practice(row, facilitator)
    for actor, side in ((world.employer, "direction"), (world.elected, "délégation")):
        outcomes.move_practice(one, actor=actor, to=S.AGREED)
        assert [sentence for sentence, _url in answers(facilitator)] == [
            f"Bonne pratique acceptée par la {side} : « Relire. »"
        ]


def test_who_facilitates_is_told_that_its_practice_is_given_up(world):
    facilitator = make_guest(world.project, Role.FACILITATOR)
    one = practice(shown(world), facilitator)
    outcomes.move_practice(one, actor=world.employer, to=S.DROPPED)
    assert [sentence for sentence, _url in answers(facilitator)] == [
        "Bonne pratique abandonnée par la direction : « Relire. »"
    ]


def test_a_practice_is_quoted_in_short_and_its_line_leads_to_it(world):
    row = shown(world)
    long = "Relire à deux,\n" + "chaque semaine, " * 20
    one = outcomes.propose_practice(row, actor=world.secretary, criterion="", text=long)
    outcomes.move_practice(one, actor=world.employer, to=S.AGREED)
    outcomes.move_practice(one, actor=world.employer, to=S.APPLIED)
    [(sentence, url)] = answers(world.elected)
    begins = "Bonne pratique appliquée, dit la direction : « Relire à deux, chaque "
    assert sentence.startswith(begins)
    assert sentence.endswith("… »")
    assert len(sentence) < 180
    page, _hash, place = url.partition("#")
    assert f'<li id="{place}">' in client_of(world.elected).get(page).content.decode()


def test_no_answer_of_the_caucus_is_told(world):
    row = shown(world, Room.CAUCUS)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.elected, agrees=False)
    one = practice(row, world.secretary)
    outcomes.move_practice(one, actor=world.elected, to=S.AGREED)
    assert answers(world.secretary) == answers(world.employer) == []
