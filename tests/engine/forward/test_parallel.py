"""Many units in spawned processes give the verdicts one process gives, and say when a process dies."""

import gc
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from threading import Barrier

import pytest

from par_index.engine.forward import ForwardError, ForwardUnavailableError, judge, judge_many, parallel
from par_index.language import ast
from par_index.model.case import Case
from par_index.model.questions import Bar, Grade, Grades, Test
from tests.engine.plans import between, leaf, part, plan, ratio

LEAVES = [
    leaf(part(code, ratio("a", "b"), (between(high="1/2"), 0, 0), (between("1/2"), 1, 0)))
    for code in ("1.1", "1.2")
]
BARS = (Bar("B1", Test("index", "", between(high="3/4"), ""), "B"),)
ROWS = (Grade("A", between("1/2"), ""), Grade("B", between(high="1/2"), ""))
PLAN = plan(*LEAVES, grades=Grades("index_exact", ROWS, BARS))
CASES = [Case(f"Đơn vị {k}", {"a": k % 11, "b": 10}, {"1.2": 32} if k % 5 == 0 else {}) for k in range(130)]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_any_number_of_workers_gives_the_same_verdicts_in_order_and_tells_progress(workers):
    told: list[int] = []
    assert judge_many(PLAN, CASES, workers, told.append) == judge(PLAN, CASES)
    assert told == sorted(told)
    assert told[-1] == len(CASES)
    assert len(told) >= 3


@pytest.mark.parametrize("cases", [[], CASES[:1]])
def test_few_cases_are_no_trouble(cases):
    assert judge_many(PLAN, cases, 2, None) == judge(PLAN, cases)


def test_a_defect_in_a_worker_is_raised_here_with_its_unit():
    gap = plan(leaf(part("1.1.3", ratio("a", "b"), (between(high="1/2"), 0, 0))))
    cases = [Case("Sở A", {"a": 1, "b": 3}), Case("Sở B", {"a": 2, "b": 3})]
    with pytest.raises(ForwardError, match=r"Unit Sở B: no rule for 1\.1\.3"):
        judge_many(gap, cases, 2, None)


@pytest.fixture
def built(monkeypatch):
    """List the plans whose rulesets are built, and count those that are freed."""

    class Plans(list):
        closed = 0

    plans = Plans()

    class Counted(parallel.Judge):
        def __init__(self, plan):
            plans.append(plan)
            super().__init__(plan)

        def close(self):
            plans.closed += 1
            super().close()

    monkeypatch.setattr(parallel, "Judge", Counted)
    monkeypatch.setattr(parallel, "_KEPT", parallel._Kept())
    return plans


def test_the_rulesets_of_the_last_plans_are_kept(built):
    plans = [plan(leaf(part(f"{k}.1", ratio("a", "b"), (between(), 0, k)))) for k in range(parallel.KEPT + 1)]
    *some, last = plans
    for asked in (*some, *some, last, last, *some[1:], some[0]):
        assert judge_many(asked, CASES[:3], 1) == judge(asked, CASES[:3])
    assert built == [*some, last, some[0]]


def test_work_that_is_broken_off_leaves_nothing_behind(built):
    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_many(PLAN, CASES, 1, interrupt)
    with pytest.raises(ForwardError):
        judge_many(PLAN, [Case("u", {"a": 0.5, "b": 1})], 1)
    assert judge_many(PLAN, CASES, 1) == judge(PLAN, CASES)
    assert built == [PLAN] * 3
    gc.collect()
    assert built.closed == 2


def test_a_judge_at_work_is_asked_nothing_else(built):
    """Two runs of one plan, one within the other: each has rulesets of its own."""
    found = []

    def ask(_):
        found.append(judge_many(PLAN, CASES[:1], 1))

    assert judge_many(PLAN, CASES[:3], 1, ask) == judge(PLAN, CASES[:3])
    assert found == [judge(PLAN, CASES[:1])]
    assert built == [PLAN] * 2
    assert judge_many(PLAN, CASES, 1) == judge(PLAN, CASES)
    assert built == [PLAN] * 2


def test_threads_one_after_another_ask_the_same_judge(built):
    for _ in range(3):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(judge_many, PLAN, CASES, 1).result() == judge(PLAN, CASES)
    assert built == [PLAN]


def test_threads_at_once_each_have_a_judge_and_no_more_are_kept_than_may_be(built):
    plans = [plan(leaf(part(f"{k}.1", ratio("a", "b"), (between(), 0, k)))) for k in range(3)]
    meet = Barrier(3)

    def ask(own):
        return judge_many(own, CASES[:1], 1, lambda _: meet.wait(60))

    with ThreadPoolExecutor(3) as pool:
        for own in plans:
            assert [*pool.map(ask, [own] * 3)] == [judge(own, CASES[:1])] * 3
    assert built == [own for own in plans for _ in range(3)]
    assert built.closed == len(built) - parallel.KEPT


@dataclass(frozen=True)
class Deadly(ast.Constant):
    """A tree that kills the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (9,)


def test_a_worker_that_dies_is_noticed():
    deadly = plan(leaf(part("1.1", Deadly(Fraction(1)), (between(), 0, 1))))
    with pytest.raises(ForwardError) as caught:
        judge_many(deadly, CASES, 2, None)
    assert caught.value.problem.code == "E110"


def test_a_missing_library_is_noticed_before_any_process_starts(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(ForwardUnavailableError):
        judge_many(PLAN, CASES, 2, None)
