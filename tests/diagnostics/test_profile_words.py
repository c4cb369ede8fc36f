"""The profile of a party in words: the mean of its medians, and nobody rounds it."""

import pytest

from diagnostics.drawings import nearly, words
from diagnostics.instruments import from_values
from tests.diagnostics.uses import grid_values


def scale_of(**levels):
    """`scale_of(sans=0, bon=2)`, each label with its value."""
    scale = {
        "kind": "ordinal",
        "weak": [],
        "strong": [],
        "level": [{"value": value, "label": label} for label, value in levels.items()],
    }
    return from_values(grid_values(scale=scale), "essai").scale


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, "soutien"),
        (1.5, "entre « soutien » et « soutien fort »"),
        (-1.5, "entre « entrave forte » et « entrave »"),
        (0.5, "entre « sans effet net » et « soutien »"),
        (1.4, "plutôt « soutien »"),
        (-1.6, "plutôt « entrave forte »"),
        (-2, "entrave forte"),
    ],
)
def test_half_way_a_mean_leans_to_neither_side(value, said):
    assert nearly(from_values(grid_values(), "essai").scale, value) == said


def test_a_median_that_is_no_degree_stands_between_two():
    scale = scale_of(absent=0, présent=2, complet=5)
    assert words(scale, 1.0) == "entre « absent » et « présent »"
    assert nearly(scale, 3.5) == "entre « présent » et « complet »"
    assert nearly(scale, 3) == "plutôt « présent »"
    assert words(scale, 5) == "complet"
