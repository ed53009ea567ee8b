"""Switching values: at the reported value the expected present values are equal, or the step is exactly there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from model.comparison import Run, evaluate, resolve
from model.decision.flips.switching_values import pair_of, switching_values
from model.decision.futures.draws import sample
from model.decision.records.analysis import SwitchingValue
from model.profile import Problems, load, loads

DAY = date(2026, 11, 22)
SCALE_SHARE = 1e-6
STARTERS = Path(__file__).parent.parent / "profiles"

DESK = """
schema = 1
name = "Support desk, all regions"
horizon_months = 36
discount_rate = 0.10
[workloads.tickets]
sessions_per_month = {sessions}
growth_per_month = 0.03
active_minutes = 12
waiting_minutes = 45
searches_per_session = 2
success_rate = 0.85
fallback_usd = 6.0
batch_share = {batch}
model = "claude-opus-4-8"
[workloads.tickets.tokens]
input = 50_000
output = 15_000
cached_share = 0.8
[engineering]
loaded_usd_per_year = "200k to 300k"
[options.managed]
build_engineer_weeks = 2
weeks_until_live = 2
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
title = "Own stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = {upkeep}
meanwhile = "managed"
oncall_usd_per_week = 540
search_usd_per_1000 = 5.0
{place}
[events.ga-price]
month = 7
key = "prices.runtime_usd_per_hour"
factor = "1 to 3"
probability = 0.3
"""
SANDBOX = '[options.own.sandbox]\npreset = "e2b"\nvcpu = 2\nmemory_gib = 4'
HOSTS = "[options.own.hosts]\nusd_per_hour = {usd}\nsessions_per_host = 8\nutilisation = 0.6\nspare_hosts = 1\nminimum_hosts = 1"


def run_of(
    sessions: str = '"80k to 150k"',
    batch: str = "0.3",
    upkeep: str = '"0.1 to 0.8"',
    place: str = SANDBOX,
    n: int = 200,
    seed: int = 1,
) -> Run:
    """The desk over some draws."""
    text = DESK.format(sessions=sessions, batch=batch, upkeep=upkeep, place=place)
    profile = loads(text)
    assert not isinstance(profile, Problems), profile
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case
    return evaluate(case, sample(case, n, seed))


def assert_equal_or_step(run: Run, row: SwitchingValue) -> None:
    """The two expected present values are equal at the value; or their order changes exactly there."""
    pair = pair_of(run)
    if row.value is None:
        return
    if row.key == "horizon_months":
        before = int(row.value) + (1 if row.value < row.now else -1)
        ends = pair.expected(horizon_months=np.array([[float(before)], [row.value]])).tolist()
        assert ends[0] * ends[1] <= 0.0
        return
    if not row.step:
        assert abs(pair.expected_at(row.key, np.array([row.value]))[0]) <= SCALE_SHARE * pair.scale()
        return
    # Searches stop at a width of 1e-9 of the input's scale, so the stair lies within a few of these before the value.
    towards = row.value + np.sign(row.now - row.value) * 4e-9 * max(abs(row.now), abs(row.value), 1.0)
    past, before_ = pair.expected_at(row.key, np.array([row.value, towards]))
    assert past * before_ <= 0.0, row


@pytest.mark.parametrize("place", [SANDBOX, HOSTS.format(usd=0.4), HOSTS.format(usd=6.0)])
@pytest.mark.parametrize("sessions", ["120_000", '"80k to 150k"'])
def test_every_switching_value_is_one(sessions: str, place: str) -> None:
    """On sandboxes and on machines, on points and ranges, every reported value flips the pair."""
    run = run_of(sessions, place=place)
    rows = switching_values(run)
    assert any(row.value is not None for row in rows)
    for row in rows:
        assert_equal_or_step(run, row)


@settings(max_examples=12, deadline=None)
@given(
    sessions=st.integers(1_000, 300_000),
    spread=st.integers(1, 4),
    batch=st.integers(0, 60),
    upkeep=st.integers(2, 100),
    cents=st.one_of(st.none(), st.integers(5, 2_000)),
)
def test_generated_profiles(sessions: int, spread: int, batch: int, upkeep: int, cents: int | None) -> None:
    """The same on generated profiles."""
    volume = f'"{sessions} to {sessions * spread}"' if spread > 1 else f"{sessions}"
    place = SANDBOX if cents is None else HOSTS.format(usd=cents / 100)
    run = run_of(volume, f"{batch / 100}", f"{upkeep / 100}", place, n=60)
    for row in switching_values(run):
        assert_equal_or_step(run, row)


@pytest.mark.parametrize("starter", sorted(STARTERS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_starter(starter: Path) -> None:
    """The same on every profile that ships with the product."""
    profile = load(starter)
    assert not isinstance(profile, Problems), profile
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case
    run = evaluate(case, sample(case, 120))
    for row in switching_values(run):
        assert_equal_or_step(run, row)


def test_no_ranges_at_all_puts_the_value_on_the_stair() -> None:
    """With one future the number of machines jumps: the value is the first one past the stair, whatever the input."""
    text = DESK.format(sessions="120_000", batch="0.3", upkeep="0.3", place=HOSTS.format(usd=3.0))
    for old, new in (('"200k to 300k"', "250_000"), ('"0.02 to 0.1"', "0.05"), ('"8 / 16 / 40"', "16")):
        text = text.replace(old, new)
    profile = loads(text[: text.index("[events")])
    assert not isinstance(profile, Problems)
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems)
    run = evaluate(case, sample(case, 1))
    assert run.n == 1
    for row in switching_values(run):
        assert_equal_or_step(run, row)


def test_nearest_crossing_of_a_sawtooth() -> None:
    """No value between today's and the reported one flips the pair already (looked at in 4,000 places)."""
    run = run_of("40_000", "0.3", "0.3", HOSTS.format(usd=2.0), n=1)
    values = {key: value[:1] if value.size else value for key, value in run.values.items()}
    run = evaluate(run.case, values)
    pair = pair_of(run)
    row = next(r for r in switching_values(run) if r.key == "workloads.tickets.sessions_per_month")
    sign = pair.expected()[0] > 0.0
    end = row.value if row.value is not None else row.high
    inside = np.linspace(row.now, end, 4_000)[:-1]
    assert ((pair.expected_at(row.key, inside) > 0.0) == sign).all()


