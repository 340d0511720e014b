"""Write docs/seed-coverage.md: which leaf measures each clause of the decision, or why none does.

    python -m tests.docs.coverage_page

Clauses come from ``rules/documents/``, leaves from every set that cites them. A clause that binds a kind of
unit, that no leaf of that kind's set measures and that gives no reason is a hole, which a test refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from par_index.compile import load_plans
from par_index.model.plan import Leaf, Plan
from par_index.places import libraries
from par_index.read.documents import ClauseSpec, DocumentSpec, read_documents
from par_index.read.sets import set_ids
from par_index.targets.spec import ItemSpec, read_targets

PAGE = Path(__file__).resolve().parents[2] / "docs" / "seed-coverage.md"
HOLE = "**CHƯA CÓ**"
TITLES = {
    "target": "Chỉ tiêu (Phần II)",
    "duty": "Nhiệm vụ trọng tâm và tổ chức thực hiện (Phần III, VI)",
    "task": "Nhiệm vụ của Phụ lục",
}
INTRODUCTION = """\
# Quyết định 45/QĐ-UBND được đo ở đâu

Trang này do `python -m tests.docs.coverage_page` viết từ `rules/documents/` và các bộ tiêu chí; không sửa
tay. Mỗi khoản của quyết định có mã các mục đo nó trong từng bộ. “–” là khoản không giao cho loại đơn vị ấy;
khoản được giao mà không chấm thì có lý do. Khoản nào giao cho loại đơn vị nào là cách đọc của nhóm biên soạn.
Cột “chỉ tiêu” là mã mà `par-index targets` trả lời đạt hay chưa đạt, từ `rules/targets/2023.yaml`.

*Which scored item of each criteria set measures each clause of the decision; “–” where a clause does not bind
that kind of unit, else the reason why it is not scored. The column “chỉ tiêu” names the targets that
`par-index targets` answers.*
"""


@cache
def document() -> DocumentSpec:
    (found,), problems = read_documents(libraries())
    assert problems == ()
    return found


@cache
def plans() -> tuple[Plan, ...]:
    """Give the plans whose sets rest on the document, in the order of their ids."""
    every = (plan for set_id in set_ids(libraries()) for plan in load_plans(set_id, libraries())[0])
    return tuple(plan for plan in every if next(iter(plan.documents.values())) == document().document)


@cache
def targets() -> tuple[ItemSpec, ...]:
    """Give the targets of the year's decision."""
    spec, problems = read_targets(libraries(), 2023)
    assert spec is not None and problems == () and spec.document == document().document
    return spec.items


def asking(clause: ClauseSpec) -> tuple[str, ...]:
    """Give the targets that cite a clause."""
    return tuple(str(item.id) for item in targets() if clause.id in [cite.clause for cite in item.cites])


def measuring(clause: ClauseSpec, plan: Plan) -> tuple[Leaf, ...]:
    """Give the leaves that cite a clause and, where it names figures, read one of them."""
    return tuple(
        leaf
        for leaf in plan.leaves
        if clause.id in [cite.clause for cite in leaf.cites]
        and (not clause.reads or set(clause.reads) & set(leaf.inputs))
    )


def cell(clause: ClauseSpec, plan: Plan) -> str:
    """Say which leaves of a set measure a clause, or why none does."""
    leaves = measuring(clause, plan)
    if leaves:
        return ", ".join(leaf.code for leaf in leaves)
    if plan.kind not in clause.for_:
        return "–"
    elsewhere = [one for one in plans() if one.kind == plan.kind and measuring(clause, one)]
    if elsewhere:
        return f"ở bộ {elsewhere[0].set_id.rpartition('/')[2]}"
    return str(clause.not_scored.get(plan.kind) or HOLE)


def page() -> str:
    """Write the whole page."""
    found = document()
    parts = [INTRODUCTION, "| Bộ | Loại đơn vị |\n|---|---|"]
    parts += [f"| `{plan.set_id}` | {plan.kind_name} |" for plan in plans()]
    for kind, title in TITLES.items():
        clauses = [clause for clause in found.clauses if clause.kind == kind]
        parts.append(f"\n## {title}\n")
        parts.extend(_table(clauses))
    return "\n".join(parts) + "\n"


def _table(clauses: Sequence[ClauseSpec]) -> Iterator[str]:
    names = [plan.set_id.rpartition("/")[2] for plan in plans()]
    yield f"| Khoản | Nội dung | chỉ tiêu | {' | '.join(names)} |"
    yield "|---" * (3 + len(names)) + "|"
    for clause in clauses:
        about = "; ".join(filter(None, (clause.lead, clause.when)))
        say = f"{clause.say} *({about})*" if about else str(clause.say)
        asked = ", ".join(asking(clause)) or "–"
        yield f"| {clause.id} | {say} | {asked} | {' | '.join(cell(clause, plan) for plan in plans())} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
