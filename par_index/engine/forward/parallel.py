"""Judge many units in spawned processes: each builds the rulesets once and judges one stretch of the cases.

Spawned, not forked and not threads: the rule library keeps its own state and knows no locks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from operator import attrgetter
from threading import Lock
from typing import Any

from par_index.engine.forward.errors import ForwardError
from par_index.engine.forward.judge import Judge
from par_index.engine.forward.ruleset import library
from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import Plan
from par_index.problem import NOWHERE, Problem

BLOCK = 50
"""Units a message: progress is told after each."""
KEPT = 4
"""Plans whose rulesets are kept for the next question."""

Verdicts = tuple[UnitVerdict, ...]
Packed = tuple[Any, ...]
"""A verdict's fields in order: pickling records field by field costs five times as much."""

_UNIT_FIELDS = attrgetter(*(field.name for field in fields(UnitVerdict)))
_LEAF_FIELDS = attrgetter(*(field.name for field in fields(LeafVerdict)))


def judge_many(
    plan: Plan, cases: Sequence[Case], workers: int, on_progress: Callable[[int], None] | None = None
) -> Verdicts:
    """Judge cases in ``workers`` processes; verdicts stand in the cases' order.

    One worker means this very process. ``on_progress`` is told how many units are judged so far.

    Raises:
        ForwardUnavailableError, ForwardError: as ``judge``; also when a process dies at work (E110).
    """
    library()
    found: dict[int, Verdicts] = {}
    for start, verdicts in _here(plan, cases) if workers <= 1 else _elsewhere(plan, cases, workers):
        found[start] = verdicts
        if on_progress:
            on_progress(sum(map(len, found.values())))
    return tuple(verdict for start in sorted(found) for verdict in found[start])


class _Kept:
    """This process's last judges, who may be asked again; one that is taken out works for one thread."""

    def __init__(self) -> None:
        self._judges: list[tuple[Plan, Judge]] = []
        self._door = Lock()

    def taken(self, plan: Plan) -> Judge:
        """Take out a judge of the plan, or make one."""
        with self._door:
            for at, (own, judge) in enumerate(self._judges):
                if own is plan:
                    del self._judges[at]
                    return judge
        return Judge(plan)

    def put_back(self, plan: Plan, judge: Judge) -> None:
        """Keep a judge; those kept longest go."""
        with self._door:
            self._judges.append((plan, judge))
            gone, self._judges = self._judges[:-KEPT], self._judges[-KEPT:]
        for _, oldest in gone:
            oldest.close()


_KEPT = _Kept()


@contextmanager
def _court(plan: Plan) -> Iterator[Judge]:
    """Give the judge of a plan, a kept one where there is: building rulesets takes longer than judging.

    While he works he is not kept: work that is broken off may leave facts behind, and ends with him.
    """
    judge, done = _KEPT.taken(plan), False
    try:
        yield judge
        done = True
    finally:
        if done:
            _KEPT.put_back(plan, judge)
        else:
            judge.close()


def _here(plan: Plan, cases: Sequence[Case]) -> Iterator[tuple[int, Verdicts]]:
    with _court(plan) as court:
        for start in range(0, len(cases), BLOCK):
            yield start, tuple(court.unit(case) for case in cases[start : start + BLOCK])


def _elsewhere(plan: Plan, cases: Sequence[Case], workers: int) -> Iterator[tuple[int, Verdicts]]:
    """Give every process one equal stretch and pass its blocks on as they come."""
    share = -(-len(cases) // workers) or 1
    with ExitStack() as stack:
        pipes = [_start(plan, cases[at : at + share], at, stack) for at in range(0, len(cases), share)]
        while pipes:
            ready = wait(pipes)
            for pipe in [pipe for pipe in pipes if pipe in ready]:
                block = _received(pipe)
                if block is None:
                    pipes.remove(pipe)
                else:
                    yield block


def _start(plan: Plan, stretch: Sequence[Case], at: int, stack: ExitStack) -> Connection:
    """Start one process; whatever happens it is ended with the stack."""
    spawned = get_context("spawn")
    here, there = spawned.Pipe(duplex=False)
    process = spawned.Process(target=_work, args=(plan, stretch, at, there), daemon=True)
    process.start()
    there.close()
    stack.callback(here.close)
    stack.callback(process.join)
    stack.push(lambda error, *_: process.terminate() if error else None)
    return here


def _work(plan: Plan, stretch: Sequence[Case], at: int, there: Connection) -> None:
    try:
        for start, verdicts in _here(plan, stretch):
            there.send((at + start, [_packed(verdict) for verdict in verdicts]))
        there.send(None)
    except ForwardError as error:
        there.send(error.problem)


def _received(pipe: Connection) -> tuple[int, Verdicts] | None:
    try:
        reply: tuple[int, list[Packed]] | Problem | None = pipe.recv()
    except EOFError:
        raise ForwardError(Problem("E110", NOWHERE)) from None
    if isinstance(reply, Problem):
        raise ForwardError(reply)
    return reply and (reply[0], tuple(map(_unpacked, reply[1])))


def _packed(verdict: UnitVerdict) -> Packed:
    unit, leaves, *rest = _UNIT_FIELDS(verdict)
    return unit, [_LEAF_FIELDS(leaf) for leaf in leaves], *rest


def _unpacked(packed: Packed) -> UnitVerdict:
    unit, leaves, *rest = packed
    return UnitVerdict(unit, tuple([LeafVerdict(*leaf) for leaf in leaves]), *rest)
