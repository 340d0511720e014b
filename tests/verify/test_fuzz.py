"""Random measures over a small box: nothing that is proven is contradicted by any unit."""

from collections import Counter

from tests.verify.fuzz import wrong_claims

SEEDS = range(300)


def test_no_claim_about_a_random_measure_is_wrong() -> None:
    tally: Counter[str] = Counter()
    assert [(seed, claim) for seed in SEEDS for claim in wrong_claims(seed, tally)] == []
    # The sample says something only if the prover claims much of what is true.
    made = {"denominator": 200, "denominator above 0": 80, "range": 500, "direction": 180, "movement": 80}
    assert all(tally[name] > least for name, least in made.items()), tally
    assert tally["direction unproven"] < tally["direction"]
    assert tally["range unproven"] < tally["range"] / 2
