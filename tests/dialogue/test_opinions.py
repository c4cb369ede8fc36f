"""Writing an opinion together: nobody's words are overwritten, nobody else reads."""

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from dialogue.actions import opinions
from dialogue.enums import PassageKind, Stance
from dialogue.models import Opinion, Passage, PassageRevision
from projects import items
from projects.enums import ItemKind, Role, Room
from projects.errors import Conflict, Refused
from projects.models import Entry, Item
from tests.dialogue.avis import TODAY, hands, point, ready
from tests.dialogue.stories import drafted, opened, sent, signed_in
from tests.factories import World, make_guest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def save(passage, actor, text, base, title=""):
    return opinions.save_passage(
        Passage.objects.get(pk=passage.pk),
        actor=actor,
        title=title,
        text=text,
        base=base,
    )


def texts(passage):
    rows = PassageRevision.objects.filter(passage=passage).order_by("revision")
    return list(rows.values_list("revision", "text"))


def test_a_point_is_a_step_of_the_thread_in_the_caucus(world: World):
    consultation = opened(world)
    question = drafted(world, consultation, "Quelles données ?")
    passage = point(world, consultation, "Étude d’impact.", origin=question.item)
    assert passage.item is not None
    assert (passage.item.number, passage.item.room) == ("A-1", Room.CAUCUS)
    assert [step.number for step in items.chain(passage.item, world.elected)] == [
        "Q-1",
        "A-1",
    ]


def test_a_reserve_is_not_a_step_of_the_thread(world: World):
    passage = point(world, opened(world), "Sous réserve.", kind=PassageKind.RESERVE)
    assert passage.item is None
    assert Item.objects.filter(kind=ItemKind.POINT).count() == 0


def test_a_source_of_another_project_or_of_a_later_kind_is_refused(world: World):
    consultation = opened(world)
    passage = point(world, consultation)
    foreign = items.create(
        world.other_project,
        ItemKind.QUESTION,
        "Ailleurs",
        actor=world.outsider,
        room=Room.SHARED,
    )
    for source in (foreign, passage.item):
        with pytest.raises(Refused):
            point(world, consultation, origin=source)


def test_two_people_who_change_different_sentences_are_merged(world: World):
    passage = point(world, opened(world), "Un. Deux. Trois.")
    save(passage, world.secretary, "Un. Deux. Trois bis.", base=1)
    saved = save(passage, world.elected, "Un bis. Deux. Trois.", base=1)
    assert saved.passage.text == "Un bis. Deux. Trois bis."
    assert (saved.merged, saved.others) == (True, str(world.secretary))
    assert texts(passage) == [
        (1, "Un. Deux. Trois."),
        (2, "Un. Deux. Trois bis."),
        (3, "Un bis. Deux. Trois."),
        (4, "Un bis. Deux. Trois bis."),
    ]


def test_after_a_merge_the_writer_goes_on_from_the_text_on_their_screen(world: World):
    passage = point(world, opened(world), "Un. Deux. Trois.")
    save(passage, world.secretary, "Un. Deux. Trois bis.", base=1)
    saved = save(passage, world.elected, "Un bis. Deux. Trois.", base=1)
    again = save(passage, world.elected, "Un bis et fin. Deux. Trois.", saved.base)
    assert again.passage.text == "Un bis et fin. Deux. Trois bis."
    assert (again.merged, again.others) == (True, "")


def test_the_page_says_with_whom_a_text_was_merged(world: World):
    passage = point(world, opened(world), "Un. Deux. Trois.")
    save(passage, world.secretary, "Un. Deux. Trois bis.", base=1)
    url = reverse("dialogue:passage", args=[world.project.pk, passage.pk])
    client = signed_in(world.elected)
    typed = {"title": "", "text": "Un bis. Deux. Trois.", "revision": 1}
    quick = client.post(url, typed, headers={"HX-Target": "autosave"})
    words = f"Fusionné avec la version de {world.secretary}"
    assert words in quick.content.decode()
    assert 'value="3" hx-swap-oob="true"' in quick.content.decode()
    typed = {"title": "", "text": "Un ter. Deux. Trois.", "revision": 3}
    answer = client.post(url, typed, follow=True)
    assert "fusionné avec le texte commun" in answer.content.decode()


