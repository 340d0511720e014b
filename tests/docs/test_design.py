"""docs/design.md draws the house as tests/test_house.py holds it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.test_house import FLOORS, modules, room_of

PAGE = (Path(__file__).parents[2] / "docs" / "design.md").read_text("utf-8")


def test_the_table_holds_every_room_in_the_order_of_the_floors() -> None:
    told = [(int(floor), room) for floor, room in re.findall(r"^\| (\d+) \| `(\w+)` \|", PAGE, re.MULTILINE)]
    standing = {room_of(path) for path in modules()} - {"__init__", "__main__", "messages"}
    assert {room for _, room in told} == standing
    floor_of = {room: at for at, rooms in enumerate(FLOORS) for room in rooms}
    heights = [(floor_of[room], floor) for floor, room in told]
    assert heights == sorted(heights), "ground floor first"
    assert all((one[0] == two[0]) == (one[1] == two[1]) for one in heights for two in heights)
