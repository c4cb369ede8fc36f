"""Long lists have pages: nothing is left out without a word."""

from datetime import date, timedelta

from django.urls import reverse

from diagnostics.enums import InterviewState
from diagnostics.models import (
    Assessment,
    Interview,
    SharedTask,
    Synthesis,
    TaskDecision,
)
from projects.enums import Room
from tests.diagnostics.hearings import make_guide, make_learning
from tests.diagnostics.uses import make_instrument
from tests.dialogue.stories import signed_in
from tests.factories import World

FIRST = date(2026, 1, 1)


def pages(world: World, name: str, param: str = "page") -> list[str]:
    url = reverse(f"diagnostics:{name}", args=[world.project.pk])
    client = signed_in(world.secretary)
    return [client.get(url, {param: number}).text for number in (1, 2)]


def place_of(world: World) -> dict[str, object]:
    return {"organisation": world.organisation, "project": world.project}


def test_the_fifty_first_diagnostic_is_on_a_second_page(world: World) -> None:
    version = make_instrument().current
    Assessment.objects.bulk_create(
        Assessment(
            **place_of(world),
            version=version,
            title=f"Diagnostic {rank:02}",
            room=Room.CAUCUS,
            started_on=FIRST + timedelta(days=rank),
            created_by=world.secretary,
        )
        for rank in range(51)
    )
    first, second = pages(world, "assessments")
    assert ("Diagnostic 00" in first, "Diagnostic 00" in second) == (False, True)
    assert 'href="?page=2"' in first


def test_the_fifty_first_interview_is_on_a_second_page(world: World) -> None:
    version = make_guide().current
    Interview.objects.bulk_create(
        Interview(
            **place_of(world),
            version=version,
            day=FIRST + timedelta(days=rank),
            state=InterviewState.PLANNED if rank else InterviewState.HELD,
            consent=not rank,
            created_by=world.secretary,
        )
        for rank in range(51)
    )
    first, second = pages(world, "interviews")
    oldest = Interview.objects.get(day=FIRST).get_absolute_url()
    assert (oldest in first, oldest in second) == (False, True)
    assert 'href="?page=2"' in first
    # What was led is counted whole, whatever the page.
    assert ("1 entretien mené" in first, "1 entretien mené" in second) == (True, True)


def test_the_fifty_first_synthesis_is_on_a_second_page(world: World) -> None:
    version = make_guide().current
    Synthesis.objects.bulk_create(
        Synthesis(
            **place_of(world),
            version=version,
            theme=f"T{rank:02}",
            text="Texte.",
            written_by=world.secretary,
        )
        for rank in range(51)
    )
    first, second = pages(world, "syntheses")
    last = Synthesis.objects.get(theme="T50").theme
    assert (last in first, last in second) == (False, True)
    assert 'href="?page=2"' in first


def test_the_fifty_first_card_and_decision_are_on_second_pages(world: World) -> None:
    make_learning()
    SharedTask.objects.bulk_create(
        SharedTask(
            **place_of(world),
            label=f"Tâche {rank:02}",
            wish=f"{rank:02}",
            side=world.secretary.side,
            member=world.secretary,
            room=Room.CAUCUS,
        )
        for rank in range(51)
    )
    TaskDecision.objects.bulk_create(
        TaskDecision(
            **place_of(world),
            text=f"Décision {rank:02}",
            room=Room.CAUCUS,
            decided_on=FIRST + timedelta(days=rank),
            recorded_by=world.secretary,
        )
        for rank in range(51)
    )
    first, second = pages(world, "shared_tasks")
    assert ("Tâche 50" in first, "Tâche 50" in second) == (False, True)
    first, second = pages(world, "shared_tasks", "decisions")
    assert ("Décision 00" in first, "Décision 00" in second) == (False, True)
    assert 'href="?page=2"' in first
    assert 'href="?decisions=2"' in first
