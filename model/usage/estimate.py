"""From weekly sums to ranges: how unsure a mean is, which is not how different sessions are.

The model's inputs are means per session, and sessions are long-tailed: the 5th to the 95th percentile of sessions says how
different they are and holds the mean far too often. Here the mean is sum by sum, and its range comes from how much weeks
(with fewer than four: days) differ: the residuals of each block against the common mean, Student's t for few blocks, on a
logarithmic scale, a little wider where the tail is heavy (upwards most: a mean without its rare dear sessions is too low),
and wider by the drift between the halves that noise does not explain. However alike the blocks are, the sessions within them
differ, and a range has most of the error which that gives. On generated data with heavy tails and a weekly rhythm such ranges hold the truth in 86 to 94 of 100 cases. Nothing
is drawn: the same data give the same range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from msgspec import Struct

from model.quantities import Array
from model.usage.row_store import QueryEngine

ENOUGH_WEEKS = 4
WEEKS_FOR_GROWTH = 8
FEW_WEEKS_FACTOR = 1.15
HEAVY = 0.4
"""How much a range widens with its own relative width: sums of heavy tails are skewed, and too small more often than not."""
FLOOR = 0.8
"""How much of the error that sessions alone give a mean (delta method) a range has at least, however alike its blocks are.
Less than all of it: the larger of two unsure errors is too large on average."""
TAIL, MOST_TAIL = 0.1, 0.35
"""How much farther the upper end lies for a unit of cv (cv² + 3) / sqrt(n), which is the skewness of such a sum, and at most."""
WIDEST = 2.0
MOST = 3.0
"""No end lies farther than a factor of e³ = 20 from the mean: more is not known from a handful of sessions either."""
WEEKS_IN_A_MONTH = 365.25 / 12.0 / 7.0
CLOCK_ESTIMATE = 0.3
"""A clock estimated from time stamps is unsure by at least 30 %, whatever the number of sessions."""
_Z95 = 1.6448536269514722


class Range(Struct, frozen=True):
    """A mean with its 90 % range. `n` is the number of sessions that say the quantity."""

    mean: float
    p5: float
    p95: float
    n: int


class ModelShare(Struct, frozen=True):
    """What one model costs of an agent's tokens, and whether its requests were fast, in the US or Batch."""

    model: str
    usd: float
    prompt: float
    unpriced: int
    all_fast: bool
    any_fast: bool
    all_us: bool
    any_us: bool
    any_batch: bool


class Estimates(Struct, frozen=True):
    """All that is known of an agent's sessions in the window. A quantity that no session says is missing.

    `first_day` to `last_day` is the window, `left_out` the sessions outside of it; `usd_per_session` is the data's own
    list cost, `clock` how the running time is known.
    """

    agent: str
    source: str
    sessions: int
    left_out: int
    first_day: date
    last_day: date
    weeks: int
    by_week: bool
    ranges: dict[str, Range]
    models: tuple[ModelShare, ...]
    usd_per_session: float | None
    api_usd_per_session: float | None
    clock: str | None
    is_managed: bool


MEANS = (
    ("input", "prompt", "n_prompt"), ("output", "output", "n_output"), ("requests", "requests", "n_requests"),
    ("searches", "searches", "n_searches"), ("active_minutes", "active", "n_active"),
    ("waiting_minutes", "waiting", "n_waiting"), ("pauses_over_5_minutes", "pauses_5", "n_pauses"),
    ("pauses_over_1_hour", "pauses_1", "n_pauses"),
)  # fmt: skip
SHARES = (("cached_share", "cache_read"), ("write_5m_share", "write_5m"), ("write_1h_share", "write_1h"))


def t_95(freedom: int) -> float:
    """The 95 % quantile of Student's t, by the expansion around the normal one; within 2 % from 2 degrees of freedom on."""
    if freedom <= 1:
        return 6.314
    z = _Z95
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


class RelativeSpread(Struct, frozen=True):
    """How far the ends of the 90 % range of a mean lie from it, relative to it, on a logarithmic scale."""

    down: float
    up: float


UNKNOWN = RelativeSpread(math.log(2.0), math.log(2.0))
"""With a single block and nothing about the sessions in it: a factor of two, which is said by its width."""


