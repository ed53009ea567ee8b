"""Own machines: how many a month needs. A staircase, not a line.

Erlang B and C: A. K. Erlang (1917); the recursion B_n = A·B_{n−1} / (n + A·B_{n−1}) and C = N·B / (N − A·(1 − B)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.quantities import Array

FORGIVEN = 1e-9


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
    all walk the same recursion over N, and those that have met their target leave it.
    """
    peak, length, share, seconds = np.broadcast_arrays(peak, resident_hours, target.share, target.seconds)
    load, shape = peak.ravel(), peak.shape
    wait = (seconds / 3600.0 / np.maximum(length, 1e-12)).ravel()
    wanted = share.ravel()
    slots = np.zeros(load.size)
    open_ = np.flatnonzero(load > 0.0)
    blocked = np.ones(open_.size)
    places = 0.0
    while open_.size:
        places += 1.0
        offered = load[open_]
        blocked = offered * blocked / (places + offered * blocked)
        enough = places > offered
        spare = np.where(enough, places - offered, 1.0)
        waits = places * blocked / (spare + offered * blocked)
        met = enough & (1.0 - waits * np.exp(-spare * wait[open_]) >= wanted[open_])
        slots[open_[met]] = places
        open_, blocked = open_[~met], blocked[~met]
    return slots.reshape(shape)


def hosts_needed(slots: Array, machines: Machines) -> Array:
    """Machines kept: max(minimum, ceil(slots / sessions per host) + spare)."""
    full = np.ceil(slots / machines.sessions_per_host - FORGIVEN)
    return np.maximum(machines.minimum_hosts, full + machines.spare_hosts)
