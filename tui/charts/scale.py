"""One mapping from a value to a place, used alike for dots, marks, grid lines, bars and ticks, so that nothing is off by one.

A scale has `parts` equal places (dots, eighths of a cell); a value belongs to the nearest.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor, isfinite, log10
from typing import NamedTuple


class CellScale(NamedTuple):
    """Values from low to high over `parts` places numbered from 0; equal factors take equal room where `log`."""

    low: float
    high: float
    parts: int
    log: bool = False

    def fraction(self, value: float) -> float:
        """Where a value lies between the ends, 0 to 1, not cut off at them."""
        low, high = self.low, self.high
        if not self.log and -1e300 < low < high < 1e300:
            return (value - low) / (high - low)
        if self.log:
            low, high, value = log10(low), log10(high), log10(max(value, 1e-300))
        span = high - low
        if not isfinite(span):
            return (value / 2 - low / 2) / (high / 2 - low / 2)
        return (value - low) / span if span else 0.5

    def place(self, value: float) -> int:
        """The nearest place, the ends included: the first place is `low`, the last is `high`."""
        return max(0, min(self.parts - 1, round(self.fraction(value) * (self.parts - 1))))

    def placer(self) -> Callable[[float], int]:
        """`place` for many values: the same mapping with its constants worked out once."""
        last, log = self.parts - 1, self.log
        low, high = (log10(self.low), log10(self.high)) if log else (self.low, self.high)
        span = high - low
        if not span or not isfinite(span):
            return self.place

        def place(value: float) -> int:
            if log:
                value = log10(value) if value > 1e-300 else -300.0
            spot = round((value - low) / span * last)
            return 0 if spot < 0 else last if spot > last else spot

        return place

    def edge(self, value: float) -> int:
        """The nearest border between places: 0 is `low`, `parts` is `high`. For bars, which have a length."""
        return max(0, min(self.parts, round(self.fraction(value) * self.parts)))

    def value(self, place: float) -> float:
        """The value at a place; the inverse of `place`."""
        share = place / (self.parts - 1) if self.parts > 1 else 0.5
        if self.log:
            return float(10 ** (log10(self.low) + (log10(self.high) - log10(self.low)) * share))
        return self.low * (1 - share) + self.high * share


def spread(low: float, high: float) -> tuple[float, float]:
    """Ends that differ: a constant gets room around it."""
    if high - low > max(1e-200, 1e-12 * max(abs(low), abs(high))):
        return low, high
    room = abs(low) / 2 or 1.0
    return low - room, high + room


def positive(low: float, high: float) -> tuple[float, float]:
    """Ends above zero that differ, for a logarithmic scale."""
    high = max(high, 1e-12)
    low = min(max(low, high * 1e-12), high)
    return (low, high) if high > low * (1 + 1e-9) else (low / 2, high * 2)


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Ticks of a logarithmic scale: 1, 2, 5 in each power of ten, else 1 and 3 of … powers only, thinned to at most `most`."""
    first, last = floor(log10(low)), ceil(log10(high))
    for mantissas in ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,)):
        found = tuple(m * 10.0**power for power in range(first, last + 1) for m in mantissas)
        inside = tuple(value for value in found if low * (1 - 1e-9) <= value <= high * (1 + 1e-9))
        if len(inside) <= max(1, most):
            return inside
    stride = ceil(len(inside) / max(1, most))
    return inside[::stride]
