"""When it pays: payback month, crossing month, best month to switch, from expected costs month by month.

Months count from 1. Cumulative costs are undiscounted, as people add up invoices; the best month to switch compares
present values, as the verdict does.
"""

from itertools import accumulate
from math import ceil

import numpy as np
from msgspec import Struct

from model.decision.records.analysis import BestSwitch
from model.quantities import Array

ROUNDING = 1e-9


class MonthlyPlan(Struct, frozen=True):
    """One option over the horizon in means: build, planned run cost of each month `(M,)`, and the same if it served
    every month in full. `live_month` is when it goes live, in months from the start; `standing_usd` what a month of it
    costs without a session; `leave_usd` what leaving it costs once. `build_usd` counts the build of whoever serves until
    then, `own_build_usd` does not: it is what moving to it later would cost. `is_today`: it serves before the first month."""

    build_usd: float
    month_usd: Array
    full_month_usd: Array
    live_month: float
    standing_usd: float
    leave_usd: float
    own_build_usd: float
    is_today: bool = False


def cumulative(plan: MonthlyPlan) -> tuple[float, ...]:
    """Money spent by the end of month 0 (the build), 1, 2, …"""
    return tuple(accumulate((plan.build_usd, *map(float, plan.month_usd))))


def larger_build(a: MonthlyPlan, b: MonthlyPlan) -> bool:
    """Whether B is the option that payback and crossing month speak of: it has the larger build, or with equal
    builds the dearer first month."""
    if abs(b.build_usd - a.build_usd) > ROUNDING * (a.build_usd + b.build_usd):
        return b.build_usd > a.build_usd
    return float(b.month_usd[0]) >= float(a.month_usd[0])


def payback_month(larger: MonthlyPlan, smaller: MonthlyPlan) -> int | None:
    """The first month from whose end on the larger build has cost less in all, to the end of the horizon; or never."""
    ahead = np.array(cumulative(smaller)[1:]) - np.array(cumulative(larger)[1:])
    behind = np.flatnonzero(ahead <= ROUNDING * np.abs(np.array(cumulative(smaller)[1:])))
    first = int(behind[-1]) + 2 if behind.size else 1
    return first if first <= ahead.size else None


def crossing_month(larger: MonthlyPlan, smaller: MonthlyPlan) -> int | None:
    """The first month in which running the larger build costs less; or never. Months before it is live do not count:
    another option or nobody serves in them."""
    lower = smaller.month_usd - larger.month_usd > ROUNDING * np.abs(smaller.month_usd)
    live = max(ceil(larger.live_month - ROUNDING), 0)
    found = np.flatnonzero(lower[live:])
    return live + int(found[0]) + 1 if found.size else None


def best_switch(a: MonthlyPlan, b: MonthlyPlan, discount_rate: float) -> BestSwitch | None:
    """Running A and moving to B at the start of the month that saves most against staying; None where none saves.

    B's build is paid when it has to begin to be ready in time; A's standing costs run on for one month of overlap, and
    leaving A is paid when B takes over, both only where A has served by then. Moving before the first month saves A's build
    too, so that the saving is the one between the two plans. B cannot take over before it could be live.
    """
    months = a.full_month_usd.size
    discount = (1.0 + discount_rate) ** (-np.arange(0, months + 1) / 12.0)
    run_a = np.concatenate(([0.0], np.cumsum(a.month_usd * discount[1:])))
    run_b = np.concatenate(([0.0], np.cumsum(b.full_month_usd * discount[1:])))
    best: BestSwitch | None = None
    for month in range(max(1, ceil(b.live_month - ROUNDING) + 1), months + 1):
        before = month - 1
        build = b.own_build_usd * (1.0 + discount_rate) ** (-max(before - b.live_month, 0.0) / 12.0)
        has_served = 1.0 if a.is_today or a.live_month < before else 0.0
        leaving = has_served * a.leave_usd * discount[before]
        overlap = has_served * a.standing_usd * discount[month]
        staying = run_a[months] - run_a[before] + (a.build_usd if before == 0 else 0.0)
        moving = run_b[months] - run_b[before] + build + leaving + overlap
        saving = float(staying - moving)
        if saving > ROUNDING * float(run_a[months]) and (best is None or saving > best.saving_usd):
            best = BestSwitch(month=month, saving_usd=saving)
    return best
