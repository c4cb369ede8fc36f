"""Sending the opinion: once, with a proof, and nothing of the caucus with it."""

import hashlib

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from dialogue.actions import opinions, transmission
from dialogue.enums import OpinionState, PassageKind
from dialogue.models import Opinion, Transmission
from dialogue.views.transmission import _recipients
from projects import items, reports
from projects.enums import ItemKind, Role, Room
from projects.errors import Refused
from projects.models import Entry, Item, Mail, Member, Notice, Report
from tests.dialogue.avis import TODAY, adopted, hands, point, ready
from tests.dialogue.stories import employer_invited, html_of, signed_in
from tests.factories import World, make_guest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def with_secrets(world: World) -> Opinion:
    """An adopted opinion whose surroundings must not leave the caucus."""
    opinion = ready(world, "Point transmis.")
    finding = items.create(
        world.project,
        ItemKind.FINDING,
        "Constat secret",
        actor=world.elected,
        room=Room.CAUCUS,
    )
    kept = point(world, opinion.consultation, "Premier jet secret.", origin=finding)
    opinions.save_passage(
        kept, actor=world.elected, title="", text="Deuxième point.", base=1
    )
    gone = point(world, opinion.consultation, "Passage retiré secret.")
    opinions.remove_passage(gone, actor=world.elected)
    for kind, text in (
        (PassageKind.RESERVE, "Sous réserve de formation."),
        (PassageKind.WISH, "Le CSE souhaite un bilan."),
        (PassageKind.MINORITY, "Deux membres auraient préféré un avis favorable."),
    ):
        point(world, opinion.consultation, text, kind=kind)
    hands(world, opinion)
    return opinion


def send(world: World, opinion: Opinion) -> Transmission:
    return transmission.transmit(
        Opinion.objects.get(pk=opinion.pk), actor=world.secretary
    )


def url(world: World, route: str, opinion: Opinion) -> str:
    return reverse(f"dialogue:{route}", args=[world.project.pk, opinion.pk])


def test_before_it_is_sent_the_employer_finds_no_trace(world: World):
    opinion = with_secrets(world)
    client = signed_in(world.employer)
    page = client.get(reverse("dialogue:opinion", args=[world.project.pk]))
    assert "Point transmis." not in page.content.decode()
    assert "pas encore transmis" in page.content.decode()
    for route in ("receipt", "transmit"):
        assert client.get(url(world, route, opinion)).status_code == 404
    assert client.post(url(world, "opinion_pdf", opinion)).status_code == 404
    assert not Item.objects.visible_to(world.employer).filter(kind=ItemKind.POINT)
    lines = Entry.objects.visible_to(world.employer)
    assert not lines.filter(verb__regex=r"^(opinion|vote)\.")


def test_once_sent_the_employer_reads_the_text_and_nothing_else(world: World):
    opinion = with_secrets(world)
    send(world, opinion)
    client = signed_in(world.employer)
    page = client.get(
        reverse("dialogue:opinion", args=[world.project.pk])
    ).content.decode()
    for text in ("Point transmis.", "Deuxième point.", "réserve de formation"):
        assert text in page
    assert "Deux membres auraient préféré" in page
    assert "secret" not in page.lower()
    seen = Item.objects.visible_to(world.employer).filter(kind=ItemKind.POINT)
    assert [item.number for item in seen] == ["A-1", "A-2"]
    report = Report.objects.get(frozen=True)
    assert "secret" not in str(report.content).lower()
    for passage in opinion.passages.all():
        for route in ("passage", "passage_history"):
            address = reverse(f"dialogue:{route}", args=[world.project.pk, passage.pk])
            assert client.get(address).status_code == 404


def test_the_proof_is_frozen_and_shared(world: World):
    opinion = with_secrets(world)
    sent = send(world, opinion)
    report = sent.report
    assert (report.frozen, report.draft, report.room) == (True, False, Room.SHARED)
    assert report.content["opinion"]["sent_on"] == "2026-11-10"
    assert [part["kind"] for part in report.content["opinion"]["parts"]] == [
        "point",
        "reserve",
        "wish",
        "minority",
    ]
    assert Opinion.objects.get().state == OpinionState.TRANSMITTED


def test_the_direction_reads_the_names_it_may_know_on_the_receipt(world: World):
    opinion = adopted(world)
    sent = send(world, opinion)
    kept = sent.recipients
    hidden = {str(world.admin), str(world.reader)}
    # A receipt made before it kept who they were says no more.
    older = [{k: v for k, v in row.items() if k != "member"} for row in kept]
    assert len(older) == len(kept) == 5
    address = url(world, "receipt", opinion)
    page = signed_in(world.employer).get(address)
    names = [row.partition(",")[0] for row in page.context["recipients"]]
    assert set(names) == {
        str(world.employer),
        str(world.secretary),
        str(world.elected),
    }
    assert not any(name in page.text for name in hidden)
    own = signed_in(world.secretary).get(address)
    assert len(own.context["recipients"]) == 5
    assert not any(name in str(sent.report.content) for name in hidden)
    unsaved = Transmission(opinion=opinion, recipients=older)
    assert len(_recipients(unsaved, world.employer)) == 3


