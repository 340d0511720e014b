"""Write a plan for a terminal: where the unit stands, the work by lead agency, the price of each rank."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from par_index.points import MICRO, shown
from par_index.problem import Language
from par_index.read.written import shown_figure, shown_number
from par_index.score.marks import set_marks
from par_index.whatif.planner.records import Blocked, LeafGain, Move, Place, Planned, Stuck, Target, Task
from par_index.whatif.planner.words import term, why

MOST_STUCK = 12
"""Leaves told one by one where a target is out of reach."""


def text(planned: Planned, language: Language = "vi", width: int = 100) -> str:
    """Write the whole plan."""
    lines: list[str] = []
    for line, indent in _lines(planned, language):
        lines += textwrap.wrap(
            line, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2)
        ) or [""]
    return "\n".join(lines)


def marks_of(planned: Planned, language: Language) -> str:
    """Say what nobody may overlook: figures, set and costs that are synthetic, proposed or by default."""
    costs = planned.costs
    words = [term(f"mark_{word}", language) for word in costs.marked.split()]
    told = [term("mark_costs", language).format(marks=", ".join(words))] if words else []
    told += [] if costs.name else [term("mark_default", language)]
    return " – ".join(filter(None, (set_marks(planned.synthetic, [planned.plan], language), *told)))


def target_text(target: Target, language: Language) -> str:
    """Name what is to be reached."""
    if target.rank is not None:
        return term("to_rank", language).format(rank=target.rank)
    if target.index is not None:
        return term("to_index", language).format(index=shown_number(target.index, language))
    return term("to_grade", language).format(grade=target.grade)


def assumptions(planned: Planned, language: Language) -> Iterator[str]:
    """Say what is assumed of rivals and costs."""
    if planned.margin:
        yield term("rivals_move", language).format(margin=shown_number(planned.margin, language))
    else:
        yield term("rivals_still", language)
    costs = planned.costs
    if not costs.name:
        yield term("costs_default", language)
        return
    yield term("costs_named", language).format(name=costs.name, unit=costs.unit)
    yield term("costs_mixed" if costs.others == "share" else "costs_stay", language)


def by_lead(tasks: Sequence[Task]) -> Mapping[str, list[Task]]:
    """Group work by lead agency, in the order of the work."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.lead, []).append(task)
    return found


def points(micro: int, language: Language) -> str:
    """Write points exactly."""
    return shown_number(Fraction(micro, MICRO), language)


def gained(micro: int, language: Language) -> str:
    """Write a change of points with its sign."""
    sign = "+" if micro >= 0 else "−"
    return sign + points(abs(micro), language)


def money(cost: int, language: Language) -> str:
    """Write a cost."""
    return shown(Fraction(cost), 0, language)


def percent(index: Fraction | None, planned: Planned, language: Language) -> str:
    """Write an index with its published places."""
    return "–" if index is None else shown(index, planned.plan.places, language)


def figure(move: Move, value: int | None, language: Language) -> str:
    """Write a figure of a move."""
    return term("not_filed", language) if value is None else shown_figure(move.input, value, language)


def _lines(planned: Planned, language: Language) -> Iterator[tuple[str, int]]:
    unit = planned.unit
    yield marks_of(planned, language), 0
    wanted = target_text(planned.target, language)
    name = f"{unit.name} ({unit.code})"
    cluster = f" – {unit.cluster}" if unit.cluster else ""
    yield term("title", language).format(unit=name, target=wanted) + cluster, 0
    yield f"{planned.plan.name} ({planned.plan.set_id})", 0
    for line in assumptions(planned, language):
        yield line, 0
    yield "", 0
    yield from _places(planned, language)
    if planned.blocked is not None:
        yield "", 0
        yield term("blocked", language).format(target=wanted), 0
        yield from _blocked(planned, planned.blocked, language)
    elif not planned.tasks:
        yield term("reached", language), 0
    for lead, tasks in by_lead(planned.tasks).items():
        yield "", 0
        yield from _lead(lead, tasks, language)
    yield "", 0
    yield from _prices(planned, language)
    yield from ((line, 0) for line in standing_behind(planned, language))


def _places(planned: Planned, language: Language) -> Iterator[tuple[str, int]]:
    places = [planned.before, *([planned.after] if planned.after is not None and planned.tasks else [])]
    told = {
        "points": [_points(place, language) for place in places],
        "index": [f"{percent(place.index, planned, language)}%" for place in places],
        "rank": [_rank(place) for place in places],
        "grade": [place.grade for place in places],
    }
    for word, figures in told.items():
        if figures[0]:
            yield f"{term(word, language)}: {' → '.join(dict.fromkeys(figures))}", 0
    if planned.passed:
        yield f"{term('passes', language)}: {', '.join(map(planned.name_of, planned.passed))}", 0
    if planned.tasks:
        yield f"{term('total_cost', language)}: {money(planned.cost, language)}", 0


