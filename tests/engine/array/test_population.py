from dataclasses import replace

import numpy as np
import pytest

from par_index.engine.array import load
from par_index.language import ast
from par_index.model.case import Case
from par_index.model.plan import Input
from tests.engine.plans import between, leaf, part, plan

INPUTS = (
    Input("ho_so", "count", "", 1, 0, 10, "neutral"),
    Input("ngay", "date", "", 1, 700, 800, "less", never=9999),
)
PLAN = plan(leaf(part("1.1", ast.Input("ho_so", 1), (between(), 0, 1))), inputs=INPUTS)


def test_figures_and_flags_are_laid_out_by_input_and_leaf() -> None:
    filed = Case("a", {"ho_so": 3, "ngay": 9999}, {}, {"ho_so": 7})
    missing = Case("b", {}, {"1.1": 4})
    population = load(PLAN, [filed, missing])
    assert population.units == ("a", "b")
    assert population.figures.values.tolist() == [[3, 0], [9999, 700]]
    assert population.figures.known.tolist() == [[True, False], [True, False]]
    assert population.flags.tolist() == [[0, 4]]
    assert population.previous is not None
    assert population.previous.known.tolist() == [[True, False], [False, False]]


def test_no_previous_figures_are_laid_out_when_none_are_given() -> None:
    assert load(PLAN, [Case("a", {"ho_so": 3})]).previous is None


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (Case("a", {"ho_so": 11}), "ho_so of a is outside"),
        (Case("a", {"ho_so": -1}), "ho_so of a is outside"),
        (Case("a", {}), r"1\.1 of a misses a figure"),
        (Case("a", {"ho_so": 1}, {"1.1": 128}), "a flag lies outside"),
        (Case("a", {"ho_so": 1}, {"1.1": -1}), "a flag lies outside"),
    ],
)
def test_what_exactness_rests_on_is_checked(case: Case, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        load(PLAN, [case])


def test_nothing_is_a_population_too() -> None:
    population = load(PLAN, [])
    assert population.figures.values.shape == (2, 0)
    assert population.flags.shape == (1, 0)
    bare = replace(PLAN, leaves=(), inputs=())
    assert load(bare, [Case("a", {})]).flags.shape == (0, 1)
    assert load(bare, [Case("a", {})]).figures.values.dtype == np.int64