def test_both_sides_are_mailed_once_with_the_pdf_and_a_neutral_subject(world: World):
    opinion = adopted(world)
    gone = make_guest(world.project, Role.EMPLOYER, until=TODAY.replace(day=1))
    sent = send(world, opinion)
    mails = Mail.objects.filter(key__startswith="opinion:")
    people = [world.employer, world.secretary, world.elected, world.admin, world.reader]
    assert set(mails.values_list("to", flat=True)) == {
        member.user.email for member in people
    }
    assert gone.user.email not in {row["email"] for row in sent.recipients}
    assert set(mails.values_list("subject", "attachment")) == {
        ("Navette : un avis a été transmis", sent.report_id)
    }
    assert world.project.title not in mails[0].text
    assert "L’avis du CSE Clientis sur le dossier" in mails[0].text
    assert url(world, "receipt", opinion) in mails[0].text
    told = Notice.objects.filter(sentence="Avis transmis à la direction")
    assert told.filter(user=world.employer.user).count() == 1


def test_sending_twice_sends_once(world: World):
    opinion = adopted(world)
    client = signed_in(world.secretary)
    for _time in range(2):
        answer = client.post(url(world, "transmit", opinion), {"confirm": "on"})
        assert answer.headers["Location"] == url(world, "receipt", opinion)
    assert send(world, opinion) == Transmission.objects.get()
    assert Mail.objects.filter(key__startswith="opinion:").count() == 5
    assert Entry.objects.filter(verb="opinion.transmitted").count() == 1


def test_only_an_adopted_opinion_is_sent(world: World):
    opinion = ready(world)
    with pytest.raises(Refused):
        send(world, opinion)
    client = signed_in(world.secretary)
    assert client.get(url(world, "transmit", opinion)).status_code == 302
    assert client.get(url(world, "receipt", opinion)).status_code == 404
    assert Transmission.objects.count() == 0


def test_the_recap_shows_what_the_other_side_will_read(world: World):
    opinion = with_secrets(world)
    page = signed_in(world.secretary).get(url(world, "transmit", opinion))
    shown = page.content.decode()
    assert "Deuxième point." in shown
    assert world.employer.user.email in shown
    assert "secret" not in shown.lower().replace("secrétaire", "")


def test_sending_needs_an_explicit_yes_and_the_right_person(world: World):
    opinion = adopted(world)
    answer = signed_in(world.secretary).post(url(world, "transmit", opinion))
    assert answer.status_code == 422
    assert "Cochez la case" in answer.content.decode()
    for who, status in ((world.elected, 403), (world.reader, 403), (world.expert, 404)):
        posted = signed_in(who).post(url(world, "transmit", opinion), {"confirm": "on"})
        assert posted.status_code == status
    assert Transmission.objects.count() == 0


def test_without_a_guest_of_the_employer_the_page_says_to_hand_it_over(world: World):
    opinion = adopted(world)
    Member.objects.filter(pk=world.employer.pk).update(until=TODAY.replace(day=1))
    page = signed_in(world.secretary).get(url(world, "transmit", opinion))
    assert "je lui remettrai moi-même" in page.content.decode().replace("\n", " ")


def test_a_pending_invitation_of_the_employer_is_said(world: World):
    opinion = adopted(world)
    Member.objects.filter(pk=world.employer.pk).update(until=TODAY.replace(day=1))
    employer_invited(world)
    page = html_of(world.secretary, url(world, "transmit", opinion))
    assert "une invitation attend sa réponse" in page
    assert "l’invitation de la direction attend encore sa réponse" in page
    assert "est invité sur ce projet" not in page


def test_the_receipt_carries_the_digest_and_anybody_can_verify(world: World):
    opinion = adopted(world)
    sent = send(world, opinion)
    employer = signed_in(world.employer)
    waiting = employer.get(url(world, "receipt", opinion)).content.decode()
    assert "en préparation" in waiting
    assert world.secretary.user.email not in waiting
    reports.make(sent.report_id)
    sent.report.refresh_from_db()
    with default_storage.open(sent.report.stored_name) as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    assert digest in employer.get(url(world, "receipt", opinion)).content.decode()
    found = Client().post(reverse("projects:verify"), {"digest": digest})
    assert world.project.number in found.content.decode()


def test_after_sending_the_pdf_is_the_frozen_one_for_everybody(world: World):
    opinion = adopted(world)
    sent = send(world, opinion)
    expected = reverse("projects:report", args=[world.project.pk, sent.report_id])
    for who in (world.secretary, world.employer):
        answer = signed_in(who).post(url(world, "opinion_pdf", opinion))
        assert answer.headers["Location"] == expected


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dialogue_transmission SET recipients = '[]'",
        "DELETE FROM dialogue_transmission",
        "UPDATE dialogue_opinion SET state = 'drafting', adopted_on = NULL",
    ],
)
def test_the_database_refuses_to_touch_what_was_sent(world: World, statement):
    send(world, adopted(world))
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
