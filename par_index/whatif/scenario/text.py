"""Write what a scenario does to each unit as lines for people: leaves, figures, bands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from par_index.model.case import LeafVerdict
from par_index.model.plan import Plan
from par_index.points import MICRO, published, shown, shown_points
from par_index.problem import Language
from par_index.read.written import shown_number
from par_index.score.marks import state_word
from par_index.whatif.scenario.compare import LeafMove, Outcome, Side, UnitMove
from par_index.whatif.scenario.words import word


def unit_lines(outcome: Outcome, move: UnitMove, language: Language) -> Iterator[str]:
    """Tell whom a unit passes, and each leaf that moved: points, figures, the rule before and after."""
    grounds = [basis.ground(move.group) for basis in (outcome.laid.before, outcome.laid.after)]
    names = [grounds[1].facts[grounds[1].at[code]].unit.name for code in move.passes]
    passes = f": {word('passes', language, names=', '.join(names))}" if names else ""
    yield f"{move.unit.name} ({move.unit.code}){passes}"
    for leaf in move.leaves:
        yield from _leaf_lines(leaf, (grounds[0].plan, grounds[1].plan), language)


def _leaf_lines(leaf: LeafMove, plans: tuple[Plan, Plan], language: Language) -> Iterator[str]:
    points = [micro_text(one.points, language) if one else word("absent", language)
              for one in (leaf.before, leaf.after)]  # fmt: skip
    gain = f" ({signed(Fraction(leaf.gain, MICRO), language)})" if leaf.gain else ""
    yield f"  {leaf.code} {leaf.name}: {arrow(*points)}{gain}"
    for one in leaf.figures:
        before, after = (text or word("absent", language) for text in (one.before, one.after))
        yield f"      {one.label} ({one.input}): {arrow(before, after)}"
    yield from (f"      {line}" for line in _rules(leaf, plans, language))


def _rules(leaf: LeafMove, plans: tuple[Plan, Plan], language: Language) -> Iterator[str]:
    before, after = leaf.before, leaf.after
    if before is None or after is None:
        return
    if before.max_points != after.max_points:
        most = [micro_text(one.max_points, language) for one in (before, after)]
        yield word("max", language, before=most[0], after=most[1])
    if before.state != after.state:
        states = [state_word(one.state, language) for one in (before, after)]
        yield word("states", language, before=states[0], after=states[1])
    bands = [_bands(plan, one) for plan, one in zip(plans, (before, after), strict=True)]
    if bands[0] != bands[1]:
        none = word("absent", language)
        yield word("band", language, before=bands[0] or none, after=bands[1] or none)
    elif bands[1]:
        yield word("same_band", language, after=bands[1])


def _bands(plan: Plan, leaf: LeafVerdict) -> str:
    """Name the rules that fired: a band by its phrase, any other rule by its id."""
    phrases = {band.rule: f"{band.phrase}: {band.give}" for part in plan.leaf_by_code[leaf.code].parts
               for band in part.bands}  # fmt: skip
    return "; ".join(f"{phrases[rule]} ({rule})" if rule in phrases else rule for rule in leaf.rules)


def cells(move: UnitMove, places: int, language: Language) -> Sequence[str]:
    """Give a unit's row: name, then points, index, rank and grade before and after."""
    before, after = move.before, move.after
    return (
        move.unit.name,
        arrow(*(shown_points(one.points, places, language) for one in (before, after))),
        index_change(before, after, places, language),
        arrow(str(before.rank or "–"), str(after.rank or "–")),
        arrow(grade(before, language), grade(after, language)),
    )


def index_change(before: Side, after: Side, places: int, language: Language) -> str:
    """Give the index before and after with the published places, and the difference of the two figures."""
    texts = [index_text(one, places, language) for one in (before, after)]
    if before.index is None or after.index is None or texts[0] == texts[1]:
        return arrow(*texts)
    moved = published(after.index, places) - published(before.index, places)
    return f"{arrow(*texts)} ({signed(moved, language, places)})"


def index_text(one: Side, places: int, language: Language) -> str:
    """Write an index with its published places."""
    return "–" if one.index is None else shown(one.index, places, language)


def grade(one: Side, language: Language) -> str:
    """Name a grade, with the bars that lowered it; a provisional unit has none."""
    if one.provisional:
        return word("provisional", language)
    barred = f" ({word('barred', language, bars=', '.join(one.barred_by))})" if one.barred_by else ""
    return f"{one.grade or '–'}{barred}"


def micro_text(points: int, language: Language) -> str:
    """Write micro-points exactly."""
    return shown_number(Fraction(points, MICRO), language)


def signed(value: Fraction, language: Language, places: int | None = None) -> str:
    """Write a difference with its sign."""
    size = abs(value)
    text = shown_number(size, language) if places is None else shown(size, places, language)
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{text}"


def arrow(before: str, after: str) -> str:
    """Write a change, or what did not change once."""
    return after if before == after else f"{before} → {after}"
