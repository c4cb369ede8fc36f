"""The database refuses a state without its dates, and full_clean says so in French."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dialogue.enums import QuestionState
from dialogue.models import Consultation, Letter, Question
from projects import items
from projects.enums import ItemKind, Room
from tests.factories import World

DAY = date(2026, 9, 26)
OPEN = {"information_on": DAY, "opened_on": DAY}
OPEN_SENTENCE = "Une consultation s’ouvre à la date où l’information est remise."


def build(world: World, **fields: Any) -> Consultation:
    return Consultation(
        organisation=world.organisation,
        project=world.project,
        subject="Assistant",
        **fields,
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"state": "informing"},
            "Indiquez la date à laquelle l’information a été demandée.",
        ),
        ({"state": "open"}, OPEN_SENTENCE),
        ({"state": "open", "information_on": DAY}, OPEN_SENTENCE),
        ({"state": "opinion_given", "opinion_on": DAY}, OPEN_SENTENCE),
        ({"state": "suspended", **OPEN}, "Une suspension porte sa date."),
        (
            {"state": "open", "suspended_on": DAY, **OPEN},
            "Une suspension porte sa date.",
        ),
        ({"state": "opinion_given", **OPEN}, "Un avis rendu porte sa date."),
        (
            {"state": "deemed_negative", **OPEN},
            "Un avis réputé négatif porte sa date.",
        ),
        (
            {"state": "follow_up", "opinion_on": DAY, "deemed_on": DAY}
            | {"follow_up_on": DAY},
            "Un avis est rendu ou réputé négatif, jamais les deux.",
        ),
        ({"state": "follow_up"}, "Le suivi et la clôture portent leur date."),
        (
            {"state": "closed", "follow_up_on": DAY},
            "Le suivi et la clôture portent leur date.",
        ),
        (
            {"due_on": DAY, "extended_on": date(2026, 9, 25)},
            "La contrainte « consultation_extended_after_due » n’est pas respectée.",
        ),
    ],
)
def test_a_consultation_without_its_dates_is_refused(
    world: World, fields: dict[str, Any], sentence: str
) -> None:
    row = build(world, **fields)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.messages == [sentence]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert Consultation.objects.count() == 0


def test_two_consultations_of_one_project_have_two_ranks(world: World) -> None:
    build(world, rank=1).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        build(world, rank=1).save()


def test_a_sent_question_belongs_to_a_batch(world: World) -> None:
    row = build(world)
    row.save()
    item = items.Item.objects.create(
        organisation=world.organisation,
        project=world.project,
        kind=ItemKind.QUESTION,
        rank=1,
        title="Qui ?",
        room=Room.CAUCUS,
    )
    question = Question(
        item=item,
        organisation=world.organisation,
        project=world.project,
        consultation=row,
        text="Qui ?",
        author=world.elected,
        state=QuestionState.SENT,
    )
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert refused.value.messages == [
        "Une question transmise appartient à un envoi daté."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        question.save()


def test_a_letter_is_shared_when_and_only_when_it_is_sent(world: World) -> None:
    row = build(world)
    row.save()
    letter = Letter(
        consultation=row,
        rank=1,
        subject="Relance",
        body="Bonjour",
        room=Room.SHARED,
        written_by=world.elected,
    )
    with pytest.raises(ValidationError) as refused:
        letter.full_clean()
    assert refused.value.messages == [
        "Une lettre envoyée est dans l’espace partagé, un brouillon jamais."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()
