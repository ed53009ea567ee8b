"""Medians of alternate runs: machines drift, so what is compared is measured turn by turn."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter


def medians(*works: Callable[[], object], rounds: int) -> tuple[float, ...]:
    """Median milliseconds of each piece of work, run in turn for so many rounds after one round to warm up."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            begun = perf_counter()
            work()
            taken.append((perf_counter() - begun) * 1e3)
    return tuple(median(taken) for taken in times)
