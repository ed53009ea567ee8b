"""In which month a year's budget is gone, as a range: what was spent so far, and the rest of the year future by future.

Futures go on from where the months so far have shown them to be: each month's forecast is scaled by what the newest three
months came to against their forecast. Months of the year that nobody measured count at their forecast, and are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.profile.actuals import TOTAL, TrackedMonth
from model.quantities import Array
from model.quantities.figures import in_100, money, plural
from model.usage.expected import Expected

NEWEST = 3


class RunOut(Struct, frozen=True):
    """A budget of a calendar year in US dollars. `first` and `last` are the 10th and the 90th percentile of the month in which
    it is gone, None where that is not within the year; `probability` that it is gone by December. `driver` is the line that
    is furthest above its forecast in the newest month, "" where none is."""

    year: int
    budget_usd: float
    spent_usd: float
    measured_months: int
    unmeasured: int
    year_p10_usd: float
    year_p90_usd: float
    probability: float
    first: date | None
    last: date | None
    driver: str
    sentence: str


def run_out(whole: Expected, months: Sequence[TrackedMonth], budget_usd: float) -> RunOut | None:
    """When the budget of the year of the newest month is gone; None without a measured month."""
    if not months:
        return None
    year = months[-1].month.year
    known = {each.month: each for each in months if each.month.year == year and each.total is not None}
    level = _level(months)
    parts: list[Array] = []
    for number in range(1, 13):
        month = date(year, number, 1)
        parts.append(_spent(whole.lines(month), known.get(month), level))
    size = max(part.size for part in parts)
    spent = np.cumsum(np.stack([np.broadcast_to(part, (size,)) for part in parts]), axis=0)
    gone = np.where((spent > budget_usd).any(axis=0), (spent > budget_usd).argmax(axis=0) + 1, 13)
    first, last = (int(np.quantile(gone, share, method="nearest")) for share in (0.1, 0.9))
    low, high = (float(value) for value in np.quantile(spent[-1], (0.1, 0.9)))
    found = RunOut(
        year=year, budget_usd=budget_usd, spent_usd=sum(each.total.actual for each in known.values() if each.total is not None), measured_months=len(known),
        unmeasured=months[-1].month.month - len(known), year_p10_usd=low,
        year_p90_usd=high, probability=float((gone <= 12).mean()), first=_month(year, first), last=_month(year, last),
        driver=_driver(months[-1]), sentence="",
    )  # fmt: skip
    return replace(found, sentence=_sentence(found))


def _spent(forecast: Mapping[str, Array], known: TrackedMonth | None, level: float) -> Array:
    """What a month comes to, future by future: as measured, and as forecast what was not measured in it."""
    measured = set() if known is None else {line.key for line in known.lines}
    rest = [usd for key, usd in forecast.items() if key not in measured]
    total = known.total if known is not None else None
    return (0.0 if total is None else total.actual) + level * sum(rest, start=np.zeros(1))


def _level(months: Sequence[TrackedMonth]) -> float:
    totals = [each.total for each in months[-NEWEST:] if each.total is not None]
    middle = sum(total.p50 for total in totals)
    return sum(total.actual for total in totals) / middle if middle > 0.0 else 1.0


def _month(year: int, number: int) -> date | None:
    return date(year, number, 1) if number <= 12 else None


def _driver(month: TrackedMonth) -> str:
    above = [line for line in month.lines if line.key != TOTAL and line.actual > line.p50]
    if not above:
        return ""
    workload, _, line = max(above, key=lambda each: each.actual - each.p50).key.partition(".")
    return f"{line} of {workload}"


def _sentence(found: RunOut) -> str:
    budget = f"the {found.year} budget of {money(found.budget_usd)}"
    driver = f"; driver: {found.driver}" if found.driver else ""
    rest = (
        ""
        if found.unmeasured == 0
        else f" {plural(found.unmeasured, 'earlier month')} of the year that nobody measured count at their forecast."
    )
    if found.first is None:
        return f"Within {budget}: {money(found.year_p10_usd)} to {money(found.year_p90_usd)} by December.{rest}"
    when = (
        f"{found.first:%B}"
        if found.first == found.last
        else f"{found.first:%B} to {found.last:%B}"
        if found.last
        else f"{found.first:%B} or later"
    )
    chance = "" if found.probability > 0.995 else f" (in {in_100(found.probability)} of 100 futures)"
    return f"Over {budget} in {when}{chance}{driver}.{rest}"
