"""The checklist of what the employer owes: suggested, completed, judged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.actions import information_due as actions
from projects.actions.documents import link_document
from projects.actions.information_due import fingerprint
from projects.enums import Answer3, DueState, Regime, Role, Room
from projects.errors import Conflict, Refused
from projects.expected_information import expected_information
from projects.forms.information_due import JudgeForm
from projects.models import (
    Document,
    DocumentVersion,
    Entry,
    InformationDue,
    Notice,
    Project,
)
from tests.factories import World, make_guest
from tests.projects.papers import client_of, confidential, filed, sent, text_of, url

LEAK = "L’étude de charge cachée du site"


def line(world: World, label: str = "Le contrat", **fields: Any) -> InformationDue:
    return actions.add_due(
        world.project, actor=world.secretary, label=label, why="L. 2312-15", **fields
    )


def labels(project: Project) -> list[str]:
    return [expected.label for expected in expected_information(project)]


def page(world: World, client: Client) -> Any:
    return client.get(url("documents", world.project))


# ---- the suggested list ---------------------------------------------------------


def test_a_first_list_is_proposed_at_one_click(
    world: World, secretary_client: Client
) -> None:
    assert "Proposer une première liste" in text_of(page(world, secretary_client))
    answer = secretary_client.post(url("due_suggest", world.project), follow=True)
    rows = list(InformationDue.objects.order_by("rank"))
    assert [row.label for row in rows] == labels(world.project)
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert {(row.state, row.room) for row in rows} == {("missing", "caucus")}
    assert all(row.why for row in rows)
    assert rows[0].label in text_of(answer)
    # Nobody has looked yet: nothing is said to be missing, and no answer is ticked.
    assert f"À juger : {len(rows)}" in text_of(answer)
    assert "anquante :" not in text_of(answer)
    assert not InformationDue.objects.wanting().exists()
    assert JudgeForm(rows[0]).initial["state"] == ""
    entry = Entry.objects.get()
    assert (entry.verb, entry.room) == ("due.suggested", "caucus")


def test_asking_again_adds_only_what_is_new(
    world: World, secretary_client: Client
) -> None:
    secretary_client.post(url("due_suggest", world.project))
    before = InformationDue.objects.count()
    answer = secretary_client.post(url("due_suggest", world.project), follow=True)
    assert "déjà toutes les informations" in text_of(answer)
    Project.objects.update(pilot_planned_on=timezone.localdate())
    secretary_client.post(url("due_suggest", world.project))
    assert InformationDue.objects.count() == before + 1


def test_lines_follow_the_facts_of_the_sheet(world: World) -> None:
    project = world.project
    project.supplier = "Logicia"
    project.uses_ai = project.personal_data = Answer3.NO
    project.staff_data = project.monitoring = Answer3.NO
    plain = labels(project)
    assert not [text for text in plain if "IA" in text or "données" in text]
    assert [text for text in plain if "Logicia" in text] == [
        "Le contrat ou l’offre de Logicia : fonctions activées, coût"
    ]
    project.uses_ai = project.staff_data = project.monitoring = Answer3.UNKNOWN
    added = [text for text in labels(project) if text not in plain]
    assert added == [
        "Les données traitées : lesquelles, sur qui, combien de temps, qui lit",
        "L’analyse d’impact sur la protection des données (AIPD)",
        "Les données sur le personnel : recueil, croisements, usages exclus",
        "Ce que l’outil permet de voir de l’activité de chacun·e, et à qui",
        "Ce que fait l’IA : fonctions, essais sur nos cas, erreurs et limites",
        "Le contrôle humain : qui peut corriger, refuser ou arrêter l’outil",
        "Le niveau de risque retenu pour le système d’IA, et pourquoi",
        "La formation à l’IA des personnes qui l’utilisent",
        "Les décisions sur les personnes préparées ou prises par l’outil",
    ]


@pytest.mark.parametrize(
    ("facts", "expected", "foreign"),
    [
        ({"headcount": 412}, "L. 2312-8, II, 4°", "CGFP"),
        ({"headcount": 49}, "L. 2312-5 ", "L. 2312-8"),
        ({"regime": Regime.PUBLIC}, "R. 253-21", "L. 2312"),
    ],
)
def test_reasons_name_the_law_of_the_workplace(
    world: World, facts: dict[str, Any], expected: str, foreign: str
) -> None:
    for name, value in facts.items():
        setattr(world.project.workplace, name, value)
    reasons = [line.why for line in expected_information(world.project)]
    assert any(expected in reason for reason in reasons)
    assert not [reason for reason in reasons if foreign in reason]
    assert all(len(reason) <= 300 for reason in reasons)


def test_a_very_long_supplier_still_fits(world: World) -> None:
    world.project.supplier = "x" * 160
    assert max(map(len, labels(world.project))) <= 300


# ---- own lines ------------------------------------------------------------------


def test_a_line_is_added_at_the_end(world: World, secretary_client: Client) -> None:
    line(world)
    secretary_client.post(
        url("due_new", world.project), {"label": "Le  plan\nde repli", "why": "Secours"}
    )
    last = InformationDue.objects.get(rank=2)
    assert (last.label, last.why, last.room) == (
        "Le plan de repli",
        "Secours",
        "caucus",
    )


@pytest.mark.parametrize(
    ("sends", "sentence"),
    [
        ({"label": "", "why": "Gardé"}, "Remplissez ce champ"),
        ({"label": "x" * 301, "why": "Gardé"}, "et 300 tiennent ici"),
        ({"label": "LE CONTRAT", "why": "Gardé"}, "déjà dans la liste"),
    ],
)
def test_a_bad_line_is_explained(
    world: World, secretary_client: Client, sends: dict[str, str], sentence: str
) -> None:
    line(world)
    answer = secretary_client.post(url("due_new", world.project), sends)
    assert sentence in text_of(answer)
    assert 'value="Gardé"' in text_of(answer)
    assert InformationDue.objects.count() == 1


def test_a_line_that_does_not_concern_the_project_is_taken_off(
    world: World, secretary_client: Client
) -> None:
    unwanted, judged = line(world), line(world, "Le calendrier")
    actions.judge_due(judged, actor=world.secretary, state=DueState.RECEIVED)
    answered = line(world, "La notice")
    filed(world.project, world.secretary, information_due=[answered])
    for row in (unwanted, judged, answered):
        secretary_client.post(url("due_withdraw", world.project, row))
    assert set(InformationDue.objects.all()) == {judged, answered}
    entry = Entry.objects.get(verb="due.withdrawn")
    assert entry.sentence == "Information attendue retirée : Le contrat"


# ---- judging --------------------------------------------------------------------


def test_a_judgement_is_dated_and_written_in_the_journal(
    world: World, secretary_client: Client
) -> None:
    row = line(world)
    secretary_client.post(
        url("due_judge", world.project, row),
        {"state": "insufficient", "reason": "Sans les annexes", "seen": ""}
        | {"seen": fingerprint(row)},
    )
    row.refresh_from_db()
    assert (row.state, row.reason, row.judged_on) == (
        "insufficient",
        "Sans les annexes",
        timezone.localdate(),
    )
    entry = Entry.objects.get(verb="due.judged")
    assert entry.sentence == (
        "« Le contrat » : information insuffisante (Sans les annexes)"
    )
    assert entry.room == "caucus"
    assert entry.data == {
        "old": {"state": "missing", "reason": ""},
        "new": {"state": "insufficient", "reason": "Sans les annexes"},
    }
    told = set(
        Notice.objects.filter(sentence=entry.sentence).values_list("member", flat=True)
    )
    assert told == {world.elected.pk, world.admin.pk, world.reader.pk}


def test_one_click_says_it_is_received(world: World, secretary_client: Client) -> None:
    row = line(world)
    shown = page(world, secretary_client).context["lines"][0]
    sends = {"state": "received", "seen": shown.seen}
    secretary_client.post(url("due_judge", world.project, row), sends)
    row.refresh_from_db()
    assert row.state == "received"


@pytest.mark.parametrize(
    ("sends", "sentence"),
    [
        ({"state": "insufficient"}, "Dites en une phrase ce qui manque"),
        ({"state": "insufficient", "reason": "   "}, "Dites en une phrase"),
        (
            {"state": "parfaite", "reason": "Gardé"},
            "Choisissez une des réponses proposées",
        ),
        ({"reason": "Gardé"}, "Choisissez une des réponses proposées"),
        ({"state": "missing", "reason": "x" * 401}, "et 400 tiennent ici"),
        ({"state": "missing", "seen": "y" * 17}, "Cette page n’est plus à jour"),
    ],
)
def test_a_bad_judgement_is_explained(
    world: World, secretary_client: Client, sends: dict[str, str], sentence: str
) -> None:
    row = line(world)
    answer = secretary_client.post(url("due_judge", world.project, row), sends)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    if sends.get("reason") == "Gardé":
        assert "Gardé</textarea>" in text_of(answer)
    row.refresh_from_db()
    assert (row.state, row.judged_on) == ("missing", None)


def test_two_judgements_at_once_never_overwrite(
    world: World, secretary_client: Client
) -> None:
    row = line(world)
    seen = fingerprint(row)
    actions.judge_due(
        row, actor=world.elected, state=DueState.INSUFFICIENT, reason="Sans prix"
    )
    sends = {"state": "received", "reason": "Tout y est", "seen": seen}
    answer = secretary_client.post(url("due_judge", world.project, row), sends)
    assert answer.status_code == 409
    shown = text_of(answer)
    for words in ("Quelqu’un d’autre vient de juger", "Sans prix", "Tout y est"):
        assert words in shown
    row.refresh_from_db()
    assert (row.state, row.reason) == ("insufficient", "Sans prix")
    again = {**sends, "seen": answer.context["form"]["seen"].value()}
    secretary_client.post(url("due_judge", world.project, row), again)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("received", "Tout y est")
    with pytest.raises(Conflict):
        actions.judge_due(row, actor=world.elected, state="missing", seen=seen)


def test_an_insufficient_line_without_reason_is_refused_by_the_act(
    world: World,
) -> None:
    with pytest.raises(Refused):
        actions.judge_due(
            line(world), actor=world.secretary, state="insufficient", reason=" "
        )


@pytest.mark.parametrize(
    ("who", "status"),
    [("reader", 403), ("admin", 403), ("employer", 404), ("expert", 404)],
)
def test_only_those_who_hold_a_mandate_judge(
    world: World, who: str, status: int
) -> None:
    row = line(world)
    client = client_of(getattr(world, who))
    sends = {"state": "received", "seen": fingerprint(row)}
    address = url("due_judge", world.project, row)
    assert client.get(address).status_code == status
    assert client.post(address, sends).status_code == status
    assert client.post(url("due_withdraw", world.project, row)).status_code == status
    assert client.post(url("due_suggest", world.project)).status_code == 403
    assert client.post(url("due_new", world.project), {"label": "x"}).status_code == 403
    assert InformationDue.objects.get().state == "missing"


def test_a_line_of_another_project_does_not_exist(world: World) -> None:
    foreign = actions.add_due(world.other_project, actor=world.outsider, label=LEAK)
    client = client_of(world.secretary)
    sends = {"state": "received"}
    for project in (world.project, world.other_project):
        answer = client.post(url("due_judge", project, foreign), sends)
        assert answer.status_code == 404
        assert LEAK not in text_of(answer)


# ---- what answers a line --------------------------------------------------------


def test_a_document_marks_nothing_but_asks_to_be_judged(
    world: World, secretary_client: Client
) -> None:
    row = line(world)
    other = line(world, "Le calendrier")
    body = sent(information_due=[str(row.pk), str(other.pk)])
    address = url("document_new", world.project)
    form = secretary_client.get(f"{address}?information={row.pk}").context["form"]
    assert form["information_due"].value() == [str(row.pk)]
    assert secretary_client.get(f"{address}?information='--").status_code == 200
    secretary_client.post(address, body)
    row.refresh_from_db()
    assert row.state == "missing"
    assert list(Document.objects.get().information_due.all()) == [row, other]
    shown = page(world, secretary_client)
    assert [found.to_judge for found in shown.context["lines"]] == [True, True]
    assert "Document reçu, à juger" in text_of(shown)
    actions.judge_due(row, actor=world.elected, state="insufficient", reason="Flou")
    assert not page(world, secretary_client).context["lines"][0].to_judge
    tomorrow = timezone.now() + timedelta(days=1)
    DocumentVersion.objects.update(filed_at=tomorrow)
    assert page(world, secretary_client).context["lines"][0].to_judge


def test_the_delegation_links_what_management_filed(world: World) -> None:
    row, other = line(world, LEAK), line(world, "Le calendrier")
    document = filed(world.project, world.employer, room=Room.SHARED)
    address = url("document_link", world.project, document)
    sends = {"information_due": [str(row.pk), str(other.pk)]}
    for member in (world.employer, world.reader, world.expert):
        assert client_of(member).post(address, sends).status_code == 403
    client_of(world.elected).post(address, sends)
    assert list(document.information_due.all()) == [row, other]
    told = Entry.objects.get(verb="document.linked").sentence
    assert told == f"D-1 répond à : « {LEAK} », « Le calendrier »"
    for member in (world.employer, world.expert):
        for name, more in (("document", (document,)), ("documents", ())):
            shown = client_of(member).get(url(name, world.project, *more))
            assert LEAK not in text_of(shown)
        assert LEAK not in str(list(Entry.objects.visible_to(member).values()))
    client = client_of(world.elected)
    answer = client.post(address, {"information_due": "x"}, follow=True)
    assert "Choisissez parmi les lignes de la liste." in text_of(answer)
    client.post(address, {"information_due": [str(other.pk)]})
    assert list(document.information_due.all()) == [other]
    again = client.post(address, {"information_due": [str(other.pk)]}, follow=True)
    assert "Rien n’a changé" in text_of(again)
    client.post(address, {})
    assert list(document.information_due.all()) == []


def test_a_line_of_another_project_is_never_linked(world: World) -> None:
    foreign = actions.add_due(world.other_project, actor=world.outsider, label=LEAK)
    document = filed(world.project, world.secretary)
    with pytest.raises(Refused):
        link_document(document, actor=world.secretary, lines=[foreign])
    with pytest.raises(Refused):
        filed(world.project, world.secretary, information_due=[foreign])


def test_a_confidential_answer_shows_to_its_readers_only(world: World) -> None:
    row = line(world)
    confidential(world.project, world.secretary, title=LEAK, information_due=[row])
    seen = page(world, client_of(world.secretary)).context["lines"][0]
    hidden = page(world, client_of(world.elected)).context["lines"][0]
    assert (len(seen.answers), seen.to_judge) == (1, True)
    assert (hidden.answers, hidden.to_judge) == ([], False)
    judge = client_of(world.elected).get(url("due_judge", world.project, row))
    assert LEAK not in text_of(judge)


def test_management_never_sees_the_checklist(world: World) -> None:
    line(world, LEAK)
    guests = (world.employer, world.expert, make_guest(world.project, Role.SUPPLIER))
    for guest in guests:
        shown = page(world, client_of(guest))
        assert (list(shown.context["lines"]), shown.context["counts"]) == ([], [])
        assert LEAK not in text_of(shown)
        assert "Informations attendues de l’employeur" not in text_of(shown)
        assert not Entry.objects.visible_to(guest).exists()
    inside = make_guest(world.project, Role.EXPERT, caucus=True)
    assert LEAK in text_of(page(world, client_of(inside)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_checklist_costs_the_same_queries_for_one_and_three_lines(
    world: World, secretary_client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        row = line(world, f"Information {number}")
        filed(world.project, world.secretary, information_due=[row])
    page(world, secretary_client)
    with django_assert_num_queries(11):
        page(world, secretary_client)