def spread_of(
    sums: Array, counts: Array, residual: float | None = None, sessions: float | None = None
) -> RelativeSpread | None:
    """The spread of sum(sums) / sum(counts); None with fewer than two blocks and no residual.

    sums and counts: shape (blocks,), one block a week or a day. residual: sum over sessions of (quantity - mean x count)²,
    None where it is not known. sessions: how many there are, for a share whose counts are tokens; else counts are sessions.
    """
    blocks = len(sums)
    total, known = float(sums.sum()), float(counts.sum())
    if total <= 0.0 or (blocks < 2 and not residual):
        return None
    mean = total / known
    noise = skew = drift = 0.0
    if blocks > 1:
        error = math.sqrt(blocks / (blocks - 1) * float(((sums - mean * counts) ** 2).sum())) / known
        noise = t_95(blocks - 1) * error
    if residual is not None:
        within = math.sqrt(max(residual, 0.0)) / known
        n = known if sessions is None else sessions
        cv = within * math.sqrt(n) / mean
        skew = cv * (cv**2 + 3.0) / math.sqrt(n)
        noise = max(noise, FLOOR * _Z95 * within)
    if blocks > 1:
        half = blocks // 2
        halves = [
            float(sums[part].sum()) / max(float(counts[part].sum()), 1e-300)
            for part in (slice(None, half), slice(-half, None))
        ]
        drift = max(0.0, abs(halves[1] - halves[0]) / 2.0 - noise)
    relative = min((noise + drift) / mean, WIDEST)
    down = relative * (1.0 + HEAVY * relative)
    return RelativeSpread(min(down, MOST), min(down * (1.0 + min(TAIL * skew, MOST_TAIL)), MOST))


def mean_range(sums: Array, counts: Array, widen: float = 1.0, squares: Array | None = None) -> Range | None:
    """The mean of a quantity per session with its 90 % range, from sums, sums of squares and numbers of sessions by block.

    None where no session says it.

    Shape: ``(blocks,)`` each. Unit: that of the quantity; counts in sessions.
    """
    known = int(counts.sum())
    if not known:
        return None
    mean = float(sums.sum()) / known
    if mean == 0.0:
        return Range(0.0, 0.0, 0.0, known)
    residual = None if squares is None or known < 2 else float(squares.sum()) - known * mean**2
    spread = spread_of(sums[counts > 0], counts[counts > 0], residual) or UNKNOWN
    return Range(mean, mean * math.exp(-spread.down * widen), mean * math.exp(spread.up * widen), known)


def share_range(
    part: Array, whole: Array, sessions: int, widen: float = 1.0, products: tuple[float, float, float] | None = None
) -> Range | None:
    """A ratio of sums with its 90 % range, on the scale of odds, so that it stays between 0 and 1.

    products: sums over sessions of part², part x whole and whole², None where they are not known.

    Shape: ``(blocks,)`` each. Unit: that of the quantity; answers a share, 0 to 1.
    """
    total = float(whole.sum())
    if total <= 0.0:
        return None
    share = min(1.0, float(part.sum()) / total)
    if share in (0.0, 1.0):
        return Range(share, share, share, sessions)
    residual = None
    if products is not None and sessions > 1:
        residual = products[0] - 2.0 * share * products[1] + share**2 * products[2]
    spread = spread_of(part[whole > 0], whole[whole > 0], residual, sessions) or UNKNOWN
    # A relative step of the share is a step of its odds divided by what is left of 1.
    odds = math.log(share / (1.0 - share))
    low, high = (
        1.0 / (1.0 + math.exp(-(odds + sign * min(width * widen / (1.0 - share), 4.0))))
        for sign, width in ((-1.0, spread.down), (1.0, spread.up))
    )
    return Range(share, low, high, sessions)


def success_range(reached: Array, judged: Array) -> Range | None:
    """The share of judged sessions that reached their goal: a beta interval on the effective number of sessions.

    Blocks that differ more than chance would have it count for fewer sessions.

    Shape: ``(blocks,)`` each. Unit: sessions; answers a share, 0 to 1.
    """
    n = float(judged.sum())
    if n <= 0.0:
        return None
    share = float(reached.sum()) / n
    used = judged > 0
    blocks = int(used.sum())
    effective = n
    if blocks > 1 and 0.0 < share < 1.0:
        chance = judged[used] * share * (1.0 - share)
        excess = float(((reached[used] - judged[used] * share) ** 2 / chance).sum()) / (blocks - 1)
        effective = n / max(1.0, excess)
    low, high = _beta_ends(share * effective + 0.5, (1.0 - share) * effective + 0.5)
    return Range(share, low, high, int(n))


