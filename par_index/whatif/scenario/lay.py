"""Lay a scenario over a cycle: its changes become decisions of nobody, read like the council's own.

So a what-if takes the official path: figures are typed, bounded and related as filed ones are, and whoever
explains a number finds the scenario's line as its last step. Nothing of the cycle is changed; what was not
touched is shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from par_index.model.facts import (
    Cycle,
    Decision,
    Evidence,
    Fact,
    Stage,
    Status,
    SurveyScore,
    Unit,
    UnitFacts,
    Written,
)
from par_index.model.plan import Input
from par_index.model.text import Text
from par_index.problem import Problem, has_errors, in_order
from par_index.read.cases import cases, continued
from par_index.read.figures import typed
from par_index.text import nearest
from par_index.whatif.basis import Basis, Filed, Ground, spliced
from par_index.whatif.scenario.moves import Ground as Standing
from par_index.whatif.scenario.moves import moved
from par_index.whatif.scenario.patch import patched
from par_index.whatif.scenario.spec import FigureSpec, LeafSpec, ScenarioSpec, TraitSpec

_LAST: Stage = "scenario"
_LIFTED: Mapping[str, Status] = {"applies": "not_applicable", "evidenced": "no_evidence"}


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A cycle before and after a scenario, and the units it speaks of."""

    spec: ScenarioSpec
    before: Basis
    after: Basis
    touched: tuple[str, ...]
    """Units whose figures, states or set the scenario changes, in the order of their list."""


@dataclass(slots=True)
class _Records:
    """What a unit's folder would hold: its own records, then the scenario's decisions."""

    unit: Unit
    facts: Sequence[Fact]
    evidence: Sequence[Evidence]
    scores: Sequence[SurveyScore]
    decisions: Sequence[Decision]
    values: dict[str, int]
    further: list[Decision] = field(default_factory=list)
    """The scenario's own."""
    rewritten: bool = False
    """Whether some of its own records are other than they were."""

    @property
    def filed(self) -> Filed:
        return tuple(self.facts), tuple(self.evidence), tuple(self.scores), (*self.decisions, *self.further)


@dataclass(slots=True)
class _Desk:
    """A scenario at work: records by unit, and what was refused."""

    basis: Basis
    records: dict[str, _Records] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, ground: Ground, unit: Unit) -> _Records:
        """Give a unit's records to be changed."""
        made = self.records.get(unit.code)
        if made is None:
            facts, evidence, scores, decisions = self.basis.filed(unit.code)
            values = dict(ground.facts[ground.at[unit.code]].case.values)
            made = self.records[unit.code] = _Records(unit, facts, evidence, scores, decisions, values)
        return made


def lay(basis: Basis, spec: ScenarioSpec) -> tuple[Laid | None, tuple[Problem, ...]]:
    """Lay a scenario over a basis; ``None`` where some of it is refused.

    To lay another over ``Laid.after`` stacks the two.
    """
    standing, problems = patched(basis, spec)
    desk = _Desk(standing, problems=list(problems))
    for change in spec.figures:
        for ground, unit in _units(desk, change.units):
            _figure(desk, ground, unit, change)
    for leaf in spec.leaves:
        for ground, unit in _units(desk, leaf.units):
            _leaf(desk, ground, unit, leaf)
    for trait in spec.traits:
        for ground, unit in _units(desk, trait.units):
            _trait(desk, ground, unit, trait)
    after, doubts = _judged(standing, desk.records) if desk.records else (standing, ())
    problems = in_order((*desk.problems, *doubts))
    if has_errors(problems):
        return None, problems
    touched = tuple(
        one.unit.code
        for ground, was in zip(after.grounds, basis.grounds, strict=True)
        for one in ground.facts
        if one.unit.code in desk.records or ground.plan is not was.plan
    )
    return Laid(spec, basis, after, touched), problems


def _units(desk: _Desk, words: Iterable[Text]) -> Iterator[tuple[Ground, Unit]]:
    """Find the units a change names: by code, by name, or a whole group by its id."""
    groups = {ground.group.id: ground for ground in desk.basis.grounds}
    for word in words:
        if word in groups:
            yield from ((groups[word], one.unit) for one in groups[word].facts)
            continue
        found = desk.basis.find(word)
        if found is None:
            known = (*groups, *desk.basis.names)
            args = {"word": str(word), "nearest": nearest(word, known) or ""}
            desk.problems.append(Problem("Q01", word.where, args))
        else:
            yield found


def _figure(desk: _Desk, ground: Ground, unit: Unit, change: FigureSpec) -> None:
    entry = ground.plan.input_by_code.get(change.input)
    if entry is None or entry.source == "survey":
        known = [one.code for one in ground.plan.inputs if one.source != "survey"]
        args = {"input": str(change.input), "unit": unit.code, "set": ground.plan.set_id}
        args["nearest"] = nearest(change.input, known) or ""
        desk.problems.append(Problem("Q02" if entry is None else "Q08", change.input.where, args))
        return
    records = desk.of(ground, unit)
    standing = Standing(ground.plan, desk.basis.folder.cycle.numbers, records.values, unit.code)
    written = moved(entry, change.set, standing)
    if isinstance(written, Problem):
        desk.problems.append(written)
        return
    records.further.append(_decision(unit, written, input=entry.code))
    _stand(records, entry, written, desk)


def _stand(records: _Records, entry: Input, written: Written, desk: _Desk) -> None:
    """Let the changes that follow read the figure as it now stands; a refused one is told later."""
    value = typed(entry, written, desk.basis.folder.cycle.numbers) if written.text else None
    records.values.pop(entry.code, None)
    if isinstance(value, int):
        records.values[entry.code] = value