def test_never_says_how_far_off_it_stays() -> None:
    """Upkeep of the own stack at zero leaves a difference, and the sentence names it."""
    run = run_of('"8k to 15k"', "0.0")
    row = next(r for r in switching_values(run) if r.key == "options.own.upkeep_fte")
    assert row.value is None
    assert row.why_never is not None
    assert "even at 0 engineers, Own stack costs" in row.why_never
    at_zero = pair_of(run).expected_at(row.key, np.array([0.0]))[0]
    assert row.difference_at_low_usd == pytest.approx(at_zero)


def test_what_cancels_says_so() -> None:
    """The price of output tokens is the same on both sides without Batch."""
    rows = switching_values(run_of('"8k to 15k"', "0.0"))
    row = next(r for r in rows if r.key == "prices.models.claude-opus-4-8.output")
    assert row.why_never == "it is the same on both sides"


def test_swapping_the_options_keeps_every_value() -> None:
    """The same inputs flip at the same values whichever option is called A."""
    run = run_of(n=200)
    swapped = evaluate(replace(run.case, pair=(run.case.pair[1], run.case.pair[0])), run.values)
    there = {row.key: row.value for row in switching_values(run)}
    back = {row.key: row.value for row in switching_values(swapped)}
    assert there.keys() == back.keys()
    for key, value in there.items():
        assert (value is None) == (back[key] is None), key
        assert value is None or value == pytest.approx(back[key], rel=1e-6)
