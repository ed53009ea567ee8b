"""Spend caps and loops left running: what a cap stops, what is paid under it, and the cap that costs least.

Sizes of sessions are log-normal around their mean: P95 over P50 = exp(1.645 σ). With a = ln(cap / mean) / σ + σ/2 a cap stops
the share 1 − Φ(a), and the mean session then costs mean × Φ(a − σ) + cap × (1 − Φ(a)), the limited expected value of the
log-normal (S. Klugman et al., Loss Models, appendix A).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from model.quantities import Array, normal_cdf
from model.quantities.normal import SCORE_OF_95_PERCENT

NARROWEST = 1e-9  # σ of sessions that all cost the same
Share = Callable[[Array], Array]


class Capped(Struct, frozen=True):
    """The mean session under a cap: what it costs, and the share of sessions that the cap stops."""

    paid_usd: Array
    stopped_share: Array


def sigma(spread: Array) -> Array:
    """The σ of a log-normal whose P95 is so many times its P50.

    Shape: ``(n,)``. Unit: none; a spread below 1 counts as 1. Source: the quantiles of the log-normal, as at the head
    of this file.
    """
    return np.maximum(np.log(np.maximum(spread, 1.0)) / SCORE_OF_95_PERCENT, NARROWEST)


def capped(mean_usd: Array, cap_usd: Array, spread: Array, share_below: Share = normal_cdf) -> Capped:
    """A session of this mean cost and spread under a cap, US dollars; ``share_below`` is Φ.

    Shape: ``(n,)`` each. Unit: US dollars a session; the share stopped is 0 to 1. Amounts of 0 or less count as next
    to nothing.
    """
    width = sigma(spread)
    at = np.log(np.maximum(cap_usd, 1e-300) / np.maximum(mean_usd, 1e-300)) / width + width / 2.0
    stopped = 1.0 - share_below(at)
    return Capped(mean_usd * share_below(at - width) + cap_usd * stopped, stopped)


def runaway_usd(usd_per_hour: Array, hours: Array, cap_usd: Array | None) -> Array:
    """What one loop left running costs, US dollars: its hours, or the cap where that comes first.

    Shape: ``(n,)``. Unit: US dollars an hour × hours, 0 or more.
    """
    usd = usd_per_hour * hours
    return usd if cap_usd is None else np.minimum(usd, cap_usd)


def best_cap_usd(mean_usd: float, spread: float, lost_usd: float) -> float | None:
    """The cap under which a session costs least, where a stopped one costs ``lost_usd`` more elsewhere; None: no cap at all.

    The cost falls while the chance of stopping at the cap is worth less than the money beyond it, and rises after; past the
    last such point a lower cap always saves, so that the least cost is there or at no cap.

    Shape: single numbers; the caps tried are ``(24_001,)``, in US dollars.
    """
    width = float(sigma(np.array([spread]))[0])
    if mean_usd <= 0.0 or lost_usd <= 0.0 or width <= NARROWEST:
        return None
    middle = mean_usd * np.exp(-width * width / 2.0)
    caps = middle * np.exp(np.linspace(-4.0, 8.0, 24_001) * width)
    found = capped(np.array([mean_usd]), caps, np.array([spread]))
    costs = found.paid_usd + lost_usd * found.stopped_share
    least = int(np.argmin(costs))
    return float(caps[least]) if least > 0 and costs[least] < mean_usd * (1.0 - 1e-9) else None
