"""The words in which a scenario's outcome is told."""

from __future__ import annotations

from collections.abc import Mapping

from par_index.problem import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Kịch bản “{name}” trên đợt chấm {cycle}", "Scenario “{name}” over the cycle {cycle}"),
    "nothing": ("Kịch bản không làm đổi điểm, chỉ số, hạng hay loại của đơn vị nào.",
                "The scenario changes no unit's points, index, rank or grade."),
    "unit": ("Đơn vị", "Unit"),
    "points": ("Tổng điểm", "Points"),
    "index": ("Chỉ số (%)", "Index (%)"),
    "rank": ("Hạng", "Rank"),
    "grade": ("Xếp loại", "Grade"),
    "provisional": ("tạm tính", "provisional"),
    "barred": ("khống chế: {bars}", "barred: {bars}"),
    "passes": ("vượt {names}", "passes {names}"),
    "states": ("tình trạng: {before} → {after}", "state: {before} → {after}"),
    "band": ("bậc: {before} → {after}", "band: {before} → {after}"),
    "same_band": ("vẫn bậc: {after}", "still in: {after}"),
    "max": ("điểm tối đa {before} → {after}", "maximum {before} → {after}"),
    "absent": ("không có", "none"),
    "after": ("Sau kịch bản", "After the scenario"),
    "moved": ("* đơn vị được đổi trong kịch bản", "* a unit the scenario changes"),
    "explain": ("Giải thích từng con số: {command}", "Every number explained: {command}"),
    "grid": ("{unit}: {shown} theo {label}", "{unit}: {shown} by {label}"),
    "broken": ("trái ràng buộc", "breaks a relation"),
}  # fmt: skip


def word(key: str, language: Language, /, **values: object) -> str:
    """Give a phrase with its particulars."""
    return _WORDS[key][language == "en"].format(**values)
