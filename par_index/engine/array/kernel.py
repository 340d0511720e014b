"""Prepare a plan once, then judge populations under it."""

from __future__ import annotations

from dataclasses import dataclass

from par_index.engine.array.bounds import box_of
from par_index.engine.array.evaluate import Rows, days_off
from par_index.engine.array.grading import Summing, summing_of
from par_index.engine.array.judgement import Judgement
from par_index.engine.array.lanes import Lanes, lanes_of
from par_index.engine.array.population import Population
from par_index.engine.array.trim import Trim, trim_of
from par_index.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Kernel:
    """A plan compiled to arrays; keep it for as long as the plan is used."""

    plan: Plan
    lanes: Lanes
    trim: Trim
    summing: Summing

    def judge(self, population: Population) -> Judgement:
        """Judge every unit of a population laid out for this plan."""
        rows = Rows(population.figures.values, self.lanes.index, days_off(self.plan.holidays))
        known = population.figures.known
        leaves, dropped = self.lanes.judge(population, rows)
        lowered = self.trim.apply(leaves, rows, known)
        totals = self.summing.totals(leaves, dropped)
        graded = self.summing.grade(totals, leaves, rows, known)
        return Judgement(self.plan, population.units, leaves, lowered, totals, graded)


def prepare(plan: Plan) -> Kernel:
    """Compile a plan: measures to polynomials, ladders to tables, leaves to proved lanes."""
    box = box_of(plan)
    lanes = lanes_of(plan, box, {entry.code: row for row, entry in enumerate(plan.inputs)})
    return Kernel(plan, lanes, trim_of(plan, box), summing_of(plan, box, lanes.slots))


_LAST: list[Kernel] = []


def judge(plan: Plan, population: Population) -> Judgement:
    """Judge a population; the last plan's kernel is kept, as a run asks for it stage by stage."""
    for kernel in _LAST:
        if kernel.plan is plan:
            break
    else:
        kernel = prepare(plan)
        _LAST[:] = [kernel]
    return kernel.judge(population)
