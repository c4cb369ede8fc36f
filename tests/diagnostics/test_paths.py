"""A path followed stage by stage: what is met, what is left and why, round again."""

import pytest
from django.urls import reverse

from diagnostics.actions import paths
from diagnostics.enums import PathState, StageState
from diagnostics.models import FollowedPath, StageRecord
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Entry
from tests.diagnostics.books import follow, make_path
from tests.diagnostics.uses import make_instrument
from tests.dialogue.stories import html_of, signed_in
from tests.factories import make_guest

pytestmark = pytest.mark.django_db
ALL = [0, 1]


def address(world, name="path"):
    return reverse(f"diagnostics:{name}", args=[world.project.pk])


def on(path, actor, ticked=ALL, **words):
    return paths.move_on(path, actor=actor, ticked=ticked, note="", **words)


def states(path):
    rows = StageRecord.objects.filter(path=path).order_by("round", "stage")
    return [(one.round, one.stage, one.state) for one in rows]


def test_a_path_begins_at_its_first_stage(world):
    path = follow(world.project, world.elected)
    assert states(path) == [(1, "A", StageState.HERE)]
    assert Entry.objects.get(verb="path.started").data["stage"] == "A"


def test_one_path_at_a_time(world):
    follow(world.project, world.elected)
    with pytest.raises(Refused, match="suit déjà un parcours"):
        follow(world.project, world.elected, slug="autre")


def test_a_grid_is_no_path(world):
    with pytest.raises(Refused, match="pas publié"):
        follow(world.project, world.elected, instrument=make_instrument())


def test_a_stage_is_left_with_its_criteria_or_with_a_reason(world):
    path = follow(world.project, world.elected)
    with pytest.raises(Refused, match="dites pourquoi vous passez sans"):
        on(path, world.elected, [0])
    on(path, world.elected, [0], left_because="La direction tarde.")
    record = StageRecord.objects.get(stage="A")
    assert (record.state, record.ticked, record.left_because) == (
        StageState.DONE,
        [0],
        "La direction tarde.",
    )
    moved = Entry.objects.get(verb="path.moved")
    assert moved.data["missing"] == ["A est lu."]


def test_a_reason_is_not_kept_when_nothing_is_missing(world):
    path = follow(world.project, world.elected)
    on(path, world.elected, left_because="Pour rien.")
    assert StageRecord.objects.get(stage="A").left_because == ""


def test_the_last_stage_ends_a_path_that_does_not_come_round(world):
    path = follow(world.project, world.elected)
    for _stage in "ABC":
        on(path, world.elected)
    assert (path.state, path.ended_on is not None) == (PathState.FINISHED, True)
    with pytest.raises(Refused, match="n’est plus suivi"):
        on(path, world.elected)


def test_a_circular_path_begins_a_new_round(world):
    path = follow(world.project, world.elected, circular=True)
    for _stage in "ABC":
        on(path, world.elected)
    assert (path.state, path.round) == (PathState.OPEN, 2)
    assert states(path)[-1] == (2, "A", StageState.HERE)


def test_one_comes_back_with_what_was_noted(world):
    path = follow(world.project, world.elected)
    on(path, world.elected)
    paths.note(path, actor=world.elected, ticked=[1], note="À moitié.")
    paths.go_back(path, actor=world.elected, reason="Un point a manqué.")
    assert states(path) == [(1, "A", StageState.HERE), (1, "B", StageState.AHEAD)]
    on(path, world.elected)
    record = StageRecord.objects.get(stage="B")
    assert (record.state, record.ticked, record.note) == (
        StageState.HERE,
        [1],
        "À moitié.",
    )


def test_nothing_comes_before_the_first_stage(world):
    path = follow(world.project, world.elected)
    with pytest.raises(Refused, match="première étape"):
        paths.go_back(path, actor=world.elected, reason="Encore.")


def test_the_first_stage_of_a_round_comes_back_to_the_round_before(world):
    path = follow(world.project, world.elected, circular=True)
    for _stage in "ABC":
        on(path, world.elected)
    paths.go_back(path, actor=world.elected, reason="Trop vite.")
    assert (path.round, states(path)[2]) == (1, (1, "C", StageState.HERE))
    on(path, world.elected)
    assert (path.round, states(path)[-1]) == (2, (2, "A", StageState.HERE))


def test_a_path_that_is_left_makes_room_for_another(world):
    path = follow(world.project, world.elected)
    paths.leave(path, actor=world.elected, reason="Le projet a changé.")
    follow(world.project, world.elected, slug="autre")
    assert FollowedPath.objects.underway().count() == 1
    path.refresh_from_db()
    assert (path.state, path.reason) == (PathState.LEFT, "Le projet a changé.")


def test_noting_the_same_twice_is_journalled_once(world):
    path = follow(world.project, world.elected)
    for _time in range(2):
        paths.note(path, actor=world.elected, ticked=[0, 7], note="Vu.")
    assert StageRecord.objects.get().ticked == [0]
    assert Entry.objects.filter(verb="path.noted").count() == 1


def test_the_page_moves_on_or_only_keeps(world):
    follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    client.post(address(world), {"ticked": ["0"], "note": "Écrit."})
    assert StageRecord.objects.get().ticked == [0]
    refused = client.post(address(world), {"ticked": ["0"], "suivante": "1"})
    assert "dites pourquoi passer sans" in refused.content.decode()
    client.post(address(world), {"ticked": ["0", "1"], "suivante": "1"})
    assert StageRecord.objects.get(state=StageState.HERE).stage == "B"


def test_levers_of_the_stage_stand_before_those_of_always(world):
    path = follow(world.project, world.secretary)
    first = html_of(world.secretary, address(world))
    assert "Accord de méthode" not in first
    on(path, world.secretary)
    page = html_of(world.secretary, address(world))
    assert page.index("Accord de méthode") < page.index("Tenir le registre.")


def test_instruments_of_the_stage_open_where_they_are_used(world):
    make_instrument()
    follow(world.project, world.secretary)
    page = html_of(world.secretary, address(world))
    new = reverse("diagnostics:assessment_new", args=[world.project.pk])
    assert f"{new}?grille=essai" in page


def test_a_guest_is_led_to_the_list_of_methods(world):
    make_instrument()
    follow(world.project, world.secretary)
    page = html_of(world.employer, address(world))
    assert f"{reverse('diagnostics:library')}#grid-essai" in page
    assert "?grille=essai" not in page


def test_a_path_of_the_caucus_is_unknown_to_guests(world):
    follow(world.project, world.secretary, Room.CAUCUS)
    assert "Étape A" not in html_of(world.employer, address(world))
    assert "Étape A" in html_of(world.elected, address(world))


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 302), (Role.EMPLOYER, 403)]
)
def test_who_facilitates_leads_a_shared_path(world, role, status):
    follow(world.project, world.secretary)
    guest = make_guest(world.project, role)
    assert signed_in(guest).post(address(world), {"note": "Vu."}).status_code == status


def test_the_panel_says_what_is_missing_and_what_comes(world):
    follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    part = client.get(address(world, "path_panel"), headers={"HX-Request": "true"})
    page = part.content.decode()
    assert "il manque 2 conditions" in page
    assert "Étape B" in page
    assert client.get(address(world, "path_panel")).url == address(world)


def test_a_path_is_chosen_with_where_it_comes_from(world):
    make_path()
    page = html_of(world.secretary, address(world, "path_new"))
    assert "écrite par Navette" in page
    url = f"{address(world, 'path_new')}?parcours=parcours"
    signed_in(world.secretary).post(url, {"room": "shared"})
    assert FollowedPath.objects.get().room == Room.SHARED
