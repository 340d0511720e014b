"""The sentences of an explanation, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from par_index.problem import Language

Pair = tuple[str, str]
_WHY: Mapping[str, Pair] = {
    "rejected": (
        "Số liệu bị loại vì ngoài miền giá trị hoặc trái ràng buộc: {figures}.",
        "Figures are refused, outside their domain or against a relation: {figures}.",
    ),
    "na-trait": (
        "Không áp dụng: đơn vị không có đặc điểm “{trait}”.",
        "Not applicable: the unit does not have the trait “{trait}”.",
    ),
    "na-granted": (
        "Không áp dụng: đã được công nhận ({decided}).",
        "Not applicable: granted ({decided}).",
    ),
    "claimed": (
        "Đề nghị không áp dụng, Hội đồng chưa công nhận.",
        "Claimed not applicable; the council has not granted it.",
    ),
    "not-filed": ("Chưa nộp số liệu: {figures}.", "Not filed: {figures}."),
    "no-evidence": ("Không có tài liệu kiểm chứng.", "There is no evidence."),
    "pending-survey": (
        "Chờ kết quả điều tra xã hội học: {figures}.",
        "The survey's result is awaited: {figures}.",
    ),
    "empty-not-applicable": (
        "Không phát sinh (mẫu số bằng 0): mục này không áp dụng.",
        "Nothing arose (a denominator is 0): not applicable.",
    ),
    "empty-full": (
        "Không phát sinh (mẫu số bằng 0): bộ tiêu chí cho điểm tối đa.",
        "Nothing arose (a denominator is 0): the set gives the maximum.",
    ),
    "empty-zero": (
        "Không phát sinh (mẫu số bằng 0): bộ tiêu chí cho 0 điểm.",
        "Nothing arose (a denominator is 0): the set gives 0 points.",
    ),
    "empty-refuse": (
        "Mẫu số bằng 0, bộ tiêu chí không chấp nhận.",
        "A denominator is 0, which the set does not accept.",
    ),
    "empty-previous": (
        "Không phát sinh trong năm (mẫu số bằng 0): chấm theo số liệu năm trước.",
        "Nothing arose this year (a denominator is 0): scored by last year's figures.",
    ),
}
_WHO: Mapping[str, Pair] = {
    "rejected": (
        "Đơn vị sửa số liệu; người thẩm định có thể quyết định số liệu khác kèm lý do.",
        "The unit corrects its figures; an appraiser may decide others, with a reason.",
    ),
    "na-trait": (
        "Cơ quan tổ chức chấm điểm sửa cột traits của đơn vị trong units.csv.",
        "The organiser corrects the unit's traits in units.csv.",
    ),
    "na-granted": (
        "Hội đồng thẩm định quyết định lại.",
        "The council may decide again.",
    ),
    "claimed": (
        "Hội đồng thẩm định công nhận hay bác đề nghị; đơn vị cũng có thể nộp số liệu.",
        "The council grants or refuses it; the unit may file figures instead.",
    ),
    "not-filed": ("Đơn vị nộp số liệu còn thiếu.", "The unit files what is missing."),
    "no-evidence": (
        "Đơn vị nộp tài liệu kiểm chứng: {required}.",
        "The unit hands in its evidence: {required}.",
    ),
    "pending-survey": (
        "Cơ quan tổ chức điều tra nộp kết quả (survey/scores.csv) hoặc phiếu đã thu (survey/responses/).",
        "The body that holds the survey hands in survey/scores.csv, or forms in survey/responses/.",
    ),
    "empty-not-applicable": (
        "Đơn vị, nếu số liệu ở mẫu số chưa đúng.",
        "The unit, if the denominator is wrong.",
    ),
    "empty-full": ("Đơn vị, nếu số liệu ở mẫu số chưa đúng.", "The unit, if the denominator is wrong."),
    "empty-zero": ("Đơn vị, nếu số liệu ở mẫu số chưa đúng.", "The unit, if the denominator is wrong."),
    "empty-refuse": ("Đơn vị sửa số liệu ở mẫu số.", "The unit corrects the denominator."),
    "empty-previous": ("Đơn vị, nếu số liệu ở mẫu số chưa đúng.", "The unit, if the denominator is wrong."),
}
_TERMS: Mapping[str, Pair] = {
    "figures": ("Số liệu", "Figures"),
    "measure": ("Cách đo", "Measure"),
    "band": ("Bậc điểm", "Band"),
    "next": ("Bậc tốt hơn", "Next step"),
    "points": ("Điểm", "Points"),
    "state": ("Tình trạng", "State"),
    "who": ("Ai thay đổi được", "Who may change it"),
    "caps": ("Khống chế", "Caps"),
    "held": ("Đang bị khống chế", "Held down"),
    "holds": (
        "không quá {cap} điểm vì {asked} (nay: {now}); gỡ khi {opens}",
        "at most {cap} points as {asked} (now: {now}); opens at {opens}",
    ),
    "once_open": ("chỉ tính khi đã gỡ {gates}", "counts once {gates} opens"),
    "stages": ("Các bước", "Stages"),
    "cites": ("Căn cứ", "Clauses"),
    "required": ("Yêu cầu", "Required"),
    "evidence": ("Tài liệu", "Evidence"),
    "flags": ("Lưu ý", "Flags"),
    "rules": ("Luật", "Rules"),
    "lead": ("Cơ quan thẩm định", "Lead agency"),
    "lost": ("mất", "lost"),
    "part": ("phần", "part"),
    "not_filed": ("chưa nộp", "not filed"),
    "appraised": ("riêng phần thẩm định", "appraised alone"),
    "index": ("chỉ số", "index"),
    "rank": ("hạng", "rank"),
    "grade": ("loại", "grade"),
    "cluster": ("cụm", "cluster"),
    "group": ("nhóm", "group"),
    "last_year": ("Năm trước", "Last year"),
    "no_last_year": ("không có", "none"),
    "not_comparable": ("không so sánh được (sáp nhập, chia tách)", "not comparable (merged or parted)"),
    "barred": ("Không được xếp trên loại {best}", "No grade above {best}"),
    "bonus": ("Điểm thưởng", "Bonus"),
    "penalty": ("Điểm trừ", "Penalty"),
    "ceiling": ("trần điểm thưởng hoặc điểm trừ của bộ tiêu chí", "the set's ceiling of bonus or penalty"),
    "self": ("Tự chấm", "Self"),
    "r1": ("Thẩm định lần 1", "Round 1"),
    "r2": ("Thẩm định lần 2", "Round 2"),
    "council": ("Hội đồng", "Council"),
    "scenario": ("Kịch bản", "Scenario"),
    "up": ("tăng", "up"),
    "down": ("giảm", "down"),
    "more_than": ("hơn", "more than"),
    "same_band": ("cùng bậc, khi đạt", "the same band, at"),
    "percentage_points": ("điểm phần trăm", "percentage points"),
    "only": ("chỉ cần", "it takes"),
    "before_rounding": ("trước khi làm tròn", "before rounding"),
    "claimed": ("đề nghị không áp dụng, chờ công nhận", "claimed not applicable, to be decided"),
    "no_evidence": ("không có tài liệu kiểm chứng", "no evidence"),
    "not_applicable": ("không áp dụng", "not applicable"),
    "survey": ("Điều tra", "Survey"),
    "sampled": (
        "{answers} câu trả lời; điểm từ {low} đến {high} (độ tin cậy 95%, sai số chuẩn {error})",
        "{answers} answers; points from {low} to {high} (95% confidence, standard error {error})",
    ),
    "sampled_unit": (
        "{forms} phiếu; chỉ số từ {low} đến {high}, hạng từ {best} đến {worst} (độ tin cậy 95%)",
        "{forms} forms; index from {low} to {high}, rank from {best} to {worst} (95% confidence)",
    ),
    "few": ("ít câu trả lời, đọc thận trọng", "few answers, to be read with care"),
}


def why(reason: str, language: Language) -> str:
    """Give the sentence that says why no band was read; the reason is a state rule without its leaf."""
    return _WHY[reason][language == "en"]


def who(reason: str, language: Language) -> str:
    """Give the sentence that says who may change it."""
    return _WHO[reason][language == "en"]


def reasons() -> tuple[str, ...]:
    """List the reasons that have words."""
    return tuple(_WHY)


def term(word: str, language: Language) -> str:
    """Give a heading or a word."""
    return _TERMS[word][language == "en"]
