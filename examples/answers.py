"""Write the synthetic surveys of the example cycles: ``python -m examples.answers`` from the repository.

For each cycle that holds its own survey: whom it could ask (``frame.csv``), whom it asks and the codes of the
forms (``sample.csv``, ``forms.csv``, as ``par-index survey plan --seed`` writes them), and what came back
(``responses/``). Every figure is drawn from a stream named by what it is about: the same program writes the
same bytes everywhere. People are numbers; no name stands here.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

from examples.generate import HERE, MARK, table
from par_index.model.facts import Unit
from par_index.model.instrument import Question
from par_index.model.plan import Plan
from par_index.places import libraries
from par_index.problem import has_errors
from par_index.score.opened import Opened, open_cycle
from par_index.survey.codes import read_code
from par_index.survey.design import Aim
from par_index.survey.plan import FORMS, lists, plan_survey

AIM = Aim(error=Fraction(15, 100), response_rate=Fraction(80, 100))
SEED = "20231015"
RETURNED = 0.8
FEW = {("ban-quan-ly-khu-cong-nghiep", "nguoi_dan"): 9, ("cb-17", "nguoi_dan"): 8}
"""Too few answers came back: the results must say so."""
SILENT = {("thanh-tra", "doanh_nghiep")}
"""Nobody answered: the other groups carry the weight."""


@dataclass(frozen=True, slots=True)
class People:
    """A row of the frame."""

    unit: str
    group: str
    stratum: str = ""
    population: str = ""
    respondent: str = ""
    works_at: str = ""


def province(cycle: Opened) -> Iterator[People]:
    """Draw whom departments and districts are judged by."""
    departments = [unit for unit in cycle.cycle.units if unit.kind == "so"]
    yield People("*", "dai_bieu", population="60")
    yield People("*", "dia_phuong", "cấp huyện", "33")
    yield People("*", "dia_phuong", "cấp xã", "516")
    for unit in departments:
        for number in range(1, 7):
            yield People("*", "so_nganh", respondent=f"{unit.code}-{number:02}", works_at=unit.code)
    for unit in cycle.cycle.units:
        stream = Random(f"frame/{unit.code}")
        if unit.kind == "huyen":
            yield People(unit.code, "cap_xa", population=str(2 * stream.randint(7, 24)))
        if unit.kind in ("so", "huyen"):
            yield People(unit.code, "nguoi_dan", population=str(stream.randint(900, 40_000)))
            yield People(unit.code, "doanh_nghiep", population=str(stream.randint(60, 700)))


def district(cycle: Opened) -> Iterator[People]:
    """Draw whom the communes of a district are judged by; people live in two areas of each."""
    yield People("*", "cap_huyen", population="48")
    for unit in cycle.cycle.units:
        stream = Random(f"frame/{unit.code}")
        yield People(unit.code, "hdnd_xa", population=str(stream.randint(24, 30)))
        for area in ("ấp trung tâm", "ấp vùng sâu"):
            yield People(unit.code, "nguoi_dan", area, str(stream.randint(1500, 6000)))
        yield People(unit.code, "doanh_nghiep", population=str(stream.randint(40, 300)))


SURVEYS = {"tien-giang-2023": province, "cai-be-2023": district}


def answered(cycle: Opened, forms: Iterable[str]) -> Mapping[str, list[list[str]]]:
    """Draw the forms that came back, by kind of unit: the code, then an answer to each question."""
    units = {unit.code: unit for unit in cycle.cycle.units}
    plans = {plan.kind: plan for plan in cycle.plans if plan.instrument is not None}
    found: dict[str, list[list[str]]] = {kind: [] for kind in plans}
    left = dict(FEW)
    for code in forms:
        said = read_code(code)
        assert said is not None
        key = said.unit, said.group
        stream = Random(f"answer/{code}")
        if stream.random() >= RETURNED or key in SILENT or left.get(key) == 0:
            continue
        if key in left:
            left[key] -= 1
        unit = units[said.unit]
        found[unit.kind].append([code, *_answers(plans[unit.kind], unit, said.group, stream)])
    return found


def _answers(plan: Plan, unit: Unit, group: str, stream: Random) -> Iterator[str]:
    """Draw one person's answers: alike among themselves, around what is thought of the unit."""
    assert plan.instrument is not None
    quality = 0.66 + 0.24 * Random(f"quality/{unit.code}").random()
    mood = quality + 0.1 * Random(f"group/{unit.code}/{group}").random() + 0.36 * (stream.random() - 0.5)
    for question in plan.instrument.questions:
        trait = plan.leaf_by_code[question.leaf].trait
        used = trait is None or trait in unit.traits
        drawn = mood + 0.5 * (stream.random() - 0.5), stream.random()
        yield _option(question, *drawn, used=used) if group in question.groups else ""


def _option(question: Question, liking: float, chance: float, *, used: bool) -> str:
    """Choose an answer by how much the person likes what is asked about; some do not know, a few skip it."""
    valued = [option.id for option in question.options if option.share is not None]
    unknown = next(option.id for option in question.options if option.share is None)
    if not used or chance < 0.05:
        return unknown
    steps = (0.82, 0.55, 0.3) if len(valued) == 4 else (0.85, 0.52, 0.35, 0.2)
    return "" if chance < 0.06 else valued[sum(liking <= step for step in steps)]


def write(name: str, folder: Path) -> None:
    """Write one cycle's survey below a folder that holds the cycle."""
    opened, problems = open_cycle(folder, libraries())
    assert opened is not None
    assert not has_errors(problems), [problem.text() for problem in problems]
    (folder / "survey" / "responses").mkdir(parents=True, exist_ok=True)
    columns = ("unit", "group", "stratum", "population", "respondent", "works_at", MARK)
    table(folder / "survey" / "frame.csv", columns, map(astuple, SURVEYS[name](opened)))
    planned, refused = plan_survey(folder, opened.cycle, opened.plans, AIM)
    assert planned is not None, [problem.text() for problem in refused]
    made = lists(planned, SEED)
    for file, content in made.items():
        (folder / "survey" / file).write_bytes(content)
    for kind, answers in answered(opened, _codes(made[FORMS])).items():
        questions = next(plan.instrument for plan in opened.plans if plan.kind == kind and plan.instrument)
        head = ("form", *(question.id for question in questions.questions), MARK)
        table(folder / "survey" / "responses" / f"{kind}.csv", head, answers)


def _codes(content: bytes) -> Sequence[str]:
    return [row["form"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


if __name__ == "__main__":
    for name in sys.argv[1:] or SURVEYS:
        write(name, HERE / name)
