"""The compiled Plan: one criteria set for one kind of unit, ready to be judged.

Both engines read this and nothing else about the rules. Points are micro-points (int); every other
number is an int in an input's own scale or an exact ``Fraction``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from par_index.language.ast import Expression, inputs_of
from par_index.language.interval import Interval
from par_index.model.instrument import Instrument
from par_index.model.questions import Flag, Gate, Grades, Target
from par_index.model.states import Cite, StateRule
from par_index.problem import NOWHERE, Where

InputKind = Literal["yes_no", "choice", "count", "amount", "percent", "share", "date", "points"]
Better = Literal["more", "less", "neutral"]


@dataclass(frozen=True, slots=True)
class Input:
    """One figure of the catalogue: its integer lies in [low, high], or is ``never`` (dates only)."""

    code: str
    kind: InputKind
    label: str
    scale: int
    low: int
    high: int
    better: Better
    unit: str = ""
    lead: str = ""
    source: Literal["declared", "survey"] = "declared"
    never: int | None = None
    never_label: str = ""
    choices: tuple[str, ...] = ()
    choice_labels: tuple[str, ...] = ()
    step: int | None = None
    may_exceed: str | None = None
    """An input that this one is set beside in a ratio and may well pass."""
    previous: str | None = None
    """The input of last year that this one repeats; it is read from last year's facts."""
    note: str = ""
    where: Where = Where("")


@dataclass(frozen=True, slots=True)
class Relation:
    """What filed figures must satisfy: left <= right."""

    left: Expression
    right: Expression
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Band:
    """One step of a ladder: in ``interval`` the points are slope·x + base micro-points."""

    rule: str
    """``<part code>/b<k>``, k from 1 in the author's order."""
    interval: Interval
    slope: Fraction
    base: Fraction
    phrase: str
    give: str
    where: Where


@dataclass(frozen=True, slots=True)
class Part:
    """A measure and its ladder (bands sorted from low to high, without gap or overlap)."""

    code: str
    """The leaf's code, or ``<leaf>#<k>`` when the leaf has several parts."""
    name: str
    min: int
    max: int
    measure: Expression
    measure_text: str
    bands: tuple[Band, ...]
    where: Where


LeafKind = Literal["appraised", "survey", "bonus", "penalty"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scored item. Its points are the exact sum of its parts, rounded once to the leaf grid."""

    code: str
    name: str
    kind: LeafKind
    area: str
    parent: str
    min: int
    max: int
    parts: tuple[Part, ...]
    inputs: tuple[str, ...]
    states: tuple[StateRule, ...]
    if_empty: tuple[StateRule, ...] = ()
    """When the measure is empty and ``use_previous`` does not help, the one rule that decides
    (low = high = 0); no rule when no denominator can be 0."""
    use_previous: bool = False
    """``if_empty`` begins with ``previous``: judge last year's figures instead.

    The trail then begins with rule ``<code>/empty-previous``.
    """
    trait: str | None = None
    lead: str = ""
    evidence: str = ""
    guidance: str = ""
    method: str = ""
    cites: tuple[Cite, ...] = ()
    where: Where = Where("")

    @property
    def is_unfilled(self) -> bool:
        """Tell whether this is a reserved node that nobody filled: it reads nothing and earns nothing."""
        return not self.inputs


@dataclass(frozen=True, slots=True)
class Node:
    """An area or a criterion of the tree: leaves' codes stand in the tree's order."""

    code: str
    name: str
    level: int
    """1 = area (lĩnh vực), 2 = criterion (tiêu chí) …"""
    parent: str
    max: int
    """What its leaves can earn; ``unfilled`` is not in it."""
    leaves: tuple[str, ...]
    lead: str = ""
    where: Where = Where("")
    unfilled: int = 0
    """Points of the set that are reserved here, that nobody filled and that drop from every maximum."""


TieLaw = Literal["competition", "dense", "break_by"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which figure is ranked, and what happens to equals.

    ``break_by``: keys tried in turn, each ``appraised``, ``survey``, ``bonus``, ``area:<code>`` or
    ``leaf:<code>`` (more is better), at last equal ranks as in ``competition``.
    """

    by: Literal["index_exact", "index_published"] = "index_exact"
    ties: TieLaw = "competition"
    break_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything the engines need to judge units of one kind under one set."""

    set_id: str
    name: str
    kind: str
    kind_name: str
    year: int
    issuer: str
    status: Literal["proposed", "issued"]
    digest: str
    legal_basis: str
    inputs: tuple[Input, ...]
    relations: tuple[Relation, ...]
    nodes: tuple[Node, ...]
    leaves: tuple[Leaf, ...]
    """In the tree's order: appraised and survey leaves by area, then bonus, then penalty leaves."""
    appraised_max: int
    survey_max: int
    leaf_grid: int
    """The grid a leaf is rounded to, in micro-points (1 = a millionth, 10 000 = a hundredth)."""
    places: int
    ranking: Ranking
    bonus_ceiling: int
    penalty_ceiling: int
    """As a magnitude: penalties never take more than this."""
    gates: tuple[Gate, ...] = ()
    grades: Grades | None = None
    flags: tuple[Flag, ...] = ()
    targets: tuple[Target, ...] = ()
    traits: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    modelled_on: str = ""
    """The set of the level above whose areas this one follows; empty when it follows none."""
    evidence_costs: bool = True
    """Whether a leaf without evidence loses its points (else it is only marked)."""
    total_where: Where = NOWHERE
    """Where the set declares its total, and where the survey's share of it."""
    survey_where: Where = NOWHERE
    number: str = ""
    issued_on: date | None = None
    """The number and the day of the decision that issued the set; both stand in every issued one."""
    supersedes: str = ""
    """The set in whose place this one stands."""
    valid: tuple[date, date] | None = None
    """The first and the last day on which the set is in force, when it says so."""
    unfilled: tuple[Node, ...] = ()
    """Nodes in which nothing is scored: reserved ones that nobody filled, and those that hold only such."""
    instrument: Instrument | None = None
    """The set's own survey of this kind of unit; ``None`` where others hold it (``survey/scores.csv``)."""
    holidays: tuple[date, ...] = ()
    """Days off of the cycle's calendar, for ``working(…)``; Saturdays and Sundays are always off."""

    @cached_property
    def leaf_by_code(self) -> Mapping[str, Leaf]:
        return {leaf.code: leaf for leaf in self.leaves}

    @cached_property
    def input_by_code(self) -> Mapping[str, Input]:
        return {entry.code: entry for entry in self.inputs}

    @cached_property
    def related(self) -> tuple[tuple[Relation, tuple[str, ...]], ...]:
        """Each relation with the inputs it reads."""
        return tuple(
            (one, tuple(dict.fromkeys((*inputs_of(one.left), *inputs_of(one.right)))))
            for one in self.relations
        )

    @cached_property
    def areas(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.level == 1)

    @cached_property
    def unfilled_max(self) -> int:
        """Give the points of the set's total that nobody can earn, for they were reserved and not filled."""
        return sum(node.unfilled for node in (*self.nodes, *self.unfilled) if node.level == 1)
