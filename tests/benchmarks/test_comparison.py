"""How long a comparison takes. Run with ``python -m pytest tests/benchmarks``; medians and ratios, never asserted.

The only assertion is that the engine and its hand-written twin agree; on time the table at the end speaks.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import twin
import wide
from conftest import Report
from timing import medians

from model.comparison import Case, evaluate, middle, resolve
from model.decision import analyse
from model.decision.futures.draws import sample
from model.profile import Problems, Profile, load, loads

DAY = date(2026, 11, 22)
PROFILES = Path(__file__).parents[2] / "profiles"
MILLION = """
import resource, time
from datetime import date
from pathlib import Path
from model.comparison import resolve
from model.decision import analyse
from model.profile import load
case = resolve(load(Path({profile!r})), date(2026, 11, 22))
begun = time.perf_counter()
analyse(case, {draws})
print((time.perf_counter() - begun) * 1e3, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def case_of(profile: Profile | Problems) -> Case:
    """The case of a profile that has no problems."""
    assert not isinstance(profile, Problems), profile.sentences()
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    return case


def whole_case() -> Case:
    """Four options, three of them bridged, five workloads, 36 months."""
    return case_of(loads(wide.PROFILE))


def test_whole_comparison(report: Report) -> None:
    """One draw, then thousands, of four options and five workloads over 36 months."""
    case = whole_case()
    values = middle(case)
    (one,) = medians(lambda: evaluate(case, values).options, rounds=40)
    report("whole comparison, one draw (4 options, 5 workloads)", one, "", "5 ms")
    for draws in (2_000, 10_000):
        drawn = sample(case, draws)
        (many,) = medians(lambda drawn=drawn: evaluate(case, drawn).options, rounds=5)
        report(f"whole comparison, {draws:,} draws", many, f"{many / one:.1f} x one draw")


@pytest.mark.parametrize("draws", [2_000, 10_000])
def test_twin(draws: int, report: Report) -> None:
    """The engine equals a hand-written NumPy twin line by line; both are timed."""
    case = case_of(loads(twin.PROFILE))
    values = sample(case, draws)
    run, by_hand = evaluate(case, values), twin.lines(values)
    for option in run.options:
        rows = by_hand[option.id]
        for line in option.lines:
            bridge = "nobody" if line.key in ("other.waiting", "other.late_runs") else line.bridge
            found = (line.month_1_usd, line.total_usd, line.present_value_usd)
            for ours, theirs in zip(found, rows[line.key, bridge], strict=True):
                np.testing.assert_allclose(np.broadcast_to(ours, draws), np.broadcast_to(theirs, draws), rtol=1e-9)
        np.testing.assert_allclose(option.present_value_usd, twin.present_values(by_hand)[option.id], rtol=1e-9)
    hand, whole, worth = medians(
        lambda: twin.present_values(twin.lines(values)),
        lambda: evaluate(case, values).options,
        lambda: run.present_values(values),
        rounds=25,
    )
    report(f"twin by hand, {draws:,} draws", hand)
    report(f"engine, every line, {draws:,} draws", whole, f"{whole / hand:.2f} x twin", "1.5 x twin")
    report(f"engine, present values alone, {draws:,} draws", worth, f"{worth / hand:.2f} x twin", "1.5 x twin")


def test_linear_in_draws(report: Report) -> None:
    """Ten times the draws take about ten times as long."""
    case = case_of(loads(twin.PROFILE))
    small, large = sample(case, 10_000), sample(case, 100_000)
    few, many = medians(lambda: evaluate(case, small).options, lambda: evaluate(case, large).options, rounds=3)
    report("engine, 10,000 draws", few)
    report("engine, 100,000 draws", many, f"{many / few:.1f} x 10,000 draws", "about 10 x")


def test_machines(report: Report) -> None:
    """Own machines with ranges, month by month, with everything that is said of them."""
    case = case_of(load(PROFILES / "coding-fleet.toml"))
    for draws in (2_000, 10_000):
        (taken,) = medians(lambda draws=draws: analyse(case, draws), rounds=3)
        report(f"analysis of the coding fleet, {draws:,} draws", taken, "", "a second or two")


def test_a_million(report: Report) -> None:
    """A million futures: the peak of memory beside that of a tenth of them, each in a process of its own."""
    peaks = []
    for draws in (100_000, 1_000_000):
        code = MILLION.format(profile=str(PROFILES / "support-desk.toml"), draws=draws)
        found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
        peaks.append(float(found[1]))
        report(
            f"analysis of the support desk, {draws:,} draws", float(found[0]), f"{peaks[-1]:,.0f} MB", "bounded memory"
        )


def test_analysis(report: Report) -> None:
    """Everything a report says of the starter profile."""
    case = case_of(load(PROFILES / "support-desk.toml"))
    editing = frozenset({"sensitivity", "evppi"})
    (taken,) = medians(lambda: analyse(case, 2_000, parts=editing), rounds=9)
    report("support desk, 2,000 draws with sensitivity and EVPPI", taken, "", "60 ms, while editing")
    for draws, budget in ((2_000, ""), (10_000, "200 ms")):
        (taken,) = medians(lambda draws=draws: analyse(case, draws), rounds=9)
        report(f"support desk, everything, {draws:,} draws", taken, "", budget)
