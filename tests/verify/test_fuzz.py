"""Random measures over a small box: nothing that is proven is contradicted by any unit."""

from collections import Counter

from tests.verify.fuzz import wrong_claims

SEEDS = range(500)


def test_no_claim_about_a_random_measure_is_wrong() -> None:
    tally: Counter[str] = Counter()
    assert [(seed, claim) for seed in SEEDS for claim in wrong_claims(seed, tally)] == []
    # The sample says something only if the prover claims much of what is true.
    made = {"denominator": 300, "denominator above 0": 100, "range": 900, "direction": 300, "movement": 130}
    assert all(tally[name] > least for name, least in made.items()), tally
    assert tally["direction unproven"] < tally["direction"]
    assert tally["range unproven"] < tally["range"] / 2
