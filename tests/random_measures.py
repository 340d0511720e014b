"""Draw random figures and measures: every kind of input, every node of a measure, figures one beside another.

Everything here is synthetic.
"""

from datetime import date
from fractions import Fraction
from random import Random

from par_index.language import ast
from par_index.model.plan import Input

JANUARY = date(2023, 1, 1).toordinal()
NEVER = date.max.toordinal()
HOLIDAYS = tuple(date(2023, 1, day) for day in (2, 20, 21, 22, 23, 24, 25, 26))
INPUTS = (
    Input("ho_so", "count", "", 1, 0, 10**7, "neutral"),
    Input("dung_han", "count", "", 1, 0, 10**7, "more"),
    Input("tre_han", "count", "", 1, 0, 10**7, "less"),
    Input("phan_anh", "count", "", 1, 0, 10**7, "less"),
    Input("it", "count", "", 1, 0, 12, "neutral"),
    Input("nhiem_vu", "count", "", 1, 1, 40, "neutral"),
    Input("von", "amount", "", 1000, 0, 10**12, "neutral"),
    Input("giai_ngan", "amount", "", 1000, -(10**12), 10**12, "more"),
    Input("ngan_sach", "amount", "", 1, 0, 4 * 10**18, "neutral"),
    Input("ty_le", "percent", "", 10**4, 0, 10**4, "more"),
    Input("hai_long", "share", "", 10**8, 0, 10**8, "more"),
    Input("co_khong", "yes_no", "", 1, 0, 1, "more"),
    Input("dat", "yes_no", "", 1, 0, 1, "more"),
    Input("muc", "choice", "", 1, 0, 3, "more"),
    Input("ngay", "date", "", 1, JANUARY - 1900, JANUARY + 1900, "less", never=NEVER),
    Input("diem", "points", "", 10**6, -250_000, 3_000_000, "more"),
)
BY_CODE = {entry.code: entry for entry in INPUTS}
WITHIN = (("dung_han", "ho_so"), ("tre_han", "ho_so"))
"""Relations that every drawn case satisfies: the first is at most the second."""


def figures(rng: Random, cases: int) -> list[dict[str, int]]:
    """Draw complete sets of figures, most of them one step beside an earlier one."""
    drawn = [fresh_figures(rng)]
    while len(drawn) < cases:
        drawn.append(beside(rng, rng.choice(drawn)) if rng.random() < 0.75 else fresh_figures(rng))
    return [related(values) for values in drawn]


def fresh_figures(rng: Random) -> dict[str, int]:
    most = rng.choice((3, 10, 1000, 10**20))
    return {entry.code: fresh(rng, entry, most) for entry in INPUTS}


