"""Settle what is drawn for each group, from the cycle's own data and the noise file, and say so in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from par_index.model.plan import Plan
from par_index.points import shown
from par_index.problem import NOWHERE, Problem, Where, in_order
from par_index.read.noise import DataSpec, NoiseSpec
from par_index.survey.error import of_unit
from par_index.survey.outcome import Outcome, share_input
from par_index.text import nearest
from par_index.whatif.basis import Basis, Ground
from par_index.whatif.robust.gaps import RELATIVE, Gaps, appraised, family_of, observed
from par_index.whatif.robust.noise import AppraisalNoise, DataNoise, Noise, SurveyNoise, WeightNoise
from par_index.whatif.robust.result import Assumption


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """The noise over each group of a basis, and what it assumes, in the order of its grounds."""

    noises: tuple[Noise, ...]
    assumptions: tuple[tuple[Assumption, ...], ...]


def settle(basis: Basis, spec: NoiseSpec | None = None) -> tuple[Settled, tuple[Problem, ...]]:
    """Turn a noise file, or the defaults without one, into what is drawn for each group."""
    problems = list(_doubts(basis, spec)) if spec is not None else []
    asked = spec.appraisal.gaps if spec is not None and spec.appraisal is not None else "observed"
    gaps = observed(basis.grounds) if asked == "observed" else ()
    noises, told = [], []
    for ground in basis.grounds:
        assumptions: list[Assumption] = []
        noise = Noise(
            _survey(basis, ground, spec, assumptions),
            _appraisal(ground, spec, gaps, assumptions),
            _data(ground, spec, assumptions),
            _weights(spec, assumptions),
        )
        noises.append(noise)
        told.append(tuple(assumptions))
        if not noise.active:
            problems.append(Problem("N12", ground.group.where, {"group": ground.group.id}))
    if spec is not None and spec.survey == "redraw" and not any(one.survey for one in noises):
        problems.append(Problem("N10", spec.survey.where))
    if spec is not None and spec.appraisal and asked == "observed" and not gaps:
        problems.append(Problem("N11", spec.appraisal.where))
    return Settled(tuple(noises), tuple(told)), in_order(problems)


def _doubts(basis: Basis, spec: NoiseSpec) -> Iterator[Problem]:
    known = [ground.group.id for ground in basis.grounds]
    for row in spec.data:
        for group in row.groups:
            if group not in known:
                args = {"group": str(group), "known": ", ".join(known)}
                yield Problem("N07", group.where, {**args, "nearest": nearest(group, known) or ""})
        if not set(row.groups) <= set(known):
            continue
        own = [ground for ground in basis.grounds if not row.groups or ground.group.id in row.groups]
        entries = {entry.code: entry for ground in own for entry in ground.plan.inputs}
        for code in row.inputs:
            if code not in entries:
                args = {"input": str(code), "groups": ", ".join(ground.group.id for ground in own)}
                yield Problem("N06", code.where, {**args, "nearest": nearest(code, entries) or ""})
            elif entries[code].kind not in RELATIVE:
                yield Problem("N08", code.where, {"input": str(code), "kind": entries[code].kind})


def _survey(
    basis: Basis, ground: Ground, spec: NoiseSpec | None, told: list[Assumption]
) -> SurveyNoise | None:
    outcome, kind = basis.opened.survey, ground.plan.kind
    if outcome is None or (spec is not None and spec.survey == "none") or kind not in outcome.instruments:
        return None
    made = _redrawn(outcome, ground) if kind in outcome.answers.forms else None
    if made is None:
        return None
    forms = sum(len(one.cell) for one in made.forms.values())
    told.append(
        Assumption(
            "survey",
            "Sai số chọn mẫu của điều tra xã hội học: rút lại phiếu trong từng tầng; nguồn: số liệu điều "
            f"tra, {shown_whole(forms)} phiếu về {len(made.forms)} đơn vị",
            "Sampling error of the survey: forms redrawn within strata; from the survey's own answers, "
            f"{forms} forms on {len(made.forms)} units",
            spec.survey.where if spec is not None and spec.survey is not None else NOWHERE,
        )
    )
    return made


def _redrawn(outcome: Outcome, ground: Ground) -> SurveyNoise | None:
    plan, instrument = ground.plan, outcome.instruments[ground.plan.kind]
    row_of = {entry.code: row for row, entry in enumerate(plan.inputs)}
    leaves = [(at, leaf) for at, leaf in enumerate(instrument.leaves) if leaf in plan.leaf_by_code]
    entries = [share_input(plan, leaf) for _, leaf in leaves]
    whole = outcome.answers.forms[plan.kind]
    units = tuple(one.unit.code for one in ground.facts)
    forms = {column: of_unit(whole, unit) for column, unit in enumerate(units)}
    forms = {column: one for column, one in forms.items() if one.cells}
    moved = np.zeros((len(leaves), len(units)), np.bool_)
    for column in forms:
        said, values = outcome.shares[units[column]], ground.facts[column].case.values
        for row, ((_, leaf), entry) in enumerate(zip(leaves, entries, strict=True)):
            share = said.leaves[leaf].share
            # A share that others gave, or that the council decided, is not the sample's any more.
            own = share is not None and abs(values.get(entry.code, -1) - share * entry.scale) <= 1
            moved[row, column] = own
    if not moved.any():
        return None
    people = {cell: outcome.population(cell) for one in forms.values() for cell in one.cells}
    return SurveyNoise(
        instrument,
        forms,
        units,
        people,
        np.array([row_of[entry.code] for entry in entries], np.intp),
        tuple(at for at, _ in leaves),
        np.array([entry.scale for entry in entries], np.int64),
        moved,
    )


def _appraisal(
    ground: Ground, spec: NoiseSpec | None, gaps: Sequence[Gaps], told: list[Assumption]
) -> AppraisalNoise | None:
    asked = spec.appraisal if spec is not None else None
    if asked is not None and asked.gaps == "none":
        return None
    spread = 0.0
    if asked is not None and asked.gaps == "declared":
        spread, chance = float(asked.spread or 0), float(asked.chance or 0)
        gaps = [Gaps(family, chance, (1.0,), 0) for family in ("figure", "yes_no", "choice")]
        told.append(
            Assumption(
                "appraisal",
                f"Bất đồng thẩm định: {percent(chance)} số liệu bị quyết khác, lệch chuẩn {percent(spread)} "
                "giá trị (có/không thì đổi, mức thì lên hoặc xuống một bậc)",
                f"Appraisers' disagreement: {chance:.1%} of figures decided otherwise, by a standard "
                f"deviation of {spread:.1%} (a yes or no is turned, a level moves one up or down)",
                asked.where,
            )
        )
    elif gaps:
        told.append(_observed(gaps, asked.where if asked is not None else NOWHERE))
    families = tuple((one, _rows(ground.plan, one)) for one in gaps)
    families = tuple((one, rows) for one, rows in families if len(rows) and one.chance)
    return AppraisalNoise(families, spread) if families else None


def _observed(gaps: Sequence[Gaps], where: Where) -> Assumption:
    moved, among = sum(len(one.moves) for one in gaps), sum(one.declared for one in gaps)
    return Assumption(
        "appraisal",
        f"Bất đồng thẩm định: khoảng lệch giữa tự chấm và thẩm định, n = {moved} số liệu bị sửa trong "
        f"{shown_whole(among)} số liệu đã tự khai; rút lại cả hai chiều tăng, giảm",
        f"Appraisers' disagreement: gaps between self-assessment and appraisal, n = {moved} figures "
        f"corrected of {among} declared; drawn up and down alike",
        where,
    )


def _rows(plan: Plan, gaps: Gaps) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    rows = [
        row for row, entry in enumerate(plan.inputs) if appraised(entry) and family_of(entry) == gaps.family
    ]
    return np.array(rows, np.intp)


def _data(ground: Ground, spec: NoiseSpec | None, told: list[Assumption]) -> DataNoise | None:
    errors: dict[int, float] = {}
    for one in spec.data if spec is not None else ():
        if one.groups and ground.group.id not in one.groups:
            continue
        rows = [
            row
            for row, entry in enumerate(ground.plan.inputs)
            if (entry.code in one.inputs or entry.kind in one.kinds) and entry.kind in RELATIVE
        ]
        if rows:
            errors.update(dict.fromkeys(rows, float(one.error)))
            told.append(_declared(one, len(rows)))
    if not errors:
        return None
    ordered = sorted(errors)
    return DataNoise(np.array(ordered, np.intp), np.array([errors[row] for row in ordered]))


def _declared(one: DataSpec, rows: int) -> Assumption:
    named = ", ".join(one.inputs or one.kinds)
    error, source = float(one.error), f"; nguồn: {one.source}" if one.source else ""
    return Assumption(
        "data",
        f"Sai số số liệu: lệch chuẩn {percent(error)} giá trị của {named} ({rows} số liệu){source}",
        f"Error of figures: a standard deviation of {error:.1%} of {named} ({rows} figures){source}",
        one.where,
    )


def _weights(spec: NoiseSpec | None, told: list[Assumption]) -> WeightNoise | None:
    if spec is None or spec.weights is None or not spec.weights.spread:
        return None
    spread = spec.weights.spread
    told.append(
        Assumption(
            "weights",
            f"Trọng số: mỗi mục được nhân một số nguyên phần nghìn, đều trong ±{percent(float(spread))}; "
            "điểm thưởng, điểm trừ giữ nguyên",
            f"Weights: each leaf times whole per mille, uniform within ±{float(spread):.1%}; bonus and "
            "penalty stay as they are",
            spec.weights.where,
        )
    )
    return WeightNoise(int(spread * 1000))


def percent(value: float) -> str:
    """Write a rate as a percentage in Vietnamese, without needless zeros."""
    return f"{100 * value:.4g}%".replace(".", ",")


def shown_whole(number: int) -> str:
    """Write a count with Vietnamese thousands."""
    return shown(Fraction(number), 0)
