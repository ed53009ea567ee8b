"""How far what the gaps say reaches: to every volume, to today's mix of work, to the months that are live, or near today.

A claim about all volumes is made only where everything that follows or does not follow the sessions points the same way,
over the whole horizon and for every workload alone, whoever serves until an option is live at that volume where nobody wrote
who does. Machines in steps make an amount a run hold near today's volume only.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from model.comparison import Run, evaluate, middle
from model.comparison.bridges import Bridges, with_bridges, written_bridge
from model.decision.pair.break_even import Crossings, Straight, thinned
from model.decision.pair.gaps import TINY, settled
from model.decision.records.pair_records import Gap, Reach
from model.quantities import Array, mean

VOLUMES = np.concatenate([[0.0], np.geomspace(1e-3, 1e3, 37)])
"""Factors on today's volume at which it is looked at who serves until an option is live."""
DRAWS = 512
AROUND = 2.0  # the slope of stairs is seen between today's sessions and twice as many


def goes_in_steps(run: Run) -> bool:
    """Whether an option of the pair runs machines in whole numbers."""
    return any(line.scales == "step" for option in run.case.pair for line in run.option(option).lines)


def reach_of(run: Run, gap: Gap) -> Reach:
    """How far the gaps of the pair reach.

    ``any``: whatever the volume of any workload. ``mix``: more or less of one workload alone can turn it. ``live``: what
    comes before an option is live can, with volume. ``near``: machines come in steps.
    """
    if goes_in_steps(run):
        return "near"
    sign = 1.0 if gap.per_month_usd > 0.0 or gap.per_session_usd > 0.0 else -1.0
    straight, slopes = Straight.of(run), _slopes(run)
    fixed, scaling = (settled(b - a, abs(a) + abs(b)) for a, b in (straight.fixed, straight.scaling))
    if fixed * sign < 0.0 or scaling * sign < 0.0:
        return "live"
    if not all(slope * sign >= 0.0 for slope in slopes):
        return "mix"
    return "live" if any((gaps * sign < 0.0).any() for gaps in _with_other_interims(run)) else "any"


def _with_other_interims(run: Run) -> Iterator[Array]:
    """B − A at the volumes at which somebody else serves until an option is live than today, where nobody wrote who does:
    volumes of one workload alone and of all together.

    Shape: ``(volumes,)`` each. Unit: US dollars of expected present value; what is nothing but rounding is 0.
    """
    case, middles = run.case, middle(run.case)
    if all(written_bridge(case, plan) is not None for plan in case.options):
        return
    alone = [
        np.where(np.eye(len(case.workloads))[place] > 0.0, VOLUMES[:, None], 1.0)
        for place in range(len(case.workloads))
    ]
    factors = np.concatenate([*alone, np.broadcast_to(VOLUMES[:, None], (VOLUMES.size, len(case.workloads)))])
    keys = {f"workloads.{workload}.sessions_per_month": place for place, workload in enumerate(case.workloads)}
    with np.errstate(all="ignore"):
        chosen = Bridges(case, middles).chosen({key: middles[key] * factors[:, at] for key, at in keys.items()})
    few = thinned(run, DRAWS)
    for bridges in dict.fromkeys(chosen):
        if bridges == tuple(plan.meanwhile for plan in case.options):
            continue
        other = evaluate(with_bridges(case, bridges), few.values)
        here = factors[[row for row, found in enumerate(chosen) if found == bridges]]
        fixed, scale = Straight.of(other).fixed, sum(Straight.of(other).scaling)
        gaps = fixed[1] - fixed[0] + here @ np.array(_slopes(other))
        rounding = TINY * (sum(map(abs, fixed)) + scale * here.max(axis=1))
        yield np.where(np.abs(gaps) <= rounding, 0.0, gaps)


def _slopes(run: Run) -> list[float]:
    """B − A of what follows the sessions of each workload, expected present value."""
    sums = [
        {
            workload: sum(
                mean(line.present_value_usd)
                for line in run.option(option).lines
                if line.workload == workload and line.scales == "session"
            )
            for workload in run.case.workloads
        }
        for option in run.case.pair
    ]
    return [settled(b - a, abs(a) + abs(b)) for a, b in zip(sums[0].values(), sums[1].values(), strict=True)]


def within_reach(gap: Gap, reach: Reach, sessions: tuple[float, float], crossings: Crossings | None) -> Gap:
    """The gap without a volume at which running costs the same, where stairs were never looked at there or the break-even
    over the horizon says otherwise. ``sessions`` are the first and the last month's; crossings None: not looked for."""
    if reach != "near" or gap.pays_from is None:
        return gap
    low, high = min(sessions) / AROUND, max(sessions) * AROUND
    seen = low <= gap.pays_from <= high
    return gap if seen and (crossings is None or _agree(gap, crossings)) else replace(gap, pays_from=None, above=None)


def _agree(gap: Gap, crossings: Crossings) -> bool:
    """Whether B is the cheaper one on the same side of the break-evens as of the gaps."""
    _, b_above = crossings
    return bool(b_above) and (b_above[-1] if gap.above else not b_above[0])