def fresh(rng: Random, entry: Input, most: int) -> int:
    low, high = max(entry.low, -most), min(entry.high, most)
    if entry.kind == "date":
        return rng.choice((NEVER, JANUARY + rng.randint(-5, 40)))
    if entry.kind in ("percent", "share"):
        return rng.choice((0, entry.high, entry.high // 2, rng.randint(0, entry.high)))
    return rng.choice((entry.low, entry.high)) if rng.random() < 0.1 else rng.randint(low, high)


def beside(rng: Random, values: dict[str, int]) -> dict[str, int]:
    """Step some figures by one, or make one equal to another, or 0."""
    changed = dict(values)
    for code in rng.sample(sorted(changed), 4):
        entry = BY_CODE[code]
        if changed[code] != NEVER:
            steps = (changed[code] - 1, changed[code] + 1, changed[code], 0, values["tre_han"])
            stepped = rng.choice(steps[:2] if entry.kind == "date" else steps)
            changed[code] = min(max(stepped, entry.low), entry.high)
    return changed


def related(values: dict[str, int]) -> dict[str, int]:
    for small, large in WITHIN:
        values[small] = min(values[small], values[large])
    return values


def take(code: str) -> ast.Input:
    return ast.Input(code, BY_CODE[code].scale)


def number(value: Fraction | int) -> ast.Constant:
    return ast.Constant(Fraction(value))


def minus(left: ast.Expression, right: ast.Expression) -> ast.Expression:
    return ast.Add((left, ast.Negate(right)))


def whole(rng: Random) -> ast.Expression:
    """A bare input, a lateness, a count of lapses or a conjunction."""
    shape = rng.randrange(7)
    if shape == 0:
        return ast.Greatest((number(0), minus(take("ngay"), number(JANUARY + rng.randint(0, 30)))))
    if shape == 1:
        return minus(ast.WorkingDays(take("ngay")), ast.WorkingDays(number(JANUARY + rng.randint(0, 30))))
    if shape == 2:
        return ast.Add(tuple(comparison(rng) for _ in range(rng.randint(2, 4))))
    if shape == 3:
        return rng.choice((ast.Least, ast.Greatest))((take("co_khong"), take("dat"), comparison(rng)))
    if shape == 4:
        return ast.Multiply(number(Fraction(rng.randint(-3, 5), 2)), take(rng.choice(("it", "tre_han"))))
    return take(rng.choice([entry.code for entry in INPUTS]))


def comparison(rng: Random) -> ast.Expression:
    left = rng.choice((take("it"), take("ngay"), take("ty_le"), ratio(rng)))
    right = rng.choice(
        (number(Fraction(3, 10)), number(JANUARY + 15), number(0), number(4), take("nhiem_vu"))
    )
    return ast.Compare(left, rng.choice(("<", "<=", ">", ">=")), right)


def denominator(rng: Random) -> ast.Expression:
    """A whole expression that is never negative, and may be 0."""
    shape = rng.randrange(8)
    if shape == 0:
        return ast.Add((take("dung_han"), take("tre_han")))
    if shape == 1:
        return minus(take("ho_so"), take(rng.choice(("dung_han", "tre_han"))))
    if shape == 2:
        return ast.Greatest((take("tre_han"), take("it")))
    if shape == 3:
        return ast.Multiply(take("it"), take("nhiem_vu"))
    return take(rng.choice(("ho_so", "ho_so", "it", "nhiem_vu", "von", "phan_anh", "ty_le", "ngan_sach")))


def ratio(rng: Random) -> ast.Expression:
    numerators = (
        "dung_han",
        "tre_han",
        "giai_ngan",
        "it",
        "von",
        "ty_le",
        "hai_long",
        "phan_anh",
        "ngan_sach",
    )
    return ast.Divide(take(rng.choice(numerators)), denominator(rng))


def share(rng: Random) -> ast.Expression:
    """A ratio proved to lie in [0, 1]."""
    return rng.choice(
        (
            ast.Divide(take("dung_han"), take("ho_so")),
            ast.Divide(take("tre_han"), ast.Add((take("dung_han"), take("tre_han")))),
            ast.Divide(take("it"), ast.Greatest((take("it"), take("nhiem_vu")))),
            take("ty_le"),
            take("hai_long"),
        )
    )


def combined(rng: Random) -> ast.Expression:
    """Products, sums, differences and complements of ratios, nested ratios, roundings."""
    left, right = ratio(rng), ratio(rng)
    shape = rng.randrange(9)
    if shape == 0:
        return ast.Multiply(left, right)
    if shape == 1:
        same = denominator(rng)
        sums = ast.Add((ast.Divide(take("tre_han"), same), ast.Divide(take("phan_anh"), same)))
        return ast.Greatest((number(0), minus(number(1), sums)))
    if shape == 2:
        return minus(left, right)
    if shape == 3:
        return minus(left, number(1))
    if shape == 4:
        return ast.Round(left, rng.choice((0, 1, 2)))
    if shape == 5:
        return ast.Multiply(ast.Multiply(left, right), ratio(rng))
    if shape == 6:
        return rng.choice((ast.Least, ast.Greatest))((left, right, number(Fraction(1, 2))))
    if shape == 7:
        return ast.Divide(take("it"), ast.Divide(take("tre_han"), take("ho_so")))
    return ast.Add((ast.Round(ast.Negate(left), 1), ast.Compare(right, ">=", left), ast.Negate(share(rng))))


def measure(rng: Random) -> ast.Expression:
    return rng.choice((whole, ratio, ratio, share, combined))(rng)
