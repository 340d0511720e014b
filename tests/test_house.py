"""The house rules that no tool knows: imports go down, modules stay small, words stay whole."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "par_index"

# Ground floor first. A room may use the floors below it and itself, never a neighbour or a floor above.
FLOORS = (
    ("points", "text"),
    ("problem",),
    ("places",),
    ("language",),
    ("model",),
    ("read",),
    ("verify",),
    ("compile",),
    ("engine",),
    ("survey",),
    ("check", "score"),
    ("explain",),
    ("whatif",),
    ("appraisal",),
    ("papers",),
    ("revision", "targets"),
    ("cli", "notebook", "web"),
    ("__main__",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
DATA_ROOMS = {"messages", "_data"}

SHIPPED = ("par_index", "rules", "criteria", "examples", "tests", "benchmarks", "docs", ".ci")
SOURCES = {"", ".css", ".html", ".in", ".js", ".md", ".py", ".toml", ".yaml", ".yml"}
TEXT_SUFFIXES = SOURCES | {".csv", ".json", ".txt"}
# Written so that this file passes its own test.
FOLDERS = (f"/{name}/" for name in ("work", "root", "home", "Users"))
FORBIDDEN = re.compile("|".join((*FOLDERS, "index[-_]url", "find[-_]links", r"pypi\.org", "/[s]imple/")))
SKIPPING = re.compile(r"pytest\.(mark\.)?(skip|xfail|importorskip)|\bsleep\(")
# The field says both; ours is “trọng số”. “Chính quyền số” (digital government) is another thing.
OTHER_WEIGHT = re.compile(r"(?<!chính )q[u]yền số", re.IGNORECASE)
PIN = re.compile(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}")
CODE = re.compile(r"[A-Z]\d{2,3}")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project_texts() -> Iterator[tuple[Path, str]]:
    """Give every text file of the project: the top level's own, and those below its folders."""
    below = (path for folder in SHIPPED for path in (ROOT / folder).rglob("*"))
    top = (path for path in ROOT.glob("*") if not path.name.startswith("."))
    for path in sorted([*top, *below]):
        if path.is_file() and path.suffix in TEXT_SUFFIXES:
            yield path, path.read_text("utf-8")


