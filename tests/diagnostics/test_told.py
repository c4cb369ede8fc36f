"""Who is told of what comes to their side, and where lines of the journal lead."""

import pytest
from django.urls import reverse

from diagnostics.actions import needs, syntheses
from diagnostics.enums import AdviceState, NeedState
from projects.enums import Room
from projects.models import Entry, Notice
from projects.told import address_of, words_of
from tests.diagnostics.books import follow, make_logbook, make_need, said
from tests.diagnostics.hearings import make_guide
from tests.dialogue.stories import html_of

pytestmark = pytest.mark.django_db


def make_synthesis(world):
    version = make_guide().current
    return syntheses.write(
        world.project,
        version,
        "LIENS",
        actor=world.secretary,
        text="On se parle moins.",
        seen="",
    )


def told():
    """Who was told, and where it leads, since the last look."""
    found = {(one.member_id, one.url) for one in Notice.objects.all()}
    Notice.objects.all().delete()
    return found


def address(world, name, *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def everybody(world):
    return {one.pk for one in (world.employer, world.expert)}


def ours(world):
    members = (world.secretary, world.elected, world.admin, world.reader)
    return {one.pk for one in members}


def test_a_need_that_is_shared_and_its_answer_reach_the_other_side(world):
    logbook = make_logbook(world.project, world.secretary)
    told()
    need = make_need(logbook, world.elected, Room.CAUCUS)
    url = address(world, "need", need.pk)
    assert world.employer.pk not in {pk for pk, _url in told()}
    needs.share(need, actor=world.elected, seen=needs.fingerprint(need))
    assert told() == {(one, url) for one in everybody(world)}
    needs.answer(need, actor=world.employer, answer="Prévu en mars.")
    assert told() == {(one, url) for one in ours(world) | {world.expert.pk}}
    needs.move(need, actor=world.employer, to=NeedState.REFUSED, reason="r", sequel="s")
    assert told() == {(one, url) for one in ours(world) | {world.expert.pk}}


def test_a_need_with_a_percent_sign_is_told(world):
    logbook = make_logbook(world.project, world.secretary)
    told()
    make_need(logbook, world.elected, statement="100 % des écrans, %s compris.")
    assert world.employer.pk in {pk for pk, _url in told()}


@pytest.mark.parametrize("room", [Room.SHARED, Room.CAUCUS])
def test_a_path_that_begins_is_told_in_its_room(world, room):
    path = follow(world.project, world.secretary, room)
    url = path.get_absolute_url()
    expected = everybody(world) if room == Room.SHARED else set()
    assert told() == {(one, url) for one in expected}


def test_a_synthesis_that_is_shared_is_told_to_the_other_side(world):
    row = make_synthesis(world)
    told()
    syntheses.share(row, actor=world.secretary, seen=syntheses.stamp(row.text))
    url = address(world, "syntheses")
    assert told() == {(one, url) for one in everybody(world)}


def test_lines_of_the_journal_lead_to_what_they_tell(world):
    logbook = make_logbook(world.project, world.secretary)
    said(logbook, world.secretary, AdviceState.DOING)
    need = make_need(logbook, world.secretary)
    path = follow(world.project, world.secretary)
    row = make_synthesis(world)
    syntheses.share(row, actor=world.secretary, seen=syntheses.stamp(row.text))
    expected = [
        address(world, "need", need.pk),
        address(world, "advice", "C1"),
        address(world, "logbook"),
        address(world, "path_read", path.pk),
        address(world, "syntheses"),
    ]
    journal = reverse("projects:history", args=[world.project.pk])
    page = html_of(world.employer, journal)
    assert [one for one in expected if f'<a href="{one}">' not in page] == []


def test_a_line_of_before_leads_nowhere_rather_than_astray(world):
    line = Entry(project=world.project, verb="advice.moved", target=world.project.pk)
    assert (address_of(line), words_of(line)) == ("", [])
    assert address_of(Entry(verb="system.created")) == ""
