"""Formulas that find what a search finds: for those who can only follow formulas, in a fixed number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from model.comparison.following.traced import OPERATIONS
from model.formulas import hosts
from model.quantities import Array, normal_cdf

if TYPE_CHECKING:
    from model.comparison.following.tracing import TracedSheet

STEPS = 14  # up to 16,384 places more than the load
FAR = (12.0, 60.0)  # from so many deviations and places above the load on nobody waits, to more digits than counted


def _waiting_share(slots: float, load: float) -> float:
    if load <= 0.0 or slots <= load:
        return 0.0
    with np.errstate(over="ignore"):
        return float(hosts.waiting_share(np.array([slots]), np.array([load]))[0])


OPERATIONS["erlang_c"] = _waiting_share


OPERATIONS["normal_cdf"] = lambda x: float(normal_cdf(np.array([x]))[0])


def share_below(sheet: TracedSheet, x: Array) -> Array:
    """The share of a standard normal distribution below a value, as one operation.

    Shape: that of ``x``. Unit: share, 0 to 1; ``x`` in standard deviations.
    """
    return cast(Array, sheet.graph.each("normal_cdf", (x,)))


def slots_for_target(sheet: TracedSheet, peak: Array, resident_hours: Array, target: hosts.AnswerTarget) -> Array:
    """`hosts.slots_for_target` by halving: from floor(A), which is too few, the largest step that is still too few.

    The share of late sessions C·exp(−(N − A)·t/W) falls with N, so that N − 1 is the last number that misses the target.

    Shape: broadcast of the operands. Unit: places; ``peak`` in sessions at once, ``resident_hours`` in hours above 0.
    """
    graph = sheet.graph
    wait = target.seconds / 3600.0 / np.maximum(resident_hours, 1e-12)
    late = np.maximum(1.0 - target.share, hosts.SURELY) * hosts.FORGIVING
    search = sum(1 for name, _ in sheet.finished if isinstance(name, tuple) and name[0] == "places")
    far = peak + FAR[0] * np.sqrt(peak) + FAR[1]
    tried = sheet.step(("places", search, 0), lambda: np.floor(peak))
    for step in range(1, STEPS + 1):
        more = float(2 ** (STEPS - step))

        def missed(tried: Array = tried, more: float = more) -> Array:
            waits = cast(Array, graph.each("erlang_c", (tried + more, peak)))
            waits = np.where(tried + more > far, 0.0, waits)
            reached = waits * np.exp(-(tried + more - peak) * wait)
            return tried + np.where(reached > late, more, 0.0)

        tried = sheet.step(("places", search, step), missed)
    return np.where(peak > 0.0, tried + 1.0, 0.0)
