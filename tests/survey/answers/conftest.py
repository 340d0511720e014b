"""Open the small cycle once for all tests of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survey.answers.room import Room, make_room


@pytest.fixture(scope="session")
def cycle_folder(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """Make the cycle that all tests share; each puts its files into a folder of its own."""
    return make_room(tmp_path_factory.mktemp("cycle"))


@pytest.fixture
def room(cycle_folder: Room, tmp_path: Path) -> Room:
    """Give an empty folder of answers to the shared cycle."""
    return cycle_folder.at(tmp_path)
