"""The lines that a profile forecasts beside those of a bill, workload by axis, for the days that the bill covers.

Both stand at list prices: what a team pays less is the discount that `reconcile` finds. A bill without list prices has nothing
that a forecast could be held against; one that names no agent is held against all workloads together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct, field

from model.comparison import Case, resolve
from model.profile import Problem, Problems, Profile
from model.quantities import Array
from model.usage.billed import BilledMonth
from model.usage.expected import Expected, days_of, expected, option_of
from model.usage.measured_inputs import slug
from model.usage.row_store import RowStore

AXES = {"tokens": "tokens", "runtime": "runtime", "searches": "searches"}
"""First part of a forecast line to the axis of a bill."""


class Forecasting(Struct, frozen=True):
    """Whose forecast: a case with the option that runs, and which workload an agent of the bill is."""

    case: Case
    option: str
    named: Mapping[str, str] = field(default_factory=dict)
    draws: int = 10_000
    seed: int = 1


class Foreseen(Struct, frozen=True):
    """One workload ("" is all of them) and axis of a month: its forecast for the bill's days, US dollars at list prices, and the bill."""

    month: date
    days: float
    workload: str
    axis: str
    p10_usd: float
    p50_usd: float
    p90_usd: float
    list_usd: float | None
    billed_usd: float | None

    @property
    def is_inside(self) -> bool | None:
        """Whether the bill's list cost lies within the 80 % range; None where the bill has no list prices."""
        if self.list_usd is None:
            return None
        slack = 1e-6 * abs(self.list_usd)
        return self.p10_usd - slack <= self.list_usd <= self.p90_usd + slack


def forecasting(profile: Profile, today: date, option: str | None, named: Mapping[str, str]) -> Forecasting | Problems:
    """The forecast of a profile, of the option named or of the one that runs; what is wrong with them."""
    case = resolve(profile, today)
    if isinstance(case, Problems):
        return case
    runs = option_of(case, option)
    if runs is None:
        allowed = f"an option that is compared ({', '.join(plan.id for plan in case.options)})"
        return Problems.of(Problem(profile.label, "options", option or "", allowed))
    return Forecasting(case, runs, named)


def foreseen(wanted: Forecasting, months: Sequence[BilledMonth], days: Mapping[date, float]) -> list[Foreseen]:
    """The forecast of every month that has a bill, line by line. days: how many of it the bill covers."""
    whole = expected(wanted.case, wanted.option, wanted.draws, wanted.seed)
    return [
        row for month in months for row in _of_month(wanted, whole, month, days.get(month.month, days_of(month.month)))
    ]


def covered_days(store: RowStore) -> dict[date, float]:
    """How many days of each month the bill covers."""
    return {
        row["month"]: (row["last_at"] - row["first_at"]).total_seconds() / 86_400 for row in store.records("bill_days")
    }


def _of_month(wanted: Forecasting, whole: Expected, month: BilledMonth, days: float) -> list[Foreseen]:
    together = not any(line.agent for line in month.lines if line.list_usd is not None or line.billed_usd is not None)
    forecast = _by_axis(whole, month.month, days / days_of(month.month), together)
    bill = _billed(wanted, month, together)
    rows = []
    for workload, axis in dict.fromkeys((*forecast, *bill)):
        values = forecast.get((workload, axis), np.zeros(1))
        low, middle, high = (float(value) for value in np.quantile(values, (0.1, 0.5, 0.9)))
        list_usd, billed_usd = bill.get((workload, axis), (0.0 if month.list_usd is not None else None, 0.0))
        rows.append(Foreseen(month.month, days, workload, axis, low, middle, high, list_usd, billed_usd))
    return sorted(rows, key=lambda row: (row.workload, list(AXES).index(row.axis)))


def _by_axis(whole: Expected, month: date, share: float, together: bool) -> dict[tuple[str, str], Array]:
    found: dict[tuple[str, str], Array] = {}
    for key, usd in whole.lines(month).items():
        workload, _, line = key.partition(".")
        place = ("" if together else workload, AXES[line.partition(".")[0]])
        found[place] = found.get(place, np.zeros(1)) + usd * share
    return found


def _billed(
    wanted: Forecasting, month: BilledMonth, together: bool
) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    """The bill's lines that a workload has, list and billed US dollars."""
    workloads = wanted.case.profile.ids("workloads")
    agents = {line.agent for line in month.lines if line.agent}
    found: dict[tuple[str, str], tuple[float | None, float | None]] = {}
    for line in month.lines:
        if (
            line.axis not in AXES.values()
            or (line.is_outside and not together)
            or (line.list_usd is None and line.billed_usd is None)
        ):
            continue
        workload = "" if together else workload_of(line.agent or "", wanted.named, workloads, len(agents) == 1)
        if workload is not None:
            here, held = (line.list_usd, line.billed_usd), found.get((workload, line.axis))
            found[workload, line.axis] = here if held is None else (_sum(held[0], here[0]), _sum(held[1], here[1]))
    return found


def workload_of(agent: str, named: Mapping[str, str], workloads: Sequence[str], is_only: bool) -> str | None:
    """Which workload an agent of a bill is: as named, of its name, or the only one of both."""
    wanted = named.get(agent) or slug(agent)
    if wanted in workloads:
        return wanted
    return workloads[0] if is_only and len(workloads) == 1 and not named else None


def _sum(one: float | None, other: float | None) -> float | None:
    """Unknown where either is: what is left out of a sum cannot lie within a range."""
    return None if one is None or other is None else one + other
