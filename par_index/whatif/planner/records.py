"""What a plan is asked and what it answers, as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import Unit
from par_index.model.plan import Input, Leaf, Plan
from par_index.model.questions import Bar
from par_index.whatif.basis import Ground
from par_index.whatif.planner.costs import Costs

Solver = Literal["auto", "milp", "dp"]
"""``auto``: the dynamic programme, which needs no extra, unless prerequisites or exclusions ask for milp."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: one of a rank (or better), an index in percent, a grade (or better)."""

    rank: int | None = None
    index: Fraction | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One figure from its filed value (``None``: not filed) to the planned one.

    ``follows``: it costs nothing, for it only follows another (files settled late become files in time).
    """

    input: Input
    filed: int | None
    planned: int
    cost: int
    follows: str = ""


@dataclass(frozen=True, slots=True)
class LeafGain:
    """One leaf before and after, in micro-points."""

    leaf: Leaf
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Task:
    """Figures that go together, the leaves they move, who leads and until when."""

    moves: tuple[Move, ...]
    gains: tuple[LeafGain, ...]
    lead: str
    deadline: date | None
    note: str = ""

    @property
    def cost(self) -> int:
        return sum(move.cost for move in self.moves)

    @property
    def points(self) -> int:
        return sum(gain.after - gain.before for gain in self.gains)


@dataclass(frozen=True, slots=True)
class Place:
    """Points, index in percent, rank in the cluster and grade; no index without a maximum."""

    points: int
    max_points: int
    index: Fraction | None
    rank: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One place of the frontier: the least cost of a rank (``None``: out of reach), and its index."""

    rank: int
    passes: str
    """The unit to be passed for it."""
    cost: int | None
    index: Fraction | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """A leaf that does not earn all its points even with everything moved, and why.

    ``reason`` is a key of the planner's words; ``inputs`` are the figures concerned.
    """

    leaf: Leaf
    lost: int
    reason: str
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why a target is out of reach: the best place there is, and what stands in the way."""

    best: Place
    above: tuple[str, ...]
    """Units that stay above."""
    bars: tuple[str, ...]
    """Bars that keep the grade down even then."""
    stuck: tuple[Stuck, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """The cheapest plan of one unit to a target, or why there is none."""

    ground: Ground
    synthetic: bool
    """The cycle's figures are made up."""
    unit: Unit
    target: Target
    costs: Costs
    margin: Fraction
    """Index points by which every rival is taken to rise."""
    before: Place
    after: Place | None
    """``None`` when the target is out of reach."""
    tasks: tuple[Task, ...]
    case: Case
    """The planned figures; the filed ones when there is nothing to do or nothing helps."""
    verdict: UnitVerdict
    passed: tuple[str, ...]
    frontier: tuple[Rung, ...]
    next_now: int | None
    """What one more point costs as things stand."""
    next_then: int | None
    """What one more point costs once the plan is carried out."""
    blocked: Blocked | None
    checked: bool
    """Both engines judged the planned figures and agree."""
    proved: bool
    """No cheaper choice among the offered steps reaches the target."""
    solver: str

    @property
    def plan(self) -> Plan:
        return self.ground.plan

    @property
    def cost(self) -> int:
        return sum(task.cost for task in self.tasks)

    def name_of(self, code: str) -> str:
        """Name a unit of the ground."""
        return self.ground.facts[self.ground.at[code]].unit.name

    def bars_named(self, ids: Iterable[str]) -> tuple[Bar, ...]:
        """Give the bars of some ids."""
        wanted = set(ids)
        return tuple(bar for bar in (self.plan.grades.bars if self.plan.grades else ()) if bar.id in wanted)

    @property
    def figures(self) -> Mapping[str, int]:
        """Give the planned figures that differ from the filed ones."""
        filed = self.ground.facts[self.ground.at[self.unit.code]].case.values
        return {code: value for code, value in self.case.values.items() if filed.get(code) != value}