def _points(place: Place, language: Language) -> str:
    return f"{points(place.points, language)} / {points(place.max_points, language)}"


def _rank(place: Place) -> str:
    return "–" if place.rank is None else str(place.rank)


def _lead(lead: str, tasks: Sequence[Task], language: Language) -> Iterator[tuple[str, int]]:
    told = ", ".join(
        (
            f"{len(tasks)} {term('tasks' if len(tasks) > 1 else 'task', language)}",
            f"{term('cost', language)} {money(sum(task.cost for task in tasks), language)}",
            term("points_gained", language).format(
                points=gained(sum(task.points for task in tasks), language)
            ),
        )
    )
    yield f"{lead or term('no_lead', language)}: {told}", 0
    for task in tasks:
        first = 2
        for move in task.moves:
            yield f"{'– ' if first == 2 else '  '}{move_text(move, language)}", first
        for gain in task.gains:
            yield gain_text(gain, language), 6
        yield _terms(task, language), 6


def move_text(move: Move, language: Language) -> str:
    """Write one figure from where to where."""
    told = f"{move.input.label} ({move.input.code}): {figure(move, move.filed, language)} → "
    told += figure(move, move.planned, language)
    follows = term("follows", language).format(figure=move.follows) if move.follows else ""
    return f"{told} ({follows})" if follows else told


def gain_text(gain: LeafGain, language: Language) -> str:
    """Write one leaf's points before and after, with its clauses."""
    leaf = gain.leaf
    moved = f"{points(gain.before, language)} → {points(gain.after, language)}"
    told = f"{leaf.code} {leaf.name}: {moved} ({gained(gain.after - gain.before, language)})"
    clauses = ", ".join(cite.clause for cite in leaf.cites)
    return f"{told}; {term('clauses', language)} {clauses}" if clauses else told


def _terms(task: Task, language: Language) -> str:
    told = [f"{term('cost', language)} {money(task.cost, language)}"]
    if task.deadline is not None:
        told.append(f"{term('deadline', language)} {task.deadline:%d/%m/%Y}")
    return "; ".join([*told, *([task.note] if task.note else [])])


def _prices(planned: Planned, language: Language) -> Iterator[tuple[str, int]]:
    if planned.frontier:
        yield term("frontier", language) + ":", 0
    for rung in planned.frontier:
        args = {"rank": str(rung.rank), "unit": planned.name_of(rung.passes)}
        if rung.cost is None:
            yield term("rung_never", language).format(**args), 2
        else:
            index = percent(rung.index, planned, language)
            args |= {"cost": money(rung.cost, language), "index": index}
            yield term("rung", language).format(**args), 2
    yield next_text(planned, language), 0


def next_text(planned: Planned, language: Language) -> str:
    """Write the marginal price of the next point."""
    now, then = (
        term("next_never", language) if cost is None else money(cost, language)
        for cost in (planned.next_now, planned.next_then)
    )
    return term("next", language).format(now=now, then=then)


def standing_behind(planned: Planned, language: Language) -> Iterator[str]:
    """Say how sure the plan is."""
    if planned.tasks:
        yield term("checked" if planned.checked else "unchecked", language)
        yield term("proved" if planned.proved else "unproved", language)


def _blocked(planned: Planned, blocked: Blocked, language: Language) -> Iterator[tuple[str, int]]:
    best = blocked.best
    grade = f", {term('grade', language).lower()} {best.grade}" if best.grade else ""
    index = percent(best.index, planned, language)
    rank = f"{term('rank', language).lower()} {_rank(best)}"
    yield f"{term('best', language)}: {term('index', language).lower()} {index}%, {rank}{grade}", 0
    if blocked.above:
        yield f"{term('above', language)}: {', '.join(map(planned.name_of, blocked.above))}", 0
    for bar in planned.bars_named(blocked.bars):
        cites = ", ".join(cite.clause for cite in bar.cites)
        asked = f"{bar.when.code} {bar.when.phrase}"
        yield f"{term('bars', language)}: {bar.id}, {asked}{f' ({cites})' if cites else ''}", 0
    yield term("stuck", language) + ":", 0
    for stuck in blocked.stuck[:MOST_STUCK]:
        yield stuck_text(planned, stuck, language), 2
    rest = blocked.stuck[MOST_STUCK:]
    if rest:
        lost = points(sum(stuck.lost for stuck in rest), language)
        yield term("more", language).format(count=len(rest), points=lost), 2


def stuck_text(planned: Planned, stuck: Stuck, language: Language) -> str:
    """Write one leaf that is stuck, and why."""
    labels = ", ".join(planned.plan.input_by_code[code].label for code in stuck.inputs)
    lost = term("lost", language).format(points=points(stuck.lost, language))
    reason = why(stuck.reason, language)
    return f"{stuck.leaf.code} {stuck.leaf.name}: {lost} – {reason}{f' ({labels})' if labels else ''}"