def _beta_ends(a: float, b: float) -> tuple[float, float]:
    """The 5 % and 95 % quantiles of a beta distribution, from its density on a fine grid."""
    x = (np.arange(20_000) + 0.5) / 20_000
    log_density = (a - 1.0) * np.log(x) + (b - 1.0) * np.log1p(-x)
    weights = np.exp(log_density - log_density.max())
    below = np.cumsum(weights) / weights.sum()
    low, high = (min(int(np.searchsorted(below, share)), len(x) - 1) for share in (0.05, 0.95))
    return float(x[low]), float(x[high])


def volume_range(weekly: Array) -> Range:
    """Sessions a month from full weeks: the last four, with the scatter of all (at least that of chance).

    Shape: ``(weeks,)``. Unit: sessions a week; answers sessions a month.
    """
    recent = weekly[-ENOUGH_WEEKS:]
    mean = float(recent.mean())
    if mean <= 0.0:
        return Range(0.0, 0.0, 0.0, int(weekly.sum()))
    level = weekly.mean()
    scatter = max(1.0, float(((weekly - level) ** 2 / max(level, 1e-300)).sum()) / max(1, len(weekly) - 1))
    error = math.sqrt(scatter / (mean * len(recent)))
    width = min(t_95(max(1, len(weekly) - 1)) * error, WIDEST) * (
        1.0 if len(weekly) >= ENOUGH_WEEKS else FEW_WEEKS_FACTOR
    )
    month = mean * WEEKS_IN_A_MONTH
    return Range(month, month * math.exp(-width), month * math.exp(width), int(weekly.sum()))


def growth_range(weekly: Array) -> Range | None:
    """Growth a month from a quasi-Poisson fit on weekly counts (log of the mean linear in time).

    None below eight weeks, or where half of them have no session.

    Shape: ``(weeks,)``. Unit: sessions a week; answers a share a month.
    """
    weeks = len(weekly)
    if weeks < WEEKS_FOR_GROWTH or int(np.count_nonzero(weekly)) < weeks // 2:
        return None
    time = np.arange(weeks) - (weeks - 1) / 2.0
    design = np.column_stack([np.ones(weeks), time])
    beta = np.array([math.log(max(float(weekly.mean()), 1e-9)), 0.0])
    for _ in range(50):
        level = np.exp(np.clip(design @ beta, -50.0, 50.0))
        information = design.T @ (design * level[:, None])
        try:
            step = np.linalg.solve(information, design.T @ (weekly - level))
        except np.linalg.LinAlgError:
            return None
        beta = beta + np.clip(step, -1.0, 1.0)
        if float(np.abs(step).max()) < 1e-10:
            break
    level = np.exp(np.clip(design @ beta, -50.0, 50.0))
    scatter = max(1.0, float(((weekly - level) ** 2 / np.maximum(level, 1e-9)).sum()) / (weeks - 2))
    error = math.sqrt(scatter * float(np.linalg.inv(design.T @ (design * level[:, None]))[1, 1]))
    ends = [beta[1] + sign * t_95(weeks - 2) * error for sign in (-1.0, 0.0, 1.0)]
    low, middle, high = (math.expm1(float(end) * WEEKS_IN_A_MONTH) for end in ends)
    return Range(middle, low, high, int(weekly.sum()))


