"""Read ``survey/responses.yaml``: which foreign columns are ours, which are never read, what values mean.

    columns: {Cơ quan Ông/Bà đánh giá: unit, Câu 1. Thái độ phục vụ: C1}
    strip: [Dấu thời gian, Địa chỉ email]
    constants: {group: nguoi_dan}
    values:
      unit: {Sở Nội vụ (Trung tâm HCC): so-noi-vu}
      option: {Rất tốt: a}

``values`` of ``option`` hold for every question, those of a question for it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import Field

from par_index.model.instrument import ROLES
from par_index.model.scalars import Spec, Words
from par_index.problem import Problem, has_errors
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree
from par_index.survey.answers.columns import Declared
from par_index.survey.answers.known import Known
from par_index.text import folded, nearest

FILE = "survey/responses.yaml"
_CONSTANT = ("unit", "group", "stratum", "works_at")
_VALUED = ("unit", "group", "stratum", "works_at", "option")


class MappingSpec(Spec):
    """What the file says, key by key."""

    columns: dict[Words, Words] = Field(default_factory=dict)
    strip: tuple[Words, ...] = ()
    constants: dict[Words, Words] = Field(default_factory=dict)
    values: dict[Words, dict[Words, Words]] = Field(default_factory=dict)


def read_mapping(folder: Path, known: Known) -> tuple[Declared | None, tuple[Problem, ...]]:
    """Read the mapping; an absent one declares nothing, a wrong one is ``None``."""
    path = folder / FILE
    if not path.is_file():
        return Declared(), ()
    tree, problems = read_tree(path, FILE)
    if tree is None:
        return None, problems
    spec, refused = bind(MappingSpec, tree)
    found = (*problems, *refused, *(_unknown(spec, known) if spec else ()))
    if spec is None or has_errors(found):
        return None, found
    columns = {folded(header): str(name) for header, name in spec.columns.items()}
    values = {_id(name, known): _folded(pairs) for name, pairs in spec.values.items()}
    constants = {str(role): str(text) for role, text in spec.constants.items()}
    named = [(key, header) for key in ("columns", "strip") for header in getattr(spec, key)]
    return Declared(columns, frozenset(map(folded, spec.strip)), constants, values, tuple(named)), found


def _folded(pairs: dict[Words, Words]) -> dict[str, str]:
    return {folded(written): str(ours) for written, ours in pairs.items()}


def _id(name: str, known: Known) -> str:
    return known.questions.get(folded(name), str(name))


def _unknown(spec: MappingSpec, known: Known) -> Iterator[Problem]:
    questions = tuple(known.questions.values())
    yield from _strange(spec.columns.values(), (*ROLES, *questions), known)
    yield from _strange(spec.constants, _CONSTANT, known)
    yield from _strange(spec.values, (*_VALUED, *questions), known)


def _strange(names: Iterable[Words], allowed: Sequence[str], known: Known) -> Iterator[Problem]:
    """Refuse names that are none of ours, each at its place."""
    for name in names:
        if _id(name, known) not in allowed:
            args = {"name": name, "known": ", ".join(allowed), "nearest": nearest(name, allowed) or ""}
            yield Problem("S60", name.where, args)
