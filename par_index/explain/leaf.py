"""Explain one leaf: its figures, its parts and their bands, what lowered it, what would raise it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from par_index.explain import words
from par_index.explain.gates import asked, cited, gates_holding
from par_index.explain.ladder import Step, band_at, least_change, next_step, points_at
from par_index.explain.records import (
    CapExplained,
    FigureExplained,
    LeafExplained,
    NextStep,
    PartExplained,
    Reach,
)
from par_index.language import ast
from par_index.language.ast import inputs_of
from par_index.model.facts import Step as DecidedStep
from par_index.model.facts import UnitFacts
from par_index.model.plan import Input, Leaf, Part, Plan
from par_index.model.result import FlagResult, LeafResult, RoundResult, UnitResult
from par_index.model.states import State
from par_index.points import MICRO, decimal_text, points_text
from par_index.problem import Language
from par_index.read.written import bare_figure, filed_text, shown_figure, shown_number, shown_ratio
from par_index.score.figures import deciding_step
from par_index.score.leaves import decided_steps
from par_index.score.measure import value


def explain_leaf(
    plan: Plan, leaf: Leaf, unit: UnitResult, facts: UnitFacts, language: Language
) -> LeafExplained:
    """Explain one leaf of one unit; ``unit`` is what the run published."""
    result = next(one for one in unit.leaves if one.code == leaf.code)
    rules = tuple(result.rule.split())
    last = f"{leaf.code}/empty-previous" in rules
    figures = facts.case.previous if last else facts.case.values
    fired = {band.rule for part in leaf.parts for band in part.bands} & set(rules)
    parts = tuple(_part(plan, part, figures, language) for part in leaf.parts) if fired else ()
    total = sum((Fraction(part.points) for part in parts), Fraction(0))
    reason = rules[0].removeprefix(f"{leaf.code}/") if rules else ""
    stated = reason in words.reasons()
    left_out = result.state is State.NOT_APPLICABLE
    rounded = _before_caps(plan, leaf, total, bool(fired), rules)
    return LeafExplained(
        code=leaf.code,
        name=leaf.name,
        kind=leaf.kind,
        lead=leaf.lead,
        state=result.state,
        why=_why(plan, leaf, reason, facts, language) if stated else "",
        who=words.who(reason, language).format(required=leaf.evidence or leaf.name) if stated else "",
        points=result.points,
        max_points=result.max_points,
        lost=lost(result.points, result.max_points),
        unrounded=str(total) if fired else "",
        rounded=points_text(rounded),
        rules=rules,
        figures=tuple(_figure(plan.input_by_code[code], facts, language) for code in leaf.inputs),
        parts=parts,
        caps=_caps(plan, leaf, result, rounded, language),
        held=() if left_out else tuple(gates_holding(plan, leaf, unit, facts)),
        self_points=result.self_points,
        appraised=result.appraised,
        rounds=tuple(_round(plan, leaf, held, facts, language) for held in result.rounds),
        required=leaf.evidence,
        evidence=result.evidence,
        cites=tuple(cited(plan, cite) for cite in leaf.cites),
        flags=tuple(flag for flag in unit.flags if flag.id in result.flags) + _marks(result, language),
        survey=result.survey,
    )


def lost(points: str, max_points: str) -> str:
    """Give what is missing to the maximum (0 for bonus, penalty, and leaves out of the maximum)."""
    return decimal_text(max(Fraction(max_points) - Fraction(points), Fraction(0)))


def _marks(result: LeafResult, language: Language) -> tuple[FlagResult, ...]:
    own = ("claimed", "no_evidence")
    return tuple(FlagResult(mark, words.term(mark, language)) for mark in result.flags if mark in own)


def _why(plan: Plan, leaf: Leaf, reason: str, facts: UnitFacts, language: Language) -> str:
    concerned = [code for code in leaf.inputs if code not in facts.case.values]
    named = ", ".join(plan.input_by_code[code].label for code in concerned or leaf.inputs)
    step = facts.granted.get(leaf.code)
    said = (words.term(step.stage, language), step.by, step.at, step.reason) if step else ()
    return words.why(reason, language).format(
        figures=named,
        trait=plan.traits.get(leaf.trait or "", leaf.trait or ""),
        decided=", ".join(filter(None, said)),
    )


def _figure(entry: Input, facts: UnitFacts, language: Language) -> FigureExplained:
    figure = facts.figures.get(entry.code)
    kept = facts.case.values.get(entry.code)
    last = deciding_step(figure) if figure else None
    return FigureExplained(
        input=entry.code,
        label=entry.label,
        value=filed_text(entry, kept) if kept is not None else "",
        shown=shown_figure(entry, kept, language) if kept is not None else last.text if last else "",
        stage=last.stage if last else None,
        source=str(last.where) if last else "",
        note=last.note if last else "",
    )


def _round(plan: Plan, leaf: Leaf, held: RoundResult, facts: UnitFacts, language: Language) -> RoundResult:
    """Write a stage's decisions with figures and statuses as people read them."""
    steps = decided_steps(leaf, facts, held.stage)
    rows = (
        replace(row, value=_decided(plan, code, step, language))
        for row, (code, step) in zip(held.decisions, steps, strict=True)
    )
    return replace(held, decisions=tuple(rows))


