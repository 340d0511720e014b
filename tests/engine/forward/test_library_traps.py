"""Each known trap of durable-rules: the plain use falls into it, ours does not.

The plain uses stand in ``naive_uses.py`` and run in processes of their own.
"""

import json
import os
import subprocess
import sys
import threading
import unicodedata
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from par_index.engine.forward import ForwardError, Judge, judge, judge_many, problems
from par_index.engine.forward.place import LIMIT
from par_index.engine.forward.ruleset import Rule, Ruleset, decided_once, definition, library
from par_index.model.case import Case
from par_index.model.questions import Gate, Test
from par_index.model.states import State
from tests.engine.plans import between, empty, leaf, part, plan, ratio

NAIVE = Path(__file__).with_name("naive_uses.py")
HALVES = (between(high="1/2"), 0, 0), (between("1/2"), 0, 1)
QUIET = """
    default_threads same_condition many_bands many_states hash_twins text_for_numbers exponent large_integers
    failing_action unhandled several_sids slow_action null dropped_hosts normal_forms unknown_alias
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run Python where fresh memory is never zero by luck: the library's unset pointers always show."""
    environment = os.environ | {"MALLOC_PERTURB_": "165"}
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False, timeout=60, env=environment
    )


def naively(*traps: str) -> subprocess.CompletedProcess[str]:
    return run(str(NAIVE), *traps)


@pytest.fixture(scope="module")
def naive() -> dict[str, object]:
    """What the plain uses that end in order saw."""
    return json.loads(naively(*QUIET.split()).stdout)


def simple(code: str = "1.1"):
    return leaf(part(code, ratio("a", "b"), *HALVES))


def opened(*rules: Rule, catch_all: bool = True) -> closing[Ruleset]:
    return closing(Ruleset("thử", rules, catch_all))


ONE = Rule("1.1/b1", "1.1", (("f", 0, 0), ("v", None, 4)))


CLOSE_UNFIRED = """
from par_index.engine.forward.ruleset import Rule, Ruleset
ruleset = Ruleset("thử", [Rule("1.1/b1", "1.1", (("f", 0, 0), ("v", None, 4)))], catch_all=False)
assert ruleset.fire([("1.1", "9.9", 0, 1)]) == []
ruleset.close()
"""


def test_1_deleting_a_state_that_never_fired_kills_the_process_but_closing_does_not():
    assert naively("delete_unfired_state").returncode < 0
    closed = run("-c", CLOSE_UNFIRED)
    assert (closed.returncode, closed.stderr) == (0, "")


def test_2_and_8_states_pile_up_to_a_memory_error_but_ours_stays_one(naive):
    assert naive["many_states"] == 1024
    with closing(Judge(plan(simple()))) as court:
        verdicts = [court.unit(Case(str(unit), {"a": unit % 3, "b": 2})) for unit in range(1100)]
    assert [verdict.points for verdict in verdicts[:3]] == [0, 1_000_000, 1_000_000]
    assert verdicts[-1].points == 1_000_000


def test_3_the_default_host_starts_threads_but_ours_none(naive):
    assert naive["default_threads"] > 0
    before = threading.active_count()
    with closing(Judge(plan(simple()))) as court:
        court.unit(Case("u", {"a": 1, "b": 2}))
        assert threading.active_count() == before


def test_4_division_in_a_condition_kills_the_process_but_ours_hold_no_arithmetic():
    assert naively("divide_by_zero").returncode < 0
    verdict = judge(
        plan(replace(simple(), if_empty=empty("1.1", "refuse", State.REJECTED, "zero"))),
        [Case("u", {"a": 1, "b": 0})],
    )
    assert verdict[0].leaves[0].state is State.REJECTED


def test_5_a_bare_nex_never_ends_but_status_is_a_number_here():
    assert naively("not_exists").stdout.strip() == "endless"
    assert operators(definition([ONE], catch_all=True)) == {"$and", "$lte", "$ex"}


