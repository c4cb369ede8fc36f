"""What a person heard before they agreed: who reads the notes, and until when."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from diagnostics.actions import interviews
from diagnostics.forms.interviews import InterviewForm
from diagnostics.models import Interview
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.models import Entry
from projects.seen import mark
from projects.workdays import add_months
from tests.diagnostics.hearings import make_interview
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db


def changed(row: Interview, world: World, **over: Any) -> None:
    values: dict[str, Any] = {
        "stakeholder": None,
        "day": row.day,
        "interviewers": [world.secretary],
        "notes_until": row.notes_until,
    }
    interviews.change(row, actor=world.secretary, **values | over)


def test_the_journal_keeps_who_reads_the_notes_and_until_when(world: World) -> None:
    row = make_interview(world)
    first, later = row.notes_until, row.notes_until + timedelta(days=30)
    people = [world.secretary, world.elected]
    changed(row, world, notes_until=later, interviewers=people)
    line = Entry.objects.get(verb="interview.changed")
    assert line.room == Room.CAUCUS
    assert line.data["before"] == {
        "stakeholder": "",
        "day": row.day.isoformat(),
        "notes_until": first.isoformat(),
        "interviewers": [str(world.secretary.pk)],
    }
    assert line.data["after"]["notes_until"] == later.isoformat()
    assert line.data["after"]["interviewers"] == sorted(str(m.pk) for m in people)


def test_a_change_that_changes_nothing_leaves_no_line(world: World) -> None:
    changed(make_interview(world), world)
    assert not Entry.objects.filter(verb="interview.changed").exists()


def test_the_last_day_of_the_notes_is_not_pushed_year_after_year(world: World) -> None:
    row = make_interview(world)
    today = timezone.localdate()
    last = add_months(today, 24)
    with time_machine.travel(today + timedelta(days=300)):
        changed(row, world, notes_until=last)
        with pytest.raises(Refused, match="pas gardées plus de deux ans"):
            changed(row, world, notes_until=last + timedelta(days=1))
        data = {"notes_until": (last + timedelta(days=1)).isoformat()}
        form = InterviewForm(
            data, project=world.project, member=world.secretary, interview=row
        )
        assert "plus de deux ans" in str(form.errors["notes_until"])
    assert Interview.objects.get().notes_until == last


def test_a_late_form_does_not_take_away_who_was_added(world: World) -> None:
    row = make_interview(world)
    seen = mark(interviews.shown(row), interviews.SHOWN)
    changed(row, world, interviewers=[world.secretary, world.elected])
    with pytest.raises(Stale):
        changed(row, world, seen=seen, day=date(2026, 9, 2))
    assert row.interviewers.count() == 2


def test_the_page_says_who_was_added_meanwhile(world: World) -> None:
    row = make_interview(world)
    path = reverse("diagnostics:interview_edit", args=[world.project.pk, row.pk])
    client = signed_in(world.secretary)
    sent = {
        "day": "2026-09-02",
        "interviewers": [str(world.secretary.pk)],
        "notes_until": row.notes_until.isoformat(),
        "seen": client.get(path).context["form"].initial["seen"],
    }
    changed(row, world, interviewers=[world.secretary, world.elected])
    page = client.post(path, sent)
    form = page.context["form"]
    assert str(world.elected) in str(form.errors["interviewers"])
    assert "notes_until" not in form.errors
    assert client.post(path, sent | {"seen": form.data["seen"]}).status_code == 302
