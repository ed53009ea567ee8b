"""Full calendar months of measured use by workload: sums become the inputs of a profile and the lines of a forecast.

A month is full where the data begin by its first day and go on past its last one, give or take the longest pause in the
data: who works from Monday to Friday has no session on a Sunday the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from msgspec import Struct

from model.usage.estimate import MEANS, SHARES, estimates_of
from model.usage.expected import DAYS_IN_A_MONTH, days_of, next_month
from model.usage.into_profile import placed
from model.usage.measured_inputs import KEYS, slug
from model.usage.row_store import RowStore

MOST_PAUSE = timedelta(days=4)
AXES = ("tokens.input", "tokens.output", "tokens.cache", "runtime", "searches")


class MeasuredMonth(Struct, frozen=True):
    """One workload in one month: sessions, list cost by line in US dollars, and inputs by their path in a workload.

    `floors`: sessions of which some of the cost is unknown. A month of a bill has no sessions and no inputs.
    """

    month: date
    workload: str
    sessions: int
    lines: Mapping[str, float]
    inputs: Mapping[str, float]
    floors: int


class MeasuredMonths(Struct, frozen=True):
    """The full months of the workloads, the agents no workload is known for, and months that are not full."""

    full: tuple[MeasuredMonth, ...]
    without: tuple[str, ...]
    partial: tuple[date, ...]


def measured_months(
    store: RowStore, workloads: Sequence[str], named: Mapping[str, str], today: date, since: date | None
) -> MeasuredMonths:
    """The full months of everything that was read; store must be prepared."""
    place = placed(estimates_of(store, None, None), workloads, named)
    rows = [row for row in store.records("months") if row["agent"] in place.workloads]
    days = [row for row in store.records("estimates") if row["agent"] in place.workloads]
    seen = sorted({row["day"] for row in days})
    full = {month for month in {row["month"] for row in rows} if is_full(month, seen, today, since)}
    found = [
        _month(row, place.workloads[row["agent"]], _inside(days, row)) for row in rows if row["month"] in full
    ]  # fmt: skip
    found += _billed(store, workloads, named, {(each.month, each.workload) for each in found}, today, since)
    partial = sorted({row["month"] for row in rows} - full)
    return MeasuredMonths(tuple(found), place.without, tuple(partial))


def _billed(
    store: RowStore, workloads: Sequence[str], named: Mapping[str, str], known: Set[tuple[date, str]], today: date, since: date | None
) -> list[MeasuredMonth]:  # fmt: skip
    """Full months that only a bill still knows: its lines at list prices, no sessions and no inputs."""
    rows = store.records("bill_months")
    seen = sorted({day for row in rows for day in (row["first_day"], row["last_day"])})
    lines: dict[tuple[date, str], dict[str, float]] = {}
    for row in rows:
        workload = named.get(row["agent"]) or slug(row["agent"])
        key = (row["month"], workload)
        if workload in workloads and key not in known and is_full(row["month"], seen, today, since):
            held = lines.setdefault(key, {})
            held[row["line"]] = held.get(row["line"], 0.0) + row["usd"]
    return [MeasuredMonth(month, workload, 0, found, {}, 0) for (month, workload), found in lines.items()]


def is_full(month: date, seen: Sequence[date], today: date, since: date | None = None) -> bool:
    """Whether a month is over and covered by the days on which sessions began (in order)."""
    end = next_month(month)
    if not seen or end > today or (since is not None and month < since):
        return False
    pause = max((b - a for a, b in pairwise(seen)), default=timedelta(days=1))
    pause = min(max(pause, timedelta(days=1)), MOST_PAUSE)
    begins = seen[0] if since is None else min(since, seen[0])
    return begins < month + pause and seen[-1] + pause >= end


def _inside(days: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    end = next_month(row["month"])
    return [day for day in days if day["agent"] == row["agent"] and row["month"] <= day["day"] < end]


def _month(row: Mapping[str, Any], workload: str, days: Sequence[Mapping[str, Any]]) -> MeasuredMonth:
    return MeasuredMonth(
        month=row["month"],
        workload=workload,
        sessions=row["sessions"],
        lines={name: row[name] for name in AXES if row[name] is not None},
        inputs=_inputs(days, row["sessions"], row["month"]),
        floors=row["floors"],
    )


def _inputs(days: Sequence[Mapping[str, Any]], sessions: int, month: date) -> dict[str, float]:
    """Means per session over the sessions that say a quantity, and ratios of sums."""
    sums = {
        name: sum(day[name] or 0.0 for day in days)
        for name in (days[0] if days else {})
        if name not in ("agent", "day", "week", "source")
    }
    found = {KEYS["sessions_per_month"]: sessions * DAYS_IN_A_MONTH / days_of(month)}
    for name, total, known in MEANS:
        if sums.get(known):
            found[KEYS[name]] = sums[total] / sums[known]
    if sums.get("prompt"):
        found |= {KEYS[name]: sums[part] / sums["prompt"] for name, part in SHARES}
    if sums.get("n_judged"):
        found[KEYS["success_rate"]] = sums["reached"] / sums["n_judged"]
    return found
