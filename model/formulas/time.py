"""Months to money: how many sessions a month brings, who serves it, and what a month is worth today.

Time is always the last axis: ``(..., months)``. Month m runs from m - 1 to m on the clock of the live dates.
"""

from __future__ import annotations

import numpy as np

from model.quantities import Array

MONTHS_PER_WEEK = 12.0 / 52.0
HOURS_PER_MONTH = 730.0


def months_of(horizon_months: int) -> Array:
    """The months 1 … horizon, shape ``(horizon,)``.

    Unit: months.
    """
    return np.arange(1.0, horizon_months + 1.0)


def growth_by_month(growth_per_month: Array, months: Array) -> Array:
    """What a first month has become in each month: (1 + growth)^(m − 1); shape ``(..., months)``.

    Unit: factor, 1 in the first month; growth is a share a month, −1 or more.
    """
    # A growth of −100 % leaves the first month alone: the smallest number stands for nothing.
    return np.exp(np.log(np.maximum(1.0 + growth_per_month, 1e-300))[..., None] * (months - 1.0))


def sessions_by_month(first: Array, grown: Array, at_most: Array | None) -> Array:
    """Sessions in each month: first × growth, never above ``at_most``; shape ``(..., months)``."""
    sessions = first[..., None] * grown
    return sessions if at_most is None else np.minimum(sessions, at_most[..., None])


def live_after_months(weeks_until_live: Array) -> Array:
    """Months until an option is live: weeks × 12/52.

    Shape: ``(n,)``. Unit: months; weeks of 0 or more.
    """
    return weeks_until_live * MONTHS_PER_WEEK


def served_share(start: Array, end: Array | None, months: Array) -> Array:
    """Share of each month between ``start`` and ``end`` (None: never ends), both in months from now; ``(..., months)``."""
    until = months if end is None else np.minimum(months, end[..., None])
    return np.clip(until - np.maximum(months - 1.0, start[..., None]), 0.0, 1.0)


def present_value_factors(discount_rate: Array, months: Array) -> Array:
    """Worth today of a dollar paid in month m: (1 + r)^(−m/12); shape ``(..., months)``.

    Unit: factor; the rate is a share a year, above −1. Source: compound interest, discrete.
    """
    return (1.0 + discount_rate[..., None]) ** (-months / 12.0)


def present_value_at(discount_rate: Array, month: Array) -> Array:
    """Worth today of a dollar paid at one point in time, in months from now.

    Shape: ``(n,)``. Unit: factor; the rate is a share a year, above −1.
    """
    return (1.0 + discount_rate) ** (-month / 12.0)


def yearly_drift(change_per_year: Array, months: Array) -> Array:
    """Price level of month m against month 1: (1 + c)^((m − 1)/12); shape ``(..., months)``.

    Unit: factor; the change is a share a year, above −1.
    """
    return (1.0 + change_per_year[..., None]) ** ((months - 1.0) / 12.0)
