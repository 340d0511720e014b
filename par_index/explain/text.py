"""Write an explanation as text of a given width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from fractions import Fraction

from par_index.explain.leaf_text import leaf_lines, number, score
from par_index.explain.records import Explanation, LeafExplained, NodeExplained
from par_index.explain.words import term
from par_index.model.sampling import UnitSurvey
from par_index.points import shown
from par_index.problem import Language
from par_index.text import vietnamese_key

_LEAST_WIDTH = 40


def text(explanation: Explanation, width: int = 100, detail: bool | None = None) -> str:
    """Write the tree; ``detail`` opens every leaf (by default only when a code was asked for)."""
    width = max(width, _LEAST_WIDTH)
    opened = bool(explanation.asked) if detail is None else detail
    lines = [*_head(explanation, width)]
    for node in explanation.nodes:
        lines.extend(_node(node, 0, width, opened, explanation.language))
    return "\n".join(lines)


def _head(explanation: Explanation, width: int) -> Iterator[str]:
    language = explanation.language
    if explanation.marks:
        yield from textwrap.wrap(" – ".join(explanation.marks), width)
    places = [f"{term('group', language)} {explanation.group}", explanation.cluster]
    yield from textwrap.wrap(
        f"{explanation.name} ({explanation.unit}) – {', '.join(filter(None, places))}", width
    )
    yield from textwrap.wrap(f"{explanation.set_name} ({explanation.criteria_set})", width)
    yield from textwrap.wrap("; ".join(_figures(explanation)), width)
    if explanation.survey is not None:
        yield from textwrap.wrap(_sampled(explanation.survey, language), width)
    for bar in explanation.bars:
        said = term("barred", language).format(best=bar.best)
        cites = ", ".join(cite.clause for cite in bar.cites)
        yield from textwrap.wrap(f"{said}: {bar.asked} ({', '.join(filter(None, (bar.id, cites)))})", width)
    for flag in explanation.flags:
        yield from textwrap.wrap(f"{term('flags', language)} {flag.id}: {flag.say}", width)


def _figures(explanation: Explanation) -> Iterator[str]:
    language = explanation.language
    yield f"{term('points', language)} {_of(explanation.points, explanation.max_points, language)}"
    if explanation.provisional:
        appraised = _of(explanation.appraised_points, explanation.appraised_max, language)
        yield f"{term('appraised', language)} {appraised}"
    if explanation.index:
        yield f"{term('index', language)} {_percent(explanation.index, language)}"
    if explanation.rank is not None:
        yield f"{term('rank', language)} {explanation.rank}"
    if explanation.grade:
        yield f"{term('grade', language)} {explanation.grade}"
    yield f"{term('last_year', language)}: {_last_year(explanation)}"


def _sampled(said: UnitSurvey, language: Language) -> str:
    low, high = (_percent(text, language) for text in (said.low, said.high))
    ranks = {"best": said.best or "–", "worst": said.worst or "–"}
    told = term("sampled_unit", language).format(forms=said.forms, low=low, high=high, **ranks)
    few = f"; {term('few', language)}" if said.few else ""
    return f"{term('survey', language)}: {told}{few}"


def _of(points: str, most: str, language: Language) -> str:
    return f"{number(points, language)} / {number(most, language)}"


def _last_year(explanation: Explanation) -> str:
    language, last = explanation.language, explanation.last_year
    if last is None or not last.comparable:
        return term("no_last_year" if last is None else "not_comparable", language)
    index = [f"{term('index', language)} {_percent(last.index, language)}"] if last.index else []
    rank = [f"{term('rank', language)} {last.rank}"] if last.rank is not None else []
    change = [f"{last.change:+d}"] if last.change is not None else []
    return ", ".join((*index, *rank, *change)) or term("no_last_year", language)


def _percent(index: str, language: Language) -> str:
    return f"{shown(Fraction(index), len(index.partition('.')[2]), language)}%"


def _node(node: NodeExplained, depth: int, width: int, opened: bool, language: Language) -> Iterator[str]:
    yield _row(f"{node.code} {node.name}", node, depth, width, language)
    below: tuple[NodeExplained | LeafExplained, ...] = (*node.nodes, *node.leaves)
    if node.nodes and node.leaves:
        below = tuple(sorted(below, key=lambda item: vietnamese_key(item.code)))
    for item in below:
        if isinstance(item, NodeExplained):
            yield from _node(item, depth + 1, width, opened, language)
        else:
            yield from _leaf(item, depth + 1, width, opened, language)


def _leaf(leaf: LeafExplained, depth: int, width: int, opened: bool, language: Language) -> Iterator[str]:
    yield _row(f"{leaf.code} {leaf.name}", leaf, depth, width, language)
    indent = "  " * (depth + 1)
    if opened:
        yield from leaf_lines(leaf, indent, width, language)
    elif leaf.why:
        yield from textwrap.wrap(leaf.why, width, initial_indent=indent, subsequent_indent=indent)


def _row(title: str, item: NodeExplained | LeafExplained, depth: int, width: int, language: Language) -> str:
    """Put the points at the right edge; a title too long for its line runs on above them."""
    earned = score(item, language)
    if Fraction(item.lost):
        earned += f"  ({term('lost', language)} {number(item.lost, language)})"
    indent = "  " * depth
    lines = textwrap.wrap(title, width, initial_indent=indent, subsequent_indent=indent + "  ")
    room = width - len(lines[-1]) - len(earned)
    if room < 2:
        return "\n".join((*lines, earned.rjust(width)))
    return "\n".join((*lines[:-1], lines[-1] + " " * room + earned))
