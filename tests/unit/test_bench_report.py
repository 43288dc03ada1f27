"""The arithmetic of the benchmark's table: medians, ratios of each round, goals met or not."""

from dataclasses import replace

import pytest

from benchmarks.load_set import dealt
from benchmarks.measure import Measured, percentile_ms
from benchmarks.report import Results, memory_table, reached, table
from benchmarks.step import BOTH, CPU_COST, GROWTH, LAG, P99_TIMES, RATE, Goal, Step

DISK = "fsync"


def did(per_s: float, service_us: float = 100, database_us: float = 0) -> Measured:
    return Measured(round(per_s), 1.0, service_us, database_us, p50_ms=1.0, p99_ms=2.0)


def results_of(**rounds: list[Measured]) -> Results:
    """Each contender's rounds of one step."""
    results = Results()
    for contender, all_of_it in rounds.items():
        for number, measured in enumerate(all_of_it, 1):
            results.keep("append", DISK, contender, number, measured)
    return results


def step_with(*goals: Goal) -> Step:
    return Step("append", "single events", goals=goals)


def row_of(contender: str, results: Results, step: Step) -> list[str]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table(results, [step])]
    (row,) = [row for row in rows if row[2] == contender]
    return row


def test_a_ratio_is_the_median_of_each_rounds_own_ratio() -> None:
    drifting = results_of(textbook=[did(100), did(200), did(400)], claimtrail=[did(900), did(1_600), did(3_200)])
    row = row_of("claimtrail", drifting, step_with())
    assert row[3] == "1,600 (900–3,200)"
    assert row[4] == "8.0 (8.0–9.0)"


def test_by_cpu_counts_service_and_database_and_is_higher_for_who_needs_less() -> None:
    results = results_of(textbook=[did(100, 1_000, 500)], claimtrail=[did(100, 100, 50)])
    row = row_of("claimtrail", results, step_with())
    assert row[5] == "10.0"
    assert row[6] == "100 + 50"


def test_the_base_is_one() -> None:
    assert row_of("textbook", results_of(textbook=[did(100)]), step_with())[4:6] == ["1", "1"]


def test_a_contender_without_a_base_has_rates_and_no_ratios() -> None:
    row = row_of("claimtrail", results_of(claimtrail=[did(100)]), step_with(Goal(BOTH, at_least=8)))
    assert row[3:6] == ["100", "", ""]
    assert row[9] == "≥ 8 by rate and CPU: not compared"


def test_a_round_that_one_of_both_missed_is_not_compared() -> None:
    results = results_of(textbook=[did(100), did(100)], claimtrail=[did(800)])
    results.keep("append", DISK, "claimtrail", 3, did(100_000))
    assert row_of("claimtrail", results, step_with())[4] == "8.0"


def test_a_goal_is_met_at_its_very_bound() -> None:
    results = results_of(textbook=[did(100, 800)], claimtrail=[did(800, 100)])
    assert (
        row_of("claimtrail", results, step_with(Goal(BOTH, at_least=8)))[9] == "≥ 8 by rate and CPU: met (8.00, 8.00)"
    )


def test_a_goal_by_rate_and_cpu_asks_for_both() -> None:
    results = results_of(textbook=[did(100, 500)], claimtrail=[did(2_000, 100)])
    verdict = row_of("claimtrail", results, step_with(Goal(BOTH, at_least=8)))[9]
    assert verdict == "≥ 8 by rate and CPU: **not met** (20, 5.00)"


def test_a_goal_can_be_against_another_than_the_base() -> None:
    results = results_of(textbook=[did(100)], claimtrail=[did(700)], umadb=[did(1_000)])
    goal = Goal([RATE], at_least=0.7, against="umadb")
    assert row_of("claimtrail", results, step_with(goal))[9] == "≥ 0.7 by rate of umadb: met (0.70)"


def test_a_goal_can_be_against_another_step() -> None:
    results = results_of(claimtrail=[did(100, 300)])
    results.keep("read-view", DISK, "claimtrail", 1, did(100, 60))
    goal = Goal([CPU_COST], at_most=3, against="claimtrail", against_step="read-view")
    assert row_of("claimtrail", results, step_with(goal))[9] == "≤ 3 times the CPU of read-view: **not met** (5.00)"


def test_a_goal_of_one_disk_says_nothing_of_another() -> None:
    results = results_of(textbook=[did(100)], claimtrail=[did(100)])
    assert row_of("claimtrail", results, step_with(Goal(BOTH, at_least=8, disk="slow-fsync")))[9] == ""


@pytest.mark.parametrize(("lag", "verdict"), [(0, "met (0.00)"), (12, "**not met** (12)")])
def test_no_lag_is_a_goal_that_can_be_met(lag: int, verdict: str) -> None:
    results = results_of(claimtrail=[replace(did(100), lag_events=lag)])
    assert row_of("claimtrail", results, step_with(Goal([LAG], at_most=0)))[9] == f"≤ 0 events of lag: {verdict}"


def test_latencies_compare_by_how_many_times_the_other_they_are() -> None:
    results = results_of(textbook=[did(100)], claimtrail=[replace(did(100), p99_ms=5.0)])
    assert reached(results, step_with(), Goal([P99_TIMES], at_most=2)) == [2.5]


def test_memory_is_flat_where_the_end_of_a_stream_holds_no_more_than_its_tenth() -> None:
    samples = [(0, 60.0, 40.0), (110, 100.0, 60.0), (310, 104.0, 62.0), (1_000, 110.0, 64.0)]
    results = results_of(claimtrail=[replace(did(1_000), memory=samples)])
    assert reached(results, step_with(), Goal([GROWTH], at_most=1.2)) == [1.1]
    assert memory_table(results)[-1] == "| claimtrail | 110: 100 (60) | 310: 104 (62) | 1,000: 110 (64) |"


def test_a_short_stream_says_nothing_of_growth() -> None:
    results = results_of(claimtrail=[did(1_000)])
    assert reached(results, step_with(), Goal([GROWTH], at_most=1.2)) is None
    assert memory_table(results) == []


@pytest.mark.parametrize(("percent", "ms"), [(50, 51_000), (99, 100_000), (100, 100_000)])
def test_a_percentile_is_the_latency_that_so_many_do_not_exceed(percent: int, ms: float) -> None:
    assert percentile_ms([float(number) for number in range(100, 0, -1)], percent) == ms


def test_nothing_has_no_percentile() -> None:
    assert percentile_ms([], 99) is None


def test_a_claim_goes_whole_and_in_order_to_one_connection() -> None:
    pairs = [("a", b"1"), ("b", b"2"), ("a", b"3"), ("c", b"4")]
    assert dealt(pairs, 2) == [[("a", b"1"), ("a", b"3")], [("b", b"2"), ("c", b"4")]]


def test_every_round_is_kept_for_programs() -> None:
    (raw,) = results_of(claimtrail=[did(100)]).raw()
    assert (raw["step"], raw["disk"], raw["contender"], raw["round"], raw["done"]) == (
        "append",
        DISK,
        "claimtrail",
        1,
        100,
    )
