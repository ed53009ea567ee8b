"""Cost against volume: curves that meet at the break-evens, machines in stairs, and the bins of the futures."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from model.comparison import resolve
from model.decision import analyse
from model.decision.records.analysis import ON_REQUEST, PARTS, Analysis
from model.profile import Problems, load
from tests.cases import CODING, DAY, case_of

ROOT = Path(__file__).parents[1]
DRAWS = 400


@cache
def answered(starter: str) -> Analysis:
    """A starter with its volume curve."""
    profile = load(ROOT / "profiles" / f"{starter}.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems)
    return analyse(case, DRAWS, parts=PARTS | ON_REQUEST)


@pytest.mark.parametrize("starter", ["support-desk", "support-desk-all-regions", "research-agent"])
def test_without_stairs_the_curve_passes_through_today_and_every_break_even(starter: str) -> None:
    """At factor 1 each option costs its present value; at a break-even the pair costs the same."""
    analysis = answered(starter)
    volume, breaks = analysis.volume, analysis.break_even
    assert volume is not None
    assert breaks is not None
    usd = {row.option: dict(zip(volume.factors, row.present_value_usd, strict=True)) for row in volume.options}
    for option, curve in usd.items():
        assert curve[1.0] == pytest.approx(analysis.option(option).present_value_usd, rel=1e-9)
    a, b = analysis.pair
    for factor in breaks.factors:
        assert usd[a][factor] == pytest.approx(usd[b][factor], rel=1e-6)


def test_stairs_pass_near_today() -> None:
    """Machines in whole numbers are followed on some of the futures: within half a percent of all of them."""
    analysis = answered("high-volume")
    assert analysis.volume is not None
    place = analysis.volume.factors.index(1.0)
    own = next(row for row in analysis.volume.options if row.option == "own")
    assert own.present_value_usd[place] == pytest.approx(analysis.option("own").present_value_usd, rel=0.005)


def test_machines_rise_with_the_sessions() -> None:
    """Every step begins at more sessions with more machines, and today's number is that of the middle case."""
    analysis = answered("high-volume")
    assert analysis.volume is not None
    steps = analysis.volume.machines["own"]
    assert all(
        one.sessions_per_month < next_.sessions_per_month and one.machines < next_.machines
        for one, next_ in pairwise(steps)
    )
    today = [step.machines for step in steps if step.sessions_per_month <= analysis.volume.today * (1 + 1e-9)][-1]
    assert today == analysis.option("own").hosts_month_1


def test_what_is_equal_is_part_of_both() -> None:
    """Tokens at the same price on both sides: 50,000 × $5 + 15,000 × $25 a million, 10,000 sessions, 36 months."""
    case = case_of(CODING, horizon_months=36, discount_rate=0)
    analysis = analyse(case, 1, parts=PARTS | ON_REQUEST)
    assert analysis.volume is not None
    place = analysis.volume.factors.index(1.0)
    assert analysis.volume.equal_usd[place] == pytest.approx((0.05 * 5 + 0.015 * 25) * 10_000 * 36)
    assert analysis.volume.today_p5 == analysis.volume.today == analysis.volume.today_p95 == 10_000


def test_a_curve_is_made_when_asked_only() -> None:
    """Nothing that a report does not print is worked out for it."""
    assert analyse(case_of(CODING), 1).volume is None
    assert not ON_REQUEST & PARTS


@pytest.mark.parametrize("starter", ["support-desk", "high-volume"])
def test_every_future_falls_into_one_bin(starter: str) -> None:
    """The bins hold all futures, none of them twice."""
    assert sum(answered(starter).difference.counts) == DRAWS


def test_one_future_is_one_bin() -> None:
    """Without ranges there is nothing to spread."""
    assert analyse(case_of(CODING), 1).difference.counts == (1,)
