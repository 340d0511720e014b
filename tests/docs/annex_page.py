"""Write the annexes of sets that have no paper of their own, as an official reads them.

    python -m tests.docs.annex_page

One page a set: what ``notes/`` says of it, areas, then each scored item with its maximum, how it is scored,
when it does not apply, who appraises it and the clauses it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from par_index.compile import load_plans
from par_index.model.plan import Leaf, Node, Plan
from par_index.model.states import TRAIT, State, StateRule
from par_index.papers.wording import how
from par_index.places import libraries
from par_index.points import shown_points

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {
    "tien-giang-2023-huyen.md": ("tien-giang/2023/huyen",),
    "bo-noi-vu-2022.md": ("bo-noi-vu/2022/tinh",),
    "mau-hai-cap-2025.md": ("mau-hai-cap/2025/so", "mau-hai-cap/2025/xa"),
}
"""Which sets each page holds."""
INTRODUCTION = """\
# {title}

Trang này do `python -m tests.docs.annex_page` viết từ bộ tiêu chí; không sửa tay. Điểm, và các bậc mà văn
bản căn cứ không nêu, là đề xuất của nhóm biên soạn (proposed). Cách đọc căn cứ, làm tròn, không áp dụng: như
[bộ của sở, ban, ngành](tien-giang-2023.md#cách-đọc).
"""
NOTES = Path(__file__).with_name("notes")
"""What a reader must know of a page before its tables: what is certain of it, what is a model."""
_POLICY = {"drop": "loại", "full": "trọn", "zero": "không"}
_EMPTY = {"drop": "loại", "full": "trọn", "zero": "0 điểm"}


def page(name: str) -> str:
    """Write one page."""
    plans = [plan for set_id in PAGES[name] for plan in load_plans(set_id, libraries())[0]]
    note = NOTES / name
    parts = [INTRODUCTION.format(title=plans[0].name), *([note.read_text("utf-8")] if note.exists() else [])]
    for plan in plans:
        parts += [f"## Bộ `{plan.set_id}`: {plan.kind_name}\n", *_areas(plan), ""]
        for area in plan.areas:
            parts += [f"### {area.code}. {area.name} ({_points(area.max)})\n", *_leaves(plan, area), ""]
        parts += [*_extras(plan), *_rules(plan)]
    return "\n".join(parts).rstrip() + "\n"


def _points(micro: int) -> str:
    text = shown_points(micro, 6).rstrip("0").rstrip(",")
    return text or "0"


def _areas(plan: Plan) -> Iterator[str]:
    yield "| Lĩnh vực | Tối đa | Thẩm định | Điều tra | Số mục | Cơ quan thẩm định |"
    yield "|---|---|---|---|---|---|"
    for area in plan.areas:
        own = [plan.leaf_by_code[code] for code in area.leaves]
        survey = sum(leaf.max for leaf in own if leaf.kind == "survey")
        cells = (
            area.name,
            _points(area.max),
            _points(area.max - survey),
            _points(survey),
            str(len(own)),
            area.lead,
        )
        yield f"| {area.code}. {' | '.join(cells)} |"
    total = plan.appraised_max + plan.survey_max
    sums = (_points(points) for points in (total, plan.appraised_max, plan.survey_max))
    count = sum(len(area.leaves) for area in plan.areas)
    yield f"| **Cộng** | **{'** | **'.join(sums)}** | **{count}** | |"


_COLUMNS = "Mã", "Tên", "Tối đa", "Cách cho điểm", "Không áp dụng", "Cơ quan thẩm định", "Căn cứ"
_HEAD = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|"


def _leaves(plan: Plan, area: Node) -> Iterator[str]:
    yield _HEAD
    parent = ""
    names = {node.code: node for node in plan.nodes}
    for code in area.leaves:
        leaf = plan.leaf_by_code[code]
        if leaf.parent not in (parent, area.code):
            parent = leaf.parent
            node = names[parent]
            yield f"| **{node.code}** | **{node.name}** | **{_points(node.max)}** | | | | |"
        yield _row(plan, leaf)


def _row(plan: Plan, leaf: Leaf) -> str:
    cites = ", ".join(cite.clause for cite in leaf.cites)
    most = _points(leaf.max) + (f" (thấp nhất {_points(leaf.min)})" if leaf.min else "")
    told = how(plan, leaf).replace("\n", "<br>").replace("|", "\\|")
    return f"| {leaf.code} | {leaf.name} | {most} | {told} | {_absence(leaf)} | {leaf.lead} | {cites} |"


def _absence(leaf: Leaf) -> str:
    trait = next(rule for rule in leaf.states if rule.low <= TRAIT <= rule.high)
    said = f"{_POLICY[trait.earn]} (`{leaf.trait}`)" if leaf.trait else _granted(leaf)
    first = ["số liệu năm trước"] if leaf.use_previous else []
    empty = ", rồi ".join((*first, *map(_empty, leaf.if_empty)))
    return f"{said}; mẫu 0: {empty}" if empty else said


def _granted(leaf: Leaf) -> str:
    rule = next((rule for rule in leaf.states if rule.low <= 16 <= rule.high), None)
    return _POLICY[rule.earn] if rule and rule.state == State.NOT_APPLICABLE else "không"


def _empty(rule: StateRule) -> str:
    return "từ chối" if rule.state == State.REJECTED else _EMPTY[rule.earn]


def _extras(plan: Plan) -> Iterator[str]:
    for kind, title, ceiling in (
        ("bonus", "Điểm thưởng", plan.bonus_ceiling),
        ("penalty", "Điểm trừ", plan.penalty_ceiling),
    ):
        own = [leaf for leaf in plan.leaves if leaf.kind == kind]
        if own:
            yield from (f"### {title} (không quá {_points(ceiling)})\n", _HEAD)
            yield from (_row(plan, leaf) for leaf in own)
            yield ""


def _rules(plan: Plan) -> Iterator[str]:
    if plan.gates:
        yield "### Chặn điểm\n"
        for gate in plan.gates:
            caps = ", ".join(f"{code} không quá {_points(cap)}" for code, cap in gate.caps)
            yield f"- {gate.id}: khi {gate.when.code} {gate.when.phrase} thì {caps}."
        yield ""
    if plan.grades:
        yield "### Xếp loại\n"
        yield from (f"- {row.name}: {row.phrase}." for row in plan.grades.rows)
        for bar in plan.grades.bars:
            yield f"- {bar.id}: khi `{bar.when.code}` {bar.when.phrase} thì không trên {bar.best}."
        yield ""


if __name__ == "__main__":
    for one in PAGES:
        (DOCS / one).write_text(page(one), "utf-8")
