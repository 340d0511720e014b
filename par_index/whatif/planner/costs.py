"""What it costs to move figures: a file's prices, else the share of the distance covered.

The default price of a figure is the share, in whole per cents rounded up, that the move covers of the way
from its worst end to the place beyond which nothing more is gained. The worst end is the least figure where
more is better, the last day of a date, and the filed figure of any other that should fall.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from par_index.model.facts import Written
from par_index.model.plan import Input, Plan
from par_index.model.text import Text
from par_index.points import parse_number
from par_index.problem import NOWHERE, Problem, Where, in_order
from par_index.read.costs import CostsSpec, Others, PriceSpec
from par_index.read.figures import typed
from par_index.text import nearest

WHOLE = 100
"""The default price of the whole way."""


@dataclass(frozen=True, slots=True)
class Price:
    """What moving one figure costs: ``fixed`` once, and ``per_step`` for each begun piece of ``step``.

    ``step`` and ``most`` are in the input's own scale. While ``shared`` the default price holds instead.
    """

    shared: bool = True
    fixed: int = 0
    per_step: int = 0
    step: int = 1
    most: int | None = None
    better: Literal["more", "less"] | None = None
    deadline: date | None = None
    lead: str = ""
    needs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices of one kind of unit's figures; ``name`` is empty for the default costs."""

    name: str = ""
    unit: str = ""
    marked: str = ""
    """``proposed``, ``synthetic``, both or nothing."""
    others: Others = "share"
    margin: Fraction = Fraction(0)
    prices: Mapping[str, Price] = field(default_factory=dict)
    exclusive: tuple[tuple[str, ...], ...] = ()

    def price(self, code: str) -> Price | None:
        """Give a figure's price; ``None`` where the file says that what it does not name stays."""
        found = self.prices.get(code)
        return found or (Price() if self.others == "share" else None)

    @property
    def is_tied(self) -> bool:
        """Tell whether some figures hang on others, so that they cannot be chosen one by one."""
        return bool(self.exclusive) or any(price.needs for price in self.prices.values())


DEFAULT = Costs()


def margin_of(text: str, where: Where = NOWHERE) -> Fraction | Problem:
    """Read index points such as ``+0,50``."""
    try:
        return parse_number(text.strip().removeprefix("+"))
    except ValueError:
        return Problem("K02", where, {"text": text})


def costs_of(spec: CostsSpec, plan: Plan, plans: Sequence[Plan] = ()) -> tuple[Costs, tuple[Problem, ...]]:
    """Read a file of costs for one plan; inputs of the cycle's other ``plans`` are known and left out."""
    problems: list[Problem] = []
    known = {entry.code for one in (plan, *plans) for entry in one.inputs}
    named = [*spec.inputs, *(code for group in spec.exclusive for code in group)]
    named += [code for price in spec.inputs.values() for code in price.needs]
    problems += [_unknown(code, known) for code in named if code not in known]
    prices = {}
    for code, price in spec.inputs.items():
        entry = plan.input_by_code.get(code)
        if entry is not None:
            prices[str(code)] = _price(entry, price, _place(code), problems)
    problems += _unmet(spec, plan, prices)
    margin = margin_of(spec.rivals, spec.rivals.where) if spec.rivals else Fraction(0)
    if isinstance(margin, Problem):
        problems.append(margin)
        margin = Fraction(0)
    problems += [problem for group in spec.exclusive for problem in _alone(group, spec.where)]
    problems += _circles(spec)
    exclusive = tuple(
        tuple(str(code) for code in group if code in plan.input_by_code) for group in spec.exclusive
    )
    marked = " ".join(
        word
        for word, held in (("synthetic", spec.synthetic == "true"), ("proposed", spec.status == "proposed"))
        if held
    )
    made = Costs(str(spec.costs), str(spec.unit), marked, spec.others, margin, prices, exclusive)
    return made, in_order(problems)


def _unknown(code: str, known: set[str]) -> Problem:
    return Problem("K03", _place(code), {"input": str(code), "nearest": nearest(code, known) or ""})


def _place(code: str) -> Where:
    return code.where if isinstance(code, Text) else NOWHERE


def _alone(group: Sequence[str], where: Where) -> Iterator[Problem]:
    if len(set(group)) < 2:
        place = next((code.where for code in group if isinstance(code, Text)), where)
        yield Problem("K06", place, {"group": ", ".join(group)})


def _unmet(spec: CostsSpec, plan: Plan, prices: Mapping[str, Price]) -> Iterator[Problem]:
    """Refuse a figure that needs one which no unit can move."""
    for code, price in spec.inputs.items():
        for needed in price.needs if code in plan.input_by_code else ():
            entry = plan.input_by_code.get(needed)
            own = entry is not None and (
                entry.source != "declared" or entry.better == "neutral" or entry.previous is not None
            )
            unpriced = needed not in prices and (own or spec.others == "stay")
            if entry is not None and unpriced:
                yield Problem("K09", needed.where, {"input": str(code), "needed": str(needed)})


def _circles(spec: CostsSpec) -> Iterator[Problem]:
    """Refuse figures that need one another or, in the end, themselves."""
    needs = {str(code): [str(one) for one in price.needs] for code, price in spec.inputs.items()}
    for code in spec.inputs:
        seen: set[str] = set()
        waiting = list(needs[str(code)])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += needs.get(one, [])
        if str(code) in seen:
            yield Problem("K07", _place(code), {"input": str(code)})


def _price(entry: Input, spec: PriceSpec, where: Where, problems: list[Problem]) -> Price:
    step = _step(entry, spec.step) if spec.step is not None else _own_step(entry)
    if isinstance(step, Problem):
        problems.append(step)
        step = 1
    for amount in (spec.fixed, spec.per_step):
        if amount < 0:
            problems.append(Problem("K05", where, {"input": entry.code, "amount": str(amount)}))
    most: int | None = None
    if spec.most is not None:
        found = typed(entry, Written(str(spec.most), "text", spec.most.where), "vi")
        problems += [found] if isinstance(found, Problem) else []
        most = None if isinstance(found, Problem) else found
    if entry.better == "neutral" and spec.better is None:
        problems.append(Problem("K08", where, {"input": entry.code, "label": entry.label}))
    return Price(
        shared=not (spec.fixed or spec.per_step),
        fixed=spec.fixed,
        per_step=spec.per_step,
        step=step,
        most=most,
        better=spec.better,
        deadline=spec.deadline,
        lead=str(spec.lead or ""),
        needs=tuple(map(str, spec.needs)),
        note=str(spec.note or ""),
    )


def _own_step(entry: Input) -> int:
    """Give one whole of a figure: a file, a day, a level, one per cent."""
    if entry.kind in ("percent", "share"):
        return max(entry.scale // 100, 1)
    return entry.scale if entry.kind in ("count", "amount", "points") else 1


def _step(entry: Input, text: Text) -> int | Problem:
    try:
        value = parse_number(text.removesuffix("%"), "vi") / (100 if text.endswith("%") else 1)
    except ValueError:
        value = Fraction(0)
    kept = value * entry.scale
    if kept <= 0 or kept.denominator != 1:
        return Problem("K04", text.where, {"input": entry.code, "label": entry.label, "text": str(text)})
    return int(kept)
