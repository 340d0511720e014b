"""Compile gates, grades and bars, review flags and targets: all ask one question of a result."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from par_index.compile.header import twice
from par_index.compile.items import cite_doubts, repeated
from par_index.compile.leaves import cites
from par_index.compile.resolve import Meanings, Unit, attempt, interval, measure, points
from par_index.language.interval import Interval
from par_index.model.plan import Leaf, Node
from par_index.model.questions import Bar, Flag, Gate, Grade, Grades, Target, Test
from par_index.model.source import GateSpec, SetSpec, TestSpec
from par_index.model.states import State
from par_index.model.text import Table, Text
from par_index.points import MICRO
from par_index.problem import Problem
from par_index.text import nearest

Problems = list[Problem]


class Questions:
    """Compile the questions of one set, keeping every problem met (``problems``)."""

    def __init__(
        self, spec: SetSpec, leaves: tuple[Leaf, ...], nodes: tuple[Node, ...], names: Meanings
    ) -> None:
        self.spec, self.names = spec, names
        self.leaves: Mapping[str, Leaf] = {leaf.code: leaf for leaf in leaves}
        self.areas = {node.code: node for node in nodes if node.level == 1}
        self.problems: Problems = []

    def gates(self) -> tuple[Gate, ...]:
        """Compile gates and put them in topological order."""
        bars = self.spec.grades.bars if self.spec.grades else ()
        ids = [gate.id for gate in self.spec.gates]
        ids.extend(bar.id for bar in bars)
        ids.extend(flag.id for flag in self.spec.review)
        targets = [target.id for target in self.spec.targets]
        self.problems.extend((*repeated(ids), *repeated(targets)))
        made = [gate for spec in self.spec.gates if (gate := self._gate(spec)) is not None]
        return self._ordered(made)

    def _gate(self, spec: GateSpec) -> Gate | None:
        when = self._test(spec.when)
        caps = [
            (str(code), cap) for code, text in spec.cap.items() if (cap := self._cap(code, text)) is not None
        ]
        self.problems.extend(cite_doubts(spec.cites, self.spec))
        if not spec.cap:
            self.problems.append(Problem("L87", spec.where, {"key": "cap", "least": "1"}))
        if when is None:
            return None
        if when.subject == "index":
            self.problems.append(Problem("L80", spec.where, {"id": str(spec.id)}))
            return None
        also = tuple(State(state) for state in spec.also)
        return Gate(str(spec.id), when, tuple(caps), also, cites(spec.cites), spec.where)

    def _cap(self, code: Text, text: Text) -> int | None:
        if not self._known(code, self.leaves, code):
            return None
        limits = {
            "max": Fraction(self.leaves[code].max, MICRO),
            "min": Fraction(self.leaves[code].min, MICRO),
        }
        value, refused = attempt(text, lambda words: points(words, limits))
        self.problems.extend(refused)
        return value

    def _known(self, code: str, known: Mapping[str, object], text: Text) -> bool:
        if code in known:
            return True
        args = {"code": code, "nearest": nearest(code, tuple(known)) or ""}
        self.problems.append(Problem("L81", text.where, args))
        return False

    def _ordered(self, gates: list[Gate]) -> tuple[Gate, ...]:
        """Sort so that a gate comes after those that cap what it reads (Kahn); a cycle is a problem."""
        waiting, done = list(gates), []
        while waiting:
            ready = [
                gate
                for gate in waiting
                if not any(self._feeds(other, gate) for other in waiting if other is not gate)
            ]
            self_fed = [gate for gate in ready if self._feeds(gate, gate)]
            if not ready or self_fed:
                stuck = self_fed or waiting
                names = ", ".join(gate.id for gate in stuck)
                self.problems.append(Problem("L82", stuck[0].where, {"gates": names}))
                return tuple(gates)
            done.append(ready[0])
            waiting.remove(ready[0])
        return tuple(done)

    def _feeds(self, first: Gate, second: Gate) -> bool:
        capped = {code for code, _ in first.caps}
        read = {second.when.code} if second.when.subject == "leaf" else set()
        if second.when.subject == "area":
            read = set(self.areas[second.when.code].leaves)
        return bool(capped & read)

    def _test(self, spec: TestSpec) -> Test | None:
        subjects: list[tuple[Literal["leaf", "area", "index", "measure"], Text | None]] = [
            ("leaf", spec.leaf), ("area", spec.area), ("index", spec.index), ("measure", spec.measure)
        ]  # fmt: skip
        given = [(subject, text) for subject, text in subjects if text is not None]
        if len(given) != 1 or spec.is_ is None:
            self.problems.append(Problem("L83", spec.where))
            return None
        subject, text = given[0]
        assert text is not None
        values = self._limits(subject, text)
        unit: Unit = "any" if subject == "measure" else "ratio" if subject == "index" else "points"
        span, refused = attempt(spec.is_, lambda words: interval(words, values, unit))
        self.problems.extend(refused)
        node, refused = measure(text, self.names) if subject == "measure" else (None, ())
        self.problems.extend(refused)
        if subject == "index" and text != "exact":
            args = {"key": "index", "text": text, "known": "exact", "nearest": ""}
            self.problems.append(Problem("Y24", text.where, args))
        known = self.leaves if subject == "leaf" else self.areas
        if subject in ("leaf", "area") and not self._known(text, known, text):
            return None
        if span is None or (subject == "measure" and node is None):
            return None
        return Test(subject, str(text), span, str(spec.is_), node)

    def _limits(self, subject: str, text: Text) -> Mapping[str, Fraction]:
        if subject == "leaf" and text in self.leaves:
            leaf = self.leaves[text]
            return {"max": Fraction(leaf.max, MICRO), "min": Fraction(leaf.min, MICRO)}
        if subject == "area" and text in self.areas:
            return {"max": Fraction(self.areas[text].max, MICRO)}
        return {}

    def grades(self) -> Grades | None:
        """Compile the ladder of grades, best first, and its bars."""
        spec = self.spec.grades
        if spec is None:
            return None
        if isinstance(spec.rows, Text):
            self.problems.append(Problem("L50", spec.rows.where, {"text": str(spec.rows)}))
            return None
        rows = self._rows(spec.rows)
        names = [name for name in spec.rows.values() if isinstance(name, Text)]
        self.problems.extend(twice("grades", names))
        bars = []
        for bar in spec.bars:
            when = self._test(bar.when)
            self.problems.extend(cite_doubts(bar.cites, self.spec))
            if names and bar.best not in names:
                known = ", ".join(names)
                self.problems.append(Problem("L84", bar.best.where, {"grade": str(bar.best), "known": known}))
            if when is not None:
                bars.append(Bar(str(bar.id), when, str(bar.best), cites(bar.cites), bar.where))
        return Grades(spec.by, rows, tuple(bars), spec.where)

    def _rows(self, table: Table) -> tuple[Grade, ...]:
        rows = []
        for phrase, name in table.items():
            span: Interval | None
            span, refused = attempt(phrase, lambda words: interval(words, {}, "ratio"))
            self.problems.extend(refused)
            if span is not None:
                rows.append(Grade(str(name), span, str(phrase), phrase.where))
        return tuple(sorted(rows, key=_least, reverse=True))

    def flags(self) -> tuple[Flag, ...]:
        """Compile the review flags."""
        made = []
        for spec in self.spec.review:
            when = self._test(spec.when)
            self.problems.extend(cite_doubts(spec.cites, self.spec))
            if when is not None:
                made.append(Flag(str(spec.id), when, str(spec.say), cites(spec.cites), spec.where))
        return tuple(made)

    def targets(self, kind: str) -> tuple[Target, ...]:
        """Compile the targets that concern one kind of unit."""
        made = []
        for spec in self.spec.targets:
            if spec.for_ is not None and spec.for_ not in self.spec.kinds:
                args = {"kind": str(spec.for_), "known": ", ".join(self.spec.kinds)}
                self.problems.append(Problem("L85", spec.for_.where, args))
            question = TestSpec.model_construct(measure=spec.measure, is_=spec.is_, where=spec.where)
            when = self._test(question) if spec.for_ in (None, kind) else None
            if when is not None:
                made.append(Target(str(spec.id), when, str(spec.say or ""), spec.where))
        return tuple(made)


def _least(row: Grade) -> tuple[bool, Fraction, bool]:
    low = row.interval.low
    return (low is not None, low if low is not None else Fraction(0), not row.interval.low_closed)
