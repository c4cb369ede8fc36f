from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.safestring import mark_safe

from projects import awaited, journal, notices
from projects.enums import DeadlineNature, Role, Room
from projects.models import Deadline, Member, Project
from projects.templatetags.due import why
from tests.factories import (
    World,
    make_guest,
    make_member,
    make_organisation,
    make_user,
)

TODAY = timezone.localdate


def make_deadline(
    project: Project, days: int, label: str = "Avis du CSE", **fields: Any
) -> Deadline:
    fields.setdefault("room", Room.CAUCUS)
    fields.setdefault("key", f"essai:{project.pk}:{days}:{label}")
    return Deadline.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        label=label,
        due_on=TODAY() + timedelta(days=days),
        **fields,
    )


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def labels(response: Any) -> list[str]:
    return [card["title"] for card in response.context["cards"]]


def test_dates_stand_in_order_the_overdue_first(world: World) -> None:
    for days, label in ((9, "C"), (-3, "A"), (2, "B"), (20, "D")):
        make_deadline(world.project, days, label)
    response = signed_in(world.elected).get("/")
    assert labels(response) == ["A", "B", "C"]
    page = response.content.decode()
    assert "Dépassée de 3 jours" in page
    assert "3 dates vous engagent</p>" in page
    assert "Rien d’autre ne vous engage avant le" in page
    assert "Voir les 4 échéances à venir" in page


def test_a_card_says_why_what_happens_and_what_to_do(world: World) -> None:
    make_deadline(
        world.project,
        6,
        consequence="Le CSE sera réputé avoir rendu un avis négatif.",
        explanation=["Information remise le 26 septembre.", "Deux mois après."],
        article="R. 2312-6",
        confidence="V1",
        changes=["Un expert."],
        action_label="Rédiger l’avis",
        action_url="/la/",
    )
    page = signed_in(world.elected).get("/").content.decode()
    for words in (
        "Dans 6 jours",
        "réputé avoir rendu un avis négatif",
        "Pourquoi cette date\u00a0?",
        "Information remise le 26 septembre. Deux mois après.",
        "R.\u00a02312-6",
        "texte lu",
        "Un expert.",
        '<a class="btn" href="/la/">Rédiger l’avis</a>',
        world.project.number,
        "Espace élus",
    ):
        assert words in page


def test_only_who_may_write_the_opinion_is_invited_to(world: World) -> None:
    make_deadline(world.project, 6, action_label="Rédiger l’avis", action_url="/avis/")
    said = {}
    for member in (world.elected, world.secretary, world.reader):
        page = signed_in(member).get("/").content.decode()
        said[member.role] = "Rédiger l’avis" in page, "Voir où cela en est" in page
    assert said == {
        "elected": (True, False),
        "secretary": (True, False),
        "reader": (False, True),
    }


def test_dates_that_do_not_bind_are_only_listed(world: World) -> None:
    make_deadline(world.project, 3, "Réponse attendue", binding=False)
    response = signed_in(world.elected).get("/")
    assert labels(response) == []
    assert [due.label for due in response.context["others"]] == ["Réponse attendue"]
    assert "date vous engage" not in response.content.decode()


def test_a_date_under_a_condition_is_never_said_to_be_missed(world: World) -> None:
    conditional = {"binding": False, "nature": DeadlineNature.CONDITIONAL}
    make_deadline(world.project, -3, "Si le projet…", **conditional)
    make_deadline(world.project, 2, "Si un texte…", **conditional)
    client = signed_in(world.elected)
    for address in ("/", "/?tout=1"):
        page = client.get(address).content.decode()
        assert "Date sous condition\u00a0: ce jour est passé" in page
        assert "Date sous condition\u00a0: dans 2 jours" in page
        assert "épassée" not in page
        assert 'class="card due now"' not in page


def test_the_employer_sees_the_shared_room_of_its_project_only(world: World) -> None:
    make_deadline(world.project, 3, "Secret des élus")
    make_deadline(world.project, 4, "Réponse attendue", room=Room.SHARED)
    make_deadline(world.other_project, 5, "Ailleurs", room=Room.SHARED)
    response = signed_in(world.employer).get("/")
    assert labels(response) == ["Réponse attendue"]
    assert "Secret des élus" not in response.content.decode()
    assert labels(signed_in(world.outsider).get("/")) == ["Ailleurs"]
    assert labels(signed_in(world.ex_member).get("/")) == []


