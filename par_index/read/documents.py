"""Read what decisions contain, clause by clause: ``rules/documents/*.yaml``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from par_index.model.scalars import Code, Spec, Words
from par_index.places import Libraries, shown
from par_index.problem import Problem
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree


class ClauseSpec(Spec):
    """One clause: a target, a dated duty or a task of the appendix, in a few words; whom it binds.

    ``not_scored`` says for a kind of unit it binds why no leaf measures it. A leaf that cites the clause
    measures it when it reads one of the figures ``reads`` names, if any are named.
    """

    id: Words
    kind: Literal["target", "duty", "task"]
    say: Words
    lead: Words | None = None
    when: Words | None = None
    for_: tuple[Code, ...] = Field(default=(), alias="for")
    reads: tuple[Code, ...] = ()
    not_scored: dict[Code, Words] = Field(default_factory=dict)


class DocumentSpec(Spec):
    """A decision and its clauses; ``document`` is its full name, as sets write it under ``documents``."""

    document: Words
    clauses: tuple[ClauseSpec, ...]


def read_documents(shelves: Libraries) -> tuple[tuple[DocumentSpec, ...], tuple[Problem, ...]]:
    """Read every listed document; a nearer folder's file stands before a shipped one of the same name."""
    found: dict[str, DocumentSpec] = {}
    problems: list[Problem] = []
    for folder in shelves.rules:
        for path in sorted((folder / "documents").glob("*.yaml")):
            if path.name in found:
                continue
            tree, refused = read_tree(path, shown(path))
            problems.extend(refused)
            if tree is None:
                continue
            spec, doubts = bind(DocumentSpec, tree)
            problems.extend(doubts)
            if spec is not None:
                found[path.name] = spec
    return tuple(found.values()), tuple(problems)
