"""Parties side by side: medians, gaps, strengths, brakes, and never a total."""

from diagnostics.enums import Party
from diagnostics.instruments import from_values
from diagnostics.scoring import evolution, results
from tests.diagnostics.uses import grid_values

GRID = from_values(grid_values(("D1.1", "D1.2", "D2.1", "D2.2")), "essai")


def found(**counts):
    return results(GRID, {code.replace("_", "."): row for code, row in counts.items()})


def one(**counts):
    return next(iter(found(D1_1=counts).criteria))


def test_the_middle_is_the_median_and_unknown_weighs_nothing():
    result = one(users={"-2": 1, "0": 1, "2": 1, "unknown": 4, "not_applicable": 2})
    view = result.views[0]
    assert (view.middle, view.answers, view.unknown, view.not_applicable) == (
        (0.0, 3, 4, 2)
    )
    assert view.spread == 4
    assert result.split == [Party.USERS]


def test_answers_that_split_evenly_stand_between_two_degrees():
    assert one(users={"-2": 1, "1": 1}).middles == {Party.USERS: -0.5}


def test_who_only_does_not_know_has_no_place_on_the_scale():
    result = one(users={"unknown": 2}, management={"1": 1})
    assert result.middles == {Party.MANAGEMENT: 1.0}
    assert result.gap == 0.0


def test_a_gap_names_who_is_lowest_and_who_is_highest():
    result = one(users={"-2": 3}, management={"2": 1}, it={"2": 1})
    assert (result.gap, result.lowest, result.highest) == (
        4.0,
        [Party.USERS],
        [Party.MANAGEMENT, Party.IT],
    )
    assert result.disagrees


def test_a_brake_for_one_and_a_strength_for_another_is_a_disagreement():
    assert one(users={"-1": 1}, management={"1": 1}).disagrees
    assert not one(users={"0": 1}, management={"1": 1}).disagrees


def test_gaps_come_widest_first_and_equal_criteria_are_left_out():
    shown = found(
        D1_1={"users": {"0": 1}, "management": {"1": 1}},
        D1_2={"users": {"-2": 1}, "management": {"2": 1}},
        D2_1={"users": {"1": 1}, "management": {"1": 1}},
    )
    assert [row.criterion.code for row in shown.gaps] == ["D1.2", "D1.1"]
    assert [row.criterion.code for row in shown.disagreements] == ["D1.2"]


def test_strengths_and_brakes_are_those_on_which_no_party_says_otherwise():
    shown = found(
        D1_1={"users": {"1": 1}, "management": {"2": 1}},
        D1_2={"users": {"-1": 1}, "management": {"2": 1}},
        D2_1={"users": {"-2": 1}, "management": {"-1": 1}},
        D2_2={"users": {"-2": 1}},
    )
    assert [row.criterion.code for row in shown.strengths] == ["D1.1"]
    assert [row.criterion.code for row in shown.brakes] == ["D2.1"]


def test_one_party_that_does_not_know_takes_nothing_from_what_two_others_say():
    solid = {"management": {"2": 1}, "representatives": {"2": 1}}
    shown = found(
        D1_1=solid | {"supplier": {"unknown": 1}},
        D1_2=solid,
        D2_1=solid,
        D2_2={"management": {"-1": 1}, "representatives": {"-1": 1}},
    )
    assert [row.criterion.code for row in shown.strengths] == ["D1.1", "D1.2", "D2.1"]
    assert [row.criterion.code for row in shown.brakes] == ["D2.2"]
    assert shown.silent(shown.strengths[0]) == [Party.SUPPLIER]


def test_a_party_that_says_otherwise_breaks_the_one_voice():
    solid = {"management": {"2": 1}, "representatives": {"2": 1}}
    shown = found(D1_1=solid | {"supplier": {"0": 1}}, D1_2=solid)
    assert [row.criterion.code for row in shown.strengths] == ["D1.2"]


def test_what_more_parties_said_comes_before_what_fewer_said_more_strongly():
    weak = {"management": {"-1": 1}, "representatives": {"-1": 1}}
    shown = found(
        D1_1={"management": {"-2": 1}, "representatives": {"-2": 1}},
        D1_2=weak,
        D2_1=weak | {"users": {"-1": 1}},
    )
    assert [row.criterion.code for row in shown.brakes] == ["D2.1", "D1.1", "D1.2"]
    assert [shown.silent(row) for row in shown.brakes] == [
        [],
        [Party.USERS],
        [Party.USERS],
    ]


def test_one_party_is_not_several_even_when_the_others_do_not_know():
    shown = found(
        D1_1={"users": {"-2": 1}, "management": {"unknown": 1}},
        D1_2={"users": {"2": 1}, "management": {"not_applicable": 1}},
        D2_1={"users": {"2": 1}},
    )
    assert (shown.brakes, shown.strengths) == ([], [])


def test_a_party_alone_says_what_it_says():
    shown = found(D1_1={"users": {"-1": 1}}, D1_2={"users": {"-2": 1}})
    assert [row.criterion.code for row in shown.brakes] == ["D1.2", "D1.1"]


def test_a_profile_is_the_mean_of_the_criteria_that_the_party_placed():
    shown = found(
        D1_1={"users": {"-2": 1}, "management": {"1": 1}},
        D1_2={"users": {"1": 1}},
    )
    first = shown.dimensions[0]
    assert first.profile == {Party.USERS: -0.5, Party.MANAGEMENT: 1.0}
    assert (first.answered(Party.USERS), first.answered(Party.MANAGEMENT)) == (2, 1)
    assert shown.parties == (Party.MANAGEMENT, Party.USERS)


def test_evolution_compares_who_answered_twice():
    before = found(D1_1={"users": {"-2": 1}, "it": {"0": 1}})
    now = found(D1_1={"users": {"1": 1}, "management": {"1": 1}})
    assert evolution(now, before)["D1.1"] == {Party.USERS: 3.0}
