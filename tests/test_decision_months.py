"""Gaps, break-even lines, payback, crossing and switch months against figures worked out by hand."""

from datetime import date

import numpy as np
import pytest
from msgspec.structs import replace

from model.comparison import resolve
from model.decision import analyse
from model.decision.pair.gaps import MonthOne, gap, scaling_share, straight_crossing
from model.decision.pair.payback import (
    MonthlyPlan,
    best_switch,
    crossing_month,
    cumulative,
    larger_build,
    payback_month,
)
from model.profile import Problems, load, starters


def month(session_usd: float, month_usd: float, sessions: float = 1_000.0) -> MonthOne:
    """A first month without stairs."""
    return MonthOne(session_usd, month_usd, 0.0, 0.0, sessions)


def plan(build: float, run: list[float], live: float = 0.0, standing: float = 0.0, leave: float = 0.0) -> MonthlyPlan:
    """A plan that serves every month in full."""
    return MonthlyPlan(build, np.array(run), np.array(run), live, standing, leave, build)


def test_opposite_gaps_pay_from_one_divided_by_the_other() -> None:
    """+$9,500 a month and −$0.06 a run: 9,500 / 0.06 runs a month."""
    found = gap(month(100.0, 1_000.0), month(40.0, 10_500.0))
    assert found.per_month_usd == pytest.approx(9_500.0)
    assert found.per_session_usd == pytest.approx(-0.06)
    assert found.pays_from == pytest.approx(9_500 / 0.06)
    assert found.above is True


def test_equal_signs_pay_at_no_volume() -> None:
    """Dearer per month and per run: no volume helps; rounding is no gap."""
    assert gap(month(10.0, 10.0), month(20.0, 20.0)).pays_from is None
    assert gap(month(0.1 + 0.2, 1.0), month(0.3, 1.0)).per_session_usd == 0.0


def test_swapped_gaps_mirror() -> None:
    """B against A is A against B with every sign turned, at the same volume."""
    one, other = gap(month(100.0, 0.0), month(0.0, 50.0)), gap(month(0.0, 50.0), month(100.0, 0.0))
    assert (one.per_month_usd, one.per_session_usd) == (-other.per_month_usd, -other.per_session_usd)
    assert one.pays_from == other.pays_from
    assert one.above is not other.above


def test_stairs_count_as_far_as_they_follow_the_sessions() -> None:
    """Machines that double with the sessions scale, machines held by a minimum do not."""
    assert scaling_share(100.0, 50.0, 150.0) == 1.0
    assert scaling_share(100.0, 50.0, 100.0) == 0.0
    held = MonthOne(0.0, 0.0, 600.0, 0.25, 1_000.0)
    assert (held.per_session_usd, held.per_month_usd) == (0.15, 450.0)


def test_two_lines_cross_once_or_never() -> None:
    """100 + 10 k meets 40 + 20 k at k = 6; parallel lines never meet."""
    assert straight_crossing((100.0, 40.0), (10.0, 20.0)) == pytest.approx(6.0)
    assert straight_crossing((100.0, 40.0), (10.0, 10.0)) is None
    assert straight_crossing((100.0, 140.0), (10.0, 20.0)) is None


def test_payback_is_the_month_from_which_it_stays_below() -> None:
    """Build 25, saving 10 a month: 5 ahead at the end of month 3; a late dear month takes it back for good."""
    smaller = plan(0.0, [20.0] * 6)
    assert payback_month(plan(25.0, [10.0] * 6), smaller) == 3
    assert payback_month(plan(25.0, [10.0] * 5 + [60.0]), smaller) is None
    assert payback_month(plan(1_000.0, [10.0] * 6), smaller) is None
    assert payback_month(plan(25.0, [10.0, 10.0, 10.0, 35.0, 10.0, 10.0]), smaller) == 6


def test_equal_costs_never_pay_back() -> None:
    """A plan against itself is never below itself."""
    same = plan(5.0, [20.0] * 6)
    assert payback_month(same, same) is None
    assert crossing_month(same, same) is None
    assert best_switch(same, same, 0.1) is None