def test_the_employer_is_told_of_its_answer_date_as_its_own(world: World) -> None:
    shared = {"room": Room.SHARED, "binding": False}
    make_deadline(world.project, 4, "Réponse attendue", **shared)
    response = signed_in(world.employer).get("/")
    assert labels(response) == ["Réponse attendue"]
    page = response.content.decode()
    assert "1 échéance proche" in page
    assert "engage" not in page.partition("<main")[2]
    make_deadline(world.project, 40, "Réponse suivante", **shared)
    page = signed_in(world.employer).get("/").content.decode()
    assert "L’échéance suivante est le" in page


def test_the_employer_answers_and_the_delegation_follows(world: World) -> None:
    make_deadline(
        world.project,
        4,
        "Réponse de la direction",
        room=Room.SHARED,
        binding=False,
        action_label="Répondre",
        action_url="/projets/1/questions/",
    )
    said = {}
    for member in (world.employer, world.elected):
        response = signed_in(member).get("/?tout=1")
        (card,) = response.context["cards"]
        said[member.role] = [act["label"] for act in card["acts"]]
    assert said == {
        Role.EMPLOYER: ["Répondre", "Ouvrir le dossier"],
        Role.ELECTED: ["Voir où cela en est", "Ouvrir le dossier"],
    }


def test_no_link_leads_to_the_dates_that_are_already_there(world: World) -> None:
    make_deadline(world.project, 4)
    make_deadline(world.project, 5, "Réponse attendue", binding=False)
    assert "tout=1" not in signed_in(world.elected).get("/").content.decode()
    make_deadline(world.project, 40)
    page = signed_in(world.elected).get("/").content.decode()
    assert "Voir les 3 échéances à venir" in page


def test_nothing_says_that_no_date_binds_beside_one_that_is_listed(
    world: World,
) -> None:
    make_deadline(world.project, 4, "Réponse attendue", binding=False)
    page = signed_in(world.elected).get("/").content.decode()
    assert "Réponse attendue" in page
    assert "Aucune date ne vous engage" not in page


def test_the_number_alone_is_shown_to_a_person_of_one_organisation(
    world: World,
) -> None:
    make_deadline(world.project, 3)
    make_guest(world.project, Role.EXPERT, user=world.elected.user)
    page = signed_in(world.elected).get("/").content.decode()
    assert f"{world.project.number} · Assistant" in page


def test_a_number_says_whose_it_is_to_a_person_of_two_organisations(
    world: World,
) -> None:
    """Both organisations have a file of the same number."""
    Project.objects.update(year=2026, rank=1)
    make_guest(world.other_project, Role.EXPERT, user=world.elected.user)
    for project in (world.project, world.other_project):
        make_deadline(project, 3, room=Room.SHARED)
        make_deadline(project, 4, "Réponse", room=Room.SHARED, binding=False)
        journal.record(
            *(project, "a.b", "Dit"),
            actor=world.secretary,
            target=project,
            room=Room.SHARED,
        )
    client = signed_in(world.elected)
    for address in ("/", "/?tout=1"):
        page = client.get(address).content.decode()
        main = page.partition("<main")[2]
        for name in ("CSE Clientis", "CSE Autre"):
            assert main.count(f"2026-0001 · {name}") == (3 if address == "/" else 2)


def test_all_places_of_a_person_come_together_each_with_its_room(
    world: World,
) -> None:
    """A delegate here who is the employer's guest there keeps each side apart."""
    make_deadline(world.project, 3, "Ici")
    make_deadline(world.other_project, 4, "Secret d’ailleurs")
    make_deadline(world.other_project, 5, "Partagé ailleurs", room=Room.SHARED)
    make_guest(world.other_project, Role.EMPLOYER, user=world.elected.user)
    assert labels(signed_in(world.elected).get("/")) == ["Ici", "Partagé ailleurs"]


def test_the_thread_tells_what_moved_in_rooms_one_may_enter(world: World) -> None:
    for sentence, room in (("Dit aux élus", Room.CAUCUS), ("Dit à tous", Room.SHARED)):
        journal.record(
            world.project,
            "question.sent",
            sentence,
            actor=world.secretary,
            target=world.project,
            room=room,
        )

    def lines(member: Member) -> list[str]:
        context = signed_in(member).get("/").context
        return [line.sentence for line in context["lines"]]

    assert lines(world.elected) == ["Dit à tous", "Dit aux élus"]
    assert lines(world.employer) == ["Dit à tous"]
    assert lines(world.outsider) == []


