"""rules/vocabulary.md and its drawings are what the methods say; a drawing shows which end is closed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from par_index.language.interval import Interval
from par_index.model.plan import Band
from par_index.problem import NOWHERE
from tests.docs.drawing import BOTTOM, LEFT, RIGHT, TOP, View, height, line
from tests.docs.vocabulary_page import PAGE, RULES, files, methods


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_page_and_drawings_are_as_the_methods_are(path: Path) -> None:
    assert path.read_text("utf-8") == files()[path], "run: python -m tests.docs.vocabulary_page"


def test_every_method_has_its_entry_and_no_drawing_is_left_over() -> None:
    names = sorted(methods())
    assert re.findall(r"^## (\w+)$", PAGE.read_text("utf-8"), re.MULTILINE) == names
    assert sorted(path.stem for path in (RULES / "drawings").iterdir()) == names


def circles(svg: str) -> list[tuple[str, str, str]]:
    """Give the centre and the filling of every dot above the legend, in the order they are laid."""
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")
    keys = ("cx", "cy", "fill")
    dots = [(one.get(keys[0], ""), one.get(keys[1], ""), one.get(keys[2], "")) for one in found]
    return [one for one in dots if float(one[1]) <= BOTTOM]


def test_the_decisions_words_become_open_and_closed_dots() -> None:
    """Above 90%: 2; from 70% to 90%: 1; below 70%: 0. Worked by hand: 466 units wide from 64, 186 high."""
    closed, opened = "#000", "#fff"
    assert (LEFT, RIGHT, TOP, BOTTOM) == (64, 530, 46, 232)
    assert sorted(circles((RULES / "drawings" / "bac.svg").read_text("utf-8"))) == [
        ("390.2", "139", closed),
        ("390.2", "232", opened),
        ("483.4", "139", closed),
        ("483.4", "46", opened),
    ]


def test_a_closed_dot_lies_over_an_open_one() -> None:
    dots = circles((RULES / "drawings" / "bu_tong.svg").read_text("utf-8"))
    assert [fill for x, y, fill in dots if y == "232"] == ["#fff", "#000"]


def test_a_line_is_cut_at_the_edge_of_what_is_seen_and_has_no_dot_there() -> None:
    seen = View(Fraction(0), Fraction(1), Fraction(0), Fraction(1), False, ())
    band = Band(
        "x/b1", Interval(None, False, Fraction(1, 2), True), Fraction(0), Fraction(10**6), "", "", NOWHERE
    )
    drawn = sorted(line(band, seen), key=height)
    assert [shape.split()[0] for shape in drawn] == ["<line", "<circle"]
    assert 'x1="64"' in drawn[0] and 'x2="297"' in drawn[0]
    assert 'cx="297"' in drawn[1] and 'fill="#000"' in drawn[1]
