"""Sending questions: the recap has an address, and an invitation may be pending."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from dialogue.models import Question, QuestionBatch
from projects.models import Member
from tests.dialogue.stories import (
    address,
    drafted,
    employer_invited,
    html_of,
    opened,
    signed_in,
)
from tests.factories import World


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def choice(rows: list[Question], **fields: Any) -> dict[str, Any]:
    return {"questions": [row.pk for row in rows], "batch": str(uuid4()), **fields}


def test_the_recap_has_an_address_so_that_going_back_shows_it_again(
    world: World,
) -> None:
    rows = [drafted(world, opened(world), "Qui ?")]
    client = signed_in(world.secretary)
    url = address(world, "questions_send")
    assert '<form class="form" novalidate method="get">' in client.get(url).text
    data = choice(rows, wanted_on="2026-12-01")
    recap = client.get(url, data).text
    assert "Ce que la direction va recevoir" in recap
    assert "change=1" in recap
    assert "Étape 1 sur 2" in client.get(url, data | {"change": "1"}).text
    # Reading is never sending, whatever the address holds.
    client.get(url, data | {"confirm": "1"})
    assert QuestionBatch.objects.count() == 0
    client.post(url, data | {"confirm": "1"})
    batch = QuestionBatch.objects.get()
    assert client.get(url, data).url == address(world, "batch", batch.pk)


def test_a_pending_invitation_of_the_employer_is_said(world: World) -> None:
    drafted(world, opened(world), "Qui ?")
    Member.objects.filter(pk=world.employer.pk).update(until=date(2026, 11, 1))
    url = address(world, "questions_send")
    assert "Personne de la direction" in html_of(world.secretary, url)
    employer_invited(world)
    page = html_of(world.secretary, url)
    assert "Une invitation de la direction est en attente" in page
    assert "Personne de la direction" not in page
