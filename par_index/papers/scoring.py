"""Compile a plan's leaves, gates and ceilings to formulas that give the points the engines publish.

All cells hold whole micro-points. The laws and their order are those of ``par_index.model.case``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from par_index.language.ast import inputs_of
from par_index.language.interval import Interval
from par_index.model.plan import Leaf, Part, Plan
from par_index.model.questions import Gate, Test
from par_index.model.states import Earn, State, StateRule
from par_index.papers.formulas import (
    Measures,
    Ratio,
    half_away,
    holds,
    times,
    total,
)
from par_index.points import MICRO

TINY = "0.000000001"
"""Parts with unlike denominators are added as decimals: halves are found within this."""


@dataclass(frozen=True, slots=True)
class LeafCells:
    """Where a leaf stands: its flags, its final micro-points and maximum, those before gates and ceilings."""

    flags: str
    points: str
    max_points: str
    earned: str


def score_cells(
    plan: Plan, measures: Measures, flags: Mapping[str, str], previous: Mapping[str, int]
) -> Mapping[str, LeafCells]:
    """Compile every leaf; ``flags`` are formulas of the leaves' flags (``par_index.model.states``).

    ``previous`` holds the micro-points that leaves earn by last year's figures, where these may stand in.
    """
    judge = _Judge(plan, measures, flags, previous)
    earned = {leaf.code: judge.leaf(leaf) for leaf in plan.leaves}
    capped = judge.gates({code: cells[0] for code, cells in earned.items()})
    final = judge.ceilings(capped)
    found = {}
    for leaf in plan.leaves:
        before, empty = earned[leaf.code]
        found[leaf.code] = LeafCells(judge.flag(leaf), final[leaf.code], judge.maximum(leaf, empty), before)
    return found


@dataclass(frozen=True, slots=True)
class _Judge:
    plan: Plan
    measures: Measures
    flags: Mapping[str, str]
    previous: Mapping[str, int]

    def put(self, label: str, formula: str) -> str:
        return self.measures.ledger.put(label, formula)

    def flag(self, leaf: Leaf) -> str:
        return self.put(f"{leaf.code} tình trạng", self.flags[leaf.code])

    def leaf(self, leaf: Leaf) -> tuple[str, str]:
        """Give the cells of a leaf's points before gates and of whether its measure is empty (1 or 0)."""
        compiled = [self.measures.compile(part.measure, part.code) for part in leaf.parts]
        below = tuple(dict.fromkeys(cell for _, cells in compiled for cell in cells))
        zeros = ",".join(f"{cell}=0" for cell in below)
        asked = f"IF({self.flag(leaf)}>0,0,IF(OR({zeros}),1,0))" if below else "0"
        empty = self.put(f"{leaf.code} mẫu số bằng 0", asked) if below else "0"
        values = [value for value, _ in compiled]
        banded = self.put(f"{leaf.code} điểm theo bậc", self._banded(leaf, values))
        otherwise = f"IF({empty}=1,{self._empty(leaf)},{banded})" if below else banded
        stated = _by_state(leaf.states, self.flag(leaf), lambda rule: str(_points(leaf, rule.earn)))
        return self.put(f"{leaf.code} điểm", f"IF({self.flag(leaf)}>0,{stated},{otherwise})"), empty

    def _empty(self, leaf: Leaf) -> str:
        if leaf.use_previous and leaf.code in self.previous:
            return str(self.previous[leaf.code])
        return str(_points(leaf, leaf.if_empty[0].earn)) if leaf.if_empty else "0"

    def maximum(self, leaf: Leaf, empty: str) -> str:
        """Give the cell of the leaf's maximum; bonus and penalty leaves have none."""
        if leaf.kind not in ("appraised", "survey"):
            return self.put(f"{leaf.code} điểm tối đa", "0")
        kept = leaf.max
        dropped = leaf.if_empty and leaf.if_empty[0].earn == "drop" and leaf.code not in self.previous
        otherwise = f"IF({empty}=1,0,{kept})" if dropped and empty != "0" else str(kept)
        flags = self.flag(leaf)
        stated = _by_state(leaf.states, flags, lambda rule: "0" if rule.earn == "drop" else str(kept))
        return self.put(f"{leaf.code} điểm tối đa", f"IF({flags}>0,{stated},{otherwise})")

    def _banded(self, leaf: Leaf, values: Sequence[Ratio]) -> str:
        grid = self.plan.leaf_grid
        lines = [self._line(part, value, grid) for part, value in zip(leaf.parts, values, strict=True)]
        if len(lines) == 1:
            over, under = lines[0]
            rounded = half_away(over, under)
        else:
            rounded = self._sum(leaf, lines)
        return times(grid, rounded)

    def _line(self, part: Part, value: Ratio, grid: int) -> tuple[str, str]:
        """Give points / grid of a part as two formulas, each a whole number."""
        common = lcm(*(n for band in part.bands for n in (band.slope.denominator, band.base.denominator)))
        down = value.down
        chosen = ""
        for band in reversed(part.bands):
            slope, base = int(band.slope * common), int(band.base * common)
            terms = [times(slope, value.over) if slope else "", times(base, down) if base else ""]
            line = "+".join(term for term in terms if term) or "0"
            below = holds(value, _up_to(band.interval.high, band.interval.high_closed)) if chosen else ""
            chosen = f"IF({below},{line},{chosen})" if below else line
        over = self.put(f"{part.code} tử số điểm", chosen)
        under = times(common * grid, down)
        return over, under if under.isdigit() else self.put(f"{part.code} mẫu số điểm", under)

    def _sum(self, leaf: Leaf, lines: Sequence[tuple[str, str]]) -> str:
        """Add parts as whole points and rests, then round once, halves away from zero."""
        wholes = [self.put(f"{leaf.code} phần nguyên", f"INT({over}/{under})") for over, under in lines]
        rests = [
            f"({over}-{whole}*{under})/{under}" for (over, under), whole in zip(lines, wholes, strict=True)
        ]
        whole = self.put(f"{leaf.code} phần nguyên", total(wholes))
        rest = self.put(f"{leaf.code} phần lẻ", "+".join(rests))
        return f"({whole}+IF({whole}+{rest}<0,-INT(0.5-{rest}+{TINY}),INT({rest}+0.5+{TINY})))"

    def gates(self, earned: Mapping[str, str]) -> Mapping[str, str]:
        """Cap leaves: gates stand in topological order, so each reads points after all that matter to it."""
        now = dict(earned)
        for gate in self.plan.gates:
            fired = self.put(f"{gate.id} khống chế", f"IF({self._asked(gate, now)},1,0)")
            for code, cap in gate.caps:
                formula = f"IF(AND({fired}=1,{now[code]}>{cap}),{cap},{now[code]})"
                now[code] = self.put(f"{code} sau {gate.id}", formula)
        return now

    def _asked(self, gate: Gate, now: Mapping[str, str]) -> str:
        test = gate.when
        if test.subject == "measure":
            return self._measured(test)
        if test.subject == "area":
            counted = [leaf for leaf in self.plan.leaves if leaf.kind in ("appraised", "survey")]
            cells = [now[leaf.code] for leaf in counted if leaf.area == test.code]
            return holds(Ratio(self.put(f"Lĩnh vực {test.code}", total(cells)), MICRO), test.interval)
        asked = holds(Ratio(now[test.code], MICRO), test.interval)
        if State.NOT_APPLICABLE in gate.also:
            return asked
        return f"AND({self._applies(self.plan.leaf_by_code[test.code])}=1,{asked})"

    def _measured(self, test: Test) -> str:
        """Ask about a measure: no, where a figure is not filed or a denominator is 0."""
        assert test.measure is not None
        value, below = self.measures.compile(test.measure, test.phrase)
        cells = [self.measures.kept[code] for code in inputs_of(test.measure)]
        filed = f"COUNT({','.join(cells)})={len(cells)}" if cells else "TRUE"
        zeros = f"OR({','.join(f'{cell}=0' for cell in below)})" if below else "FALSE"
        return f"IF({filed},IF({zeros},FALSE,{holds(value, test.interval)}),FALSE)"

    def _applies(self, leaf: Leaf) -> str:
        absent = leaf.if_empty and leaf.if_empty[0].state == State.NOT_APPLICABLE
        empty = self.leaf(leaf)[1]
        inner = f"IF({empty}=1,0,1)" if absent and leaf.code not in self.previous else "1"
        stated = _by_state(leaf.states, self.flag(leaf), _counts)
        return self.put(f"{leaf.code} áp dụng", f"IF({self.flag(leaf)}>0,{stated},{inner})")

    def ceilings(self, capped: Mapping[str, str]) -> Mapping[str, str]:
        """Let bonus and penalty leaves, in the tree's order, keep what room their ceiling leaves."""
        now = dict(capped)
        ceilings = (("bonus", "", self.plan.bonus_ceiling), ("penalty", "-", self.plan.penalty_ceiling))
        for kind, sign, ceiling in ceilings:
            kept: list[str] = []
            for leaf in self.plan.leaves:
                if leaf.kind == kind:
                    room = f"{ceiling}-{sign}{total(kept)}" if kept else str(ceiling)
                    room = room.replace("--", "+")
                    trimmed = f"{sign}MIN({sign}{now[leaf.code]},{room})"
                    now[leaf.code] = self.put(f"{leaf.code} trong giới hạn", trimmed)
                    kept.append(now[leaf.code])
        return now


def _up_to(high: Fraction | None, closed: bool) -> Interval:
    return Interval(None, False, high, closed)


def _counts(rule: StateRule) -> str:
    return "0" if rule.state == State.NOT_APPLICABLE else "1"


def _points(leaf: Leaf, earn: Earn) -> int:
    return max(leaf.max, 0) if earn == "full" else 0


def _by_state(rules: Sequence[StateRule], flags: str, give: Callable[[StateRule], str]) -> str:
    """Choose by the flags; ranges are disjoint and cover 1 to 127."""
    ordered = sorted(rules, key=lambda rule: rule.low)
    chosen = give(ordered[-1])
    for rule in reversed(ordered[:-1]):
        low = give(rule)
        chosen = chosen if low == chosen else f"IF({flags}<={rule.high},{low},{chosen})"
    return chosen
