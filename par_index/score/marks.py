"""The words of a result: its marks, on every sheet, table and picture, and the names of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from par_index.model.plan import Plan
from par_index.model.result import GroupResult, Results, UnitResult
from par_index.model.states import State
from par_index.problem import Language

_WORDS = {
    "synthetic": ("SỐ LIỆU GIẢ LẬP", "SYNTHETIC FIGURES"),
    "proposed": ("BỘ TIÊU CHÍ ĐỀ XUẤT", "PROPOSED CRITERIA SET"),
    "unchecked": ("CHƯA ĐỐI CHIẾU", "NOT CROSS-CHECKED"),
    "provisional": ("TẠM TÍNH", "PROVISIONAL"),
    "scenario": ("KỊCH BẢN GIẢ ĐỊNH", "A SCENARIO, NOT A RESULT"),
}


_STATES: Mapping[State, tuple[str, str]] = {
    State.SCORED: ("đã chấm", "scored"),
    State.NOT_APPLICABLE: ("không áp dụng", "not applicable"),
    State.NOT_FILED: ("chưa nộp", "not filed"),
    State.NO_EVIDENCE: ("không có tài liệu kiểm chứng", "no evidence"),
    State.PENDING_SURVEY: ("chờ điều tra xã hội học", "survey pending"),
    State.REJECTED: ("số liệu bị loại", "figures refused"),
}


def state_word(state: State, language: Language = "vi") -> str:
    """Name a leaf's state for people."""
    return _STATES[state][language == "en"]


def marks(results: Results, group: GroupResult | None = None, language: Language = "vi") -> tuple[str, ...]:
    """Say what a reader must not overlook, of one group or of all: nothing takes these words away."""
    groups = results.groups if group is None else (group,)
    held = {
        "synthetic": results.synthetic,
        "proposed": any(one.set_status == "proposed" for one in groups),
        "unchecked": results.engines == "array",
        "provisional": any(unit.provisional for one in groups for unit in one.units),
    }
    return tuple(words[language == "en"] for name, words in _WORDS.items() if held.get(name))


def set_marks(synthetic: bool, plans: Iterable[Plan], language: Language = "vi") -> str:
    """Say it where there is no result yet: of figures, and of the sets that will judge them."""
    held = {"synthetic": synthetic, "proposed": any(plan.status == "proposed" for plan in plans)}
    return " – ".join(words[language == "en"] for name, words in _WORDS.items() if held.get(name))


def scenario_mark(language: Language = "vi") -> str:
    """Say that something was supposed, and nothing of it decided."""
    return _WORDS["scenario"][language == "en"]


def synthetic_mark(language: Language = "vi") -> str:
    """Say that figures are synthetic, where there is no result to mark."""
    return _WORDS["synthetic"][language == "en"]


def mark_line(results: Results, group: GroupResult | None = None, language: Language = "vi") -> str:
    """Join the marks into the line that heads a page."""
    return " – ".join(marks(results, group, language))


CERTAIN = Fraction(975, 1000)
"""Two units are told apart where one stands above the other with this probability: 95%, both sides."""


def alike(unit: UnitResult) -> bool:
    """Tell a unit that cannot be told from the one ranked right below it, by so small a sample."""
    over = unit.survey.over_next if unit.survey else ""
    return bool(over) and Fraction(over) < CERTAIN


def few(unit: UnitResult) -> bool:
    """Tell a unit about which, or about one of whose leaves, too few people answered."""
    leaves = any(leaf.survey.few for leaf in unit.leaves if leaf.survey)
    return leaves or (unit.survey is not None and unit.survey.few)
