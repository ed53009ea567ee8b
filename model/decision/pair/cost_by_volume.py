"""Cost against volume: what every option costs over the horizon when all sessions are more or fewer, and the staircase of machines.

Costs are expected present values at factors on all sessions of all months, build and growth included, so that the curves
cross exactly where the break-even factors say. What does not go in stairs is a straight line in the factor with the means
of all draws; stairs are followed on some of the draws.
"""

import numpy as np

from model.comparison import OptionCosts, Run, evaluate, middle
from model.decision.pair.break_even import HIGHEST_FACTOR, LOWEST_FACTOR, thinned
from model.decision.pair.groups import cancelling_places
from model.decision.records.pair_records import BreakEven, MachineStep, VolumeCost, VolumeCurve
from model.quantities import Array, distinct, mean, quantiles

POINTS = 61
STAIR_POINTS = 1201
STAIR_DRAWS = 512
AROUND = 10.0  # how far below and above today the curves go at least
BEYOND = 2.0  # and how far beyond the outermost break-even


def volume_curve(run: Run, break_even: BreakEven, sessions_by_future: Array) -> VolumeCurve:
    """Every priced option over factors on all sessions; `sessions_by_future` are those of the first month, all workloads.

    Break-even factors and today are among the places, so that marks lie on the curves.

    Shape: ``(n,)``. Unit: sessions a month.
    """
    factors, sessions = _factors(break_even.factors), mean(sessions_by_future)
    low, high = quantiles(sessions_by_future, (0.05, 0.95)).tolist()
    few = thinned(run, STAIR_DRAWS)
    straight = (_straight(run, factors), _straight(few, factors))
    equal = _equal(run, factors)
    costs = tuple(_cost(few, option, factors, straight) for option in run.options if option.complete)
    return VolumeCurve(
        factors=tuple(factors.tolist()),
        sessions_per_month=tuple((factors * sessions).tolist()),
        options=costs,
        equal_usd=tuple(equal.tolist()),
        today=sessions,
        today_p5=low,
        today_p95=high,
        machines={option: steps for option, steps in _stairs(run, factors, sessions).items() if steps},
    )


def _factors(crossings: tuple[float, ...]) -> Array:
    low = max(LOWEST_FACTOR, min([1.0 / AROUND, *(factor / BEYOND for factor in crossings)]))
    high = min(HIGHEST_FACTOR, max([AROUND, *(factor * BEYOND for factor in crossings)]))
    return distinct(np.concatenate([np.geomspace(low, high, POINTS), np.array([1.0, *crossings])]))


def _parts(costs: OptionCosts) -> tuple[float, float]:
    """What stays and what follows the factor, of the lines without stairs."""
    session = sum(mean(line.present_value_usd) for line in costs.lines if line.scales == "session")
    rest = sum(mean(line.present_value_usd) for line in costs.lines if line.scales not in ("session", "step"))
    return rest, session


def _straight(run: Run, factors: Array) -> dict[str, Array]:
    parts = {costs.id: _parts(costs) for costs in run.options}
    return {option: rest + session * factors for option, (rest, session) in parts.items()}


def _cost(
    few: Run, costs: OptionCosts, factors: Array, straight: tuple[dict[str, Array], dict[str, Array]]
) -> VolumeCost:
    whole, part = (lines[costs.id] for lines in straight)
    usd = whole
    if any(line.scales == "step" for line in costs.lines):
        rows = few.present_values(sessions_factor=factors[:, None], options=(costs.id,))[costs.id]
        usd = np.broadcast_to(rows, (factors.size, rows.shape[-1])).mean(axis=-1) - part + whole
    return VolumeCost(option=costs.id, present_value_usd=tuple(usd.tolist()))


def _equal(run: Run, factors: Array) -> Array:
    """What both options of the pair pay alike, as far as it is a straight line."""
    a, b = (run.option(option) for option in run.case.pair)
    usd = np.zeros_like(factors)
    for place in cancelling_places(a.lines, b.lines):
        line = a.lines[place]
        if line.scales != "step":
            usd = usd + mean(line.present_value_usd) * (factors if line.scales == "session" else 1.0)
    return usd


def _stairs(run: Run, factors: Array, sessions: float) -> dict[str, tuple[MachineStep, ...]]:
    """From which sessions a month on how many machines run in month 1, in the middle case."""
    fine = np.geomspace(factors[0], factors[-1], STAIR_POINTS)
    typical = evaluate(run.case, {**middle(run.case), "sessions_factor": fine})
    found: dict[str, tuple[MachineStep, ...]] = {}
    for costs in typical.options:
        if costs.hosts_month_1 is None or not costs.complete:
            continue
        hosts = np.broadcast_to(costs.hosts_month_1, fine.shape)
        starts = [0, *(np.flatnonzero(np.diff(hosts)) + 1).tolist()]
        found[costs.id] = tuple(
            MachineStep(sessions_per_month=float(fine[at] * sessions), machines=round(float(hosts[at])))
            for at in starts
        )
    return found


__all__ = ["volume_curve"]
