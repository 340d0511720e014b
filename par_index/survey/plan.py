"""Plan a cycle's survey: sizes of every group of every unit, what is too few, the lists for the fieldwork."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from par_index.model.facts import Cycle, Unit
from par_index.model.instrument import Instrument, Respondents
from par_index.model.plan import Plan
from par_index.problem import Problem, Where
from par_index.survey.codes import form_code
from par_index.survey.design import Aim, GroupSize, group_size
from par_index.survey.draw import draw
from par_index.survey.frame import FILES, FOLDER, Frame, instruments, read_frame

SAMPLE, FORMS = "sample.csv", "forms.csv"
_MARK = "SỐ LIỆU GIẢ LẬP"
_NAMED = 5
"""A warning names so many units and counts the rest."""


@dataclass(frozen=True, slots=True)
class KindPlan:
    """The sizes of every group that rates one kind of unit; by group, then in the units' order."""

    kind: str
    name: str
    units: tuple[Unit, ...]
    sizes: tuple[GroupSize, ...]


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """A cycle's whole survey, with the frame it was planned from."""

    cycle: Cycle
    frame: Frame
    kinds: tuple[KindPlan, ...]

    @property
    def sizes(self) -> tuple[GroupSize, ...]:
        return tuple(size for kind in self.kinds for size in kind.sizes)


def plan_survey(
    folder: Path, cycle: Cycle, plans: Sequence[Plan], aim: Aim
) -> tuple[SurveyPlan | None, tuple[Problem, ...]]:
    """Read the frame and plan every group of every kind; ``None`` without a sound frame or an instrument."""
    asked = instruments(cycle, plans)
    if not asked:
        return None, (Problem("S10", cycle.where),)
    frame, problems = read_frame(folder, cycle, plans)
    if frame is None:
        return None, problems or (Problem("S11", Where(f"{FOLDER}/{FILES[0]}")),)
    names = {plan.kind: plan.kind_name for plan in plans}
    kinds = [_kind(cycle, kind, names[kind], one, frame, aim) for kind, one in asked.items()]
    found = (problem for kind in kinds for problem in _few(kind, asked[kind.kind], frame))
    return SurveyPlan(cycle, frame, tuple(kinds)), (*problems, *found)


def _kind(cycle: Cycle, kind: str, name: str, asked: Instrument, frame: Frame, aim: Aim) -> KindPlan:
    units = tuple(unit for unit in cycle.units if unit.kind == kind)
    found = (group_size(unit.code, group, frame, aim) for group in _groups(asked) for unit in units)
    return KindPlan(kind, name, units, tuple(size for size in found if size is not None))


def _groups(asked: Instrument) -> Iterator[Respondents]:
    return (group for group in asked.groups if asked.asked(group.id))


def _few(kind: KindPlan, asked: Instrument, frame: Frame) -> Iterator[Problem]:
    """Warn, group by group, of units nobody is to be asked about, and of those with too few people."""
    where = Where(frame.file)
    for group in _groups(asked):
        sizes = {one.unit: one for one in kind.sizes if one.group.id == group.id}
        args = {"group": group.id, "name": group.name, "least": str(group.min_answers)}
        absent = [unit.code for unit in kind.units if unit.code not in sizes]
        small = [unit for unit, one in sizes.items() if one.population < group.min_answers]
        short = [unit for unit, one in sizes.items() if one.few and unit not in small]
        if absent:
            yield Problem("S12", where, {**args, **_told(absent)})
        if small:
            yield Problem("S13", where, {**args, **_told(small)})
        if short:
            yield Problem("S14", where, {**args, **_told(short)})


def _told(units: Sequence[str]) -> dict[str, str]:
    return {"count": str(len(units)), "units": ", ".join(units[:_NAMED]) + (", …" if units[_NAMED:] else "")}


def lists(plan: SurveyPlan, seed: str) -> Mapping[str, bytes]:
    """Draw the sample and number the forms: two files that share no key, so no form tells whose it is."""
    mark = (_MARK,) if plan.cycle.synthetic else ()
    drawn = (one for size in plan.sizes for one in draw(size, plan.frame, seed))
    people = ((*one.cell, one.number, one.respondent) for one in drawn)
    return {
        SAMPLE: _csv((*("unit", "group", "stratum", "number", "respondent"), *mark), people),
        FORMS: _csv((*("form", "unit", "group", "stratum"), *mark), _forms(plan.sizes)),
    }


def _forms(sizes: Iterable[GroupSize]) -> Iterator[tuple[str, ...]]:
    for size in sizes:
        strata = [one.cell.stratum for one in size.strata for _ in range(one.forms)]
        for number, stratum in enumerate(strata, 1):
            yield form_code(size.unit, size.group.id, number), size.unit, size.group.id, stratum


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table that spreadsheets open with its diacritics whole."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def write_lists(out: Path, files: Mapping[str, bytes]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Write all files or none; a list that stands there already, and differs, is in use and is kept."""
    paths = {out / name: content for name, content in files.items()}
    try:
        used = [path for path, content in paths.items() if path.exists() and path.read_bytes() != content]
        if used:
            return (), tuple(Problem("S15", Where(path.as_posix())) for path in used)
        out.mkdir(parents=True, exist_ok=True)
        _put(paths)
    except OSError as error:
        place = Where(str(error.filename or out))
        return (), (Problem("S16", place, {"reason": error.strerror or str(error)}),)
    return tuple(paths), ()


def _put(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first; what an interruption leaves undone, the same run completes."""
    parts = {path: path.with_name(f".{path.name}.dang-ghi") for path in files}
    try:
        for path, part in parts.items():
            part.write_bytes(files[path])
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
