"""Let samplics estimate stratified means and a ratio, with finite-population correction, from made-up forms.

Run in an environment that holds samplics (0.6.1 made the committed figures); it writes the sample and what
samplics says of it, which tests/survey/test_error.py holds par_index.survey.error against:

    python benchmarks/peers/samplics_stratified.py > tests/survey/reference/samplics.json
"""

import json
import random
import sys
from importlib.metadata import version

import numpy as np
from samplics.estimation import TaylorEstimator
from samplics.utils.types import PopParam

PEOPLE = {"thanh_thi": 120, "nong_thon": 400, "hai_dao": 31}
TAKEN = {"thanh_thi": 25, "nong_thon": 40, "hai_dao": 12}
SHARE = {1: 1.0, 2: 0.6, 3: 0.2, 4: 0.0}


def sample() -> list[list]:
    """Draw forms: stratum, answers to C1 and C2 (always given, and alike), and to C3 (0: left blank)."""
    drawn, forms = random.Random(2023), []
    for at, (stratum, taken) in enumerate(TAKEN.items()):
        for _ in range(taken):
            first = drawn.choices((1, 2, 3, 4), (4 - at, 3, 1 + at, 1))[0]
            second = first if drawn.random() < 0.6 else drawn.randint(1, 4)
            forms.append([stratum, first, second, drawn.choice((0, 1, 1, 2, 3, 4))])
    return forms


def main() -> None:
    forms = sample()
    stratum = np.array([form[0] for form in forms])
    weight = np.array([PEOPLE[name] / TAKEN[name] for name in stratum])
    unseen = {name: 1 - TAKEN[name] / PEOPLE[name] for name in sorted(PEOPLE)}
    first, second = (np.array([SHARE[form[place]] for form in forms]) for place in (1, 2))
    third = np.array([SHARE.get(form[3], 0.0) for form in forms])
    answered = np.array([float(form[3] > 0) for form in forms])

    def said(param: PopParam, y: np.ndarray, weights: np.ndarray, x: np.ndarray | None = None) -> dict:
        one = TaylorEstimator(param)
        one.estimate(y=y, x=x, samp_weight=weights, stratum=stratum, fpc=unseen)
        return {"share": float(one.point_est), "error": float(one.stderror)}

    figures = {
        "mean of C1, strata by population": said(PopParam.mean, first, weight),
        "mean of (C1 + 3 C2) / 4, strata by population": said(
            PopParam.mean, (first + 3 * second) / 4, weight
        ),
        "ratio of C3 to its answers, every form alike": said(
            PopParam.ratio, third, np.ones(len(forms)), answered
        ),
    }
    json.dump(
        {
            "note": "SỐ LIỆU GIẢ LẬP: answers drawn at random; figures as samplics gives them",
            "package": f"samplics {version('samplics')}",
            "made_by": "benchmarks/peers/samplics_stratified.py",
            "people": PEOPLE,
            "figures": figures,
            "forms": forms,
        },
        sys.stdout,
        ensure_ascii=False,
    )
    print()


if __name__ == "__main__":
    main()
