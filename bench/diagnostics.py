"""A diagnostic filled by a crowd, for the pages that are measured.

Imported by bench.dataset once Django is ready. Two thousand groups answered a grid of
thirty criteria, for six parties, and handed their sheets in; one sheet is still being
filled in. Groups, since one person answers once, and nothing that results read of a
sheet is spared them.
"""

import time
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from diagnostics import loading
from diagnostics.actions import answers, assessments
from diagnostics.enums import AnswerKind, Party, Trust
from diagnostics.models import Answer, Instrument, Respondent
from projects.enums import Room, Side
from projects.models import Member, Project

RESPONDENTS, PARTIES = 2_000, tuple(Party)[:6]
BATCH = 5_000
#: Within a party people differ, and parties differ more: every criterion has a gap.
SPREAD = (-1, 0, 0, 0, 1)
WORDS = "On nous dit que c’est prêt ; l’écran nous bloque dès qu’un cas est rare."


def fill(project: Project, member: Member) -> dict[str, str | float]:
    """Ids of the pages to ask, and how long loading all the content took."""
    grid = Instrument.objects.get(slug="isidor", kind="grid", organisation=None)
    about: dict[str, Any] = {"title": "Diagnostic", "about": "", "room": Room.SHARED}
    closed = assessments.start(project, grid, actor=member, **about)
    _crowd(closed.pk, list(closed.version.grid.by_code), member)
    assessments.close(closed, actor=member)
    opened = assessments.start(project, grid, actor=member, **about)
    sheet = answers.join(opened, actor=member, party=Party.REPRESENTATIVES)
    return {
        "results": str(closed.pk),
        "open": str(opened.pk),
        "sheet": str(sheet.pk),
        "loaded": round(_loading(), 2),
    }


def _loading() -> float:
    """Seconds to bring in every text, as if none had been; then it is as before."""
    with transaction.atomic():
        Instrument.objects.update(current=None)
        start = time.perf_counter()
        loading.load()
        spent = time.perf_counter() - start
        transaction.set_rollback(True)
    return spent


def _crowd(assessment_id: UUID, codes: list[str], member: Member) -> None:
    now = timezone.now()
    people = Respondent.objects.bulk_create(
        Respondent(
            assessment_id=assessment_id,
            party=party,
            group=True,
            label=f"Équipe {rank}",
            people=2,
            held_by=member,
            done_at=now,
        )
        for rank, party in enumerate(islice(cycle(PARTIES), RESPONDENTS), start=1)
    )
    rows = (
        Answer(
            respondent=person,
            criterion=code,
            kind=AnswerKind.LEVEL,
            level=SPREAD[rank % 5] + (rank % len(PARTIES) + place) % 3 - 1,
            trust=Trust.FAIR,
            verbatim=WORDS if place == rank % 30 else "",
            side=Side.DELEGATION,
        )
        for rank, person in enumerate(people)
        for place, code in enumerate(codes)
    )
    while batch := list(islice(rows, BATCH)):
        Answer.objects.bulk_create(batch)
