"""Who pointed at a mistake is told of the answer while they are still there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.actions import system_events as events
from projects.actions.systems import add_system
from projects.models import Notice
from tests.factories import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "told"), [(30, 1), (0, 1), (-1, 0)])
def test_somebody_who_leaves_later_is_told_and_who_left_is_not(
    world: World, days: int, told: int
) -> None:
    system = add_system(
        world.organisation,
        actor=world.elected,
        workplace=world.workplace,
        name="Assistant",
    )
    report = events.report_mistake(system, actor=world.reader, text="Faux.")
    world.reader.until = timezone.localdate() + timedelta(days=days)
    world.reader.save(update_fields=["until"])
    events.answer_report(report, actor=world.elected, reply="Corrigé.")
    assert Notice.objects.filter(member=world.reader).count() == told
