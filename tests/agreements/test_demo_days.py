"""The demonstration on the days when it is hard to play: holidays, Sundays, bridges."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from agreements.demo import clientis
from agreements.demo.stage import Stage, after
from dialogue.models import Event, Meeting, QuestionBatch
from projects.models import Deadline, Document, Entry, Project
from projects.workdays import Territory, add_months, is_working_day
from tests.factories import make_user


def test_the_story_of_two_levels_is_played_on_working_days(db: None) -> None:
    # Three days of rest end here, and the story crosses All Saints and Armistice.
    with time_machine.travel("2027-01-03T11:00:00+01:00"):
        call_command("demo", stdout=StringIO())
    moments = Entry.objects.filter(
        project__title__startswith="Tournées proposées"
    ).values_list("at", flat=True)
    days = {timezone.localdate(moment) for moment in moments}
    assert len(days) > 5
    assert [d for d in days if not is_working_day(d, Territory.METROPOLE)] == []


@pytest.mark.parametrize(
    "today",
    [
        "2027-01-03",  # a Sunday after a holiday, at the end of two short weeks
        "2026-07-07",  # the story crosses the holidays of May
        "2026-11-21",
    ],
)
def test_people_of_the_demo_act_on_working_days(db: None, today: str) -> None:
    with time_machine.travel(f"{today}T11:00:00+01:00"):
        call_command("demo", stdout=StringIO())
        assert not Deadline.objects.open().filter(due_on__lt=today).exists()
    days = {
        *map(timezone.localdate, Entry.objects.values_list("at", flat=True)),
        *Document.objects.values_list("given_on", flat=True),
        *Event.objects.values_list("on", flat=True),
        *Meeting.objects.values_list("held_on", flat=True),
        *Project.objects.exclude(announced_on=None).values_list(
            "announced_on", flat=True
        ),
        *QuestionBatch.objects.values_list("answer_wanted_on", flat=True),
    }
    assert len(days) > 20
    assert sorted(d for d in days if not is_working_day(d, Territory.METROPOLE)) == []
    for project in Project.objects.all():
        lines = Entry.objects.filter(project=project).order_by("id")
        moments = list(lines.values_list("at", flat=True))
        assert moments == sorted(moments)


def test_every_day_of_fifteen_years_has_a_story_in_order() -> None:
    stage = Stage.__new__(Stage)
    for number in range(15 * 365):
        stage.today = date(2026, 1, 1) + timedelta(days=number)
        told = clientis.opening_day(stage.today)
        assert 4 <= (add_months(told, 2) - stage.today).days <= 8
        held = after(told, 6)
        assert stage.moment(58, 16).date() < told
        assert after(told, 18) < stage.moment(14, 9).date()
        assert (held - after(told, 2)).days >= 4
        assert (after(held, 7) - held).days <= 15


def test_what_falls_on_a_day_of_rest_is_done_before_it_in_the_same_order() -> None:
    stage = Stage.__new__(Stage)
    stage.today = date(2027, 1, 5)  # Tuesday; the 1st of January was a Friday
    hours = ((5, 18), (4, 9), (3, 9), (3, 18), (2, 9), (1, 9))
    moments = [stage.moment(days_ago, hour) for days_ago, hour in hours]
    assert [f"{moment:%d/%m %H:%M}" for moment in moments] == [
        "31/12 18:00",
        "31/12 18:46",
        "31/12 19:31",
        "31/12 19:48",
        "31/12 20:16",
        "04/01 09:00",
    ]


def test_a_house_that_is_lived_in_refuses_the_demo(db: None) -> None:
    make_user()
    with pytest.raises(CommandError, match="installation vide"):
        call_command("demo")
