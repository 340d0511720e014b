"""The words a set's workbook offers in drop-down lists, and what each line of its header means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from par_index.model.extension import ExtensionSpec
from par_index.model.set_layout import Layout
from par_index.model.set_sheets import (
    ASKED,
    HEADER,
    HEADER_PATHS,
    INPUTS,
    ITEMS,
    LEVELS,
    LISTS,
    QUESTIONS,
    TABLES,
    field_at,
)
from par_index.model.source import InputSpec, ItemSpec, SetSpec
from par_index.model.survey import RespondentsSpec
from par_index.model.survey_sheets import ASKS, RESPONDENTS, SCALES
from par_index.papers.key_words import meaning
from par_index.papers.lists import Lists

_INPUT_KEYS = ("within", "may_exceed", "previous")
_INPUT_CODES = f"='{INPUTS.title}'!$A$4:$A$1000"
_SCALE_CODES = f"='{SCALES.title}'!$A$4:$A$1000"


def offered(methods: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Give every list by the name of its column: those of the records, of the rows' kinds, the methods."""
    found: dict[str, Sequence[str]] = {
        _name(ITEMS, "level"): tuple(LEVELS.values()),
        _name(LISTS, "kind"): tuple(TABLES.values()),
        _name(QUESTIONS, "kind"): tuple(ASKED.values()),
        _name(ITEMS, "method"): methods,
    }
    for layout, model in ((ITEMS, ItemSpec), (INPUTS, InputSpec), (RESPONDENTS, RespondentsSpec)):
        for column in layout.columns:
            if column.key in model.model_fields:
                found[_name(layout, column.key)] = _closed(field_at(model, column.key)[2])
    for path in HEADER_PATHS:
        found[_name(HEADER, path)] = _closed(field_at(_record(path), path)[2])
    return {name: words for name, words in found.items() if words}


def source_of(layout: Layout, key: str, lists: Lists) -> str:
    """Name the cells that hold the words of a column (or a header's line); empty where any may be written."""
    if layout is INPUTS and key in _INPUT_KEYS:
        return _INPUT_CODES
    if layout is ASKS and key == "scale":
        return _SCALE_CODES
    name = _name(layout, key)
    return lists.source(name) if name in lists.columns else ""


def explained(path: str) -> str:
    """Explain a line of the header."""
    model, key, _ = field_at(_record(path), path)
    return meaning(key, model.__name__, "SetSpec")


def _name(layout: Layout, key: str) -> str:
    return f"{layout.title} {key}"


def _record(path: str) -> type[BaseModel]:
    return ExtensionSpec if path.startswith("extends.") else SetSpec


def _closed(annotation: object) -> tuple[str, ...]:
    """Give the words of a closed choice; a list of them is none."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    parts = get_args(annotation) if isinstance(annotation, UnionType) else ()
    return next((words for part in parts if (words := _closed(part))), ())
