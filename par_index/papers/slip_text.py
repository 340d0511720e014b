"""Say in a slip why a leaf lost points, and the next step that would earn more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from par_index.explain import words
from par_index.explain.ladder import Step, band_at, least_change, next_step
from par_index.language import ast
from par_index.language.ast import inputs_of
from par_index.model.facts import Written
from par_index.model.plan import Leaf, Part, Plan
from par_index.model.questions import Gate
from par_index.model.result import LeafResult, UnitResult
from par_index.papers.wording import is_yes_no, number, percent, span_words
from par_index.points import MICRO, shown, shown_points, to_micro
from par_index.problem import Problem
from par_index.read.figures import typed
from par_index.score.figures import shown_figure, shown_number, shown_ratio

_WORDS = ("yes_no", "choice", "date")


@dataclass(frozen=True, slots=True)
class Slip:
    """One unit's result with the plan that judged it and the figures as the plan keeps them."""

    plan: Plan
    unit: UnitResult
    figures: Mapping[str, int]


def slip_of(plan: Plan, unit: UnitResult) -> Slip:
    """Take a unit's figures from its own result, so that a slip needs nothing else."""
    figures: dict[str, int] = {}
    for leaf in unit.leaves:
        for code, text in leaf.inputs.items():
            if code not in figures and code in plan.input_by_code:
                entry = plan.input_by_code[code]
                value = typed(entry, Written(text, "text" if entry.kind in _WORDS else "number"), None)
                figures.update({} if isinstance(value, Problem) else {code: value})
    return Slip(plan, unit, figures)


def why(slip: Slip, leaf: Leaf, result: LeafResult) -> str:
    """Say why a leaf did not earn all its points."""
    rules = result.rule.split()
    reason = rules[0].removeprefix(f"{leaf.code}/") if rules else ""
    if reason in words.reasons():
        return _stated(slip, leaf, result, reason)
    told = [text for part, x in _measured(leaf, result) if (text := _where(slip, leaf, part, x))]
    most = shown_points(to_micro(Fraction(result.points)))
    told += [f"bị khống chế còn {most} điểm vì {_cause(gate)}" for gate in _capping(slip, result)]
    return _sentence("; ".join(told))


def _capping(slip: Slip, result: LeafResult) -> list[Gate]:
    return [gate for gate in slip.plan.gates if gate.id in result.rule.split()]


def _cause(gate: Gate) -> str:
    subjects = {"leaf": f"mục {gate.when.code}", "area": f"lĩnh vực {gate.when.code}"}
    return f"{subjects.get(gate.when.subject, gate.when.code)} {gate.when.phrase}"


def _mended(gate: Gate) -> str:
    """Ask for what would open a gate."""
    return f"khắc phục để không còn {_cause(gate)}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _stated(slip: Slip, leaf: Leaf, result: LeafResult, reason: str) -> str:
    labels = [slip.plan.input_by_code[code].label for code in leaf.inputs if code not in result.inputs]
    all_labels = [slip.plan.input_by_code[code].label for code in leaf.inputs]
    trait = slip.plan.traits.get(leaf.trait or "", leaf.trait or "")
    figures = ", ".join(labels or all_labels)
    return words.why(reason, "vi").format(figures=figures, trait=trait, decided="Hội đồng")


def _measured(leaf: Leaf, result: LeafResult) -> list[tuple[Part, Fraction]]:
    values = [Fraction(text) for text in result.measure.split()]
    return list(zip(leaf.parts, values, strict=False))


def _where(slip: Slip, leaf: Leaf, part: Part, x: Fraction) -> str:
    """Say where a part's measure stands; a part with all its points is left out."""
    band = band_at(part, x)
    if band is None or band.slope * x + band.base >= part.max:
        return ""
    earned = shown((band.slope * x + band.base) / MICRO)
    head = f"{part.name}: " if len(leaf.parts) > 1 else ""
    return f"{head}{_stands(slip, part, x)}, được {earned} điểm"


def _stands(slip: Slip, part: Part, x: Fraction) -> str:
    if not isinstance(part.measure, ast.Input) and is_yes_no(slip.plan, part.measure):
        return "đạt yêu cầu" if x else "chưa đạt yêu cầu"
    return f"đạt {_never(slip, part) or value_words(slip.plan, part, x)}"


def _never(slip: Slip, part: Part) -> str:
    """Give the word of a date that never came: a count of days from it says nothing."""
    read = (slip.plan.input_by_code[code] for code in inputs_of(part.measure))
    labels = (e.never_label for e in read if e.never is not None and slip.figures.get(e.code) == e.never)
    return next((f"“{label}”" for label in labels), "")


def value_words(plan: Plan, part: Part, x: Fraction) -> str:
    """Write a measure's value as its ladder speaks of it."""
    if isinstance(part.measure, ast.Input):
        entry = plan.input_by_code[part.measure.code]
        figure = shown_figure(entry, int(x * entry.scale))
        return f"“{figure}”" if entry.kind in _WORDS else figure
    if any("%" in band.phrase for band in part.bands):
        return shown_ratio(x) if (10**4) % x.denominator == 0 else f"≈ {shown(100 * x)}%"
    return shown_number(x)


def next_words(slip: Slip, leaf: Leaf, result: LeafResult, *, name_figure: bool) -> str:
    """Say what would earn more: the state mended, or the next band (and the figure that reaches it)."""
    rules = result.rule.split()
    reason = rules[0].removeprefix(f"{leaf.code}/") if rules else ""
    if reason in words.reasons():
        return words.who(reason, "vi").format(required=leaf.evidence.rstrip(".") or leaf.name)
    told = []
    for part, x in _measured(leaf, result):
        step = next_step(part, x)
        if step is not None:
            head = f"{part.name}: " if len(leaf.parts) > 1 else ""
            told.append(head + _step_words(slip, part, step, name_figure=name_figure))
    told += [_mended(gate) for gate in _capping(slip, result)]
    return _sentence("; ".join(told))


def _step_words(slip: Slip, part: Part, step: Step, *, name_figure: bool) -> str:
    reached = _reached(slip, part, step) if name_figure else ""
    return f"{_goal(slip.plan, part, step)} được {number(step.points / MICRO)} điểm{reached}"


def _goal(plan: Plan, part: Part, step: Step) -> str:
    span = step.band.interval
    if span.low is not None and span.low == span.high and isinstance(part.measure, ast.Input):
        return f"Đạt {value_words(plan, part, span.low)}"
    in_percent = any("%" in band.phrase for band in part.bands)
    if is_yes_no(plan, part.measure):
        return "Đạt yêu cầu"
    if step.threshold in (span.low, span.high) and band_at(part, step.threshold) is step.band:
        place = percent(step.threshold) if in_percent else number(step.threshold)
        return f"Đạt {place}"
    return f"Đạt mức {span_words(span, in_percent=in_percent)}"


def _reached(slip: Slip, part: Part, step: Step) -> str:
    """Name the first figure that, changed alone, reaches the step; a bare input is its own figure."""
    if isinstance(part.measure, ast.Input):
        return ""
    for code in inputs_of(part.measure):
        entry = slip.plan.input_by_code[code]
        found = (
            least_change(slip.plan, part, step, slip.figures, entry) if entry.source == "declared" else None
        )
        if found is not None:
            return f" (“{entry.label}”: {shown_figure(entry, found)})"
    return ""
