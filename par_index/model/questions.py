"""Questions asked of a result: gates, grades and their bars, reviewers' flags, targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from par_index.language.ast import Expression
from par_index.language.interval import Interval
from par_index.model.states import Cite, State
from par_index.problem import NOWHERE, Where


@dataclass(frozen=True, slots=True)
class Test:
    """A question about a result: is the subject's value in the interval?

    ``leaf`` and ``area``: points, in points; ``index``: the index as a ratio (90% = 9/10), bonus included;
    ``measure``: the expression's value (an empty or unfiled measure answers no).
    """

    __test__ = False
    subject: Literal["leaf", "area", "index", "measure"]
    code: str
    interval: Interval
    phrase: str
    measure: Expression | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A cap of leaves by a test on another; gates stand in topological order."""

    id: str
    when: Test
    caps: tuple[tuple[str, int], ...]
    also: tuple[State, ...] = ()
    """A gate whose tested leaf is not applicable fires only when this says so."""
    cites: tuple[Cite, ...] = ()
    where: Where = Where("")


@dataclass(frozen=True, slots=True)
class Grade:
    """A word for an interval of the index."""

    name: str
    interval: Interval
    phrase: str
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Bar:
    """A test that keeps a unit from any grade better than ``best``."""

    id: str
    when: Test
    best: str
    cites: tuple[Cite, ...] = ()
    where: Where = Where("")


@dataclass(frozen=True, slots=True)
class Grades:
    """The ladder of grades, best first, and what bars the better ones."""

    by: Literal["index_exact", "index_published"]
    rows: tuple[Grade, ...]
    bars: tuple[Bar, ...] = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Flag:
    """A reviewer's warning: it moves no point."""

    id: str
    when: Test
    say: str
    cites: tuple[Cite, ...] = ()
    where: Where = Where("")


@dataclass(frozen=True, slots=True)
class Target:
    """A target of the decision, met or not over the same figures."""

    id: str
    when: Test
    say: str = ""
    where: Where = Where("")