def test_crossing_is_the_first_month_with_lower_run_cost() -> None:
    """The bridge costs the same, then the own stack is cheaper from month 4."""
    assert crossing_month(plan(50.0, [20.0, 20.0, 20.0, 15.0]), plan(0.0, [20.0] * 4)) == 4
    assert crossing_month(plan(50.0, [30.0] * 4), plan(0.0, [20.0] * 4)) is None


def test_cumulative_begins_with_the_build() -> None:
    """Month 0 is the build."""
    assert cumulative(plan(5.0, [1.0, 2.0])) == (5.0, 6.0, 8.0)


def test_the_larger_build_is_the_one_that_has_to_pay_back() -> None:
    """The larger build leads; with equal builds the dearer first month."""
    assert larger_build(plan(1.0, [1.0]), plan(2.0, [1.0]))
    assert not larger_build(plan(2.0, [1.0]), plan(1.0, [9.0]))
    assert not larger_build(plan(1.0, [3.0]), plan(1.0, [2.0]))


def test_best_switch_waits_until_growth_pays() -> None:
    """A costs 10, 20, 30, 40; B always 15 with a build of 20: moving for months 3 and 4 saves 15 + 25 − 20 = 20, from
    month 2 on 5 more."""
    a, b = plan(0.0, [10.0, 20.0, 30.0, 40.0]), plan(20.0, [15.0] * 4)
    found = best_switch(a, b, 0.0)
    assert found is not None
    assert (found.month, found.saving_usd) == (2, pytest.approx(5 + 15 + 25 - 20))


def test_best_switch_pays_overlap_and_leaving() -> None:
    """One month of A's standing cost and A's leaving cost come on top; never is an answer."""
    a = replace(plan(0.0, [10.0, 20.0, 30.0, 40.0], standing=4.0, leave=6.0), is_today=True)
    found = best_switch(a, plan(20.0, [15.0] * 4), 0.0)
    assert found is not None
    assert found.saving_usd == pytest.approx(25 - 4 - 6)
    assert best_switch(a, plan(60.0, [15.0] * 4), 0.0) is None


def test_best_switch_cannot_come_before_it_is_live() -> None:
    """With two and a half months to build, the first possible month is the fourth."""
    a, b = plan(0.0, [10.0, 20.0, 30.0, 40.0]), plan(5.0, [15.0] * 4, live=2.5)
    found = best_switch(a, b, 0.0)
    assert found is not None
    assert (found.month, found.saving_usd) == (4, pytest.approx(40 - 15 - 5))


def test_build_paid_later_costs_less_today() -> None:
    """A build of 100 paid 12 months from now at 25 % counts 80."""
    a, b = plan(0.0, [0.0] * 12 + [1_000.0]), plan(100.0, [0.0] * 13)
    a_only = best_switch(plan(0.0, [1e-9] * 12 + [1_000.0]), b, 0.25)
    assert a_only is not None
    assert a_only.month == 13
    assert a_only.saving_usd == pytest.approx(1_000 * 1.25 ** (-13 / 12) - 80, rel=1e-9)
    assert best_switch(a, b, 0.25) is not None


@pytest.mark.parametrize("name", ["support-desk-all-regions", "high-volume", "research-agent"])
def test_payback_is_where_the_printed_curves_cross(name: str) -> None:
    """The curves of what is paid so far, bridges built and all, lie apart from the payback month's end on."""
    profile = load(next(found.path for found in starters() if found.name == name))
    assert not isinstance(profile, Problems)
    case = resolve(profile, date(2026, 11, 22))
    assert not isinstance(case, Problems)
    answer = analyse(case, 200, parts=frozenset({"break_even"}))
    found = answer.break_even
    assert found is not None
    assert found.payback_month is not None
    larger = answer.option(found.larger_build).cumulative_usd
    (other,) = (answer.option(option).cumulative_usd for option in answer.pair if option != found.larger_build)
    ahead = [smaller > dearer for smaller, dearer in zip(other, larger, strict=True)]
    assert all(ahead[found.payback_month :])
    assert not ahead[found.payback_month - 1]