def _leaf(desk: _Desk, ground: Ground, unit: Unit, change: LeafSpec) -> None:
    leaf = ground.plan.leaf_by_code.get(change.code)
    if leaf is None:
        args = {"code": str(change.code), "unit": unit.code, "set": ground.plan.set_id}
        args["nearest"] = nearest(change.code, ground.plan.leaf_by_code) or ""
        desk.problems.append(Problem("Q07", change.code.where, args))
        return
    records = desk.of(ground, unit)
    if change.state == "applies" or change.state == "evidenced":
        _lift(records, leaf.code, leaf.inputs, _LIFTED[change.state])
    elif change.state is not None:
        nothing = Written("", "text", change.code.where)
        records.further.append(_decision(unit, nothing, code=leaf.code, status=change.state))
    if change.share is not None:
        _share(desk, ground, records, change)


def _lift(records: _Records, code: str, inputs: Sequence[str], status: Status) -> None:
    """Take a status away from a leaf, wherever it was said of it."""
    records.rewritten = True

    def lifted(one: Fact | Decision) -> bool:
        named = one.input in inputs or (isinstance(one, Decision) and one.code == code)
        return named and one.status == status

    def without(decisions: Iterable[Decision]) -> list[Decision]:
        return [
            replace(one, status="") if lifted(one) else one
            for one in decisions
            if not lifted(one) or one.input or one.written.text
        ]

    records.facts = [replace(one, status="") if lifted(one) else one for one in records.facts]
    records.decisions, records.further = without(records.decisions), without(records.further)


def _share(desk: _Desk, ground: Ground, records: _Records, change: LeafSpec) -> None:
    """Put another survey score in the place of the leaf's own."""
    leaf, text = ground.plan.leaf_by_code[change.code], change.share
    assert text is not None
    entries = [ground.plan.input_by_code[code] for code in leaf.inputs]
    asked = [entry for entry in entries if entry.source == "survey" or leaf.kind == "survey"]
    if len(asked) != 1:
        desk.problems.append(Problem("Q09", text.where, {"code": leaf.code}))
        return
    standing = Standing(ground.plan, desk.basis.folder.cycle.numbers, records.values, records.unit.code)
    written = moved(asked[0], text, standing)
    if isinstance(written, Problem):
        desk.problems.append(written)
        return
    score = SurveyScore(records.unit.code, leaf.code, written, asked[0].kind == "points", REASON, text.where)
    records.rewritten = True
    records.scores = (*(one for one in records.scores if one.code != leaf.code), score)
    _stand(records, asked[0], written, desk)


def _trait(desk: _Desk, ground: Ground, unit: Unit, change: TraitSpec) -> None:
    for trait in (*change.add, *change.remove):
        if trait not in ground.plan.traits:
            args = {"trait": str(trait), "set": ground.plan.set_id}
            args["nearest"] = nearest(trait, ground.plan.traits) or ""
            desk.problems.append(Problem("Q10", trait.where, args))
            return
    records = desk.of(ground, unit)
    kept = [one for one in records.unit.traits if one not in change.remove]
    added = [str(one) for one in change.add if one not in kept]
    records.rewritten = True
    records.unit = replace(records.unit, traits=(*kept, *added))


REASON = "Giả định của kịch bản"


def _decision(unit: Unit, written: Written, code: str = "", input: str = "", status: Status = "") -> Decision:  # noqa: A002
    return Decision(_LAST, unit.code, code, input, written, status, False, REASON, "", "", written.where)


def _judged(basis: Basis, records: Mapping[str, _Records]) -> tuple[Basis, tuple[Problem, ...]]:
    """Judge the touched units again, and put them among those that were not."""
    grounds: list[Ground] = []
    problems: list[Problem] = []
    for ground in basis.grounds:
        own = [one for code, one in records.items() if code in ground.at]
        if own:
            made, found = _made(basis.folder.cycle, ground, own)
            problems.extend(found)
            ground = spliced(ground, made)
        grounds.append(ground)
    changed = {code: (one.unit, one.filed) for code, one in records.items()}
    return (
        replace(basis, stage=_LAST, grounds=tuple(grounds), changed={**basis.changed, **changed}),
        tuple(problems),
    )


def _made(
    cycle: Cycle, ground: Ground, records: Sequence[_Records]
) -> tuple[tuple[UnitFacts, ...], tuple[Problem, ...]]:
    """Give units their facts: read again from their records where these were rewritten, else continued."""
    rewritten = [one for one in records if one.rewritten]
    made, problems = (
        cases(_cycle(cycle, rewritten), ground.plan, ground.group, _LAST) if rewritten else ((), ())
    )
    went_on = [
        continued(cycle, ground.plan, ground.facts[ground.at[one.unit.code]], one.further)
        for one in records
        if not one.rewritten
    ]
    facts = (*made, *(own for own, _ in went_on))
    return facts, (*problems, *(problem for _, told in went_on for problem in told))


def _cycle(cycle: Cycle, records: Sequence[_Records]) -> Cycle:
    """Give the cycle of some units alone, as their records now stand."""
    filed = [one.filed for one in records]
    return replace(
        cycle.only(one.unit for one in records),
        facts=tuple(item for facts, _, _, _ in filed for item in facts),
        evidence=tuple(item for _, evidence, _, _ in filed for item in evidence),
        survey_scores=tuple(item for _, _, scores, _ in filed for item in scores),
        decisions=tuple(item for _, _, _, decisions in filed for item in decisions),
    )
