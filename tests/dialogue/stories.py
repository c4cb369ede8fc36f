"""Beginnings of stories, told through the public acts."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from dialogue.actions import batches, consultations, questions
from dialogue.enums import Theme
from dialogue.models import Consultation, Question, QuestionBatch
from projects.models import Member
from tests.factories import World

HANDED_ON = date(2026, 10, 26)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def prepared(world: World, **fields: Any) -> Consultation:
    fields.setdefault("subject", "Assistant du service client")
    return consultations.prepare(world.project, actor=world.secretary, **fields)


def opened(world: World, on: date = HANDED_ON, **fields: Any) -> Consultation:
    consultation = prepared(world, **fields)
    return consultations.open_consultation(consultation, actor=world.secretary, on=on)


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
