"""Diagnostics: words that somebody writes over stay readable in the history."""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments, consents, imports, outcomes
from diagnostics.enums import Party, PracticeState
from diagnostics.tables import as_values
from projects.enums import Room
from projects.models import Entry
from projects.told import words_of
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
WHY = "Deux équipes sur trois disent le contraire."


@pytest.fixture
def world():
    return make_world()


def shown(world, room=Room.SHARED):
    row = make_assessment(world.project, world.secretary, room)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    return assessments.close(row, actor=world.secretary)


def written(row, actor, **over):
    fields = {"level": -1, "note": "Relu à deux.", "disagreement": ""} | over
    return outcomes.agree(row, "D1.1", actor=actor, agreed_on=row.started_on, **fields)


def kept(verb):
    """What the last line of this verb keeps."""
    return dict(words_of(Entry.objects.filter(verb=verb).latest("pk")))


def reads(world, member, words):
    """Whether the page of the history and its table show this person these words."""
    place = [world.project.pk]
    page = client_of(member).get(reverse("projects:history", args=place))
    table = client_of(member).get(reverse("projects:history_export", args=place))
    return words in text_of(page), words in text_of(table)


def test_a_disagreement_outlives_the_degree_that_is_written_over(world):
    row = shown(world)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.employer, agrees=False, words=WHY)
    written(row, world.elected, level=1, note="", disagreement="Un métier.")
    assert not level.consents.exists()
    assert kept("assessment.level_said") == {
        "Degré proposé": "entrave",
        "Pourquoi": WHY,
    }
    assert kept("assessment.agreed") == {
        "Degré proposé": "soutien",
        "Qui n’est pas d’accord, et pourquoi": "Un métier.",
        "Degré proposé, avant": "entrave",
        "Pourquoi ce degré, avant": "Relu à deux.",
        "Dit par la direction, avant": f"désaccord : {WHY}",
    }
    for member in (world.secretary, world.employer):
        for words in (WHY, "Relu à deux."):
            assert reads(world, member, words) == (True, True)


def test_an_accord_that_is_written_over_is_told_too(world):
    row = shown(world)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.employer, agrees=True)
    written(row, world.secretary, level=None, disagreement="Tous.")
    found = kept("assessment.agreed")
    assert found["Dit par la direction, avant"] == "accord"
    assert "Degré proposé" not in found


def test_what_a_file_said_of_a_degree_outlives_it(world):
    row = shown(world)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.employer, agrees=False, words=WHY)
    values = as_values(row, world.secretary)
    again = imports.bring_in(
        world.project, values, actor=world.secretary, name="d.json"
    )
    written(again, world.elected, level=1)
    said = kept("assessment.agreed")["Dit par la direction, avant"]
    assert said == f"désaccord : {WHY}"


def test_a_degree_of_the_caucus_stays_in_the_caucus(world):
    row = shown(world, Room.CAUCUS)
    level = written(row, world.secretary)
    consents.say_of_level(level, actor=world.elected, agrees=False, words=WHY)
    written(row, world.secretary, level=1, note="")
    for words in (WHY, "Relu à deux."):
        assert reads(world, world.elected, words) == (True, True)
        for outside in (world.employer, world.expert):
            assert reads(world, outside, words) == (False, False)


@pytest.mark.parametrize("room", [Room.SHARED, Room.CAUCUS])
def test_why_a_practice_was_given_up_outlives_its_coming_back(world, room):
    one = outcomes.propose_practice(
        shown(world, room), actor=world.secretary, criterion="", text="Relire."
    )
    for to, words in ((PracticeState.DROPPED, WHY), (PracticeState.PROPOSED, "")):
        outcomes.move_practice(one, actor=world.secretary, to=to, words=words)
    assert one.moved_words == ""
    lines = Entry.objects.filter(verb="practice.moved").order_by("pk")
    assert [dict(words_of(line)) for line in lines] == [
        {"Bonne pratique": "Relire.", "Pourquoi": WHY},
        {"Bonne pratique": "Relire."},
    ]
    assert reads(world, world.elected, WHY) == (True, True)
    shared = room == Room.SHARED
    assert reads(world, world.employer, WHY) == (shared, shared)


@pytest.mark.parametrize("room", [Room.SHARED, Room.CAUCUS])
def test_the_title_before_stays_readable(world, room):
    row = make_assessment(world.project, world.secretary, room)
    before, about = row.title, row.about
    assessments.reword(row, actor=world.secretary, title="Le tri", about="Les tickets.")
    assert kept("assessment.reworded") == {
        name: words
        for name, words in {
            "Titre": "Le tri",
            "Ce qui est regardé": "Les tickets.",
            "Titre, avant": before,
            "Ce qui est regardé, avant": about,
        }.items()
        if words
    }
    shared = room == Room.SHARED
    assert reads(world, world.elected, "Titre, avant") == (True, True)
    assert reads(world, world.employer, "Titre, avant") == (shared, shared)


def test_lines_of_before_give_the_words_that_they_hold():
    line = Entry(
        verb="assessment.agreed",
        data={"before": [[0, "Lu.", ""]], "after": [-1, "Lu.", ""]},
    )
    assert words_of(line) == [
        ("Degré proposé", "-1"),
        ("Pourquoi ce degré", "Lu."),
        ("Degré proposé, avant", "0"),
    ]
    said = Entry(verb="assessment.level_said", data={"level": 0, "words": "Non."})
    assert words_of(said) == [("Degré proposé", "0"), ("Pourquoi", "Non.")]
    assert words_of(Entry(verb="practice.moved", data={"words": ""})) == []
