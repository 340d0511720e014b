"""What a cycle answers in a notebook: each answer shows itself as a table and gives records and arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from par_index.model.result import GroupResult, Results
from par_index.notebook.sheet import Sheet, plain
from par_index.papers.marks import PROPOSED, SYNTHETIC
from par_index.points import MICRO
from par_index.score.marks import mark_line, set_marks
from par_index.whatif.planner import Planned, as_scenario, figures_of
from par_index.whatif.planner.text import text
from par_index.whatif.robust import GroupRobustness, Robustness
from par_index.whatif.scenario import Outcome
from par_index.whatif.scenario.records import document

if TYPE_CHECKING:
    from par_index.notebook.cycle import Cycle

_SCORED = (
    "group",
    "cluster",
    "rank",
    "unit",
    "name",
    "points",
    "max_points",
    "index",
    "grade",
    "provisional",
)
"""``points`` and ``max_points`` are micro-points, ``index`` an exact fraction in percent."""
_MOVED = ("unit", "name", "points", "points_after", "index", "index_after", "rank", "rank_after", "grade",
          "grade_after", "passes")  # fmt: skip
_SIDES = ("points", "index", "rank", "grade")
_LEAVES = ("unit", "code", "name", "points", "points_after", "rules", "rules_after", "figures")
_WORK = ("lead", "input", "label", "filed", "planned", "cost", "deadline")
_FIRM = ("rank", "unit", "name", "index", "low", "high", "stay", "above_next", "alike")


@dataclass(frozen=True, eq=False)
class Ranking:
    """Official results: ``sheet`` by group, cluster and rank; ``results`` holds everything."""

    results: Results

    @cached_property
    def sheet(self) -> Sheet:
        """Give all groups."""
        rows = [row for group in self.results.groups for row in _scored(group)]
        return Sheet(self.results.cycle, mark_line(self.results), _SCORED, plain(rows))

    def of(self, group: str, cluster: str | None = None) -> Sheet:
        """Give one group's ranking, or one cluster's."""
        kept = [row for row in self.sheet.rows if row[0] == group and cluster in (None, row[1])]
        return Sheet(f"{group} {cluster or ''}".strip(), self.sheet.mark, _SCORED, plain(kept))

    def _repr_html_(self) -> str:
        return self.sheet._repr_html_()


def _scored(group: GroupResult) -> Iterator[tuple[Any, ...]]:
    for unit in group.units:
        points, most = (int(Fraction(text) * MICRO) for text in (unit.points, unit.max_points))
        index = Fraction(unit.index_exact) if unit.index_exact else None
        yield (group.group, unit.cluster, unit.rank, unit.unit, unit.name, points, most, index, unit.grade,
               unit.provisional)  # fmt: skip


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What scenarios do; ``after`` is the cycle as they leave it, ``undo()`` gives the one before."""

    outcome: Outcome
    before: Cycle
    after: Cycle

    @cached_property
    def units(self) -> Sheet:
        """Give every unit that moved, points in micro-points, exact indices."""
        rows = [
            (
                one.unit.code,
                one.unit.name,
                *(
                    value
                    for name in _SIDES
                    for value in (getattr(one.before, name), getattr(one.after, name))
                ),
                ", ".join(one.passes),
            )
            for one in self.outcome.units
        ]
        return Sheet(self._title, self._mark, _MOVED, plain(rows))

    @cached_property
    def leaves(self) -> Sheet:
        """Give every leaf that moved, with its figures and the rules that fired."""
        rows = [
            (
                move.unit.code,
                leaf.code,
                leaf.name,
                *(one.points if one else None for one in (leaf.before, leaf.after)),
                *(" ".join(one.rules) if one else "" for one in (leaf.before, leaf.after)),
                "; ".join(f"{one.input}: {one.before} → {one.after}" for one in leaf.figures),
            )
            for move in self.outcome.units
            for leaf in move.leaves
        ]
        return Sheet(self._title, self._mark, _LEAVES, plain(rows))

    def document(self) -> dict[str, Any]:
        """Give the JSON document ``par-index/whatif/1``."""
        return document(self.outcome)

    def undo(self) -> Cycle:
        """Give the cycle without these scenarios."""
        return self.before

    @property
    def _title(self) -> str:
        spec = self.outcome.laid.spec
        return str(spec.name or spec.scenario)

    @property
    def _mark(self) -> str:
        return self.outcome.laid.before.mark()

    def _repr_html_(self) -> str:
        return self.units._repr_html_()


@dataclass(frozen=True, eq=False)
class Plan:
    """The cheapest way to a target, or why there is none; ``planned`` holds everything."""

    planned: Planned
    cycle: Cycle

    @property
    def reached(self) -> bool:
        """Tell whether the target is within reach."""
        return self.planned.after is not None

    @property
    def cost(self) -> int:
        """Give what all of it costs, in the unit of the costs."""
        return self.planned.cost

    @cached_property
    def work(self) -> Sheet:
        """Give every figure to be moved, in the inputs' own integers."""
        rows = [
            (task.lead, move.input.code, move.input.label, move.filed, move.planned, move.cost, task.deadline)
            for task in self.planned.tasks
            for move in task.moves
        ]
        mark = set_marks(self.planned.synthetic, [self.planned.plan])
        return Sheet(self.planned.unit.name, mark, _WORK, plain(rows))

    def scenario(self) -> str:
        """Give the plan as a scenario document, which ``whatif`` lays over the cycle."""
        return as_scenario(self.planned)

    def whatif(self) -> WhatIf:
        """Carry the plan out, and see what comes of it."""
        filed = [
            {"units": [unit], "input": code, "set": f"= {figure}"}
            for unit, figures in figures_of(self.planned).items()
            for code, figure in figures.items()
        ]
        return self.cycle.whatif({"scenario": "ke-hoach", "figures": filed})

    def __str__(self) -> str:
        return text(self.planned)

    def _repr_html_(self) -> str:
        return self.work._repr_html_()


@dataclass(frozen=True, eq=False)
class Robust:
    """How firm ranks are; ``group(id)`` gives a group's arrays."""

    robustness: Robustness

    def group(self, group: str) -> GroupRobustness:
        """Give one group: counts, probabilities, intervals, indices, as arrays by unit.

        Raises:
            KeyError: there is no such group.
        """
        found = next((one for one in self.robustness.groups if one.group == group), None)
        if found is None:
            raise KeyError(group)
        return found

    def sheet(self, group: str) -> Sheet:
        """Give a group's units in the order of their clusters and ranks."""
        one = self.group(group)
        rows = [
            (
                int(one.ranks[at]) or None,
                one.units[at],
                one.names[at],
                float(one.index[at]),
                int(one.rank_low[at]),
                int(one.rank_high[at]),
                float(one.stay[at]),
                float(one.above_next[at]) if one.next[at] >= 0 else None,
                bool(one.alike[at]),
            )
            for members in one.clusters.values()
            for at in members.tolist()
        ]
        held = ((SYNTHETIC, self.robustness.synthetic), (PROPOSED, one.proposed))
        return Sheet(one.name, " – ".join(words for words, holds in held if holds), _FIRM, plain(rows))

    def _repr_html_(self) -> str:
        return "".join(self.sheet(one.group)._repr_html_() for one in self.robustness.groups)
