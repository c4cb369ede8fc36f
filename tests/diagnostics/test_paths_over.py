"""A path that is over keeps its words, and nothing is offered that will be refused."""

import pytest
from django.urls import reverse

from diagnostics.actions import paths
from diagnostics.models import StageRecord
from diagnostics.views.paths_read import walked
from projects.enums import Room
from tests.diagnostics.books import follow, make_path
from tests.dialogue.stories import html_of, signed_in

pytestmark = pytest.mark.django_db
ALL = [0, 1]


def address(world, name="path", *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def plain(text):
    return text.replace("\xa0", " ")


def read(world, member, path):
    return plain(html_of(member, address(world, "path_read", path.pk)))


def lived(world, room=Room.SHARED):
    """Two stages with their words, then stopped on the third."""
    path = follow(world.project, world.secretary, room)
    on = {"actor": world.secretary}
    paths.move_on(path, ticked=[0], note="On a lu.", left_because="Trop long.", **on)
    paths.move_on(path, ticked=ALL, note="On a écrit.", **on)
    paths.note(path, ticked=[1], note="Commencé.", **on)
    paths.leave(path, reason="Le projet a changé.", **on)
    return path


def test_a_path_that_was_stopped_is_read_stage_by_stage(world):
    path = lived(world)
    told = plain(html_of(world.employer, address(world)))
    assert "Parcours terminés ou arrêtés" in told
    assert address(world, "path_read", path.pk) in told
    page = read(world, world.employer, path)
    words = ("On a lu.", "Trop long.", "On a écrit.", "Commencé.")
    assert [one for one in words if one not in page] == []
    assert page.index("Étape C") < page.index("Étape B") < page.index("Étape A")
    assert "le parcours s’est arrêté ici" in page
    assert "Le projet a changé." in page


def test_a_finished_path_stays_beside_the_one_that_follows(world):
    path = follow(world.project, world.secretary)
    for _stage in "ABC":
        paths.move_on(path, actor=world.secretary, ticked=ALL, note="Vu.")
    follow(world.project, world.secretary, slug="autre")
    page = html_of(world.secretary, address(world))
    assert address(world, "path_read", path.pk) in page
    assert "Terminé le" in read(world, world.elected, path)


def test_a_path_of_the_caucus_stays_in_its_room_once_over(world):
    path = lived(world, Room.CAUCUS)
    url = address(world, "path_read", path.pk)
    assert "On a lu." in read(world, world.elected, path)
    assert signed_in(world.employer).get(url).status_code == 404
    journal = reverse("projects:history_export", args=[world.project.pk])
    assert "On a lu." in signed_in(world.elected).get(journal).content.decode()
    assert "On a lu." not in signed_in(world.employer).get(journal).content.decode()


def test_words_written_over_are_still_read(world):
    path = follow(world.project, world.secretary)
    paths.note(path, actor=world.secretary, ticked=[0], note="Le premier texte.")
    paths.note(path, actor=world.elected, ticked=ALL, note="Le second.")
    paths.move_on(path, actor=world.elected, ticked=[1], note="", left_because="Hâte.")
    paths.go_back(path, actor=world.elected, reason="Un oubli.")
    paths.move_on(path, actor=world.elected, ticked=ALL, note="")
    assert StageRecord.objects.get(stage="A").left_because == ""
    page = read(world, world.employer, path)
    words = ("Le premier texte.", "Le second.", "Hâte.", "Un oubli.", "A est lu.")
    assert [one for one in words if one not in page] == []


def test_the_history_and_its_table_keep_the_words_of_a_path(world):
    lived(world)
    for name in ("history", "history_export"):
        url = reverse(f"projects:{name}", args=[world.project.pk])
        page = signed_in(world.employer).get(url).content.decode()
        words = ("On a lu.", "Trop long.", "Commencé.", "Le projet a changé.")
        assert [one for one in words if one not in page] == [], name


def test_stages_are_told_as_they_were_walked_and_none_that_comes(world):
    path = follow(world.project, world.secretary, circular=True)
    on = {"actor": world.secretary, "ticked": ALL}
    for stage in "ABCA":
        paths.move_on(path, note=f"Noté de {stage}.", **on)
    paths.note(path, note="Noté de B.", **on)
    paths.go_back(path, actor=world.secretary, reason="Un oubli.")
    past = signed_in(world.secretary).get(address(world)).context["past"]
    assert [(one["record"].round, one["stage"].code) for one in past] == [
        (1, "C"),
        (1, "B"),
        (1, "A"),
    ]
    # Nothing is lost of the one that comes again.
    kept = [(one["record"].round, one["stage"].code) for one in walked(path)]
    assert kept[:2] == [(2, "B"), (2, "A")]
    assert "quittée avant la fin" in read(world, world.secretary, path)


def test_no_way_back_is_offered_at_the_first_stage(world):
    path = follow(world.project, world.secretary)
    back = address(world, "path_back")
    assert back not in html_of(world.secretary, address(world))
    client = signed_in(world.secretary)
    page = client.get(back, follow=True)
    assert page.redirect_chain == [(address(world), 302)]
    assert "C’est la première étape" in page.text
    paths.move_on(path, actor=world.secretary, ticked=ALL, note="")
    assert back in html_of(world.secretary, address(world))
    assert client.get(back).status_code == 200


def test_no_path_is_offered_while_one_is_followed(world):
    make_path("autre")
    follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    for query in ("", "?parcours=autre"):
        page = client.get(address(world, "path_new") + query, follow=True)
        assert page.redirect_chain == [(address(world), 302)]
        assert "suit déjà un parcours" in page.text


def test_words_typed_to_stop_a_path_already_stopped_are_given_back(world):
    path = follow(world.project, world.secretary)
    client = signed_in(world.secretary)
    here = client.get(address(world, "path_leave")).context["form"].initial["here"]
    paths.leave(path, actor=world.elected, reason="Déjà.")
    sent = {"here": here, "reason": "Mes mots à moi."}
    page = plain(client.post(address(world, "path_leave"), sent).text)
    assert "déjà arrêté ou terminé" in page
    assert '<div class="quote"><p>Mes mots à moi.</p></div>' in page
    path.refresh_from_db()
    assert path.reason == "Déjà."
