"""Plant one bug after another in a copy of an engine: the checks of agreement must see each of them.

A check that lets a planted bug through would let a real one through. A row names the file, the words that are
replaced and the words put in their place; where the words are gone from the file the row fails too.
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from par_index.model.case import UnitVerdict
from tests import naive
from tests.near_halves import TOP, cases_of, lines_changed, next_to_halves, rising
from tests.strategies import World, world

Plant = Callable[[str, str, str, str], ModuleType]
Right = Callable[[ModuleType, World, tuple[UnitVerdict, ...]], bool]
ENGINES = Path(__file__).resolve().parent.parent / "par_index" / "engine"

ARRAY = (
    ("measure.py", "strict=len(sign) == 1", "strict=len(sign) == 2"),
    ("measure.py", 'numerators if sign[0] == ">"', 'numerators if sign[0] == "<"'),
    ("measure.py", "isinstance(node, ast.Greatest)", "isinstance(node, ast.Least)"),
    ("measure.py", "steps = 100 * 10**places", "steps = 10 * 10**places"),
    ("measure.py", "if other not in (rest, ONE)]", "if other is ONE]"),
    ("measure.py", ".times(factor // content)", ".times(factor)"),
    ("measure.py", "* right.denominator, empties)", "* right.denominator, ())"),
    ("evaluate.py", 'side="right"', 'side="left"'),
    ("evaluate.py", "np.minimum(numbers % 7, 5)", "np.minimum(numbers % 7, 6)"),
    ("evaluate.py", "np.where(numerator < 0, -size, size)", "np.where(numerator < 0, size, size)"),
    ("evaluate.py", "np.abs(numerator) + denominator) //", "np.abs(numerator) + denominator - 1) //"),
    ("column.py", "n * q >= p * d if closed else n * q > p * d", "n * q >= p * d"),
    ("column.py", "(share - doubled - more)", "(share - doubled)"),
    ("column.py", "up = (doubled + share)", "up = (doubled + share - 1)"),
    ("column.py", "doubled = doubled + rest // below", "rest = rest % below"),
    ("column.py", "np.where(turned, d - carry, carry)", "carry"),
    ("column.py", "carry * base + digit * rest", "carry + digit * rest"),
    ("column.py", "not fits, _farthest", "False, _farthest"),
    ("column.py", "column.share) * column.grid", "column.share)"),
    ("column.py", "empty |= _empty(", "empty = _empty("),
    ("box.py", "nearest if closed else nextafter(nearest, inf)", "nearest"),
    ("box.py", "floor(bound) + 1", "ceil(bound)"),
    ("lines.py", "+ apart / 2)", "- apart / 2)"),
    ("lines.py", "+ apart / 2)", "+ 2 * apart)"),
    ("lines.py", "(2 * self.base + 1) * share", "2 * self.base * share"),
    ("box.py", "if each not in factors)", "if each is None)"),
    ("groups.py", "        offsets + bands,", "        0 * offsets + bands,"),
    ("groups.py", "np.inf)", "0.0)"),
    ("block.py", "if block.grid != 1:", "if block.grid < 1:"),
    ("block.py", "np.multiply(work.whole, work.held, out=work.whole)", "pass"),
    ("block.py", "initial=1) <= 0 else", "initial=1) < 0 else"),
    ("outcome.py", 'max(leaf.max, 0) if rule.earn == "full"', 'max(leaf.max, 0) if rule.earn == "zero"'),
    ("outcome.py", 'in_maximum(leaf) if rule.earn == "drop"', 'leaf.max if rule.earn == "drop"'),
    ("outcome.py", '("appraised", "survey")', '("appraised", "survey", "bonus")'),
    ("outcome.py", "(runs[-1][0], runs[-1][1] + 1, runs[-1][2])", "(runs[-1][0], 0, runs[-1][2])"),
    ("lanes.py", "empty & (population.flags[row] == 0)", "empty"),
    ("lanes.py", "asked & previous.known[own].all(axis=0)", "asked"),
    ("lanes.py", "empty & ~self._use_previous(", "empty | self._use_previous("),
    ("lanes.py", "dropped += empty * outcome", "dropped[:] = empty * outcome"),
    ("lanes.py", "points[own] += points[slot]", "pass"),
    ("groups.py", "leaf.part == 0", "leaf.part >= 0"),
    ("evaluate.py", "steps -= left < 0", "pass"),
    ("evaluate.py", "steps += left >= width", "pass"),
    ("lanes.py", "np.where(flags > 0, by_state, judged.points)", "judged.points"),
    ("trim.py", "for gate in self.gates", "for gate in reversed(self.gates)"),
    ("trim.py", "fired & (points > cap)", "fired & (points != cap)"),
    ("trim.py", "room -= kept", "room += 0"),
    ("trim.py", '("penalty", -1,', '("penalty", 1,'),
    ("questions.py", '== "leaf" and not also', '== "leaf"'),
    ("questions.py", "ceil(low) if interval.low_closed else floor(low) + 1", "ceil(low)"),
    ("questions.py", "leaf.area == test.code and leaf.kind in kinds", "leaf.area == test.code"),
    ("questions.py", "answered &= value_of(empty, rows, wide) != 0", "pass"),
    ("questions.py", "known[list(asked.inputs)]", "known[list(asked.inputs)] | True"),
    ("questions.py", "interval.high, not interval.high_closed", "interval.high, interval.high_closed"),
    ("grading.py", "(places < bar.best)", "(places != bar.best)"),
    ("grading.py", "if self.steps:", "if not self:"),
    ("grading.py", "places[totals.max_points == 0] = -1", "pass"),
    ("grading.py", "self.full - dropped", "self.full + 0 * dropped"),
    ("judgement.py", "if last_year else won", "if not won else won"),
    ("rank.py", "finest = int(below.max()) ** 2", "finest = int(below.max())"),
    ("rank.py", "np.cumsum(first) if dense", "np.cumsum(first) if not dense"),
)  # fmt: skip

FORWARD = (
    ("place.py", "2 * whole + (rest > 0)", "2 * whole"),
    ("place.py", "(not interval.low_closed)", "0"),
    ("place.py", "- (not interval.high_closed)", "+ interval.high_closed"),
    ("place.py", "int(2 * most * grid) + 1", "int(2 * most * grid)"),
    ("place.py", "int(2 * least * grid) - 1", "int(2 * least * grid)"),
    ("measure.py", "2 * abs(numerator) + denominator", "2 * abs(numerator)"),
    ("measure.py", "total * d + n * common", "total + n * common"),
    ("measure.py", "bisect_right(off, day)", "0"),
    ("leaves.py", 'max(leaf.max, 0) if rule.earn == "full"', 'max(leaf.max, 0) if rule.earn == "zero"'),
    ("leaves.py", '0 if rule.earn == "drop" else', '0 if rule.earn == "zero" else'),
    ("leaves.py", "line.base * d, line.share", "line.base, line.share"),
    ("leaves.py", "half_away(total, common * grid) * grid", "half_away(total, common)"),
    ("leaves.py", "all(code in case.previous for code in rules.leaf.inputs)", "case.previous"),
    ("leaves.py", '("appraised", "survey")', '("appraised",)'),
    ("caps.py", "min(verdicts[code].points, cap)", "cap"),
    ("caps.py", "room -= kept", "room -= 0"),
    ("caps.py", "asked[0].state is State.NOT_APPLICABLE", "asked[0].state is State.NOT_FILED"),
    ("questions.py", "NOT_APPLICABLE if also else 0", "NOT_APPLICABLE"),
    ("questions.py", 'if leaf.kind in ("appraised", "survey")]', "]"),
    ("judge.py", "row < names.index(bar.best)", "row != names.index(bar.best)"),
    ("judge.py", 'if rules.grades.by == "index_exact":', 'if rules.grades.by != "none":'),
    ("judge.py", "apply_ceilings(self._plan, verdicts)", "pass"),
)  # fmt: skip


@cache
def corpus() -> tuple[tuple[World, tuple[UnitVerdict, ...]], ...]:
    """Give fixed worlds, and some whose points are next to a half, with what the reference says of them."""
    flat, steep = rising(1, TOP), rising(1, TOP, "95/100", "98/100")
    halves = [(5 * odd, TOP) for odd in range(999_999, 1_000_009, 2)]
    beside = cases_of([*next_to_halves(flat, range(TOP - 20, TOP)), *halves])
    worlds = [World(plan, beside) for plan in (flat, lines_changed(flat, -1), lines_changed(flat, 2, -1))]
    for each, top in ((steep, TOP), (rising(5, 10**12, "95/100", "98/100"), 10**12)):
        worlds.append(World(each, cases_of(next_to_halves(each, range(top - 1000, top)))))
    worlds += [world(seed, leaves=1 + seed % 7, cases=12) for seed in range(150)]
    return tuple((each, each.expected()) for each in worlds)


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """Copy an engine under another name, with some words replaced, and import it."""
    names = []

    def planted(engine: str, file: str, old: str, new: str) -> ModuleType:
        name = f"planted_{engine}"
        names.append(name)
        (tmp_path / name).mkdir()
        for path in (ENGINES / engine).glob("*.py"):
            text = path.read_text("utf-8")
            if path.name == file:
                assert text.count(old) == 1, f"{file} holds these words {text.count(old)} times: {old}"
                text = text.replace(old, new)
            renamed = text.replace(f"par_index.engine.{engine}", name)
            (tmp_path / name / path.name).write_text(renamed, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    yield planted
    for module in [module for module in sys.modules if module.partition(".")[0] in names]:
        del sys.modules[module]


def array_is_right(engine: ModuleType, drawn: World, expected: tuple[UnitVerdict, ...]) -> bool:
    judgement = engine.judge(drawn.plan, engine.load(drawn.plan, drawn.cases))
    verdicts: tuple[UnitVerdict, ...] = judgement.verdicts()
    return verdicts == expected and ranks_are_right(engine)


def ranks_are_right(engine: ModuleType) -> bool:
    """Try indices a millionth of a millionth apart, a tie of unlike maxima, and one behind it."""
    pairs = [(500_000, 1_000_001), (499_999, 999_999), (5, 10), (3, 6), (1, 1_000_003)]
    points, maxima = np.array(pairs).T
    found: list[int] = engine.ranks(points, maxima).tolist()
    return found == naive.ranks([Fraction(*pair) for pair in pairs])


def forward_is_right(engine: ModuleType, drawn: World, expected: tuple[UnitVerdict, ...]) -> bool:
    verdicts: tuple[UnitVerdict, ...] = engine.judge(drawn.plan, drawn.cases)
    return verdicts == expected


def is_caught(engine: ModuleType, right: Right) -> bool:
    """Tell whether any world of the corpus shows the bug, by a difference or by a refusal to go on."""
    refusals = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeWarning)
    for drawn, expected in corpus():
        try:
            if not right(engine, drawn, expected):
                return True
        except (*refusals, getattr(engine, "ForwardError", ValueError)):
            return True
    return False


@pytest.mark.parametrize(("file", "old", "new"), ARRAY)
def test_a_bug_in_the_arrays_is_seen(plant: Plant, file: str, old: str, new: str) -> None:
    assert is_caught(plant("array", file, old, new), array_is_right)


@pytest.mark.parametrize(("file", "old", "new"), FORWARD)
def test_a_bug_in_the_fired_rules_is_seen(plant: Plant, file: str, old: str, new: str) -> None:
    assert is_caught(plant("forward", file, old, new), forward_is_right)


def test_a_copy_without_a_bug_is_right(plant: Plant) -> None:
    """The copies differ from the engines in nothing but the planted words."""
    assert not is_caught(plant("array", "kernel.py", "def judge(plan", "def judge(plan"), array_is_right)
    assert not is_caught(plant("forward", "judge.py", "class Judge:", "class Judge:"), forward_is_right)
