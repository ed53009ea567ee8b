"""The pair side by side: B minus A by line, the gaps, and where volume and time change the answer."""

from collections.abc import Mapping

import numpy as np

from model.comparison import Line, OptionCosts, Run
from model.decision.pair.break_even import Crossings, thinned
from model.decision.pair.gaps import MonthOne, gap, scaling_share
from model.decision.pair.groups import PairLine, differences, group_of, spreads
from model.decision.pair.monthly_costs import full_months_usd
from model.decision.pair.payback import MonthlyPlan, best_switch, crossing_month, larger_build, payback_month
from model.decision.pair.validity import reach_of, within_reach
from model.decision.records.analysis import BreakEven, EngineersAsHours, Gaps, OptionRow, PairDifference
from model.decision.records.pair_records import Gap
from model.decision.wording import sentences
from model.decision.wording.sentences import Setting
from model.formulas.sums import total_of
from model.formulas.time import growth_by_month, sessions_by_month
from model.quantities import Array, mean, quantiles

FEW_DRAWS = 64
BINS = 200


def pair_difference(
    run: Run, part: Run, row_a: OptionRow, row_b: OptionRow, titles: Mapping[str, str]
) -> PairDifference:
    """B − A over the horizon: the whole with its percentiles, what decides, what is folded; `titles` of the team's own lines.

    Where `part` has fewer futures than `run`, the spread of a single line is that of these, around the mean of all.
    """
    a, b = run.option(row_a.id), run.option(row_b.id)
    whole = np.atleast_1d(b.present_value_usd - a.present_value_usd)
    worths = [part.summed(option, lambda line: group_of(line.key)) for option in (a.id, b.id)]
    if part is not run:
        worths = [_around(costs, worth) for costs, worth in zip((a, b), worths, strict=True)]
    unknown = {option.id: {group_of(gap.line_key) for gap in option.unpriced} for option in (a, b)}
    rows, folded = differences(a.id, b.id, _amounts(a), _amounts(b), worths[0], worths[1], titles, unknown)
    return PairDifference(
        a=a.id,
        b=b.id,
        total=spreads([whole])[0],
        rows=rows,
        folded=folded,
        quantiles_usd=tuple(quantiles(whole, np.linspace(0.0, 1.0, 101).tolist()).tolist()),
        counts=_counts(whole),
        probability_b_cheaper=float(np.mean(whole < 0.0) + 0.5 * np.mean(whole == 0.0)),
        invoices_usd=row_b.invoices_present_value_usd - row_a.invoices_present_value_usd,
        people_usd=row_b.people_present_value_usd - row_a.people_present_value_usd,
        elsewhere_usd=row_b.elsewhere_present_value_usd - row_a.elsewhere_present_value_usd,
        people_fte=row_b.people_fte - row_a.people_fte,
        live_months=row_b.live_month - row_a.live_month,
    )


def _around(costs: OptionCosts, worths: Mapping[str, Array]) -> dict[str, Array]:
    """Present values by group in some futures, moved to the means of all of them."""
    means: dict[str, float] = {}
    for line in costs.lines:
        group = group_of(line.key)
        means[group] = means.get(group, 0.0) + mean(line.present_value_usd)
    return {group: worth + (means[group] - mean(worth)) for group, worth in worths.items()}


def _counts(whole: Array) -> tuple[int, ...]:
    """How many futures fall into each of equal bins from the least to the greatest."""
    low, high = float(whole.min()), float(whole.max())
    if not high > low:
        return (whole.size,)
    places = np.minimum(((whole - low) * (BINS / (high - low))).astype(np.intp), BINS - 1)
    return tuple(np.bincount(places, minlength=BINS).tolist())


def _amounts(costs: OptionCosts) -> list[PairLine]:
    return [PairLine(line.key, line.workload, line.month_1_usd, line.present_value_usd) for line in costs.lines]


def first_month_by_future(run: Run) -> Array:
    """Sessions of the first month, all workloads, in each future.

    Shape: ``(n,)``. Unit: sessions a month.
    """
    return total_of([_month_sessions(run, workload, 1) for workload in run.case.workloads])


def first_month_sessions(run: Run) -> float:
    """Mean sessions of the first month, all workloads."""
    return mean(first_month_by_future(run))


def last_month_sessions(run: Run) -> float:
    """Mean sessions of the last month of the horizon, all workloads."""
    months = run.case.horizon_months
    return sum(mean(_month_sessions(run, workload, months)) for workload in run.case.workloads)


def _month_sessions(run: Run, workload: str, month: int) -> Array:
    """Sessions of one month in each future, before any event."""
    table = f"workloads.{workload}"
    grown = growth_by_month(run.values[f"{table}.growth_per_month"], np.array([float(month)]))
    at_most = run.values.get(f"{table}.sessions_at_most")
    return sessions_by_month(run.values[f"{table}.sessions_per_month"], grown, at_most)[..., 0]


def _running(costs: OptionCosts, scales: str) -> list[Line]:
    return [line for line in costs.lines if line.scales == scales and line.phase == "run" and line.bridge is None]


def _month_1(costs: OptionCosts, scales: str) -> float:
    return sum(mean(line.month_1_usd) for line in _running(costs, scales))


