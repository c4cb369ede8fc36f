"""Reminder letters: proposed from what is missing, sent once, dated."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.actions import answers, letters
from dialogue.models import Consultation, Letter
from projects.enums import DueState, Regime, Room
from projects.errors import Refused
from projects.models import Entry, InformationDue, Mail, Member, Notice, Workplace
from tests.dialogue.stories import (
    drafted,
    employer_invited,
    html_of,
    opened,
    prepared,
    sent,
    signed_in,
)
from tests.factories import World

TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def address(world: World, name: str, *rest: Any) -> str:
    return reverse(f"dialogue:{name}", args=[world.project.pk, *rest])


def due(world: World, label: str, **fields: Any) -> InformationDue:
    fields.setdefault("judged_on", TODAY)
    return InformationDue.objects.create(
        organisation=world.organisation,
        project=world.project,
        rank=InformationDue.objects.count() + 1,
        label=label,
        **fields,
    )


def letter_of(world: World, **fields: Any) -> Letter:
    fields.setdefault("subject", "Ce qui manque encore")
    fields.setdefault("body", "Madame, Monsieur, il manque des pages.")
    return letters.draft(opened(world), actor=world.elected, **fields)


def test_the_letter_lists_what_waits_and_what_is_missing(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    first, second, _third = sent(
        world, consultation, "Qui voit les temps ?", "Où vont-ils ?", "Depuis quand ?"
    ).questions.all()
    drafted(world, consultation, "Question jamais transmise")
    for question, partial in ((first, True), (second, False)):
        answers.answer(question, actor=world.employer, text="Oui", partial=partial)
    answers.judge(second, actor=world.elected, complete=True, reason="tout y est")
    due(world, "Le calendrier : essai, bilans")
    due(world, "Les notices")
    due(
        world,
        "Contrat du fournisseur.",
        state=DueState.INSUFFICIENT,
        reason="Il manque les annexes.",
    )
    due(world, "Calendrier", state=DueState.RECEIVED)
    clock.move_to(timezone.now() + timedelta(days=10))
    body = (
        letters.compose(consultation, member=world.elected, today=timezone.localdate())
        .replace("\u202f", " ")
        .replace("\xa0", " ")
    )
    assert body.split("\n\n")[1:5] == [
        "Dans la consultation « Assistant du service client », ouverte le 26 octobre "
        "2026, des éléments nous manquent pour rendre un avis éclairé.",
        "Questions qui attendent une réponse motivée :\n"
        "– Q-1, transmise le 10 novembre 2026 (réponse partielle) : Qui voit les "
        "temps ?\n"
        "– Q-3, transmise le 10 novembre 2026 (sans réponse depuis 10 jours) : "
        "Depuis quand ?",
        "Informations que nous n’avons pas encore reçues à ce jour :\n"
        "– Le calendrier : essai, bilans\n"
        "– Les notices",
        "Informations reçues, mais qui ne suffisent pas :\n"
        "– Contrat du fournisseur. Il manque les annexes.",
    ]
    assert "jamais transmise" not in body


def test_a_line_nobody_judged_is_not_told_as_missing(world: World) -> None:
    consultation = opened(world)
    due(world, "Le calendrier", judged_on=None)
    assert letters.compose(consultation, member=world.elected, today=TODAY) == ""
    due(world, "Les notices")
    body = letters.compose(consultation, member=world.elected, today=TODAY)
    assert ("Les notices" in body, "Le calendrier" in body) == (True, False)


@pytest.mark.parametrize(
    ("regime", "article"),
    [
        (Regime.PRIVATE, "L’article L. 2312-15 du code du travail"),
        (Regime.ASSOCIATION, "L’article L. 2312-15 du code du travail"),
        (Regime.PUBLIC, "L’article R. 254-39 du code général de la fonction publique"),
    ],
)
def test_the_letter_rests_on_the_law_of_the_workplace(
    world: World, regime: Regime, article: str
) -> None:
    consultation = opened(world)
    Workplace.objects.update(regime=regime)
    due(world, "Les notices")
    consultation = Consultation.objects.get(pk=consultation.pk)
    body = letters.compose(consultation, member=world.elected, today=TODAY)
    grounds = body.replace("\xa0", " ").split("\n\n")[3]
    assert grounds.partition(" prévoit")[0] == article


def test_when_nothing_is_missing_the_page_says_so(world: World) -> None:
    consultation = opened(world)
    assert letters.compose(consultation, member=world.elected, today=TODAY) == ""
    html = signed_in(world.elected).get(address(world, "letter_new"))
    assert "Rien ne manque à ce jour" in html.content.decode()


def test_a_letter_is_drafted_from_the_proposal_and_kept_in_the_caucus(
    world: World,
) -> None:
    consultation = opened(world)
    sent(world, consultation, "Qui voit les temps ?")
    client = signed_in(world.elected)
    url = address(world, "letter_new")
    assert "Qui voit les temps" in client.get(url).content.decode()
    empty = client.post(url, {"subject": "Mon objet", "body": ""}).content.decode()
    assert "La lettre est vide." in empty
    assert "Mon objet" in empty
    answer = client.post(url, {"subject": "Mon objet", "body": "Bonjour"})
    letter = Letter.objects.get()
    assert answer.url == address(world, "letter", letter.pk)
    assert (letter.room, letter.sent_at) == (Room.CAUCUS, None)
    html = client.get(answer.url).content.decode()
    assert "Brouillon, non transmis" in html
    assert "Envoyée" not in html
    # The button belongs to the secretary.
    assert "Envoyer à la direction" not in html
    for guest in (world.employer, world.expert):
        assert signed_in(guest).get(answer.url).status_code == 404
        listing = signed_in(guest).get(address(world, "questions"))
        assert "Mon objet" not in listing.content.decode()


def test_two_people_who_edit_one_letter_lose_nothing(world: World) -> None:
    letter = letter_of(world)
    url = address(world, "letter_edit", letter.pk)
    data = {"subject": "Objet", "body": "Leur version", "seen": letter.body}
    assert signed_in(world.secretary).post(url, data).status_code == 302
    html = signed_in(world.elected).post(url, data | {"body": "Ma version"})
    for words in ("entre-temps", "Ma version", "Leur version"):
        assert words in html.content.decode()
    letter.refresh_from_db()
    assert letter.body == "Leur version"


def test_sending_shares_dates_tells_and_mails_once(
    world: World, secretary_client: Client
) -> None:
    letter = letter_of(world)
    Notice.objects.all().delete()
    url = address(world, "letter_send", letter.pk)
    assert secretary_client.get(url).status_code == 405
    first, second = secretary_client.post(url), secretary_client.post(url)
    assert first.url == second.url == address(world, "letter", letter.pk)
    letter.refresh_from_db()
    assert (letter.room, letter.sent_at) == (Room.SHARED, timezone.now())
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (
        world.employer.user.email,
        "Navette : un courrier vous attend",
    )
    assert letter.subject not in mail.text
    assert world.project.title not in mail.text
    assert Entry.objects.filter(verb="letter.sent", room=Room.SHARED).count() == 1
    assert Notice.objects.filter(member=world.employer).count() == 1
    html = signed_in(world.employer).get(first.url).content.decode()
    assert "il manque des pages" in html
    assert "Envoyée le 10 novembre 2026 à 10" in html
    assert "Brouillon" not in html


def test_a_sent_letter_does_not_change(world: World) -> None:
    letter = letter_of(world)
    letters.send(letter, actor=world.secretary)
    with pytest.raises(Refused, match="ne change plus"):
        letters.edit(
            letter,
            actor=world.secretary,
            subject="x",
            body="y",
            seen=letter.body,
        )
    html = signed_in(world.elected).post(
        address(world, "letter_edit", letter.pk),
        {"subject": "x", "body": "mon texte", "seen": letter.body},
    )
    assert "ne change plus" in html.content.decode()
    assert "mon texte" in html.content.decode()


def test_no_letter_leaves_from_a_draft_consultation(
    world: World, secretary_client: Client
) -> None:
    letter = letters.draft(
        prepared(world), actor=world.elected, subject="Objet", body="Texte"
    )
    answer = secretary_client.post(
        address(world, "letter_send", letter.pk), follow=True
    )
    assert "rien n’est envoyé" in answer.content.decode()
    letter.refresh_from_db()
    assert letter.sent_at is None
    assert Mail.objects.count() == 0


def test_a_pending_invitation_of_the_employer_is_said(world: World) -> None:
    page = address(world, "letter", letter_of(world).pk)
    Member.objects.filter(pk=world.employer.pk).update(until=date(2026, 11, 1))
    assert "Personne de la direction" in html_of(world.secretary, page)
    employer_invited(world)
    said = html_of(world.secretary, page)
    assert "Une invitation de la direction est en attente" in said
    assert "Personne de la direction" not in said


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        # letter_new, letter, letter_edit (GET), letter_send (POST)
        ("elected", (200, 200, 200, 403)),
        ("admin", (403, 200, 403, 403)),
        ("reader", (403, 200, 403, 403)),
        ("employer", (403, 404, 404, 404)),
        ("expert", (403, 404, 404, 404)),
        ("outsider", (404, 404, 404, 404)),
        ("ex_member", (404, 404, 404, 404)),
    ],
)
def test_who_may_do_what(world: World, who: str, statuses: tuple[int, ...]) -> None:
    letter = letter_of(world)
    client = signed_in(getattr(world, who))
    assert (
        client.get(address(world, "letter_new")).status_code,
        client.get(address(world, "letter", letter.pk)).status_code,
        client.get(address(world, "letter_edit", letter.pk)).status_code,
        client.post(address(world, "letter_send", letter.pk)).status_code,
    ) == statuses
    assert Letter.objects.get().sent_at is None
