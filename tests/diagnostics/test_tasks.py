"""One's own tasks: read by their owner alone; a shared copy bears no name."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from diagnostics.actions import tasks
from diagnostics.models import SharedTask, TaskCard, TaskDecision
from projects import exports
from projects.actions.accounts import close_account
from projects.enums import Room
from projects.errors import Refused
from projects.models import Entry, Notice
from tests.diagnostics.hearings import make_card, make_learning, make_shared
from tests.dialogue.stories import signed_in
from tests.factories import World

LABEL = "Vérifier une facture"


def brought(world: World) -> str:
    return reverse("diagnostics:shared_tasks", args=[world.project.pk])


def test_a_card_is_read_by_its_owner_and_by_nobody_else(world: World) -> None:
    make_learning()
    card = make_card(world.elected)
    names = ("task", "task_edit", "task_share")
    urls = [reverse(f"diagnostics:{name}", args=[card.pk]) for name in names]
    for url in urls:
        assert signed_in(world.elected).get(url).status_code == 200
    for other in (world.secretary, world.admin, world.reader, world.employer):
        client = signed_in(other)
        assert [client.get(url).status_code for url in urls] == [404] * 3
        assert LABEL not in client.get(reverse("diagnostics:tasks")).text


def test_a_card_leaves_no_trace_but_itself(world: World) -> None:
    card = make_card(world.elected)
    tasks.note(card, {"R1": "Je décide.", "R2": ""})
    assert TaskCard.objects.get().notes == {"R1": "Je décide."}
    tasks.change(card, label="Autre")
    tasks.delete(card)
    assert not TaskCard.objects.exists()
    assert not Entry.objects.exists()


def test_a_person_describes_tasks_and_sees_them_by_wish(world: World) -> None:
    make_learning()
    client = signed_in(world.elected)
    said = {"label": LABEL, "wish": "être aidé·e", "ai_state": "pas d’IA"}
    client.post(reverse("diagnostics:task_new"), said)
    card = TaskCard.objects.get()
    url = reverse("diagnostics:task", args=[card.pk])
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"R1": "Je vérifie.", "seen": seen})
    board = client.get(reverse("diagnostics:tasks")).text
    assert board.index("Être aidé·e") < board.index(LABEL) < board.index("Je vérifie.")
    refused = client.post(reverse("diagnostics:task_new"), {**said, "wish": "autre"})
    assert refused.status_code == 422


def test_words_that_the_canvas_no_longer_has_stay_on_the_card(world: World) -> None:
    make_learning()
    card = tasks.add(world.elected.user, label=LABEL, wish="un mot d’avant")
    client = signed_in(world.elected)
    assert "Un mot d’avant" in client.get(reverse("diagnostics:tasks")).text
    page = client.get(reverse("diagnostics:task_edit", args=[card.pk])).text
    assert '<option value="un mot d’avant" selected>' in page


def test_a_canvas_has_a_last_row(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST_CARDS", 1)
    make_card(world.elected)
    with pytest.raises(Refused, match="Votre canevas est plein"):
        make_card(world.elected)


# ---- sharing -----------------------------------------------------------------------
def test_a_shared_copy_shows_what_was_chosen_and_a_side_instead_of_a_name(
    world: World,
) -> None:
    make_learning()
    world.elected.user.name = "Marie Reconnaissable"
    world.elected.user.save(update_fields=["name"])
    card = make_card(world.elected)
    client = signed_in(world.elected)
    client.post(
        reverse("diagnostics:task_share", args=[card.pk]),
        {
            "project": world.project.pk,
            "room": Room.SHARED,
            "fields_shown": ["wish"],
            "note": "Elle demande du calme.",
        },
    )
    shared = SharedTask.objects.get()
    assert (shared.wish, shared.ai_state, shared.data) == ("la garder", "", "")
    for reader in (world.secretary, world.employer):
        page = signed_in(reader).get(brought(world)).text
        assert "Une personne de la délégation" in page
        assert "Elle demande du calme." in page
        assert "Marie Reconnaissable" not in page
        assert "Retirer ma carte" not in page
    assert "Retirer ma carte" in client.get(brought(world)).text


def test_the_journal_does_not_say_who_shared(world: World) -> None:
    shared = make_shared(world, world.elected)
    tasks.take_back(shared)
    for entry in Entry.objects.all():
        assert (entry.actor_id, entry.actor_name) == (None, "Navette")
        assert LABEL not in entry.sentence
        assert entry.data == {}
    assert Entry.objects.count() == 2
    assert not Notice.objects.exists()


def test_a_copy_in_the_caucus_is_unknown_outside(world: World) -> None:
    make_shared(world, world.elected, Room.CAUCUS)
    assert LABEL in signed_in(world.reader).get(brought(world)).text
    for outside in (world.employer, world.expert):
        assert LABEL not in signed_in(outside).get(brought(world)).text


def test_management_does_not_bring_a_card_to_the_caucus(world: World) -> None:
    with pytest.raises(Refused, match="n’entrez pas dans cet espace"):
        make_shared(world, world.employer, Room.CAUCUS)


def test_only_its_author_takes_a_copy_back(world: World) -> None:
    make_learning()
    shared = make_shared(world, world.elected)
    url = reverse("diagnostics:shared_retract", args=[shared.pk])
    for other in (world.secretary, world.admin, world.employer):
        assert signed_in(other).post(url).status_code == 404
    signed_in(world.elected).post(url)
    assert not SharedTask.objects.exists()
    assert TaskCard.objects.count() == 1


def test_history_says_the_day_of_a_copy_and_not_its_hour(world: World) -> None:
    with time_machine.travel("2026-11-20T15:42:31+01:00", tick=False):
        tasks.take_back(make_shared(world, world.elected))
        tasks.decide(
            world.project,
            actor=world.elected,
            text="Essai.",
            decided_on=timezone.localdate(),
            room=Room.SHARED,
        )
        client = signed_in(world.employer)
        places = [world.project.pk]
        page = client.get(reverse("projects:history", args=places)).text
        home = client.get(reverse("projects:week")).text
        table = client.get(reverse("projects:history_export", args=places)).text
    # The decision has an author and an hour, the two lines of the copy have none.
    assert page.count('datetime="2026-11-20"') == 2
    for text in (page, home):
        said = text.replace("\u00a0", " ").replace("\u202f", " ")
        assert said.count("15 h 42") == 1
    assert [line.split(";")[1:3] for line in table.splitlines()[1:]] == [
        ["20/11/2026", ""],
        ["20/11/2026", ""],
        ["20/11/2026", "15:42:31"],
    ]


def test_who_left_a_project_no_longer_reads_its_title(world: World) -> None:
    make_learning()
    make_shared(world, world.expert)
    client = signed_in(world.expert)
    board = reverse("diagnostics:tasks")
    assert world.project.title in client.get(board).text
    yesterday = timezone.localdate() - timedelta(days=1)
    world.expert.until = yesterday
    world.expert.save(update_fields=["until"])
    page = client.get(board).text
    assert LABEL in page
    assert "Retirer" in page
    assert world.project.title not in page


def test_a_decision_is_dated_and_in_the_journal_of_its_room(world: World) -> None:
    data = {"text": "Essai de deux mois.", "decided_on": "2026-01-05", "room": "caucus"}
    assert signed_in(world.employer).post(brought(world), data).status_code == 403
    signed_in(world.elected).post(brought(world), data)
    assert TaskDecision.objects.get().text == "Essai de deux mois."
    entry = Entry.objects.get(verb="task.decided")
    assert (entry.room, entry.data["decided_on"]) == (Room.CAUCUS, "2026-01-05")
    assert "Essai" in signed_in(world.reader).get(brought(world)).text
    assert "Essai" not in signed_in(world.employer).get(brought(world)).text


def test_a_decision_is_noted_once_it_is_taken(world: World) -> None:
    later = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    data = {"text": "Plus tard.", "decided_on": later.isoformat(), "room": "shared"}
    answer = signed_in(world.elected).post(brought(world), data)
    assert answer.status_code == 422
    assert not TaskDecision.objects.exists()


# ---- one's own data ------------------------------------------------------------------
def test_the_export_holds_ones_own_cards_and_nobody_elses(world: World) -> None:
    make_shared(world, world.elected)
    own = exports.personal_data(world.elected.user)
    other = exports.personal_data(world.secretary.user)
    assert [one["label"] for one in own["cartes_de_taches"]] == [LABEL]
    assert [one["note"] for one in own["cartes_partagees"]]
    assert (other["cartes_de_taches"], other["cartes_partagees"]) == ([], [])


def test_closing_an_account_erases_its_cards(world: World) -> None:
    make_card(world.elected)
    kept = make_card(world.secretary)
    close_account(world.elected.user)
    assert list(TaskCard.objects.all()) == [kept]


@pytest.mark.parametrize("rows", [1, 3])
def test_boards_ask_as_many_queries_for_three_rows_as_for_one(
    world: World, rows: int
) -> None:
    make_learning()
    for _rank in range(rows):
        make_shared(world, world.elected)
        tasks.decide(
            world.project,
            actor=world.elected,
            text="Essai.",
            decided_on=timezone.localdate(),
            room=Room.SHARED,
        )
    client = signed_in(world.elected)
    counted = []
    for url in (
        reverse("diagnostics:tasks"),
        brought(world),
        reverse("diagnostics:diag"),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counted.append(len(captured))
    assert counted == [7, 11, 8]
