"""Codes of what is added to a grid: they read as those that are there."""

import pytest

from diagnostics.drafts import criterion_code, dimension_code


def rows(*codes):
    return [{"code": code} for code in codes]


@pytest.mark.parametrize(
    ("title", "codes", "code"),
    [
        ("Suite", ("D1", "D2"), "D3"),
        ("Suite", ("T", "R1", "R7"), "R8"),
        ("Écoute", ("D", "T", "S"), "E"),
        ("Santé", ("D", "T", "S"), "A"),
        ("Bilan", ("AC", "PA"), "BI"),
        ("Partage", ("AC", "PA"), "PP"),
        ("", ("D", "T"), "A"),
        ("", (), "D1"),
        ("…", ("AC", "PA"), "D1"),
    ],
)
def test_a_dimension_takes_the_code_that_its_grid_would_give(title, codes, code):
    assert dimension_code(title, rows(*codes)) == code


@pytest.mark.parametrize(
    ("dimension", "here", "elsewhere", "code"),
    [
        ("T", ("T1", "T2"), ("R1.1",), "T3"),
        ("T", ("T.1",), (), "T.2"),
        ("E1", ("E1.contenu",), (), "E1.1"),
        ("BI", (), ("AC1", "AC2"), "BI1"),
        ("B", (), ("A.1",), "B.1"),
        ("D3", (), ("AC1",), "D3.1"),
        ("D1", (), (), "D1.1"),
    ],
)
def test_a_criterion_follows_those_of_its_dimension_then_of_its_grid(
    dimension, here, elsewhere, code
):
    part = {"code": dimension, "criterion": rows(*here)}
    values = {"dimension": [part, {"code": "Z", "criterion": rows(*elsewhere)}]}
    assert criterion_code(part, values) == code
