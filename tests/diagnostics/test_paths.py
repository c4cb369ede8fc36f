"""A path followed stage by stage: what is met, what is left and why, round again."""

import pytest
from django.http import Http404
from django.urls import reverse

from diagnostics.actions import paths
from diagnostics.actions.paths import NOTED
from diagnostics.enums import PathState, StageState
from diagnostics.models import FollowedPath, StageRecord
from diagnostics.views.paths import standing
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Entry
from projects.seen import mark
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


def shown(client, world, name="path"):
    """What the page sends back without being asked: where it stands, what it said."""
    form = client.get(address(world, name)).context["form"]
    return {
        name: form.initial[name] for name in ("here", "seen") if name in form.initial
    }


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
    client.post(
        address(world), shown(client, world) | {"ticked": ["0"], "note": "Écrit."}
    )
    assert StageRecord.objects.get().ticked == [0]
    page = shown(client, world)
    refused = client.post(address(world), page | {"ticked": ["0"], "suivante": "1"})
    assert "dites pourquoi passer sans" in refused.content.decode()
    client.post(address(world), page | {"ticked": ["0", "1"], "suivante": "1"})
    assert StageRecord.objects.get(state=StageState.HERE).stage == "B"


def test_a_button_pressed_twice_leaves_one_stage(world):
    path = follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world) | {"ticked": ["0", "1"], "note": "Vu.", "suivante": "1"}
    client.post(address(world), sent)
    again = client.post(address(world), sent).content.decode()
    assert states(path) == [(1, "A", StageState.DONE), (1, "B", StageState.HERE)]
    assert StageRecord.objects.get(stage="B").note == ""
    assert "pour une autre n’est pas fait" in again
    assert '<div class="quote"><p>Vu.</p></div>' in again


def test_words_meant_for_a_stage_are_not_saved_on_the_next(world):
    path = follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world) | {"ticked": ["0"], "note": "De la première."}
    on(path, world.elected)
    page = client.post(address(world), sent)
    here = StageRecord.objects.get(state=StageState.HERE)
    assert (here.stage, here.ticked, here.note) == ("B", [], "")
    assert "De la première." in page.content.decode()
    assert page.context["form"].initial["here"] == paths.place(here)


def test_two_people_who_note_one_stage_lose_nothing(world):
    path = follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world) | {"note": "La mienne."}
    paths.note(path, actor=world.elected, ticked=[1], note="La sienne.")
    page = client.post(address(world), sent).content.decode().replace("\xa0", " ")
    assert "Déjà enregistré : La sienne." in page
    assert "Déjà enregistré : A est lu." in page
    assert "La mienne.</textarea>" in page
    assert StageRecord.objects.get().note == "La sienne."


def test_going_back_twice_goes_back_once(world):
    path = follow(world.project, world.secretary)
    on(path, world.secretary)
    on(path, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world, "path_back") | {"reason": "Un oubli."}
    client.post(address(world, "path_back"), sent)
    page = client.post(address(world, "path_back"), sent)
    assert StageRecord.objects.get(state=StageState.HERE).stage == "B"
    assert "Le parcours est maintenant à l’étape" in page.content.decode()
    assert "Un oubli.</textarea>" in page.content.decode()


def test_stopping_a_path_does_not_stop_the_one_that_followed(world):
    first = follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world, "path_leave") | {"reason": "Le projet a changé."}
    paths.leave(first, actor=world.elected, reason="Déjà.")
    second = follow(world.project, world.elected, slug="autre")
    client.post(address(world, "path_leave"), sent)
    second.refresh_from_db()
    assert second.state == PathState.OPEN


def test_a_path_that_ended_meanwhile_says_so_and_keeps_the_words(world):
    path = follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world) | {"note": "Un mot."}
    paths.leave(path, actor=world.elected, reason="Déjà.")
    page = client.post(address(world), sent).content.decode()
    assert "n’est plus suivi" in page
    assert "Un mot." in page


@pytest.mark.parametrize("button", ["path_back", "path_leave"])
def test_a_button_pressed_again_once_the_path_ended_leads_to_the_paths(world, button):
    path = follow(world.project, world.secretary)
    on(path, world.secretary)
    client = signed_in(world.secretary)
    sent = shown(client, world, button) | {"reason": "Le projet a changé."}
    client.post(address(world, "path_leave"), sent)
    before = list(Entry.objects.values_list("pk", flat=True)), states(path)
    page = client.post(address(world, button), sent, follow=True)
    assert page.redirect_chain == [(address(world), 302)]
    said = "Ce parcours est déjà arrêté ou terminé\xa0: rien de plus n’a été fait."
    assert page.content.decode().count(said) == 1
    assert (list(Entry.objects.values_list("pk", flat=True)), states(path)) == before
    path.refresh_from_db()
    assert (path.state, path.reason) == (PathState.LEFT, "Le projet a changé.")


def test_who_may_not_lead_an_ended_path_finds_no_button(world):
    path = follow(world.project, world.secretary, Room.CAUCUS)
    facilitator = make_guest(world.project, Role.FACILITATOR)
    paths.leave(path, actor=world.secretary, reason="Fini.")
    found = [
        signed_in(member).get(address(world, "path_leave")).status_code
        for member in (world.elected, world.employer, facilitator)
    ]
    assert found == [302, 404, 404]


def test_a_page_read_while_the_round_turns_shows_the_new_one(world):
    path = follow(world.project, world.secretary, circular=True)
    old = FollowedPath.objects.get(pk=path.pk)
    for _stage in "ABC":
        on(path, world.secretary)
    found = standing(old)
    assert (found["record"].round, found["stage"].code) == (2, "A")


def test_a_path_that_ends_between_two_readings_is_not_found(world):
    path = follow(world.project, world.secretary)
    StageRecord.objects.update(state=StageState.AHEAD)
    with pytest.raises(Http404):
        standing(path)


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
    path = follow(world.project, world.secretary)
    guest = make_guest(world.project, role)
    record = StageRecord.objects.get()
    sent = {"note": "Vu.", "here": paths.place(record), "seen": mark(record, NOTED)}
    assert signed_in(guest).post(path.get_absolute_url(), sent).status_code == status


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
