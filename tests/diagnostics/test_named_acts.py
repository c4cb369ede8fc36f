"""Who acts in the shared room is named there, let into the caucus or not.

A page that hid a name which the journal gives would tell who was let in.
"""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments, logbooks, outcomes
from diagnostics.actions.logbooks import Followed
from diagnostics.enums import AdviceState, Party
from diagnostics.papers import synthesis
from projects.enums import ReportKind, Role, Room
from projects.models import Report
from tests.diagnostics.books import make_logbook, make_need
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.dialogue.stories import html_of, signed_in
from tests.factories import make_guest, make_user, make_world

pytestmark = pytest.mark.django_db
NAME, SIDE = "Ada Admise", "une personne de l’animation"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture(params=[True, False], ids=["let in", "not let in"])
def guest(request, world):
    return make_guest(
        world.project,
        Role.FACILITATOR,
        caucus=request.param,
        user=make_user(NAME),
    )


def read(world, name, *rest):
    """What management reads on a page, and in the journal: does it name the guest?"""
    place = [world.project.pk, *rest]
    page = html_of(world.employer, reverse(f"diagnostics:{name}", args=place))
    journal = html_of(
        world.employer, reverse("projects:history", args=[world.project.pk])
    )
    return NAME in page, SIDE in page, NAME in journal


def moved(logbook, guest):
    said = Followed(AdviceState.DONE, proof="Vu le 3 mars.")
    return logbooks.move_advice(logbook, "C1", said, actor=guest)


def test_a_degree_and_a_practice_name_who_proposed_them(world, guest):
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    assessments.close(row, actor=world.secretary)
    outcomes.agree(
        row,
        "D1.1",
        actor=guest,
        level=-1,
        note="",
        disagreement="",
        agreed_on=row.started_on,
    )
    outcomes.propose_practice(row, actor=guest, criterion="", text="Relire.")
    assert read(world, "criterion", row.pk, "D1.1") == (True, False, True)
    assert read(world, "practices", row.pk) == (True, False, True)
    assert NAME in synthesis(row)["agreed"][0]["told"]


def test_advice_moved_in_a_shared_logbook_names_who_moved_it(world, guest):
    moved(make_logbook(world.project, world.secretary), guest)
    assert read(world, "logbook") == (True, False, True)
    assert read(world, "advice", "C1") == (True, False, True)
    signed_in(world.employer).post(
        reverse("diagnostics:logbook_pdf", args=[world.project.pk])
    )
    assert NAME in str(Report.objects.get(kind=ReportKind.LOGBOOK).content)


def test_advice_moved_since_the_logbook_was_shared_names_who_moved_it(world, guest):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    logbooks.share_logbook(row, actor=world.secretary, seen=logbooks.fingerprint(row))
    moved(row, guest)
    assert read(world, "advice", "C1") == (True, False, True)


def test_a_need_expressed_before_both_sides_names_its_author(world, guest):
    need = make_need(make_logbook(world.project, world.secretary), guest)
    assert read(world, "need", need.pk) == (True, False, True)
