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

*Which scored item of each criteria set measures each clause of the decision; “–” where a clause does not bind
that kind of unit, else the reason why it is not scored.*
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
    yield f"| Khoản | Nội dung | {' | '.join(names)} |"
    yield "|---" * (2 + len(names)) + "|"
    for clause in clauses:
        about = "; ".join(filter(None, (clause.lead, clause.when)))
        say = f"{clause.say} *({about})*" if about else str(clause.say)
        yield f"| {clause.id} | {say} | {' | '.join(cell(clause, plan) for plan in plans())} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
