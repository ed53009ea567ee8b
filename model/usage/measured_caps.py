"""What a cap on a session's list cost would do: sessions it stops, money not spent, and which cap costs least.

From the log histogram of session costs alone (sixteen buckets to a factor e): at a bucket's edge everything is exact, and a
few hundred rows do for any number of sessions. A stopped session has cost the cap and reaches nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

PER_E = 16


class CostBucket(Struct, frozen=True):
    """Sessions whose cost lies in one bucket; `index` is None for sessions that cost nothing."""

    index: int | None
    sessions: int
    usd: float
    reached: int = 0
    judged: int = 0


class Cap(Struct, frozen=True):
    """A cap of `usd` a session. `expected_usd` is the mean cost of a session with it, failures at `fallback_usd` included;
    None where no `fallback_usd` is known.
    """

    usd: float
    stopped: int
    stopped_share: float
    not_spent_usd: float
    spent_on_stopped_usd: float
    expected_usd: float | None
    is_cheapest: bool = False


def edge(index: int) -> float:
    """The upper end of a bucket, US dollars."""
    return math.exp((index + 1) / PER_E)


def caps(
    buckets: Sequence[CostBucket],
    fallback_usd: float | None = None,
    shares: Sequence[float] = (0.5, 0.25, 0.1, 0.05, 0.01),
) -> list[Cap]:
    """Caps that stop about these shares of sessions, dearest last, and the cheapest one where a failure has a price."""
    every = [_cap(buckets, each.index, fallback_usd) for each in buckets if each.index is not None]
    if not every:
        return []
    chosen: dict[float, Cap] = {}
    for share in shares:
        fitting = [cap for cap in every if 0 < cap.stopped_share <= share]
        if fitting:
            chosen[min(fitting, key=lambda cap: cap.usd).usd] = min(fitting, key=lambda cap: cap.usd)
    if fallback_usd is not None:
        best = min(every, key=lambda cap: (cap.expected_usd or 0.0, -cap.usd))
        chosen[best.usd] = Cap(
            best.usd, best.stopped, best.stopped_share, best.not_spent_usd, best.spent_on_stopped_usd, best.expected_usd,
            is_cheapest=True,
        )  # fmt: skip
    return [chosen[usd] for usd in sorted(chosen)]


def _cap(buckets: Sequence[CostBucket], index: int, fallback_usd: float | None) -> Cap:
    """The cap at the upper end of a bucket: everything in it still runs to its end."""
    usd = edge(index)
    above = [each for each in buckets if each.index is not None and each.index > index]
    sessions = sum(each.sessions for each in buckets)
    stopped = sum(each.sessions for each in above)
    spent = sum(each.usd for each in above)
    expected = None
    if fallback_usd is not None:
        judged = sum(each.judged for each in buckets)
        missed = sum(each.judged - each.reached for each in buckets if each not in above)
        below = sum(each.judged for each in buckets if each not in above)
        failing = missed / below * (sessions - stopped) if judged and below else 0.0
        kept = sum(each.usd for each in buckets) - spent
        expected = (kept + stopped * usd + (stopped + failing) * fallback_usd) / sessions
    return Cap(usd, stopped, stopped / sessions, spent - stopped * usd, stopped * usd, expected)


def quantile(buckets: Sequence[CostBucket], share: float) -> float | None:
    """The cost below which this share of sessions lies, within 3 %; zeros are counted first."""
    sessions = sum(each.sessions for each in buckets)
    if not sessions:
        return None
    below = 0
    for each in sorted(buckets, key=lambda bucket: -math.inf if bucket.index is None else bucket.index):
        below += each.sessions
        if below >= share * sessions:
            return 0.0 if each.index is None else each.usd / each.sessions
    return None