def room_of(path: Path) -> str:
    """Name the room a module stands in: the package's first name below ``par_index``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(source: str, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Give (line, dotted name) of everything imported; ``package`` resolves the relative ones."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*base, *filter(None, [node.module])))
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


def climbs(source: str, room: str, package: tuple[str, ...] = ("par_index",)) -> list[str]:
    """List the imports of a module of ``room`` that do not go down."""
    found = []
    for line, name in imports(source, package):
        top, _, rest = name.partition(".")
        used = rest.partition(".")[0]
        if top != "par_index" or used in (room, "", "__version__"):
            continue
        if room in DATA_ROOMS or used not in FLOOR or FLOOR[used] >= FLOOR[room]:
            found.append(f"line {line}: {room} imports {name}")
    return found


def test_imports_go_down_only() -> None:
    found = []
    for path in modules():
        room = room_of(path)
        if room == "__init__":
            assert not climbs(path.read_text("utf-8"), "points"), "the package itself imports nothing"
            continue
        assert room in FLOOR or room in DATA_ROOMS, f"{shown(path)}: no floor is named for {room}"
        package = ("par_index", *path.relative_to(PACKAGE).parts[:-1])
        found += [f"{shown(path)} {climb}" for climb in climbs(path.read_text("utf-8"), room, package)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "room"),
    [
        ("from par_index.cli import main", "score"),
        ("import par_index.engine.array", "points"),
        ("from par_index import compile", "language"),
        ("def f():\n    from par_index.score import run", "engine"),
        ("from .. import papers", "explain"),
        ("from par_index.problem import Problem", "points"),
        ("from par_index.check import check_all", "score"),
        ("from par_index.attic import thing", "cli"),
    ],
)
def test_an_import_that_climbs_is_seen(source: str, room: str) -> None:
    assert climbs(source, room, ("par_index", room))


def test_imports_that_go_down_are_fine() -> None:
    source = "import numpy\nfrom par_index.engine.array import judge\nfrom . import rank"
    assert climbs(source, "score", ("par_index", "score")) == []


def test_the_engines_share_no_arithmetic() -> None:
    for one, other in (("array", "forward"), ("forward", "array")):
        for path in sorted((PACKAGE / "engine" / one).rglob("*.py")):
            package = ("par_index", *path.relative_to(PACKAGE).parts[:-1])
            names = [name for _, name in imports(path.read_text("utf-8"), package)]
            assert not [name for name in names if name.startswith(f"par_index.engine.{other}")], shown(path)


def test_no_module_exceeds_300_lines() -> None:
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert lengths, "the package has modules"
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{shown(path)}:{number}: {line.strip()[:80]}"
        for path, text in project_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found, "\n".join(found)


def test_a_weight_has_one_name() -> None:
    found = [shown(path) for path, text in project_texts() if OTHER_WEIGHT.search(text)]
    assert found == []


def test_no_test_is_skipped_or_waits() -> None:
    found = [shown(path) for path, text in project_texts() if path.suffix == ".py" and SKIPPING.search(text)]
    assert found == []


def test_requirement_files_are_pinned_and_hashed() -> None:
    files = sorted(ROOT.glob("requirements*.txt"))
    assert {path.name for path in files} == {f"requirements{part}.txt" for part in ("", "-build", "-dev")}
    for path in files:
        lines = path.read_text("utf-8").replace("\\\n", " ").splitlines()
        pins = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
        assert pins, path.name
        assert [pin for pin in pins if not PIN.match(pin)] == []


def wordings() -> list[tuple[str, str, dict[str, list[str]]]]:
    """Give (file, code, table) of every code of every messages file."""
    return [
        (path.name, code, table)
        for path in sorted((PACKAGE / "messages").glob("*.toml"))
        for code, table in tomllib.loads(path.read_text("utf-8")).items()
    ]


def placeholders(texts: list[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_code_speaks_both_languages_with_the_same_particulars() -> None:
    found = []
    for file, code, table in wordings():
        three = all(len(table.get(language, [])) == 3 and all(table[language]) for language in ("vi", "en"))
        if not three:
            found.append(f"{file} {code}: needs title, what and remedy in vi and en")
        elif differing := placeholders(table["vi"]) ^ placeholders(table["en"]):
            found.append(f"{file} {code}: only one language says {sorted(differing)}")
    assert wordings()
    assert not found, "\n".join(found)


def test_every_code_is_listed_once() -> None:
    codes = [code for _, code, _ in wordings()]
    assert sorted(codes) == sorted(set(codes))
    assert [code for code in codes if not CODE.fullmatch(code)] == []


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Give (place, code, particulars) of every ``Problem("R07", …)``; None where they are not written out."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Problem"), args=[ast.Constant(value=str(code)), *_]):
                    yield f"{shown(path)}:{node.lineno}", code, particulars(node)


def particulars(call: ast.Call) -> set[str] | None:
    """Give the keys of a problem's third argument where it is a plain dict (or left out)."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == "args")
    given = call.args[2] if len(call.args) > 2 else next(named, None)
    if given is None:
        return set()
    if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
        return None
    return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}


def test_every_problem_raised_has_its_words_and_their_particulars() -> None:
    tables = {code: table for _, code, table in wordings()}
    found = []
    for place, code, given in raised():
        if code not in tables:
            found.append(f"{place}: {code} has no words")
        elif given is not None and (missing := placeholders(tables[code]["vi"]) - given):
            found.append(f"{place}: {code} lacks {sorted(missing)}")
    assert not found, "\n".join(found)


def test_every_listed_code_is_raised_somewhere() -> None:
    literals = {
        node.value
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [f"{file} {code}" for file, code, _ in wordings() if code not in literals] == []
