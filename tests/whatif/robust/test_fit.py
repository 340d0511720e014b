"""Figures that noise moved keep their bounds, steps and relations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from par_index.language import ast
from par_index.model.plan import Input, Plan, Relation
from par_index.problem import NOWHERE
from par_index.whatif.robust.fit import laws_of
from tests.engine.plans import plan


def entry(code: str, high: int = 100, step: int | None = None) -> Input:
    return Input(code, "count", code, 1, 0, high, "more", step=step)


def bound(*relations: tuple[ast.Expression, ast.Expression]) -> Plan:
    rows = tuple(Relation(left, right, "", NOWHERE) for left, right in relations)
    inputs = (entry("a"), entry("b"), entry("c"), entry("d", 99, 10))
    return replace(plan(), inputs=inputs, relations=rows)


A, B, C, D = (ast.Input(code, 1) for code in "abcd")


def fitted(one: Plan, filed: list[int], drawn: list[int], unknown: str = "") -> tuple[list[int], int]:
    laws = laws_of(one)
    values, before = (np.array(column, np.int64).reshape(-1, 1) for column in (drawn, filed))
    known = np.array([[code not in unknown] for code in "abcd"])
    touched = np.flatnonzero(values[:, 0] != before[:, 0])
    mended = laws.fitted(values, before, known, touched)
    return values[:, 0].tolist(), mended


def test_a_figure_is_cut_down_to_the_one_it_may_not_pass() -> None:
    assert fitted(bound((A, B)), [5, 9, 0, 0], [12, 10, 0, 0]) == ([10, 10, 0, 0], 1)
    assert fitted(bound((A, B)), [5, 9, 0, 0], [8, 9, 0, 0]) == ([8, 9, 0, 0], 0)


def test_a_chain_is_mended_from_its_end() -> None:
    assert fitted(bound((A, B), (B, C)), [1, 2, 3, 0], [9, 8, 3, 0])[0] == [3, 3, 3, 0]


def test_a_sum_goes_back_to_what_is_filed() -> None:
    one = bound((ast.Add((A, B)), C))
    assert fitted(one, [2, 3, 6, 0], [4, 3, 6, 0]) == ([2, 3, 6, 0], 1)
    assert fitted(one, [2, 3, 6, 0], [3, 3, 6, 0]) == ([3, 3, 6, 0], 0)
    # What has no part in it stays moved.
    assert fitted(one, [2, 3, 6, 0], [4, 3, 6, 20]) == ([2, 3, 6, 20], 1)


def test_relations_that_pull_apart_end_with_what_is_filed() -> None:
    """A is cut down to B, which the sum then throws back: in the end nothing breaks a law."""
    one = bound((A, B), (ast.Add((C, D)), ast.Add((A, A))))
    filed = [40, 50, 10, 10]
    values, _ = fitted(one, filed, [60, 11, 20, 10])
    assert values[0] <= values[1]
    assert values[2] + values[3] <= 2 * values[0]


def test_a_figure_that_is_not_filed_breaks_nothing() -> None:
    assert fitted(bound((A, B)), [5, 0, 0, 0], [9, 0, 0, 0], unknown="b") == ([9, 0, 0, 0], 0)


def test_a_cut_keeps_the_step_and_an_empty_side_breaks_nothing() -> None:
    assert fitted(bound((D, A)), [50, 0, 0, 30], [25, 0, 0, 30])[0] == [25, 0, 0, 20]
    one = bound((ast.Divide(A, B), ast.Constant(1)))
    assert fitted(one, [0, 0, 0, 0], [9, 0, 0, 0]) == ([9, 0, 0, 0], 0)
    assert fitted(one, [4, 5, 0, 0], [9, 5, 0, 0]) == ([4, 5, 0, 0], 1)


def test_bounds_and_steps_hold() -> None:
    laws = laws_of(bound())
    rows = np.array([0, 0, 3, 3])
    assert laws.within(np.array([-5, 500, 57, 99]), rows).tolist() == [0, 100, 50, 90]
