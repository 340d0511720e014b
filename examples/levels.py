"""Write the synthetic figures of the cycles of communes: ``python -m examples.levels`` from the repository.

``cai-be-2023``: a district scores its own communes by its extension of the province's set.
``mau-hai-cap-2025``: an invented province of two tiers scores departments and 102 communes in one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from examples.draw import LAST_YEAR, SECTIONS, number, pair
from examples.generate import HERE, MARK, table
from par_index.compile import load_plans
from par_index.model.plan import Plan
from par_index.places import libraries

TOWN = "Thị trấn Cái Bè"
COMMUNES = (
    "An Cư", "An Hữu", "An Thái Đông", "An Thái Trung", "Đông Hòa Hiệp", "Hậu Mỹ Bắc A", "Hậu Mỹ Bắc B",
    "Hậu Mỹ Phú", "Hậu Mỹ Trinh", "Hậu Thành", "Hòa Hưng", "Hòa Khánh", "Mỹ Đức Đông", "Mỹ Đức Tây", "Mỹ Hội",
    "Mỹ Lợi A", "Mỹ Lợi B", "Mỹ Lương", "Mỹ Tân", "Mỹ Trung", "Tân Hưng", "Tân Thanh", "Thiện Trí",
    "Thiện Trung",
)  # fmt: skip
"""The communes of the district until 30/06/2025, by general knowledge."""
DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Xây dựng", "Sở Nông nghiệp và Môi trường",
    "Sở Công Thương", "Sở Khoa học và Công nghệ", "Sở Giáo dục và Đào tạo", "Sở Y tế",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Ngoại vụ", "Thanh tra tỉnh", "Văn phòng UBND tỉnh",
    "Ban Quản lý các khu công nghiệp",
)  # fmt: skip
NEW, WARDS, FORMER = 102, 14, 6
FIRST_DAY = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of units.csv."""

    code: str
    name: str
    kind: str
    traits: tuple[str, ...] = ()
    predecessor: str = ""
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A cycle to be written: its folder, its units, the set of each kind, and how its figures are drawn."""

    folder: Path
    units: tuple[Unit, ...]
    sets: Mapping[str, str]
    before: bool = False
    """Whether last year's figures are drawn too."""
    own_survey: bool = False
    """Whether the cycle holds its own survey (``examples.answers``); others' scores are drawn else."""


def cai_be() -> Example:
    """List the communes of the district; some were given capital or a plan of rearrangement."""
    names = (TOWN, *(f"Xã {name}" for name in COMMUNES))
    made = tuple(Unit(f"cb-{at:02}", name, "xa", _traits(name)) for at, name in enumerate(names, 1))
    return Example(HERE / "cai-be-2023", made, {"xa": "cai-be/2023/xa"}, before=True, own_survey=True)


def _traits(name: str) -> tuple[str, ...]:
    stream = Random(f"traits/{name}")
    wanted = (("co_tthc_dat_dai_xay_dung_dau_tu", 1), ("co_von_dau_tu", 2), ("thuoc_dien_sap_xep", 8))
    return tuple(trait for trait, rare in wanted if stream.randrange(rare) == 0)


def two_tiers() -> Example:
    """Invent a province: departments, communes and wards made of former ones, and some that ended."""
    offices = tuple(
        Unit(f"so-{at:02}", name, "so", _department_traits(name)) for at, name in enumerate(DEPARTMENTS, 1)
    )
    ended = tuple(
        Unit(f"cu-{at:03}", f"Xã cũ số {at:03}", "xa", valid_to="30/06/2025") for at in range(1, FORMER + 1)
    )
    return Example(
        HERE / "mau-hai-cap-2025",
        (*offices, *map(_commune, range(1, NEW + 1)), *ended),
        {"so": "mau-hai-cap/2025/so", "xa": "mau-hai-cap/2025/xa"},
    )


def _commune(at: int) -> Unit:
    name = f"Phường mẫu {at:03}" if at <= WARDS else f"Xã mẫu {at:03}"
    before = ";".join(f"cu-{at * 2 - 1 + more:03}" for more in range(2)) if at * 2 <= FORMER else ""
    return Unit(f"xa-{at:03}", name, "xa", _traits(name), before, "01/07/2025")


