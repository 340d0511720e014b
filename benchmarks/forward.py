"""How many units a second does the rule engine judge, with the full trail?

100 leaves of 5 bands, 7 state rules and an empty rule each, 4 gates, grades with a bar. Figures are random.

    python -m benchmarks.forward
    python -m benchmarks.forward --peer PYTHON      where PYTHON can import zen (pip install zen-engine)

The peer fires the same bands and states as decision tables, trace on; it is given the places ready-made and
computes no points, totals or grades. Rounds take turns in one run; the table shows medians.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from par_index.engine.forward import Judge, judge_many
from par_index.engine.forward.leaves import facts_of, measured
from par_index.engine.forward.rules import leaf_rules
from par_index.model.case import Case
from par_index.model.plan import Plan
from par_index.model.questions import Bar, Gate, Grade, Grades, Test
from par_index.model.states import State
from tests.engine.plans import between, empty, leaf, part, plan, ratio

CODES = [f"{area}.{row}.{k}" for area in range(1, 6) for row in range(1, 5) for k in range(1, 6)]


def benchmark_plan() -> Plan:
    """Build 100 leaves in 5 areas: floor, three sloping steps, full points from 95%."""
    ladder = (
        (between(high="1/2"), 0, 0),
        (between("1/2", "7/10"), Fraction(1, 2), 0),
        (between("7/10", "9/10"), Fraction(7, 10), 0),
        (between("9/10", "19/20"), 1, 0),
        (between("19/20"), 0, 1),
    )
    leaves = [
        leaf(
            part(code, ratio(f"a{code}", f"b{code}"), *ladder),
            if_empty=empty(code, "not-applicable", State.NOT_APPLICABLE, "drop"),
        )
        for code in CODES
    ]
    gates = [
        Gate(f"G{k}", Test("leaf", f"{k}.1.1", between(0, 0, high_closed=True), ""), ((f"{k}.1.2", 0),))
        for k in range(1, 5)
    ]
    rows = (
        Grade("A", between("9/10"), ""),
        Grade("B", between("7/10", "9/10"), ""),
        Grade("C", between(high="7/10"), ""),
    )
    bar = Bar("B1", Test("leaf", "5.1.1", between(high="1/2"), ""), "B")
    return plan(*leaves, gates=tuple(gates), grades=Grades("index_exact", rows, (bar,)))


def benchmark_cases(units: int) -> list[Case]:
    """File random figures; one leaf in twenty is flagged, a few denominators are 0."""
    random = Random(2023)

    def case(unit: int) -> Case:
        under = {code: random.randrange(400) for code in CODES}
        values = {f"b{code}": count for code, count in under.items()}
        values |= {f"a{code}": random.randint(count // 3, count) for code, count in under.items()}
        return Case(f"Đơn vị {unit}", values, dict.fromkeys(random.sample(CODES, 5), 32))

    return [case(unit) for unit in range(units)]


def peer_order(plan_: Plan, cases: Sequence[Case]) -> dict[str, object]:
    """Give the peer its tables (a code's rules as ranges of flags and places) and each unit's facts."""
    compiled = [leaf_rules(each, plan_) for each in plan_.leaves]
    tables = [
        [(rule.id, {name: (low, high) for name, low, high in rule.spans}) for rule in each.rules]
        for each in compiled
    ]
    units = [[next(iter(facts_of(each, *measured(each, case))))[2:] for each in compiled] for case in cases]
    return {"tables": tables, "units": units}


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


class Peer:
    """Hold the peer's process; each round it answers with its seconds."""

    def __init__(self, python: str, order: dict[str, object]) -> None:
        script = Path(__file__).with_name("forward_peer_zen.py")
        self._process = subprocess.Popen(
            [python, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.first = json.loads(self.ask(json.dumps(order)))

    def ask(self, line: str) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def round(self) -> float:
        return float(self.ask("go"))


def main() -> None:
    """Print a table of units a second."""
    parser = argparse.ArgumentParser(description="units a second of the rule engine")
    parser.add_argument("--units", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", help="a Python that can import zen")
    options = parser.parse_args()
    given, cases = benchmark_plan(), benchmark_cases(options.units)
    with closing(Judge(given)) as court:
        contests: dict[str, Callable[[], float]] = {
            "1 process, rules built": lambda: seconds(lambda: [court.unit(case) for case in cases]),
            "1 process, from nothing": lambda: seconds(lambda: judge_many(given, cases * 6, 1)) / 6,
            "2 processes, from nothing": lambda: seconds(lambda: judge_many(given, cases * 6, 2)) / 6,
        }
        if options.peer:
            peer = Peer(options.peer, peer_order(given, cases))
            assert peer.first == [verdict.rules[0] for verdict in court.unit(cases[0]).leaves]
            contests["zen-engine, trace on"] = peer.round
        rounds = [{name: contest() for name, contest in contests.items()} for _ in range(options.rounds)]
    for name in contests:
        speeds = [len(cases) / times[name] for times in rounds]
        print(f"{name:28}{median(speeds):8.0f} units/s   ({min(speeds):.0f} to {max(speeds):.0f})")
    if options.peer:
        times = [each["zen-engine, trace on"] / each["1 process, rules built"] for each in rounds]
        print(f"{'speed to zen-engine':28}{median(times):8.2f} x")


if __name__ == "__main__":
    main()
