"""What is shipped: the wheel and the sdist hold the rules, and the package finds them from anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import HeaderParser
from importlib import metadata
from pathlib import Path

import pytest

import par_index
from par_index import places

ROOT = Path(__file__).resolve().parent.parent
SHELVES: tuple[places.Shelf, ...] = ("rules", "criteria", "examples")
SUFFIXES = {".yaml", ".csv", ".xlsx"}
LOOKUP = """
import sys
sys.path.insert(0, sys.argv[1])
from par_index import places
from par_index.problem import wordings
assert wordings()
print(places.__file__)
print(places.shipped("rules"))
"""


def shelf_files() -> set[str]:
    """Name every data file of the shelves, relative to the root."""
    files = (path for shelf in SHELVES for path in (ROOT / shelf).rglob("*"))
    return {path.relative_to(ROOT).as_posix() for path in files if path.suffix in SUFFIXES}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist and wheel with the locked backend, without touching the source tree or a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def test_the_wheel_holds_every_shelf_under_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    prefix = "par_index/_data/"
    assert {file.split("/")[0] for file in shelf_files()} == set(SHELVES)
    assert shelf_files() <= {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
    assert {name.split("/")[0] for name in names} == {"par_index", "par_index-0.1.0.dist-info"}


def test_the_wheel_holds_every_module_and_its_words(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = (path for path in (ROOT / "par_index").rglob("*") if path.suffix in {".py", ".toml", ".typed"})
    assert {path.relative_to(ROOT).as_posix() for path in package} <= names


def test_the_sdist_can_build_the_wheel_again(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert shelf_files() | {"pyproject.toml", "LICENSE", "Makefile", "requirements.txt"} <= names


def test_the_metadata_says_where_it_runs_and_what_it_starts(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    about = HeaderParser().parsestr(archive.read("par_index-0.1.0.dist-info/METADATA").decode())
    assert (about["Name"], about["Version"]) == ("par-index", par_index.__version__)
    assert set(about["Requires-Python"].split(",")) == {">=3.11", "<3.13"}
    marked = [line for line in about.get_all("Requires-Dist", []) if line.startswith("durable-rules")]
    assert marked == ["durable-rules==2.0.28; python_version < '3.13'"]
    scripts = archive.read("par_index-0.1.0.dist-info/entry_points.txt").decode()
    assert "par-index = par_index.cli:main" in scripts


def test_an_unpacked_wheel_reads_its_own_data(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    command = [sys.executable, "-c", LOOKUP, str(tmp_path / "site")]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(command, cwd=tmp_path, env=unmeasured, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    module, rules = map(Path, done.stdout.split("\n")[:2])
    assert module == tmp_path / "site/par_index/places.py"
    assert rules == tmp_path / "site/par_index/_data/rules"


def test_the_repository_reads_its_top_level() -> None:
    assert not (ROOT / "par_index" / "_data").exists()
    assert [places.shipped(shelf) for shelf in SHELVES] == [ROOT / shelf for shelf in SHELVES]


def test_the_users_folder_comes_before_the_shipped_one(tmp_path: Path) -> None:
    found = places.libraries(criteria=tmp_path)
    assert found.criteria == (tmp_path, ROOT / "criteria")
    assert found.rules == (ROOT / "rules",)


def test_the_installed_package_is_this_version() -> None:
    assert metadata.version("par-index") == par_index.__version__