def _department_traits(name: str) -> tuple[str, ...]:
    every = ("co_tthc", "co_tthc_dat_dai_xay_dung_dau_tu", "co_don_vi_truc_thuoc", "co_quan_chuyen_mon")
    some = Random(f"traits/{name}")
    kept = [trait for trait in (*every, "co_von_dau_tu", "co_nha_dat") if some.randrange(4)]
    return tuple(kept) if name != "Thanh tra tỉnh" else ("co_quan_chuyen_mon",)


@cache
def plan_of(example: Path, set_id: str) -> Plan:
    """Give the plan of a set, the cycle's own folder first."""
    own = example / "criteria"
    (plan,), _ = load_plans(set_id, libraries(own if own.is_dir() else None))
    return plan


def figures(example: Example, unit: Unit) -> Mapping[str, str]:
    """Draw a unit's figures: those its set asks for, the days of another year moved there."""
    plan = plan_of(example.folder, example.sets[unit.kind])
    asked = {entry.code for entry in plan.inputs if entry.source == "declared" and entry.kind != "points"}
    found: dict[str, str] = {}
    for trait, section in SECTIONS[unit.kind]:
        if not trait or trait in unit.traits:
            found |= section(Random(f"{example.folder.name}/{unit.code}/{section.__name__}"))
    found |= own_figures(Random(f"{example.folder.name}/{unit.code}/own"), plan.year)
    return {code: _in_year(text, plan.year) for code, text in found.items() if code in asked}


def own_figures(stream: Random, year: int) -> Mapping[str, str]:
    """Draw what only these cycles ask for."""
    hamlets = stream.randint(4, 9)
    months = (
        {}
        if year == 2023
        else {"ngay_kh": (FIRST_DAY + timedelta(stream.randint(5, 40))).strftime("%d/%m/%Y")}
    )
    return {
        **pair(stream, "so_ap", "ap_co_to", hamlets, hamlets),
        "ngay_cuoi_tuan": number(stream.randint(0, 4)),
        "nhac_nho": number(stream.choice((0, 0, 0, 1, 2))),
        **months,
    }


def _in_year(text: str, year: int) -> str:
    return text.replace("/2023", f"/{year}").replace("/2022", f"/{year - 1}")


def scores(example: Example) -> Iterable[Sequence[str]]:
    """Draw the survey's shares of every unit."""
    for unit in standing(example):
        plan = plan_of(example.folder, example.sets[unit.kind])
        for leaf in plan.leaves:
            if leaf.kind == "survey" and (leaf.trait is None or leaf.trait in unit.traits):
                share = Random(f"{example.folder.name}/{unit.code}/{leaf.code}").randint(7800, 9600)
                yield (
                    unit.code,
                    leaf.code,
                    f"{share // 100},{share % 100:02}%",
                    "",
                    "Điều tra xã hội học (giả lập)",
                )


def _before(example: Example) -> Iterable[Sequence[str]]:
    for unit in example.units:
        for _, section in LAST_YEAR[unit.kind]:
            stream = Random(f"{example.folder.name}/2022/{unit.code}/{section.__name__}")
            yield from ((unit.code, code, text) for code, text in section(stream).items())


def standing(example: Example) -> Iterable[Unit]:
    """Give the units that are scored: those that ended are only listed."""
    return (unit for unit in example.units if not unit.valid_to)


def write(example: Example, folder: Path) -> None:
    """Write a cycle's drawn files below a folder."""
    (folder / "survey").mkdir(parents=True, exist_ok=True)
    columns = ("unit", "name", "kind", "traits", "predecessor", "valid_from", "valid_to", MARK)
    table(
        folder / "units.csv",
        columns,
        (
            (
                one.code,
                one.name,
                one.kind,
                ";".join(one.traits),
                one.predecessor,
                one.valid_from,
                one.valid_to,
            )
            for one in example.units
        ),
    )
    lines = (
        (unit.code, code, text) for unit in standing(example) for code, text in figures(example, unit).items()
    )
    table(folder / "facts.csv", ("unit", "input", "value", MARK), lines)
    if example.before:
        (folder / "nam-truoc").mkdir(exist_ok=True)
        table(folder / "nam-truoc" / "facts.csv", ("unit", "input", "value", MARK), _before(example))
    if not example.own_survey:
        heads = ("unit", "code", "share", "points", "source", MARK)
        table(folder / "survey" / "scores.csv", heads, scores(example))


EXAMPLES = (cai_be, two_tiers)

if __name__ == "__main__":
    for make in EXAMPLES:
        one = make()
        write(one, one.folder)
