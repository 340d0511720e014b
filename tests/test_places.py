"""Where criteria, rules and examples are looked for, and how files are named to their readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index import places


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand the package in a site folder of its own, as a wheel would."""
    package = tmp_path / "site" / "par_index"
    package.mkdir(parents=True)
    monkeypatch.setattr(places, "_PACKAGE", package)
    return package


def test_a_wheels_own_data_comes_before_the_folder_above(installed: Path) -> None:
    (installed / "_data" / "rules").mkdir(parents=True)
    assert places.shipped("rules") == installed / "_data" / "rules"
    assert places.shipped("criteria") == installed.parent / "criteria"


def test_each_of_the_users_folders_stands_before_its_shipped_one(installed: Path, tmp_path: Path) -> None:
    mine = tmp_path / "cua-toi"
    assert places.libraries(rules=mine) == places.Libraries(
        criteria=(installed.parent / "criteria",), rules=(mine, installed.parent / "rules")
    )
    assert places.libraries(criteria=mine).criteria == (mine, installed.parent / "criteria")


@pytest.mark.parametrize(
    ("below", "name"),
    [
        ("cho-lam/facts/snv.xlsx", "facts/snv.xlsx"),
        ("site/par_index/_data/rules/methods/han.yaml", "rules/methods/han.yaml"),
        ("site/rules/methods/han.yaml", "rules/methods/han.yaml"),
    ],
)
def test_files_are_named_from_the_nearest_known_folder(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str, name: str
) -> None:
    (tmp_path / "cho-lam").mkdir()
    monkeypatch.chdir(tmp_path / "cho-lam")
    assert places.shown(tmp_path / below) == name
    assert installed.is_dir()


def test_a_file_elsewhere_is_named_in_full(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(installed)
    elsewhere = installed.parent.parent / "noi-khac" / "so.yaml"
    assert places.shown(elsewhere) == elsewhere.as_posix()
