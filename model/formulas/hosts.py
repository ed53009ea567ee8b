"""Own machines: how many a month needs. A staircase, not a line.

Erlang B and C: A. K. Erlang (1917); the recursion B_n = A·B_{n−1} / (n + A·B_{n−1}) and C = N·B / (N − A·(1 − B)).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from model.quantities import Array, normal_cdf

FORGIVEN = 1e-9
FORGIVING = 1.0 + 1e-12  # a target met to twelve digits is met, whichever way it was worked out
SURELY = 2.0**-54  # a share of late sessions that rounds to none
FEW, STEPPED_UP_TO = 2_000, (8.0, 30.0)  # larger loads are searched instead of stepped through, of few and of many
UNSURE = 1e-4  # a share of late sessions this near its limit, as a part of it, is worked out to all digits
AT_ONCE = 20_000  # loads whose integrals are held in memory together
NODES = 28
GUESSES = 14  # halvings of the first guess


class AnswerTarget(Struct, frozen=True):
    """A share of sessions that must start within so many seconds; replaces utilisation."""

    share: Array
    seconds: Array


def offered_load(sessions: Array, resident_hours: Array, busy_hours_per_month: Array) -> Array:
    """Sessions that run at once, on average over the busy hours: sessions × resident hours / busy hours.

    Shape: ``(n,)``. Unit: sessions at once (Erlang); busy hours above 0. Source: A = λ·W, Little's law.
    """
    return sessions * resident_hours / busy_hours_per_month


def slots_for_load(peak: Array, utilisation: Array) -> Array:
    """Places to run that a peak needs when they may be this full: ceil(peak / utilisation).

    Shape: ``(..., months)``. Unit: places, whole; utilisation is a share above 0, to 1.
    """
    return np.ceil(peak / utilisation - FORGIVEN)


def slots_for_target(peak: Array, resident_hours: Array, target: AnswerTarget) -> Array:
    """The smallest N > peak whose Erlang C service level 1 − C·exp(−(N − A)·t/W) meets the target.

    ``peak`` is the offered load A, ``resident_hours`` the mean length W of a session. Every element is solved by itself:
    small loads by the recursion over N; large ones, for which it would take as many steps as there are sessions, from
    the Halfin-Whitt guess up or down, by an expansion of Erlang C that is exact wherever that could matter.

    Shape: broadcast of all. Unit: places, whole; hours above 0, seconds 0 or more, share 0 to 1. An infinite load
    needs infinitely many.
    """
    peak, length, share, seconds = np.broadcast_arrays(peak, resident_hours, target.share, target.seconds)
    load, shape = peak.ravel(), peak.shape
    wait = (seconds / 3600.0 / np.maximum(length, 1e-12)).ravel()
    late = np.maximum(1.0 - share.ravel(), SURELY)
    # No number of places is enough for an infinite load; searching for one would never end.
    solvable = np.isfinite(load) & np.isfinite(wait)
    slots = np.where(solvable, 0.0, load + wait)
    stepped = STEPPED_UP_TO[load.size > FEW]
    small, large = solvable & (load > 0.0) & (load <= stepped), solvable & (load > stepped)
    slots[small] = _slots_by_recursion(load[small], wait[small], late[small])
    for start in range(0, load.size, AT_ONCE):
        part = np.flatnonzero(large[start : start + AT_ONCE]) + start
        slots[part] = _slots_by_search(load[part], wait[part], late[part])
    return slots.reshape(shape)


def _slots_by_recursion(load: Array, wait: Array, late: Array) -> Array:
    """The same for flat arrays: all walk the recursion over N, and those that have met their target leave it."""
    slots, open_, blocked, places = np.zeros(load.size), np.arange(load.size), np.ones(load.size), 0.0
    while open_.size:
        places += 1.0
        offered = load[open_]
        blocked = offered * blocked / (places + offered * blocked)
        enough = places > offered
        spare = np.where(enough, places - offered, 1.0)
        waits = places * blocked / (spare + offered * blocked)
        met = enough & (waits * np.exp(-spare * wait[open_]) <= late[open_] * FORGIVING)
        slots[open_[met]] = places
        open_, blocked = open_[~met], blocked[~met]
    return slots


def _slots_by_search(load: Array, wait: Array, late: Array) -> Array:
    """The same for large loads: from A + β√A up until the target is met, or down while it still is."""
    slots = np.maximum(np.floor(load) + 1.0, np.ceil(load + _halfin_whitt(load, wait, late) * np.sqrt(load)))
    open_ = np.flatnonzero(~_met(slots, load, wait, late))
    down = np.setdiff1d(np.arange(load.size), open_, assume_unique=True)
    while open_.size:
        slots[open_] += 1.0
        open_ = open_[~_met(slots[open_], load[open_], wait[open_], late[open_])]
    while down.size:
        down = down[slots[down] - 1.0 > load[down]]
        down = down[_met(slots[down] - 1.0, load[down], wait[down], late[down])]
        slots[down] -= 1.0
    return slots


def _met(slots: Array, load: Array, wait: Array, late: Array) -> npt.NDArray[np.bool_]:
    """Whether this many places keep the share of late sessions C·exp(−(N − A)·t/W) low enough."""
    served, limit = np.exp(-(slots - load) * wait), late * FORGIVING
    reached = about_waiting_share(slots, load) * served
    met = np.asarray(reached <= limit, dtype=np.bool_)
    near = np.flatnonzero(np.abs(reached - limit) <= UNSURE * limit)
    if near.size:
        met[near] = waiting_share(slots[near], load[near]) * served[near] <= limit[near]
    return met


def about_waiting_share(slots: Array, load: Array) -> Array:
    """Erlang C for N > A ≥ 8 to some parts in a million, flat arrays: N / ((N − A)/B + A) with the uniform
    expansion 1/B = 1 + √N·Φ(α)/φ(α) + c0 + c1/N, α = √N·|η|, η²/2 = A/N − 1 − ln(A/N).

    N. M. Temme, The asymptotic expansion of the incomplete gamma functions (1979), times N! by Stirling's series.

    Shape: flat, ``(k,)``. Unit: share, 0 to 1; ``slots`` are places.
    """
    grid, shares = _normal_table()
    ratio = load / slots
    mu = ratio - 1.0
    eta = -np.sqrt(2.0 * np.maximum(mu - np.log(ratio), 0.0))
    far = np.abs(eta) > 0.02  # nearer, the closed forms lose their digits and a series takes their place
    m, e = 1.0 / np.where(far, mu, -1.0), 1.0 / np.where(far, eta, -1.0)
    mm = m * m
    c0 = np.where(far, m - e, -1.0 / 3.0 + eta / 12.0 - 2.0 / 135.0 * eta * eta)
    c1 = np.where(far, e * e * e - mm * m - mm - m / 12.0, -1.0 / 540.0 - eta / 288.0)
    few = 1.0 / (12.0 * slots)
    stirling = 1.0 + few + few * few / 2.0
    alpha = np.sqrt(slots) * -eta
    with np.errstate(over="ignore"):
        tail = np.sqrt(2.0 * np.pi * slots) * np.exp(alpha * alpha / 2.0) * np.interp(alpha, grid, shares)
    return np.asarray(slots / ((slots - load) * (1.0 + stirling * (tail + c0 + c1 / slots)) + load))


@cache
def _normal_table() -> tuple[Array, Array]:
    """Shares of a normal distribution below points from 0 up to where all of it is."""
    grid = np.linspace(0.0, 9.0, 4_501)
    return grid, normal_cdf(grid)


def waiting_share(slots: Array, load: Array) -> Array:
    """Erlang C for N > A, flat arrays: N / ((N − A)/B + A), with 1/B = ∫ exp(−x)·(1 + x/A)^N dx over x ≥ 0.

    The integrand peaks at N − A with a width of √N; Gauss-Legendre nodes over its body give about ten digits.

    Shape: flat, ``(k,)``. Unit: share, 0 to 1; ``slots`` are places.
    """
    nodes, weights = gauss_legendre()
    peak, width = slots - load, np.sqrt(slots)
    low, high = np.maximum(peak - 7.5 * width, 0.0), peak + 7.5 * width + 12.0
    half = (high - low) / 2.0
    x = (low + half)[:, None] + half[:, None] * nodes
    tops = -peak + slots * np.log1p(peak / load)
    body = np.exp(-x + slots[:, None] * np.log1p(x / load[:, None]) - tops[:, None]) @ weights
    return np.asarray(slots / (peak * body * half * np.exp(tops) + load))


@cache
def gauss_legendre() -> tuple[Array, Array]:
    """Nodes and weights between −1 and 1; worked out when first needed, since that takes longer than starting up.

    Shape: ``(NODES,)`` each. Unit: none. Source: A. M. Legendre, by `numpy.polynomial`.
    """
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return np.asarray(nodes), np.asarray(weights)


def _halfin_whitt(load: Array, wait: Array, late: Array) -> Array:
    """β of N = A + β√A for large A: C = 1 / (1 + β·Φ(β)/φ(β)). S. Halfin, W. Whitt (1981). A guess, so a table will do."""
    beta, chance = _halfin_whitt_table()
    low, high = np.zeros(load.size), np.full(load.size, beta[-1])
    speed, aim = np.sqrt(load) * wait, np.log(late)
    for _ in range(GUESSES):
        middle = (low + high) / 2.0
        reached = np.interp(middle, beta, chance) - middle * speed <= aim
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high


@cache
def _halfin_whitt_table() -> tuple[Array, Array]:
    """ln C by β."""
    beta = np.linspace(0.0, 10.0, 2_001)
    chance = -np.log1p(beta * normal_cdf(beta) * np.sqrt(2.0 * np.pi) * np.exp(beta**2 / 2.0))
    return beta, chance


def hosts_needed(slots: Array, sessions_per_host: Array, spare_hosts: Array, minimum_hosts: Array) -> Array:
    """Machines kept: max(minimum, ceil(slots / sessions per host) + spare).

    Shape: ``(..., months)``. Unit: machines, whole; sessions per host above 0, the others 0 or more.
    """
    full = np.ceil(slots / sessions_per_host - FORGIVEN)
    return np.maximum(minimum_hosts, full + spare_hosts)


def capped_rate(usd_per_hour: Array, hours_per_month: Array, usd_per_month_cap: Array) -> Array:
    """US dollars per machine-hour where a month of one machine costs ``usd_per_month_cap`` at most: min(rate, cap / hours).

    Shape: ``(n,)``; hours a month above 0.
    """
    return np.minimum(usd_per_hour, usd_per_month_cap / np.maximum(hours_per_month, 1e-12))
