"""Degrees of a draft: added, taken out, and never counted upside down."""

import pytest
from django.urls import reverse

from diagnostics.actions import drafts as editing
from diagnostics.actions import instruments as acts
from diagnostics.draft_scales import is_upside_down, leaves, remove, widen
from diagnostics.drafts import check
from projects.errors import Conflict, Refused
from projects.models import Entry
from projects.seen import mark
from tests.diagnostics.test_editor import content, copied
from tests.diagnostics.uses import grid_values
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of


def ordinal(count, weak=(), strong=(), first=0):
    values = range(first, first + count)
    level = [{"value": one, "label": f"degré {one}"} for one in values]
    return {
        "kind": "ordinal",
        "level": level,
        "weak": list(weak),
        "strong": list(strong),
    }


def poles():
    return grid_values()["scale"]


def values_of(scale):
    return [one["value"] for one in scale["level"]]


def test_a_degree_is_added_at_the_top_and_counts_as_the_one_below_it():
    scale = ordinal(3, weak=[0], strong=[2])
    assert widen(scale)
    assert values_of(scale) == [0, 1, 2, 3]
    assert (scale["weak"], scale["strong"]) == ([0], [2, 3])
    assert "label" not in scale["level"][-1]


def test_two_poles_grow_and_shrink_on_both_sides():
    scale = poles()
    assert widen(scale)
    assert values_of(scale) == [-3, -2, -1, 0, 1, 2, 3]
    assert (scale["weak"], scale["strong"]) == ([-3, -2, -1], [1, 2, 3])
    assert not widen(scale)
    remove(scale, leaves(scale, 1))
    assert values_of(scale) == [-3, -1, 0, 1, 3]
    remove(scale, leaves(scale, 2))
    assert values_of(scale) == [-3, -1, 1, 3]
    assert (scale["weak"], scale["strong"]) == ([-3, -1], [1, 3])


def test_a_scale_has_two_to_seven_degrees():
    assert not widen(ordinal(7))
    assert leaves(ordinal(2), 0) == []
    assert leaves(ordinal(3), 3) == []
    two = {**poles(), "level": poles()["level"][:2]}
    assert leaves(two, 0) == []


def test_where_no_value_is_left_above_the_degree_goes_below():
    scale = ordinal(2, first=9)
    assert widen(scale)
    assert values_of(scale) == [8, 9, 10]


@pytest.mark.parametrize(
    ("weak", "strong", "wrong"),
    [
        ([0], [2], False),
        ([], [], False),
        ([0, 1], [], False),
        ([2], [0], True),
        ([2], [], True),
        ([], [0], True),
        ([0, 2], [], True),
    ],
)
def test_a_brake_above_what_is_none_counts_upside_down(weak, strong, wrong):
    assert is_upside_down(ordinal(3, weak, strong)) is wrong


def test_an_upside_down_scale_is_told_with_its_place():
    scale = ordinal(3, weak=[2], strong=[0])
    found = check(grid_values(scale=scale))
    assert [(one.part, one.dimension) for one in found.faults] == [("scale", "")]
    assert "à l’envers" in found.faults[0].sentence
    assert check(grid_values()).faults == ()


@pytest.fixture
def grid():
    world = make_world()
    return world, copied(world)


def address(grid, name, *more):
    world, row = grid
    return reverse(f"diagnostics:{name}", args=[world.organisation.pk, row.pk, *more])


@pytest.mark.django_db
def test_an_upside_down_grid_is_not_published(grid):
    world, row = grid
    scale = content(row)["scale"]
    labels = [{"label": one["label"], "meaning": ""} for one in scale["level"]]
    editing.save_scale(
        row, actor=world.secretary, seen=None, levels=labels, weak=[2], strong=[-2]
    )
    with pytest.raises(Refused, match="Il manque encore quelque chose"):
        acts.publish(row, actor=world.secretary)
    page = text_of(client_of(world.secretary).get(address(grid, "draft")))
    assert "compte ici à l’envers" in page


@pytest.mark.django_db
def test_a_degree_is_added_named_and_published(grid):
    world, row = grid
    client = client_of(world.secretary)
    answer = client.post(address(grid, "level_add"))
    assert answer.url == address(grid, "draft_scale")
    page = text_of(client.get(address(grid, "draft")))
    assert page.count("Degré sans nom") == 2
    with pytest.raises(Refused):
        acts.publish(row, actor=world.secretary)
    client.post(address(grid, "level_add"))
    assert len(content(row)["scale"]["level"]) == 7
    lines = Entry.objects.filter(verb="instrument.edited").order_by("pk")
    assert lines.last().sentence.endswith("degré ajouté à l’échelle")


@pytest.mark.django_db
def test_a_degree_goes_with_its_opposite_unless_the_scale_changed(grid):
    world, row = grid
    seen = mark(content(row)["scale"], editing.SCALE)
    client = client_of(world.secretary)
    done = client.post(address(grid, "level_remove", 0), {"seen": seen}, follow=True)
    assert "Retiré de l’échelle du brouillon." in done.text
    assert values_of(content(row)["scale"]) == [-1, 0, 1]
    with pytest.raises(Conflict):
        editing.remove_level(row, 0, actor=world.secretary, seen=seen)
    assert values_of(content(row)["scale"]) == [-1, 0, 1]
    seen = mark(content(row)["scale"], editing.SCALE)
    with pytest.raises(Refused, match="au moins deux degrés"):
        editing.remove_level(row, 9, actor=world.secretary, seen=seen)
    published = acts.publish(row, actor=world.secretary)
    assert [one.value for one in published.grid.scale.levels] == [-1, 0, 1]