def _decided(plan: Plan, code: str, step: DecidedStep, language: Language) -> str:
    if step.value is not None:
        return shown_figure(plan.input_by_code[code], step.value, language)
    return words.term(step.status, language) if step.status else step.text


def _part(plan: Plan, part: Part, figures: Mapping[str, int], language: Language) -> PartExplained:
    x = value(part.measure, figures, plan.holidays)
    assert x is not None
    band, points = band_at(part, x), points_at(part, x)
    assert band is not None
    assert points is not None
    step, never = next_step(part, x), _never(plan, part, figures)
    return PartExplained(
        code=part.code,
        name=part.name,
        measure=part.measure_text,
        numbers=_with_numbers(plan, part, figures, language),
        exact=str(x),
        shown="" if never else _shown(plan, part, x, language),
        rule=band.rule,
        phrase=band.phrase,
        give=band.give,
        points=str(points / MICRO),
        max_points=points_text(part.max),
        next=_next(plan, part, step, x, figures, language) if step else None,
    )


def _with_numbers(plan: Plan, part: Part, figures: Mapping[str, int], language: Language) -> str:
    """Write the measure with figures in the place of their names."""
    read = {
        code: bare_figure(plan.input_by_code[code], figures[code], language)
        for code in inputs_of(part.measure)
    }
    return re.sub(r"[^\W\d]\w*", lambda word: read.get(word.group(), word.group()), part.measure_text)


def _bare_input(plan: Plan, part: Part) -> Input | None:
    return plan.input_by_code[part.measure.code] if isinstance(part.measure, ast.Input) else None


def _never(plan: Plan, part: Part, figures: Mapping[str, int]) -> Input | None:
    """Give the date that is ``never``: a distance in days from it says nothing."""
    read = (plan.input_by_code[code] for code in inputs_of(part.measure))
    return next(
        (entry for entry in read if entry.never is not None and figures[entry.code] == entry.never), None
    )


def _shown(plan: Plan, part: Part, x: Fraction, language: Language) -> str:
    """Write a value as the ladder speaks of it: a choice's label, a percent, or a plain number."""
    bare = _bare_input(plan, part)
    if bare is not None:
        return shown_figure(bare, int(x * bare.scale), language)
    return shown_ratio(x, language) if _in_percent(part) else shown_number(x, language)


def _in_percent(part: Part) -> bool:
    return any("%" in band.phrase for band in part.bands)


def _distance(plan: Plan, part: Part, change: Fraction, language: Language) -> str:
    bare = _bare_input(plan, part)
    if bare is not None and bare.kind in ("choice", "yes_no"):
        return ""
    if _in_percent(part):
        return f"{shown_number(abs(100 * change), language)} {words.term('percentage_points', language)}"
    return shown_number(abs(change), language)


def _next(
    plan: Plan, part: Part, step: Step, x: Fraction, figures: Mapping[str, int], language: Language
) -> NextStep:
    reaches = []
    for code in inputs_of(part.measure):
        entry = plan.input_by_code[code]
        found = least_change(plan, part, step, figures, entry) if entry.source == "declared" else None
        if found is not None:
            reaches.append(_reach(plan, part, entry, {**figures, code: found}, language))
    return NextStep(
        rule=step.band.rule,
        phrase=step.band.phrase,
        give=step.band.give,
        threshold=str(step.threshold),
        reached_at=step.closed,
        threshold_shown=_shown(plan, part, step.threshold, language),
        change=str(step.threshold - x),
        change_shown=""
        if _never(plan, part, figures)
        else _distance(plan, part, step.threshold - x, language),
        points=str(step.points / MICRO),
        figures=tuple(reaches),
    )


def _reach(plan: Plan, part: Part, entry: Input, figures: Mapping[str, int], language: Language) -> Reach:
    x = value(part.measure, figures, plan.holidays)
    earned = points_at(part, x) if x is not None else None
    kept = figures[entry.code]
    points = str(earned / MICRO) if earned is not None else ""
    return Reach(
        entry.code, entry.label, filed_text(entry, kept), shown_figure(entry, kept, language), points
    )


def _before_caps(plan: Plan, leaf: Leaf, total: Fraction, scored: bool, rules: tuple[str, ...]) -> int:
    """Give the leaf's micro-points before gates and ceilings: rounded once, or what its state earns."""
    if scored:
        grid = plan.leaf_grid
        size = (2 * abs(total) * MICRO / grid + 1) // 2
        return int(size) * grid * (1 if total >= 0 else -1)
    earns = {rule.rule: rule.earn for rule in (*leaf.states, *leaf.if_empty)}
    full = any(earns.get(rule) == "full" for rule in rules)
    return max(leaf.max, 0) if full else 0


def _caps(
    plan: Plan, leaf: Leaf, result: LeafResult, before: int, language: Language
) -> tuple[CapExplained, ...]:
    found = []
    fired = result.rule.split()
    for gate in plan.gates:
        cap = dict(gate.caps).get(leaf.code)
        if gate.id in fired and cap is not None:
            why = asked(gate.when, language)
            cites = tuple(cited(plan, cite) for cite in gate.cites)
            found.append(CapExplained(gate.id, why, points_text(before), points_text(cap), cites))
            before = cap
    if f"{leaf.kind}-ceiling" in fired:
        words_of = words.term("ceiling", language)
        found.append(CapExplained(f"{leaf.kind}-ceiling", words_of, points_text(before), result.points, ()))
    return tuple(found)
