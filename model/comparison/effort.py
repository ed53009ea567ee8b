"""How much work may be done, counted in cells of arrays and never in seconds: one profile gets one answer on every machine.

What a case needs for its verdict is proportional to it and is always worked out. What is searched beyond that (flips, levers,
mixed homes) is bounded: each part stops when its cells are used up, and the analysis says what was left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Breathe = Callable[[int], None]
STEP_CELLS = 20_000
"""What the smallest step costs beside its own cells: the time of Python around it, in cells."""
FEW_OF_CELLS = 8
"""Of so many cells that a step may have, one is counted: few steps hold every month of every draw."""


def go_on(cells: int = 0) -> None:
    """What is called between steps when nobody counts and nobody wants to stop: nothing."""


class TooMuchError(Exception):
    """A part has used up the work that it may take."""


class Effort:
    """Counts cells between steps; gives the work up when somebody asks, or when a part has used its own."""

    def __init__(self, breathe: Callable[[], None] = go_on) -> None:
        self._breathe = breathe
        self._most = float("inf")
        self.spent = 0

    def __call__(self, cells: int = 0) -> None:
        """Before each step, with the cells of the arrays that it works on; what `breathe` raises ends everything."""
        self._breathe()
        self.spent += STEP_CELLS + cells // FEW_OF_CELLS
        if self.spent > self._most:
            raise TooMuchError

    @contextmanager
    def at_most(self, cells: float) -> Iterator[None]:
        """What is done inside may take so many cells, and no more than is left outside; then `TooMuchError` is raised."""
        outside = self._most
        self._most = min(outside, self.spent + cells)
        try:
            yield
        finally:
            self._most = outside
