"""The sentences of a plan, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from par_index.problem import Language

_TERMS: Mapping[str, tuple[str, str]] = {
    "title": ("Kế hoạch rẻ nhất để {unit} đạt {target}", "The cheapest plan for {unit} to reach {target}"),
    "to_rank": ("hạng {rank} trở lên", "rank {rank} or better"),
    "to_index": ("chỉ số từ {index}%", "an index of at least {index}%"),
    "to_grade": ("loại {grade} trở lên", "the grade {grade} or better"),
    "rivals_still": ("Các đơn vị khác: giữ nguyên kết quả hiện nay.", "Rivals: as they stand now."),
    "rivals_move": (
        "Các đơn vị khác: mỗi đơn vị được coi là tăng thêm {margin} điểm chỉ số.",
        "Rivals: each is taken to rise by {margin} index points.",
    ),
    "costs_default": (
        "Chi phí mặc định (không có tệp chi phí): 1 = 1% quãng đường, từ mức kém nhất đến mức hết được thêm "
        "điểm, của mỗi số liệu.",
        "Default costs (no file of costs): 1 = 1% of the way, from a figure's worst end to where it gains no "
        "more.",
    ),
    "costs_named": ("Chi phí: {name} (đơn vị: {unit}).", "Costs: {name} (unit: {unit})."),
    "costs_mixed": (
        "Số liệu không có trong tệp tính chi phí mặc định: 1 = 1% quãng đường.",
        "Figures the file does not name have the default cost: 1 = 1% of the way.",
    ),
    "costs_stay": (
        "Số liệu không có trong tệp được giữ nguyên.",
        "Figures the file does not name stay as they are.",
    ),
    "mark_costs": ("CHI PHÍ {marks}", "{marks} COSTS"),
    "mark_default": ("CHI PHÍ MẶC ĐỊNH", "DEFAULT COSTS"),
    "mark_synthetic": ("GIẢ LẬP", "SYNTHETIC"),
    "mark_proposed": ("ĐỀ XUẤT", "PROPOSED"),
    "now_then": ("hiện nay → sau kế hoạch", "now → once carried out"),
    "points": ("Điểm", "Points"),
    "index": ("Chỉ số", "Index"),
    "rank": ("Hạng", "Rank"),
    "grade": ("Loại", "Grade"),
    "cost": ("chi phí", "cost"),
    "total_cost": ("Tổng chi phí", "Total cost"),
    "passes": ("Vượt", "Passes"),
    "tasks": ("việc", "tasks"),
    "task": ("việc", "task"),
    "not_filed": ("chưa nộp", "not filed"),
    "clauses": ("căn cứ", "clauses"),
    "deadline": ("hạn", "by"),
    "follows": ("theo {figure}, không tốn thêm", "follows {figure} at no cost"),
    "points_gained": ("{points} điểm", "{points} points"),
    "no_lead": ("Chưa rõ cơ quan chủ trì", "No lead agency named"),
    "frontier": ("Giá của từng hạng", "The price of each rank"),
    "rung": (
        "hạng {rank}: chi phí {cost}, chỉ số {index}%, vượt {unit}",
        "rank {rank}: cost {cost}, index {index}%, passes {unit}",
    ),
    "rung_never": (
        "hạng {rank}: không đạt được (phải vượt {unit})",
        "rank {rank}: out of reach ({unit} must be passed)",
    ),
    "next": (
        "Giá của 1 điểm tiếp theo: hiện nay {now}; sau kế hoạch {then}.",
        "The price of the next point: now {now}; once the plan is carried out {then}.",
    ),
    "next_never": ("không còn", "none left"),
    "reached": ("Đã đạt, không phải làm gì thêm.", "Reached already; there is nothing to do."),
    "checked": (
        "Hai máy chấm độc lập chấm lại số liệu kế hoạch và cho cùng kết quả.",
        "Two independent engines scored the planned figures and agree.",
    ),
    "unchecked": ("CHƯA ĐỐI CHIẾU bằng máy chấm thứ hai.", "NOT CROSS-CHECKED by the second engine."),
    "proved": (
        "Đã chứng minh: không cách nào rẻ hơn trong các bước được xét.",
        "Proved: nothing cheaper among the steps considered reaches the target.",
    ),
    "unproved": (
        "Chưa chứng minh được là rẻ nhất: có điều kiện khống chế chéo giữa nhiều mục.",
        "Not proved to be the cheapest: gates tie many leaves together.",
    ),
    "blocked": (
        "Không có cách nào đạt {target} bằng những số liệu đơn vị xê dịch được.",
        "Nothing a unit can move reaches {target}.",
    ),
    "best": ("Tốt nhất có thể", "The best there is"),
    "above": ("Vẫn đứng trên", "Still above"),
    "bars": ("Bị chặn loại", "Barred from the grade"),
    "stuck": ("Mục còn mất điểm", "Leaves that still lose points"),
    "more": ("và {count} mục nữa, mất tất cả {points}", "and {count} more, {points} points in all"),
    "lost": ("mất {points}", "loses {points}"),
    "why_survey": ("theo điều tra xã hội học", "comes from the survey"),
    "why_given": ("điểm do cơ quan thẩm định cho", "points are given by appraisers"),
    "why_last_year": ("phụ thuộc số liệu năm trước", "hangs on last year's figures"),
    "why_not_priced": ("tệp chi phí không cho xê dịch", "the file of costs does not let it move"),
    "why_limit": ("đã đến mức cao nhất của tệp chi phí", "at the limit of the file of costs"),
    "why_ceiling": ("đã đến trần điểm thưởng", "the bonus ceiling is reached"),
    "why_gate": ("bị mục khác khống chế", "another leaf caps it"),
    "why_no_evidence": ("không có tài liệu kiểm chứng", "there is no evidence"),
    "why_claimed": ("đang đề nghị không áp dụng", "claimed not applicable"),
    "why_not_filed": ("chưa nộp số liệu", "figures are not filed"),
    "why_bound": ("số liệu đã đến giới hạn", "its figures are at their bounds"),
}


def term(word: str, language: Language) -> str:
    """Give a heading or a sentence."""
    return _TERMS[word][language == "en"]


def why(reason: str, language: Language) -> str:
    """Say why a leaf is stuck."""
    return term(f"why_{reason}", language)