def operators(node: object) -> set[str]:
    """Collect every word with a dollar sign in a definition."""
    if isinstance(node, list):
        return set().union(*map(operators, node))
    if not isinstance(node, dict):
        return set()
    return {key for key in node if key.startswith("$")}.union(*map(operators, node.values()))


def test_6_a_ruleset_takes_few_conditions_but_a_plan_of_600_leaves_is_judged(naive):
    assert "108" in naive["same_condition"]
    many = plan(*(simple(f"1.{k}") for k in range(600)))
    assert judge(many, [Case("u", {"a": 1, "b": 2})])[0].points == 600_000_000


def test_7_too_many_conditions_on_a_fact_are_an_error_but_sixty_bands_are_right(naive):
    assert "303" in naive["many_bands"]
    rows = [(between(k, k + 1), 0, k) for k in range(60)]
    ladder = leaf(part("1.1", ratio("a", "b"), *rows, most=59))
    assert [
        verdict.points for verdict in judge(plan(ladder), [Case("u", {"a": k, "b": 1}) for k in range(60)])
    ] == [k * 1_000_000 for k in range(60)]
    longer = leaf(part("1.1", ratio("a", "b"), *rows, (between(60), 0, 60), most=60))
    assert [problem.code for problem in problems(plan(longer))] == ["E109"]


def test_9_codes_of_one_hash_are_confused_but_refused_here(naive):
    assert naive["hash_twins"] == ["1"]
    twins = plan(simple("liquid"), simple("costarring"))
    assert [problem.code for problem in problems(twins)] == ["E108"]
    with pytest.raises(ForwardError, match="liquid"):
        judge(twins, [])


@pytest.mark.parametrize("value", ["7", "abc", "", 0.9, 1e-05, float("nan"), True, None])
def test_10_11_12_and_18_only_whole_numbers_pass(naive, value):
    assert naive["text_for_numbers"] == [["1"], ["abc", "empty"]]
    assert naive["exponent"] == ["0"]
    assert naive["null"] == [[], []]
    for case in (
        Case("Sở A", {"a": value, "b": 2}),
        Case("Sở A", {"a": 1, "b": 2}, previous={"a": value}),
        Case("Sở A", {"a": 1, "b": 2}, flags={"1.1": value or 0.5}),
    ):
        with pytest.raises(ForwardError) as caught:
            judge(plan(simple()), [case])
        assert caught.value.problem.code == "E105"


def test_12_a_rule_that_fired_on_an_unknown_fact_is_noticed():
    with pytest.raises(ForwardError, match="1 facts were sent but the rule engine confirmed 2"):
        decided_once("Sở A", [("1.1", "1.1", 0, 1)], [("1.1", "1.1/b1"), ("1.2", "1.2/b1")])


def test_12_a_fact_the_library_drops_is_noticed(monkeypatch):
    fact, other = ("1.1", "1.1", 0, 1), ("1.2", "1.2", 0, 1)
    with opened(ONE) as ruleset:
        assert ruleset.fire([fact]) == [("1.1", "1.1/b1")]
        with pytest.raises(ForwardError) as caught:
            ruleset.fire([fact, fact])
        assert caught.value.problem.code == "E106"
        assert_facts = library().assert_facts
        monkeypatch.setattr(
            library(), "assert_facts", lambda handle, batch: assert_facts(handle, batch.split(",{")[0] + "]")
        )
        with pytest.raises(ForwardError, match="2 facts were sent but the rule engine confirmed 1"):
            ruleset.fire([other, fact])