def estimates_of(store: QueryEngine, first_full: date | None, last_full: date | None) -> list[Estimates]:
    """The estimates of every agent with sessions, from sums by day."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in store.records("estimates"):
        row["week"] = row["day"] - timedelta(days=row["day"].weekday())
        rows.setdefault(row["agent"], []).append(row)
    models: dict[str, list[ModelShare]] = {}
    last = None if last_full is None else last_full + timedelta(days=6)
    for row in store.records("models_by_agent", {"first": first_full, "last": last}):
        fields = {name: row[name] for name in ModelShare.__struct_fields__}
        models.setdefault(row["agent"], []).append(
            ModelShare(**{**fields, **{k: bool(v) for k, v in fields.items() if k.startswith(("any", "all"))}})
        )
    found = [estimate(agent, days, first_full, last_full, models.get(agent, [])) for agent, days in rows.items()]
    return [each for each in found if each is not None]


def estimate(
    agent: str, days: Sequence[Mapping[str, Any]], first_full: date | None, last_full: date | None,
    models: Sequence[ModelShare],
) -> Estimates | None:  # fmt: skip
    """The estimates of one agent from its sums by day; full weeks only, or every day where there is none."""
    inside = [day for day in days if first_full is None or first_full <= day["week"] <= (last_full or first_full)]
    if not inside:
        return None
    weeks = 0 if first_full is None or last_full is None else (last_full - first_full).days // 7 + 1
    by_week = weeks >= ENOUGH_WEEKS
    widen = 1.0 if by_week else FEW_WEEKS_FACTOR
    blocks = _blocks(inside, first_full, weeks) if by_week else [[day] for day in inside]

    @cache
    def summed(name: str) -> Array:
        return np.array([math.fsum(day[name] or 0.0 for day in block) for block in blocks])

    ranges: dict[str, Range] = {}
    for key, name, known in MEANS:
        found = mean_range(summed(name), summed(known), widen, summed(f"{name}_2"))
        if found is not None:
            ranges[key] = found
    if "input" in ranges:
        for key, name in SHARES:
            squared, crossed, whole = (
                float(summed(each).sum()) for each in (f"{name}_2", f"{name}_prompt", "prompt_2")
            )
            share = share_range(summed(name), summed("prompt"), ranges["input"].n, widen, (squared, crossed, whole))
            if share is not None:
                ranges[key] = share
    success = success_range(summed("reached"), summed("n_judged"))
    if success is not None:
        ranges["success_rate"] = success
    cost = mean_range(summed("usd"), summed("n_usd"), widen, summed("usd_2"))
    if cost is not None:
        ranges["usd"] = cost
    clock = _clock(inside)
    if clock == "estimated" and "active_minutes" in ranges:
        ranges["active_minutes"] = _at_least(ranges["active_minutes"], CLOCK_ESTIMATE)
    if weeks:
        weekly = np.array(
            [sum(day["sessions"] for day in block) for block in _blocks(inside, first_full, weeks)], dtype=float
        )
        ranges["sessions_per_month"] = volume_range(weekly)
        growth = growth_range(weekly)
        if growth is not None:
            ranges["growth_per_month"] = growth
    sessions = sum(day["sessions"] for day in inside)
    api = float(summed("n_usd").sum())
    return Estimates(
        agent=agent, source=inside[0]["source"], sessions=sessions,
        left_out=sum(day["sessions"] for day in days) - sessions,
        first_day=first_full or inside[0]["day"],
        last_day=(last_full + timedelta(days=6)) if last_full else inside[-1]["day"], weeks=weeks, by_week=by_week,
        ranges=ranges, models=tuple(models), usd_per_session=cost.mean if cost else None,
        api_usd_per_session=float(summed("api_usd").sum()) / api if api else None, clock=clock,
        is_managed=sum(day["managed"] for day in inside) > 0,
    )  # fmt: skip


def _blocks(days: Sequence[Mapping[str, Any]], first: date | None, weeks: int) -> list[list[Mapping[str, Any]]]:
    """Days by week of the window; a week without sessions is a block too."""
    assert first is not None
    blocks: list[list[Mapping[str, Any]]] = [[] for _ in range(weeks)]
    for day in days:
        blocks[(day["week"] - first).days // 7].append(day)
    return blocks


def _clock(days: Sequence[Mapping[str, Any]]) -> str | None:
    known = sum(day["n_active"] for day in days)
    if not known:
        return None
    if sum(day["billed_clock"] for day in days) == known:
        return "billed"
    return "reported" if sum(day["billed_clock"] + day["reported_clock"] for day in days) == known else "estimated"


def _at_least(found: Range, relative: float) -> Range:
    return Range(
        found.mean, min(found.p5, found.mean * (1.0 - relative)), max(found.p95, found.mean * (1.0 + relative)), found.n
    )
