"""Somebody moves the row between two readings of it: a sentence or a 404, no more."""

from unittest.mock import patch

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from diagnostics.actions import assessments, instruments
from diagnostics.enums import Party
from diagnostics.models import Assessment, Instrument
from diagnostics.views import findings
from diagnostics.views.logbooks import history
from projects.errors import Refused
from projects.models import Entry
from projects.views.systems import history as history_of_system
from tests.diagnostics.books import make_logbook, make_need
from tests.diagnostics.uses import grid_values, make_assessment, make_sheet
from tests.dialogue.stories import signed_in
from tests.factories import World
from tests.projects.test_systems import registered

pytestmark = pytest.mark.django_db


def test_answers_open_again_before_the_finding_are_not_found(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    assessments.close(row, actor=world.secretary)

    def reopened(found: Assessment, code: str) -> str:
        again = Assessment.objects.get(pk=found.pk)
        assessments.reopen(again, actor=world.secretary, reason="Un oubli.")
        return "Un constat."

    where = [world.project.pk, row.pk, "D1.1"]
    url = reverse("agreements:commitment_from_criterion", args=where)
    with patch.object(findings, "proposed_finding", reopened):
        page = signed_in(world.secretary).post(url)
    assert page.status_code == 404


@pytest.mark.parametrize("act", ["publish", "revise", "discard"])
def test_a_grid_thrown_away_meanwhile_is_said_to_be(world: World, act: str) -> None:
    values = grid_values(title="La mienne")
    row = instruments.bring_in(values, actor=world.elected)
    instruments.discard(Instrument.objects.get(), actor=world.elected)
    with pytest.raises(Refused, match="n’existe plus"):
        getattr(instruments, act)(row, actor=world.elected)


def test_the_history_of_one_row_does_not_read_the_whole_journal(world: World) -> None:
    need = make_need(make_logbook(world.project, world.secretary), world.secretary)
    asked = RequestFactory().get("/")
    assert len(history(asked, world.project, need.pk, world.secretary)) == 1
    system = registered(world)
    for lines in (
        Entry.objects.visible_to(world.secretary).filter(
            project=world.project, target=need.pk
        ),
        history_of_system(system, world.secretary),
    ):
        if connection.vendor == "sqlite":
            plan = lines[:20].explain()
            assert "entry_by_target" in plan
            assert "TEMP B-TREE" not in plan