def test_a_new_organisation_is_led_to_its_first_project(db: None) -> None:
    secretary = make_member(make_organisation(), Role.SECRETARY)
    page = signed_in(secretary).get("/").content.decode()
    assert "Commencez par un projet" in page
    assert f"/organisations/{secretary.organisation_id}/projets/nouveau/" in page


def test_a_person_without_any_place_is_told_so(db: None) -> None:
    client = Client()
    client.force_login(make_user())
    page = client.get("/").content.decode()
    assert "Vous n’avez accès à aucun projet" in page
    assert "Commencez par un projet" not in page


def test_all_dates_have_their_page(world: World) -> None:
    for days in range(60):
        make_deadline(world.project, days + 20, f"Date {days}")
    client = signed_in(world.elected)
    home = client.get("/")
    assert labels(home) == []
    assert "Voir les 60 échéances à venir" in home.content.decode()
    assert len(labels(client.get("/?tout=1"))) == 50
    assert len(labels(client.get("/?tout=1&page=2"))) == 10
    for page in ("zéro", "-1", "99999999999999999999"):
        assert client.get("/", {"tout": "1", "page": page}).status_code == 200


def test_too_many_dates_are_not_all_drawn(world: World) -> None:
    for days in range(55):
        make_deadline(world.project, days % 14, f"Date {days}")
    for days in range(105):
        make_deadline(world.project, 20, f"Loin {days}")
    response = signed_in(world.elected).get("/")
    assert len(labels(response)) == 50
    assert "Voir toutes les échéances à venir" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_the_same_questions_whatever_it_shows(
    world: World, django_assert_num_queries: Any, count: int
) -> None:
    for days in range(count):
        awaited.ask(world.project, [world.elected], "Un vote", "/", key=f"{days}")
        make_deadline(world.project, days)
        make_deadline(world.project, days, "Réponse", binding=False)
        make_deadline(world.project, days + 30)
        journal.record(
            world.project, "a.b", "Dit", actor=world.secretary, target=world.project
        )
    client = signed_in(world.elected)
    client.get("/")  # the first request of a session writes its hour
    # session, person, places, notices; then shown, later, lines, what is awaited, and
    # the register
    with django_assert_num_queries(9):
        client.get("/")


def test_home_reads_neither_what_nobody_awaits_nor_what_a_full_page_hides(
    world: World, django_assert_num_queries: Any
) -> None:
    make_deadline(world.project, 40)
    client = signed_in(world.elected)
    client.get("/")  # the first request of a session writes its hour
    with django_assert_num_queries(8):  # nothing is awaited
        client.get("/")
    for days in range(50):
        make_deadline(world.project, days % 14, f"Date {days}")
    with django_assert_num_queries(7):  # nor is it said what comes later
        page = client.get("/")
    assert "Seules les premières dates sont montrées ici." in page.content.decode()


@pytest.mark.parametrize("read", [True, False])
def test_what_is_awaited_and_what_is_unread_are_counted_apart(
    world: World, *, read: bool
) -> None:
    awaited.ask(world.project, [world.elected], "Un vote", "/", key="vote")
    if read:
        notices.read(world.elected.user)
    notices.tell(world.project, [world.elected], "Dit", "/", actor=None)
    client = signed_in(world.elected)
    home = client.get("/")
    assert [notice.sentence for notice in home.context["awaited"]] == ["Un vote"]
    count = 1 if read else 2
    assert home.context["notices_count"] == count
    assert client.get("/notifications/").context["notices_count"] == count


def test_anonymous_is_sent_to_the_sign_in_page(db: None) -> None:
    response = Client().get("/")
    assert (response.status_code, response["Location"]) == (
        302,
        "/compte/login/?next=/",
    )


def test_extreme_words_are_escaped(world: World) -> None:
    make_deadline(
        world.project, 1, "<script>alert(1)</script>" + "é" * 170, key="essai"
    )
    page = signed_in(world.elected).get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_words_that_were_safe_once_are_escaped_the_next_time() -> None:
    for article in (mark_safe("<b>R. 1</b>"), "<b>R. 1</b>"):
        shown = why("Calcul.", article=article)
    assert "<dd>&lt;b&gt;R.\u00a01&lt;/b&gt;</dd>" in shown


def test_a_date_far_away_is_written_in_french(world: World) -> None:
    make_deadline(world.project, (date(2027, 12, 1) - TODAY()).days)
    page = signed_in(world.elected).get("/").content.decode()
    assert "Rien ne vous engage avant le 1er décembre 2027." in page
