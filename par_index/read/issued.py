"""Read and append ``issued.lock``: the list, one in each folder of criteria, of the sets that were issued.

One line a set: its id, its digest, the number and the date of its decision. A line is written once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from par_index.model.plan import Plan
from par_index.places import Libraries, shown
from par_index.problem import Problem, Where

NAME = "issued.lock"
_HEAD = (
    "# Các bộ tiêu chí đã ban hành, mỗi bộ một dòng: mã bộ, mã bản (digest), số, ngày của quyết định.\n"
    "# Lệnh “par-index check BỘ --issue” ghi thêm dòng; không sửa, không xóa dòng nào bằng tay.\n"
)


@dataclass(frozen=True, slots=True)
class Issued:
    """One line of the list."""

    digest: str
    where: Where


def home(path: Path, name: str) -> Path:
    """Find the folder of criteria a set's file belongs to: its own folder when it bears no such path."""
    whole = path.resolve()
    return whole.parents[name.count("/")] if whole.as_posix().endswith(f"/{name}.yaml") else whole.parent


def read_lock(folder: Path) -> tuple[Mapping[str, Issued], tuple[Problem, ...]]:
    """Read a folder's list by set; a folder without one has issued nothing."""
    path = folder / NAME
    found: dict[str, Issued] = {}
    problems: list[Problem] = []
    text = path.read_text("utf-8") if path.is_file() else ""
    for number, line in enumerate(text.splitlines(), 1):
        fields, where = line.split(), Where(shown(path), number)
        if not fields or line.startswith("#"):
            continue
        if len(fields) < 4 or not fields[1].startswith("sha256-") or fields[0] in found:
            problems.append(Problem("L117", where, {"line": line.strip()}))
        else:
            found[fields[0]] = Issued(fields[1], where)
    return found, tuple(problems)


def unlisted(plan: Plan, path: Path) -> Iterator[Problem]:
    """Tell an issued set that has no line in its folder's list."""
    lines, problems = read_lock(home(path, plan.set_id))
    if plan.status == "issued" and plan.set_id not in lines:
        yield from problems
        yield Problem("L118", Where(shown(path)), {"set": plan.set_id})


def altered(plan: Plan, path: Path) -> Iterator[Problem]:
    """Tell a set that is no longer what its line says, whatever it calls itself now."""
    line = read_lock(home(path, plan.set_id))[0].get(plan.set_id)
    if line is not None and line.digest != plan.digest:
        args = {"set": plan.set_id, "issued": line.digest, "found": plan.digest, "line": str(line.where)}
        yield Problem("L119", Where(shown(path)), args)


def vanished(libraries: Libraries) -> Iterator[Problem]:
    """Tell each line of the shelves' lists whose file is gone, and each that cannot be read."""
    for folder in libraries.criteria:
        lines, problems = read_lock(folder)
        yield from problems
        for name, line in lines.items():
            if not (folder / f"{name}.yaml").is_file():
                yield Problem("L120", line.where, {"set": name})


def issue(plan: Plan, path: Path) -> tuple[Problem, ...]:
    """Append an issued set's line to its folder's list; a line that stands is never written again."""
    place = home(path, plan.set_id) / NAME
    if plan.status != "issued" or plan.issued_on is None:
        return (Problem("L121", Where(shown(path)), {"set": plan.set_id}),)
    lines, problems = read_lock(place.parent)
    if problems or plan.set_id in lines:
        return problems
    line = f"{plan.set_id}  {plan.digest}  {plan.number}  {plan.issued_on:%d/%m/%Y}\n"
    try:
        before = place.read_text("utf-8") if place.is_file() else ""
        with place.open("a", encoding="utf-8") as out:
            out.write(_HEAD if not before else "" if before.endswith("\n") else "\n")
            out.write(line)
    except OSError as error:
        return (Problem("L122", Where(shown(place)), {"reason": error.strerror or str(error)}),)
    return ()
