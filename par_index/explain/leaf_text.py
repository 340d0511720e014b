"""Write what is behind one leaf as lines: heading at the left, sentences wrapped beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from fractions import Fraction

from par_index.explain.records import (
    FigureExplained,
    GateExplained,
    LeafExplained,
    NextStep,
    NodeExplained,
    PartExplained,
)
from par_index.explain.words import term
from par_index.model.result import EvidenceResult, RoundResult
from par_index.model.sampling import LeafSurvey
from par_index.model.states import State
from par_index.points import shown
from par_index.problem import Language
from par_index.read.written import shown_number


def leaf_lines(leaf: LeafExplained, indent: str, width: int, language: Language) -> Iterator[str]:
    """Write a leaf's details, one heading for each thing there is to tell."""
    for heading, sentences in _sections(leaf, language):
        head = f"{indent}{term(heading, language)}: "
        for sentence in sentences:
            yield from textwrap.wrap(sentence, width, initial_indent=head, subsequent_indent=" " * len(head))
            head = " " * len(head)


def score(item: NodeExplained | LeafExplained, language: Language) -> str:
    """Write points of a maximum; bonus and penalty have none, and what does not apply says so."""
    if Fraction(item.max_points):
        return f"{number(item.points, language)} / {number(item.max_points, language)}"
    if isinstance(item, LeafExplained) and item.state == State.NOT_APPLICABLE:
        return term("not_applicable", language)
    return number(item.points, language)


def number(exact: str, language: Language) -> str:
    """Write a decimal string or ``n/d`` for people."""
    return shown_number(Fraction(exact), language)


def _sections(leaf: LeafExplained, language: Language) -> Iterator[tuple[str, list[str]]]:
    yield "state", [leaf.why] if leaf.why else []
    yield "who", [leaf.who] if leaf.who else []
    left_out = leaf.state == State.NOT_APPLICABLE
    yield "figures", [_figure(one, language) for one in leaf.figures if one.shown or not left_out]
    yield "survey", [_sampled(leaf.survey, language)] if leaf.survey else []
    yield "held", [_held(gate, language) for gate in leaf.held]
    for part in leaf.parts:
        yield "measure", [_measure(part, len(leaf.parts) > 1)]
        yield "band", [_band(part, language)]
        yield "next", list(_next(part, leaf, language))
    yield "points", [_rounding(leaf, language)]
    yield "caps", [_cap(leaf, at, language) for at in range(len(leaf.caps))]
    yield "stages", list(_stages(leaf, language)) if leaf.rounds else []
    yield "cites", _cites(leaf)
    yield "required", [leaf.required] if leaf.required else []
    yield "evidence", [_evidence(row) for row in leaf.evidence]
    yield "flags", [f"{flag.id}: {flag.say}" if flag.id[0].isupper() else flag.say for flag in leaf.flags]
    yield "lead", [leaf.lead] if leaf.lead else []
    yield "rules", [" ".join(leaf.rules)] if leaf.rules else []


def _sampled(said: LeafSurvey, language: Language) -> str:
    low, high = (shown(Fraction(text), 2, language) for text in (said.low, said.high))
    error = shown(Fraction(said.error), 3, language)
    told = term("sampled", language).format(answers=said.answers, low=low, high=high, error=error)
    return f"{told}; {term('few', language)}" if said.few else told


def _cites(leaf: LeafExplained) -> list[str]:
    """Name each document once, after its clauses."""
    by_title: dict[str, list[str]] = {}
    for cite in leaf.cites:
        by_title.setdefault(cite.title or cite.document, []).append(cite.clause)
    return [", ".join(filter(None, (*clauses, title))) for title, clauses in by_title.items()]


def _figure(figure: FigureExplained, language: Language) -> str:
    said = figure.shown or term("not_filed", language)
    stage = term(figure.stage, language) if figure.stage and figure.stage != "self" else ""
    source = ", ".join(filter(None, (figure.source, stage, figure.note)))
    return f"{figure.label} ({figure.input}) = {said}{f'  [{source}]' if source else ''}"


def _measure(part: PartExplained, several: bool) -> str:
    name = f"{part.name}: " if several else ""
    exact = [] if part.shown in part.numbers else [part.exact]
    told = dict.fromkeys((part.measure, part.numbers, *exact, part.shown))
    return name + " = ".join(filter(None, told)).replace("= ≈", "≈")


def _band(part: PartExplained, language: Language) -> str:
    points = f"{number(part.points, language)} / {number(part.max_points, language)}"
    return f"{part.phrase}: {part.give} → {points} ({part.rule})"


def _held(gate: GateExplained, language: Language) -> str:
    cap = number(gate.cap, language)
    said = term("holds", language).format(cap=cap, asked=gate.asked, now=gate.now, opens=gate.opens)
    cites = ", ".join(cite.clause for cite in gate.cites)
    return f"{gate.rule}: {said}{f' ({cites})' if cites else ''}"


def _beyond(leaf: LeafExplained, part: PartExplained, points: str, language: Language) -> str:
    """Say which gates keep the leaf from the points that a better step of one part would bring it."""
    reached = Fraction(leaf.rounded) - Fraction(part.points) + Fraction(points)
    shut = ", ".join(gate.rule for gate in leaf.held if reached > Fraction(gate.cap))
    return f"; {term('once_open', language).format(gates=shut)}" if shut else ""


def _next(part: PartExplained, leaf: LeafExplained, language: Language) -> Iterator[str]:
    step = part.next
    if step is None:
        return
    place, shut = f"{step.phrase}: {step.give}", _beyond(leaf, part, step.points, language)
    if step.rule == part.rule:
        place = f"{term('same_band', language)} {step.threshold_shown}"
    yield f"{place} → {number(step.points, language)} ({step.rule}){_way(step, language)}{shut}"
    for reach in step.figures:
        points = f" → {number(reach.points, language)}" if reach.points else ""
        yield f"{term('only', language)} {reach.label} ({reach.input}) = {reach.shown}{points}"


def _way(step: NextStep, language: Language) -> str:
    if not step.change_shown:
        return ""
    way = term("up" if Fraction(step.change) > 0 else "down", language)
    more = "" if step.reached_at else f" {term('more_than', language)}"
    return f"; {way}{more} {step.change_shown}"


def _rounding(leaf: LeafExplained, language: Language) -> str:
    points = score(leaf, language)
    if leaf.unrounded and Fraction(leaf.unrounded) != Fraction(leaf.rounded):
        return f"{points} ({term('before_rounding', language)} {leaf.unrounded})"
    return points


def _cap(leaf: LeafExplained, at: int, language: Language) -> str:
    cap = leaf.caps[at]
    cites = ", ".join(cite.clause for cite in cap.cites)
    moved = f"{number(cap.before, language)} → {number(cap.after, language)}"
    return f"{cap.rule}: {cap.why}: {moved}{f' ({cites})' if cites else ''}"


def _stages(leaf: LeafExplained, language: Language) -> Iterator[str]:
    if leaf.self_points:
        yield f"{term('self', language)}: {number(leaf.self_points, language)}"
    for held in leaf.rounds:
        yield f"{term(held.stage, language)}: {number(held.points, language)} – {_decisions(held)}"


def _decisions(held: RoundResult) -> str:
    return "; ".join(
        f"{row.subject} = {row.value} ({', '.join(filter(None, (row.reason, row.by, row.at)))})"
        for row in held.decisions
    )


def _evidence(row: EvidenceResult) -> str:
    return ", ".join(filter(None, (row.ref, row.date, row.subject, row.section, row.pages, row.file)))
