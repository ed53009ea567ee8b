"""Where the ticks of an axis stand: 1, 2, 2.5 or 5 times a power of ten, and months in steps people count in."""

from __future__ import annotations

from math import ceil, floor, log10

STEPS = (1.0, 2.0, 2.5, 5.0)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)


def step_of(low: float, high: float, most: int) -> float:
    """The finest step of 1, 2, 2.5 or 5 × 10ⁿ that puts at most `most` ticks on the scale."""
    span = min(high - low, 1e300)
    if span <= 0:
        return 1.0
    power = floor(log10(span / max(1, most))) - 1
    while True:
        for mantissa in STEPS:
            step = float(mantissa * 10.0**power)
            if floor(high / step + 1e-9) - ceil(low / step - 1e-9) + 1 <= most:
                return step
        power += 1


def ticks(low: float, high: float, most: int) -> tuple[tuple[float, ...], float]:
    """Tick values inside the ends and their step; at most `most`, which is at least 1."""
    step = step_of(low, high, max(1, most))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(number * step for number in range(first, last + 1)), step


def month_ticks(last: int, most: int) -> tuple[int, ...]:
    """Months to name: steps people count in (1, 2, 3, 6, 12, …), from 0 to at most `last`."""
    for step in MONTH_STEPS:
        if last // step + 1 <= max(1, most):
            return tuple(range(0, last + 1, step))
    return (0,)
