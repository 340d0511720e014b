"""Lay a criteria set's tree out as the rows of its workbook: cells by their column's key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from par_index.model.set_layout import KEYS, Form, Layout
from par_index.model.set_sheets import (
    ASK_PATHS,
    ASKED,
    ASKED_PATHS,
    BARE,
    EXTENSION_PATHS,
    HEADER,
    HEADER_PATHS,
    HELD,
    INPUT_PATHS,
    INPUTS,
    ITEM_PATHS,
    ITEMS,
    LEVELS,
    LISTS,
    NESTED,
    OPTION_PATHS,
    QUESTIONS,
    RESPONDENT_PATHS,
    SET_PATHS,
    TABLES,
    TOPS,
)
from par_index.model.survey_sheets import ASKS, RESPONDENTS, SCALES
from par_index.model.text import Listing, Table, Text, Tree
from par_index.read.set_book.cells import cell_text

Cells = Mapping[str, str]


def rows_of(tree: Table) -> tuple[Mapping[Layout, Sequence[Cells]], str]:
    """Give the rows of every sheet, and the order of the file's keys where it is not the usual one."""
    flat = _flat(tree)
    rows: dict[Layout, Sequence[Cells]] = {
        ITEMS: [row for key in tree for row in _top(str(key), tree[key])],
        INPUTS: [_entry(code, item) for code, item in _pairs(flat.get("inputs"))],
        HEADER: [_said(path, flat.get(path, flat.get(BARE.get(path, "")))) for path in HEADER_PATHS],
        LISTS: [row for path in TABLES for row in _listed(path, flat.get(path))],
        QUESTIONS: [row for path in ASKED for row in _asked(path, flat.get(path))],
        RESPONDENTS: _records(flat.get("survey.groups"), RESPONDENTS, RESPONDENT_PATHS),
        SCALES: [row for code, options in _pairs(flat.get("survey.scales")) for row in _scale(code, options)],
        ASKS: _records(flat.get("survey.questions"), ASKS, ASK_PATHS),
    }
    return rows, _order(flat, EXTENSION_PATHS if "extends" in tree else SET_PATHS)


def _flat(tree: Table) -> dict[str, Tree]:
    """Give what a record holds by path, dotted where another record lies in it."""
    found: dict[str, Tree] = {}
    for key, value in tree.items():
        if key in NESTED and isinstance(value, Table) and value:
            found |= {f"{key}.{inner}": item for inner, item in value.items()}
        else:
            found[str(key)] = value
    return found


def _order(flat: Mapping[str, Tree], usual: Sequence[str]) -> str:
    """Say how a record's keys stand, and which of them hold nothing; empty for the usual order."""
    words = [path + _emptiness(value) for path, value in flat.items()]
    places = {path: at for at, path in enumerate(usual)}
    plain = all(word in places for word in words) and words == sorted(words, key=places.__getitem__)
    plain = plain and not any(_one_valued(words, *names) for names in BARE.items())
    return "" if plain else " ".join(words)


def _one_valued(paths: Sequence[str], key: str, only: str) -> bool:
    """Tell whether a record holds nothing but what it may be written as: without an order, it would be."""
    return [path for path in paths if path.startswith(f"{key}.")] == [only]


def _emptiness(value: Tree) -> str:
    if isinstance(value, Text) or value:
        return ""
    return "[]" if isinstance(value, Listing) else "{}"


def _record(tree: Tree, layout: Layout, usual: Sequence[str]) -> dict[str, str]:
    """Write a record's own cells; what lies on rows of its own is left out."""
    assert isinstance(tree, Table)
    flat = _flat(tree)
    names = {path: path.removeprefix("when.") for path in flat}
    cells = {
        names[path]: cell_text(value, layout.form(names[path]))
        for path, value in flat.items()
        if path not in HELD and not _emptiness(value)
    }
    order = _order(flat, usual)
    return {**cells, **({KEYS.key: order} if order else {})}


def _top(key: str, value: Tree) -> Iterator[Cells]:
    if key == "areas":
        yield from _items(key, value)
    elif key in ("fill", "split"):
        for code, items in _pairs(value):
            yield {"level": LEVELS[key], "code": code}
            yield from _items("leaves", items)
    elif key in TOPS:
        yield from _item(key, value)


def _items(key: str, items: Tree) -> Iterator[Cells]:
    assert isinstance(items, Listing)
    for item in items:
        yield from _item(key, item)


def _item(key: str, item: Tree) -> Iterator[Cells]:
    assert isinstance(item, Table)
    cells = _record(item, ITEMS, ITEM_PATHS)
    if "ceiling" in cells:
        cells["max"] = cells.pop("ceiling")
    yield {"level": LEVELS[key], **cells}
    for name in item:
        if name in HELD:
            yield from _items(str(name), item[name])


def _entry(code: str, item: Tree) -> Cells:
    return {"code": code, **_record(item, INPUTS, INPUT_PATHS)}


def _said(path: str, value: Tree | None) -> Cells:
    form: Form = "list" if isinstance(value, Listing) else "text"
    filled = value is not None and not _emptiness(value)
    return {"key": path, **({"value": cell_text(value, form)} if value is not None and filled else {})}


def _listed(path: str, value: Tree | None) -> Iterator[Cells]:
    if isinstance(value, Listing):
        yield from ({"kind": TABLES[path], "text": cell_text(item, "text")} for item in value)
    for code, item in _pairs(value):
        yield {"kind": TABLES[path], "code": code, "text": cell_text(item, "text")}


def _asked(path: str, value: Tree | None) -> Iterator[Cells]:
    for item in value if isinstance(value, Listing) else ():
        yield {"kind": ASKED[path], **_record(item, QUESTIONS, ASKED_PATHS[path])}


def _records(value: Tree | None, layout: Layout, usual: Sequence[str]) -> list[Cells]:
    return [_record(item, layout, usual) for item in (value if isinstance(value, Listing) else ())]


def _scale(code: str, options: Tree) -> Iterator[Cells]:
    """Write a scale, a row an option; one without options keeps its row."""
    for cells in _records(options, SCALES, OPTION_PATHS) or ({},):
        yield {"scale": code, **cells}


def _pairs(value: Tree | None) -> Iterator[tuple[str, Tree]]:
    for key, item in value.items() if isinstance(value, Table) else ():
        yield cell_text(key, "text"), item
