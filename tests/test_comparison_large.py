"""More futures than are worked out at once: the same figures, in memory that does not grow with the lines."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from cases import case_of, starter
from generated import profile_text

from model.comparison import Run, evaluate, evaluate_many
from model.comparison.large import LargeRun
from model.decision import analysis_of
from model.decision.futures import bounds
from model.decision.futures.draws import sample

SEEDS = (2, 5, 11)
QUICK = frozenset({"one_sided", "break_even", "levers"})


def both(seed: int, n: int = 700, at_once: int = 300) -> tuple[Run, Run]:
    """A generated profile on the same futures, at once and in parts."""
    case = case_of(profile_text(seed))
    values = sample(case, n)
    return evaluate(case, values), evaluate_many(case, values, at_once=at_once)


def mean(value: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(np.mean(value))


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_give_the_figures_of_the_whole(seed: int) -> None:
    """Present values future by future, and the mean of everything that lines hold."""
    whole, parts = both(seed)
    assert isinstance(parts, LargeRun)
    for one, other in zip(whole.options, parts.options, strict=True):
        np.testing.assert_allclose(other.present_value_usd, one.present_value_usd, rtol=1e-12)
        for name in ("total_usd", "month_1_usd", "live_month", "sessions_served", "outcomes", "people_fte"):
            assert mean(getattr(other, name)) == pytest.approx(mean(getattr(one, name)), rel=1e-12)
        for line, twin in zip(one.lines, other.lines, strict=True):
            arrays = [name for name in line.__struct_fields__ if isinstance(getattr(line, name), np.ndarray)]
            for name in arrays:
                assert mean(getattr(twin, name)) == pytest.approx(mean(getattr(line, name)), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_ifs_go_through_the_parts(seed: int) -> None:
    """Changed inputs, one value a future, and rows of factors on all sessions."""
    whole, parts = both(seed)
    key = "workloads.w0.active_minutes"
    values = whole.values[key] * 1.1
    rows = np.array([[0.5], [2.0]])
    for one, other in (
        (whole.present_values({key: values}), parts.present_values({key: values})),
        (whole.present_values(sessions_factor=rows), parts.present_values(sessions_factor=rows)),
    ):
        for option, worth in one.items():
            np.testing.assert_allclose(other[option], worth, rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_analysis_says_the_same(seed: int) -> None:
    """Expected costs, probabilities, percentiles, months and what decides."""
    one, other = (analysis_of(run, draws=700, seed=1, parts=QUICK) for run in both(seed))
    assert other.verdict.saving_expected_usd == pytest.approx(one.verdict.saving_expected_usd, rel=1e-12)
    assert other.verdict.probability_best == one.verdict.probability_best
    assert other.difference.quantiles_usd == pytest.approx(one.difference.quantiles_usd, rel=1e-11, abs=1e-6)
    for mine, yours in zip(one.options, other.options, strict=True):
        found = (yours.present_value_usd, yours.p10_usd, yours.p50_usd, yours.p90_usd, yours.probability_best)
        assert found == pytest.approx(
            (mine.present_value_usd, mine.p10_usd, mine.p50_usd, mine.p90_usd, mine.probability_best), rel=1e-12
        )
        assert yours.monthly_usd == pytest.approx(mine.monthly_usd, rel=1e-11)
    for row, twin in zip(one.difference.rows, other.difference.rows, strict=True):
        assert (twin.key, twin.only) == (row.key, row.only)
        assert twin.spread.p10_usd == pytest.approx(row.spread.p10_usd, rel=1e-11, abs=1e-6)


def test_lines_of_very_many_futures_add_up_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The spread of a line is that of the first futures, its mean that of all of them."""
    monkeypatch.setattr(bounds, "MOST_DRAWS", 200)
    case = case_of(profile_text(SEEDS[0]))
    run = evaluate_many(case, sample(case, 700), at_once=300)
    found = analysis_of(run, draws=700, seed=1, parts=frozenset()).difference
    assert sum(row.spread.mean_usd for row in found.rows) == pytest.approx(found.total.mean_usd, rel=1e-9)
    assert all(row.spread.p10_usd <= row.spread.p50_usd <= row.spread.p90_usd for row in found.rows)
    mine, yours = (
        {row.key: row.spread for row in analysis_of(each, draws=700, seed=1, parts=frozenset()).difference.rows}
        for each in (run, evaluate(case, bounds.first_values(run.values, 200)))
    )
    widths = [{key: spread.p90_usd - spread.p10_usd for key, spread in of.items()} for of in (mine, yours)]
    assert widths[0] == pytest.approx(widths[1], rel=1e-9, abs=1e-6)


def test_what_flips_is_found_in_parts_too() -> None:
    """Own machines are a staircase whose inputs are asked of the run itself, between one run's draws and the most."""
    case = starter("high-volume")
    values = sample(case, 700)
    runs = evaluate(case, values), evaluate_many(case, values, at_once=300)
    one, other = (analysis_of(run, draws=700, seed=1, parts=frozenset({"switching"})) for run in runs)
    flips, twins = ({row.key: row.value for row in each.switching_values if row.value} for each in (one, other))
    assert twins == pytest.approx(flips, rel=1e-9)
    assert any(".hosts." in key for key in flips)


def peak_of(seed: int, n: int) -> float:
    """Bytes at the peak of evaluating every line of every option in parts."""
    case = case_of(profile_text(seed))
    values = sample(case, n)
    tracemalloc.start()
    run = evaluate_many(case, values, at_once=500)
    assert len(run.options) > 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return float(peak)


def test_memory_does_not_grow_with_the_lines() -> None:
    """Ten times the futures need the present values of the options ten times, and nothing else."""
    few, many = peak_of(5, 2_000), peak_of(5, 20_000)
    options = len(case_of(profile_text(5)).options)
    assert many - few < 4.0 * options * 8.0 * 18_000
