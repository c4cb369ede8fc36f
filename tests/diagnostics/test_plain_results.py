"""What the page of results says when there is little, and on a phone."""

import pytest

from diagnostics.actions import assessments, consents, outcomes
from diagnostics.enums import Party
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def shown(world, **levels):
    """By party, its degree on the first criterion."""
    row = make_assessment(world.project, world.secretary)
    actors = {"management": world.employer}
    for party, level in levels.items():
        actor = actors.get(party, world.secretary)
        make_sheet(row, actor, Party(party), D1_1=level)
    return assessments.close(row, actor=world.secretary)


def page_of(world, row):
    return text_of(client_of(world.employer).get(row.get_absolute_url()))


def test_gaps_without_a_disagreement_do_not_count_them(world):
    page = page_of(world, shown(world, representatives=0, management=1))
    assert '<h2 id="gaps-title">Écarts entre les parties</h2>' in page


def test_gaps_with_a_disagreement_count_it(world):
    page = page_of(world, shown(world, representatives=-2, management=2))
    assert '<h2 id="gaps-title">Écarts, dont 1 désaccord</h2>' in page


def test_one_party_alone_is_told_as_such(world):
    page = page_of(world, shown(world, representatives=0))
    assert "Solide, selon la seule partie qui a répondu" in page
    assert "Ce qui freine, selon la seule partie qui a répondu" in page
    assert page.count('<p class="soft">Aucun critère.</p>') == 2


def test_on_a_phone_each_cell_of_every_criterion_says_its_party(world):
    page = page_of(world, shown(world, representatives=-2, management=2))
    table = page.partition('id="all-title"')[2]
    assert '<table class="table stack-small">' in table
    assert '<td data-label="direction">soutien fort</td>' in table
    assert (
        '<td data-label="représentant·es du personnel">entrave forte</td><td></td>'
        in table
    )


def test_a_side_that_said_no_is_not_awaited_any_more(world):
    row = shown(world, representatives=-2, management=2)
    outcomes.agree(
        row,
        "D1.1",
        actor=world.secretary,
        level=0,
        note="",
        disagreement="",
        agreed_on=row.started_on,
    )
    path = f"{row.get_absolute_url()}criteres/D1.1/"
    client = client_of(world.employer)
    assert "Attend l’accord de la direction." in text_of(client.get(path))
    level = row.agreed.get()
    consents.say_of_level(level, actor=world.employer, agrees=False, words="Trop bas.")
    page = text_of(client.get(path))
    assert "Attend l’accord" not in page
    assert "Trop bas." in page
