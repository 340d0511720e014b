"""docs/results.md tells every key of every document, in the documents' own order."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from pydantic.fields import FieldInfo

from par_index.cli.check import run as run_check
from par_index.explain.records import SCHEMA as EXPLAIN
from par_index.explain.records import Explanation
from par_index.model.facts import STAGES
from par_index.model.result import SCHEMA as RESULTS
from par_index.model.result import Results
from par_index.model.states import State
from par_index.places import libraries
from par_index.score.changes import Changes
from tests.compile.sample import broken

PAGE = (Path(__file__).parents[2] / "docs" / "results.md").read_text("utf-8")
CHANGES, CHECK = "par-index/changes/1", "par-index/check/1"
ROOTS: dict[str, Any] = {RESULTS: Results, EXPLAIN: Explanation, CHANGES: Changes}


def key_of(hints: dict[str, Any], name: str) -> str:
    """Give a field's name in JSON: its alias where it has one."""
    for extra in get_args(hints[name]):
        if isinstance(extra, FieldInfo) and extra.alias:
            return extra.alias
    return name


def inner(hint: Any) -> Iterator[tuple[Any, bool]]:
    """Find records inside a hint, each with whether it stands in a list."""
    if dataclasses.is_dataclass(hint):
        yield hint, False
    for part in get_args(hint):
        yield from ((record, many or get_origin(hint) is tuple) for record, many in inner(part))


def records(record: Any, path: str, seen: set[Any]) -> Iterator[tuple[str, list[str]]]:
    """Give each record's path and keys, each kind of record once."""
    seen.add(record)
    hints = get_type_hints(record, include_extras=True)
    names = [field.name for field in dataclasses.fields(record)]
    yield path, [key_of(hints, name) for name in names]
    for name in names:
        for child, many in inner(hints[name]):
            if child not in seen:
                step = key_of(hints, name) + ("[]" if many else "")
                yield from records(child, f"{path}.{step}".lstrip("."), seen)


def documents() -> list[tuple[str, str, list[str]]]:
    seen: set[Any] = set()
    made = [(root, *row) for root, record in ROOTS.items() for row in records(record, "", seen)]
    return [
        (root, path, ["schema", *keys] if (root, path) == (CHANGES, "") else keys)
        for root, path, keys in made
    ]


def told(document: str, path: str) -> list[str]:
    """List the keys of the table below a document's (or an inner record's) heading."""
    section = PAGE.split(f"\n## {document}\n", 1)[1].split("\n## ", 1)[0]
    if path:
        assert f"\n### `{path}`\n" in section, f"no heading for {path}"
        section = section.split(f"\n### `{path}`\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", section.split("\n### ", 1)[0] + "\n", re.MULTILINE)
    assert table, f"no table for {path}"
    cells = [row.split("|")[1] for row in table.group().splitlines()[2:]]
    return [key for cell in cells for key in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize(("document", "path", "keys"), documents(), ids=lambda value: str(value)[:40])
def test_every_key_of_a_record_is_told_in_order(document: str, path: str, keys: list[str]) -> None:
    assert told(document, path) == keys


def test_the_check_document_has_the_keys_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "so.yaml"
    path.write_text(broken("best: B", "best: D"), "utf-8")
    assert run_check([path], libraries(), "vi", as_json=True) == 1
    unsound = json.loads(capsys.readouterr().out)
    path.write_text(broken("best: B", "best: C"), "utf-8")
    assert run_check([path], libraries(), "vi", as_json=True) == 0
    sound = json.loads(capsys.readouterr().out)
    assert sound["schema"] == CHECK
    assert told(CHECK, "") == list(sound) == list(unsound)
    assert told(CHECK, "sets[]") == list(sound["sets"][0])
    assert told(CHECK, "problems[]") == list(unsound["problems"][0])


def test_every_word_a_key_may_hold_is_told() -> None:
    assert [word for word in (*State, *STAGES) if f"`{word}`" not in PAGE] == []
