"""Judge units one by one with durable-rules, keeping the rules that fired for every leaf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from par_index.engine.forward.caps import Verdicts, apply_ceilings, apply_gates, fact_of
from par_index.engine.forward.check import problems
from par_index.engine.forward.errors import ForwardError
from par_index.engine.forward.leaves import facts_of, measured, verdict_of
from par_index.engine.forward.measure import half_away
from par_index.engine.forward.questions import GRADE, GradeRules, grade_rules, question_of
from par_index.engine.forward.rules import LeafRules, in_groups, leaf_rules
from par_index.engine.forward.ruleset import Rule, Ruleset, decided_once
from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import LeafKind, Plan
from par_index.problem import NOWHERE, Problem


class Judge:
    """Hold a plan's rulesets, built once; close it after use; for one thread at a time.

    Raises:
        ForwardUnavailableError: durable-rules is not installed.
        ForwardError: the plan cannot be judged by it (see ``problems``).
    """

    def __init__(self, plan: Plan) -> None:
        for problem in problems(plan):
            raise ForwardError(problem)
        self._plan = plan
        self._name = f"{plan.set_id}/{plan.digest}"
        groups = in_groups([leaf_rules(leaf, plan) for leaf in plan.leaves])
        self._groups = [
            (group, self._load((rule for rules in group for rule in rules.rules), catch_all=False))
            for group in groups
        ]
        self._gates = [(gate, question_of(gate, plan)) for gate in plan.gates]
        self._gate_rules = self._load(question.rule for _, question in self._gates)
        self._grades = grade_rules(plan.grades, plan) if plan.grades else None
        self._grade_rules = self._load(self._grades.rules if self._grades else ())

    def _load(self, rules: Iterable[Rule], catch_all: bool = True) -> Ruleset:
        return Ruleset(self._name, tuple(rules), catch_all)

    def close(self) -> None:
        """Free the library's memory."""
        for ruleset in (*(ruleset for _, ruleset in self._groups), self._gate_rules, self._grade_rules):
            ruleset.close()

    def unit(self, case: Case) -> UnitVerdict:
        """Judge one unit: leaves, gates, ceilings, totals, grade and bars.

        Raises:
            ForwardError: a leaf was not decided exactly once, or a figure is not a whole number.
        """
        _refuse_other_than_integers(case)
        verdicts: Verdicts = {}
        for group, ruleset in self._groups:
            for verdict in self._group(group, ruleset, case):
                verdicts[verdict.code] = verdict
        apply_gates(self._gates, self._gate_rules, case, verdicts)
        apply_ceilings(self._plan, verdicts)
        grade, barred_by = self._grade(case, verdicts)
        return _unit_verdict(self._plan, case.unit, verdicts, grade, barred_by)

    def _group(self, group: Sequence[LeafRules], ruleset: Ruleset, case: Case) -> list[LeafVerdict]:
        figures = [(rules, *measured(rules, case)) for rules in group]
        facts = [fact for rules, flags, ratios in figures for fact in facts_of(rules, flags, ratios)]
        fired = decided_once(case.unit, facts, ruleset.fire(facts))
        return [verdict_of(rules, ratios, fired, self._plan.leaf_grid) for rules, _, ratios in figures]

    def _grade(self, case: Case, verdicts: Mapping[str, LeafVerdict]) -> tuple[str, tuple[str, ...]]:
        maximum = sum(verdict.max_points for verdict in verdicts.values())
        rules = self._grades
        if not rules or not maximum:
            return "", ()
        index = _index(self._plan, rules, sum(verdict.points for verdict in verdicts.values()), maximum)
        bars = [fact_of(question, case, verdicts) for question in rules.bars]
        fired = self._grade_rules.fire([(GRADE, GRADE, 0, rules.scale.place(*index)), *bars])
        return _barred(rules, [rule for _, rule in fired])


def judge(plan: Plan, cases: Sequence[Case]) -> tuple[UnitVerdict, ...]:
    """Judge cases in this process, in their order; see ``Judge`` for errors."""
    with closing(Judge(plan)) as court:
        return tuple(court.unit(case) for case in cases)


def _refuse_other_than_integers(case: Case) -> None:
    """The library takes text for numbers and floats by the machine's locale: only true integers pass."""
    for code, value in (*case.values.items(), *case.previous.items()):
        if type(value) is not int:
            particulars = {"place": f"{case.unit}/{code}", "value": repr(value)}
            raise ForwardError(Problem("E105", NOWHERE, particulars))


def _index(plan: Plan, rules: GradeRules, points: int, maximum: int) -> tuple[int, int]:
    """Give the graded figure: the exact index, or the index in percent rounded to the published places."""
    if rules.grades.by == "index_exact":
        return points, maximum
    steps = 100 * 10**plan.places
    return half_away(points * steps, maximum), steps


def _barred(rules: GradeRules, fired: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Give the first row that fired, lowered in turn by each bar that fired and whose best is worse."""
    names = [row.name for row in rules.grades.rows]
    row = min((rules.rows[rule] for rule in fired if rule in rules.rows), default=None)
    if row is None:
        return "", ()
    barred_by = []
    for bar in rules.grades.bars:
        if bar.id in fired and row < names.index(bar.best):
            row = names.index(bar.best)
            barred_by.append(bar.id)
    return names[row], tuple(barred_by)


def _unit_verdict(
    plan: Plan, unit: str, verdicts: Mapping[str, LeafVerdict], grade: str, barred_by: tuple[str, ...]
) -> UnitVerdict:
    totals: dict[LeafKind, int] = {"appraised": 0, "survey": 0, "bonus": 0, "penalty": 0}
    for leaf in plan.leaves:
        totals[leaf.kind] += verdicts[leaf.code].points
    return UnitVerdict(
        unit=unit,
        leaves=tuple(verdicts.values()),
        appraised=totals["appraised"],
        survey=totals["survey"],
        bonus=totals["bonus"],
        penalty=totals["penalty"],
        points=sum(totals.values()),
        max_points=sum(verdict.max_points for verdict in verdicts.values()),
        grade=grade,
        barred_by=barred_by,
    )
