"""Compile a criteria set and the methods it names into Plans, one for each kind of unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from par_index.compile.catalogue import catalogue, meanings, relations
from par_index.compile.header import header_doubts
from par_index.compile.instrument import instrument
from par_index.compile.leaves import TreeContext, tree
from par_index.compile.questions import Questions
from par_index.compile.survey_doubts import survey_doubts
from par_index.compile.usage import misused, unused
from par_index.model.method import MethodSpec
from par_index.model.plan import Plan, Ranking
from par_index.model.source import SetSpec
from par_index.model.text import Text
from par_index.places import Libraries, shown
from par_index.problem import Problem, has_errors, in_order
from par_index.read.sets import (
    MethodSource,
    SetSource,
    place_of_key,
    read_methods,
    read_set,
    scored,
    set_digest,
    set_path,
    unpinned,
)
from par_index.verify import prove

_AS_WRITTEN = {"Y07", "Y10", "Y11", "Y20", "Y22"}
"""Mistakes of a file after which every value read still is its author's: proofs then say something true."""

Compiled = tuple[tuple[Plan, ...], tuple[Problem, ...]]


def load_plans(reference: str | Path, shelves: Libraries, holidays: Sequence[date] = ()) -> Compiled:
    """Read, compile and prove one set: its plans and all problems of its text, methods and proofs.

    Plans are empty when the set cannot be read; with errors they are for looking at, not for scoring.
    """
    path, problems = set_path(reference, shelves)
    if path is None:
        return (), problems
    source, refused = read_set(path, shelves)
    return proved(source, refused, shelves, holidays, asked=str(reference))


def compiled(reference: str, shelves: Libraries, holidays: Sequence[date] = ()) -> tuple[Plan, ...]:
    """Read and compile a set that is to be looked at and not scored by; nothing is proved, nothing told."""
    path, _ = set_path(reference, shelves)
    source = read_set(path, shelves)[0] if path is not None else None
    return compile_set(source, read_methods(shelves)[0], holidays)[0] if source is not None else ()


def proved(
    source: SetSource | None,
    refused: Sequence[Problem],
    shelves: Libraries,
    holidays: Sequence[date] = (),
    asked: str = "",
) -> Compiled:
    """Compile and prove a set as it was read, ``refused`` being what its reader told; see ``load_plans``.

    ``asked`` is the id or file it was found by, which an id must agree with.
    """
    methods, unread = read_methods(shelves)
    if source is None:
        return (), in_order((*refused, *unread))
    plans, found = compile_set(source, methods, holidays)
    told = {_line(problem) for problem in refused if problem.is_error}
    doubts = tuple(problem for problem in found if _line(problem) not in told)
    if asked and asked not in (str(source.path), str(source.spec.set)):
        args = {"set": str(source.spec.set), "path": shown(source.path)}
        doubts = (*doubts, Problem("L43", source.spec.set.where, args))
    firm = not has_errors(doubts) and all(item.code in _AS_WRITTEN for item in (*refused, *unread))
    proofs = [problem for plan in plans for problem in prove(plan)] if firm else []
    return plans, in_order((*refused, *unread, *doubts, *proofs))


def _line(problem: Problem) -> tuple[str, int, str]:
    return problem.where.file, problem.where.line, problem.where.cell


def compile_set(
    source: SetSource, methods: Mapping[str, MethodSource], holidays: Sequence[date] = ()
) -> Compiled:
    """Compile a set for each of its kinds; problems that all kinds share are told once."""
    specs = {name: method.spec for name, method in methods.items()}
    mark = set_digest(source, methods)
    made = [_plan(source, kind, specs, mark, holidays) for kind in source.spec.kinds]
    plans = tuple(plan for plan, _ in made)
    problems = [
        *unpinned(source, methods),
        *header_doubts(source),
        *survey_doubts(source.spec, plans),
        *(problem for _, found in made for problem in found),
    ]
    if not has_errors(problems):
        problems.extend((*misused(plans), *unused(source.spec, plans)))
    return plans, in_order(problems)


def _plan(
    source: SetSource, kind: Text, methods: Mapping[str, MethodSpec], mark: str, holidays: Sequence[date]
) -> tuple[Plan, tuple[Problem, ...]]:
    spec = source.spec
    inputs, problems = catalogue(spec, _points_bounds(spec))
    names = meanings(inputs)
    held, refused = relations(spec, names)
    context = TreeContext(spec, str(kind), {entry.code: entry for entry in inputs}, names, methods)
    grown = tree(context)
    nodes, leaves = tuple(grown.nodes), tuple(grown.leaves)
    asked = Questions(spec, leaves, nodes, names)
    made = Plan(
        set_id=str(spec.set),
        name=str(spec.name),
        kind=str(kind),
        kind_name=str(spec.kinds[kind]),
        year=spec.year,
        issuer=str(spec.issuer),
        status=spec.status,
        digest=mark,
        legal_basis=str(spec.legal_basis),
        inputs=inputs,
        relations=held,
        nodes=nodes,
        leaves=leaves,
        appraised_max=spec.total - spec.survey.points,
        survey_max=spec.survey.points,
        leaf_grid=spec.rounding.leaf,
        places=spec.rounding.places,
        ranking=Ranking(spec.ranking.by, spec.ranking.ties, tuple(map(str, spec.ranking.break_by))),
        bonus_ceiling=spec.bonus.ceiling if spec.bonus else 0,
        penalty_ceiling=spec.penalty.ceiling if spec.penalty else 0,
        gates=asked.gates(),
        grades=asked.grades(),
        flags=asked.flags(),
        targets=asked.targets(str(kind)),
        traits={str(code): str(name) for code, name in spec.traits.items()},
        documents={str(code): str(name) for code, name in spec.documents.items()},
        holidays=tuple(holidays),
        total_where=place_of_key(source.tree, "total"),
        survey_where=place_of_key(source.tree, "survey"),
        modelled_on=str(spec.modelled_on or ""),
        evidence_costs=spec.states.no_evidence == "zero",
        number=str(spec.number or ""),
        issued_on=spec.date,
        supersedes=str(spec.supersedes or ""),
        valid=(spec.valid.from_, spec.valid.to) if spec.valid else None,
        unfilled=tuple(grown.unfilled),
        instrument=instrument(spec.survey, str(kind)),
    )
    plan = replace(made, appraised_max=made.appraised_max - made.unfilled_max)
    return plan, (*problems, *refused, *grown.problems, *asked.problems)


def _points_bounds(spec: SetSpec) -> Mapping[str, tuple[int, int]]:
    """Bound each ``points`` input by the leaf (or part) whose bare measure it is."""
    return {str(part.measure): (part.min, part.max) for part in scored(spec) if part.measure is not None}
