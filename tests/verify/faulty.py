"""One small plan for every code of the proofs, and the parts they are made of. All figures are synthetic."""

from collections.abc import Callable
from dataclasses import replace

from par_index.model.plan import Leaf, Node, Part, Plan
from par_index.model.questions import Bar, Flag, Gate, Grade, Grades
from par_index.problem import Where
from tests.verify.plans import FILE, MICRO, asked, figure, leaf, micro, part, plan, single, span

A, B, C, LESS = figure("a", "more"), figure("b", "less"), figure("c"), figure("a", "less")
SHARE = figure("s", "more", "share", high=MICRO, scale=MICRO)
DONE = figure("k", "more", "yes_no", high=1)
YES_NO = {"bằng 1": "max", "bằng 0": "0"}
FROM_90 = {"từ 90% trở lên": "max", "dưới 90%": "0"}
AT = Where(FILE, 40, 5)
AREA = Node("1", "Chỉ đạo", 1, "", MICRO, ("1.1", "1.2"), where=Where(FILE, 2, 3))


def of_leaves(*leaves: Leaf, **more: object) -> Plan:
    """Give a plan over yes/no leaves, with more of its own."""
    return replace(plan([DONE, A, B], leaves), **more)


def ready(code: str = "1.1", top: str = "1") -> Leaf:
    """Give a sound leaf worth ``top`` points."""
    return leaf(part("k", YES_NO, [DONE], top, code=code), code=code)


def half(top: str) -> Part:
    """Give a sound part worth ``top`` points."""
    return part("k", YES_NO, [DONE], top)


def gated(*gates: Gate) -> Plan:
    """Give two sound leaves under gates."""
    return of_leaves(ready("1.1"), ready("1.2"), gates=gates)


def gate(
    name: str, code: str, phrase: str, cap: tuple[str, str] = ("1.2", "0"), subject: str = "leaf"
) -> Gate:
    """Cap a leaf when another's points are within a phrase."""
    return Gate(name, asked(subject, code, phrase, [DONE, A, B]), ((cap[0], micro(cap[1])),), where=AT)


def graded(
    *rows: tuple[str, str], by: str = "index_exact", bars: tuple[Bar, ...] = (), **more: object
) -> Plan:
    """Give a plan of 100 points with grades."""
    names = tuple(Grade(name, span(phrase), phrase) for phrase, name in rows)
    made = of_leaves(ready("1.1", "100"), grades=Grades("index_exact", names, bars))
    return replace(made, grades=replace(made.grades, by=by), **more)


GOOD = (("từ 90% trở lên", "A"), ("từ 80% đến dưới 90%", "B"), ("dưới 80%", "C"))
WIDE = [figure(code, high=10**13) for code in "abcd"]
WIDE_RULES = ("a <= b", "c <= d")

PLANS: dict[str, Callable[[], Plan]] = {
    "V01": lambda: single("s", {"từ 85% trở lên": "max", "dưới 80%": "0"}, [SHARE]),
    "V02": lambda: single("s", {"từ 80% trở lên": "max", "đến 85%": "0"}, [SHARE]),
    "V03": lambda: single("a", {"từ 3 trở lên": "max", "từ 5 đến 6": "max", "dưới 3": "0"}, [A]),
    "V04": lambda: single("a", {"trên 1": "max", "trên 0 đến dưới 1": "0", "đến 1": "0"}, [A]),
    "V05": lambda: single("a / b", {"từ 0% đến 100%": "max * x"}, [A, B], empty=True),
    "V06": lambda: single("s", {"từ 80% trở lên": "max + 2 * x", "dưới 80%": "0"}, [SHARE]),
    "V07": lambda: single("k", {"bằng 1": "max", "bằng 0": "-0,25"}, [DONE]),
    "V08": lambda: single("a / b", {"từ 80% trở lên": "max * x", "dưới 80%": "0"}, [A, B], empty=True),
    "V09": lambda: single("a", {"từ 0 trở lên": "max - x / 10"}, [LESS]),
    "V10": lambda: single("c / (b - 3)", FROM_90, [B, C], empty=True),
    "V11": lambda: single("a / b", FROM_90, [A, B]),
    "V12": lambda: single("a / (b + 1)", FROM_90, [A, B], empty=True),
    "V13": lambda: single("s", {"trên 90%": "0", "trên 50% đến 90%": "max", "đến 50%": "0"}, [SHARE]),
    "V14": lambda: single("c / a", FROM_90, [A, C], empty=True),
    "V15": lambda: single("b * (a - c)", {"từ 0 trở lên": "max", "dưới 0": "0"}, [figure("b", "more"), A, C]),
    "V16": lambda: single("(a - 5) * (a - 3)", {"từ 1 trở lên": "max", "dưới 1": "0"}, [A]),
    "V17": lambda: single("a", {}, [A]),
    "V20": lambda: of_leaves(ready("1.1"), ready("1.2", "0.25"), nodes=(AREA,), appraised_max=MICRO),
    "V21": lambda: of_leaves(replace(leaf(half("0.5"), half("0.25")), max=MICRO)),
    "V22": lambda: of_leaves(replace(ready(), min=-MICRO)),
    "V23": lambda: of_leaves(ready(), appraised_max=micro("80")),
    "V24": lambda: of_leaves(ready("1.1", "4"), appraised_max=micro("3"), survey_max=micro("1")),
    "V25": lambda: of_leaves(replace(ready(), cites=())),
    "V30": lambda: of_leaves(ready(), flags=(Flag("F1", asked("leaf", "9.9", "bằng 0"), "", where=AT),)),
    "V31": lambda: gated(gate("G1", "1.1", "bằng 0"), gate("G2", "1.2", "bằng 0", ("1.1", "0"))),
    "V32": lambda: gated(gate("G1", "1.1", "bằng 0", ("1.2", "1.5"))),
    "V33": lambda: gated(gate("G1", "1.1", "trên 0 đến 0,5")),
    "V34": lambda: gated(gate("G1", "a - b", "từ 5 trở lên", subject="measure")),
    "V35": lambda: gated(gate("G1", "", "dưới 50%", subject="index")),
    "V40": lambda: graded(GOOD[0], ("từ 80% đến dưới 85%", "B"), GOOD[2]),
    "V41": lambda: graded(GOOD[0], ("từ 80% đến 90%", "B"), GOOD[2]),
    "V42": lambda: graded(GOOD[0], GOOD[2], GOOD[1]),
    "V43": lambda: graded(("từ 90% đến 100%", "A"), *GOOD[1:], bonus_ceiling=micro("2")),
    "V44": lambda: graded(*GOOD, bars=(Bar("B1", asked("leaf", "1.1", "bằng 0"), "E", where=AT),)),
    "V50": lambda: single("(a / b) * (c / d)", FROM_90, WIDE, WIDE_RULES, empty=True),
}
