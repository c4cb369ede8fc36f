"""Beginnings of stories, told through the public acts."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.actions import answers, batches, consultations, events, questions
from dialogue.enums import EventKind, Theme
from dialogue.models import Answer, Consultation, Event, Question, QuestionBatch
from projects import items
from projects.enums import ItemKind, Role, Room
from projects.models import Document, Invitation, Item, Member
from tests.factories import World

HANDED_ON = date(2026, 10, 26)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def employer_invited(world: World) -> Invitation:
    """Somebody of the employer is asked to join the project, and has not answered."""
    return Invitation.objects.create(
        organisation=world.organisation,
        project=world.project,
        email="drh@example.org",
        name="DRH",
        role=Role.EMPLOYER,
        token_digest="x",
        invited_by=world.secretary,
        expires_at=timezone.now() + timedelta(days=3),
    )


def prepared(world: World, **fields: Any) -> Consultation:
    fields.setdefault("subject", "Assistant du service client")
    return consultations.prepare(world.project, actor=world.secretary, **fields)


def opened(world: World, on: date = HANDED_ON, **fields: Any) -> Consultation:
    consultation = prepared(world, **fields)
    return consultations.open_consultation(consultation, actor=world.secretary, on=on)


def happened(
    world: World, consultation: Consultation, kind: EventKind, on: date, **fields: Any
) -> Event:
    return events.record(
        consultation, actor=world.secretary, kind=kind, on=on, **fields
    )


def known(consultation: Consultation, kind: EventKind) -> Event:
    return consultation.events.live().get(kind=kind)


def undone(
    world: World, consultation: Consultation, kind: EventKind, reason: str
) -> None:
    events.cancel(known(consultation, kind), actor=world.secretary, reason=reason)


def redated(
    world: World, consultation: Consultation, kind: EventKind, on: date, reason: str
) -> None:
    row = known(consultation, kind)
    events.correct(row, actor=world.secretary, on=on, reason=reason)


def agreed(world: World, consultation: Consultation, until: date, how: str) -> Event:
    """The end agreed on 18 November 2026."""
    return happened(
        world,
        consultation,
        EventKind.AGREEMENT,
        date(2026, 11, 18),
        until=until,
        note=how,
    )


def drafted(
    world: World, consultation: Consultation, text: str, **fields: Any
) -> Question:
    fields.setdefault("theme", Theme.OTHER)
    fields.setdefault("actor", world.elected)
    return questions.draft(consultation, text=text, **fields)


def sent(
    world: World,
    consultation: Consultation,
    *texts: str,
    wanted_on: date | None = None,
) -> QuestionBatch:
    chosen = [drafted(world, consultation, text) for text in texts]
    return batches.send(
        consultation,
        actor=world.secretary,
        chosen=chosen,
        wanted_on=wanted_on,
        batch_id=uuid4(),
    )


def address(world: World, name: str, *rest: Any) -> str:
    return reverse(f"dialogue:{name}", args=[world.project.pk, *rest])


def html_of(member: Member, url: str) -> str:
    answer = signed_in(member).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def finding(world: World, title: str = "Ce que dit l’atelier") -> Item:
    return items.create(
        world.project,
        ItemKind.FINDING,
        title,
        actor=world.elected,
        room=Room.CAUCUS,
    )


def document(world: World, title: str, **fields: Any) -> Document:
    return Document.objects.create(
        organisation=world.organisation,
        project=world.project,
        rank=Document.objects.count() + 1,
        title=title,
        given_by="DRH",
        given_on=date(2026, 11, 1),
        filed_by=world.employer,
        **{"room": Room.SHARED, **fields},
    )


def reply(world: World, question: Question, text: str, **fields: Any) -> Answer:
    fields.setdefault("partial", False)
    return answers.answer(question, actor=world.employer, text=text, **fields)