def _month_one(run: Run, option: str) -> MonthOne:
    costs = run.option(option)
    steps = any(line.scales == "step" for line in costs.lines)
    share = _step_share(thinned(run, FEW_DRAWS), option) if steps else 0.0
    return MonthOne(
        session_usd=_month_1(costs, "session"),
        month_usd=_month_1(costs, "month"),
        step_usd=_month_1(costs, "step"),
        step_share=share,
        sessions=first_month_sessions(run),
    )


def _step_share(few: Run, option: str) -> float:
    """The part of the stairs that follows the sessions, seen on a few draws."""
    costs = few.option(option)
    doubled = few.present_values(sessions_factor=np.array([[2.0]]), options=(option,))[option]
    scaling, stairs = (
        sum(mean(line.present_value_usd) for line in costs.lines if line.scales == scales)
        for scales in ("session", "step")
    )
    return scaling_share(scaling, stairs, mean(doubled) - mean(costs.present_value_usd))


def pair_gaps(run: Run, setting: Setting, crossings: Crossings | None) -> Gaps:
    """The gap per month and per session of B against A, and the sentence that follows. `crossings` are the break-even
    factors where they were looked for."""
    a, b = run.case.pair
    sessions = first_month_sessions(run), last_month_sessions(run)
    measured: Gap = gap(_month_one(run, a), _month_one(run, b))
    reach = reach_of(run, measured)
    found = within_reach(measured, reach, sessions, crossings)
    whole = _with_build(found, crossings, sessions[0])
    return Gaps(
        per_month_usd=found.per_month_usd,
        per_session_usd=found.per_session_usd,
        pays_from_sessions_per_month=found.pays_from,
        pays_above=found.above,
        any_volume=found.pays_from is None and reach == "any",
        local=reach == "near",
        break_even_sessions_per_month=whole,
        sentence=sentences.gaps(found, setting.title(a), setting.title(b), *sessions, reach, whole),
        engineers=_engineers_as_hours(run),
    )


def _with_build(gap: Gap, crossings: Crossings | None, sessions: float) -> float | None:
    """The sessions of the first month at which both cost the same over the horizon, build included: of the break-evens the
    one past which the same option is cheaper as past the one of running, and nearest to that."""
    if gap.pays_from is None or gap.above is None or crossings is None:
        return None
    found = [factor * sessions for factor, b_above in zip(*crossings, strict=True) if b_above == gap.above]
    wanted = max(gap.pays_from, 1e-12)
    return min(found, key=lambda each: abs(np.log(each / wanted)), default=None)


def _engineers_as_hours(run: Run) -> EngineersAsHours | None:
    """The upkeep one option needs, in running hours of the other, where that one bills them and needs less upkeep."""
    for hosted, other in (run.case.pair, run.case.pair[::-1]):
        hours = [line for line in _running(run.option(hosted), "session") if line.key == "runtime.session"]
        upkeep = [line for line in _running(run.option(other), "month") if line.key == "engineering.upkeep"]
        less = [line for line in _running(run.option(hosted), "month") if line.key == "engineering.upkeep"]
        used, billed = _month_of(hours)
        engineers, cost = _month_of(upkeep)
        if billed <= 0.0 or engineers <= _month_of(less)[0]:
            continue
        running = cost * used / billed
        text = sentences.engineers_as_hours(engineers, running, used)
        return EngineersAsHours(engineers=engineers, running_hours=running, running_hours_used=used, sentence=text)
    return None


def _month_of(lines: list[Line]) -> tuple[float, float]:
    """Quantity and amount of lines in the first full month."""
    return sum(mean(line.quantity_month_1) for line in lines), sum(mean(line.month_1_usd) for line in lines)


def pair_break_even(run: Run, row_a: OptionRow, row_b: OptionRow, setting: Setting, crossings: Crossings) -> BreakEven:
    """Break-even factors, payback and crossing month, the best month to switch."""
    factors, b_above = crossings
    above = tuple(row_b.id if is_b else row_a.id for is_b in b_above)
    sessions = tuple(factor * first_month_sessions(run) for factor in factors)
    plan_a, plan_b = _plan(run, row_a), _plan(run, row_b)
    larger, smaller = (plan_b, plan_a) if (b_larger := larger_build(plan_a, plan_b)) else (plan_a, plan_b)
    rate = mean(run.values["discount_rate"])
    return BreakEven(
        factors=factors,
        cheaper_above=above,
        sessions_per_month=sessions,
        payback_month=payback_month(larger, smaller),
        crossing_month=crossing_month(larger, smaller),
        larger_build=row_b.id if b_larger else row_a.id,
        best_switch=None if run.case.today == row_b.id else best_switch(plan_a, plan_b, rate),
        sentence=sentences.break_even(factors, above, sessions, setting, together=len(run.case.workloads) > 1),
    )


def _plan(run: Run, row: OptionRow) -> MonthlyPlan:
    costs = run.option(row.id)
    leave = run.values.get(f"options.{row.id}.leave_usd")
    own_build = sum(line.total_usd for line in row.lines if line.phase == "build" and line.bridge is None)
    return MonthlyPlan(
        build_usd=row.build_usd,
        month_usd=np.array(row.monthly_usd),
        full_month_usd=full_months_usd(run, row.id),
        live_month=row.live_month,
        standing_usd=_month_1(costs, "month") + _month_1(costs, "step"),
        leave_usd=0.0 if leave is None else mean(leave),
        own_build_usd=own_build,
        is_today=run.case.today == row.id,
    )
