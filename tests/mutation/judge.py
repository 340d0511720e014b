"""Check a broken set as ``par-index check`` would, and tell whether a message names the slip at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from par_index.compile import compile_set, load_plans
from par_index.model.plan import Leaf, Plan
from par_index.places import libraries
from par_index.problem import Problem, has_errors
from par_index.read.sets import MethodSource, read_methods, read_set, set_ids, set_path
from par_index.verify import doubts, prove
from tests.mutation.blocks import with_bands
from tests.mutation.mutants import Mutant, mutants

A_LEAF = 3
"""So many slips of one leaf are drawn."""


@dataclass(frozen=True, slots=True)
class Original:
    """A shipped set: its id, text and plan."""

    set_id: str
    text: str
    plan: Plan


@cache
def methods() -> dict[str, MethodSource]:
    return dict(read_methods(libraries())[0])


@cache
def originals() -> tuple[Original, ...]:
    """Give every shipped set that stands by itself, and one plan of it."""
    found = []
    for set_id in set_ids(libraries()):
        path, _ = set_path(set_id, libraries())
        plans, problems = load_plans(set_id, libraries())
        assert path is not None
        assert not has_errors(problems), set_id
        text = path.read_text("utf-8")
        if "\nextends:" not in text:
            found.append(Original(set_id, text, plans[0]))
    return tuple(found)


def every_mutant(original: Original) -> Iterator[Mutant]:
    """Break every leaf of a set in all ways."""
    for leaf in original.plan.leaves:
        yield from of_leaf(original, leaf)


def of_leaf(original: Original, leaf: Leaf) -> Iterator[Mutant]:
    """Break one leaf in all ways, the bands of its method written out."""
    specs = {name: source.spec for name, source in methods().items()}
    yield from mutants(with_bands(original.text, leaf.code, specs), original.plan, leaf)


@cache
def some_mutants(count: int, seed: int) -> tuple[tuple[Original, Mutant], ...]:
    """Draw mutants over all sets: leaves first, then a few of the ways in which each of them is broken."""
    stream = Random(seed)
    leaves = [(one, leaf) for one in originals() for leaf in one.plan.leaves]
    drawn: list[tuple[Original, Mutant]] = []
    for one, leaf in stream.sample(leaves, len(leaves)):
        own = tuple(of_leaf(one, leaf))
        drawn.extend((one, mutant) for mutant in stream.sample(own, min(len(own), A_LEAF)))
        if len(drawn) >= count:
            break
    return tuple(drawn[:count])


def explained(original: Original, mutant: Mutant) -> str:
    """Say why no check can name a slip, where that is so."""
    leaf = original.plan.leaf_by_code[mutant.leaf]
    if mutant.way == "change a maximum" and leaf.kind in ("bonus", "penalty"):
        return "bonus and penalty points are in no sum; only the decision knows the right figure"
    if mutant.way == "flip better" and leaf.min == leaf.max == 0:
        return "an item for information earns nothing whichever way its figure goes"
    return ""


def problems_of(text: str, place: Path) -> tuple[Problem, ...]:
    """Give what ``check`` says of one set's text."""
    place.write_text(text, "utf-8")
    source, refused = read_set(place, libraries())
    if source is None:
        return refused
    plans, found = compile_set(source, methods())
    if has_errors((*refused, *found)):
        return (*refused, *found)
    proofs = [problem for plan in plans for problem in (*prove(plan), *doubts(plan))]
    return (*refused, *found, *proofs)


def named(mutant: Mutant, place: Path) -> bool:
    """Tell whether an error or a warning points at the slip, or at what stands right beside it."""
    return any(
        problem.where.line in mutant.lines and problem.where.file.endswith(place.name)
        for problem in problems_of(mutant.text, place)
        if problem.level != "note"
    )
