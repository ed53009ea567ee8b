"""What if: the comparison again with one thing otherwise, over the same futures, and the difference as it adds up.

Each is the model run again, not a slope: twice and half the volume, twice the price of running, twice the upkeep of every
option, an on-call rota that exists anyway. What no option of the pair reads is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from model.comparison import Run, evaluate, middle
from model.decision.pair.break_even import thinned
from model.decision.records.analysis import Choice
from model.decision.records.pair_records import DifferenceByMonth, WhatIfCase
from model.decision.verdict.choice import Candidate, choose
from model.quantities import Array, quantiles

SPREAD_DRAWS = 2_000  # futures from which the band of a month is read
MOST_MONTHS = 12  # months at which the difference is added up
NEGLIGIBLE = 1e-12  # of the present value: what nothing but rounding changes

Changes = Mapping[str, Array]
Question = tuple[str, Changes, Array | None]


def what_if(run: Run, candidates: list[Candidate], free_waits: Mapping[str, float]) -> tuple[WhatIfCase, ...]:
    """Every question that changes what an option of the pair costs, with the answer then."""
    today = _pair_usd(run, {costs.id: costs.present_value_usd for costs in run.options})
    found, asked = [], tuple(_questions(run))
    for (key, changes, factor), typical in zip(asked, _middles(run, asked), strict=True):
        present = run.present_values(changes, sessions_factor=factor)
        then = _pair_usd(run, present)
        if all(abs(now - new) <= NEGLIGIBLE * abs(now) for now, new in zip(today, then, strict=True)):
            continue
        choice = choose(candidates, present, typical, free_waits)
        found.append(_answered(key, run.case.pair, present, choice))
    return tuple(found)


def _questions(run: Run) -> Iterator[Question]:
    yield "volume.double", {}, np.array([2.0])
    yield "volume.half", {}, np.array([0.5])
    for key, (ending, change) in _CHANGES.items():
        changes = {name: change(value) for name, value in run.values.items() if name.endswith(ending)}
        if changes:
            yield key, changes, None


def _mean(values: Array) -> float:
    return float(np.mean(values))


def _twice(values: Array) -> Array:
    return 2.0 * values


_CHANGES: Mapping[str, tuple[str, Callable[[Array], Array]]] = {
    "runtime.double": ("runtime_usd_per_hour", _twice),
    "upkeep.double": (".upkeep_fte", _twice),
    "oncall.shared": (".oncall_usd_per_week", np.zeros_like),
}


def _middles(run: Run, asked: Sequence[Question]) -> list[dict[str, float]]:
    """The middle case of every option with the changes of each question: rows of one evaluation."""
    typical = evaluate(run.case, middle(run.case), run.sheet.breathe)
    keys = dict.fromkeys(key for _, changes, _ in asked for key in changes if key in typical.values)
    rows = {key: np.repeat(typical.values[key][None, :], len(asked), axis=0) for key in keys}
    factors = np.ones((len(asked), 1))
    for row, (name, changes, factor) in enumerate(asked):
        factors[row] = 1.0 if factor is None else factor
        for key in changes:
            if key in rows:
                rows[key][row] = _CHANGES[name][1](typical.values[key])
    present = typical.present_values(rows, sessions_factor=factors)
    by_row = {option: np.broadcast_to(usd, (len(asked), 1))[:, 0].tolist() for option, usd in present.items()}
    return [{option: usd[row] for option, usd in by_row.items()} for row in range(len(asked))]


def _pair_usd(run: Run, present: Mapping[str, Array]) -> tuple[float, float]:
    a, b = run.case.pair
    return _mean(present[a]), _mean(present[b])


def _answered(key: str, pair: tuple[str, str], present: Mapping[str, Array], choice: Choice) -> WhatIfCase:
    difference = np.atleast_1d(present[pair[1]] - present[pair[0]])
    low, high = quantiles(difference, (0.1, 0.9)).tolist()
    return WhatIfCase(
        key=key,
        difference_usd=_mean(difference),
        difference_p10_usd=low,
        difference_p90_usd=high,
        option=choice.option,
        strength=choice.strength,
        runner_up=choice.runner_up,
        saving_usd=choice.saving_expected_usd,
    )


def over_time(run: Run) -> tuple[DifferenceByMonth, ...]:
    """B − A by the end of up to twelve months, evenly apart, the last one the end of the horizon with all futures."""
    case = run.case
    months = sorted({round(month) for month in np.linspace(0, case.horizon_months, MOST_MONTHS + 1)[1:].tolist()})
    few, (a, b) = thinned(run, SPREAD_DRAWS), case.pair
    at = np.array(months[:-1], dtype=float)[:, None]
    present = few.present_values(horizon_months=at, options=(a, b)) if at.size else {a: at, b: at}
    whole = run.option(b).present_value_usd - run.option(a).present_value_usd
    by_month = (*np.broadcast_to(present[b] - present[a], (at.size, few.n)), np.broadcast_to(whole, (run.n,)))
    return tuple(_spread(month, difference) for month, difference in zip(months, by_month, strict=True))


def _spread(month: int, difference: Array) -> DifferenceByMonth:
    low, high = quantiles(difference, (0.1, 0.9)).tolist()
    return DifferenceByMonth(month=month, mean_usd=_mean(difference), p10_usd=low, p90_usd=high)
