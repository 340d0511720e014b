"""A cycle in a notebook: load it once, then ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.model.facts import Stage
from par_index.notebook.answers import Plan, Ranking, Robust, WhatIf
from par_index.places import libraries, shipped
from par_index.points import parse_number
from par_index.problem import Language, Problem, has_errors
from par_index.score.run import run
from par_index.whatif.basis import Basis, open_basis
from par_index.whatif.many import Many, many
from par_index.whatif.scenario import compare, lay, read_scenario, scenario_of


class RefusedError(ValueError):
    """Say what was wrong with a cycle, a scenario or a question; ``problems`` holds each with its place."""

    def __init__(self, problems: Sequence[Problem], language: Language = "vi") -> None:
        self.problems = tuple(problem for problem in problems if problem.is_error)
        super().__init__("\n".join(problem.text(language) for problem in self.problems))


class Cycle:
    """One year's scoring, ready to be asked; nothing asked of it changes it.

    >>> cycle = Cycle.load("tien-giang-2023")
    >>> cycle
    Cycle('tien-giang-2023', stage='council', units=35)
    >>> print(cycle.score().of("huyen", "Cụm 1").array("unit")[:3])
    ['huyen-cai-lay' 'huyen-cai-be' 'huyen-tan-phuoc']
    """

    def __init__(self, basis: Basis, language: Language = "vi") -> None:
        self.basis = basis
        self.language: Language = language

    @classmethod
    def load(
        cls,
        folder: str | Path,
        stage: Stage = "council",
        *,
        criteria: str | Path | None = None,
        rules: str | Path | None = None,
        language: Language = "vi",
    ) -> Cycle:
        """Read a cycle's folder, or a shipped example by its name; its survey, if any, is read too.

        Raises:
            RefusedError: a file, a set or a figure of it is wrong.
        """
        path = Path(folder)
        if not path.exists() and (shipped("examples") / path).is_dir():
            path = shipped("examples") / path
        shelves = libraries(Path(criteria) if criteria else None, Path(rules) if rules else None)
        basis, problems = open_basis(path, shelves, stage)
        if basis is None or has_errors(problems):
            raise RefusedError(problems, language)
        return cls(basis, language)

    def __repr__(self) -> str:
        units = sum(len(ground.facts) for ground in self.basis.grounds)
        return f"Cycle({self.basis.folder.cycle.id!r}, stage={self.basis.stage!r}, units={units})"

    def score(self) -> Ranking:
        """Score as an official run does, by both engines.

        Raises:
            RefusedError: the engines differ.
        """
        opened = self.basis.opened
        results, problems = run(
            opened.cycle, opened.plans, self.basis.stage, previous=opened.previous, survey=opened.survey
        )
        if results is None:
            raise RefusedError(problems, self.language)
        return Ranking(results)

    def whatif(self, *scenarios: Mapping[str, Any] | str | Path) -> WhatIf:
        """Lay scenarios over the cycle, one after another: mappings, or files.

        >>> online = {"units": ["huyen-cho-gao"], "input": "hs_truc_tuyen", "set": "at least 98%"}
        >>> what = Cycle.load("tien-giang-2023").whatif({"figures": [online]})
        >>> [(row["name"], row["rank"], row["rank_after"]) for row in what.units.records()][:2]
        [('Huyện Chợ Gạo', 4, 2), ('Huyện Tân Phước', 3, 4)]

        Raises:
            RefusedError: a scenario cannot be read or laid.
        """
        from par_index.whatif.scenario.lay import Laid

        basis, touched, laid = self.basis, dict[str, None](), None
        for one in scenarios or ({},):
            spec, problems = scenario_of(one) if isinstance(one, Mapping) else read_scenario(Path(one))
            if spec is None or has_errors(problems):
                raise RefusedError(problems, self.language)
            laid, refused = lay(basis, spec)
            if laid is None:
                raise RefusedError(refused, self.language)
            basis = laid.after
            touched |= dict.fromkeys(laid.touched)
        assert laid is not None
        whole = Laid(laid.spec, self.basis, basis, tuple(touched))
        return WhatIf(compare(whole), self, Cycle(basis, self.language))

    def many(self, unit: str, figures: Mapping[str, NDArray[np.int64]], *, fast: bool = False) -> Many:
        """Ask as many what-ifs of one unit as the arrays are long, in the inputs' own integers.

        >>> filed = {"hs_truc_tuyen": np.arange(2600, 4600, 500)}
        >>> found = Cycle.load("tien-giang-2023").many("huyen-cho-gao", filed)
        >>> found.rank.tolist(), found.points.tolist()[0]
        ([4, 4, 3, 2], 88683932)

        ``fast``: the same numbers sooner, by the extra ``fast``; to compile it takes half a minute once.

        Raises:
            RefusedError: there is no such unit.
            ValueError: an unknown input, arrays of different lengths, a figure outside its bounds.
            ImportError: ``fast`` is asked for, and the extra is not installed.
        """
        found = self.basis.find(unit)
        if found is None:
            raise RefusedError((self.basis.unknown(unit),), self.language)
        return many(found[0], found[1].code, figures, fast)

    def plan(
        self,
        unit: str,
        *,
        rank: int | None = None,
        index: str | int | Fraction | None = None,
        grade: str = "",
        costs: str | Path | None = None,
        margin: str | int | Fraction | None = None,
    ) -> Plan:
        """Seek the cheapest improvements of a unit that reach one target; see ``par-index plan``.

        >>> plan = Cycle.load("tien-giang-2023").plan("huyen-cho-gao", rank=3)
        >>> plan.reached, plan.cost
        (True, 1)

        Raises:
            RefusedError: the question, or the file of costs, is wrong.
            ValueError: not exactly one target.
        """
        from par_index.read.costs import read_costs
        from par_index.whatif.planner import Target, costs_of
        from par_index.whatif.planner import plan as seek

        if sum(one is not None and one != "" for one in (rank, index, grade)) != 1:
            raise ValueError("name one of rank, index, grade")
        priced = None
        if costs is not None:
            spec, problems = read_costs(Path(costs))
            found = self.basis.find(unit)
            if spec is None or has_errors(problems):
                raise RefusedError(problems, self.language)
            if found is not None:
                priced, refused = costs_of(spec, found[0].plan, [one.plan for one in self.basis.grounds])
                if has_errors(refused):
                    raise RefusedError(refused, self.language)
        target = Target(rank, None if index is None else _fraction(index), grade)
        made, problems = seek(
            self.basis, unit, target, priced, margin=None if margin is None else _fraction(margin)
        )
        if made is None:
            raise RefusedError(problems, self.language)
        return Plan(made, self)

    def robust(
        self,
        draws: int = 10_000,
        seed: int = 2023,
        *,
        noise: str | Path | None = None,
        sobol_draws: int = 512,
        on: str = "",
        workers: int | None = 1,
    ) -> Robust:
        """Tell how firm the ranks are; the same answer on any number of workers, or on a cluster (``on``).

        ``sobol_draws``: of each sample that parts the spread by its sources, 0 for none.

        >>> huyen = Cycle.load("tien-giang-2023").robust(draws=200, sobol_draws=0).group("huyen")
        >>> bool((huyen.rank_probability.sum(axis=1) == 1).all())
        True

        Raises:
            RefusedError: the file of noise is wrong.
        """
        from par_index.read.noise import read_noise
        from par_index.whatif.robust import robust
        from par_index.whatif.robust.settle import settle
        from par_index.whatif.where import place_of

        spec, problems = read_noise(Path(noise)) if noise is not None else (None, ())
        problems = (*problems, *(settle(self.basis, spec)[1] if not has_errors(problems) else ()))
        if has_errors(problems):
            raise RefusedError(problems, self.language)
        with place_of(on, workers) as place:
            return Robust(robust(self.basis, spec, draws, seed, sobol_draws=sobol_draws, run=place))


def _fraction(value: str | int | Fraction) -> Fraction:
    return parse_number(value.strip().removesuffix("%")) if isinstance(value, str) else Fraction(value)
