"""Tell what each column of a file is by its header; what is not ours or looks personal is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from par_index.model.instrument import ROLES
from par_index.model.text import Text
from par_index.problem import Problem
from par_index.survey.answers.known import Known
from par_index.survey.answers.table import Layout, Table
from par_index.text import folded, nearest

MARK = "số liệu giả lập"
"""A column of this name only says that the file is synthetic."""
PERSONAL_VALUE = r"[^@\s]+@[^@\s]+\.[^@\s]+|(\+?84|0)[ .-]?[0-9]{2,3}([ .-]?[0-9]{3}){2}[0-9]?|[0-9]{12}"
"""An e-mail address, a Vietnamese telephone number, or the 12 digits of an identity card."""
_PERSONAL = re.compile(
    r"họ tên|họ và tên|^tên$|mail|thư điện tử|điện thoại|\b(sđt|sdt|đt|ip)\b|zalo|facebook|cccd|cmnd|"
    r"căn cước|chứng minh|định danh|địa chỉ|ngày sinh|năm sinh|phone|address|full ?name|user ?name"
)
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Declared:
    """What ``responses.yaml`` says of foreign columns; headers and values are folded.

    ``named``: the key and the header of each entry, as written and with its place.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    strip: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    named: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """A column's header; ``filled``: it has values; ``personal``: some of them look like personal data."""

    column: int
    text: str
    filled: bool = True
    personal: bool = False


def masked(text: str) -> str:
    """Hide a value that looks like personal data: messages and results never repeat it."""
    return _HIDDEN if re.fullmatch(PERSONAL_VALUE, text.strip()) else text


def personal(text: str) -> bool:
    """Tell a value that looks like personal data."""
    return masked(text) is _HIDDEN


def arrange(
    table: Table, headers: tuple[Header, ...], known: Known, declared: Declared
) -> tuple[Layout | None, tuple[Problem, ...]]:
    """Give the meaning of the columns, or every reason why they have none; ``table`` tells the place."""
    ours: dict[str, int] = {}
    problems: list[Problem] = []
    for header in headers:
        name = _name(header, known, declared)
        if isinstance(name, str) and name in ours:
            other = next(one.text for one in headers if one.column == ours[name])
            args = {"column": header.text, "other": other, "name": name}
            problems.append(Problem("S36", table.where(), args))
        elif isinstance(name, str):
            ours[name] = header.column
        elif name is not None:
            problems.append(Problem(name.code, table.where(), name.args))
    made = Layout(
        {name: at for name, at in ours.items() if name in ROLES},
        {name: ours[name] for name in known.questions.values() if name in ours},
        {name: text for name, text in declared.constants.items() if name not in ours},
    )
    problems.extend(_lacking(table, made, headers, known))
    return (None if problems else made), tuple(problems)


@dataclass(frozen=True, slots=True)
class _Strange:
    code: str
    args: Mapping[str, str]


def _name(header: Header, known: Known, declared: Declared) -> str | _Strange | None:
    """Give our name of a column, ``None`` for one that is left out by right, or why it is refused."""
    text = folded(header.text)
    if text in declared.strip or text == MARK:
        return None
    target = declared.columns.get(text, text)
    if target in ROLES:
        return target
    if folded(target) in known.questions:
        return known.questions[folded(target)]
    if not header.filled:
        return None
    if header.personal or _PERSONAL.search(text):
        return _Strange("S34", {"column": header.text})
    best = nearest(header.text, (*ROLES, *known.questions.values())) or ""
    return _Strange("S33", {"column": masked(header.text) or "–", "nearest": best})


def unmatched(headers: Iterable[str], known: Known, declared: Declared) -> Iterator[Problem]:
    """Warn of each declared column that no file has, with the nearest of those that mean nothing else."""
    found = {folded(header): header for header in headers}
    ours = {*ROLES, *known.questions, *(folded(header) for _, header in declared.named)}
    strange = [header for text, header in found.items() if text not in ours and not personal(header)]
    for key, header in declared.named:
        if folded(header) not in found:
            args = {"key": key, "column": str(header), "nearest": nearest(header, strange) or ""}
            yield Problem("S61", header.where, args)


def _lacking(
    table: Table, made: Layout, headers: tuple[Header, ...], known: Known
) -> Iterator[Problem]:
    """Refuse a table that does not say whom it is about, or holds no answers."""
    found = {"found": ", ".join(masked(one.text) for one in headers) or "–"}
    if not made.has("form") and not (made.has("unit") and made.has("group")):
        yield Problem("S35", table.where(), {**found, "columns": "form (hoặc unit, group)"})
    pair = [name for name in ("question", "option") if name in made.roles]
    if made.questions and pair:
        yield Problem("S37", table.where(), {"column": pair[0], "questions": ", ".join(made.questions)})
    elif not made.questions and len(pair) < 2:
        asked = ", ".join(list(known.questions.values())[:5])
        yield Problem("S35", table.where(), {**found, "columns": f"question, option ({asked}…)"})
