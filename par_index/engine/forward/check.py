"""Tell what of a plan durable-rules could misread, before it is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from par_index.engine.forward.place import Scale, scale_of
from par_index.engine.forward.questions import GRADE
from par_index.engine.forward.ruleset import CATCH_ALL
from par_index.model.plan import Plan
from par_index.problem import NOWHERE, Problem, Where, in_order

MOST_BANDS = 60
"""One fact may meet 64 conditions at once in the library's matcher."""


def problems(plan: Plan) -> tuple[Problem, ...]:
    """List what keeps a plan from the rule engine: ids it would confuse, numbers it cannot hold."""
    return in_order((*_ids(plan), *_twins(plan), *_scales(plan), *_bands(plan)))


def fnv1a(text: str) -> int:
    """Hash a text as the library does (32-bit FNV-1a of its UTF-8 bytes); it compares texts by this alone."""
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 % 2**32
    return found


def _named(plan: Plan) -> Iterator[tuple[str, Where]]:
    """Give each code that facts carry, with its place, once for each thing so named."""
    for leaf in plan.leaves:
        yield leaf.code, leaf.where
        yield from ((part.code, part.where) for part in leaf.parts if part.code != leaf.code)
        if leaf.use_previous:
            yield f"{leaf.code}/empty-previous", leaf.where
    yield from ((gate.id, gate.where) for gate in plan.gates)
    if plan.grades:
        yield GRADE, NOWHERE
        yield from ((bar.id, bar.where) for bar in plan.grades.bars)


def _rule_ids(plan: Plan) -> Iterator[tuple[str, Where]]:
    yield CATCH_ALL, NOWHERE
    yield from ((gate.id, gate.where) for gate in plan.gates)
    yield from ((bar.id, bar.where) for bar in (plan.grades.bars if plan.grades else ()))
    for leaf in plan.leaves:
        yield from ((state.rule, leaf.where) for state in (*leaf.states, *leaf.if_empty))
        yield from ((band.rule, band.where) for part in leaf.parts for band in part.bands)


def _ids(plan: Plan) -> Iterator[Problem]:
    """Refuse what JSON would have to escape: facts and trails are written and read without escapes."""
    for name, where in (*_named(plan), *_rule_ids(plan)):
        if not name.isprintable() or not name or '"' in name or "\\" in name:
            yield Problem("E107", where, {"name": repr(name)})


def _twins(plan: Plan) -> Iterator[Problem]:
    known: dict[int, str] = {}
    for name, where in _named(plan):
        other = known.setdefault(fnv1a(name), name)
        if other != name:
            yield Problem("E108", where, {"name": name, "other": other})
    yield from _repeated(_named(plan))
    yield from _repeated(_rule_ids(plan))


def _repeated(named: Iterable[tuple[str, Where]]) -> Iterator[Problem]:
    places = dict(found := tuple(named))
    for name, count in Counter(name for name, _ in found).items():
        if count > 1:
            yield Problem("E111", places[name], {"name": name})


def _scales(plan: Plan) -> Iterator[Problem]:
    for name, where, scale in _all_scales(plan):
        if not scale.fits:
            yield Problem("E102", where, {"name": name, "number": str(max(abs(scale.low), abs(scale.high)))})


def _all_scales(plan: Plan) -> Iterator[tuple[str, Where, Scale]]:
    for leaf in plan.leaves:
        for part in leaf.parts:
            yield part.code, part.where, scale_of(band.interval for band in part.bands)
    yield from ((gate.id, gate.where, scale_of([gate.when.interval])) for gate in plan.gates)
    if plan.grades:
        yield plan.grades.rows[0].name, NOWHERE, scale_of(row.interval for row in plan.grades.rows)
        yield from ((bar.id, bar.where, scale_of([bar.when.interval])) for bar in plan.grades.bars)


def _bands(plan: Plan) -> Iterator[Problem]:
    for leaf in plan.leaves:
        for part in leaf.parts:
            if len(part.bands) > MOST_BANDS:
                count = {"name": part.code, "count": str(len(part.bands)), "most": str(MOST_BANDS)}
                yield Problem("E109", part.where, count)