def test_two_people_who_change_one_sentence_keep_both_texts(world: World):
    passage = point(world, opened(world), "Un. Deux.")
    save(passage, world.secretary, "Un de la secrétaire. Deux.", base=1)
    with pytest.raises(Conflict) as refused:
        save(passage, world.elected, "Un de l’élue. Deux.", base=1)
    assert refused.value.current == "Un de la secrétaire. Deux."
    assert texts(passage) == [(1, "Un. Deux."), (2, "Un de la secrétaire. Deux.")]


def test_a_title_changed_by_two_people_is_not_chosen_for_them(world: World):
    passage = point(world, opened(world), "Un.", title="Titre")
    save(passage, world.secretary, "Un.", base=1, title="Titre A")
    with pytest.raises(Conflict):
        save(passage, world.elected, "Un.", base=1, title="Titre B")


def test_saving_what_is_there_makes_no_revision(world: World):
    passage = point(world, opened(world), "Un.")
    assert save(passage, world.elected, "Un.", base=1).base == 1
    assert texts(passage) == [(1, "Un.")]


def test_moving_and_removing_keep_numbers_and_history(world: World):
    consultation = opened(world)
    first, second, third = (
        point(world, consultation, text) for text in ("Un.", "Deux.", "Trois.")
    )
    opinions.move_passage(third, actor=world.elected, up=True)
    opinions.move_passage(first, actor=world.elected, up=True)
    opinions.remove_passage(first, actor=world.elected)
    kept = Passage.objects.kept().select_related("item")
    assert [passage.item.number for passage in kept] == ["A-3", "A-2"]
    assert texts(first) == [(1, "Un.")]
    with pytest.raises(Refused):
        save(first, world.elected, "Encore.", base=1)
    assert second.item is not None


