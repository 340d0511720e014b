"""The editors' schemas are what the records say today; they take the files that ship and refuse a slip."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from par_index.model.set_sheets import LAYOUTS
from tests.docs.schemas import ROOT, files, text

TYPES: dict[str, Any] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}
KNOWN = {
    "$schema",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "enum",
    "pattern",
    "required",
    "properties",
}
KNOWN |= {"additionalProperties", "propertyNames", "items", "anyOf", "if", "then", "else"}
SETS = sorted([*ROOT.glob("criteria/*/*/*.yaml"), *ROOT.glob("tests/fixtures/*/criteria/*/*/*.yaml")])
METHODS = sorted(ROOT.glob("rules/methods/*.yaml"))
CYCLES = sorted(ROOT.glob("examples/*/cycle.yaml"))


def schema(shelf: str) -> dict[str, Any]:
    file = ROOT / shelf if shelf.endswith(".json") else ROOT / shelf / "schema.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def faults(value: Any, part: dict[str, Any], whole: dict[str, Any], at: str = "") -> Iterator[str]:
    """Tell where a value does not fit: as much of JSON Schema as our files use, and no more."""
    assert part.keys() <= KNOWN, f"this check does not know {part.keys() - KNOWN}"
    if "$ref" in part:
        yield from faults(value, whole["$defs"][part["$ref"].rpartition("/")[2]], whole, at)
    if "if" in part:
        met = not [*faults(value, part["if"], whole, at)]
        yield from faults(value, part["then" if met else "else"], whole, at)
    if "anyOf" in part and all([*faults(value, one, whole, at)] for one in part["anyOf"]):
        yield f"{at}: none of anyOf"
    if "enum" in part and value not in part["enum"]:
        yield f"{at}: {value!r} not in enum"
    if "type" in part:
        named = [part["type"]] if isinstance(part["type"], str) else part["type"]
        kinds = [TYPES[name] for name in named]
        if not any(isinstance(value, kind) for kind in kinds) or (value is True and "boolean" not in named):
            yield f"{at}: {value!r} is no {named}"
    if isinstance(value, str) and not re.search(part.get("pattern", ""), value):
        yield f"{at}: {value!r} breaks the pattern"
    if isinstance(value, dict):
        yield from (f"{at}: no {key}" for key in part.get("required", ()) if key not in value)
        for key, item in value.items():
            yield from faults(key, part.get("propertyNames", {}), whole, f"{at}/{key}")
            rest = part.get("additionalProperties", True)
            inner = part.get("properties", {}).get(key, rest)
            if inner is False:
                yield f"{at}: unknown {key}"
            elif inner is not True:
                yield from faults(item, inner, whole, f"{at}/{key}")
    if isinstance(value, list) and "items" in part:
        for number, item in enumerate(value):
            yield from faults(item, part["items"], whole, f"{at}/{number}")


def found(source: str, shelf: str) -> list[str]:
    """Check YAML as an editor reads it, each scalar typed."""
    whole = schema(shelf)
    return [*faults(yaml.load(source, yaml.CSafeLoader), whole, whole)]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_files_are_as_the_records_are(path: Path) -> None:
    assert path.read_text("utf-8") == text(files()[path]), "run: python -m tests.docs.schemas"


def test_every_word_explains_a_key() -> None:
    said = tomllib.loads((ROOT / "par_index" / "papers" / "keys.toml").read_text("utf-8"))
    keys = {
        name: part["properties"]
        for whole in files().values()
        for name, part in whole["$defs"].items()
        if "properties" in part
    }
    shared = {key for part in keys.values() for key in part}
    assert [key for key in said.pop("any") if key not in shared] == []
    columns = {column.key for layout in LAYOUTS for column in layout.columns}
    assert [key for key in said.pop("Workbook") if key not in columns] == []
    assert [(name, key) for name, words in said.items() for key in words if key not in keys[name]] == []


@pytest.mark.parametrize(
    ("path", "shelf"),
    [(path, "criteria") for path in SETS]
    + [(path, "rules") for path in METHODS]
    + [(path, "examples") for path in CYCLES]
    + [(path, "examples/scenario.schema.json") for path in sorted(ROOT.glob("examples/*/kich-ban/*.yaml"))]
    + [(path, "examples/costs.schema.json") for path in sorted(ROOT.glob("examples/*/costs.yaml"))],
    ids=lambda value: "/".join(value.parts[-3:]) if isinstance(value, Path) else value,
)
def test_what_ships_fits(path: Path, shelf: str) -> None:
    assert found(path.read_text("utf-8"), shelf) == []


RESPONSES = "examples/responses.schema.json"
SURVEY = (ROOT / "docs" / "survey.md").read_text("utf-8")
MAPPING = re.findall(r"^```yaml\n(columns:.*?)^```", SURVEY, re.MULTILINE | re.DOTALL)


def test_the_columns_that_the_page_declares_fit() -> None:
    (mapping,) = MAPPING
    assert found(mapping, RESPONSES) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("columns:", "column:", "unknown column"),
        ("strip: [Dấu thời gian, Địa chỉ email]", "strip: {Dấu thời gian: x}", "is no ['array']"),
        ("  unit:\n    Trung tâm", "  unit: so-a\n  option:\n    Trung tâm", "is no ['object']"),
    ],
)
def test_a_slip_in_declared_columns_is_marked(old: str, new: str, told: str) -> None:
    (mapping,) = MAPPING
    assert old in mapping
    marks = found(mapping.replace(old, new, 1), RESPONSES)
    assert any(told in mark for mark in marks), marks


SO = (ROOT / "criteria" / "tien-giang" / "2023" / "so.yaml").read_text("utf-8")
XA = (ROOT / "tests/fixtures/extension/criteria/huyen-thu/2023/xa.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("source", "old", "new", "told"),
    [
        (SO, "legal_basis:", "legal_bassis:", "unknown legal_bassis"),
        (SO, "    better: less", "    beter: less", "unknown beter"),
        (SO, "    better: less", "    better: lower", "'lower' not in enum"),
        (SO, 'code: "1.1"', "code: 1.1", "1.1 is no"),
        (SO, "from: 01/01/2023", "from: 2023", "2023 is no"),
        (SO, "total: 100", "total: trăm", "'trăm' breaks the pattern"),
        (SO, "total: 100", "total: true", "True is no"),
        (SO, "year: 2023\n", "", "no year"),
        (SO, "  ngay_kh:", "  ngay kh:", "'ngay kh' breaks the pattern"),
        (SO, "            bands:", "            bands: []\n            band:", "none of anyOf"),
        (XA, "fill:", "areas: []\nfill:", "unknown areas"),
    ],
)
def test_a_slip_is_marked(source: str, old: str, new: str, told: str) -> None:
    assert old in source
    marks = found(source.replace(old, new, 1), "criteria")
    assert any(told in mark for mark in marks), marks
