"""Draw whole cycles over the small sound set (synthetic): figures as written, on and beside thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from par_index.model.facts import Cycle, Decision, Status, SurveyScore, Unit, Written
from par_index.model.result import LeafResult, Results, UnitResult
from par_index.problem import Where
from par_index.score.run import run
from tests.score.cycles import cycle as empty_cycle
from tests.score.cycles import fact, sample_plan

PLAN = sample_plan()
DAYS = [date(2023, 1, 31) + timedelta(days) for days in (-20, -1, 0, 1, 15, 29, 30, 31, 200)]
SETTLED = (0, 1, 19, 94, 95, 97, 98, 100, 949, 950, 979, 980)
LATE = (0, 1, 2, 3, 5, 20, 50, 51)
DUE = (0, 1, 2, 10, 100, 1000)
DONE = (0, 1, 7, 69, 70, 71, 699, 700, 701, 1000)
IN_ORDER: Mapping[str, Sequence[str]] = {
    "ngay_kh": ["never", *(f"{day:%d/%m/%Y}" for day in reversed(DAYS))],
    "muc": ["khong", "cham", "kip"],
    "du_hs": ["Không", "Có"],
    "dung_han": [str(count) for count in SETTLED],
    "tre_han": [str(count) for count in reversed(LATE)],
    "so_hoa": [str(count) for count in DONE],
    "sang_kien": ["0", "1", "2", "3", "9"],
    "hai_long": ["0%", "33,3333%", "0,5", "79,9999%", "80%", "99,9999%", "1"],
}
"""Texts of each input that has a better direction, from the worst to the best."""


@dataclass(frozen=True)
class Office:
    """One unit's figures as texts (an input left out is not filed), statuses without a figure, its trait."""

    figures: Mapping[str, str]
    statuses: Mapping[str, Status]
    has_procedures: bool = True

    def with_figure(self, code: str, text: str) -> Office:
        return replace(self, figures={**self.figures, code: text})


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Draw an office; most have filed everything."""
    figures = {code: draw(st.sampled_from(texts)) for code, texts in IN_ORDER.items()}
    due = draw(st.sampled_from(DUE))
    figures |= {"phai_so_hoa": str(due), "so_hoa": str(min(due, int(figures["so_hoa"])))}
    missing = draw(st.sets(st.sampled_from(sorted(figures)), max_size=2)) if draw(st.booleans()) else set()
    marked = {code: draw(st.sampled_from(["", "not_applicable"])) for code in missing - {"hai_long"}}
    statuses = {code: status for code, status in marked.items() if status}
    figures = {code: text for code, text in figures.items() if code not in missing}
    return Office(figures, statuses, draw(st.booleans()))


def populations(least: int = 1, most: int = 6) -> st.SearchStrategy[dict[str, Office]]:
    """Draw so many offices under codes of their own."""
    return st.lists(offices(), min_size=least, max_size=most).map(
        lambda drawn: {f"so-{number}": office for number, office in enumerate(drawn)}
    )


def cycle_of(population: Mapping[str, Office], decisions: tuple[Decision, ...] = ()) -> Cycle:
    """Write the cycle that these offices hand in."""
    facts = [
        fact(unit, code, text)
        for unit, office in population.items()
        for code, text in office.figures.items()
        if code != "hai_long"
    ]
    facts += [
        fact(unit, code, "", status)
        for unit, office in population.items()
        for code, status in office.statuses.items()
    ]
    scores = [
        SurveyScore(unit, "2.1", Written(office.figures["hai_long"]), False, "", Where("survey/scores.csv"))
        for unit, office in population.items()
        if "hai_long" in office.figures
    ]
    units = tuple(
        Unit(unit, f"Sở {unit}", "so", traits=("co_tthc",) if office.has_procedures else ())
        for unit, office in population.items()
    )
    bare = empty_cycle({}, {}, decisions)
    return replace(bare, units=units, facts=tuple(facts), survey_scores=tuple(scores), evidence=())


def scored(cycle: Cycle) -> Results:
    """Score with both engines, which must agree; no figure drawn may be refused."""
    results, problems = run(cycle, [PLAN])
    assert [problem.text() for problem in problems if problem.is_error] == []
    assert results is not None
    return results


def units_of(results: Results) -> Mapping[str, UnitResult]:
    return {unit.unit: unit for group in results.groups for unit in group.units}


def leaves_of(unit: UnitResult) -> Mapping[str, LeafResult]:
    return {leaf.code: leaf for leaf in unit.leaves}


def exact(unit: UnitResult) -> Fraction | None:
    """Give the exact index, in percent; ``None`` where nothing applies."""
    return Fraction(unit.index_exact) if unit.index_exact else None
