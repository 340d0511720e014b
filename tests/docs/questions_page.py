"""Write the page of questionnaires: who is asked of each kind of unit, with what weight, and what.

Run ``python -m tests.docs.questions_page`` after a change of a set's survey.
"""

from __future__ import annotations

from collections.abc import Iterator

from par_index.compile import load_plans
from par_index.model.instrument import Instrument, Option, Question
from par_index.model.plan import Plan
from par_index.papers.wording import percent
from par_index.places import libraries
from tests.docs.annex_page import DOCS

PAGE = "tien-giang-2023-phieu-hoi.md"
SETS = ("tien-giang/2023/so", "tien-giang/2023/huyen", "tien-giang/2023/xa")
INTRODUCTION = """\
# Phiếu hỏi điều tra xã hội học năm 2023, tỉnh Tiền Giang (đề xuất)

Trang này do `python -m tests.docs.questions_page` viết từ khóa `survey` của bộ tiêu chí; không sửa tay.
Quyết định 45/QĐ-UBND đòi điều tra theo từng nhóm đối tượng (PL.I.12), khảo sát ở xã (PL.I.10) và đặt ngưỡng
hài lòng (II.8, II.15, II.16), nhưng không kèm phiếu hỏi: **nhóm, trọng số, thang đo và câu hỏi do nhóm biên
soạn đề xuất (proposed)**. Ngành dọc và xã kiểu mẫu do nơi khác điều tra nên không có phiếu ở đây.
"""
_POLICIES = {
    "reweigh": "Nhóm không có ai trả lời về một mục: các nhóm khác gánh trọng số của nhóm ấy.",
    "leave_out": "Không biết, bỏ trống: không tính vào mẫu số.",
    "refuse": "Phiếu của người làm việc tại chính đơn vị được đánh giá: không nhận.",
}
_HEAD = "| Câu | Mục | Nội dung | Hỏi ai | Trọng số |\n|---|---|---|---|---|"


def page() -> str:
    """Write the whole page."""
    plans = [plan for set_id in SETS for plan in load_plans(set_id, libraries())[0]]
    lines = [line for plan in plans for line in _questionnaire(plan)]
    return "\n".join((INTRODUCTION, *lines)).rstrip() + "\n"


def _questionnaire(plan: Plan) -> Iterator[str]:
    own = plan.instrument
    assert own is not None
    yield f"## Bộ `{plan.set_id}`: {plan.kind_name}\n"
    yield from _groups(own)
    for policy in (own.no_answers, own.dont_know, own.self_rating):
        yield f"- {_POLICIES[policy]}"
    for options in dict.fromkeys(question.options for question in own.questions):
        asked = [question for question in own.questions if question.options == options]
        yield f"\nTrả lời: {'; '.join(map(_option, options))}.\n"
        yield _HEAD
        yield from (_row(plan, question) for question in asked)
    yield ""


def _groups(own: Instrument) -> Iterator[str]:
    yield "| Nhóm | Mã | Trọng số | Ít phiếu khi dưới |\n|---|---|---|---|"
    for group in own.groups:
        counted = " (theo dân số từng khu vực)" if group.strata == "population" else ""
        yield f"| {group.name}{counted} | `{group.id}` | {percent(group.weight)} | {group.min_answers} |"
    yield ""


def _option(option: Option) -> str:
    worth = "không tính" if option.share is None else percent(option.share)
    return f"{option.label} ({worth})"


def _row(plan: Plan, question: Question) -> str:
    groups = ", ".join(f"`{group}`" for group in question.groups)
    name = plan.leaf_by_code[question.leaf].name
    return f"| {question.id} | {question.leaf} {name} | {question.text} | {groups} | {question.weight} |"


if __name__ == "__main__":
    (DOCS / PAGE).write_text(page(), "utf-8")