def test_the_text_is_read_only_once_voted(world: World):
    opinion = ready(world)
    passage = opinion.passages.get()
    hands(world, opinion)
    consultation = opinion.consultation
    acts = [
        lambda: save(passage, world.elected, "Autre.", base=1),
        lambda: opinions.remove_passage(passage, actor=world.elected),
        lambda: opinions.move_passage(passage, actor=world.elected, up=True),
        lambda: opinions.choose_source(passage, actor=world.elected, origin=None),
        lambda: point(world, consultation, "Un de plus."),
        lambda: opinions.choose_stance(
            consultation, actor=world.elected, stance=Stance.FAVOURABLE
        ),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dialogue_passage SET text = 'volé'",
        "UPDATE dialogue_passagerevision SET text = 'volé'",
        "DELETE FROM dialogue_passagerevision",
        "UPDATE dialogue_opinion SET stance = 'favourable'",
        "UPDATE dialogue_vote SET votes_for = 7, votes_against = 0",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_voted(world: World, statement):
    opinion = ready(world)
    hands(world, opinion)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def opinion_url(world: World) -> str:
    return reverse("dialogue:opinion", args=[world.project.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_many_queries_for_three_points_as_for_one(
    world: World, count, django_assert_num_queries
):
    consultation = opened(world)
    for number in range(count):
        question = drafted(world, consultation, f"Question {number}")
        point(world, consultation, f"Point {number}.", origin=question.item)
    client = signed_in(world.elected)
    client.get(opinion_url(world))  # the first visit also writes the session
    with django_assert_num_queries(10):
        page = client.get(opinion_url(world))
    assert page.content.decode().count('class="row-item"') == count


def test_only_the_caucus_reads_a_draft(world: World):
    point(world, opened(world), "Secret des élus.")
    seen = {}
    for name in ("secretary", "elected", "reader", "admin", "employer", "expert"):
        page = signed_in(getattr(world, name)).get(opinion_url(world))
        seen[name] = "Secret des élus" in page.content.decode()
    assert seen == {
        "secretary": True,
        "elected": True,
        "reader": True,
        "admin": True,
        "employer": False,
        "expert": False,
    }


def test_outsiders_find_nothing(world: World):
    passage = point(world, opened(world), "Secret des élus.")
    url = reverse("dialogue:passage", args=[world.project.pk, passage.pk])
    answers = {
        (who.pk, address): signed_in(who).get(address).status_code
        for who in (world.outsider, world.ex_member)
        for address in (opinion_url(world), url)
    }
    assert set(answers.values()) == {404}
    assert Client().get(url).status_code == 302


def test_a_passage_is_not_found_under_another_project(world: World):
    passage = point(world, opened(world))
    url = reverse("dialogue:passage", args=[world.other_project.pk, passage.pk])
    assert signed_in(world.outsider).get(url).status_code == 404
    assert signed_in(world.elected).get(url).status_code == 404


@pytest.mark.parametrize(
    "route", ["passage", "passage_history", "passage_remove", "passage_move"]
)
def test_the_employer_never_finds_a_passage_and_a_reader_never_writes(
    world: World, route
):
    passage = point(world, opened(world))
    url = reverse(f"dialogue:{route}", args=[world.project.pk, passage.pk])
    assert signed_in(world.employer).post(url).status_code == 404
    assert signed_in(world.reader).post(url).status_code == 403


def test_a_saved_passage_goes_back_to_the_opinion(world: World):
    passage = point(world, opened(world), "Un.")
    url = reverse("dialogue:passage", args=[world.project.pk, passage.pk])
    answer = signed_in(world.elected).post(
        url, {"title": "T", "text": "Un.\r\nDeux.", "revision": 1}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, opinion_url(world))
    assert texts(passage)[-1] == (2, "Un.\nDeux.")


def test_autosave_says_when_and_moves_the_revision(world: World):
    passage = point(world, opened(world), "Un.")
    url = reverse("dialogue:passage", args=[world.project.pk, passage.pk])
    answer = signed_in(world.elected).post(
        url,
        {"title": "", "text": "Un et demi.", "revision": 1},
        headers={"HX-Request": "true", "HX-Target": "autosave"},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Enregistré à" in page
    assert 'value="2" hx-swap-oob="true"' in page


def test_a_collision_shows_both_texts_and_keeps_the_typed_one(world: World):
    passage = point(world, opened(world), "Un. Deux.")
    save(passage, world.secretary, "Un de la secrétaire. Deux.", base=1)
    url = reverse("dialogue:passage", args=[world.project.pk, passage.pk])
    client = signed_in(world.elected)
    typed = {"title": "", "text": "Un de l’élue. Deux.", "revision": 1}
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Un de la secrétaire. Deux." in page
    assert "Un de l’élue. Deux.</textarea>" in page
    quick = client.post(
        url, typed, headers={"HX-Request": "true", "HX-Target": "autosave"}
    )
    assert quick.status_code == 409
    assert "Comparer les deux textes" in quick.content.decode()
    final = {"title": "", "text": "Un des deux. Deux.", "revision": 2}
    assert client.post(url, final).status_code == 302
    assert texts(passage)[-1] == (3, "Un des deux. Deux.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "x" * 20001, "revision": 1}, "20000"),
        ({"text": "Gardé\x00", "revision": 1}, "caractère invisible"),
        ({"text": "Gardé", "revision": "abc"}, "Cette page n’est plus à jour"),
        ({"text": "Gardé"}, "Cette page n’est plus à jour"),
        ({"text": "Gardé", "revision": 99}, "rechargez la page"),
    ],
)
def test_a_bad_save_says_why_and_keeps_what_was_typed(world: World, typed, sentence):
    passage = point(world, opened(world), "Un.")
    url = reverse("dialogue:passage", args=[world.project.pk, passage.pk])
    answer = signed_in(world.elected).post(url, {"title": "Mon titre"} | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Mon titre"' in page
    assert texts(passage) == [(1, "Un.")]


def test_a_new_passage_needs_words_and_a_part_that_exists(world: World):
    opened(world)
    url = reverse("dialogue:passage_new", args=[world.project.pk])
    client = signed_in(world.elected)
    empty = client.post(url, {"kind": "point", "title": "", "text": ""})
    assert empty.status_code == 422
    assert "Écrivez un titre ou un texte." in empty.content.decode()
    assert client.get(url, {"partie": "inconnue"}).status_code == 404
    assert client.get(url, {"source": "pas-un-uuid"}).status_code == 200
    assert client.post(url, {"kind": "wish", "text": "Un vœu."}).status_code == 302
    assert Passage.objects.get().kind == PassageKind.WISH


def test_without_consultation_the_page_says_where_to_start(world: World):
    client = signed_in(world.elected)
    assert (
        "Pas encore de consultation" in client.get(opinion_url(world)).content.decode()
    )
    url = reverse("dialogue:passage_new", args=[world.project.pk])
    assert client.post(url, {"kind": "wish", "text": "Un."}).status_code == 302
    assert Opinion.objects.count() == 0


def test_history_gathers_a_sitting_and_brings_an_older_text_back(world: World):
    passage = point(world, opened(world), "Un.")
    save(passage, world.elected, "Un. Deux.", base=1)
    with time_machine.travel("2026-11-10 14:00"):
        save(passage, world.secretary, "Un. Trois.", base=2)
    url = reverse("dialogue:passage_history", args=[world.project.pk, passage.pk])
    client = signed_in(world.elected)
    page = client.get(url).content.decode()
    assert page.count("Version n°") == 2
    assert "<del>Deux</del><ins>Trois</ins>" in page
    answer = client.post(url, {"restore": 1, "revision": 3})
    assert answer.status_code == 302
    assert texts(passage)[-1] == (4, "Un.")
    assert client.post(url, {"restore": 99, "revision": 4}).status_code == 302
    assert len(texts(passage)) == 4


def test_a_caucus_source_does_not_reach_a_guest_of_the_caucus_less_kind(world: World):
    facilitator = make_guest(world.project, Role.FACILITATOR, caucus=True)
    point(world, opened(world), "Secret des élus.")
    page = signed_in(facilitator).get(opinion_url(world)).content.decode()
    assert "Secret des élus" in page
    assert "Ajouter un point" not in page


def test_the_form_offers_the_sources_of_the_project_only(world: World):
    consultation = opened(world)
    sent(world, consultation, "Question envoyée")
    items.create(
        world.other_project,
        ItemKind.QUESTION,
        "Question d’ailleurs",
        actor=world.outsider,
        room=Room.SHARED,
    )
    url = reverse("dialogue:passage_new", args=[world.project.pk])
    page = signed_in(world.elected).get(url).content.decode()
    assert "Question envoyée" in page
    assert "Question d’ailleurs" not in page


def test_acts_on_the_opinion_are_told_in_the_caucus(world: World):
    consultation = opened(world)
    passage = point(world, consultation)
    opinions.choose_stance(consultation, actor=world.elected, stance=Stance.RESERVED)
    opinions.remove_passage(passage, actor=world.elected)
    lines = Entry.objects.filter(verb__startswith="opinion.").order_by("id")
    assert list(lines.values_list("sentence", "room")) == [
        ("Ajout à l’avis : Point A-1", "caucus"),
        ("Sens de l’avis : réservé", "caucus"),
        ("Retrait de l’avis : Point A-1", "caucus"),
    ]