@pytest.mark.parametrize("value", [LIMIT, -LIMIT, 2**63 + 5])
def test_13_large_integers_are_clamped_but_refused_here(naive, value):
    assert naive["large_integers"] == []
    with opened(ONE) as ruleset, pytest.raises(ForwardError) as caught:
        ruleset.fire([("1.1", "1.1", 0, value)])
    assert caught.value.problem.code == "E105"
    far = leaf(part("1.1", ratio("a", "b"), (between(high=LIMIT // 2), 0, 0), (between(LIMIT // 2), 0, 1)))
    assert [problem.code for problem in problems(plan(far))] == ["E102"]


def test_14_an_interrupt_is_swallowed_by_the_host_but_reaches_the_caller_here(naive):
    assert naive["failing_action"] is True

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt(done)

    with pytest.raises(KeyboardInterrupt):
        judge_many(plan(simple()), [Case("u", {"a": 1, "b": 2})], 1, interrupt)


def test_15_an_unhandled_fact_silences_its_batch_but_is_named_here(naive):
    assert naive["unhandled"] == []
    gap = leaf(part("1.2", ratio("a", "b"), (between(high="1/2"), 0, 0), (between("9/10"), 0, 1)))
    with closing(Judge(plan(simple(), gap))) as court:
        with pytest.raises(ForwardError, match=r"Unit Sở A: no rule for 1\.2"):
            court.unit(Case("Sở A", {"a": 6, "b": 10}))
        assert court.unit(Case("Sở B", {"a": 9, "b": 10})).points == 2_000_000


def test_15_an_overlap_is_named():
    rows = (between(high="1/2", high_closed=True), 0, 0), (between("1/2"), 0, 1)
    with pytest.raises(ForwardError, match=r"Unit Sở A: two rules decided 1\.1: 1\.1/b1, 1\.1/b2"):
        judge(plan(leaf(part("1.1", ratio("a", "b"), *rows))), [Case("Sở A", {"a": 1, "b": 2})])


def test_16_a_batch_of_several_states_runs_one_but_units_never_share_a_batch(naive):
    assert naive["several_sids"] == ["w"]
    cases = [Case(unit, {"a": k, "b": 2}) for k, unit in enumerate("uvw")]
    assert [(verdict.unit, verdict.points) for verdict in judge(plan(simple()), cases)] == [
        ("u", 0),
        ("v", 1_000_000),
        ("w", 1_000_000),
    ]


def test_17_a_slow_action_is_abandoned_but_ours_runs_none(naive):
    assert naive["slow_action"] == 1
    with opened(ONE) as ruleset:
        facts = [(str(k), "1.1", 0, 1) for k in range(3)]
        assert sorted(ruleset.fire(facts)) == [(str(k), "1.1/b1") for k in range(3)]


def test_19_dropped_hosts_stay_but_a_closed_judge_gives_all_its_rulesets_back(naive, monkeypatch):
    assert len(set(naive["dropped_hosts"])) == 3
    live = set()
    create, delete = library().create_ruleset, library().delete_ruleset

    def created(name: str, rules: str) -> int:
        live.add(handle := create(name, rules))
        return handle

    def deleted(handle: int) -> None:
        live.remove(handle)
        delete(handle)

    monkeypatch.setattr(library(), "create_ruleset", created)
    monkeypatch.setattr(library(), "delete_ruleset", deleted)
    with closing(Judge(plan(*(simple(f"1.{k}") for k in range(60))))) as court:
        court.unit(Case("u", {"a": 1, "b": 2}))
        assert len(live) == 5
    assert not live


def test_20_text_is_compared_by_its_bytes_but_codes_come_from_the_plan_on_both_sides(naive):
    assert naive["normal_forms"] == []
    code = unicodedata.normalize("NFD", "Đ.Ố")
    assert judge(plan(simple(code)), [Case("u", {"a": 1, "b": 2})])[0].points == 1_000_000


def test_21_an_unknown_alias_is_always_true_but_our_right_hand_sides_are_constants(naive):
    assert naive["unknown_alias"] == ["1"]
    conditions = definition([ONE], catch_all=False)["1.1/b1"]["all"][0]["m"]["$and"]
    assert conditions == [{"c": "1.1"}, {"f": 0}, {"$lte": {"v": 4}}]


def test_22_a_name_cannot_be_declared_twice_but_two_judges_of_one_plan_live_together():
    assert "already registered" in naively("declared_again").stderr
    gated = plan(simple(), gates=(Gate("G1", Test("leaf", "1.1", between("1"), ""), (("1.1", 5),)),))
    with closing(Judge(gated)) as first, closing(Judge(gated)) as second:
        case = Case("u", {"a": 1, "b": 2})
        assert first.unit(case) == second.unit(case) == first.unit(case)
