"""Own machines: how many a month needs. A staircase, not a line.

Erlang B and C: A. K. Erlang (1917); the recursion B_n = A·B_{n−1} / (n + A·B_{n−1}) and C = N·B / (N − A·(1 − B)).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from model.quantities import Array, normal_cdf

FORGIVEN = 1e-9
FORGIVING = 1.0 + 1e-12  # a target met to twelve digits is met, whichever way it was worked out
SURELY = 2.0**-54  # a share of late sessions that rounds to none
STEPPED_UP_TO = 30.0  # larger loads are searched instead of stepped through
AT_ONCE = 20_000  # loads whose integrals are held in memory together
NODES = 28


@dataclass(frozen=True, slots=True)
class Machines:
    """One kind of machine: price, sessions it holds, how full it may be, spares and the least that is kept."""

    usd_per_hour: Array
    sessions_per_host: Array
    utilisation: Array
    spare_hosts: Array
    minimum_hosts: Array


@dataclass(frozen=True, slots=True)
class AnswerTarget:
    """A share of sessions that must start within so many seconds; replaces utilisation."""

    share: Array
    seconds: Array


def offered_load(sessions: Array, resident_hours: Array, busy_hours_per_month: Array) -> Array:
    """Sessions that run at once, on average over the busy hours: sessions × resident hours / busy hours."""
    return sessions * resident_hours / busy_hours_per_month


def slots_for_load(peak: Array, utilisation: Array) -> Array:
    """Places to run that a peak needs when they may be this full: ceil(peak / utilisation)."""
    return np.ceil(peak / utilisation - FORGIVEN)


def slots_for_target(peak: Array, resident_hours: Array, target: AnswerTarget) -> Array:
    """The smallest N > peak whose Erlang C service level 1 − C·exp(−(N − A)·t/W) meets the target.

    ``peak`` is the offered load A, ``resident_hours`` the mean length W of a session. Every element is solved by itself:
    up to a load of 60 by the recursion over N, above it by closed bounds that are then exact to one part in 12·N.
    """
    peak, length, share, seconds = np.broadcast_arrays(peak, resident_hours, target.share, target.seconds)
    load, shape = peak.ravel(), peak.shape
    wait = (seconds / 3600.0 / np.maximum(length, 1e-12)).ravel()
    wanted = share.ravel()
    slots = np.zeros(load.size)
    small, large = np.flatnonzero((load > 0.0) & (load <= EXACT_UP_TO)), np.flatnonzero(load > EXACT_UP_TO)
    slots[small] = _by_recursion(load[small], wait[small], wanted[small])
    slots[large] = _by_bounds(load[large], wait[large], wanted[large])
    return slots.reshape(shape)


def _by_recursion(load: Array, wait: Array, wanted: Array) -> Array:
    """All elements walk the same recursion over N; those that have met their target leave it."""
    slots = np.zeros(load.size)
    open_ = np.arange(load.size)
    blocked = np.ones(load.size)
    places = 0.0
    while open_.size:
        places += 1.0
        offered = load[open_]
        blocked = offered * blocked / (places + offered * blocked)
        enough = places > offered
        spare = np.where(enough, places - offered, 1.0)
        waits = places * blocked / (spare + offered * blocked)
        met = enough & ((1.0 - waits * np.exp(-spare * wait[open_]) >= wanted[open_]) | (places > MOST_PLACES))
        slots[open_[met]] = places
        open_, blocked = open_[~met], blocked[~met]
    return slots


def chance_to_wait(places: Array, load: Array) -> Array:
    """Erlang C for many places: the mean of its bounds 1/C = ρ + γ·(Φ(α)/φ(α) + 2/(3√N)) and the same + γ/(φ(α)(12N − 1)).

    ρ = A/N, γ = (1 − ρ)√N, α = √(−2N(1 − ρ + ln ρ)). A. Janssen, J. van Leeuwaarden, B. Zwart, Refining square-root
    safety staffing by expanding Erlang C, Operations Research 59 (2011), https://doi.org/10.1287/opre.1110.0991.
    """
    full = load / places
    slack = (1.0 - full) * np.sqrt(places)
    alpha = np.sqrt(np.maximum(0.0, -2.0 * places * (1.0 - full + np.log(full))))
    density = np.exp(-0.5 * alpha * alpha) / np.sqrt(2.0 * np.pi)
    density = np.maximum(density, 1e-290)
    inverse = full + slack * (normal_cdf(alpha) / density + 2.0 / (3.0 * np.sqrt(places)))
    return 1.0 / (inverse + 0.5 * slack / (density * (12.0 * places - 1.0)))


def _by_bounds(load: Array, wait: Array, wanted: Array) -> Array:
    """Halves the stretch between A and A + 40·√A + 1 until one whole number of places is left."""
    low = np.floor(load)
    high = low + np.ceil(40.0 * np.sqrt(load)) + 1.0
    while np.any(high - low > 1.0):
        places = np.floor((low + high) / 2.0)
        waits = chance_to_wait(places, load) * np.exp(-(places - load) * wait)
        met = (places > load) & (1.0 - waits >= wanted)
        high, low = np.where(met, places, high), np.where(met, low, places)
    return high


def hosts_needed(slots: Array, machines: Machines) -> Array:
    """Machines kept: max(minimum, ceil(slots / sessions per host) + spare)."""
    full = np.ceil(slots / machines.sessions_per_host - FORGIVEN)
    return np.maximum(machines.minimum_hosts, full + machines.spare_hosts)
