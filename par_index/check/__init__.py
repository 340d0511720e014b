"""Check criteria sets and methods: everything that can be known before a figure is filed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from par_index.check.standing import Clauses, far_weights, missing_evidence, unknown_clauses
from par_index.compile import load_plans
from par_index.compile.trial import Trial, trials
from par_index.engine import array, forward
from par_index.model.case import UnitVerdict
from par_index.model.plan import Plan
from par_index.places import Libraries
from par_index.points import MICRO, decimal_text
from par_index.problem import Problem, has_errors, in_order
from par_index.read.documents import read_documents
from par_index.read.issued import altered, issue, unlisted, vanished
from par_index.read.sets import read_methods, set_ids, set_path
from par_index.read.versions import no_former
from par_index.verify import doubts


def check(
    references: Sequence[str | Path], shelves: Libraries, *, issuing: bool = False
) -> tuple[tuple[Plan, ...], tuple[Problem, ...]]:
    """Prove the named sets (all of the shelves when none is named) and every method's cases.

    Sets are held against their folder's ``issued.lock``; ``issuing`` appends lines of issued, sound ones.
    """
    plans: list[Plan] = []
    documents, unread = read_documents(shelves)
    clauses = {str(one.document): frozenset(str(clause.id) for clause in one.clauses) for one in documents}
    problems = [*check_methods(shelves), *unread]
    for reference in references or set_ids(shelves):
        made, refused = load_plans(reference, shelves)
        plans.extend(made)
        problems.extend(refused)
        if not has_errors(refused):
            problems.extend((*_unfit(made), *_doubts(made, clauses, shelves)))
        sound = not has_errors(problems)
        problems.extend(_versions(reference, made[:1], shelves, issuing=issuing and sound))
    problems.extend(() if references else vanished(shelves))
    return tuple(plans), in_order(problems)


def _doubts(made: Iterable[Plan], clauses: Clauses, shelves: Libraries) -> Iterable[Problem]:
    """Tell what is sound but hardly meant, in each set alone and beside the set it is modelled on."""
    for plan in made:
        yield from doubts(plan)
        yield from missing_evidence(plan)
        yield from unknown_clauses(plan, clauses)
        if plan.modelled_on:
            followed, refused = load_plans(plan.modelled_on, shelves)
            yield from (problem for problem in refused if problem.code in ("L40", "L128"))
            yield from (problem for other in followed[:1] for problem in far_weights(plan, other))


def _versions(
    reference: str | Path, made: Iterable[Plan], shelves: Libraries, *, issuing: bool
) -> Iterable[Problem]:
    """Hold a set against the list of issued ones, after adding it when asked, and look for its former."""
    path, _ = set_path(reference, shelves)
    for plan in made if path is not None else ():
        assert path is not None
        yield from issue(plan, path) if issuing else ()
        yield from (*unlisted(plan, path), *altered(plan, path), *no_former(plan, shelves))


def _unfit(plans: Iterable[Plan]) -> Iterable[Problem]:
    """Tell what of sound plans the rule engine could not hold."""
    return (problem for plan in plans for problem in forward.problems(plan))


def check_methods(shelves: Libraries) -> tuple[Problem, ...]:
    """Judge every method's worked cases in both engines and tell each that fails."""
    methods, problems = read_methods(shelves)
    found = list(problems)
    for method in methods.values():
        made, refused = trials(method.spec)
        found.extend(refused)
        for trial in made:
            found.extend(_failures(trial))
    return tuple(found)


def _failures(trial: Trial) -> Iterable[Problem]:
    yield from _wrong(trial, "array", array.judge(trial.plan, array.load(trial.plan, trial.cases)).verdicts())
    try:
        yield from _wrong(trial, "forward", forward.judge(trial.plan, trial.cases))
    except forward.ForwardUnavailableError:
        return


def _wrong(trial: Trial, engine: str, verdicts: Iterable[UnitVerdict]) -> Iterable[Problem]:
    for verdict in verdicts:
        points, expected = Fraction(verdict.points), trial.expected[verdict.unit]
        if points != expected:
            row = trial.rows[verdict.unit]
            args = {
                "method": trial.method,
                "x": verdict.unit,
                "expected": str(row.points),
                "found": decimal_text(points / MICRO),
                "engine": engine,
            }
            yield Problem("L42", row.where, args)
