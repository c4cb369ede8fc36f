"""A diagnostic that leaves as a file and comes back says what it said."""

import copy
import json
from datetime import timedelta

import pytest

from diagnostics.actions import assessments, consents, imports, outcomes
from diagnostics.consents import level_words
from diagnostics.enums import Party, Round
from diagnostics.papers import synthesis
from diagnostics.reading import agreed_words, results_of
from diagnostics.source import ContentError
from diagnostics.tables import as_values
from projects.french import day
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
WHY = "Deux équipes sur trois disent le contraire."


@pytest.fixture
def world():
    return make_world()


def propose(row, actor, code, level):
    return outcomes.agree(
        row,
        code,
        actor=actor,
        level=level,
        note="Relu ensemble.",
        disagreement="",
        agreed_on=row.started_on - timedelta(days=3),
    )


def fill(world, row):
    degrees = {"D1_1": -2, "D1_2": 1, "D2_1": 0}
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, **degrees)
    make_sheet(row, world.employer, Party.MANAGEMENT, D1_1=2)
    return assessments.close(row, actor=world.secretary)


@pytest.fixture
def row(world):
    """The second round: one degree refused, one agreed, one that waits."""
    first = fill(world, make_assessment(world.project, world.secretary))
    again = assessments.repeat(first, actor=world.secretary, moment=Round.M12)
    row = fill(world, again)
    refused = propose(row, world.secretary, "D1.1", -1)
    consents.say_of_level(refused, actor=world.employer, agrees=False, words=WHY)
    accepted = propose(row, world.employer, "D1.2", 1)
    consents.say_of_level(accepted, actor=world.secretary, agrees=True)
    propose(row, world.employer, "D2.1", 0)
    return row


@pytest.fixture
def again(world, row):
    values = copy.deepcopy(as_values(row, world.secretary))
    return imports.bring_in(world.project, values, actor=world.secretary, name="d.json")


def test_everything_that_the_file_says_comes_back(world, row, again):
    first = as_values(row, world.secretary)
    assert first["round"] == "m12"
    assert [one["proposal"]["side"] for one in first["agreed"]] == [
        "delegation",
        "management",
        "management",
    ]
    assert as_values(again, world.secretary) == first
    third = imports.bring_in(
        world.project,
        copy.deepcopy(as_values(again, world.secretary)),
        actor=world.elected,
        name="d.json",
    )
    assert as_values(third, world.elected) == first


def test_what_was_refused_elsewhere_is_not_agreed_here(world, row, again):
    level = again.agreed.get(criterion="D1.1")
    said = level_words(level, again.room)
    when = said.told.partition(" le ")[2].partition(".")[0]
    assert not said.agreed
    assert said.told == (
        f"Proposé par la délégation le {when}. Repris d’un fichier. "
        "Ce degré n’y était pas convenu."
    )
    assert said.against == ((f"Désaccord de la direction, le {when}", WHY),)
    assert agreed_words(level, results_of(again)) == (
        "entrave, avec un désaccord (proposé par la délégation)"
    )
    page = text_of(
        client_of(world.elected).get(f"{again.get_absolute_url()}criteres/D1.1/")
    )
    assert "Ce qui est proposé" in page
    assert WHY in page


def test_what_was_agreed_and_what_waits_stay_so(again):
    found = {one.criterion: level_words(one, again.room) for one in again.agreed.all()}
    assert found["D1.2"].agreed
    assert "accepté par la délégation" in found["D1.2"].told
    assert not found["D2.1"].agreed
    assert found["D2.1"].against == ()


def test_what_was_agreed_elsewhere_may_be_refused_here(world, again):
    level = again.agreed.get(criterion="D1.2")
    agreed = agreed_words(level, results_of(again))
    consents.say_of_level(level, actor=world.elected, agrees=False, words="Plus ici.")
    level = again.agreed.get(criterion="D1.2")
    said = level_words(level, again.room)
    today = day(level.consents.get().said_at)
    who = f"Désaccord de la délégation ({world.elected}), le {today}"
    assert (said.agreed, said.against) == (False, ((who, "Plus ici."),))
    assert agreed_words(level, results_of(again)) == (
        f"{agreed}, avec un désaccord (proposé par la direction)"
    )
    page = text_of(
        client_of(world.secretary).get(f"{again.get_absolute_url()}criteres/D1.2/")
    )
    assert "Ce qui est proposé" in page
    assert f"<b>{who}</b>&#160;: Plus ici." in page


def test_who_reads_it_here_and_agrees_leaves_it_agreed(world, again):
    level = again.agreed.get(criterion="D1.2")
    consents.say_of_level(level, actor=world.elected, agrees=True)
    level = again.agreed.get(criterion="D1.2")
    said = level_words(level, again.room)
    assert (said.agreed, said.against) == (True, ())


def test_its_moment_is_shown(world, again):
    assert "à douze mois" in text_of(
        client_of(world.secretary).get(again.get_absolute_url())
    )
    paper = synthesis(again)
    assert paper["round"] == "à douze mois"
    assert paper["rounds"] == []


def test_a_degree_written_again_here_is_of_here(world, again):
    propose(again, world.elected, "D1.1", 1)
    level = again.agreed.get(criterion="D1.1")
    assert level.from_file == {}
    assert as_values(again, world.elected)["agreed"][0]["proposal"]["room"] == "caucus"


def test_the_file_names_nobody(world, row):
    text = json.dumps(as_values(row, world.secretary), ensure_ascii=False)
    names = [one.user.name for one in (world.secretary, world.employer)]
    assert not any(name in text for name in names)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda told: told.update(side="patron"), "side"),
        (lambda told: told.update(on="hier"), "« on » est une date"),
        (lambda told: told["said"][0].update(agrees="oui"), "« agrees » vaut"),
        (lambda told: told["said"].append(told["said"][0]), "est écrit deux fois"),
        (lambda told: told["said"][0].update(name="Léa"), "« name » n’existe pas"),
    ],
)
def test_a_proposal_that_cannot_be_read_is_refused(world, row, change, sentence):
    values = copy.deepcopy(as_values(row, world.secretary))
    change(values["agreed"][0]["proposal"])
    with pytest.raises(ContentError, match=sentence):
        imports.bring_in(world.project, values, actor=world.secretary, name="d.json")


def test_an_earlier_file_without_these_facts_is_still_read(world, row):
    values = copy.deepcopy(as_values(row, world.secretary))
    del values["round"]
    for one in values["agreed"]:
        del one["proposal"]
    again = imports.bring_in(
        world.project, values, actor=world.secretary, name="d.json"
    )
    assert again.round == Round.T0
    assert [one.from_file for one in again.agreed.all()] == [{}, {}, {}]
