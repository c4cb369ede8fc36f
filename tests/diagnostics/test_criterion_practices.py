"""From a criterion to the practice that people draw from it."""

import pytest
from django.urls import reverse

from diagnostics.actions import assessments
from diagnostics.enums import Party
from projects.enums import Role
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_member, make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db

WORDS = "En tirer une bonne pratique"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def row(world):
    """Solid for both, then for one alone, then for nobody."""
    found = make_assessment(world.project, world.secretary)
    theirs = {"D1_1": 1, "D1_2": -1}
    make_sheet(found, world.employer, Party.MANAGEMENT, **theirs)
    make_sheet(found, world.secretary, Party.REPRESENTATIVES, D1_1=2, D1_2=2)
    return assessments.close(found, actor=world.secretary)


def link_to(row, member, code):
    """The address and the look of the link, or nothing."""
    path = reverse("diagnostics:criterion", args=[row.project_id, row.pk, code])
    before, found, _after = text_of(client_of(member).get(path)).partition(WORDS)
    if not found:
        return None
    tag = before.rpartition("<a ")[2]
    return [tag.split(f'{name}="')[1].partition('"')[0] for name in ("class", "href")]


def test_a_solid_criterion_leads_first_of_all_to_a_practice(world, row):
    practices = reverse("diagnostics:practices", args=[row.project_id, row.pk])
    for code, look in (("D1.1", "btn"), ("D1.2", "btn quiet"), ("D2.1", "btn quiet")):
        address = f"{practices}?critere={code}#form-title"
        assert link_to(row, world.secretary, code) == [look, address]


def test_the_form_of_the_practice_has_its_criterion_chosen(world, row):
    _look, address = link_to(row, world.employer, "D1.2")
    page = text_of(client_of(world.employer).get(address.partition("#")[0]))
    assert '<option value="D1.2" selected>' in page
    assert 'id="form-title"' in page


def test_who_may_not_propose_is_not_led_there(world, row):
    reader = make_member(world.organisation, Role.READER)
    assert link_to(row, reader, "D1.1") is None
